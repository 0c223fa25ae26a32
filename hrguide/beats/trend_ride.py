"""The trends of all windows of a ride at once: `trend.py` with a row of windows for a number.

Comes in: windows as columns of one array, longest first. Goes out: the same without their trends.
Each step of the recurrence is one pass over the columns, so the cost hardly grows with them.
"""

import numpy as np

from hrguide.beats.intervals import Floats, Ints
from hrguide.beats.trend import ending, factors


def columns_without_trend(columns: Floats, counts: Ints) -> Floats:
    """Each column minus its trend.

    columns: beats x windows, s; a window's beats stand at the top, 0 below. counts: beats of each
    window, at least 5, never rising from left to right.
    """
    longest = columns.shape[0]
    diagonal, below, below_2 = factors(longest)
    solved = columns.copy()
    for row in range(1, longest):
        solved[row] -= below[row - 1] * solved[row - 1]
        if row >= 2:
            solved[row] -= below_2[row - 2] * solved[row - 2]
    every = np.arange(counts.size)
    ends = [ending(count) for count in counts.tolist()]
    before_last, last, step = (np.array(part) for part in zip(*ends, strict=True))
    last_row, row_before = (counts - 1, every), (counts - 2, every)
    solved[last_row] += (np.array(below)[counts - 2] - step) * solved[row_before]
    trend = np.zeros((longest, counts.size))
    trend[last_row] = solved[last_row] / last
    trend[row_before] = solved[row_before] / before_last - step * trend[last_row]
    reaching = np.searchsorted(-counts, -np.arange(longest) - 3, side="right")
    for row in range(longest - 3, -1, -1):
        wide = int(reaching[row])  # the windows whose end is at least two rows below
        trend[row, :wide] = (
            solved[row, :wide] / diagonal[row]
            - below[row] * trend[row + 1, :wide]
            - below_2[row] * trend[row + 2, :wide]
        )
    left: Floats = np.where(np.arange(longest)[:, None] < counts, columns - trend, 0.0)
    return left
