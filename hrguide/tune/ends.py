"""The two ends of a heart as a ride shows them: the highest clean rate, the lowest while waiting.

Comes in: a `Trace`. Goes out: a peak (the maximum is not below it) and a bound (rest is not above
it, physiology.md L10). Both are one-sided, so a value that had to be held for some seconds errs on
the harmless side. Refuses seconds whose signal was not good.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.tune.trace import Trace

PEAK_HELD_S: Final = 10  # a heart leaves its peak slowly (E1: tau_off 50 s), a slip does not [J]
REST_HELD_S: Final = 30  # L10: the lowest clean 30 s


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """A heart rate and where it was: the first second of the span that shows it."""

    at_s: int
    hr_bpm: float


def clean_peak(ridden: Trace) -> Extreme | None:
    """The highest rate that was reached and held for 10 s of work or of the rest after it."""
    if ridden.start_s is None:
        return None
    first_s = int(ridden.start_s)
    spans = _spans(ridden, first_s, len(ridden.rates_bpm), PEAK_HELD_S, _lowest)
    return max(spans, key=lambda one: one.hr_bpm, default=None)


def lowest_at_set_up(ridden: Trace) -> Extreme | None:
    """The lowest mean of 30 s before the start; None where there was no such quiet time."""
    if ridden.start_s is None:
        return None
    spans = _spans(ridden, 0, int(ridden.start_s), REST_HELD_S, _mean)
    return min(spans, key=lambda one: one.hr_bpm, default=None)


def _spans(
    ridden: Trace,
    first_s: int,
    last_s: int,
    held_s: int,
    value: Callable[[Sequence[int]], float],
) -> list[Extreme]:
    """Every span of `held_s` clean seconds within [first_s, last_s)."""
    found = []
    rates: list[int] = []
    for at_s in range(first_s, min(last_s, len(ridden.rates_bpm))):
        rate = ridden.rates_bpm[at_s]
        if rate is None or not ridden.clean[at_s]:
            rates = []
            continue
        rates.append(rate)
        if len(rates) >= held_s:
            span = rates[-held_s:]
            found.append(Extreme(at_s=at_s - held_s + 1, hr_bpm=value(span)))
    return found


def _lowest(rates: Sequence[int]) -> float:
    return float(min(rates))


def _mean(rates: Sequence[int]) -> float:
    return sum(rates) / len(rates)
