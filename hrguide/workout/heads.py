"""How often: "5 rounds of", "3x", "repeat 4 times", "every 4 min x 5", and "... x 5" behind a step.

Comes in: tokens where an item begins (heads) or goes on (times). Goes out: the count, and the
position behind it. It refuses "every 4 min" that does not say how often.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from hrguide.workout.durations import number_at, time_at
from hrguide.workout.tokens import TokenKind, Tokens
from hrguide.workout.words import ROUND_WORDS

MAX_ROUNDS: Final = 2000  # product.md: no workout has more steps than that

_TIMES = ("x", "times", "*")


@dataclass(frozen=True, slots=True)
class Head:
    """Rounds begin. every_s: see `plan.Rounds`. spoken: "rounds" or the like, which covers a
    whole list; a bare "x" may mean the next step alone."""

    count: int
    every_s: float | None
    spoken: bool


@dataclass(frozen=True, slots=True)
class Times:
    """The step or the brackets before it, so many times."""

    count: int


def head_at(tokens: Tokens, i: int) -> tuple[Head, int] | None:
    """Rounds that begin at i. Raises WorkoutError for a count nobody can mean."""
    if tokens.text(i) == "every":
        return _every(tokens, i)
    if tokens.text(i) in ("repeat", "repeats", "repeated"):
        return _repeat(tokens, i)
    if tokens.text(i) in ROUND_WORDS and tokens.text(i + 1) in (":", "x", "="):
        found = number_at(tokens, i + 2)
        return None if found is None else _head(tokens, i, found, found[1], spoken=True)
    if tokens.text(i) in ("x", "*"):
        found = number_at(tokens, i + 1)
        return None if found is None else _head(tokens, i, found, found[1], spoken=False)
    found = number_at(tokens, i)
    if found is None:
        return None
    j = found[1]
    word = tokens.text(j)
    if word == "-" and tokens.glued(j) and tokens.text(j + 1) in ("round", "set"):
        return None  # "a 5-round workout" is not a rounds line
    if word in ROUND_WORDS:
        return _head(tokens, i, found, j + 1, spoken=True)
    if word in _TIMES and not (word == "*" and not _goes_on(tokens, j + 1)):
        if word == "x" and tokens.text(j + 1) in ROUND_WORDS:
            return _head(tokens, i, found, j + 2, spoken=True)
        return _head(tokens, i, found, j + 1, spoken=False)
    return None


def times_at(tokens: Tokens, i: int) -> tuple[Times, int] | None:
    """ "x 5", "5x" or "5 times" behind a step or a bracket."""
    if tokens.text(i) in ("x", "*"):
        found = number_at(tokens, i + 1)
        if found is not None and tokens.kind(found[1]) is not TokenKind.WORD:
            return Times(_count(tokens, i, found, found[1])), found[1]
        if found is not None and tokens.text(found[1]) in (*ROUND_WORDS, "times"):
            return Times(_count(tokens, i, found, found[1] + 1)), found[1] + 1
        return None
    found = number_at(tokens, i)
    if found is not None and tokens.text(found[1]) == "x":
        return Times(_count(tokens, i, found, found[1] + 1)), found[1] + 1
    return None


def _goes_on(tokens: Tokens, i: int) -> bool:
    return number_at(tokens, i) is not None or tokens.text(i) == "("


def _repeat(tokens: Tokens, i: int) -> tuple[Head, int] | None:
    j = i + 1 + (tokens.text(i + 1) in ("x", ":"))
    found = number_at(tokens, j)
    if found is None:
        return None
    behind = found[1] + (tokens.text(found[1]) in (*_TIMES, *ROUND_WORDS))
    return _head(tokens, i, found, behind, spoken=True)


def _every(tokens: Tokens, i: int) -> tuple[Head, int] | None:
    time = time_at(tokens, i + 1)
    if time is None and tokens.text(i + 1) in ("minute", "min"):
        time = 60.0, i + 2
    if time is None:
        return None  # "every round" is a phrase, not a head
    every_s, j = time
    j += tokens.text(j) == ","
    if tokens.text(j) == "for" and (span := time_at(tokens, j + 1)) is not None:
        count = Fraction(span[0]) / Fraction(every_s)
        if count.denominator != 1:
            hint = "Write how often, as in: every 4 min x 5."
            raise tokens.error(i, span[1], hint=hint, problem="no whole number of times:")
        return Head(int(count), every_s, spoken=True), span[1]
    j += tokens.text(j) in ("x", "*", "for")
    found = number_at(tokens, j)
    if found is None:
        hint = "How often? Write for example: every 4 min x 5."
        raise tokens.error(i, j, hint=hint, problem="no number of rounds in")
    behind = found[1] + (tokens.text(found[1]) in (*_TIMES, *ROUND_WORDS))
    return Head(_count(tokens, i, found, behind), every_s, spoken=True), behind


def _head(
    tokens: Tokens, i: int, found: tuple[Fraction, int], behind: int, *, spoken: bool
) -> tuple[Head, int]:
    """The head, with an "every 4 min" that may follow the count."""
    count = _count(tokens, i, found, behind)
    j = behind + (tokens.text(behind) == ",")
    if tokens.text(j) == "every" and (time := time_at(tokens, j + 1)) is not None:
        return Head(count, time[0], spoken=True), time[1]
    return Head(count, None, spoken), behind


def _count(tokens: Tokens, i: int, found: tuple[Fraction, int], behind: int) -> int:
    count = found[0]
    if count.denominator != 1 or not 1 <= count <= MAX_ROUNDS:
        hint = f"Write a whole number from 1 to {MAX_ROUNDS}."
        raise tokens.error(i, behind, hint=hint, problem="no such number of rounds:")
    return int(count)
