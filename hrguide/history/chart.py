"""The threshold over months as a small picture of text: where it was, and how sure that was.

Comes in: days with a mean and a spread. Goes out: rows of pieces: an axis in bpm, a mark for the
mean, a line for one spread to either side, a column a month (its last ride), or a ride each where
all lie within three months. It draws no line from one to the next: between rides nobody knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Final

from hrguide.history.lines import Line, Piece, Tone

MEAN: Final = "●"
SPREAD: Final = "│"
STEPS_BPM: Final = (2, 5, 10, 20, 50)
BY_RIDE_DAYS: Final = 92  # a new rider's weeks would be two marks as months [J]
_AXIS_COLUMNS: Final = 6
_COLUMN: Final = 4  # "Sep "


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The belief about the threshold after a ride of that day."""

    day: date
    mean_bpm: float
    sd_bpm: float


@dataclass(frozen=True, slots=True)
class _Column:
    point: Point | None
    label: str


def chart(points: Sequence[Point], *, width: int, rows: int) -> tuple[Line, ...]:
    """`rows` rows and one of labels, at most `width` columns; () without points or room.

    points: in order of time; the newest that fit are drawn.
    """
    most = (width - _AXIS_COLUMNS) // _COLUMN
    if not points or rows < 2 or most < 1:
        return ()
    columns = _columns(points)[-most:]
    known = [column.point for column in columns if column.point is not None]
    step, bottom = _scale(known, rows)
    drawn = []
    for row in reversed(range(rows)):
        at_bpm = bottom + row * step
        cells = [_cell(column.point, at_bpm, step) for column in columns]
        drawn.append((Piece(f"{at_bpm:>{_AXIS_COLUMNS - 1}} ", Tone.QUIET), *cells))
    labels = "".join(f"{column.label:<{_COLUMN}}" for column in columns)
    return (*drawn, (Piece(" " * _AXIS_COLUMNS + labels.rstrip(), Tone.QUIET),))


def _columns(points: Sequence[Point]) -> list[_Column]:
    first, last = points[0].day, points[-1].day
    if (last - first).days <= BY_RIDE_DAYS:
        return _by_ride(points)
    newest = {(one.day.year, one.day.month): one for one in points}
    columns = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        label = f"{date(year, month, 1):%b}" if month > 1 else f"{year}"
        columns.append(_Column(newest.get((year, month)), label))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return columns


def _by_ride(points: Sequence[Point]) -> list[_Column]:
    """The day of the month, and the month's name where it begins."""
    columns = []
    before: date | None = None
    for one in points:
        is_new = before is None or (before.year, before.month) != (one.day.year, one.day.month)
        columns.append(_Column(one, f"{one.day:%b}" if is_new else f"{one.day.day}"))
        before = one.day
    return columns


def _scale(points: Sequence[Point], rows: int) -> tuple[int, int]:
    """bpm from row to row, and of the lowest row."""
    low = min(one.mean_bpm - one.sd_bpm for one in points)
    high = max(one.mean_bpm + one.sd_bpm for one in points)
    for step in STEPS_BPM:
        bottom = floor(low / step + 0.5) * step
        if bottom + (rows - 1) * step >= ceil(high / step - 0.5) * step:
            return step, bottom
    return ceil((high - low) / (rows - 1)), round(low)


def _cell(point: Point | None, at_bpm: int, step: int) -> Piece:
    """What stands at this heart rate, half a row to either side."""
    if point is None:
        return Piece(" " * _COLUMN)
    low, high = at_bpm - step / 2, at_bpm + step / 2
    if low <= point.mean_bpm < high:
        return Piece(f"{MEAN:<{_COLUMN}}", Tone.COURSE)
    if point.mean_bpm - point.sd_bpm < high and point.mean_bpm + point.sd_bpm > low:
        return Piece(f"{SPREAD:<{_COLUMN}}", Tone.QUIET)
    return Piece(" " * _COLUMN)
