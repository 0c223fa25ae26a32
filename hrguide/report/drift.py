"""How the heart rate crept: within long steps, and from round to round.

Comes in: the Moments of a ride, its steps. Goes out: a `Drift`. Without watts a creep may be the
heart's or the rider's own doing, so it is told as what was, and not explained.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.moment import Moment, Phase
from hrguide.report.steps import StepSummary

STEADY_FROM_S: Final = 180.0  # of a step: three time constants of 60 s, 5 % of a change is left
STEADY_LEAST_S: Final = 120.0  # behind it; shorter, a breath of 3 bpm looks like a drift [J]
_PER: Final = 600.0  # physiology.md F: bpm in 10 min


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDrift:
    """The last 60 s of one kind of step, in the first and in the last round that has them."""

    name: str
    first_round: int
    last_round: int
    first_bpm: float
    last_bpm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """within_bpm_per_10_min: one slope for all steady stretches (`steady_s` seconds together), None
    where no work step lasts 5 min or more.
    """

    within_bpm_per_10_min: float | None
    steady_s: float
    rounds: tuple[RoundDrift, ...]


def drift_of(moments: Iterable[Moment], steps: Sequence[StepSummary]) -> Drift:
    """moments: of whole seconds."""
    long = {
        step.index
        for step in steps
        if not step.is_rest and step.ridden_s >= STEADY_FROM_S + STEADY_LEAST_S
    }
    stretches: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for moment in moments:
        step = moment.step
        if step is None or step.index not in long or moment.phase is not Phase.STEP:
            continue
        if step.into_s >= STEADY_FROM_S and moment.hr_bpm is not None:
            stretches[step.index].append((step.into_s, moment.hr_bpm))
    kept = [points for points in stretches.values() if len(points) >= STEADY_LEAST_S]
    return Drift(
        within_bpm_per_10_min=_slope(kept),
        steady_s=float(sum(map(len, kept))),
        rounds=tuple(_from_round_to_round(steps)),
    )


def _slope(stretches: Sequence[Sequence[tuple[float, int]]]) -> float | None:
    """Least squares, each stretch about its own means: a level of its own, one slope for all."""
    over = under = 0.0
    for points in stretches:
        middle_s = statistics.fmean(into_s for into_s, _bpm in points)
        level_bpm = statistics.fmean(bpm for _into_s, bpm in points)
        over += sum((into_s - middle_s) * (bpm - level_bpm) for into_s, bpm in points)
        under += sum((into_s - middle_s) ** 2 for into_s, _bpm in points)
    return _PER * over / under if under else None


def _from_round_to_round(steps: Iterable[StepSummary]) -> Iterable[RoundDrift]:
    alike: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for step in steps:
        if not step.is_rest and step.round is not None and step.settled_bpm is not None:
            alike[step.name].append((step.round, step.settled_bpm))
    for name, settled in alike.items():
        (first_round, first_bpm), (last_round, last_bpm) = settled[0], settled[-1]
        if last_round > first_round:
            yield RoundDrift(
                name=name,
                first_round=first_round,
                last_round=last_round,
                first_bpm=first_bpm,
                last_bpm=last_bpm,
            )
