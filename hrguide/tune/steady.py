"""A steady stretch in a ride: twenty minutes and more at one heart rate (physiology.md H2).

Comes in: a `Trace`. Goes out: the longest such stretch, or None. It is weak evidence (the threshold
is not far below what was held so long) and says nothing about how hard it felt. A ride that its
rider stopped as unwell has none.
"""

from dataclasses import dataclass
from itertools import accumulate
from math import ceil, sqrt
from statistics import median
from typing import Final

from hrguide.athlete.evidence import STEADY_MIN_MINUTES
from hrguide.tune.trace import Trace

MINUTE_S: Final = 60
ENOUGH_S: Final = 45  # of a minute must be believed for its median to stand [J]
DRIFT_PER_MINUTE_BPM: Final = 0.3  # H2: under 3 bpm in 10 min, up or down
SCATTER_BPM: Final = 3.0  # of minutes about their line: a heart's own restlessness and a bit [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steady:
    """hr_bpm: the mean of the minutes' medians."""

    from_s: int
    minutes: int
    hr_bpm: float
    drift_per_minute_bpm: float


def steady_stretch(ridden: Trace) -> Steady | None:
    """The longest stretch of whole minutes, worked through, whose heart rate kept to a line."""
    if ridden.unwell:
        return None
    minutes = _minutes(ridden)
    found: Steady | None = None
    for first, last in _runs(minutes):
        rates = [rate for rate in minutes[first:last] if rate is not None]
        longest = _longest(rates)
        if longest is not None and (found is None or longest.minutes > found.minutes):
            found = Steady(
                from_s=_start_s(ridden) + (first + longest.from_s) * MINUTE_S,
                minutes=longest.minutes,
                hr_bpm=longest.hr_bpm,
                drift_per_minute_bpm=longest.drift_per_minute_bpm,
            )
    return found


def _minutes(ridden: Trace) -> list[float | None]:
    """From the start on: a minute's median, None where it was not all work or hardly heard."""
    found: list[float | None] = []
    for from_s in range(_start_s(ridden), len(ridden.rates_bpm) - MINUTE_S + 1, MINUTE_S):
        span = slice(from_s, from_s + MINUTE_S)
        known = [rate for rate in ridden.rates_bpm[span] if rate is not None]
        whole = all(ridden.working[span]) and len(known) >= ENOUGH_S
        found.append(median(known) if whole else None)
    return found


def _start_s(ridden: Trace) -> int:
    return ceil(ridden.start_s or 0.0)


def _runs(minutes: list[float | None]) -> list[tuple[int, int]]:
    """Half-open spans of minutes without a hole, long enough to matter."""
    runs, first = [], 0
    for at, rate in enumerate([*minutes, None]):
        if rate is None:
            if at - first >= STEADY_MIN_MINUTES:
                runs.append((first, at))
            first = at + 1
    return runs


def _longest(rates: list[float]) -> Steady | None:
    """The longest span that is steady; `from_s` counts minutes here. By running sums."""
    count = len(rates)
    sum_y = list(accumulate(rates, initial=0.0))
    sum_xy = list(accumulate((x * y for x, y in enumerate(rates)), initial=0.0))
    sum_yy = list(accumulate((y * y for y in rates), initial=0.0))
    for length in range(count, STEADY_MIN_MINUTES - 1, -1):
        spread_x = length * (length * length - 1) / 12
        for first in range(count - length + 1):
            last = first + length
            total = sum_y[last] - sum_y[first]
            mean = total / length
            middle = first + (length - 1) / 2
            slope = (sum_xy[last] - sum_xy[first] - middle * total) / spread_x
            spread_y = sum_yy[last] - sum_yy[first] - mean * total
            scatter = sqrt(max(0.0, spread_y - slope * slope * spread_x) / length)
            if abs(slope) < DRIFT_PER_MINUTE_BPM and scatter <= SCATTER_BPM:
                return Steady(from_s=first, minutes=length, hr_bpm=mean, drift_per_minute_bpm=slope)
    return None
