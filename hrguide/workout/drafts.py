"""Pieces become steps: which pieces belong together, what is missing, what contradicts.

Comes in: the pieces of a line cut at its commas, and what the section above lends (an effort, a
machine). Goes out: items, each one or two steps (two sides of a drill) with when they are due.
Pieces between commas join while nothing is said twice ("3 min, easy"); something said again
begins a new step. It refuses steps without a length or an effort: neither is ever guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.workout.drills import drill_steps, is_drill
from hrguide.workout.heads import Times
from hrguide.workout.meanings import (
    Calories,
    Cap,
    Count,
    Distance,
    KnownDrill,
    Piece,
    Sides,
    Sign,
    Time,
)
from hrguide.workout.plan import Part, Rounds
from hrguide.workout.targets import Bpm, HrEnd, Percent
from hrguide.workout.tokens import Tokens
from hrguide.workout.words import REMARK_HINT, Mark, suggestion
from hrguide.workout.workout import Effort, Step, StepKind, Until, WorkoutError

HOW_HARD: Final = (
    "How hard? Add easy, moderately easy, moderate, rest, free or a heart rate (120-130 bpm)."
)
_WHEN = (Mark.BETWEEN, Mark.EACH_ROUND, Mark.AFTER_EACH_ROUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the label above lends to steps that do not say it themselves."""

    effort: Effort | None = None
    machine: Machine | None = None


NOTHING_LENT: Final = Context()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Parts in order; when: None where they stand, else between rounds or after each of them.

    repeated: the item ends in "x 5", which may be meant for more than itself.
    """

    parts: tuple[Part, ...]
    when: Mark | None
    first: Piece
    last: Piece
    repeated: bool = False


Segment = Sequence[Piece]


def items_of(tokens: Tokens, segments: Iterable[Segment], context: Context) -> list[Item]:
    """The items of a list of segments. Raises WorkoutError for what is unknown or incomplete."""
    filled = [list(segment) for segment in segments if segment]
    if not any(is_drill(segment) for segment in filled):
        for segment in filled:
            _refuse_unknown(tokens, segment)
    drafts: list[list[Piece]] = []
    for segment in filled:
        _refuse_twice(tokens, segment)
        if drafts and not _clash(drafts[-1], segment):
            drafts[-1].extend(segment)
            continue
        if drafts:
            _refuse_second_end(tokens, drafts[-1], segment)
        drafts.append(segment)
    return [_item(tokens, draft, context) for draft in drafts]


def _slot(piece: Piece) -> str | None:
    """What a step can say only once; None for what may come any number of times."""
    match piece.meaning:
        case Time() | Distance() | Calories() | HrEnd() | Count():
            return "length"
        case Mark.UNTIL_KEY | Mark.UNTIL_ANSWER:
            return "length"
        case Effort():
            return "effort"
        case Bpm() | Percent():
            return "heart rate"
        case Cap():
            return "limit"
        case Machine():
            return "machine"
        case Mark.WARM_UP | Mark.COOL_DOWN:
            return "section"
        case KnownDrill():
            return "drill"
        case Sides():
            return "side"
        case Times():
            return "number of times"
        case Mark.BETWEEN | Mark.EACH_ROUND | Mark.AFTER_EACH_ROUND:
            return "place among the rounds"
        case _:
            return None


def _clash(draft: Segment, segment: Segment) -> bool:
    """Whether the segment says something anew; the same effort twice ("free, no target") is not."""
    said = {slot: piece.meaning for piece in draft if (slot := _slot(piece))}
    anew = {slot: piece.meaning for piece in segment if (slot := _slot(piece))}
    return any(
        slot in said and not (slot == "effort" and said[slot] is anew[slot]) for slot in anew
    )


def _refuse_unknown(tokens: Tokens, segment: Segment) -> None:
    for piece in segment:
        if piece.meaning in (Sign.UNKNOWN, Mark.SLOW) or isinstance(piece.meaning, Sides):
            word = tokens.text(piece.start)
            raise tokens.error(piece.start, piece.end, hint=suggestion(word))


def _refuse_twice(tokens: Tokens, segment: Segment) -> None:
    seen: dict[str, Piece] = {}
    for piece in segment:
        slot = _slot(piece)
        if slot is None:
            continue
        if slot in seen and not (slot == "effort" and seen[slot].meaning is piece.meaning):
            hint = "Put a comma between two steps, or each on a line of its own."
            problem = f"a second {slot} in one step:"
            raise tokens.error(seen[slot].start, piece.end, hint=hint, problem=problem)
        seen[slot] = piece


def _refuse_second_end(tokens: Tokens, draft: Segment, segment: Segment) -> None:
    """ "rest 1 min, until HR under 110": which of the two ends it?"""
    timed = any(isinstance(piece.meaning, Time) for piece in draft)
    ends = [piece for piece in segment if isinstance(piece.meaning, HrEnd)]
    if timed and ends and not any(isinstance(piece.meaning, Effort) for piece in segment):
        hint = "Does the time end it, or the heart rate? Write: until HR under 110, at most 1 min."
        raise tokens.error(draft[0].start, ends[0].end, hint=hint, problem="ambiguous:")


def _item(tokens: Tokens, draft: Segment, context: Context) -> Item:
    first, last = draft[0], draft[-1]
    if is_drill(draft):
        steps = drill_steps(tokens, draft)
    else:
        _refuse_unknown(tokens, draft)
        steps = (_step(tokens, draft, context),)
    when = next((piece.meaning for piece in draft if piece.meaning in _WHEN), None)
    times = next((piece.meaning for piece in draft if isinstance(piece.meaning, Times)), None)
    parts: tuple[Part, ...] = steps
    if times is not None and not is_drill(draft):  # "cat/cow x 10" is one drill of ten
        parts = (Rounds(count=times.count, body=_without_times(tokens, draft, steps)),)
    return Item(
        parts=parts,
        when=when if isinstance(when, Mark) else None,
        first=first,
        last=last,
        repeated=times is not None and not is_drill(draft),
    )


def _without_times(tokens: Tokens, draft: Segment, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps of "3 min easy x 5" with the words of one of the five."""
    at = next(i for i, piece in enumerate(draft) if isinstance(piece.meaning, Times))
    spans = [(part[0].start, part[-1].end) for part in (draft[:at], draft[at + 1 :]) if part]
    return tuple(replace(step, text=tokens.step_text(spans)) for step in steps)


