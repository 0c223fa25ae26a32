"""What a line says, piece by piece: a time, an effort, a range, a bracket, or nothing known.

Comes in: tokens. Goes out: pieces in order, each with its place. A piece means one thing; how
pieces make steps is `drafts.py`'s business. It refuses numbers that stand for nothing ("3 easy",
"125 bpm", "90 %") and says what to write.
"""

from collections.abc import Callable, Iterator
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.workout import words
from hrguide.workout.durations import calories_at, distance_at, number_at, time_at
from hrguide.workout.heads import Head, head_at, times_at
from hrguide.workout.meanings import (
    Calories,
    Cap,
    Count,
    Distance,
    KnownDrill,
    Label,
    Meaning,
    Piece,
    Sides,
    Sign,
    Time,
)
from hrguide.workout.signs import DASH
from hrguide.workout.targets import hr_end_at, target_at
from hrguide.workout.tokens import TokenKind, Tokens
from hrguide.workout.words import Mark, phrase_at

MAX_COUNT: Final = 1000  # repetitions or breaths of a drill


_Found = tuple[Meaning, int] | None
_STILL_OPEN = (Mark.FILLER, Mark.LABEL, Mark.WARM_UP, Mark.COOL_DOWN, Sign.DECORATION)
_OPENING, _CLOSING = "([", ")]"
_NUMBERED = ("round", "block", "part", "set", "station", "stage", "step", "section")
_CAP_BEFORE: Final = {
    **dict.fromkeys(("at most", "max", "maximum", "no longer than", "not longer than"), True),
    **dict.fromkeys(("no more than", "not more than", "up to", "cap", "capped at"), True),
    **dict.fromkeys(("cap of", "or", "or after", "or at most", "limit", "or max"), True),
    **dict.fromkeys(("for at most", "but at most", "for up to", "cap at"), True),
}
_CAP_BEHIND: Final = {
    **dict.fromkeys(("max", "maximum", "at most", "cap", "tops"), True),
    **dict.fromkeys(("whichever comes first", "whichever is first"), True),
}


def pieces_of(tokens: Tokens) -> tuple[Piece, ...]:
    """The pieces of a line. Raises WorkoutError for what cannot be meant."""
    return tuple(_pieces(tokens))


def _pieces(tokens: Tokens) -> Iterator[Piece]:
    i, opens = 0, True  # opens: an item begins here, so "5 x" heads rounds and does not end them
    while i < len(tokens):
        meaning, j = _next(tokens, i, opens)
        yield Piece(meaning, i, j)
        opens = meaning in (Sign.SEPARATOR, Sign.OPEN, Sign.COLON) or (
            opens and (meaning in _STILL_OPEN or isinstance(meaning, Machine))
        )
        if isinstance(meaning, Head):
            opens = True  # "2 rounds of 3x(...)"
        i = j


def _next(tokens: Tokens, i: int, opens: bool) -> tuple[Meaning, int]:
    readers: tuple[Callable[[Tokens, int], _Found], ...] = (
        _until,
        _cap,
        target_at,
        _length,
        _count,
        _phrase,
        _sign,
    )
    found: _Found = head_at(tokens, i) if opens else times_at(tokens, i)
    for reader in readers:
        if found is None:
            found = reader(tokens, i)
    if found is not None:
        return found
    _refuse_number(tokens, i)
    return Sign.UNKNOWN, i + 1


def _until(tokens: Tokens, i: int) -> _Found:
    return _mark(tokens, i, (Mark.UNTIL_KEY, Mark.UNTIL_ANSWER)) or hr_end_at(tokens, i)


def _mark(tokens: Tokens, i: int, wanted: tuple[Mark, ...]) -> tuple[Mark, int] | None:
    found = phrase_at(tokens, i, words.MARKS)
    return found if found is not None and found[0] in wanted else None


def _cap(tokens: Tokens, i: int) -> _Found:
    before = phrase_at(tokens, i, _CAP_BEFORE)
    j = before[1] if before is not None else i
    time = time_at(tokens, j)
    if time is None:
        return None
    seconds, j = time
    behind = phrase_at(tokens, j, _CAP_BEHIND)
    if behind is None and tokens.text(j) == ",":  # "or 3 min, whichever comes first"
        behind = phrase_at(tokens, j + 1, {"whichever comes first": True})
    follows = tokens.kind(behind[1]) if behind is not None else None
    if before is None and follows in (TokenKind.WORD, TokenKind.NUMBER):
        behind = None  # "10 min max 135 bpm", "3 min max effort"
    if before is None and behind is None:
        return None
    return Cap(seconds), behind[1] if behind is not None else j


