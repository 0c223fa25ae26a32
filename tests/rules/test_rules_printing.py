"""What a verb prints as JSON goes through `json_text`: no terminal obeys a letter of it."""

import ast

from tests.rules.source_tree import modules

# json.dumps for files and wires, which no terminal shows
NOT_SHOWN = ("athlete.", "ride.", "simulate.", "bluetooth.")


def test_json_for_a_terminal_is_made_in_one_place() -> None:
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.name != "plain_text" and not module.name.startswith(NOT_SHOWN)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("dumps", "dump")
        and isinstance(node.value, ast.Name)
        and node.value.id == "json"
    ]
    assert not wrong
