"""What no workout may be: too long, too many steps, rounds that cannot be ridden as written.

Comes in: parts of a plan with the line they end on. Goes out: nothing, or a `WorkoutError` naming
that line. Weights come from arithmetic, so a million steps are refused before they exist.
"""

from collections.abc import Sequence
from typing import Final

from hrguide.workout.durations import MAX_S
from hrguide.workout.lines import Line
from hrguide.workout.plan import Part, Rounds, Section, unroll, weigh

MAX_STEPS: Final = 2000  # product.md
MAX_DEPTH: Final = 8  # rounds in rounds; no session nests deeper [J]
MAX_HEIGHT: Final = 16  # rounds and labels in each other [J]


def check_plan(parts: Sequence[Part], ends: Sequence[tuple[int, Line]]) -> None:
    """Raises WorkoutError at the line with which the whole becomes too much.

    ends: for each line, how many of the parts stand when it has been read.
    """
    steps, seconds, done = 0, 0.0, 0
    for count, line in ends:
        weight = weigh(parts[done:count])
        _refuse_deep(parts[done:count], line)
        steps, seconds, done = steps + weight.steps, seconds + weight.seconds, count
        _refuse(steps, seconds, line)


def check_rounds(rounds: Rounds, line: Line) -> None:
    """Raises WorkoutError for rounds that are too much, or cannot be ridden as written."""
    weight = weigh([rounds])
    _refuse(weight.steps, weight.seconds, line)
    if _rounds_deep([rounds]) > MAX_DEPTH:
        hint = f"Rounds may stand {MAX_DEPTH} deep in each other."
        raise line.error(line.start, line.end, hint=hint, problem="too deep:")
    once = unroll([Section(label="", body=rounds.body)])
    if rounds.every_s is not None:
        longest_s = weigh(rounds.body).seconds
        if any(step.until is not None for step in once):
            hint = "Inside 'every ...' each step needs a time: what is left over is rest."
            raise line.error(line.start, line.end, hint=hint, problem="no time for a step of")
        if longest_s > rounds.every_s:
            hint = f"Its steps take {longest_s:g} s, the time for them is {rounds.every_s:g} s."
            raise line.error(line.start, line.end, hint=hint, problem="too little time in")
    answers = any(step.until is not None and step.until.answer for step in once)
    if rounds.ends_at_no and not answers:
        hint = "Give it a step such as: easy until a talk answer, at most 4 min."
        raise line.error(line.start, line.end, hint=hint, problem="no answer is asked for in")


def _refuse_deep(parts: Sequence[Part], line: Line) -> None:
    if _height(parts) > MAX_HEIGHT:
        hint = f"Rounds and labels may stand {MAX_HEIGHT} deep in each other."
        raise line.error(line.start, line.end, hint=hint, problem="too deep:")


def _rounds_deep(parts: Sequence[Part]) -> int:
    return max(
        (
            isinstance(part, Rounds) + _rounds_deep(part.body)
            for part in parts
            if isinstance(part, Rounds | Section)
        ),
        default=0,
    )


def _height(parts: Sequence[Part]) -> int:
    bodies = [part.body for part in parts if isinstance(part, Rounds | Section)]
    return max((1 + _height(body) for body in bodies), default=0)


def _refuse(steps: int, seconds: float, line: Line) -> None:
    if steps > MAX_STEPS:
        hint = f"A workout has at most {MAX_STEPS} steps; this makes it {steps}."
        raise line.error(line.start, line.end, hint=hint, problem="too many steps with")
    if seconds > MAX_S:
        hint = f"A workout lasts at most 24 h; this makes it {seconds / 3600:.1f} h."
        raise line.error(line.start, line.end, hint=hint, problem="too long with")
