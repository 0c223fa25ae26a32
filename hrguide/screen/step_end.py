"""What ends a step that time does not end, in one short line.

Comes in: the Moment and the step as written. Goes out: words, or "" where the big clock says all.
It ends nothing: the schedule does.
"""

from hrguide.moment import Moment, Phase
from hrguide.screen import words
from hrguide.workout.workout import Step, Until


def end_line(moment: Moment, step: Step | None) -> str:
    """ "ends under 110 bpm for 5 s, or at 3:00 (held 3 s)"; "500 m ..., then Enter"."""
    if step is None or step.until is None or moment.phase not in (Phase.STEP, Phase.REST):
        return ""
    until = step.until
    blind = moment.hr_bpm is None and (until.hr_below is not None or until.hr_above is not None)
    line = "no heart rate: n goes on" if blind else _end_words(until)
    if line and until.cap_s is not None:
        line += f", or at {words.clock(until.cap_s)}"
    held_s = None if moment.step is None else moment.step.held_s
    return f"{line} (held {held_s:.0f} s)" if held_s and not blind else line


def limit_bpm(step: Step | None) -> int | None:
    """The heart rate under which a rest ends; None where it ends otherwise."""
    return None if step is None or step.until is None else step.until.hr_below


def _end_words(until: Until) -> str:
    if until.hr_below is not None:
        return f"ends under {until.hr_below} bpm{_hold(until)}"
    if until.hr_above is not None:
        return f"ends over {until.hr_above} bpm{_hold(until)}"
    if until.distance_m is not None:
        return f"{until.distance_m:g} m by the machine's display, then Enter"
    if until.calories is not None:
        return f"{until.calories:g} calories by the machine's display, then Enter"
    return "Enter ends it" if until.key else ""


def _hold(until: Until) -> str:
    return "" if until.hold_s is None else f" for {until.hold_s:g} s"
