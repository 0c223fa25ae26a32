"""What rides taught, on disk: bounded, apart by athlete, machine and workout, never in the way."""

import sys
from pathlib import Path

import pytest

from hrguide.athlete.athlete import Machine
from hrguide.athlete.evidence import HeartTimes
from hrguide.athlete.learned import (
    LIKE_RIDES,
    MOST_RIDES,
    Lesson,
    drop_lesson,
    keep_lesson,
    learned_for,
    read_lessons,
    workout_key,
)
from hrguide.athlete.store import learned_path

FLUSH, LONG = "3 minutes easy", "20 minutes easy"


def lesson(
    ride: str, *, workout: str = FLUSH, machine: Machine = Machine.BIKEERG, **learned: object
) -> Lesson:
    return Lesson(ride=ride, machine=machine, workout=workout_key(workout), learned=learned)


def known(home: Path, name: str = "ada", workout: str = FLUSH) -> dict[str, object] | None:
    return learned_for(home, name, machine=Machine.BIKEERG, workout_text=workout)


def test_nothing_learned_is_nothing(tmp_path: Path) -> None:
    assert read_lessons(tmp_path, "ada") == ()
    assert known(tmp_path) is None
    assert drop_lesson(tmp_path, "ada", "r1") is None
    assert not learned_path(tmp_path, "ada").exists()


def test_a_workout_is_known_by_its_words() -> None:
    assert workout_key("3 minutes  easy\n") == workout_key("3 minutes easy")
    assert workout_key("3 minutes easy") != workout_key("4 minutes easy")


def test_the_newest_counts_by_kind_of_step_and_by_workout(tmp_path: Path) -> None:
    old = lesson("r1", weights=[1], plateaus={"easy": 1, "rest": 2}, paths={"a": [1]})
    keep_lesson(tmp_path, "ada", old)
    keep_lesson(tmp_path, "ada", lesson("r2", weights=[2], plateaus={"easy": 3}))
    keep_lesson(tmp_path, "ada", lesson("r3", workout=LONG, weights=[3], plateaus={"easy": 9}))
    row = lesson("r4", machine=Machine.ROWER, weights=[4], plateaus={"easy": 4})
    keep_lesson(tmp_path, "ada", row)
    assert known(tmp_path) == {
        "weights": [3],
        "plateaus": {"easy": 3, "rest": 2},
        "paths": {"a": [1]},
    }
    assert known(tmp_path, workout="nothing like it") == {"weights": [3]}
    assert known(tmp_path, "bo") is None


def test_the_newest_noted_times_of_the_machine_come_with_it(tmp_path: Path) -> None:
    evidence = [
        HeartTimes(40.0, 8.0, "bikeerg", "2026-11-02"),
        HeartTimes(30.0, 5.0, "bikeerg", "2026-11-01"),
        HeartTimes(20.0, 4.0, "rower", "2026-11-03"),
    ]
    found = learned_for(
        tmp_path, "ada", machine=Machine.BIKEERG, workout_text=FLUSH, evidence=evidence
    )
    assert found == {"heart_times": [40.0, 8.0]}


def test_a_ride_has_one_lesson_and_can_be_dropped(tmp_path: Path) -> None:
    keep_lesson(tmp_path, "ada", lesson("r1", weights=[1]))
    keep_lesson(tmp_path, "ada", lesson("r2", weights=[2]))
    keep_lesson(tmp_path, "ada", lesson("r1", weights=[3]))
    assert [one.ride for one in read_lessons(tmp_path, "ada")] == ["r2", "r1"]
    assert drop_lesson(tmp_path, "ada", "r1") == lesson("r1", weights=[3])
    assert known(tmp_path) == {"weights": [2]}


def test_old_rides_go(tmp_path: Path) -> None:
    for number in range(LIKE_RIDES + 2):
        keep_lesson(tmp_path, "ada", lesson(f"r{number}"))
    assert [one.ride for one in read_lessons(tmp_path, "ada")] == ["r2", "r3", "r4"]
    for number in range(MOST_RIDES + 5):
        keep_lesson(tmp_path, "ada", lesson(f"s{number}", workout=f"{number + 1} minutes easy"))
    assert len(read_lessons(tmp_path, "ada")) == MOST_RIDES


@pytest.mark.parametrize(
    "line", ["{", "[]", "3", '{"ride": "x"}', '{"ride": 1, "machine": "boat"}', "\x00"]
)
def test_a_line_that_cannot_be_read_hides_no_other(tmp_path: Path, line: str) -> None:
    keep_lesson(tmp_path, "ada", lesson("r1", weights=[1]))
    path = learned_path(tmp_path, "ada")
    path.write_text(line + "\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert known(tmp_path) == {"weights": [1]}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    keep_lesson(tmp_path, "ada", lesson("r1"))
    assert learned_path(tmp_path, "ada").stat().st_mode & 0o777 == 0o600
