"""How well the ride was forecast, against "the heart rate stays as it is".

Comes in: the Moments of a ride. Goes out: the root mean square error 30 s ahead, the same for
persistence, and how often the truth lay within the forecast's own 95 %. Whole seconds only, and
only where the heart rate was believed at both ends; pauses do not count. A guide is judged by its
decisions, not by this (physiology.md K).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hrguide.moment import Forecast, Moment, Phase

AHEAD_S: Final = 30.0  # what `ahead_30s` of a Moment is about
_WITHIN_SD: Final = 1.96  # 95 % of a normal distribution
_ENOUGH: Final = 60  # seconds compared; fewer say nothing [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastError:
    """Errors in bpm over `compared_s` seconds. within_95: the share inside the forecast's 95 %."""

    ahead_s: float
    compared_s: int
    rms_bpm: float
    as_it_is_rms_bpm: float
    within_95: float


def forecast_error(moments: Iterable[Moment]) -> ForecastError | None:
    """The errors of a whole ride, None where fewer than 60 s can be compared."""
    made: dict[float, tuple[Forecast, int]] = {}
    ours = as_it_is = 0.0
    within = compared = 0
    last_whole_s = -1.0
    for moment in moments:
        whole = moment.at_s == int(moment.at_s) and moment.at_s > last_whole_s
        if not whole or moment.hr_bpm is None or moment.phase not in (Phase.STEP, Phase.REST):
            continue
        last_whole_s = moment.at_s
        earlier = made.pop(moment.at_s, None)
        if earlier is not None:
            forecast, then_bpm = earlier
            off_bpm = moment.hr_bpm - forecast.mean_bpm
            ours += off_bpm**2
            as_it_is += (moment.hr_bpm - then_bpm) ** 2
            within += abs(off_bpm) <= _WITHIN_SD * forecast.sd_bpm
            compared += 1
        if moment.ahead_30s is not None:
            made[moment.at_s + AHEAD_S] = (moment.ahead_30s, moment.hr_bpm)
    if compared < _ENOUGH:
        return None
    return ForecastError(
        ahead_s=AHEAD_S,
        compared_s=compared,
        rms_bpm=math.sqrt(ours / compared),
        as_it_is_rms_bpm=math.sqrt(as_it_is / compared),
        within_95=within / compared,
    )
