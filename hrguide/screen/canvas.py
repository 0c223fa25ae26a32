"""A grid of cells that cannot overflow: what every picture is drawn on.

Comes in: text with a tone at a row and column. Goes out: rows of plain text (golden screens, no
colour) or rows with terminal styles. Width is counted in cells, so a wide name stays inside; what
does not fit is cut, nothing ever wraps. It knows no heart rate.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from rich.cells import get_character_cell_size

from hrguide.plain_text import clean as clean

RESET: Final = "\x1b[0m"

_MARKS: Final = frozenset({"Mn", "Me"})  # written onto the letter before


class Tone(StrEnum):
    """What a piece of text is for; the palette gives it a colour."""

    PLAIN = "plain"
    QUIET = "quiet"
    STRONG = "strong"
    COURSE = "course"  # on course: go on like this
    EASE = "ease"  # too high
    PUSH = "push"  # a touch more
    REST = "rest"
    WARN = "warn"  # the strap, the disk
    ASK = "ask"  # a key is waited for


# Okabe & Ito's colour-blind-safe set (vermilion, bluish green, sky blue, orange, reddish purple) in
# the nearest of the 256; high and low differ by word and symbol too, never by colour alone.
COLOURS_256: Final[Mapping[Tone, str]] = {
    Tone.PLAIN: "",
    Tone.QUIET: "38;5;246",
    Tone.STRONG: "1",
    Tone.COURSE: "1;38;5;36",
    Tone.EASE: "1;38;5;202",
    Tone.PUSH: "1;38;5;39",
    Tone.REST: "1;38;5;73",
    Tone.WARN: "1;38;5;214",
    Tone.ASK: "1;38;5;176",
}
COLOURS_16: Final[Mapping[Tone, str]] = {
    Tone.PLAIN: "",
    Tone.QUIET: "2",
    Tone.STRONG: "1",
    Tone.COURSE: "1;32",
    Tone.EASE: "1;31",
    Tone.PUSH: "1;94",
    Tone.REST: "1;36",
    Tone.WARN: "1;33",
    Tone.ASK: "1;35",
}
# NO_COLOR forbids colour, not weight (no-color.org).
NO_COLOURS: Final[Mapping[Tone, str]] = {
    Tone.PLAIN: "",
    Tone.QUIET: "2",
    Tone.STRONG: "1",
    Tone.COURSE: "1",
    Tone.EASE: "1",
    Tone.PUSH: "1",
    Tone.REST: "1",
    Tone.WARN: "1",
    Tone.ASK: "1",
}

# For terminals whose encoding has no block letters.
_ASCII: Final = str.maketrans(
    {
        "█": "#",
        "▓": "=",
        "░": ".",
        "─": "-",
        "━": "=",
        "│": "|",
        "●": "O",
        "◆": "O",
        "▶": ">",
        "◀": "<",
        "▲": "^",
        "▼": "v",
        "✓": "*",
        "▁": "_",
        "▂": ".",
        "▄": ":",
        "▆": "|",
        "±": "+",
        "·": ".",
        "→": ">",
        **{chr(dots): "*" for dots in range(0x2801, 0x2900)},
        chr(0x2800): " ",
    }
)


def cells(text: str) -> int:
    """How many cells cleaned text takes."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(letter) for letter in text)


def _cells_of(letter: str) -> int:
    """0, 1 or 2. Terminals disagree on marks with a width of their own: the larger is counted."""
    if letter.isascii():
        return 1
    least = 0 if unicodedata.category(letter) in _MARKS else 1
    return max(least, get_character_cell_size(letter))


