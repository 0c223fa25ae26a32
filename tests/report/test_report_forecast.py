"""The forecast's score, against truths that were chosen."""

import pytest

from hrguide.beats.pulse import Signal
from hrguide.guide.verdict import Verdict
from hrguide.moment import Forecast, Moment, Phase
from hrguide.report.forecast_error import forecast_error


def _moment(at_s: float, hr_bpm: int | None, ahead_bpm: float | None, **changes: object) -> Moment:
    ahead = None
    if ahead_bpm is not None:
        ahead = Forecast(at_s=at_s + 30, mean_bpm=ahead_bpm, sd_bpm=2.0)
    facts: dict[str, object] = {
        "elapsed_s": at_s,
        "signal": Signal.GOOD,
        "signal_reason": None,
        "step": None,
        "verdict": Verdict.ON_COURSE,
        "phase": Phase.STEP,
        **changes,
    }
    return Moment(at_s=at_s, hr_bpm=hr_bpm, ahead_30s=ahead, **facts)  # type: ignore[arg-type]


def _climb(off_bpm: float, *, last_s: int = 200) -> list[Moment]:
    """1 bpm every 10 s; a forecast that is off by so much."""
    return [_moment(float(s), 100 + s // 10, 100 + (s + 30) // 10 + off_bpm) for s in range(last_s)]


def test_a_perfect_forecast_is_off_by_nothing() -> None:
    error = forecast_error(_climb(0.0))
    assert error is not None
    assert error.rms_bpm == 0.0
    assert error.as_it_is_rms_bpm == pytest.approx(3.0)  # 30 s of 1 bpm in 10 s
    assert error.within_95 == 1.0
    assert error.compared_s == 170


@pytest.mark.parametrize(("off_bpm", "within"), [(3.9, 1.0), (4.0, 0.0), (-4.0, 0.0), (-3.9, 1.0)])
def test_an_offset_is_found_and_the_band_is_1_96_sd(off_bpm: float, within: float) -> None:
    error = forecast_error(_climb(off_bpm))
    assert error is not None
    assert error.rms_bpm == pytest.approx(abs(off_bpm))
    assert error.within_95 == within


def test_what_was_not_believed_is_not_compared() -> None:
    moments = _climb(0.0)
    silent = [
        _moment(m.at_s, None, None) if 60 <= m.at_s < 100 else m for m in moments
    ]  # neither as truth (40) nor as a forecast (40)
    error = forecast_error(silent)
    assert error is not None
    assert error.compared_s == 170 - 40 - 40 + 10  # 90-99 would have been counted twice


def test_pauses_and_ticks_between_do_not_count() -> None:
    paused = [_moment(m.at_s, m.hr_bpm, 0.0, phase=Phase.PAUSED) for m in _climb(0.0)]
    assert forecast_error(paused) is None
    between = [_moment(m.at_s + 0.25, 200, 0.0) for m in _climb(0.0)]
    both = sorted([*_climb(0.0), *between], key=lambda moment: moment.at_s)
    assert forecast_error(both) == forecast_error(_climb(0.0))


def test_a_minute_is_the_least() -> None:
    assert forecast_error(_climb(0.0, last_s=89)) is None
    assert forecast_error(_climb(0.0, last_s=90)) is not None