def _said(tokens: Tokens, pieces: Segment) -> str:
    """The words of a step as written, commas between its pieces included."""
    first, last = pieces[0].start, pieces[-1].end
    return tokens.step_text([(first, last)])


def _step(tokens: Tokens, draft: Segment, context: Context) -> Step:
    effort: Effort | None = None
    target: Bpm | Percent | None = None
    machine = context.machine
    section = False
    for piece in draft:
        match piece.meaning:
            case Effort() as said:
                effort = said
            case Bpm() | Percent() as said_target:
                target = said_target
            case Machine() as said_machine:
                machine = said_machine
            case Mark.WARM_UP | Mark.COOL_DOWN:
                section = True
            case _:
                pass
    if effort is None and target is None:
        effort = Effort.EASY if section else context.effort
    duration_s, until = _length(tokens, draft, effort)
    if effort is None and target is None:
        raise _about(tokens, draft, hint=HOW_HARD, problem="no effort in")
    if effort is Effort.REST and target is not None:
        hint = "A rest has no range. Write for example: rest until HR under 110, at most 3 min."
        raise _about(tokens, draft, hint=hint, problem="ambiguous:")
    bpm = target if isinstance(target, Bpm) else Bpm(None, None)
    percent = target if isinstance(target, Percent) else Percent(None, None)
    return Step(
        index=0,
        kind=StepKind.REST if effort is Effort.REST else StepKind.WORK,
        effort=effort,
        duration_s=duration_s,
        text=_said(tokens, draft),
        low_bpm=bpm.low,
        high_bpm=bpm.high,
        until=until,
        low_pct=percent.low,
        high_pct=percent.high,
        machine=machine,
    )


def _length(
    tokens: Tokens, draft: Segment, effort: Effort | None
) -> tuple[float | None, Until | None]:
    """What ends the step: seconds, or something else with its cap."""
    cap_s: float | None = None
    until: Until | None = None
    seconds: float | None = None
    for piece in draft:
        match piece.meaning:
            case Time(seconds=found):
                seconds = found
            case Cap(seconds=found):
                cap_s = found
            case Distance(metres=metres):
                until = Until(distance_m=metres)
            case Calories(amount=amount):
                until = Until(calories=amount)
            case Mark.UNTIL_KEY:
                until = Until(key=True)
            case Mark.UNTIL_ANSWER:
                until = Until(answer=True)
            case HrEnd() as end:
                until = _hr_until(tokens, piece, end, effort)
            case _:
                pass
    if until is not None:
        return None, replace(until, cap_s=cap_s)
    if cap_s is not None:
        hint = "At most, or until what? Write 3 min, or until HR under 110, at most 3 min."
        raise _about(tokens, draft, hint=hint, problem="a limit without an end:")
    if seconds is None:
        if not any(_slot(piece) for piece in draft):
            raise _about(tokens, draft, hint=REMARK_HINT, problem="cannot read")
        hint = "How long? Add a time (3 min), a distance (500 metres), or until key."
        raise _about(tokens, draft, hint=hint, problem="no length in")
    return seconds, None


def _hr_until(tokens: Tokens, piece: Piece, end: HrEnd, effort: Effort | None) -> Until:
    falls = end.falls
    if falls is None and effort is Effort.REST:
        falls = True  # in a rest the heart rate has only one way to go
    if falls is None:
        hint = f"Write until HR under {end.bpm}, or until HR over {end.bpm}."
        raise tokens.error(piece.start, piece.end, hint=hint, problem="under or over?")
    if falls:
        return Until(hr_below=end.bpm, hold_s=end.hold_s)
    return Until(hr_above=end.bpm, hold_s=end.hold_s)


def _about(tokens: Tokens, draft: Segment, *, hint: str, problem: str) -> WorkoutError:
    return tokens.error(draft[0].start, draft[-1].end, hint=hint, problem=problem)
