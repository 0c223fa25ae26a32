"""One line understood: rounds begin, a label, steps, or a rest between rounds.

Comes in: a line's tokens and what the label above lends. Goes out: a `Sentence`. Brackets inside
each other, lists and "... x 5" are resolved here; which lines belong together is `whiteboard.py`'s
business. It refuses what can be read in two ways, such as "3 x 4 min easy, 1 min moderate".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from hrguide.athlete.athlete import Machine
from hrguide.workout.drafts import NOTHING_LENT, Context, Item, items_of
from hrguide.workout.drills import is_drill
from hrguide.workout.heads import Head, Times
from hrguide.workout.limits import MAX_DEPTH
from hrguide.workout.pieces import (
    Label,
    Piece,
    Sign,
    pieces_of,
)
from hrguide.workout.plan import Part, Rounds, Section
from hrguide.workout.tokens import Tokens
from hrguide.workout.words import Mark, near_step_word, suggestion
from hrguide.workout.workout import Effort, Step, WorkoutError

_SILENT = (Mark.FILLER, Sign.NOTE, Sign.DECORATION)  # no step consists of these alone
_OPENERS = (Mark.FILLER, Mark.LABEL, Sign.COLON, Sign.DECORATION)  # between a head and its steps
_REMARK = (
    *(Sign.UNKNOWN, Mark.FILLER, Sign.SEPARATOR, Sign.OPEN, Sign.CLOSE, Sign.COLON),
    Sign.DECORATION,
)
_WHICH = "Write 3x(4 min easy, 1 min moderate), or each on a line of its own."


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """The items of a list: those in their place, and those due between or after the rounds."""

    items: tuple[Item, ...] = ()
    between: Step | None = None
    after: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for item in self.items for part in item.parts)


def read_sentence(tokens: Tokens, context: Context) -> Sentence:
    """Understand one line. Raises WorkoutError with the place and the words."""
    flags = (Mark.ENDS_AT_NO, Mark.QUALITY)
    everything = pieces_of(tokens)
    pieces = [piece for piece in everything if piece.meaning not in flags]
    ends_at_no = next((p for p in everything if p.meaning is Mark.ENDS_AT_NO), None)
    reader = _Reader(tokens=tokens, pieces=tuple(pieces), context=context)
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


def _headed(reader: "_Reader") -> Sentence | None:
    """ "5 rounds" with its steps in the lines below."""
    silent = (*_OPENERS, Sign.SEPARATOR)
    start = _past(reader.pieces, 0, silent)
    if start == len(reader.pieces):
        return None
    head = reader.pieces[start].meaning
    if not isinstance(head, Head):
        return None
    start = _past(reader.pieces, start + 1, silent)
    if start < len(reader.pieces) and reader.pieces[start].meaning is Sign.OPEN:
        return None
    context, start = reader.lent_machine(start, len(reader.pieces))
    start = _past(reader.pieces, start, silent)
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


def _past(pieces: Sequence[Piece], i: int, silent: tuple[Mark | Sign, ...]) -> int:
    while i < len(pieces) and pieces[i].meaning in silent:
        i += 1
    return i


def _labelled(reader: "_Reader") -> Sentence | None:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """The pieces of one line, read as nested lists."""

    tokens: Tokens
    pieces: tuple[Piece, ...]
    context: Context

    def list_of(self, i: int, end: int, *, inside: bool, depth: int = 0) -> _List:
        """The items from i to end. inside: rounds of this line are around them."""
        items: list[Item] = []
        segments: list[list[Piece]] = [[]]
        while i < end:
            piece = self.pieces[i]
            match piece.meaning:
                case Head():
                    items += self._steps(segments)
                    segments = [[]]
                    item, i = self._rounds(i, end, depth)
                    items.append(item)
                case Sign.OPEN:
                    close = self._close(i, end)
                    if close + 1 < end and isinstance(self.pieces[close + 1].meaning, Times):
                        items += self._steps(segments)
                        segments = [[]]
                        items.append(self._times(i, close, depth))
                        i = close + 2
                        continue
                    segments[-1] += self._bracket(i, close)
                    i = close + 1
                case Sign.CLOSE:
                    raise self._error(
                        piece, "Take it out, or open it before.", "a bracket too many"
                    )
                case Sign.COLON if len(segments) > 1 or items:
                    hint = "Put it on a line of its own, with its label before it."
                    raise self._error(piece, hint, "a label in the middle of a line:")
                case Sign.SEPARATOR | Sign.COLON:
                    segments.append([])
                    i += 1
                case _:
                    segments[-1].append(piece)
                    i += 1
        items += self._steps(segments)
        return self._sorted(items, inside=inside)

    def _steps(self, segments: Sequence[Sequence[Piece]]) -> list[Item]:
        """The items of plain segments; segments of nothing but filler are no step."""
        said = [
            segment
            for segment in segments
            if any(piece.meaning not in _SILENT for piece in segment)
        ]
        if not said and any(segments):
            said = [segment for segment in segments if segment]
        return items_of(self.tokens, said, self.context)

    def _rounds(self, i: int, end: int, depth: int) -> tuple[Item, int]:
        """Rounds with their steps in this line; i is the head's place."""
        first = self.pieces[i]
        head = first.meaning
        if not isinstance(head, Head) or depth >= MAX_DEPTH:
            raise self._error(first, f"Nest at most {MAX_DEPTH} deep.", "rounds too deep:")
        i += 1
        listed = head.spoken
        context, i = self.lent_machine(_past(self.pieces, i, (Mark.FILLER,)), end)
        while i < end and self.pieces[i].meaning in _OPENERS:
            listed = listed or self.pieces[i].meaning is Sign.COLON
            i += 1
        inner = replace(self, context=context)
        if i < end and self.pieces[i].meaning is Sign.OPEN:
            close = self._close(i, end)
            found, stop = inner.list_of(i + 1, close, inside=True, depth=depth + 1), close + 1
        else:
            found, stop = inner.list_of(i, end, inside=True, depth=depth + 1), end
            if len(found.items) > 1 and not listed:
                raise self._error(first, _WHICH, "ambiguous: how much of the line is", stop)
        if not found.items:
            hint = "Write the steps behind it, or in the lines below."
            raise self._error(first, hint, "no steps for")
        rounds = Rounds(
            count=head.count,
            body=(*found.parts, *found.after),
            between=found.between,
            every_s=head.every_s,
            machine=context.machine if context is not self.context else None,
        )
        return Item(parts=(rounds,), when=None, first=first, last=self.pieces[stop - 1]), stop

    def _times(self, i: int, close: int, depth: int) -> Item:
        """ "(4 min easy, 1 min moderate) x 3"."""
        times = self.pieces[close + 1]
        if not isinstance(times.meaning, Times) or depth >= MAX_DEPTH:
            raise self._error(times, f"Nest at most {MAX_DEPTH} deep.", "rounds too deep:")
        found = self.list_of(i + 1, close, inside=True, depth=depth + 1)
        if not found.items:
            raise self._error(
                self.pieces[i], "Write the steps between the brackets.", "no steps in"
            )
        rounds = Rounds(
            count=times.meaning.count,
            body=(*found.parts, *found.after),
            between=found.between,
        )
        return Item(parts=(rounds,), when=None, first=self.pieces[i], last=times)

    def lent_machine(self, i: int, end: int) -> tuple[Context, int]:
        """ "5 rounds on the bike erg:" and "5 rounds (rower)": for all their steps."""
        machine, j, opened = self.context.machine, i, 0
        brackets = (Sign.OPEN, Sign.CLOSE, Mark.FILLER, Sign.DECORATION)
        while j < end:
            meaning = self.pieces[j].meaning
            if isinstance(meaning, Machine):
                machine = meaning
            elif meaning not in brackets:
                break
            opened += (meaning is Sign.OPEN) - (meaning is Sign.CLOSE)
            j += 1
        stands_alone = j == end or self.pieces[j].meaning in (Sign.COLON, Sign.SEPARATOR)
        if machine is self.context.machine or not stands_alone or opened:
            return self.context, i
        return replace(self.context, machine=machine), j

    def _close(self, i: int, end: int) -> int:
        depth = 0
        for j in range(i, end):
            depth += (self.pieces[j].meaning is Sign.OPEN) - (self.pieces[j].meaning is Sign.CLOSE)
            if depth == 0:
                return j
        raise self._error(self.pieces[i], "Close it on the same line.", "an open bracket")

    def _bracket(self, i: int, close: int) -> list[Piece]:
        """What brackets add to a step: more about it, or a remark that says nothing of it."""
        inner = self.pieces[i + 1 : close]
        unknown = [piece for piece in inner if piece.meaning is Sign.UNKNOWN]
        start, end = self.pieces[i].start, self.pieces[close].end
        if unknown and all(piece.meaning in _REMARK for piece in inner):
            for piece in unknown:
                if near_step_word(word := self.tokens.text(piece.start)) is not None:
                    raise self._error(piece, suggestion(word), "cannot read")
            return [Piece(Sign.NOTE, start, end)]
        meant = [piece for piece in inner if not _parts_a_line(piece)]
        return [
            Piece(Sign.NOTE, start, start + 1),
            *meant,
            Piece(Sign.NOTE, end - 1, end),
        ]

    def _sorted(self, items: Sequence[Item], *, inside: bool) -> _List:
        """Items due between or after rounds find their rounds: the ones before, or those around."""
        kept: list[Item] = []
        between: Step | None = None
        after: tuple[Part, ...] = ()
        for item in items:
            if item.when not in (Mark.BETWEEN, Mark.AFTER_EACH_ROUND):
                kept.append(item)
                continue
            last = kept[-1].parts[-1] if kept else None
            rounds_before = isinstance(last, Rounds)
            if rounds_before and inside:
                hint = "Which rounds? Write the inner rounds on lines of their own."
                raise self._error(item.first, hint, "ambiguous:", self._behind(item))
            if item.when is Mark.AFTER_EACH_ROUND:
                if isinstance(last, Rounds):
                    grown = replace(last, body=(*last.body, *item.parts))
                    kept[-1] = replace(kept[-1], parts=(*kept[-1].parts[:-1], grown))
                else:
                    after += item.parts
                continue
            step = item.parts[0]
            twice = between is not None or (isinstance(last, Rounds) and last.between is not None)
            if twice or len(item.parts) > 1 or not isinstance(step, Step):
                hint = "Between rounds there is one step, said once."
                raise self._error(item.first, hint, "cannot read", self._behind(item))
            if isinstance(last, Rounds):
                grown = replace(last, between=step)
                kept[-1] = replace(kept[-1], parts=(*kept[-1].parts[:-1], grown))
            else:
                between = step
        self._refuse_repeated(kept)
        return _List(items=tuple(kept), between=between, after=after)

    def _refuse_repeated(self, items: Sequence[Item]) -> None:
        """ "3 min easy, 2 min moderate x 5": five of both, or of the last?"""
        for item in items:
            if item.repeated and len(items) > 1:
                hint = "Write (3 min easy, 2 min moderate) x 5, or each on a line of its own."
                problem = "ambiguous: what is repeated in"
                raise self._error(items[0].first, hint, problem, self._behind(item))

    def _behind(self, item: Item) -> int:
        return self.pieces.index(item.last) + 1

    def _error(
        self, piece: Piece, hint: str, problem: str, stop: int | None = None
    ) -> WorkoutError:
        end = piece.end if stop is None else self.pieces[stop - 1].end
        return self.tokens.error(piece.start, end, hint=hint, problem=problem)


def _parts_a_line(piece: Piece) -> bool:
    return piece.meaning in (Sign.SEPARATOR, Sign.OPEN, Sign.CLOSE, Sign.COLON)
