"""The house style that a parser can see: sizes, names, docstrings, errors with hints."""

import ast
import re

from tests.rules.source_tree import modules

MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
# Longer because it is one table, with the reason; "module function": "why".
TABLES: dict[str, str] = {}
DRAWERS = {"base", "common", "core", "data", "helper", "helpers", "manager", "misc", "models"}
DRAWERS |= {"tools", "types", "util", "utils"}
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b|raise NotImplementedError")
# the only places that may catch everything: main's bug report, and the run loop's supervision
BROAD_EXCEPT_IN = {"cli.main"}


def test_every_module_has_a_docstring() -> None:
    """Its place in the story; an empty `__init__.py` has none to tell."""
    assert not [m.name for m in modules() if m.text and not ast.get_docstring(m.tree)]


def test_no_module_is_too_long() -> None:
    assert not {m.name: n for m in modules() if (n := m.text.count("\n")) > MODULE_LINES_MAX}


def test_every_module_is_named_for_a_noun() -> None:
    assert not [m.name for m in modules() if set(m.name.split(".")) & DRAWERS]


def test_no_function_is_too_long() -> None:
    long = {}
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES_MAX:
                    long[f"{module.name} {node.name}"] = lines
    assert set(long) == set(TABLES), long


def test_an_init_only_re_exports() -> None:
    rest = [
        f"{module.name}: {ast.unparse(node).splitlines()[0]}"
        for module in modules()
        if module.is_package
        for node in module.tree.body[1:]
        if not _re_exports(node, lazily=module.name == "")
    ]
    assert not rest


def _re_exports(node: ast.stmt, *, lazily: bool) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.Assign() | ast.If():
            return lazily  # the table of names, and its types
        case ast.FunctionDef(name=name):
            return lazily and name in {"__getattr__", "__dir__"}  # PEP 562
        case _:
            return False


def test_nothing_is_left_unfinished() -> None:
    assert not [(m.name, found) for m in modules() if (found := UNFINISHED.findall(m.text))]


def test_only_main_catches_everything() -> None:
    broad = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.name not in BROAD_EXCEPT_IN
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type)
    ]
    assert not broad


def _is_broad(caught: ast.expr | None) -> bool:
    match caught:
        case None:
            return True
        case ast.Tuple(elts=elements):
            return any(_is_broad(element) for element in elements)
        case ast.Name(id=name):
            return name in {"Exception", "BaseException"}
        case _:
            return False
