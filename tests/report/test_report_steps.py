"""Steps in numbers that are known beforehand."""

import pytest

from hrguide.guide.command import Command
from hrguide.report.steps import StepSummary
from hrguide.report.summary import summarise
from hrguide.ride.lines import CommandLine
from tests.report.report_rides import a_ride


def _steady(at_s: int) -> int | None:
    """110 in easy, 126 in moderate, and in the rest a fall from 126 to 96 within 60 s."""
    if 180 < at_s <= 240:
        return 126 - (at_s - 180) // 2
    into = at_s if at_s <= 240 else at_s - 240
    return 110 if into <= 120 else 126


def _steps(ride: object) -> tuple[StepSummary, ...]:
    from hrguide.ride.reader import Ride

    assert isinstance(ride, Ride)
    return summarise(ride).steps


def test_each_step_is_told_once() -> None:
    steps = _steps(a_ride(_steady))
    told = [(step.round, step.name, step.ridden_s, step.is_rest) for step in steps]
    assert told == [
        (1, "easy", 120.0, False),
        (1, "moderate", 60.0, False),
        (1, "rest", 60.0, True),
        (2, "easy", 120.0, False),
        (2, "moderate", 60.0, False),
    ]


def test_mean_peak_and_settled() -> None:
    first, second, *_ = _steps(a_ride(_steady))
    assert first.mean_bpm == pytest.approx(110, abs=0.5)
    assert first.settled_bpm == pytest.approx(110, abs=0.5)
    assert first.peak_bpm == 111, "every fourth second shows one more"
    assert (first.low_bpm, first.high_bpm) == (100, 115)
    assert second.peak_bpm == 127
    assert second.settled_bpm is None, "a minute is too short to settle"


def test_the_last_minute_is_what_settles() -> None:
    step = _steps(a_ride(lambda at_s: 90 if at_s <= 60 else 112))[0]
    assert step.mean_bpm is not None
    assert 95 < step.mean_bpm < 108
    assert step.settled_bpm == pytest.approx(111, abs=1.5)


def test_time_to_range_counts_from_the_step() -> None:
    steps = _steps(a_ride(lambda at_s: min(80 + at_s // 2, 124)))
    assert steps[0].to_range_s == pytest.approx(40, abs=6)  # 100 bpm is sent at second 40
    never = _steps(a_ride(lambda at_s: 90))
    assert [step.to_range_s for step in never] == [None] * 5
    no_range = _steps(a_ride(_steady, ranges=None, athlete=None))
    assert [step.to_range_s for step in no_range] == [None] * 5
    assert no_range[0].high_bpm is None


def test_a_rest_tells_its_fall() -> None:
    rest = _steps(a_ride(_steady))[2]
    assert rest.from_bpm is not None
    assert rest.fell_bpm is not None
    assert rest.from_bpm == pytest.approx(126, abs=2)
    assert rest.fell_bpm == pytest.approx(27, abs=5)


def test_a_fall_needs_a_heart_rate_at_both_ends() -> None:
    def silent_at_the_end(at_s: int) -> int | None:
        return None if 225 < at_s < 250 else _steady(at_s)

    def silent_at_the_start(at_s: int) -> int | None:
        return None if 170 < at_s < 190 else _steady(at_s)

    assert _steps(a_ride(silent_at_the_end))[2].fell_bpm is None
    assert _steps(a_ride(silent_at_the_end))[2].from_bpm is not None
    assert _steps(a_ride(silent_at_the_start))[2].from_bpm is None


def test_a_rest_that_was_cut_short_or_paused_tells_no_fall() -> None:
    cut = a_ride(_steady, commands=[CommandLine(at_s=200.0, command=Command.NEXT)])
    assert _steps(cut)[2].fell_bpm is None
    paused = a_ride(
        _steady,
        commands=[
            CommandLine(at_s=200.0, command=Command.PAUSE),
            CommandLine(at_s=210.0, command=Command.GO_ON),
        ],
    )
    rest = _steps(paused)[2]
    assert rest.fell_bpm is None
    assert rest.ridden_s == 60.0, "a pause is no step time"


def test_too_little_heard_has_no_mean() -> None:
    step = _steps(a_ride(lambda at_s: 110 if at_s > 95 else None))[0]
    assert step.mean_bpm is None
    assert step.settled_bpm is None
    assert step.peak_bpm == 111


def test_an_interrupted_step_is_told_as_far_as_it_went() -> None:
    steps = _steps(a_ride(_steady, last_s=150, ending=None))
    assert [step.ridden_s for step in steps] == [120.0, 30.0]


def test_settled_time_begins_after_a_minute() -> None:
    """100-115 asked: a minute below it, then 110 within; a moderate minute never settles."""
    step = _steps(a_ride(lambda at_s: 90 if at_s <= 75 else 110))[0]
    assert step.settled.under_s == pytest.approx(16, abs=3)
    assert step.settled.within_s == pytest.approx(44, abs=3)
    assert step.settled.over_s == 0
    assert step.settled.total_s == pytest.approx(60, abs=0.5)
    over = _steps(a_ride(lambda _at_s: 120))
    assert over[0].settled.over_s == pytest.approx(60, abs=0.5)
    assert [step.settled.total_s for step in over[1:3]] == [0, 0], "too short, and a rest"
    assert _steps(a_ride(_steady, ranges=None, athlete=None))[0].settled.total_s == 0


def test_each_step_has_its_forecasts_error() -> None:
    steps = _steps(a_ride(lambda at_s: 110 if at_s <= 120 else 150))
    assert steps[0].forecast_rms_bpm is not None
    assert steps[1].forecast_rms_bpm is not None
    assert steps[1].forecast_rms_bpm > steps[0].forecast_rms_bpm + 5, "a leap nobody foretold"
    assert _steps(a_ride(lambda _at_s: None))[0].forecast_rms_bpm is None
