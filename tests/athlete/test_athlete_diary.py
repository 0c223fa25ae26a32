"""The diary of evidence: append-only, private, and whole after a torn last line."""

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.athlete.diary import forget_entry, known_evidence, note, read_diary
from hrguide.athlete.evidence import (
    AlphaCrossing,
    Evidence,
    HeartTimes,
    LabThreshold,
    MeasuredMax,
    RestingRate,
    Rpe,
    SteadyRide,
    TalkAnswer,
)
from hrguide.athlete.store import evidence_path
from hrguide.errors import BadFileError, UsageError

DAY = date(2026, 11, 22)
ONE_OF_EACH: tuple[Evidence, ...] = (
    TalkAnswer(131.5, "only_just", "bikeerg", DAY, into_step_s=140.0),
    TalkAnswer(120, "comfortable", "rower", "2026-11-21"),
    LabThreshold(140, None, DAY, kind="LT1"),
    AlphaCrossing(151, "bikeerg", DAY),
    Rpe(130, 12, "skierg", DAY),
    SteadyRide(125, 30, "bikeerg", DAY),
    MeasuredMax(190, DAY),
    RestingRate(58, DAY, how="bound"),
    HeartTimes(38.5, 8, "bikeerg", DAY, rides="2026-11-20-sam, 2026-11-22-sam"),
)


def test_what_was_noted_is_known_in_order(tmp_path: Path) -> None:
    note(tmp_path, "sam", ONE_OF_EACH[:3])
    note(tmp_path, "sam", ONE_OF_EACH[3:], ride="2026-11-22-sam")
    assert known_evidence(tmp_path, "sam") == ONE_OF_EACH
    assert [entry.ride for entry in read_diary(tmp_path, "sam")] == [None] * 3 + [
        "2026-11-22-sam"
    ] * 6


def test_nobody_elses_evidence_is_seen(tmp_path: Path) -> None:
    note(tmp_path, "sam", ONE_OF_EACH[:1])
    assert known_evidence(tmp_path, "kim") == ()


def test_forgetting_adds_a_line_and_deletes_none(tmp_path: Path) -> None:
    entries = note(tmp_path, "sam", ONE_OF_EACH)
    before = evidence_path(tmp_path, "sam").read_text(encoding="utf-8")
    forget_entry(tmp_path, "sam", entries[0].id)
    after = evidence_path(tmp_path, "sam").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert known_evidence(tmp_path, "sam") == ONE_OF_EACH[1:]
    assert read_diary(tmp_path, "sam")[0].forgotten


@pytest.mark.parametrize("twice", [True, False])
def test_what_is_not_there_cannot_be_forgotten(tmp_path: Path, twice: bool) -> None:
    (entry,) = note(tmp_path, "sam", ONE_OF_EACH[:1])
    if twice:
        forget_entry(tmp_path, "sam", entry.id)
    with pytest.raises(UsageError, match="no evidence"):
        forget_entry(tmp_path, "sam", entry.id if twice else "ffffff")


@given(cut=st.integers(1, 60))
def test_a_torn_last_line_costs_only_itself(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    home = tmp_path_factory.mktemp("home")
    note(home, "sam", ONE_OF_EACH[:2])
    path = evidence_path(home, "sam")
    path.write_bytes(path.read_bytes()[:-cut])
    assert known_evidence(home, "sam") == ONE_OF_EACH[: 2 if cut == 1 else 1]
    note(home, "sam", ONE_OF_EACH[2:3])
    assert known_evidence(home, "sam")[-1] == ONE_OF_EACH[2]


@pytest.mark.parametrize(
    "line",
    ["{}", "[]", "nonsense", '{"id":"a","evidence":"dream"}', '{"forget":"abc123"}'],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    note(tmp_path, "sam", ONE_OF_EACH[:1])
    path = evidence_path(tmp_path, "sam")
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n" + '{"forget":"x"}\n')
    with pytest.raises(BadFileError, match="line 2"):
        read_diary(tmp_path, "sam")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mode bits")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    note(tmp_path, "sam", ONE_OF_EACH[:1])
    assert evidence_path(tmp_path, "sam").stat().st_mode & 0o777 == 0o600
