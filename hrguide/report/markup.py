"""Elements of HTML and SVG, every text in them made harmless on its way in.

Comes in: names of elements, attributes, children. Goes out: `Markup`, the only kind of text that is
not escaped again. A name, a workout or a note that says `<script>` is shown saying `<script>`.
Attribute names are ours alone; it refuses none of the reader's words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

from hrguide.plain_text import clean

# Elements without an end; every other one is closed, which HTML and SVG both read.
_VOID: Final = frozenset({"meta", "br", "col"})


@dataclass(frozen=True, slots=True)
class Markup:
    """Text that is markup already; of foreign text only `element` and `joined` make it."""

    text: str

    def __str__(self) -> str:
        return self.text


NOTHING: Final = Markup("")


def element(
    name: str,
    /,
    *children: "Markup | str | None",
    **attributes: "str | float | bool | None",
) -> Markup:
    """`<name attributes>children</name>`.

    A str is cleaned and escaped, None is left out. In attribute names `_` stands for `-`, and a
    trailing one is dropped (`class_`); True is the bare name, None and False are left out.
    """
    begin = f"<{name}{''.join(_attribute(*each) for each in attributes.items())}>"
    if name in _VOID:
        return Markup(begin)
    return Markup(f"{begin}{joined(children)}</{name}>")


def joined(children: Iterable["Markup | str | None"]) -> Markup:
    """One after the other, escaped as in `element`."""
    return Markup("".join(_safe(child) for child in children if child is not None))


def coordinate(value: float) -> str:
    """A tenth of a pixel is enough."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _safe(child: Markup | str) -> str:
    return child.text if isinstance(child, Markup) else escape(clean(child))


def _attribute(name: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    written = name.rstrip("_").replace("_", "-")
    if value is True:
        return f" {written}"
    text = value if isinstance(value, str) else coordinate(value)
    return f' {written}="{escape(clean(text))}"'
