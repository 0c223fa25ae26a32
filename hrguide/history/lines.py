"""Lines of text in pieces, each piece with what it is for: what the history's pages are made of.

Comes in: text from anywhere. Goes out: lines whose width is known and from which every control
character is gone. Who prints them chooses the colours; without any the words say the same.
"""

import textwrap
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hrguide.plain_text import clean

_PLAIN_LETTERS: Final = str.maketrans("▁▂▃▄▅▆▇█·│●", "..::--=#?|o")
_WIDE: Final = ("W", "F")
_MARKS: Final = ("Mn", "Me")


class Tone(StrEnum):
    """What a piece is for; the words are those of the live screen's palette."""

    PLAIN = "plain"
    QUIET = "quiet"
    STRONG = "strong"
    COURSE = "course"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Line = tuple[Piece, ...]


def line(*parts: Piece | str) -> Line:
    """A line of pieces; bare text is plain."""
    return tuple(Piece(part) if isinstance(part, str) else part for part in parts)


def plain(shown: Line, *, ascii_only: bool = False) -> str:
    """The line without colour."""
    text = "".join(piece.text for piece in shown).rstrip()
    return as_ascii(text) if ascii_only else text


def as_ascii(text: str) -> str:
    """In letters that every terminal has; a name's own letters it lacks are "?"."""
    return text.translate(_PLAIN_LETTERS).encode("ascii", "replace").decode()


def wrapped(text: str, width: int, *, indent: int = 0) -> tuple[str, ...]:
    """Cleaned, in lines of at most that many columns."""
    hang = " " * indent
    return tuple(textwrap.wrap(clean(text), width, initial_indent=hang, subsequent_indent=hang))


def cells(text: str) -> int:
    """Columns that the text takes: an ideograph two, an accent none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(letter) in _MARKS
        else 1 + (unicodedata.east_asian_width(letter) in _WIDE)
        for letter in text
    )


def fitted(text: str, columns: int, *, right: bool = False) -> str:
    """Cleaned, cut and filled to exactly that many columns."""
    text = clean(text)
    while cells(text) > columns:
        text = text[:-1]
    blanks = " " * (columns - cells(text))
    return blanks + text if right else text + blanks
