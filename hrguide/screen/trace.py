"""Six minutes of heart rate as a small braille plot over the ranges that were in force.

Comes in: trace points. Goes out: rows on a canvas; the newest beat is at the right edge. A gap in
the data is a gap in the line: nothing is joined over missing seconds.
"""

from collections.abc import Sequence
from typing import Final

from hrguide.screen.canvas import Canvas, Tone
from hrguide.screen.memory import TRACE_S, TracePoint

LEAST_SPAN_BPM: Final = 40  # less would blow the heart's own wobble up to hills [J]
LABEL_CELLS: Final = 5

_BLANK: Final = 0x2800
# Unicode 2800-28FF: bit of the dot at (column 0-1, row 0-3 from the top).
_DOTS: Final = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))


def draw_trace(canvas: Canvas, row: int, rows: int, points: Sequence[TracePoint]) -> None:
    """Fill `rows` rows of the canvas, from `row` on."""
    width = canvas.width - LABEL_CELLS - 2
    rates = [point.hr_bpm for point in points if point.hr_bpm is not None]
    if rows < 2 or width < 10:
        return
    if not rates:
        canvas.put(row, LABEL_CELLS, "no heart rate in the last six minutes", Tone.QUIET)
        return
    low, high = _axis(points, rates)
    newest_s = points[-1].at_s
    dots = [[0] * width for _ in range(rows)]
    band = [[False] * width for _ in range(rows)]
    for point in points:
        back = (newest_s - point.at_s) / TRACE_S
        across = round((1.0 - back) * (2 * width - 1))
        if not 0 <= across < 2 * width:
            continue
        if point.hr_bpm is not None:
            height = _dot_row(point.hr_bpm, low, high, rows)
            dots[height // 4][across // 2] |= _DOTS[across % 2][height % 4]
        if point.high_bpm is not None:
            top = _dot_row(point.high_bpm, low, high, rows) // 4
            bottom = _dot_row(point.low_bpm or low, low, high, rows) // 4
            for at in range(top, bottom + 1):
                band[at][across // 2] = True
    for at in range(rows):
        for column in range(width):
            if dots[at][column]:
                sign, tone = chr(_BLANK | dots[at][column]), Tone.STRONG
            elif band[at][column]:
                sign, tone = "░", Tone.QUIET
            else:
                continue
            canvas.put(row + at, LABEL_CELLS + column, sign, tone)
    canvas.put(row, 0, f"{high:4d}", Tone.QUIET)
    canvas.put(row + rows - 1, 0, f"{low:4d}", Tone.QUIET)


def _axis(points: Sequence[TracePoint], rates: Sequence[int]) -> tuple[int, int]:
    """Whole tens around all that is shown, at least `LEAST_SPAN_BPM` apart."""
    tops = [point.high_bpm for point in points if point.high_bpm is not None]
    low = min(rates) // 10 * 10
    high = -(-max([*rates, *tops]) // 10) * 10
    if high - low < LEAST_SPAN_BPM:
        low = high - LEAST_SPAN_BPM
    return low, high


def _dot_row(bpm: float, low: int, high: int, rows: int) -> int:
    share = min(max((bpm - low) / (high - low), 0.0), 1.0)
    return round((1.0 - share) * (4 * rows - 1))
