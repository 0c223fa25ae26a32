"""One error tree: each kind has an exit code the README documents, each raise has a hint."""

import ast
import importlib
import re
from functools import cache

from hrguide.errors import ExitCode, HrguideError
from tests.rules.source_tree import ROOT, Module, modules

# Caught where it is raised, so it needs no exit code; should it ever come through, it is a bug.
ENDS_NOTHING = {"BadPacketError"}  # counted, and the ride goes on


@cache
def _kinds() -> list[type[HrguideError]]:
    for module in modules():
        if module.name not in {"", "__main__"}:
            importlib.import_module(f"hrguide.{module.name}")
    found: list[type[HrguideError]] = []
    waiting = [HrguideError]
    while waiting:
        kind = waiting.pop()
        below = [each for each in kind.__subclasses__() if each.__module__.startswith("hrguide.")]
        found += below
        waiting += below
    return sorted(found, key=lambda kind: kind.__name__)


def test_an_error_ends_with_a_documented_code() -> None:
    of_errors = set(ExitCode) - {ExitCode.DONE, ExitCode.BUG, ExitCode.INTERRUPTED}
    ending = [kind for kind in _kinds() if kind.__name__ not in ENDS_NOTHING]
    assert {kind.exit_code for kind in ending} == of_errors
    assert not [kind for kind in _kinds() if not kind.__doc__]


def test_the_readme_has_the_exit_codes() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Exit codes")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \| .+ \|$", section, re.MULTILINE)
    assert [int(row) for row in rows] == [code.value for code in ExitCode]


def _raised(module: Module) -> list[ast.Call]:
    kinds = {kind.__name__ for kind in _kinds()} | {HrguideError.__name__}
    return [
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in kinds
        and not ast.unparse(node.func).startswith("click.")
    ]


def test_every_error_names_the_next_command() -> None:
    bare = []
    for module in modules():
        for call in _raised(module):
            hints = [word.value for word in call.keywords if word.arg == "hint"]
            said = [h for h in hints if not isinstance(h, ast.Constant) or str(h.value).strip()]
            if not said:
                bare.append(f"{module.name}:{call.lineno} {ast.unparse(call)[:60]}")
    assert not bare
