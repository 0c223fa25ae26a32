"""clinic.toml: what a clinic sets, and the line of what it got wrong."""

from pathlib import Path

import pytest

from hrguide.athlete.clinic import Clinic, load_clinic
from hrguide.errors import BadFileError

WHOLE = """\
name = "Back in Motion"
telephone = "01 234 5678"
emergency = "112"
workout = "talk-test"
push = false

[limits]
ceiling_bpm = 140
"""


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    assert load_clinic(tmp_path) == Clinic()


def test_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text(WHOLE, encoding="utf-8")
    assert load_clinic(tmp_path) == Clinic(
        name="Back in Motion",
        telephone="01 234 5678",
        emergency="112",
        workout="talk-test",
        pushes=False,
        ceiling_bpm=140.0,
    )


@pytest.mark.parametrize(
    ("own", "clinics", "lowest"),
    [(None, None, None), (130, None, 130), (None, 140, 140), (130, 140, 130), (150, 140, 140)],
)
def test_the_lower_limit_stands(
    own: float | None, clinics: float | None, lowest: float | None
) -> None:
    assert Clinic(ceiling_bpm=clinics).lowest_ceiling(own) == lowest


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("psuh = false\n", "line 1"),
        ('name = "x"\npush = "no"\n', "line 2"),
        ("name = 3\n", "line 1"),
        ('name = ""\n', "line 1"),
        ("[limits]\nceiling = 140\n", "line 2"),
        ("[limits]\nceiling_bpm = 14\n", "line 2"),
        ("[limits]\nceiling_bpm = true\n", "line 2"),
        ("limits = 140\n", "line 1"),
        ("name\n", "line 1"),
    ],
)
def test_a_limit_that_was_mistyped_is_not_passed_over(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "clinic.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadFileError) as told:
        load_clinic(tmp_path)
    assert line in told.value.message
