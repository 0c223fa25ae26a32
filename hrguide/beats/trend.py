"""The slow trend of a row of RR intervals, to be taken off before alpha1: smoothness priors.

Comes in: intervals. Goes out: what is left without their trend. Pure Python, for the live window;
`trend_ride.py` does the same for all windows of a ride at once, with the factors from here. It
knows no window and no box.

M. P. Tarvainen, P. O. Ranta-aho, P. A. Karjalainen, An advanced detrending method with application
to HRV analysis, IEEE Trans Biomed Eng 49 (2002) 172-175, doi 10.1109/10.979357: trend =
(I + lambda^2 D2' D2)^-1 z, with D2 the second differences. The matrix has five diagonals, so
it is factored as L D L' in time proportional to the beats, and all but the last two rows of the
factors are the same for every length.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

SMOOTHNESS: Final = 500.0
"""lambda. With a beat each 0.4 s what is slower than about 30 s is trend; Rogers et al. (Front
Physiol 11, 2021, 596567) and Kubios use it for alpha1 (physiology.md C1)."""
LEAST_BEATS: Final = 5  # fewer have no five diagonals

_STIFFNESS: Final = SMOOTHNESS * SMOOTHNESS


class Ending(NamedTuple):
    """The factors of the last two rows: both diagonals, and the step between the two."""

    before_last: float
    last: float
    step: float


class Factors(NamedTuple):
    """D, and L one and two below the diagonal, as far as no end is near."""

    diagonal: tuple[float, ...]
    below: tuple[float, ...]
    below_2: tuple[float, ...]


def factors(count: int) -> Factors:
    """The factors of at least `count` rows."""
    return _factors(1 << max(count - 1, 1).bit_length())


@lru_cache(maxsize=4)
def _factors(count: int) -> Factors:
    diagonal: list[float] = []
    below: list[float] = []
    below_2: list[float] = []
    for row in range(count):
        value = 1.0 + _STIFFNESS * (1.0 if row == 0 else 5.0 if row == 1 else 6.0)
        step = _STIFFNESS * (-2.0 if row == 0 else -4.0)
        if row >= 1:
            value -= below[-1] * below[-1] * diagonal[-1]
            step -= below_2[-1] * below[-1] * diagonal[-1]
        if row >= 2:
            value -= below_2[-2] * below_2[-2] * diagonal[-2]
        diagonal.append(value)
        below.append(step / value)
        below_2.append(_STIFFNESS / value)
    return Factors(tuple(diagonal), tuple(below), tuple(below_2))


def ending(count: int) -> Ending:
    """The factors that end a matrix of `count` rows, at least 5."""
    diagonal, below, below_2 = factors(count)
    at = count - 3
    before_last = diagonal[at + 1] - _STIFFNESS
    step = (-2.0 * _STIFFNESS - below_2[at] * below[at] * diagonal[at]) / before_last
    last = 1.0 + _STIFFNESS - step * step * before_last - below_2[at] * below_2[at] * diagonal[at]
    return Ending(before_last, last, step)


def without_trend(values: Sequence[float]) -> list[float]:
    """The values minus their trend, in their unit. Raises ValueError for fewer than 5."""
    count = len(values)
    if count < LEAST_BEATS:
        raise ValueError(f"{count} values have no trend: at least {LEAST_BEATS}")
    diagonal, below, below_2 = factors(count)
    end = ending(count)
    solved: list[float] = []  # by L, then by D and L'
    one = two = from_one = from_two = from_two_next = 0.0
    for value, step, step_2 in zip(values, below, below_2, strict=False):
        value -= from_one * one + from_two * two
        two, one = one, value
        solved.append(value)
        from_one, from_two, from_two_next = step, from_two_next, step_2
    solved[-1] += (below[count - 2] - end.step) * solved[-2]
    one = solved[-1] / end.last
    left = [0.0] * count
    left[-1] = values[-1] - one
    one, two = solved[-2] / end.before_last - end.step * one, one
    left[-2] = values[count - 2] - one
    for row in range(count - 3, -1, -1):
        trend = solved[row] / diagonal[row] - below[row] * one - below_2[row] * two
        left[row] = values[row] - trend
        two, one = one, trend
    return left
