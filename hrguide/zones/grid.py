"""The grid of heart rates on which a belief about a threshold lives.

Comes in: weights, one a cell, 60 to 210 bpm by 1. Goes out: new weights; nothing is changed in
place. Mass pushed past an end is reflected: a flat belief stays flat and none is lost, and no
wrapping carries a low belief to the top. Pure Python on purpose: numpy would cost 60 ms of the
first frame and win 10 ms in ten years of evidence.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import comb, exp, sqrt
from operator import add, mul
from typing import Final

Cells = tuple[float, ...]

LOW_BPM: Final = 60  # below the lowest threshold under rate-limiting medicine (about 80 [K])
HIGH_BPM: Final = 210  # above the highest of a trained 15-year-old (about 190 [K])
CENTRES_BPM: Final[Cells] = tuple(float(bpm) for bpm in range(LOW_BPM, HIGH_BPM + 1))
COUNT: Final = len(CENTRES_BPM)
FLAT: Final[Cells] = (1.0 / COUNT,) * COUNT

_SQUARES: Final = tuple(bpm * bpm for bpm in CENTRES_BPM)
_NEGLIGIBLE: Final = 1e-9  # a tap below it moves no mean by a millionth of a bpm


def normal(mean_bpm: float, sd_bpm: float) -> Cells:
    """Weights of a normal distribution, not normalised (1 at the mean)."""
    scale = -0.5 / (sd_bpm * sd_bpm)
    return tuple([exp(scale * (bpm - mean_bpm) ** 2) for bpm in CENTRES_BPM])


def normalised(cells: Sequence[float], otherwise: Cells = FLAT) -> Cells:
    """Weights that sum to 1; `otherwise` where there is no mass at all."""
    total = sum(cells)
    if not total > 0.0:
        return otherwise
    scale = 1.0 / total
    return tuple([weight * scale for weight in cells])


def mean_bpm(cells: Cells) -> float:
    """Mean of normalised weights."""
    return float(sum(map(mul, cells, CENTRES_BPM)))


def variance_bpm2(cells: Cells) -> float:
    """Variance of normalised weights."""
    mean = mean_bpm(cells)
    return float(max(0.0, sum(map(mul, cells, _SQUARES)) - mean * mean))


def quantile_bpm(cells: Cells, p: float) -> float:
    """Where the cumulated weight reaches p; the mass of a cell lies evenly over its 1 bpm."""
    below = 0.0
    for centre, (weight, upto) in zip(
        CENTRES_BPM, zip(cells, accumulate(cells), strict=True), strict=True
    ):
        if upto >= p and weight > 0.0:
            return centre - 0.5 + (p - below) / weight
        below = upto
    return HIGH_BPM + 0.5


def spread(cells: Cells, taps: Sequence[float]) -> Cells:
    """Convolve with a symmetric kernel: taps[0] in the middle, taps[j] at each side."""
    reach = len(taps) - 1
    if reach == 0:
        return cells
    if reach == 2:  # one week's walk, the one kernel that runs hundreds of times
        return _spread_by_five(cells, taps)
    padded = (*_reflected(cells, reach), *cells, *reversed(_reflected(cells[::-1], reach)))
    out = [taps[0] * weight for weight in cells]
    for distance in range(1, reach + 1):
        tap = taps[distance]
        left = padded[reach - distance : reach - distance + COUNT]
        right = padded[reach + distance : reach + distance + COUNT]
        out = list(map(add, out, [tap * both for both in map(add, left, right)]))
    return tuple(out)


def _spread_by_five(cells: Cells, taps: Sequence[float]) -> Cells:
    middle, near, far = taps
    padded = (cells[1], cells[0], *cells, cells[-1], cells[-2])
    fives = zip(padded, padded[1:], cells, padded[3:], padded[4:], strict=False)
    return tuple([middle * c + near * (b + d) + far * (a + e) for a, b, c, d, e in fives])


def shifted(cells: Cells, by_bpm: int) -> Cells:
    """The weights moved up by whole bpm; the cells that come in free take the weight at the end."""
    if by_bpm == 0:
        return cells
    if by_bpm > 0:
        return (cells[0],) * by_bpm + cells[:-by_bpm]
    return cells[-by_bpm:] + (cells[-1],) * -by_bpm


@lru_cache(maxsize=32)
def normal_taps(sd_bpm: float) -> Cells:
    """A normal kernel for `spread`, out to 4 SD."""
    return _symmetric([exp(-0.5 * (j / sd_bpm) ** 2) for j in range(int(4 * sd_bpm) + 1)])


@lru_cache(maxsize=32)
def student_taps(scale_bpm: float, freedom: int) -> Cells:
    """A Student-t kernel for `spread`, over the whole grid: its tails are what it is for."""
    power = -(freedom + 1) / 2
    return _symmetric([(1 + (j / scale_bpm) ** 2 / freedom) ** power for j in range(COUNT)])


@lru_cache(maxsize=256)
def walk_taps(steps: int) -> Cells:
    """The kernel of `steps` random steps of variance 1 bpm^2.

    Binomial(4 n, 1/2), centred: n steps and m steps make exactly n + m steps, and the kernel is
    log-concave, so that it never turns the order of two beliefs round.
    """
    n = 4 * steps
    reach = min(2 * steps, 2 + int(6 * sqrt(steps)), COUNT - 1)
    whole = 2**n
    taps = [comb(n, 2 * steps + j) / whole for j in range(reach + 1)]
    return _symmetric([tap for tap in taps if tap > _NEGLIGIBLE])


def _symmetric(taps: Sequence[float]) -> Cells:
    total = taps[0] + 2 * sum(taps[1:])
    return tuple(tap / total for tap in taps)


def _reflected(cells: Cells, reach: int) -> Cells:
    assert reach <= COUNT, reach
    return cells[:reach][::-1]
