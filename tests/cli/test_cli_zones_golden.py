"""The pages of `hrguide zones`, letter by letter: what a reader sees changes on purpose only."""

import pytest

from tests.cli.zones_cases import GOLDEN_FOLDER, golden_pages

WANTED = golden_pages()


@pytest.mark.parametrize("name", sorted(WANTED))
def test_a_page_is_its_golden_text(name: str) -> None:
    kept = (GOLDEN_FOLDER / name).read_text(encoding="utf-8")
    told = "changed on purpose? scripts/update_golden_zones.py, and read the diff"
    assert WANTED[name] == kept, told


def test_no_golden_page_is_left_over() -> None:
    assert {path.name for path in GOLDEN_FOLDER.glob("*.txt")} == set(WANTED)


@pytest.mark.parametrize("name", sorted(WANTED))
def test_no_line_is_wider_than_its_terminal(name: str) -> None:
    width = 80 if "-80" in name else 40
    assert all(len(line) <= width for line in WANTED[name].splitlines())


def test_plain_letters_are_plain() -> None:
    assert WANTED["four-answers-80-ascii.txt"].isascii()
