"""The heart rates asked of a step, and how firmly. A record only."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRange:
    """The heart rates asked of the current step.

    low_bpm/high_bpm: None where there is no such edge. by_coach: written in bpm in the workout;
    it stands from round 1 and its doubt is the forecast's alone. personal: it rests on at least
    one piece of the athlete's own evidence. provisional: shown, never pushing. by_percent: written
    as a share of the talk threshold: where it lies above that, it is meant to.
    """

    low_bpm: int | None
    high_bpm: int | None
    by_coach: bool = False
    personal: bool = False
    provisional: bool = True
    by_percent: bool = False
    source: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.low_bpm is None and self.high_bpm is None


NO_STEP_RANGE: Final = StepRange(low_bpm=None, high_bpm=None)
