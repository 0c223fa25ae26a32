"""The threshold, its spread and the ranges as a small picture of text.

Comes in: a Belief, ranges and ceilings, a width. Goes out: lines no wider than that: an axis of
heart rates, a hill that shows where the threshold may lie, a bar for each range, a mark for each
limit. Every line says its numbers in figures too, so nothing hangs on the picture. It refuses
colour: it goes into letters and files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Final

from hrguide.zones.belief import Belief
from hrguide.zones.ceilings import Ceilings
from hrguide.zones.grid import HIGH_BPM, LOW_BPM, Cells, variance_bpm2
from hrguide.zones.ranges import EFFORTS, Range

BAR: Final = "█"
LIMIT: Final = "│"
BEYOND: Final = ">"  # a limit further up than is drawn
BEYOND_BPM: Final = 10  # a limit above it would squeeze what is below
ALL_EFFORTS: Final = "all efforts"
NARROW_BELOW: Final = 64  # columns; below it the labels are short
SHOWN_MASS: Final = 0.98  # of the hill; its far tails would squeeze the ranges
TICKS_BPM: Final = (10, 20, 50)  # the closest that leaves room between the numbers
TICK_COLUMNS: Final = 6
EDGE_BPM: Final = 4  # air at both ends of the axis

_HILL: Final = " ▁▂▃▄▅▆▇█"
_LABELS: Final = {"easy": "easy", "moderately easy": "moderately easy", "moderate": "moderate"}
_SHORT: Final = {"easy": "easy", "moderately easy": "mod. easy", "moderate": "moderate"}
_ASCII: Final = str.maketrans("▁▂▃▄▅▆▇█│", "..::--=#|")


@dataclass(frozen=True, slots=True)
class _Axis:
    """The heart rates along the columns right of the labels."""

    low_bpm: float
    high_bpm: float
    first: int
    columns: int

    def column(self, bpm: float) -> int:
        """Of this heart rate, held at the ends."""
        share = (bpm - self.low_bpm) / (self.high_bpm - self.low_bpm)
        return self.first + min(self.columns - 1, max(0, int(share * self.columns)))

    def middle_bpm(self, at: int) -> float:
        """The heart rate in the middle of a column, counted from the first."""
        return self.low_bpm + (at + 0.5) * (self.high_bpm - self.low_bpm) / self.columns


def picture(
    belief: Belief,
    found: Mapping[str, Range],
    limits: Ceilings,
    *,
    width: int = 80,
    ascii_only: bool = False,
) -> tuple[str, ...]:
    """Lines of at most `width` columns (at least 40); no blanks at their ends."""
    names = _SHORT if width < NARROW_BELOW else _LABELS
    rows = _rows(found, names)
    marks = _limits(limits, short=width < NARROW_BELOW)
    texts = [*((name, numbers) for name, numbers, _ in rows), *((m[0], m[1]) for m in marks)]
    texts.append(("threshold", f"{belief.mean_bpm:.0f} +-{belief.sd_bpm:.0f}"))
    name_columns = max(len(name) for name, _ in texts) + 1
    label_columns = name_columns + max(len(numbers) for _, numbers in texts) + 2
    axis = _axis(belief, found, [m[2] for m in marks], label_columns, width - label_columns)
    lines = [_scale(axis), _label(*texts[-1], name_columns, label_columns) + _hill(belief, axis)]
    for name, numbers, one in rows:
        lines.append(_label(name, numbers, name_columns, label_columns) + _bar(one, axis))
    for name, numbers, at_bpm in marks:
        sign = LIMIT if at_bpm <= axis.high_bpm else BEYOND
        mark = " " * (axis.column(at_bpm) - axis.first) + sign
        lines.append(_label(name, numbers, name_columns, label_columns) + mark)
    plain = (line.rstrip() for line in lines)
    return tuple(line.translate(_ASCII) if ascii_only else line for line in plain)


def _rows(found: Mapping[str, Range], names: Mapping[str, str]) -> list[tuple[str, str, Range]]:
    """Name, figures and range of each effort; "under N" is one row, the same for all."""
    efforts = [effort for effort in EFFORTS if effort in found]
    if efforts and found[efforts[0]].low_bpm is None:
        one = found[efforts[0]]
        return [(ALL_EFFORTS, _numbers(one), one)]
    return [(names[effort], _numbers(found[effort]), found[effort]) for effort in efforts]


def _numbers(one: Range) -> str:
    return f"under {one.high_bpm}" if one.low_bpm is None else f"{one.low_bpm}-{one.high_bpm}"


def _limits(limits: Ceilings, *, short: bool) -> list[tuple[str, str, float]]:
    """Name, figure and heart rate of each limit that says something."""
    session = None if limits.session_provisional else limits.session_bpm  # it says nothing then
    named = (
        ("ease above" if not short else "ease", session),
        ("stop above" if not short else "stop", limits.hard_bpm),
    )
    return [(name, f"{bpm:.0f}", bpm) for name, bpm in named if bpm is not None]


def _axis(
    belief: Belief, found: Mapping[str, Range], marks: Sequence[float], first: int, columns: int
) -> _Axis:
    low, high = belief.interval(SHOWN_MASS)
    tops = [float(one.high_bpm) for one in found.values()]
    lows = [float(one.low_bpm) for one in found.values() if one.low_bpm is not None]
    top = max([high, *tops])
    top = max([top, *(mark for mark in marks if mark <= top + BEYOND_BPM)])
    bottom = max(LOW_BPM, min([low, *lows, *tops, *marks]) - EDGE_BPM)
    top = min(HIGH_BPM, top + EDGE_BPM)
    return _Axis(bottom, top, first, columns)


def _scale(axis: _Axis) -> str:
    """The numbers of the axis, each standing over its own column."""
    for tick in TICKS_BPM:
        wide = tick / (axis.high_bpm - axis.low_bpm) * axis.columns
        if wide >= TICK_COLUMNS:
            break
    first = -(-int(axis.low_bpm + 1) // tick) * tick
    row = [" "] * (axis.first + axis.columns)
    row[:3] = "bpm"
    for bpm in range(first, int(axis.high_bpm) + 1, tick):
        column, text = axis.column(bpm), str(bpm)
        if column + len(text) <= len(row):
            row[column : column + len(text)] = text
    return "".join(row)


def _hill(belief: Belief, axis: _Axis) -> str:
    """The belief as heights, as wide as its spread is told (`Belief.quantile` stretches alike)."""
    mean = belief.mean_bpm
    raw_sd = max(variance_bpm2(belief.cells), 1 / 12) ** 0.5
    stretch = belief.sd_bpm / raw_sd
    heights = [
        _weight_at(belief.cells, mean + (axis.middle_bpm(at) - mean) / stretch)
        for at in range(axis.columns)
    ]
    highest = max(heights)
    steps = len(_HILL) - 1
    return "".join(_HILL[round(steps * height / highest)] for height in heights)


def _weight_at(cells: Cells, bpm: float) -> float:
    """Between two cells; 0 beside the grid."""
    below = floor(bpm)
    if not LOW_BPM <= below < HIGH_BPM:
        return 0.0
    at, share = below - LOW_BPM, bpm - below
    return (1.0 - share) * cells[at] + share * cells[at + 1]


def _bar(one: Range, axis: _Axis) -> str:
    """From edge to edge; "under N" from the left end on."""
    start = axis.first if one.low_bpm is None else axis.column(one.low_bpm)
    end = max(axis.column(one.high_bpm), start + 1)
    return " " * (start - axis.first) + BAR * (end - start)


def _label(name: str, numbers: str, name_columns: int, label_columns: int) -> str:
    return f"{name:<{name_columns}}{numbers:>{label_columns - name_columns - 2}}  "
