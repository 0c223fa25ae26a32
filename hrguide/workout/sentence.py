"""One line understood: rounds begin, a label, steps, or a rest between rounds.

Comes in: a line's tokens and what the label above lends. Goes out: a `Sentence`. Its lists are
`lists.py`'s business, which lines belong together is `whiteboard.py`'s. It refuses labels that are
nearly a step ("Moderat:").
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from hrguide.athlete.athlete import Machine
from hrguide.workout.drafts import NOTHING_LENT, Context
from hrguide.workout.drills import is_drill
from hrguide.workout.heads import Head
from hrguide.workout.lists import OPENERS, Lists, past
from hrguide.workout.meanings import Label, Piece, Sign
from hrguide.workout.pieces import pieces_of
from hrguide.workout.plan import Part, Section
from hrguide.workout.tokens import Tokens
from hrguide.workout.words import Mark, near_step_word, suggestion
from hrguide.workout.workout import Effort, Step


class SentenceKind(Enum):
    """What a line is for."""

    HEAD = "head"  # rounds; their steps stand in the lines below
    LABEL = "label"  # a label for the lines below
    PARTS = "parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One line.

    parts: what the line itself asks, complete. between, after: steps for the rounds around it.
    head: of the rounds that begin; machine: named with it. label, context: of the section that
    begins.
    """

    kind: SentenceKind
    parts: tuple[Part, ...] = ()
    between: Step | None = None
    after: tuple[Part, ...] = ()
    head: Head | None = None
    ends_at_no: bool = False
    label: str = ""
    context: Context = NOTHING_LENT
    machine: Machine | None = None


def read_sentence(tokens: Tokens, context: Context) -> Sentence:
    """Understand one line. Raises WorkoutError with the place and the words."""
    flags = (Mark.ENDS_AT_NO, Mark.QUALITY)
    everything = pieces_of(tokens)
    pieces = [piece for piece in everything if piece.meaning not in flags]
    ends_at_no = next((p for p in everything if p.meaning is Mark.ENDS_AT_NO), None)
    reader = Lists(tokens=tokens, pieces=tuple(pieces), context=context)
    sentence = _labelled(reader) or _headed(reader)
    if ends_at_no is not None:
        if sentence is None or sentence.kind is not SentenceKind.HEAD:
            hint = "Write it behind rounds: 6 rounds, ends at a no."
            raise tokens.error(ends_at_no.start, ends_at_no.end, hint=hint)
        return replace(sentence, ends_at_no=True)
    if sentence is not None:
        return sentence
    found = reader.list_of(0, len(pieces), inside=False)
    return Sentence(
        kind=SentenceKind.PARTS, parts=found.parts, between=found.between, after=found.after
    )


def _headed(reader: Lists) -> Sentence | None:
    """ "5 rounds" with its steps in the lines below."""
    silent = (*OPENERS, Sign.SEPARATOR)
    start = past(reader.pieces, 0, silent)
    if start == len(reader.pieces):
        return None
    head = reader.pieces[start].meaning
    if not isinstance(head, Head):
        return None
    start = past(reader.pieces, start + 1, silent)
    if start < len(reader.pieces) and reader.pieces[start].meaning is Sign.OPEN:
        return None
    context, start = reader.lent_machine(start, len(reader.pieces))
    start = past(reader.pieces, start, silent)
    found = reader.list_of(start, len(reader.pieces), inside=True)
    if found.items:
        return None
    return Sentence(
        kind=SentenceKind.HEAD,
        head=head,
        between=found.between,
        after=found.after,
        context=context,
        machine=context.machine if context is not reader.context else None,
    )


def _labelled(reader: Lists) -> Sentence | None:
    """ "Warm-up:" alone or with steps behind it, "Main set", "Bike erg"."""
    tokens, pieces = reader.tokens, reader.pieces
    cut = next((i for i, piece in enumerate(pieces) if _ends_label(piece)), None)
    closed = cut is not None and pieces[cut].meaning is Sign.COLON
    before = pieces if cut is None else pieces[:cut]
    if not before or not _is_label(before, closed=closed):
        return None
    behind = () if cut is None else pieces[cut + closed :]
    if is_drill(before) or is_drill(behind):
        return None
    for piece in before:
        word = tokens.text(piece.start)
        if piece.meaning is Sign.UNKNOWN and near_step_word(word) is not None:
            raise tokens.error(piece.start, piece.end, hint=suggestion(word))
    context = _lent(before, reader.context)
    label = tokens.line.said(
        tokens.items[before[0].start].start, tokens.items[before[-1].end - 1].end
    )
    if not behind:
        return Sentence(kind=SentenceKind.LABEL, label=label, context=context)
    inner = replace(reader, pieces=tuple(behind), context=context)
    if (headed := _headed(inner)) is not None:
        return replace(headed, label=label, context=context)
    found = inner.list_of(0, len(behind), inside=False)
    parts = (Section(label=label, body=found.parts),) if found.parts else ()
    return Sentence(kind=SentenceKind.PARTS, parts=parts, between=found.between, after=found.after)


def _ends_label(piece: Piece) -> bool:
    """A colon, or rounds: "Bike erg, 5 rounds"."""
    return piece.meaning is Sign.COLON or isinstance(piece.meaning, Head)


def _is_label(pieces: Sequence[Piece], *, closed: bool) -> bool:
    """closed: a colon stands behind, which lets an effort and unknown words be a label too."""
    named = False
    for piece in pieces:
        match piece.meaning:
            case Mark.WARM_UP | Mark.COOL_DOWN | Mark.LABEL | Label() | Machine():
                named = True
            case Mark.FILLER | Sign.SEPARATOR | Sign.DECORATION:
                pass
            case Effort() | Sign.UNKNOWN if closed:
                named = True
            case _:
                return False
    return named


def _lent(pieces: Sequence[Piece], context: Context) -> Context:
    effort, machine = context.effort, context.machine
    for piece in pieces:
        match piece.meaning:
            case Mark.WARM_UP | Mark.COOL_DOWN:
                effort = Effort.EASY
            case Effort() as said:
                effort = said
            case Machine() as said_machine:
                machine = said_machine
            case _:
                pass
    return Context(effort=effort, machine=machine)
