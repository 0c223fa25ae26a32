"""hrguide's source as the rules look at it: modules, what they import, what git tracks."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "hrguide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One file. name: dotted, without the leading `hrguide.`; "" for the package itself."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package, by name."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        text = path.read_text(encoding="utf-8")
        found.append(Module(name=".".join(parts), path=path, text=text, tree=ast.parse(text)))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import that happens at run time. target: dotted, as absolute as it can be told."""

    target: str
    line: int


def imports_of(module: Module) -> tuple[Import, ...]:
    """What a module imports when it runs; an `if TYPE_CHECKING:` block does not run."""
    found: list[Import] = []
    _collect(module.tree, found)
    return tuple(found)


def hrguide_imports_of(module: Module) -> tuple[Import, ...]:
    """Imports of hrguide's own modules, named without the leading `hrguide.`."""
    names = {other.name for other in modules()}
    inside = []
    for each in imports_of(module):
        if each.target != "hrguide" and not each.target.startswith("hrguide."):
            continue
        name = each.target.removeprefix("hrguide").removeprefix(".")
        while name not in names:  # the last part may be a name inside a module
            name = name.rpartition(".")[0]
        inside.append(Import(target=name, line=each.line))
    return tuple(inside)


def outside_imports_of(module: Module) -> tuple[Import, ...]:
    """Imports of anything else, by top-level name."""
    return tuple(
        Import(target=each.target.partition(".")[0], line=each.line)
        for each in imports_of(module)
        if each.target.partition(".")[0] != "hrguide"
    )


def _collect(node: ast.AST, found: list[Import]) -> None:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                for other in child.orelse:
                    _collect(other, found)
            case ast.Import(names=names):
                found.extend(Import(target=name.name, line=child.lineno) for name in names)
            case ast.ImportFrom(module=source, level=0, names=names) if source is not None:
                found.extend(
                    Import(target=f"{source}.{name.name}", line=child.lineno) for name in names
                )
            case ast.ImportFrom():
                raise AssertionError(f"a relative import in line {child.lineno}: write it out")
            case _:
                _collect(child, found)


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git tracks and is still there; empty where this is no git checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())