def _length(tokens: Tokens, i: int) -> _Found:
    if (time := time_at(tokens, i)) is not None:
        return Time(time[0]), time[1]
    if (distance := distance_at(tokens, i)) is not None:
        return Distance(distance[0]), distance[1]
    if (calories := calories_at(tokens, i)) is not None:
        return Calories(calories[0]), calories[1]
    return None


def _count(tokens: Tokens, i: int) -> _Found:
    """ "10 slow reps", "5 breaths", "10 slow ones"."""
    found = number_at(tokens, i)
    if found is None:
        return None
    number, j = found
    slow = tokens.text(j) in ("slow", "deep", "long", "full")
    unit = tokens.text(j + slow)
    breaths = unit in words.BREATHS
    if not (breaths or unit in words.REPETITIONS or (slow and unit == "ones")):
        return None
    if number.denominator != 1 or not 0 < number <= MAX_COUNT:
        hint = f"Write a whole number up to {MAX_COUNT}."
        raise tokens.error(i, j + slow + 1, hint=hint, problem="no such count:")
    count = Count(breaths=int(number)) if breaths else Count(repetitions=int(number))
    return count, j + slow + 1


def _phrase(tokens: Tokens, i: int) -> _Found:
    """The longest known phrase of any table; the tables share no phrase."""
    known = phrase_at(tokens, i, words.KNOWN_DRILLS)
    sides = phrase_at(tokens, i, words.SIDES)
    separator = phrase_at(tokens, i, dict.fromkeys(words.SEPARATORS, Sign.SEPARATOR))
    found: list[_Found] = [
        phrase_at(tokens, i, words.EFFORTS),
        phrase_at(tokens, i, words.MACHINES),
        phrase_at(tokens, i, words.MARKS),
        None if known is None else (KnownDrill(known[0]), known[1]),
        None if sides is None else (Sides(sides[0]), sides[1]),
        separator,
    ]
    if tokens.text(i) in _NUMBERED and tokens.value(i + 1) is not None:
        found.append((Label(), i + 2))
    return max(found, key=lambda one: 0 if one is None else one[1])


def _sign(tokens: Tokens, i: int) -> _Found:
    text = tokens.text(i)
    if tokens.kind(i) is not TokenKind.SIGN:
        return None
    if text in _OPENING:
        return Sign.OPEN, i + 1
    if text in _CLOSING:
        return Sign.CLOSE, i + 1
    if text == ":":
        return Sign.COLON, i + 1
    glued = tokens.glued(i) and tokens.glued(i + 1)
    between_words = TokenKind.WORD is tokens.kind(i - 1) is tokens.kind(i + 1)
    if text in "-/" and glued and between_words:
        return None  # "easy/moderate", "well-known": one word, and not a known one
    if text in ("-", DASH, "/", ">"):
        return Sign.SEPARATOR, i + 1
    apostrophe = text == "'" and glued and between_words
    if text in "*_~!\"'" and not apostrophe:
        return Sign.DECORATION, i + 1
    return None


def _refuse_number(tokens: Tokens, i: int) -> None:
    """A number with no unit, or with one of a world hrguide does not guide."""
    if number_at(tokens, i) is None or tokens.kind(i) is TokenKind.WORD:
        return
    unit = tokens.text(i + 1)
    shown = tokens.text(i)
    if unit in words.REFUSED:
        behind_letter = tokens.glued(i) and tokens.kind(i - 1) is TokenKind.WORD  # "E4MOM"
        raise tokens.error(i - behind_letter, i + 2, hint=words.REFUSED[unit])
    if (before := tokens.text(i - 1)) in words.REFUSED:  # "zone 2", "RPE 4"
        raise tokens.error(i - 1, i + 1, hint=words.REFUSED[before])
    hint = f"{shown} of what? Write {shown} min, {shown} s, {shown} metres or {shown} rounds."
    meant = words.near(unit) if tokens.kind(i + 1) is TokenKind.WORD else None
    if meant is not None and meant != unit:
        raise tokens.error(i + 1, i + 2, hint=f"Did you mean {meant!r}?")
    raise tokens.error(i, i + 1, hint=hint, problem="a number without its unit:")
