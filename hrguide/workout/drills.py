"""Drills as a coach writes them: "Banded cat/cow: 10 slow reps", "bench rotation 5 breaths a side".

Comes in: the pieces of one step with a count, a known drill or the word "drill" among them. Goes
out: one step a side. Words not known are the drill's name. It refuses a count without a name.
"""

from collections.abc import Sequence
from typing import Final

from hrguide.workout.heads import Times
from hrguide.workout.meanings import Cap, Count, KnownDrill, Piece, Sides, Sign, Time
from hrguide.workout.tokens import Tokens
from hrguide.workout.words import OUR_BREATHS, OUR_REPETITIONS, Mark
from hrguide.workout.workout import Drill, Side, Step, StepKind, Until

_NAMELESS: Final = (
    Mark.DRILL,
    Mark.SLOW,
    Mark.UNTIL_KEY,
    Mark.FILLER,
    Mark.LABEL,
    Sign.NOTE,
    Sign.DECORATION,
)


def is_drill(pieces: Sequence[Piece]) -> bool:
    """Whether these pieces are about a drill and not about the erg."""
    return any(
        isinstance(piece.meaning, Count | KnownDrill) or piece.meaning is Mark.DRILL
        for piece in pieces
    )


def drill_steps(tokens: Tokens, pieces: Sequence[Piece]) -> tuple[Step, ...]:
    """One step, or one for each side; ended by a key unless a time is given."""
    count, known = Count(), ""
    sides: tuple[Side, ...] = ()
    seconds: float | None = None
    cap_s: float | None = None
    for piece in pieces:
        match piece.meaning:
            case Count() as found:
                count = found
            case KnownDrill(name=name):
                known = name
            case Times(count=repetitions):
                count = Count(repetitions=repetitions)
            case Sides(sides=found_sides):
                sides = found_sides
            case Time(seconds=found_s):
                seconds = found_s
            case Cap(seconds=found_s):
                cap_s = found_s
            case _:
                pass
    ours = bool(known) and count == Count() and seconds is None
    if ours and known == "cat/cow":
        count = Count(repetitions=OUR_REPETITIONS)
    elif ours:
        count = Count(breaths=OUR_BREATHS)
    if known == "bench rotation" and not sides:
        sides = (Side.FIRST, Side.OTHER)  # the clinic: both directions
    drills = [
        Drill(
            name=_name(tokens, pieces),
            repetitions=count.repetitions,
            breaths=count.breaths,
            side=side,
            ours=ours,
        )
        for side in (sides or (None,))
    ]
    text = tokens.step_text([(pieces[0].start, pieces[-1].end)])
    return tuple(
        Step(
            index=0,
            kind=StepKind.DRILL,
            effort=None,
            duration_s=seconds,
            text=text,
            until=Until(key=True, cap_s=cap_s) if seconds is None else None,
            drill=drill,
        )
        for drill in drills
    )


def _name(tokens: Tokens, pieces: Sequence[Piece]) -> str:
    """What is left of the words when counts, sides and times are taken out."""
    words: list[str] = []
    for piece in pieces:
        counted = isinstance(piece.meaning, Count | Sides | Time | Cap | Times)
        if counted or piece.meaning in _NAMELESS:
            continue
        first, last = tokens.items[piece.start], tokens.items[piece.end - 1]
        said = tokens.line.said(first.start, last.end)
        joined = tokens.glued(piece.start) and words
        if joined:
            words[-1] += said
        else:
            words.append(said)
    name = " ".join(words).strip(" -:,")
    if not name:
        hint = "Which drill? Write for example: bench rotation, 5 breaths each side."
        raise tokens.error(pieces[0].start, pieces[-1].end, hint=hint, problem="no drill named in")
    return name
