"""Fluctuation by box size, for many windows of a ride at once: the arithmetic of alpha1.

Comes in: windows of RR intervals, as integers of one unit with their bounds, or as columns of
numbers. Goes out: alpha1 of each. Two ways to one result, and a test says so: integers where the
intervals are whole ticks or microseconds and no trend is taken off, numbers elsewhere. It judges no
beat and places no window.

With y the running sum of x - mean, F(n)^2 is the mean squared distance of y from a least-squares
line in each box of n beats, and alpha1 the slope of ln F on ln n (C.-K. Peng et al., Chaos 5 (1995)
82-87, doi 10.1063/1.166141; boxes as in physiology.md C1). For t = 0..n-1, S = sum y, C = sum y^2
and T = sum (2t - n + 1) y, n (n^2 - 1) x the squared distances is (n^2 - 1)(n C - S^2) - 3 T^2:
whole numbers throughout, and differences of running sums over the ride, which may wrap around on
the way because the result does not.
"""

from enum import StrEnum
from typing import Final

import numpy as np

from hrguide.beats.intervals import Floats, Ints

SIZES: Final = range(4, 17)  # boxes of 4 to 16 beats, all sizes (physiology.md C1)
CHUNK: Final = 128  # windows worked on together: half a megabyte stays in a cache

_LN: Final = np.log(np.array(SIZES, dtype=np.float64))
WEIGHTS: Final = (_LN - _LN.mean()) / np.square(_LN - _LN.mean()).sum()
"""What ln F of each size adds to the slope: ordinary least squares, all sizes alike."""

UNITS_PER_S: Final = (1000, 1024, 1_000_000)  # recorders, straps, and others' text files
_WHOLE: Final = 1e-4  # of a unit: further from a whole number is no rounding of a float
_FROM_RANGE: Final = 1.05e6
"""No box's n (n^2 - 1) x squared distances is larger, for intervals that range over 1 unit: with
n = 16, half of them at either end, y runs up to 4 units from its chord: 4080 x 16 x 4^2."""
_INT64: Final = float(2**63 - 1)


class Boxes(StrEnum):
    """Where the boxes lie. Windows differ by 0.03 rms between them, and by up to 0.15."""

    FORWARD = "forward"  # side by side from the first beat; what is left over is not used
    BOTH = "both"  # from the first beat and from the last
    OVERLAP = "overlap"  # from every beat


def whole_units(rr_s: Floats) -> tuple[Ints, int] | None:
    """The intervals as whole numbers of the coarsest unit they are exact in, and units a second.

    None where they are whole in none of milliseconds, 1/1024 s and microseconds.
    """
    for unit in UNITS_PER_S:
        exact = rr_s * unit
        ticks = np.rint(exact)
        if np.abs(exact - ticks).max(initial=0.0) < _WHOLE:
            return ticks.astype(np.int64), unit
    return None


def fits_64_bits(ticks: Ints) -> bool:
    """Whether every box's sum does: microseconds that range over 3 s do not."""
    return not ticks.size or _FROM_RANGE * float(np.ptp(ticks)) ** 2 < _INT64


