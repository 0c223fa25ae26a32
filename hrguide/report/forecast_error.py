"""How well the ride was forecast, against "the heart rate stays as it is".

Comes in: the Moments of a ride. Goes out: the root mean square error 30 s ahead, the same for
persistence, and how often the truth lay within the forecast's own 95 %; for the whole ride, and the
error for each step. Whole seconds only, and only where the heart rate was believed at both ends;
pauses do not count. A guide is judged by its decisions, not by this (physiology.md K).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hrguide.moment import Forecast, Moment, Phase

AHEAD_S: Final = 30.0  # what `ahead_30s` of a Moment is about
WITHIN_SD: Final = 1.96  # 95 % of a normal distribution
_ENOUGH: Final = 60  # seconds compared; fewer say nothing [J]
_ENOUGH_IN_A_STEP: Final = 20  # the clinic's shortest step has 60, and 15 may lack a forecast [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastError:
    """Errors in bpm over `compared_s` seconds. within_95: the share inside the forecast's 95 %."""

    ahead_s: float
    compared_s: int
    rms_bpm: float
    as_it_is_rms_bpm: float
    within_95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """A second whose heart rate was foretold 30 s before.

    step: the index of the step it fell into. off_bpm: truth less forecast. moved_bpm: truth less
    the heart rate when it was foretold.
    """

    at_s: float
    step: int | None
    forecast: Forecast
    off_bpm: float
    moved_bpm: float

    @property
    def is_within(self) -> bool:
        """Whether the truth lay in the forecast's own 95 %."""
        return abs(self.off_bpm) <= WITHIN_SD * self.forecast.sd_bpm


def foretold(moments: Iterable[Moment]) -> Iterator[Foretold]:
    """Each second that can be compared, in order."""
    made: dict[float, tuple[Forecast, int]] = {}
    last_whole_s = -1.0
    for moment in moments:
        whole = moment.at_s == int(moment.at_s) and moment.at_s > last_whole_s
        if not whole or moment.hr_bpm is None or moment.phase not in (Phase.STEP, Phase.REST):
            continue
        last_whole_s = moment.at_s
        earlier = made.pop(moment.at_s, None)
        if earlier is not None:
            forecast, then_bpm = earlier
            yield Foretold(
                at_s=moment.at_s,
                step=None if moment.step is None else moment.step.index,
                forecast=forecast,
                off_bpm=moment.hr_bpm - forecast.mean_bpm,
                moved_bpm=float(moment.hr_bpm - then_bpm),
            )
        if moment.ahead_30s is not None:
            made[moment.at_s + AHEAD_S] = (moment.ahead_30s, moment.hr_bpm)


def forecast_error(moments: Iterable[Moment]) -> ForecastError | None:
    """The errors of a whole ride, None where fewer than 60 s can be compared."""
    compared = tuple(foretold(moments))
    if len(compared) < _ENOUGH:
        return None
    return ForecastError(
        ahead_s=AHEAD_S,
        compared_s=len(compared),
        rms_bpm=_rms(one.off_bpm for one in compared),
        as_it_is_rms_bpm=_rms(one.moved_bpm for one in compared),
        within_95=sum(one.is_within for one in compared) / len(compared),
    )


def errors_by_step(moments: Iterable[Moment]) -> dict[int, float]:
    """The root mean square error (bpm) in each step with 20 s or more to compare, by index."""
    by_step: dict[int, list[float]] = defaultdict(list)
    for one in foretold(moments):
        if one.step is not None:
            by_step[one.step].append(one.off_bpm)
    return {step: _rms(offs) for step, offs in by_step.items() if len(offs) >= _ENOUGH_IN_A_STEP}


def _rms(offs: Iterable[float]) -> float:
    squares = [off * off for off in offs]
    return math.sqrt(sum(squares) / len(squares))
