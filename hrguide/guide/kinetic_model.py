"""One small model of how late a heart answers: a Kalman filter of three numbers.

Comes in, once a second: a reading, or none. Goes out: where it foresees the heart rate, and how
strange the reading was to it. Its numbers are the heart rate, the demand it is moving to, and slow
noise (physiology.md E2); time constant and dead time are its own. `kinetics.py` keeps fifteen.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

OFF_SHARE: Final = 1.6  # E2: tau_off = 1.6 tau_on (Barak 2011: 50-90 s)
DEMAND_WALK_BPM2: Final = 0.45**2  # E2: effort wanders, bpm^2 a second
RATE_WALK_BPM2: Final = 0.15**2  # kin2.py
READING_BPM2: Final = 0.7**2  # E2: a strap's rounding and averaging
NOISE_BPM2: Final = 1.7**2  # E2: slow noise of a heart ...
NOISE_KEEP: Final = 1.0 - 1.0 / 20.0  # ... over 20 s
NOISE_KICK_BPM2: Final = NOISE_BPM2 * (1.0 - NOISE_KEEP * NOISE_KEEP)
FIRST_RATE_BPM2: Final = 4.0
FIRST_DEMAND_BPM2: Final = 10.0**2
STRANGE_SIGMA2: Final = 4.0**2  # a reading stranger than 4 SD counts as one of 4 SD [J]
RATE_WALK_UNTIL_S: Final = 20.0  # kin2.py: beyond it the noise's own spread says it all


@dataclass(frozen=True, slots=True)
class Demand:
    """What a step is expected to ask of the heart: the rate it would settle at, bpm.

    mean_bpm: None where nothing is expected; then sd_bpm widens what is believed now, and by_bpm
    moves it.
    """

    mean_bpm: float | None
    sd_bpm: float
    by_bpm: float = 0.0


class Model:
    """One filter: state h, u, n, covariances hh, hu ...; on, off: shares of the way a second."""

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
        self.nn = NOISE_KEEP * NOISE_KEEP * self.nn + NOISE_KICK_BPM2

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
