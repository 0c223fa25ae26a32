"""Possible but odd: what is asked twice before it is noted, and what is not."""

from datetime import date, timedelta

import pytest

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import (
    AlphaCrossing,
    Evidence,
    LabThreshold,
    MaxKind,
    MeasuredMax,
    RestingRate,
    Rpe,
    SteadyRide,
    TalkAnswer,
)
from hrguide.zones.doubts import doubts

DAY = date(2026, 11, 22)
SAM = Athlete("sam", 38)
KNOWN: tuple[Evidence, ...] = (
    TalkAnswer(127, "comfortable", "bikeerg", DAY),
    TalkAnswer(138, "only_just", "bikeerg", DAY),
    TalkAnswer(150, "no", "bikeerg", DAY),
)


@pytest.mark.parametrize(
    ("piece", "word"),
    [
        (TalkAnswer(179, "comfortable", "bikeerg", DAY), "0.96 of"),
        (TalkAnswer(95, "no", "bikeerg", DAY), "below where it was to be expected"),
        (TalkAnswer(90, "only_just", "bikeerg", DAY), "below where"),
        (TalkAnswer(138, "only_just", "bikeerg", DAY), "noted for that day already"),
        (TalkAnswer(138, "only_just", "bikeerg", date(2011, 1, 1)), "years ago"),
        (RestingRate(95, DAY), "high for rest"),
        (RestingRate(36, DAY), "low for rest"),
        (MeasuredMax(140, DAY), "usual at this age"),
        (MeasuredMax(222, DAY, "peak"), "usual at this age"),
        (LabThreshold(190, None, DAY), "above where"),
        (LabThreshold(100, None, DAY, "VT2"), "below where"),
        (AlphaCrossing(185, "bikeerg", DAY), "above where"),
        (Rpe(90, 19, "bikeerg", DAY), "below where"),
        (SteadyRide(182, 30, "bikeerg", DAY), "above where"),
    ],
)
def test_odd_pieces_are_asked_about(piece: Evidence, word: str) -> None:
    assert any(word in doubt for doubt in doubts(piece, SAM, KNOWN, today=DAY))


@pytest.mark.parametrize(
    "piece",
    [
        TalkAnswer(120, "comfortable", "bikeerg", DAY),
        TalkAnswer(80, "comfortable", "bikeerg", DAY),
        TalkAnswer(175, "no", "bikeerg", DAY),
        RestingRate(62, DAY),
        RestingRate(95, DAY, "bound"),
        MeasuredMax(172, DAY),
        MeasuredMax(140, DAY, "peak"),
        LabThreshold(146, None, DAY),
        LabThreshold(160, "bikeerg", DAY, "LT2"),
        SteadyRide(95, 40, "bikeerg", DAY),
    ],
)
def test_likely_pieces_are_not(piece: Evidence) -> None:
    assert doubts(piece, SAM, KNOWN, today=DAY) == ()


def test_nothing_lies_above_a_measured_maximum() -> None:
    known = (*KNOWN, MeasuredMax(181, DAY))
    odd = doubts(TalkAnswer(186, "no", "bikeerg", DAY), SAM, known, today=DAY)
    assert any("above the maximum measured, 181" in doubt for doubt in odd)
    lower = doubts(MeasuredMax(170, DAY), SAM, known, today=DAY)
    assert any("below 181" in doubt for doubt in lower)
    kinds: tuple[MaxKind, ...] = ("test", "peak")
    for how in kinds:
        assert doubts(MeasuredMax(193, DAY, how), SAM, known, today=DAY) == ()
        typo = doubts(MeasuredMax(218, DAY, how), SAM, known, today=DAY)
        assert any("37 above 181" in doubt for doubt in typo)  # it would move "stop" to 196


def test_where_formulas_are_off_a_first_answer_is_taken_as_it_comes() -> None:
    kim = Athlete("kim", 61, limits_heart_rate=True)
    assert doubts(TalkAnswer(85, "no", "bikeerg", DAY), kim, (), today=DAY) == ()


def test_an_old_diary_is_no_reason_to_doubt_today() -> None:
    old = tuple(
        TalkAnswer(135, "only_just", "bikeerg", DAY - timedelta(weeks=week)) for week in (30, 60)
    )
    assert doubts(TalkAnswer(142, "only_just", "bikeerg", DAY), SAM, old, today=DAY) == ()
