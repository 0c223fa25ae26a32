"""The breathing of a drill that is counted in breaths: in, then a longer way out, again and again.

Comes in: seconds of the step clock since the drill began. Goes out: a `Breath`: which one, in or
out, and how far. The rhythm only offers a pace; nothing is measured, and the drill ends by a key or
by its time, never by the count. It stands in pauses, as the step clock does.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# The clinic gives no pace: "breathe out to sink deeper into the rotation". Six breaths a minute
# with the longer half out is a usual slow rhythm [K]; ours, and not the clinic's.
IN_S: Final = 4.0
OUT_S: Final = 6.0
READY_S: Final = 10.0  # to lie down, and to turn over for the other direction [J]


class BreathPhase(StrEnum):
    """What the chest does."""

    READY = "ready"  # get into place
    IN = "in"
    OUT = "out"
    DONE = "done"  # all breaths are offered; the rider ends the drill


@dataclass(frozen=True, slots=True, kw_only=True)
class Breath:
    """One instant of the rhythm.

    number: from 1; `of` breaths. share: of this phase that is over, 0-1. left_s: of this phase.
    """

    number: int
    of: int
    phase: BreathPhase
    share: float
    left_s: float

    @property
    def fullness(self) -> float:
        """How full the chest is, 0-1: what a picture grows and shrinks with."""
        if self.phase is BreathPhase.IN:
            return self.share
        return 1.0 - self.share if self.phase is BreathPhase.OUT else 0.0


def breath_at(into_s: float, breaths: int) -> Breath:
    """The rhythm `into_s` seconds into a drill of so many breaths."""
    if into_s < READY_S:
        return _breath(1, breaths, BreathPhase.READY, into_s, READY_S)
    number, at_s = divmod(into_s - READY_S, IN_S + OUT_S)
    if number >= breaths:
        return Breath(number=breaths, of=breaths, phase=BreathPhase.DONE, share=1.0, left_s=0.0)
    if at_s < IN_S:
        return _breath(int(number) + 1, breaths, BreathPhase.IN, at_s, IN_S)
    return _breath(int(number) + 1, breaths, BreathPhase.OUT, at_s - IN_S, OUT_S)


def _breath(number: int, of: int, phase: BreathPhase, at_s: float, length_s: float) -> Breath:
    share = at_s / length_s
    return Breath(number=number, of=of, phase=phase, share=share, left_s=length_s - at_s)
