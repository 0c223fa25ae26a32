"""What the screen remembers between Moments: the trace, what was said, how often the strap went.

A Moment is one picture, and a cue stands in exactly one of them; a rider looks up a second later.
Comes in: every Moment. Goes out: a frozen `Remembered` beside which `frame.py` reads the newest
Moment. It decides nothing: a replay shows the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from hrguide.guide.cue import Cue, CueKind
from hrguide.moment import Moment
from hrguide.screen.setting import Closing, Strap

TRACE_S: Final = 360  # product.md: a six-minute trace


@dataclass(frozen=True, slots=True, kw_only=True)
class TracePoint:
    """One second of the trace: heart rate and range in bpm, None where there was none."""

    at_s: float
    hr_bpm: int | None
    low_bpm: int | None
    high_bpm: int | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue, when it was said, and in which step (None: in none)."""

    cue: Cue
    at_s: float
    step_index: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """All the screen knows besides the Moment and the Setting.

    said, said_at_s, said_in: the last cue worth reading, when, and in which step. eased, warned:
    the last ease and the last stop, whatever was said since; a push after it takes an ease back.
    trace: one point a second, oldest first. sound_heard: the answer to "did you hear that?", None
    while open.
    """

    strap: Strap = field(default_factory=Strap)
    notice: str | None = None
    asks_finish: bool = False
    shows_detail: bool = False
    sound_on: bool = True
    sound_heard: bool | None = None
    said: Cue | None = None
    said_at_s: float = 0.0
    said_in: int | None = None
    eased: Heard | None = None
    warned: Heard | None = None
    losses: int = 0
    trace: tuple[TracePoint, ...] = ()
    closing: Closing | None = None


_WORTH_READING: Final = frozenset(
    {
        CueKind.EASE,
        CueKind.PUSH,
        CueKind.WELL,
        CueKind.TALK,
        CueKind.SIGNAL_BACK,
        CueKind.STOP,
        CueKind.STEP,
    }
)


def remember(remembered: Remembered, moments: Sequence[Moment]) -> Remembered:
    """What is remembered after these Moments, in order."""
    for moment in moments:
        if moment.cue is not None:
            remembered = _heard(remembered, moment, moment.cue)
        last = remembered.trace[-1].at_s if remembered.trace else float("-inf")
        if moment.at_s >= last + 1.0:
            point = TracePoint(
                at_s=moment.at_s,
                hr_bpm=moment.hr_bpm,
                low_bpm=None if moment.step is None else moment.step.low_bpm,
                high_bpm=None if moment.step is None else moment.step.high_bpm,
            )
            remembered = replace(remembered, trace=(*remembered.trace[-TRACE_S + 1 :], point))
    return remembered


def _heard(remembered: Remembered, moment: Moment, cue: Cue) -> Remembered:
    if cue.kind is CueKind.SIGNAL_LOST:
        remembered = replace(remembered, losses=remembered.losses + 1)
    if cue.kind not in _WORTH_READING:
        return remembered
    heard = Heard(cue, moment.at_s, None if moment.step is None else moment.step.index)
    if cue.kind in (CueKind.EASE, CueKind.PUSH):
        remembered = replace(remembered, eased=heard if cue.kind is CueKind.EASE else None)
    elif cue.kind is CueKind.STOP:
        remembered = replace(remembered, warned=heard)
    return replace(remembered, said=cue, said_at_s=heard.at_s, said_in=heard.step_index)