def alpha1_of_ticks(ticks: Ints, first: Ints, last: Ints, boxes: Boxes) -> Floats:
    """alpha1 of each window first..last (half-open, 16 beats at least); -inf or nan if F is 0."""
    centred = ticks - ticks.sum() // ticks.size
    profile = np.cumsum(centred)
    twice = 2 * np.arange(profile.size, dtype=np.int64)
    sums = np.zeros((3, profile.size + 1), np.int64)
    np.cumsum(profile, out=sums[0, 1:])
    np.cumsum(profile * profile, out=sums[1, 1:])
    np.cumsum(twice * profile, out=sums[2, 1:])
    count = last - first
    # running sums of boxes stay whole where all the boxes of the longest window fit
    room = _FROM_RANGE * float(np.ptp(ticks)) ** 2 * 2.0 * float(count.max(initial=0))
    kind = np.int64 if room < _INT64 else np.float64
    logs = np.empty((len(SIZES), first.size))
    total: Ints | Floats
    for row, size in enumerate(SIZES):
        s, c, t = sums[:, size:] - sums[:, :-size]
        t -= (twice[: profile.size - size + 1] + (size - 1)) * s
        squares = (size * size - 1) * (size * c - s * s) - 3 * t * t
        if boxes is Boxes.OVERLAP:
            number = count - size + 1
            total = _running(squares, 1, kind)
            summed = total[first + number] - total[first]
        else:
            number = count // size
            total = _running(squares, size, kind)
            summed = total[first + number * size] - total[first]
            if boxes is Boxes.BOTH:
                start = last - number * size
                summed = summed + total[start + number * size] - total[start]
                number = 2 * number
        logs[row] = summed / (number * (size * size * (size * size - 1.0)))
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes: Floats = WEIGHTS @ (0.5 * np.log(logs))
    return slopes


def _running(squares: Ints, stride: int, kind: type) -> Ints | Floats:
    """Sums of every `stride`-th value up to each place: total[i] = squares[i - stride] + ..."""
    rows = -(-squares.size // stride)
    padded = np.zeros(rows * stride, np.int64)
    padded[: squares.size] = squares
    total: Ints | Floats = np.zeros((rows + 1, stride), kind)
    np.cumsum(padded.reshape(rows, stride), axis=0, out=total[1:])
    return total.ravel()


def alpha1_of_columns(columns: Floats, counts: Ints, boxes: Boxes) -> Floats:
    """alpha1 of each column (beats x windows, longest first); -inf or nan if F is 0.

    counts: beats of each window, at least 16; what stands below them is not used.
    """
    slopes = np.empty(counts.size)
    for start in range(0, counts.size, CHUNK):
        part = slice(start, start + CHUNK)
        slopes[part] = _chunk(columns[: counts[start], part], counts[part], boxes)
    return slopes


def _chunk(columns: Floats, counts: Ints, boxes: Boxes) -> Floats:
    beats = np.arange(columns.shape[0])[:, None]
    inside = beats < counts
    means = np.where(inside, columns, 0.0).sum(axis=0) / counts
    profile = np.cumsum(np.where(inside, columns - means, 0.0), axis=0)
    if boxes is Boxes.BOTH:  # a profile read backwards has its boxes at the other end
        backwards = np.take_along_axis(profile, np.maximum(counts - 1 - beats, 0), axis=0)
    logs = np.empty((len(SIZES), counts.size))
    for row, size in enumerate(SIZES):
        if boxes is Boxes.OVERLAP:
            number = counts - size + 1
            summed = sum(
                _side_by_side(profile[offset:], size, (number + size - 1 - offset) // size)
                for offset in range(size)
            )
        else:
            number = counts // size
            summed = _side_by_side(profile, size, number)
            if boxes is Boxes.BOTH:
                summed = summed + _side_by_side(backwards, size, number)
                number = 2 * number
        logs[row] = summed / (number * size)
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes: Floats = WEIGHTS @ (0.5 * np.log(logs))
    return slopes


def _side_by_side(profile: Floats, size: int, number: Ints) -> Floats:
    """Squared distances from the lines in the first `number` boxes of each column, summed.

    Each box is measured from its own first value: y may be far from 0 and F near it.
    """
    most = profile.shape[0] // size
    boxes = profile[: most * size].reshape(most, size, -1)
    boxes = boxes - boxes[:, :1]
    across = np.arange(size) - (size - 1) / 2.0
    mean = boxes.mean(axis=1)
    slope = np.einsum("n,bnw->bw", across, boxes)
    square = np.einsum("bnw,bnw->bw", boxes, boxes)
    distance = square - size * mean * mean - slope * slope / float(across @ across)
    used = np.arange(most)[:, None] < number
    total: Floats = np.where(used, np.maximum(distance, 0.0), 0.0).sum(axis=0)
    return total
