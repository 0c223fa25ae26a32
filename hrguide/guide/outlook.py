"""How likely the heart rate leaves its range by the decision time, all doubts together.

Comes in: the range of the step, the forecast for the decision time, what is known of the talk
threshold. Goes out: an `Outlook`. The forecast's doubt and the belief's are added (physiology.md
L3: sd^2 = sd_forecast^2 + (k SD(c))^2, k the edge's share of the reserve); a range written by a
coach in bpm has no doubt of its own. It says nothing and decides nothing.
"""

import math
from dataclasses import dataclass

from hrguide.guide.kinetics import Forecast
from hrguide.guide.policy import Policy
from hrguide.guide.step_range import StepRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The talk threshold c and its doubt; rest_bpm beside it.

    personal: it rests on the athlete's own evidence. A formula's only says how sure the edges are.
    """

    mean_bpm: float
    sd_bpm: float
    rest_bpm: float
    personal: bool = True

    def doubt_bpm(self, edge_bpm: float) -> float:
        """How much an edge of a range moves with the doubt about c: k SD(c)."""
        reserve = max(self.mean_bpm - self.rest_bpm, 1.0)
        return max(0.0, (edge_bpm - self.rest_bpm) / reserve) * self.sd_bpm


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """At the decision time, `ahead_s` from now: the forecast, and how likely it is out.

    over: probability of more than the step's top + 5 (a coach's + 2), or of more than the talk
    threshold. under: of less than the range's low edge. limit_bpm: what `over` is about; None where
    nothing may be said of it. by_threshold: that limit is the talk threshold.
    """

    forecast: Forecast
    ahead_s: float
    over: float
    under: float
    limit_bpm: float | None
    by_threshold: bool = False


def look_ahead(
    at_s: float,
    asked: StepRange,
    forecast: Forecast | None,
    threshold: Threshold | None,
    policy: Policy,
) -> Outlook | None:
    """The outlook of a step with a range; None without one, or without a forecast."""
    if forecast is None or asked.is_empty:
        return None
    mean_bpm, sd_bpm = forecast.mean_bpm, forecast.sd_bpm
    own = None if asked.by_coach else threshold
    over, limit_bpm, by_threshold = 0.0, None, False
    if asked.high_bpm is not None:
        margin = policy.ease_above_coach_bpm if asked.by_coach else policy.ease_above_bpm
        limit_bpm = asked.high_bpm + margin
        doubt = own.doubt_bpm(asked.high_bpm) if own else 0.0
        over = _beyond(mean_bpm - limit_bpm, sd_bpm, doubt)
    if own is not None and own.personal and not asked.by_percent:
        above_c = _beyond(mean_bpm - own.mean_bpm, sd_bpm, own.sd_bpm)
        if above_c > over:
            over, limit_bpm, by_threshold = above_c, own.mean_bpm, True
    under = 0.0
    if asked.low_bpm is not None:
        doubt = own.doubt_bpm(asked.low_bpm) if own else 0.0
        under = _beyond(asked.low_bpm - mean_bpm, sd_bpm, doubt)
    return Outlook(
        forecast=forecast,
        ahead_s=forecast.at_s - at_s,
        over=over,
        under=under,
        limit_bpm=limit_bpm,
        by_threshold=by_threshold,
    )


def _beyond(by_bpm: float, sd_bpm: float, doubt_bpm: float) -> float:
    """Probability that a number expected `by_bpm` beyond an edge is beyond it."""
    spread = math.hypot(sd_bpm, doubt_bpm)
    return 0.5 * (1.0 + math.erf(by_bpm / (spread * math.sqrt(2.0))))
