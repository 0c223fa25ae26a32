"""The small signs of the pictures: a shape for each kind of cue, so that none hangs on its colour.

Comes in: a kind, a place. Goes out: SVG about 12 pixels wide. It knows no ride.
"""

from typing import Final

from hrguide.report.markup import Markup, coordinate, element

_SHAPES: Final = {
    "ease": "M-6 -5H6L0 6Z",  # a triangle that points down
    "push": "M-6 5H6L0 -6Z",  # one that points up
    "well": "M-5 0L-1.5 4L5 -4",  # a tick
    "stop": "M-5 -5L5 5M5 -5L-5 5",  # a cross
    "bad": "M-3 -3L3 3M3 -3L-3 3",  # a small one: a beat that is not believed
}


def mark(kind: str, x: float, y: float) -> Markup:
    """The sign with its middle there."""
    place = f"translate({coordinate(x)} {coordinate(y)})"
    return element("path", d=_SHAPES[kind], class_=f"mark-{kind}", transform=place)


def key(kind: str) -> Markup:
    """The sign by itself, for a legend; the words stand beside it."""
    return element("svg", mark(kind, 8, 8), viewBox="0 0 16 16", class_="key", aria_hidden="true")


def swatch(kind: str) -> Markup:
    """A piece of a band or of a line, for a legend."""
    is_line = kind in ("pulse", "threshold")
    shape = (
        element("line", x1=0.0, y1=8.0, x2=24.0, y2=8.0, class_=kind)
        if is_line
        else element("rect", x=0.0, y=2.0, width=24.0, height=12.0, class_=kind)
    )
    return element("svg", shape, viewBox="0 0 24 16", class_="key long", aria_hidden="true")
