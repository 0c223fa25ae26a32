"""The signs people paste, as the few signs the reader knows; always one for one.

Comes in: one sign. Goes out: one sign, so that a column in the simple text is the column in the
text as written. It refuses nothing.
"""

import unicodedata
from typing import Final

DASH: Final = "\N{EN DASH}"  # stands between words or numbers; a hyphen joins words

_HYPHENS = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}"
_DASHES = "\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{HORIZONTAL BAR}"
_TIMES = (
    "\N{MULTIPLICATION SIGN}\N{MULTIPLICATION X}\N{HEAVY MULTIPLICATION X}\N{N-ARY TIMES OPERATOR}"
)
_MINUTES = "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{PRIME}\N{ACUTE ACCENT}`"
_SECONDS = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE PRIME}"
_SAME: Final = {
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_DASHES, DASH),
    **dict.fromkeys(_TIMES, "x"),
    **dict.fromkeys(_MINUTES, "'"),
    **dict.fromkeys(_SECONDS, '"'),
    "\N{FRACTION SLASH}": "/",
    "\N{RATIO}": ":",
    "\N{LESS-THAN OR EQUAL TO}": "<",  # 1 bpm between "under" and "at most" cannot be ridden
    "\N{GREATER-THAN OR EQUAL TO}": ">",
}
_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)  # the ASCII signs in East Asian width
_TO_ASCII: Final = 0xFEE0  # Unicode: distance of each of them from its ASCII sign


def plain_sign(sign: str) -> str:
    """The simple sign for one sign, in lower case."""
    if sign < "\x7f":
        return " " if sign.isspace() else _SAME.get(sign, sign.lower())
    if is_space(sign):
        return " "
    if ord(sign) in _FULL_WIDTH:
        return chr(ord(sign) - _TO_ASCII).lower()
    small = sign.lower()
    return _SAME.get(sign, small if len(small) == 1 else sign)


def is_space(sign: str) -> bool:
    """White space, and signs that take no width and mean nothing here."""
    return sign.isspace() or unicodedata.category(sign) in ("Cf", "Mn", "Zs")


def is_control(sign: str) -> bool:
    """Signs a terminal would obey, and halves of signs; a tab is neither."""
    return sign not in "\t\v\f" and unicodedata.category(sign) in ("Cc", "Cs")


def is_picture(sign: str) -> bool:
    """An emoji, an arrow or a box, which people use as bullets."""
    return unicodedata.category(sign) in ("So", "Sk")
