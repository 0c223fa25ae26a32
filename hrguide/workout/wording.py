"""A workout as whiteboard text again: what `whiteboard.py` reads, in one tidy shape.

Comes in: a workout. Goes out: text that parses to the same steps, word for word, with every list
on lines of its own. It prints the plan as written, comments apart; a workout without a plan (made
by hand) is printed step by step, outside all rounds.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hrguide.workout.plan import Part, Rounds, Section
from hrguide.workout.workout import Step, StepKind, Workout


def workout_text(workout: Workout) -> str:
    """The text, each line ended."""
    blocks: list[list[str]] = []
    loose = False  # whether the last block is single steps, which stand without blank lines
    for part in _one_line_each(workout.plan or workout.steps):
        if isinstance(part, Step) and loose:
            blocks[-1].append(part.text)
        else:
            blocks.append([part.text] if isinstance(part, Step) else list(_block(part, 0)))
        loose = isinstance(part, Step)
    return "".join("\n".join(block) + "\n\n" for block in blocks)[:-1]


def duration_words(seconds: float) -> str:
    """A length as a coach writes it: "45 s", "3 min", "2:30 min", "1 h 30 min"."""
    if seconds != int(seconds) or seconds < 60:
        return f"{seconds:g} s" if seconds < 1000 else f"{seconds!r} s"
    minutes, rest = divmod(int(seconds), 60)
    if rest:
        return f"{minutes}:{rest:02d} min"
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _block(part: Rounds | Section, depth: int) -> Iterator[str]:
    """The lines of rounds or a section; inside others they are bulleted."""
    lead = "  " * depth + ("- " if depth else "")
    if isinstance(part, Section):
        yield f"{lead}{part.label}:"
        yield from _body(part.body, depth + 1)
        return
    yield lead + _head(part)
    yield from _body(part.body, depth + 1)
    if part.between is not None:
        yield "  " * (depth + 1) + f"- {part.between.text}"


def _body(parts: Sequence[Part], depth: int) -> Iterator[str]:
    for part in _one_line_each(parts):
        if isinstance(part, Step):
            yield "  " * depth + f"- {part.text}"
        elif part.body:  # an empty label in here would take in what follows
            yield from _block(part, depth)


def _head(rounds: Rounds) -> str:
    if rounds.every_s is not None:
        head = f"every {duration_words(rounds.every_s)} x {rounds.count}"
    else:
        head = f"{rounds.count} round{'s' if rounds.count != 1 else ''}"
    if rounds.machine is not None:
        head = f"{head} on the {rounds.machine.value}"
    return f"{head}, ends at a no" if rounds.ends_at_no else head


def _one_line_each(parts: Sequence[Part]) -> Iterator[Part]:
    """The two sides of a drill were written in one line."""
    second = False
    for part, following in pairwise((*parts, None)):
        if part is not None and not second:
            yield part
        second = not second and _two_sides(part, following)


def _two_sides(one: Part | None, other: Part | None) -> bool:
    if not isinstance(one, Step) or not isinstance(other, Step) or one.text != other.text:
        return False
    if one.kind is not StepKind.DRILL or one.drill is None or other.drill is None:
        return False
    return one.drill.side is not None and one.drill.side != other.drill.side
