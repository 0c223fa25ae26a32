"""Where the heart rate is heading: fifteen small models of how late this heart answers.

Comes in, once a second: a heart rate that may be believed, or none; at a step's beginning, what
effort to expect. Goes out: the heart rate so many seconds ahead, mean and spread. The models
(`kinetic_model.py`) differ in time constant and dead time and are weighed by how well they foresaw
(physiology.md E2). It knows no ranges and no workout: `foresight.py` tells it what a step asks.
Pure Python, no numpy: some 0.1 ms a second.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.guide.kinetic_model import DEMAND_WALK_BPM2, Model
from hrguide.guide.kinetic_model import Demand as Demand

TAUS_ON_S: Final = (20.0, 28.0, 38.0, 50.0, 68.0)  # E2, around Hunt's 57 and the 38 of E1
DELAYS_S: Final = (4, 8, 12)  # E2; E1: 3-15 s
MODELS: Final = len(TAUS_ON_S) * len(DELAYS_S)
GAP_BPM2: Final = 1.5**2  # without a beat the effort wanders unseen: bpm^2 a second [J]
FORGET: Final = 0.998  # E2: weights forget in some 8 minutes
LEAST_WEIGHT: Final = 1e-3  # E2: no model is ever out for good
TAU_DOUBT: Final = 0.25  # of log tau: what was read off past rides errs, and changes by the day [J]
DELAY_DOUBT_S: Final = 4.0  # the grid's step
JUMP_BPM: Final = 25.0  # D3: a step of more is the sensor's ...
FASTEST_BPM_PER_S: Final = 4.0  # D3: ... over what a heart does meanwhile
JUMP_HELD_S: Final = 4  # D3: five beats confirm; so long the new level is not believed [J]
LOST_S: Final = 8  # D3: silence longer than that is a lost signal; what came before it may be false
HEART_BPM: Final = (40.0, 210.0)  # no forecast leaves what hearts do


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The heart rate expected at ride time `at_s`: mean and SD in bpm."""

    at_s: float
    mean_bpm: float
    sd_bpm: float


def weights_of(tau_on_s: float, dead_time_s: float) -> list[float]:
    """The fifteen's weights where a heart's time constant and dead time were read off its rides."""
    raised = [
        math.exp(
            -0.5 * (math.log(on / tau_on_s) / TAU_DOUBT) ** 2
            - 0.5 * ((delay - dead_time_s) / DELAY_DOUBT_S) ** 2
        )
        + LEAST_WEIGHT
        for on in TAUS_ON_S
        for delay in DELAYS_S
    ]
    total = sum(raised)
    return [weight / total for weight in raised]


