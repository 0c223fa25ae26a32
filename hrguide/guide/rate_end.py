"""Whether the heart rate has been where a step waits for it, for long enough to end it.

Comes in: at each tick of a step that ends on the heart rate, the rate where it is believed. Goes
out: whether the step ends, and how long it has been held. One sample ends nothing (intervals.icu
69924: a rest ended on one): the rate must stay beyond the limit for the hold time. After it has
bounced back over the limit, noise around it is expected: then the hold counts only once the rate
has been `HYSTERESIS_BPM` beyond, or has stayed beyond the limit for `LONG_HOLDS` holds. It knows no
cap: the step's clock does.
"""

from typing import Final

from hrguide.workout.workout import Until

HOLD_DEFAULT_S: Final = 5.0  # design.md's example `hold_s`: one sample must not end a rest
# Of 200 hearts hovering 0.5 bpm above the limit for 3 minutes (SD 1 bpm, slow), a plain hold of 5 s
# lets 140 go, 2 bpm here 125, 3 bpm 45; more keeps those waiting that are under.
HYSTERESIS_BPM: Final = 3
LONG_HOLDS: Final = 3.0  # a rate that stays 1 bpm beyond must end the step as well, later [J]


class RateEnd:
    """The hold of one step."""

    __slots__ = ("_bounced", "_far_enough", "_now_s", "_since_s")

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._now_s = 0.0
        self._bounced = False
        self._far_enough = False

    @property
    def held_s(self) -> float | None:
        """Seconds the rate has stayed beyond the limit; None where it is not."""
        return None if self._since_s is None else self._now_s - self._since_s

    def forget(self) -> None:
        """The clock stood: the hold begins anew."""
        self._since_s = None

    def look(self, elapsed_s: float, until: Until, hr_bpm: int | None) -> bool:
        """True where the step ends at `elapsed_s`. hr_bpm: None where it may not be believed."""
        beyond_bpm = _beyond_bpm(until, hr_bpm)
        if beyond_bpm is None or beyond_bpm <= 0:
            if beyond_bpm is not None and self._since_s is not None:
                self._bounced = True
            self._since_s = None
            return False
        if self._since_s is None:
            self._since_s = elapsed_s
            self._far_enough = not self._bounced
        self._now_s = elapsed_s
        self._far_enough = self._far_enough or beyond_bpm >= HYSTERESIS_BPM
        hold_s = HOLD_DEFAULT_S if until.hold_s is None else until.hold_s
        held_s = elapsed_s - self._since_s
        return held_s >= (hold_s if self._far_enough else LONG_HOLDS * hold_s)


def _beyond_bpm(until: Until, hr_bpm: int | None) -> int | None:
    """How far the rate is where the step waits for it; 0 and less: not there. None: unknown."""
    if hr_bpm is None:
        return None
    if until.hr_below is not None:
        return until.hr_below - hr_bpm
    return None if until.hr_above is None else hr_bpm - until.hr_above
