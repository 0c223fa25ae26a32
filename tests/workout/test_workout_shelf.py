"""Workouts by name and by path, and files that are none."""

from pathlib import Path

import pytest

from hrguide.errors import BadFileError, ExitCode, UsageError
from hrguide.workout.formats.intensity import POWER
from hrguide.workout.outline import totals
from hrguide.workout.shelf import (
    LIBRARY,
    MAX_BYTES,
    about,
    list_workouts,
    load_workout,
    read_workout,
    rules,
)
from hrguide.workout.workout import Effort, StepKind, WorkoutError

BROKEN = Path(__file__).parents[2] / "fixtures" / "broken"


def _shelve(home: Path, name: str, text: str) -> Path:
    folder = home / "workouts"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_flush_is_the_clinics_text_unchanged() -> None:
    workout = load_workout("flush")
    assert workout.text == (
        "5 Rounds\n-3 minutes easy\n-2 minutes moderately easy\n-1 minute moderate\n"
        "*Rest 1 minute between rounds.\n"
    )
    assert workout.name == "flush"
    assert totals(workout).startswith("34:00 in 19 steps")


@pytest.mark.parametrize(
    ("name", "total_s"),
    [
        ("flush", 34 * 60),
        ("easy20", 20 * 60),
        ("beginner", 20 * 60),
        ("hr-rests", None),
        ("talk-test", None),
        ("back-drills", 0),
    ],
)
def test_every_built_in_can_be_ridden(name: str, total_s: int | None) -> None:
    workout = load_workout(name)
    assert workout.total_s == total_s
    assert about(workout)


def test_no_built_in_lasts_more_than_three_quarters_of_an_hour() -> None:
    """A recovery session: with every cap used up it is still no workout."""
    for shelved in list_workouts():
        assert shelved.workout is not None
        caps = [s.until.cap_s for s in shelved.workout.steps if s.until]
        drills = all(s.kind is StepKind.DRILL for s in shelved.workout.steps)
        assert None not in caps or drills
        longest = sum(
            (s.duration_s or 0) + (s.until.cap_s or 0 if s.until else 0)
            for s in shelved.workout.steps
        )
        assert longest <= 45 * 60


def test_hr_rests_end_on_the_heart_rate_with_hold_and_cap() -> None:
    rests = [s for s in load_workout("hr-rests").steps if s.effort is Effort.REST]
    assert len(rests) == 4
    for rest in rests:
        assert rest.until is not None
        assert (rest.until.hr_below, rest.until.hold_s, rest.until.cap_s) == (110, 5.0, 180.0)


def test_the_talk_test_gets_harder_and_ends_at_a_no() -> None:
    workout = load_workout("talk-test")
    asked = [s for s in workout.steps if s.until and s.until.answer]
    assert len(asked) == 6
    lows = [s.low_pct or 0.0 for s in asked]
    assert lows == sorted(set(lows))
    cool_down = workout.steps[-1]
    assert {s.after_no for s in asked} == {cool_down.index}
    assert cool_down.effort is Effort.EASY


def test_the_list_begins_with_the_clinics_session() -> None:
    names = [one.name for one in list_workouts()]
    assert names[0] == "flush"
    assert names[1:] == sorted(names[1:])
    assert set(names) == {path.stem for path in LIBRARY.glob("*.txt")}


def test_my_own_stand_behind_the_built_in_ones(tmp_path: Path) -> None:
    path = _shelve(tmp_path, "tuesday", "10 min easy\n")
    last = list_workouts(tmp_path)[-1]
    assert (last.name, last.file) == ("tuesday", path)
    assert load_workout("tuesday", tmp_path).total_s == 600.0


def test_my_own_flush_takes_the_place_of_the_built_in(tmp_path: Path) -> None:
    path = _shelve(tmp_path, "flush", "10 min easy\n")
    assert load_workout("flush", tmp_path).total_s == 600.0
    assert [one.file for one in list_workouts(tmp_path) if one.name == "flush"] == [path]


def test_a_broken_one_is_listed_with_what_is_wrong(tmp_path: Path) -> None:
    path = _shelve(tmp_path, "bad", "3 min moderatly easy\n")
    bad = next(one for one in list_workouts(tmp_path) if one.name == "bad")
    assert bad.workout is None
    assert bad.error is not None
    assert bad.error.message == f"{path}: line 1, column 7: cannot read 'moderatly'"


def test_a_name_never_leaves_the_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "workouts").mkdir(parents=True)
    (home / "outside.txt").write_text("3 min easy", encoding="utf-8")
    with pytest.raises(UsageError, match="no workout"):
        load_workout("../outside", home)


def test_a_path_is_read_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "my session.txt"
    path.write_text("3 min easy", encoding="utf-8")
    assert load_workout(path).name == load_workout(str(path)).name == "my session"


def test_a_path_is_never_taken_for_a_name() -> None:
    with pytest.raises(UsageError, match="no workout 'flush'"):
        load_workout(Path("flush"))


def test_an_error_names_file_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "my.txt"
    path.write_text("3 rounds\n- 3 min easy\n- 2 min moderatly easy\n", encoding="utf-8")
    with pytest.raises(WorkoutError) as caught:
        load_workout(path)
    assert caught.value.message == f"{path}: line 3, column 9: cannot read 'moderatly'"
    assert caught.value.exit_code is ExitCode.BAD_FILE


def test_an_unknown_name_suggests_a_known_one() -> None:
    with pytest.raises(UsageError) as caught:
        load_workout("flsh")
    assert caught.value.message == "there is no workout 'flsh'"
    assert caught.value.hint == "Did you mean flush? See: hrguide workout list"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_as_editors_save_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("2 rounds\r\n\N{EN DASH} 1½ min easy\r\n", encoding=encoding)
    assert load_workout(path).total_s == 180.0


@pytest.mark.parametrize(
    ("name", "line", "column", "words"),
    [
        ("workout_not_utf8", 2, 14, "0xE9"),
        ("workout_escape_sign", 2, 14, "U+001B"),
        ("workout_half_a_sign", 2, 7, "0xE2"),
    ],
)
def test_a_file_that_is_no_text(name: str, line: int, column: int, words: str) -> None:
    path = BROKEN / f"{name}.txt"
    with pytest.raises(WorkoutError) as caught:
        load_workout(path)
    error = caught.value
    assert (error.line, error.column, error.words) == (line, column, words)
    assert error.message.startswith(f"{path}: line {line}, column {column}: ")


def test_a_folder_is_no_workout(tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match="cannot be read"):
        load_workout(tmp_path)


def test_a_file_too_big_to_be_a_workout() -> None:
    with pytest.raises(BadFileError, match="too many for a workout"):
        read_workout(b" " * (MAX_BYTES + 1), name="big", file="big.txt")


def test_the_rule_of_another_programs_workout_is_known_and_a_coachs_remark_is_none() -> None:
    course = b"""[COURSE HEADER]\nFTP = 200\nMINUTES WATTS\n[END COURSE HEADER]
[COURSE DATA]\n0.0\t80\n10.0\t150\n[END COURSE DATA]\n"""
    found = read_workout(course, name="x", file="x.erg")
    assert rules(found) == (POWER.rule,)
    assert rules(load_workout("beginner")) == ()
    assert rules(load_workout("flush")) == ()
