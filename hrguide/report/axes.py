"""The paper a picture is drawn on: where a value lies, grid, ticks, lines with gaps.

Comes in: values in their own units. Goes out: SVG in pixels of the picture's own box. Colours are
the style sheet's, by class. It knows no ride.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.report.clock_words import clock
from hrguide.report.markup import Markup, coordinate, element, joined

Point = tuple[float, float]

_TIME_STEPS_S: Final = (10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
_LEVEL_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_TICK_PX: Final = 52  # room for "1:02:03" and air
_LEVEL_PX: Final = 26  # between two numbers above each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """A plot within a picture. left, top, width, height: pixels; the others: its edges' values."""

    left: float
    top: float
    width: float
    height: float
    x_low: float
    x_high: float
    y_low: float
    y_high: float

    def x(self, value: float) -> float:
        return self.left + (value - self.x_low) / (self.x_high - self.x_low) * self.width

    def y(self, value: float) -> float:
        """Held at the edges: what lies beyond is drawn on them."""
        share = (value - self.y_low) / (self.y_high - self.y_low)
        return self.top + (1 - min(1.0, max(0.0, share))) * self.height

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


def picture(name: str, *children: Markup, size: Point, title: str, told: str) -> Markup:
    """A whole SVG. name: unique on the page. title, told: what it shows, for who cannot see it."""
    width, height = size
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", told, id=f"{name}-told"),
        *children,
        viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-told",
    )


def time_ticks(axes: Axes) -> Markup:
    """Times under the plot, with lines up through it."""
    step = time_step(axes.x_high - axes.x_low, axes.width / _TICK_PX)
    return joined(
        joined(
            [
                _line((axes.x(at), axes.top), (axes.x(at), axes.bottom), "grid"),
                label(axes.x(at), axes.bottom + 15, clock(at), anchor="middle"),
            ]
        )
        for at in _ticks(axes.x_low, axes.x_high, step)
    )


def level_ticks(axes: Axes, *, every: float | None = None, places: int = 0) -> Markup:
    """Numbers left of the plot, with lines across it."""
    wanted = axes.height / _LEVEL_PX
    step = every or _step(axes.y_high - axes.y_low, wanted, _LEVEL_STEPS)
    return joined(
        joined(
            [
                _line((axes.left, axes.y(at)), (axes.right, axes.y(at)), "grid"),
                label(axes.left - 6, axes.y(at) + 4, f"{at:.{places}f}", anchor="end"),
            ]
        )
        for at in _ticks(axes.y_low, axes.y_high, step)
    )


def value_ticks(axes: Axes, *, every: float) -> Markup:
    """Numbers, not times, under the plot."""
    return joined(
        joined(
            [
                _line((axes.x(at), axes.top), (axes.x(at), axes.bottom), "grid"),
                label(axes.x(at), axes.bottom + 15, f"{at:.0f}", anchor="middle"),
            ]
        )
        for at in _ticks(axes.x_low, axes.x_high, every)
    )


def label(x: float, y: float, text: str, *, anchor: str = "start", kind: str = "tick") -> Markup:
    return element("text", text, x=x, y=y, text_anchor=anchor, class_=kind)


def line(axes: Axes, points: Iterable[tuple[float, float | None]], kind: str) -> Markup:
    """A line through values; a None breaks it."""
    return _path(_strokes(axes, points), kind)


def area(axes: Axes, points: Sequence[tuple[float, float, float]], kind: str) -> Markup:
    """Between two levels at each x; x, low, high."""
    if len(points) < 2:
        return joined(())
    there = [(axes.x(at), axes.y(high)) for at, _low, high in points]
    back = [(axes.x(at), axes.y(low)) for at, low, _high in reversed(points)]
    return _path([f"{_through([*there, *back])}Z"], kind)


def box(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return element("rect", x=x, y=y, width=max(0.0, width), height=max(0.0, height), class_=kind)


def rule(start: Point, end: Point, kind: str) -> Markup:
    """A straight line between two pixels."""
    return _line(start, end, kind)


def thinned(
    points: Sequence[tuple[float, float | None]], most: int
) -> tuple[tuple[float, float | None], ...]:
    """At most about `most` points: of each slice the lowest and the highest, and every break."""
    if len(points) <= most:
        return tuple(points)
    size = math.ceil(2 * len(points) / most)
    kept: list[tuple[float, float | None]] = []
    for start in range(0, len(points), size):
        piece = points[start : start + size]
        known = [(value, at) for at, value in piece if value is not None]
        if len(known) < len(piece):
            kept += piece
        else:
            low, high = min(known), max(known)
            kept += [(at, value) for at, value in sorted({low[::-1], high[::-1]})]
    return tuple(kept)


def _strokes(axes: Axes, points: Iterable[tuple[float, float | None]]) -> Iterator[str]:
    stroke: list[Point] = []
    for at, value in points:
        if value is not None:
            stroke.append((axes.x(at), axes.y(value)))
        elif stroke:
            yield _through(stroke)
            stroke = []
    if stroke:
        yield _through(stroke)


def _through(points: Sequence[Point]) -> str:
    if len(points) == 1:  # a lone second between two gaps: a dot, by the round cap
        (x, y) = points[0]
        return f"M{coordinate(x)} {coordinate(y)}h.1"
    return "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)


def _path(strokes: Iterable[str], kind: str) -> Markup:
    drawn = "".join(strokes)
    return element("path", d=drawn, class_=kind) if drawn else joined(())


def _line(start: Point, end: Point, kind: str) -> Markup:
    return element("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], class_=kind)


def time_step(span_s: float, most: float) -> float:
    """Between two ticks of a span of time with at most that many."""
    return _step(span_s, most, _TIME_STEPS_S)


def _step(span: float, wanted: float, steps: Sequence[int]) -> float:
    """The finest step that leaves room between the numbers."""
    return next((step for step in steps if span / step <= max(1.0, wanted)), steps[-1])


def _ticks(low: float, high: float, step: float) -> Iterator[float]:
    first = math.ceil(low / step)
    return (number * step for number in range(first, math.floor(high / step) + 1))
