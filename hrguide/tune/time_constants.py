"""How late this heart answers, read off the steps of past rides (physiology.md E1).

Comes in: a Trace with the times at which steps began. Goes out: the changes of effort it shows,
and over many of them a time constant for the way up and one for the way down, each with the middle
half of what they showed. Every change of 10 bpm and more is fitted by itself: the rate it came
from, a dead time, one exponential (Hunt 2024: the right structure). What it is good for, `pace.py`
says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median, quantiles
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from hrguide.tune.trace import Trace

Floats = npt.NDArray[np.float64]

UP_MIN_S: Final = 90  # E1: at tau 38 s, nine tenths of the change
DOWN_MIN_S: Final = 60  # a rest between rounds; shorter shows no bend
USED_S: Final = 180  # later the effort has wandered, or the heart drifts
BEFORE_S: Final = 5  # the rate a change comes from: a median of so many seconds
CHANGE_MIN_BPM: Final = 10.0  # five times a heart's own noise (SD 1.7-2)
MISFIT_MAX_BPM: Final = 3.0  # rms: above it was no single change of effort [J]
HEARD_SHARE: Final = 0.9
STEPS_MIN: Final = 3  # fewer have no middle half
TAUS_S: Final = tuple(float(tau) for tau in np.geomspace(10.0, 160.0, 34))
DELAYS_S: Final = tuple(range(0, 17, 2))  # E1: 3-15 s


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeConstant:
    """tau_s: the median over `steps` changes; low_s to high_s: their middle half. dead_time_s: the
    median of the seconds before the heart moved.
    """

    tau_s: float
    low_s: float
    high_s: float
    dead_time_s: float
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartAnswer:
    """One change of effort as the heart answered it; change_bpm: below 0 on the way down."""

    tau_s: float
    dead_time_s: float
    change_bpm: float


def heart_answers(ridden: Trace) -> tuple[HeartAnswer, ...]:
    """Every change of effort in a ride that shows a pace."""
    fitted = (_fit(rates, seconds) for rates, seconds in _changes(ridden))
    return tuple(one for one in fitted if one is not None)


def time_constants(
    answers: Iterable[HeartAnswer],
) -> tuple[TimeConstant | None, TimeConstant | None]:
    """(up, down), each None where fewer than three changes of effort show it."""
    known = tuple(answers)
    up = [one for one in known if one.change_bpm > 0]
    return _middle(up), _middle([one for one in known if one.change_bpm <= 0])


def _middle(answers: Sequence[HeartAnswer]) -> TimeConstant | None:
    if len(answers) < STEPS_MIN:
        return None
    taus_s = [one.tau_s for one in answers]
    low_s, _, high_s = quantiles(taus_s, n=4, method="inclusive")
    return TimeConstant(
        tau_s=median(taus_s),
        low_s=low_s,
        high_s=high_s,
        dead_time_s=median(one.dead_time_s for one in answers),
        steps=len(answers),
    )


def _changes(ridden: Trace) -> Iterator[tuple[Floats, Floats]]:
    """Rates above (below) where each step found the heart, with the seconds into the step."""
    end_s = float(len(ridden.rates_bpm))
    for from_s, to_s in pairwise([*ridden.steps_s, end_s]):
        first, last = int(from_s), int(min(to_s, from_s + USED_S))
        if last - first < DOWN_MIN_S or not all(ridden.working[first:last]):
            continue
        before = _known(ridden.rates_bpm[max(0, first - BEFORE_S) : first])
        heard = [
            (at_s - first, rate)
            for at_s in range(first, last)
            if (rate := ridden.rates_bpm[at_s]) is not None
        ]
        if not before or len(heard) < HEARD_SHARE * (last - first):
            continue
        seconds = np.array([at_s for at_s, _ in heard], dtype=np.float64)
        yield np.array([rate for _, rate in heard]) - median(before), seconds


def _fit(rates: Floats, seconds: Floats) -> HeartAnswer | None:
    """By least squares over the grid; None where it shows no pace."""
    basis = _basis(USED_S)[:, seconds.astype(np.int64)]
    weight = np.maximum(np.einsum("ij,ij->i", basis, basis), 1e-9)
    size = basis @ rates / weight
    misfit = float(rates @ rates) - size * size * weight
    best = int(np.argmin(misfit))
    change_bpm = float(size[best] * basis[best, -1])
    rms = (max(0.0, float(misfit[best])) / rates.size) ** 0.5
    tau_s = TAUS_S[best // len(DELAYS_S)]
    least_s = UP_MIN_S if change_bpm > 0 else DOWN_MIN_S
    at_the_edge = tau_s in (TAUS_S[0], TAUS_S[-1])
    if at_the_edge or abs(change_bpm) < CHANGE_MIN_BPM or rms > MISFIT_MAX_BPM:
        return None
    if seconds[-1] + 1 < least_s:
        return None
    dead_time_s = float(DELAYS_S[best % len(DELAYS_S)])
    return HeartAnswer(tau_s=tau_s, dead_time_s=dead_time_s, change_bpm=change_bpm)


@lru_cache(maxsize=1)
def _basis(length_s: int) -> Any:
    """One row for each tau and dead time: the share of the change reached at each second."""
    at_s = np.arange(length_s, dtype=np.float64)
    rows = [
        1.0 - np.exp(-np.maximum(0.0, at_s - delay_s) / tau_s)
        for tau_s in TAUS_S
        for delay_s in DELAYS_S
    ]
    return np.array(rows)


def _known(rates: Iterable[int | None]) -> list[int]:
    return [rate for rate in rates if rate is not None]
