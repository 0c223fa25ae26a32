"""The newest RR intervals as one row of bars: how the heart's rhythm looks, beat by beat.

Comes in: intervals, each good or not. Goes out: one row on a canvas, the newest beat at the right
edge. A bad interval is a cross and sets no scale: one missed beat would flatten all others.
"""

from collections.abc import Sequence
from typing import Final

from hrguide.screen.canvas import Canvas, Tone

LEAST_SPAN_S: Final = 0.02  # less would blow the strap's own millisecond up to hills [J]
LABEL_CELLS: Final = 5
BARS: Final = "▁▂▄▆█"
BAD: Final = "x"


def draw_tachogram(canvas: Canvas, row: int, intervals: Sequence[tuple[float, bool]]) -> None:
    """As many of the newest as fit into the row; longer intervals are higher."""
    newest = intervals[-(canvas.width - LABEL_CELLS - 2) :]
    good = [rr_s for rr_s, is_good in newest if is_good]
    if not good:
        return
    low_s, high_s = min(good), max(good)
    if high_s - low_s < LEAST_SPAN_S:
        low_s = (low_s + high_s - LEAST_SPAN_S) / 2
        high_s = low_s + LEAST_SPAN_S
    canvas.put(row, 2, "RR", Tone.QUIET)
    start = canvas.width - 2 - len(newest)
    for column, (rr_s, is_good) in enumerate(newest, start=start):
        if is_good:
            share = (rr_s - low_s) / (high_s - low_s)
            canvas.put(row, column, BARS[min(int(share * len(BARS)), len(BARS) - 1)])
        else:
            canvas.put(row, column, BAD, Tone.WARN)
