"""What is committed: clean text, and nothing that holds on one machine only."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import hrguide
from tests.rules.source_tree import ROOT, tracked_files

BINARY = {".fit", ".png", ".gz"}
# in pieces, so that this file does not contain what it looks for
OF_ONE_MACHINE = re.compile(
    "|".join(
        [
            r"pypi\." + "org",
            "python" + "hosted",
            "deb" + r"ian\.org",
            "registry" + r"\.npmjs",
            "/wo" + "rk/",
            "/opt/" + "(wheels|pypi)",
            "/root/" + r"\.pyenv",
            r"find-" + "links",
            "extra-index-" + "url",
        ]
    )
)


def _texts() -> list[Path]:
    return [
        path
        for path in tracked_files()
        if path.suffix not in BINARY and "broken" not in path.relative_to(ROOT).parts
    ]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


pytestmark = pytest.mark.skipif(not tracked_files(), reason="not a git checkout")


def test_text_files_end_with_one_newline() -> None:
    wrong = []
    for path in _texts():
        content = path.read_bytes()
        if content and (not content.endswith(b"\n") or content.endswith(b"\n\n")):
            wrong.append(_name(path))
        if b"\r" in content:
            wrong.append(f"{_name(path)} has carriage returns")
    assert not wrong


def test_no_host_and_no_path_of_one_machine() -> None:
    wrong = [
        f"{_name(path)}: {found.group()}"
        for path in _texts()
        if (found := OF_ONE_MACHINE.search(path.read_text(encoding="utf-8")))
    ]
    assert not wrong


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{_name(page)}: {target}"
        for page in _texts()
        if page.suffix == ".md"
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert not broken


def test_the_glossary_has_every_public_name() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    glossary = readme.partition("## Words and units")[2].partition("\n## ")[0]
    missing = [name for name in hrguide.__all__ if f"`{name}" not in glossary]
    assert not missing


def test_every_public_name_is_there() -> None:
    for name in hrguide.__all__:
        assert getattr(hrguide, name) is not None
    assert not hasattr(hrguide, "no_such_name")


def test_type_checkers_see_the_same_public_names() -> None:
    tree = ast.parse((ROOT / "hrguide" / "__init__.py").read_text(encoding="utf-8"))
    (typed,) = [node for node in tree.body if isinstance(node, ast.If)]
    names = {
        (f"{line.module}", name.name)
        for line in typed.body
        if isinstance(line, ast.ImportFrom)
        for name in line.names
    }
    assert {name for _, name in names} == set(hrguide.__all__)
    assert all(hasattr(importlib.import_module(home), name) for home, name in names)


def test_the_readmes_example_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, check=True
    )
    assert "Range(" in done.stdout
