"""Where the heart rate is heading: fifteen small models of how late this heart answers.

Comes in, once a second: a heart rate that may be believed, or none; at a step's beginning, what
effort to expect. Goes out: the heart rate so many seconds ahead, mean and spread. Each model is a
Kalman filter of three numbers: the heart rate, the demand it is moving to, and slow noise (physio-
logy.md E2); they differ in time constant and dead time and are weighed by how well they foresaw.
It knows no ranges and no workout: `foresight.py` tells it what a step asks. Pure Python, no numpy:
some 0.1 ms a second.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

TAUS_ON_S: Final = (20.0, 28.0, 38.0, 50.0, 68.0)  # E2, around Hunt's 57 and the 38 of E1
DELAYS_S: Final = (4, 8, 12)  # E2; E1: 3-15 s
MODELS: Final = len(TAUS_ON_S) * len(DELAYS_S)
OFF_SHARE: Final = 1.6  # E2: tau_off = 1.6 tau_on (Barak 2011: 50-90 s)
DEMAND_WALK_BPM2: Final = 0.45**2  # E2: effort wanders, bpm^2 a second
RATE_WALK_BPM2: Final = 0.15**2  # kin2.py
READING_BPM2: Final = 0.7**2  # E2: a strap's rounding and averaging
NOISE_BPM2: Final = 1.7**2  # E2: slow noise of a heart ...
NOISE_KEEP: Final = 1.0 - 1.0 / 20.0  # ... over 20 s
FIRST_RATE_BPM2: Final = 4.0
FIRST_DEMAND_BPM2: Final = 10.0**2
GAP_BPM2: Final = 1.5**2  # without a beat the effort wanders unseen: bpm^2 a second [J]
FORGET: Final = 0.998  # E2: weights forget in some 8 minutes
LEAST_WEIGHT: Final = 1e-3  # E2: no model is ever out for good
TAU_DOUBT: Final = 0.25  # of log tau: what was read off past rides errs, and changes by the day [J]
DELAY_DOUBT_S: Final = 4.0  # the grid's step
STRANGE_SIGMA2: Final = 4.0**2  # a reading stranger than 4 SD counts as one of 4 SD [J]
JUMP_BPM: Final = 25.0  # D3: a step of more is the sensor's ...
FASTEST_BPM_PER_S: Final = 4.0  # D3: ... over what a heart does meanwhile
JUMP_HELD_S: Final = 4  # D3: five beats confirm; so long the new level is not believed [J]
LOST_S: Final = 8  # D3: silence longer than that is a lost signal; what came before it may be false
HEART_BPM: Final = (40.0, 210.0)  # no forecast leaves what hearts do
RATE_WALK_UNTIL_S: Final = 20.0  # kin2.py: beyond it the noise's own spread says it all


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The heart rate expected at ride time `at_s`: mean and SD in bpm."""

    at_s: float
    mean_bpm: float
    sd_bpm: float


@dataclass(frozen=True, slots=True)
class Demand:
    """What a step is expected to ask of the heart: the rate it would settle at, bpm.

    mean_bpm: None where nothing is expected; then sd_bpm widens what is believed now, and by_bpm
    moves it.
    """

    mean_bpm: float | None
    sd_bpm: float
    by_bpm: float = 0.0


