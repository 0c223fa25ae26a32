"""What is said aloud or shown once."""

from dataclasses import dataclass
from enum import StrEnum


class CueKind(StrEnum):
    """Why hrguide speaks; high (`ease`) and low (`push`) never look or sound alike."""

    EASE = "ease"
    PUSH = "push"
    STEP = "step"
    COUNTDOWN = "countdown"
    SIGNAL_LOST = "signal_lost"
    SIGNAL_BACK = "signal_back"
    TALK = "talk"
    WELL = "well"
    STOP = "stop"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing said, once. It stands in exactly one Moment."""

    kind: CueKind
    text: str
