"""Text that came from outside, made safe to show: a terminal prints it and obeys nothing in it.

Comes in: a name, a note, a line of somebody's file; a strap's name is whatever a device nearby
calls itself. Goes out: the same without what moves the cursor, hides or turns text. It draws
nothing and judges no name; the screen's canvas, the verbs' lines and their JSON pass through here.
"""

import json
import re
import unicodedata
from collections.abc import Callable
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
    return "".join(letter for letter in composed if not _is_unsafe(letter))


def clean_lines(text: str) -> str:
    """Several lines, each `clean`; their breaks and tabs are kept."""
    return "".join(part if part in ("\n", "\t") else clean(part) for part in _LAYOUT.split(text))


def json_text(value: object, *, default: Callable[[object], object] | None = None) -> str:
    r"""The value as one line of JSON; what `clean` takes away stands in it as \uXXXX.

    So a program gets every letter back, and a terminal it is printed on obeys none. default: as of
    `json.dumps`, for values that JSON does not know.
    """
    text = json.dumps(value, ensure_ascii=False, default=default)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(letter) if _is_unsafe(letter) else letter for letter in text)


def _is_unsafe(letter: str) -> bool:
    return ord(letter) in _UNSAFE_POINTS or unicodedata.category(letter) in _UNSAFE_CATEGORIES


def _escaped(letter: str) -> str:
    if letter == "\x7f":
        return "\\u007f"  # plain ASCII, which json.dumps leaves as it is
    return json.dumps(letter)[1:-1]  # with its two halves, where one \uXXXX is not enough
