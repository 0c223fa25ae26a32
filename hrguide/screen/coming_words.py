"""The rest before a round in words (S9): what was learned, and what the round will be ridden by.

Comes in: a Moment with its `coming`. Goes out: lines for the picture. It works nothing out: the
numbers are the session's.
"""

from typing import Final

from hrguide.moment import Moment, Phase
from hrguide.screen import words
from hrguide.screen.setting import Setting
from hrguide.workout.workout import Effort

_EFFORTS: Final = (Effort.EASY, Effort.MODERATELY_EASY, Effort.MODERATE)
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def round_line(moment: Moment, setting: Setting, *, by_clock: bool = False) -> str:
    """ "round 2:   easy under 118   moderately easy 118-126   moderate 126-134"; "" elsewhere.

    by_clock: no strap is worn, so that heart rates say nothing.
    """
    if _is_eased_next(moment):
        return f"{_title(moment, setting)} {words.BACK_EASED}. {words.BACK_TWICE}"
    coming = moment.coming
    if coming is None or by_clock:
        return ""
    title = _title(moment, setting)
    if not coming.ranges:
        return f"{title} by talk again"
    parts = []
    for effort in _EFFORTS:
        one = coming.ranges.get(effort.value)
        if one is None:
            continue
        # being under is fine in easy, so only its top is told
        lowest = one.low_bpm is None or effort is Effort.EASY
        figures = f"under {one.high_bpm}" if lowest else f"{one.low_bpm}-{one.high_bpm}"
        parts.append(f"{effort.value} {figures}")
    if len({part.rpartition(" under ")[2] for part in parts}) == 1:
        return f"{title} all of it under {parts[0].rpartition(' ')[2]}"
    return f"{title} {'   '.join(parts)}"


def learned_lines(moment: Moment, setting: Setting) -> tuple[str, ...]:
    """What this ride's answers say so far; () before any."""
    coming = moment.coming
    if coming is None or coming.answers == 0:
        return ()
    count = "your answer" if coming.answers == 1 else f"your {_number(coming.answers)} answers"
    machine = words.MACHINES.get(setting.machine, setting.machine)
    about = f'"only just" begins at about {coming.threshold_bpm:.0f} ±{coming.sd_bpm:.0f}'
    formula = "" if coming.formula_bpm is None else f"   (formula said {coming.formula_bpm:.0f})"
    lines = [f"From {count}:", f"{about} on the {machine}{formula}"]
    if coming.ranges and coming.provisional:
        lines.append(words.FIRST_ESTIMATE)
    return tuple(lines)


def _is_eased_next(moment: Moment) -> bool:
    """Whether the back has made the next round easy. After a stop only its own round is."""
    step = moment.step
    return step is not None and moment.phase is Phase.REST and step.index + 1 in moment.eased


def _title(moment: Moment, setting: Setting) -> str:
    step = moment.step
    steps = setting.workout.steps
    after = None if step is None else step.index + 1
    number = steps[after].round if after is not None and after < len(steps) else None
    return "next:  " if number is None else f"round {number}:  "


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
