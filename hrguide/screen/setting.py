"""What the screen knows besides the Moment: who rides what, how the strap is, how it ended.

A Moment is the session's; these records are the rim's. They are frozen and hold facts, no words:
`frame.py` makes the words. Nothing here decides anything.
"""

from dataclasses import dataclass

from hrguide.bluetooth.source import LinkReason, LinkState
from hrguide.workout.workout import Workout


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What stays the same during a ride.

    machine: "bikeerg", "rower", "skierg" or "echobike". knows_numbers: ranges of the athlete's own
    exist already; False: round 1 goes by words. clinic: name and telephone in one line, or None.
    simulated: a demo; said on every screen. gentle: why nothing pushes today, in a sentence.
    offers_drills: `d` on the ready page puts drills before the workout.
    """

    workout: Workout
    athlete_name: str = ""
    machine: str = "bikeerg"
    knows_numbers: bool = False
    clinic: str | None = None
    simulated: bool = False
    emergency_number: str | None = None
    gentle: str | None = None
    offers_drills: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Strap:
    """The strap as the radio sees it; what its beats are worth stands in the Moment.

    battery_pct: 0-100, None where the strap has not said. clean_s: seconds of good signal without
    a break, None before any. waited_s: since the search began. hint: the next thing to do, in
    words, from the Bluetooth side; None where there is nothing to do.
    """

    state: LinkState = LinkState.SCANNING
    reason: LinkReason | None = None
    name: str | None = None
    battery_pct: int | None = None
    clean_s: float | None = None
    waited_s: float = 0.0
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The one-screen summary of S14, slot by slot; None leaves a line out.

    rounds_done of rounds; ridden_s on the step clock, without drilled_s, the time in drills;
    cues_heard: ease and push only. stopped: ended as unwell. held: stopped once, or too high for
    too long. off_s: seconds above what was asked, or below it where that is not easy. early: left
    before the last step's end. heard_any: a heart rate was heard, so that there was something to be
    right about.
    fell_bpm: smallest and largest fall of the heart rate in the rests. saved_as: file name.
    asks: the slot that waits for a digit, "soreness_after" or "effort"; one: a 1 was pressed, which
    may become ten.
    lines: anything else the report wants to say here, one line each.
    """

    stopped: bool = False
    held: bool = False
    early: bool = False
    heard_any: bool = False
    off_s: float = 0.0
    rounds_done: int | None = None
    rounds: int | None = None
    ridden_s: float = 0.0
    drilled_s: float = 0.0
    cues_heard: int | None = None
    soreness_before: int | None = None
    soreness_after: int | None = None
    effort_0_10: int | None = None
    threshold_bpm: float | None = None
    threshold_sd_bpm: float | None = None
    answers: int = 0
    fell_bpm: tuple[int, int] | None = None
    saved_as: str | None = None
    lines: tuple[str, ...] = ()
    asks: str | None = None
    one: bool = False
