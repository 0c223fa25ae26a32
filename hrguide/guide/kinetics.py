"""Where the heart rate is heading: a damped trend, with an honest spread.

Comes in: the heart rate that may be believed, once a second. Goes out: forecasts with mean and
SD in bpm. A level and a slope are followed by an alpha-beta filter; the forecast lets the slope
die away with the heart's own time constant: h + slope * tau * (1 - exp(-t / tau)).
Straight-line extrapolation was tried and was worse than no forecast beyond 30 s (physiology.md
E2); the damped line with tau 40 was better in every phase of a step. It decides nothing.
"""

import math
from dataclasses import dataclass
from typing import Final

TAU_S: Final = 40.0  # physiology.md E1: tau_on about 38 s (28-58); E2 "damped line (tau 40)"
_LEVEL_GAIN: Final = 0.35  # alpha: a strap's number already averages some 3 s (E4) [J]
_SLOPE_GAIN: Final = 0.06  # beta: a slope is believed after some 10 s [J]
_GAP_S: Final = 5.0  # after a longer silence the trend starts anew
_DEAD_SLOPE_S: Final = 3.0  # slopes above 4 bpm/s are not a heart's (D3): clip there
_SLOPE_MAX: Final = 4.0 / _DEAD_SLOPE_S
# SD 30 s ahead on real rides by phase of a step (section K: bike erg, persistence 6.4/5.8/3.3;
# riders on the road 15/8.6/5.6). Between the two, since a sore rider on an erg paces by feel.
_SD_30S_EARLY: Final = 9.0
_SD_30S_MIDDLE: Final = 7.0
_SD_30S_LATE: Final = 4.5
_SD_FLOOR: Final = 1.5  # physiological noise of a steady heart rate (E2: 1.7)
_SD_GAP_PER_S: Final = 0.4  # without a beat the heart rate drifts away from what is known [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The heart rate expected at ride time `at_s`: mean and SD in bpm."""

    at_s: float
    mean_bpm: float
    sd_bpm: float


class HeartTrend:
    """Level (bpm) and slope (bpm/s) of the heart rate; stepped once a second."""

    def __init__(self) -> None:
        self._level_bpm: float | None = None
        self._slope = 0.0
        self._seen_s = 0.0

    @property
    def slope_bpm_per_s(self) -> float:
        return self._slope

    def step(self, at_s: float, hr_bpm: int | None) -> None:
        """Take one second's heart rate in; None widens what comes later."""
        if hr_bpm is None:
            return
        level = self._level_bpm
        gap_s = at_s - self._seen_s
        self._seen_s = at_s
        if level is None or gap_s > _GAP_S:
            self._level_bpm = float(hr_bpm)
            self._slope = 0.0
            return
        expected = level + self._slope * gap_s
        surprise = hr_bpm - expected
        self._level_bpm = expected + _LEVEL_GAIN * surprise
        slope = self._slope + _SLOPE_GAIN * surprise / max(gap_s, 1.0)
        self._slope = max(-_SLOPE_MAX, min(_SLOPE_MAX, slope))

    def forecast(self, at_s: float, ahead_s: float, into_step_s: float) -> Forecast | None:
        """`ahead_s` seconds after now (`at_s`); None before the first believed heart rate."""
        if self._level_bpm is None:
            return None
        blind_s = at_s - self._seen_s
        damped_s = TAU_S * (1.0 - math.exp(-(ahead_s + blind_s) / TAU_S))
        spread = _sd_30s(into_step_s) * math.sqrt(max(0.0, ahead_s) / 30.0)
        return Forecast(
            at_s=at_s + ahead_s,
            mean_bpm=self._level_bpm + self._slope * damped_s,
            sd_bpm=math.hypot(_SD_FLOOR, spread, _SD_GAP_PER_S * blind_s),
        )


def _sd_30s(into_step_s: float) -> float:
    if into_step_s < 30.0:
        return _SD_30S_EARLY
    return _SD_30S_MIDDLE if into_step_s < 90.0 else _SD_30S_LATE
