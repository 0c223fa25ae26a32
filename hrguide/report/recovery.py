"""How far the heart rate fell in a rest, in the only words there are for it (physiology.md L9).

Comes in: a rest, and the rests of the rider's own other rides. Goes out: a sentence. It knows no
standard: never "normal" or "abnormal", and no comparison but with own like rests, three rides or
more.
"""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # the history compares rests, and need not load what reads a ride
    from hrguide.report.steps import StepSummary

LIKE_BPM: Final = 8  # L9: the heart rate a like rest began with lies within this
LIKE_RIDES: Final = 3  # L9: of fewer rides nothing is said
_STANDING: Final = ("skierg",)  # at the others one sits in the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A rest of an earlier ride of the same athlete. ride: its id; machine: as in its header."""

    ride: str
    machine: str
    from_bpm: int
    fell_bpm: int


def posture(machine: str) -> str:
    """How one rests there."""
    return "standing" if machine in _STANDING else "seated"


def fall_words(step: "StepSummary", machine: str, earlier: Iterable[Fall] = ()) -> str:
    """The plain fall, and beside it the median of own like rests where there are enough."""
    if step.from_bpm is None:
        return "no heart rate when it began"
    if step.fell_bpm is None:
        return f"not known for the first 60 s (from {step.from_bpm})"
    where = f"in the first 60 s of rest ({posture(machine)}, from {step.from_bpm})"
    if step.fell_bpm <= 0:
        return f"did not fall {where}"
    return f"fell {step.fell_bpm} bpm {where}{_beside(step.from_bpm, machine, earlier)}"


def _beside(from_bpm: int, machine: str, earlier: Iterable[Fall]) -> str:
    like = [
        fall
        for fall in earlier
        if fall.machine == machine  # and so the same posture
        and abs(fall.from_bpm - from_bpm) <= LIKE_BPM
    ]
    rides = len({fall.ride for fall in like})
    if rides < LIKE_RIDES:
        return ""
    middle = statistics.median(fall.fell_bpm for fall in like)
    return f"; in {rides} earlier rides like it {middle:.0f}"
