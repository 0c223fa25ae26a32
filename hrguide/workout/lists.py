"""The lists in a line: brackets inside each other, "3x(...)", "(...) x 3", "5 rounds of ...".

Comes in: the pieces of a line and what is lent to its steps. Goes out: items in order, and the
steps due between or after the rounds around the list. It refuses what can be read in two ways,
such as "3 x 4 min easy, 1 min moderate" or "3 min easy, 2 min moderate x 5".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hrguide.athlete.athlete import Machine
from hrguide.workout.drafts import Context, Item, items_of
from hrguide.workout.heads import Head, Times
from hrguide.workout.limits import MAX_DEPTH
from hrguide.workout.meanings import Piece, Sign
from hrguide.workout.plan import Part, Rounds
from hrguide.workout.tokens import Tokens
from hrguide.workout.words import Mark, near_step_word, suggestion
from hrguide.workout.workout import Step, WorkoutError

OPENERS = (Mark.FILLER, Mark.LABEL, Sign.COLON, Sign.DECORATION)  # between a head and its steps
_SILENT = (Mark.FILLER, Sign.NOTE, Sign.DECORATION)  # no step consists of these alone
_REMARK = (
    *(Sign.UNKNOWN, Mark.FILLER, Sign.SEPARATOR, Sign.OPEN, Sign.CLOSE, Sign.COLON),
    Sign.DECORATION,
)
_WHICH = "Write 3x(4 min easy, 1 min moderate), or each on a line of its own."


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The items of a list: those in their place, and those due between or after the rounds."""

    items: tuple[Item, ...] = ()
    between: Step | None = None
    after: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for item in self.items for part in item.parts)


def past(pieces: Sequence[Piece], i: int, silent: tuple[Mark | Sign, ...]) -> int:
    """The first place from i on whose meaning is none of these."""
    while i < len(pieces) and pieces[i].meaning in silent:
        i += 1
    return i


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The pieces of one line, read as nested lists."""

    tokens: Tokens
    pieces: tuple[Piece, ...]
    context: Context

    def list_of(self, i: int, end: int, *, inside: bool, depth: int = 0) -> Listed:
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
        context, i = self.lent_machine(past(self.pieces, i, (Mark.FILLER,)), end)
        while i < end and self.pieces[i].meaning in OPENERS:
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

    def _sorted(self, items: Sequence[Item], *, inside: bool) -> Listed:
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
        return Listed(items=tuple(kept), between=between, after=after)

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
