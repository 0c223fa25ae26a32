"""How fast the heart rate moves now: a level and a slope, followed by an alpha-beta filter.

Comes in: the heart rate that may be believed, once a second. Goes out: the slope, for "it is on its
way down, say nothing". Where it is heading is not read from it: straight lines foresee worse than
no forecast at all (physiology.md E2).
"""

from typing import Final

_LEVEL_GAIN: Final = 0.35  # alpha: a strap's number already averages some 3 s (E4) [J]
_SLOPE_GAIN: Final = 0.06  # beta: a slope is believed after some 10 s [J]
_GAP_S: Final = 5.0  # after a longer silence the trend starts anew
_SLOPE_MAX: Final = 4.0 / 3.0  # bpm/s; faster than 4 bpm in 3 s is not a heart's (D3): clip there


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
        """Take one second's heart rate in; None leaves it as it is."""
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
