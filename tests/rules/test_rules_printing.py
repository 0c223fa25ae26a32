"""What a verb prints as JSON goes through `json_text`: no terminal obeys a letter of it."""

import ast

from tests.rules.source_tree import modules

# What is printed is made here; elsewhere json.dumps makes files and wires, which no terminal shows.
SHOWN = ("cli.", "screen.", "report.", "tune.", "moment", "session")


def test_json_for_a_terminal_is_made_in_one_place() -> None:
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.name.startswith(SHOWN)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("dumps", "dump")
        and isinstance(node.value, ast.Name)
        and node.value.id == "json"
    ]
    assert not wrong
