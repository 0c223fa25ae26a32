"""A drill as the screen shows it: its name, what to feel, the count, the rhythm of the breath.

Comes in: the Moment and the workout. Goes out: a frozen `DrillView`; `draw_drill.py` draws it. What
is said of a drill stands in `guide/drill_words.py`; a heart rate has no place here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hrguide.guide.drill_words import SIDES, count_words, words_for
from hrguide.moment import BreathPhase, Moment, Phase
from hrguide.screen import words
from hrguide.workout.workout import Drill, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillView:
    """One picture of a drill.

    word: drawn big. number, number_label: drawn big beside it. lines: what to do and feel; short:
    the same for a small screen. count: how many, and whose number it is. then: what follows.
    fullness: 0-1 of the breath bar, None where no rhythm is offered. breathes_out: the half that
    counts. tiny: one line for the smallest screen.
    """

    name: str
    side: str
    place: str
    word: str
    number: str
    number_label: str
    lines: tuple[str, ...]
    short: tuple[str, ...]
    count: str
    short_count: str
    then: str
    fullness: float | None = None
    breathes_out: bool = False
    tiny: str = ""


def drill_view(moment: Moment, steps: Sequence[Step]) -> DrillView | None:
    """The drill of this Moment; None where there is none."""
    here = moment.step
    if here is None or not here.is_drill or here.index >= len(steps):
        return None
    step = steps[here.index]
    drill = step.drill or Drill(name=step.text)
    said = words_for(drill)
    word, number, label = _big(moment, drill)
    return DrillView(
        name=drill.name.upper(),
        side="" if drill.side is None else SIDES[drill.side],
        place=_place(here.index, steps),
        word=word,
        number=number,
        number_label=label,
        lines=said.lines,
        short=said.short,
        count=count_words(drill),
        short_count=count_words(drill, short=True),
        then=_then(here.index, drill, steps),
        fullness=None if moment.breath is None else moment.breath.fullness,
        breathes_out=moment.breath is not None and moment.breath.phase is BreathPhase.OUT,
        tiny=" ".join(part for part in (word, number, label) if part),
    )


def _big(moment: Moment, drill: Drill) -> tuple[str, str, str]:
    """The word, the number and what it counts."""
    breath, step = moment.breath, moment.step
    paused = words.PAUSED if moment.phase is Phase.PAUSED else ""
    if breath is not None:
        of = "breath" if breath.of == 1 else "breaths"
        return paused or words.BREATHE[breath.phase], str(breath.number), f"of {breath.of} {of}"
    if step is not None and step.left_s is not None:
        return paused, words.clock(step.left_s), "left"
    if drill.repetitions is not None:
        return paused, str(drill.repetitions), "slow ones" if drill.ours else "times"
    return paused, words.clock(0.0 if step is None else step.into_s), "so far"


def _place(index: int, steps: Sequence[Step]) -> str:
    """ "1 of 2": both sides of a drill are one drill; "" where it stands alone."""
    first = last = index
    while first > 0 and steps[first - 1].drill is not None:
        first -= 1
    while last + 1 < len(steps) and steps[last + 1].drill is not None:
        last += 1
    names = [step.drill.name for step in steps[first : last + 1] if step.drill is not None]
    numbers = [1]
    for before, name in pairwise(names):
        numbers.append(numbers[-1] + int(name != before))
    return "" if numbers[-1] == 1 else f"{numbers[index - first]} of {numbers[-1]}"


def _then(index: int, drill: Drill, steps: Sequence[Step]) -> str:
    if index + 1 >= len(steps):
        return "then: done"
    after = steps[index + 1]
    if after.drill is None:
        return f"then: on the machine, {words.step_name(after).lower()}"
    if after.drill.name == drill.name and after.drill.side is not None:
        return f"then: the {SIDES[after.drill.side]}"
    return f"then: {after.drill.name.lower()}"
