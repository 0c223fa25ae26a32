"""What may be said, and all that a decision to say it may depend on. Records only."""

from dataclasses import dataclass
from enum import StrEnum

from hrguide.guide import words
from hrguide.guide.outlook import Outlook
from hrguide.guide.safety import Alarm
from hrguide.guide.schedule import Phase, Place
from hrguide.guide.verdict import StepRange, Verdict


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that a decision to speak may depend on, at one tick.

    slope_bpm_per_s: of the believed heart rate. threshold_bpm: the talk threshold where it rests
    on the athlete's own evidence, else None. sd_bpm: its SD. steady: signal good or fair.
    falling_step: this step asks less than the one before it. outlook: at the decision time.
    strap_bpm: what the strap says, believed or not; only a rival's rule looks at it. ceiling_bpm:
    the lowest ceiling in force. never_push: this rider is never pushed (medicine, under 18).
    stop_text: what is said where the ride stops. held_text: in place of a step's effort while
    guidance is stopped.
    """

    at_s: float
    phase: Phase
    place: Place | None
    asked: StepRange
    verdict: Verdict
    hr_bpm: int | None
    silent_s: float | None
    slope_bpm_per_s: float
    threshold_bpm: float | None
    sd_bpm: float | None
    steady: bool
    falling_step: bool
    talk_opens: bool
    talk_reply: str | None
    alarm: Alarm | None
    guidance_stopped: bool
    outlook: Outlook | None = None
    strap_bpm: int | None = None
    ceiling_bpm: float | None = None
    never_push: bool = False
    stop_text: str = words.STOPPED
    held_text: str = words.STOPPED
