"""Text that came from outside, made safe to show: a terminal prints it and obeys nothing in it.

Comes in: a name, a note, a line of somebody's file; a strap's name is whatever a device nearby
calls itself. Goes out: the same without what moves the cursor, hides or turns text. It draws
nothing and judges no name; the screen's canvas and the verbs' lines both pass through here.
"""

import re
import unicodedata
from typing import Final

# Other, and the two line separators: unassigned, private, surrogate, control and format characters
# (joiners, bidi marks) move the cursor, hide text or are measured differently by each terminal.
_UNSAFE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_UNSAFE_POINTS: Final = frozenset({0xFE0E, 0xFE0F})  # variation selectors change a width
_LAYOUT: Final = re.compile("(\n|\t)")


def clean(text: str) -> str:
    """One line that a terminal shows as it is measured: no control, format or joining characters.

    A line break or tab becomes a blank: nobody's name begins a line of its own.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\n", " "))
    return "".join(
        letter
        for letter in composed
        if ord(letter) not in _UNSAFE_POINTS
        and unicodedata.category(letter) not in _UNSAFE_CATEGORIES
    )


def clean_lines(text: str) -> str:
    """Several lines, each `clean`; their breaks and tabs are kept."""
    return "".join(part if part in ("\n", "\t") else clean(part) for part in _LAYOUT.split(text))
