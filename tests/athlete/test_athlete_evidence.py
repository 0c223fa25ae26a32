"""Evidence records: what is impossible is refused with the reason, dates and machines settle."""

from datetime import date, datetime

import pytest

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import (
    HeartTimes,
    LabThreshold,
    MeasuredMax,
    RestingRate,
    Rpe,
    SteadyRide,
    TalkAnswer,
)
from hrguide.errors import UsageError

DAY = date(2025, 11, 12)


def test_the_librarys_words_and_plain_numbers() -> None:
    answer = TalkAnswer(134, "only_just", "bikeerg", "2025-11-12", into_step_s=160)
    assert answer == TalkAnswer(134.0, "only_just", Machine.BIKEERG, DAY, 160.0)
    assert answer.day == DAY
    assert TalkAnswer(134, "no", "rower", "2025-11-12T18:30:00").day == DAY
    assert TalkAnswer(134, "no", "rower", datetime(2025, 11, 12, 18, 30)).on == DAY
    assert LabThreshold(140, None, DAY).machine is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: TalkAnswer(20, "no", "bikeerg", DAY),
        lambda: TalkAnswer(255, "no", "bikeerg", DAY),
        lambda: TalkAnswer(float("nan"), "no", "bikeerg", DAY),
        lambda: TalkAnswer("140", "no", "bikeerg", DAY),  # type: ignore[arg-type]
        lambda: TalkAnswer(True, "no", "bikeerg", DAY),
        lambda: TalkAnswer(140, "maybe", "bikeerg", DAY),  # type: ignore[arg-type]
        lambda: TalkAnswer(140, "no", "treadmill", DAY),
        lambda: TalkAnswer(140, "no", "bikeerg", "12.11.2025"),
        lambda: TalkAnswer(140, "no", "bikeerg", None),  # type: ignore[arg-type]
        lambda: TalkAnswer(140, "no", "bikeerg", DAY, into_step_s=-1),
        lambda: LabThreshold(140, "bikeerg", DAY, "VT3"),  # type: ignore[arg-type]
        lambda: MeasuredMax(60, DAY),
        lambda: MeasuredMax(190, DAY, "guess"),  # type: ignore[arg-type]
        lambda: RestingRate(10, DAY),
        lambda: Rpe(140, 21, "bikeerg", DAY),
        lambda: Rpe(140, 3, "bikeerg", DAY),
        lambda: SteadyRide(140, 5, "bikeerg", DAY),
        lambda: HeartTimes(3, 8, "bikeerg", DAY),
        lambda: HeartTimes(400, 8, "bikeerg", DAY),
        lambda: HeartTimes(float("nan"), 8, "bikeerg", DAY),
        lambda: HeartTimes(38, -1, "bikeerg", DAY),
        lambda: HeartTimes(38, 60, "bikeerg", DAY),
        lambda: HeartTimes(38, 8, "treadmill", DAY),
        lambda: HeartTimes(38, 8, "bikeerg", DAY, "x" * 2000),
        lambda: HeartTimes(38, 8, "bikeerg", DAY, ["a"]),  # type: ignore[arg-type]
        lambda: Athlete("x", 38, ceiling_bpm=10),
        lambda: Athlete("x", 38, resting_bpm=90, max_bpm=90),
    ],
)
def test_the_impossible_is_refused_with_a_next_step(make: object) -> None:
    with pytest.raises(UsageError) as caught:
        make()  # type: ignore[operator]
    assert caught.value.hint
