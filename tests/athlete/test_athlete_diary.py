"""The diary of evidence: append-only, private, and whole after a torn last line."""

import json
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


WHOLE = {
    "id": "aaaaaa",
    "evidence": "talk_answer",
    "hr_bpm": 139,
    "answer": "only_just",
    "machine": "bikeerg",
    "on": "2026-11-20",
}


def plain(**changes: object) -> str:
    """A line as hrguide writes it, but for these; None leaves a key out."""
    facts = {**WHOLE, **changes}
    return json.dumps({key: value for key, value in facts.items() if value is not None})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{}", '"id" is missing'),
        ("[]", "no JSON object"),
        ("[1, 2]", "no JSON object"),
        ("nonsense", "no JSON "),
        ("[" * 3000, "no JSON "),
        (plain()[:60], "no JSON "),
        (plain(evidence="dream"), "'dream' is no kind that this version"),
        (plain(mood=1), "'mood' is nothing that this version"),
        (plain(machine=None), '"machine" is missing'),
        (plain(id=7), '"id" is 7, not text'),
        (plain(id=[1]), '"id" is'),
        (plain(ride={"a": 1}), '"ride" is'),
        (plain(hr_bpm=400), "heart rate 400 bpm is outside 30-230"),
        (plain(hr_bpm=10**400), "heart rate 1000000000000000000000"),
        (plain(hr_bpm=float("nan")), "heart rate nan"),
        (plain(hr_bpm=True), "heart rate True"),
        (plain(machine=7), "machine 7 is not one I know"),
        (plain(on=20261120), "20261120 is not a date"),
        (plain(hr_bpm=120).replace('"id"', '"hr_bpm": 150, "id"'), '"hr_bpm" stands in it twice'),
        ('{"forget": "abc123"}', "forgets 'abc123', which stands nowhere above"),
        ('{"forget": [1]}', '"forget" is'),
    ],
)
@pytest.mark.parametrize("behind", ["", '\n{"forget": "x"}\n'])
def test_a_bad_line_is_named_with_its_reason(
    tmp_path: Path, line: str, reason: str, behind: str
) -> None:
    (first,) = note(tmp_path, "sam", ONE_OF_EACH[:1])
    path = evidence_path(tmp_path, "sam")
    with path.open("a", encoding="utf-8") as file:
        file.write(line + behind)
    if reason == "no JSON " and not behind:  # a last line without its end was torn
        assert [entry.id for entry in read_diary(tmp_path, "sam")] == [first.id]
        return
    with pytest.raises(BadFileError) as caught:
        read_diary(tmp_path, "sam")
    assert f"{path}, line 2: " in caught.value.message
    assert reason in caught.value.message
    assert len(caught.value.message) < len(str(path)) + 140


def test_what_editors_do_to_line_ends_and_beginnings_is_harmless(tmp_path: Path) -> None:
    note(tmp_path, "sam", ONE_OF_EACH)
    path = evidence_path(tmp_path, "sam")
    text = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n") + b"\r\n")
    assert known_evidence(tmp_path, "sam") == ONE_OF_EACH


def test_a_line_that_stands_there_twice_counts_once(tmp_path: Path) -> None:
    entries = note(tmp_path, "sam", ONE_OF_EACH[:2])
    path = evidence_path(tmp_path, "sam")
    path.write_text(2 * path.read_text(encoding="utf-8"), encoding="utf-8")
    assert known_evidence(tmp_path, "sam") == ONE_OF_EACH[:2]
    forget_entry(tmp_path, "sam", entries[0].id)
    with path.open("a", encoding="utf-8") as file:
        file.write(path.read_text(encoding="utf-8").splitlines()[0] + "\n")
    assert known_evidence(tmp_path, "sam") == ONE_OF_EACH[1:2]  # forgotten stays forgotten


def test_one_id_is_one_piece(tmp_path: Path) -> None:
    (entry,) = note(tmp_path, "sam", ONE_OF_EACH[:1])
    with evidence_path(tmp_path, "sam").open("a", encoding="utf-8") as file:
        file.write(plain(id=entry.id) + "\n")
    with pytest.raises(BadFileError, match="that of another piece above"):
        read_diary(tmp_path, "sam")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mode bits")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    note(tmp_path, "sam", ONE_OF_EACH[:1])
    assert evidence_path(tmp_path, "sam").stat().st_mode & 0o777 == 0o600
