"""The verbs that are listed are those that are there, promised and explained."""

import re

import click
import pytest

from hrguide.cli.verbs import FIRST, VERBS, cli
from tests.rules.source_tree import PACKAGE, ROOT

# product.md, "The command line", and what lets a shell complete them
PROMISED = {
    "ride",
    "demo",
    "replay",
    "report",
    "history",
    "zones",
    "talk-test",
    "tune",
    "recover",
    "doctor",
    "athlete",
    "workout",
    "strap",
    "import",
    "export",
    "completion",
}
FIRST_AT_MOST = 6  # a tired athlete reads no more


def test_no_verb_is_listed_that_was_not_promised() -> None:
    assert set(VERBS) <= PROMISED


def test_the_promises_are_those_of_the_product() -> None:
    product = ROOT.parent / "shared" / "product.md"
    if not product.exists():
        pytest.skip("the product's page is not beside this repository")
    text = product.read_text(encoding="utf-8").partition("## The command line")[2]
    listed = text.partition("\n\n")[0]
    assert PROMISED - {"completion"} <= set(re.findall(r"`(?:hrguide )?([a-z-]+)", listed))


def test_every_listed_verb_is_there() -> None:
    with click.Context(cli) as context:
        for name, verb in VERBS.items():
            assert (PACKAGE.parent / f"{verb.module.replace('.', '/')}.py").is_file(), verb.module
            assert isinstance(cli.get_command(context, name), click.Command)


def test_ride_is_first_and_the_first_are_few() -> None:
    first = [name for name, verb in VERBS.items() if verb.section == FIRST]
    assert first[0] == "ride"
    assert {"demo", "report", "doctor"} <= set(first)
    assert len(first) <= FIRST_AT_MOST


def test_the_readme_names_every_verb() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## The verbs")[2].partition("\n## ")[0]
    assert not [name for name in VERBS if f"`{name}`" not in section]