def wrap(text: str, width: int) -> list[str]:
    """Cleaned words in lines of at most `width` cells; a longer word is left to be cut."""
    lines: list[str] = []
    line = ""
    for word in clean(text).split():
        longer = f"{line} {word}" if line else word
        if line and cells(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def cut(text: str, width: int) -> str:
    """What fits into `width` cells; a cut is shown by two dots."""
    text = clean(text)
    if cells(text) <= width:
        return text
    kept = ""
    for letter in text:
        if cells(kept + letter) > width - 2:
            break
        kept += letter
    return kept.rstrip() + ".." if width >= 2 else ""


class Canvas:
    """width x height cells, blank at first."""

    def __init__(self, width: int, height: int) -> None:
        self.width = max(0, width)
        self.height = max(0, height)
        self._text = [[" "] * self.width for _ in range(self.height)]
        self._style: list[list[tuple[Tone, bool]]] = [
            [(Tone.PLAIN, False)] * self.width for _ in range(self.height)
        ]

    def put(
        self, row: int, column: int, text: str, tone: Tone = Tone.PLAIN, *, reverse: bool = False
    ) -> int:
        """Write from (row, column) to the right; the column after it. Outside is cut off."""
        text = clean(text)
        if not 0 <= row < self.height:
            return column + cells(text)
        letters, styles = self._text[row], self._style[row]
        for letter in text:
            size = _cells_of(letter)
            if size == 0:
                if 0 < column <= self.width:
                    letters[column - 1] += letter
                continue
            if column >= 0 and column + size <= self.width:
                self._clear_halves(row, column, size)
                letters[column] = letter
                for covered in range(column + 1, column + size):
                    letters[covered] = ""
                styles[column : column + size] = [(tone, reverse)] * size
            column += size
        return column

    def put_right(self, row: int, text: str, tone: Tone = Tone.PLAIN, *, margin: int = 1) -> int:
        """Write so that the text ends `margin` cells before the right edge; its first column."""
        column = self.width - margin - cells(clean(text))
        self.put(row, column, text, tone)
        return column

    def put_centred(self, row: int, text: str, tone: Tone = Tone.PLAIN) -> None:
        self.put(row, max(0, (self.width - cells(clean(text))) // 2), text, tone)

    def put_lines(
        self, row: int, column: int, lines: tuple[str, ...], tone: Tone = Tone.PLAIN
    ) -> None:
        """Several rows from one corner (big letters)."""
        for offset, line in enumerate(lines):
            self.put(row + offset, column, line, tone)

    def fill(self, row: int, tone: Tone) -> None:
        """Reverse a whole row in one tone, keeping its letters."""
        if 0 <= row < self.height:
            self._style[row] = [(tone, True)] * self.width

    def texts(self, *, ascii_only: bool = False) -> tuple[str, ...]:
        """The rows without styles and without blanks at their ends."""
        rows = ("".join(letters).rstrip() for letters in self._text)
        return tuple(row.translate(_ASCII) for row in rows) if ascii_only else tuple(rows)

    def painted(
        self, palette: Mapping[Tone, str], *, inverse: bool = False, ascii_only: bool = False
    ) -> tuple[str, ...]:
        """The rows with terminal styles, each of exactly `width` cells. inverse: a flash."""
        return tuple(
            "".join(
                _styled(
                    text.translate(_ASCII) if ascii_only else text, palette[tone], on != inverse
                )
                for _, text, tone, on in self.runs(row)
            )
            for row in range(self.height)
        )

    def runs(self, row: int) -> Iterator[tuple[int, str, Tone, bool]]:
        """Column, text, tone and reverse of each stretch of one style, left to right."""
        letters, styles = self._text[row], self._style[row]
        start = 0
        for column in range(1, self.width + 1):
            if column == self.width or styles[column] != styles[start]:
                yield (start, "".join(letters[start:column]), *styles[start])
                start = column

    def _clear_halves(self, row: int, column: int, size: int) -> None:
        """A wide letter of which one half is written over leaves a blank, not a shifted row."""
        letters = self._text[row]
        if letters[column] == "" and column > 0:
            letters[column - 1] = " "
        after = column + size
        if after < self.width and letters[after] == "":
            letters[after] = " "


def _styled(text: str, codes: str, reverse: bool) -> str:
    if reverse:
        codes = f"{codes};7" if codes else "7"
    return f"\x1b[{codes}m{text}{RESET}" if codes else text
