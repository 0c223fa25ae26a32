"""A line cut into numbers, words and signs, each with its place.

Comes in: a `Line`. Goes out: `Tokens`, which also knows how to complain about a stretch of
itself. Numbers are exact fractions ("1 1/2", "1½", "1.5" and "1,5" are the same). It refuses
numbers that could mean two things ("1,000") or cannot be meant at all.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final

from hrguide.workout.lines import Line
from hrguide.workout.workout import WorkoutError

MAX_DIGITS: Final = 9  # nobody means more; int() itself gives up at 4,300

_VULGAR = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}
_SHAPE = re.compile(
    r"(?P<clock>[0-9]+(?::[0-9]+)+)"
    r"|(?P<fraction>(?:[0-9]+ +)?[0-9]+/[0-9]+(?![0-9/]))"
    r"|(?P<vulgar>(?:[0-9]+ ?)?[½¼¾⅓⅔])"
    r"|(?P<decimal>[0-9]+[.,][0-9]+)"
    r"|(?P<whole>[0-9]+)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>\S)"
)
_THOUSANDS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")


class TokenKind(Enum):
    """What a token is; a clock is "2:30" and keeps its parts."""

    NUMBER = "number"
    CLOCK = "clock"
    WORD = "word"
    SIGN = "sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """start, end: place in the line, half-open. glued: no space before it.

    value: of a number; parts: of a clock, hours first or minutes first.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    glued: bool
    value: Fraction | None = None
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of one line; asking beyond the end gives empty words, never an error."""

    line: Line
    items: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.items)

    def text(self, i: int) -> str:
        """The token's text in lower case, "" beyond the end."""
        return self.items[i].text if 0 <= i < len(self.items) else ""

    def kind(self, i: int) -> TokenKind | None:
        """None beyond the end."""
        return self.items[i].kind if 0 <= i < len(self.items) else None

    def glued(self, i: int) -> bool:
        """Whether token i follows the one before without a space."""
        return 0 <= i < len(self.items) and self.items[i].glued

    def value(self, i: int) -> Fraction | None:
        """The number at i, None where there is none."""
        return self.items[i].value if 0 <= i < len(self.items) else None

    def step_text(self, spans: Iterable[tuple[int, int]]) -> str:
        """The words of these stretches of tokens, each (start, end), half-open, in order."""
        joined: list[list[int]] = []
        for start, end in spans:
            if joined and joined[-1][1] == start:
                joined[-1][1] = end
            else:
                joined.append([start, end])
        return " ".join(
            self.line.step_text(self.items[start].start, self.items[end - 1].end)
            for start, end in joined
        )

    def error(self, i: int, j: int, *, hint: str, problem: str = "cannot read") -> WorkoutError:
        """An error about the tokens i to j (half-open; at least one token is named)."""
        first = self.items[min(i, len(self.items) - 1)]
        last = self.items[min(max(i, j - 1), len(self.items) - 1)]
        return self.line.error(first.start, last.end, hint=hint, problem=problem)


def tokenize(line: Line) -> Tokens:
    """Cut a line. Raises WorkoutError for a number nobody can mean."""
    items: list[Token] = []
    at = line.start
    while at < line.end:
        if line.plain[at] == " ":
            at += 1
            continue
        token = _token(line, at)
        items.append(token)
        at = token.end
    return Tokens(line=line, items=tuple(items))


def _token(line: Line, at: int) -> Token:
    shape = _SHAPE.match(line.plain, at, line.end)
    if shape is None:  # unreachable: \S takes what the others leave
        raise line.error(at, at + 1, hint="Take this sign out.")
    text, name = shape.group(), shape.lastgroup
    value: Fraction | None = None
    parts: tuple[int, ...] = ()
    if any(len(digits) > MAX_DIGITS for digits in re.findall(r"[0-9]+", text)):
        raise line.error(at, at + 20, hint="Write a smaller number.", problem="too long a number:")
    match name:
        case "clock":
            parts = tuple(int(part) for part in text.split(":"))
        case "fraction":
            value = _proper(text)
            if value is None:  # "30/30" or "15/12": two numbers, not one
                text = text.split("/")[0].split(" ")[0]
                value = Fraction(int(text))
        case "vulgar":
            above, below = _VULGAR[text[-1]]
            value = Fraction(text[:-1].strip() or 0) + Fraction(above, below)
        case "decimal":
            if _THOUSANDS.fullmatch(text):
                bare = re.sub(r"[.,]", "", text)
                hint = f"Write {bare}, or with one or two digits behind the point."
                raise line.error(at, at + len(text), hint=hint, problem="ambiguous number")
            value = Fraction(text.replace(",", "."))
        case "whole":
            value = Fraction(text)
        case _:
            pass
    kinds = {"clock": TokenKind.CLOCK, "word": TokenKind.WORD, "sign": TokenKind.SIGN}
    return Token(
        kind=kinds.get(name or "", TokenKind.NUMBER),
        text=text,
        start=at,
        end=at + len(text),
        glued=at > line.start and line.plain[at - 1] != " ",
        value=value,
        parts=parts,
    )


def _proper(text: str) -> Fraction | None:
    """A fraction below 1, with or without a whole number before it."""
    whole, _, fraction = text.rpartition(" ")
    above, below = (int(part) for part in fraction.split("/"))
    if not 0 < above < below:
        return None
    return Fraction(int(whole.strip() or 0)) + Fraction(above, below)