class Bank:
    """The fifteen together. weights: of an earlier ride, to begin with."""

    def __init__(self, weights: Sequence[float] | None = None) -> None:
        self.weights = list(weights or [1.0 / MODELS] * MODELS)
        self._models: list[Model] = []
        self._coming: list[tuple[float, Demand]] = []  # (ride second announced, what)
        self._now_s = 0.0
        self._last_bpm: float | None = None  # the newest reading that could be the heart's ...
        self._since_s = 0  # ... the seconds since it, ...
        self._jumped_s = 0  # ... and those of them that read what it cannot have come to

    @property
    def started(self) -> bool:
        return bool(self._models)

    def expect(self, demand: Demand, *, in_s: float = 0.0) -> None:
        """A change of effort now, or `in_s` seconds from now; it acts after each dead time.

        A demand of its own ends what was expected for later; a change by so much does not.
        """
        at_s = self._now_s + in_s
        if demand.mean_bpm is not None:
            self._coming = [one for one in self._coming if one[0] < at_s]
        self._coming.append((at_s, demand))

    def step(self, hr_bpm: float | None) -> None:
        """One second passes; `hr_bpm`: what was read in it."""
        self._now_s += 1.0
        hr_bpm = self._possible(hr_bpm)
        if not self._models:
            if hr_bpm is not None:
                self._begin(hr_bpm)
            return
        self._arrive()
        walk = DEMAND_WALK_BPM2 if hr_bpm is not None else DEMAND_WALK_BPM2 + GAP_BPM2
        for model in self._models:
            model.predict(walk)
        if hr_bpm is not None:
            self._weigh([model.update(hr_bpm) for model in self._models])

    def demand(self) -> tuple[float, float]:
        """The demand believed now: mean and variance over the models."""
        return _mix(self.weights, [(model.u, model.uu) for model in self._models])

    def forecast(
        self, ahead_s: float, then: Sequence[tuple[float, Demand]] = ()
    ) -> tuple[float, float]:
        """Mean and variance of the heart rate `ahead_s` seconds from now.

        then: changes to come that are not announced to the bank: (in seconds, demand).
        """
        changes = [(at_s - self._now_s, demand) for at_s, demand in self._coming]
        if then:
            changes = [one for one in changes if one[0] < then[0][0]]
            changes.extend(then)
        pairs = []
        for model in self._models:
            due = [one for one in changes if one[0] + model.delay_s > 0.0] if changes else changes
            pairs.append(model.ahead(ahead_s, due))
        mean, variance = _mix(self.weights, pairs)
        return min(max(mean, HEART_BPM[0]), HEART_BPM[1]), variance

    def _begin(self, hr_bpm: float) -> None:
        self._models = [Model(on, delay, hr_bpm) for on in TAUS_ON_S for delay in DELAYS_S]

    def _begin_anew(self, hr_bpm: float) -> None:
        self._begin(hr_bpm)
        self._coming.clear()

    def _level_bpm(self) -> float:
        """What would be read now."""
        pairs = zip(self.weights, self._models, strict=True)
        return sum(weight * (model.h + model.n) for weight, model in pairs)

    def _possible(self, hr_bpm: float | None) -> float | None:
        """The reading, None where no heart gets there so soon; if it holds, all starts from it.

        So it does where a lost signal is back far from what was foreseen: one of the two numbers
        was not the heart's, and a heart "on its way" from one to the other would be no heart.
        """
        last_bpm = self._last_bpm
        self._since_s += 1
        if hr_bpm is None:
            return None
        if last_bpm is not None:
            reach_bpm = JUMP_BPM + FASTEST_BPM_PER_S * (self._since_s - 1)
            if abs(hr_bpm - last_bpm) > reach_bpm:
                self._jumped_s += 1
                if self._jumped_s < JUMP_HELD_S:
                    return None
                self._begin_anew(hr_bpm)
            elif self._since_s > LOST_S and abs(hr_bpm - self._level_bpm()) > JUMP_BPM:
                self._begin_anew(hr_bpm)
        self._last_bpm = hr_bpm
        self._since_s = self._jumped_s = 0
        return hr_bpm

    def _arrive(self) -> None:
        if not self._coming:
            return
        for announced_s, demand in self._coming:
            for model in self._models:
                if announced_s + model.delay_s == self._now_s:
                    model.expect(demand)
        last_s = self._now_s - DELAYS_S[-1]
        self._coming = [one for one in self._coming if one[0] > last_s]

    def _weigh(self, surprises: list[float]) -> None:
        least = min(surprises)
        raised = [
            weight**FORGET * math.exp(0.5 * (least - surprise))
            for weight, surprise in zip(self.weights, surprises, strict=True)
        ]
        total = sum(raised)
        floored = [max(weight / total, LEAST_WEIGHT) for weight in raised]
        total = sum(floored)
        self.weights = [weight / total for weight in floored]


def _mix(weights: Sequence[float], pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    mean = square = 0.0
    for weight, (one, variance) in zip(weights, pairs, strict=True):
        mean += weight * one
        square += weight * (variance + one * one)
    return mean, max(square - mean * mean, 0.0)