class _Model:
    """One filter: state h, u, n; covariance p_xy; since: seconds it still waits for a change."""

    __slots__ = ("delay_s", "h", "hh", "hn", "hu", "n", "nn", "off", "on", "u", "un", "uu")

    def __init__(self, tau_on_s: float, delay_s: int, hr_bpm: float) -> None:
        self.on = 1.0 / tau_on_s
        self.off = 1.0 / (tau_on_s * OFF_SHARE)
        self.delay_s = delay_s
        self.h = self.u = hr_bpm
        self.n = 0.0
        self.hh, self.uu, self.nn = FIRST_RATE_BPM2, FIRST_DEMAND_BPM2, NOISE_BPM2
        self.hu = self.hn = self.un = 0.0

    def expect(self, demand: Demand) -> None:
        """The demand changes now, dead time over."""
        if demand.mean_bpm is None:
            self.u += demand.by_bpm
            self.uu += demand.sd_bpm * demand.sd_bpm
            return
        self.u = demand.mean_bpm
        self.hu = self.un = 0.0
        self.uu = demand.sd_bpm * demand.sd_bpm

    def predict(self, walk_bpm2: float) -> None:
        """One second passes."""
        a = self.on if self.u >= self.h else self.off
        b = 1.0 - a
        hu, hn, uu, un = self.hu, self.hn, self.uu, self.un
        self.h += a * (self.u - self.h)
        self.n *= NOISE_KEEP
        self.hh = b * b * self.hh + 2.0 * a * b * hu + a * a * uu + RATE_WALK_BPM2
        self.hu = b * hu + a * uu
        self.hn = NOISE_KEEP * (b * hn + a * un)
        self.uu = uu + walk_bpm2
        self.un = NOISE_KEEP * un
        self.nn = NOISE_KEEP * NOISE_KEEP * self.nn + _NOISE_KICK

    def update(self, hr_bpm: float) -> float:
        """Take a reading in; twice the negative log likelihood of it, less a constant."""
        gain_h = self.hh + self.hn
        gain_u = self.hu + self.un
        gain_n = self.hn + self.nn
        spread = gain_h + gain_n + READING_BPM2
        error = hr_bpm - self.h - self.n
        spread = max(spread, error * error / STRANGE_SIGMA2)
        share = error / spread
        self.h += gain_h * share
        self.u += gain_u * share
        self.n += gain_n * share
        k_h, k_u = gain_h / spread, gain_u / spread
        self.hh -= k_h * gain_h
        self.hu -= k_h * gain_u
        self.hn -= k_h * gain_n
        self.uu -= k_u * gain_u
        self.un -= k_u * gain_n
        self.nn -= gain_n / spread * gain_n
        return error * share + math.log(spread)

    def ahead(self, ahead_s: float, changes: Sequence[tuple[float, Demand]]) -> tuple[float, float]:
        """Mean and variance `ahead_s` from now; changes: (seconds until one acts, demand)."""
        h, u, hh, hu, uu = self.h, self.u, self.hh, self.hu, self.uu
        gone_s = 0.0
        for at_s, demand in changes:
            wait_s = max(0.0, at_s + self.delay_s)
            if wait_s >= ahead_s:
                break
            if wait_s > gone_s:
                h, hh, hu, uu = self._over(wait_s - gone_s, h, u, hh, hu, uu)
                gone_s = wait_s
            if demand.mean_bpm is None:
                u += demand.by_bpm
                uu += demand.sd_bpm * demand.sd_bpm
            else:
                u, hu, uu = demand.mean_bpm, 0.0, demand.sd_bpm * demand.sd_bpm
        h, hh, _, _ = self._over(ahead_s - gone_s, h, u, hh, hu, uu)
        keep = NOISE_KEEP**ahead_s
        moved = 1.0 - (1.0 - self.on) ** (ahead_s - gone_s)
        variance = hh + NOISE_BPM2 * (1.0 - keep * keep)
        variance += keep * keep * self.nn + 2.0 * keep * ((1.0 - moved) * self.hn + moved * self.un)
        variance += RATE_WALK_BPM2 * min(ahead_s, RATE_WALK_UNTIL_S)
        return h + self.n * keep, variance

    def _over(
        self, span_s: float, h: float, u: float, hh: float, hu: float, uu: float
    ) -> tuple[float, float, float, float]:
        a = self.on if u >= h else self.off
        stays = (1.0 - a) ** span_s
        moves = 1.0 - stays
        later = stays * stays * hh + 2.0 * stays * moves * hu + moves * moves * uu
        walked = DEMAND_WALK_BPM2 * span_s
        later += walked * moves * moves / 4.0
        return h + (u - h) * moves, later, stays * hu + moves * uu, uu + walked


_NOISE_KICK: Final = NOISE_BPM2 * (1.0 - NOISE_KEEP * NOISE_KEEP)


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
        self._models: list[_Model] = []
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
        self._models = [_Model(on, delay, hr_bpm) for on in TAUS_ON_S for delay in DELAYS_S]

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
