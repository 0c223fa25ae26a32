"""Heart rate to beats: the second stage of the simulated athlete.

Comes in: a heart rate in bpm. Goes out: the RR interval that begins now, in seconds. Around the
rate the intervals scatter as AR(1) noise whose SD falls with heart rate (Mongin 2021) and whose
correlation is chosen so that DFA alpha1 over boxes 4-16 falls through 0.75 near the threshold
(physiology.md C2, C4, E4). The scaling is exact, not simulated: the DFA fluctuation of a process
is a weighted sum of its autocovariance. It refuses to know about straps, packets and faults.
"""

import math
import random
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from hrguide.simulate.heart import NOISE_TAU_S, Traits

BOXES: Final = range(4, 17)  # C1: boxes of 4..16 beats
PHI_MIN: Final = -0.6  # alpha1 0.28: below what C4's curve asks for
PHI_MAX: Final = 0.97  # alpha1 1.46: above it
RR_SD_AT_100_MS: Final = 25.0  # E4: SD = 25 exp(-(HR - 100) / 28) ms, clipped 2-45
RR_SD_FALL_BPM: Final = 28.0
RR_SD_MIN_MS: Final = 2.0
RR_SD_MAX_MS: Final = 45.0
RR_MIN_S: Final = 0.27  # 222 bpm: no simulated heart beats closer
RR_MAX_S: Final = 1.9  # stays inside the 250-2000 ms a reader believes (D3)


def rr_sd_s(hr_bpm: float) -> float:
    """Scatter of RR intervals around the mean at this heart rate, seconds (E4)."""
    sd_ms = RR_SD_AT_100_MS * math.exp(-(hr_bpm - 100.0) / RR_SD_FALL_BPM)
    return min(max(sd_ms, RR_SD_MIN_MS), RR_SD_MAX_MS) / 1000.0


def alpha1_at(above_threshold_bpm: float) -> float:
    """The alpha1 expected this far above (below: negative) a person's own 0.75 point (C4)."""
    return 0.4 + 0.9 / (1.0 + math.exp((above_threshold_bpm + 6.1) / 13.5))


def alpha1_of(autocovariance: Callable[[int], float]) -> float:
    """Exact DFA alpha1 (boxes 4-16, forward) of a process with this autocovariance by lag.

    F2(n) = trace(P T C T') / n, with T the running sum, C the covariance and P the projection
    that takes a straight line out of a box (C2). White noise gives 0.583, not 0.5.
    """
    covariance = [autocovariance(lag) for lag in range(BOXES.stop - 1)]
    xs: list[float] = []
    ys: list[float] = []
    for size, weights in zip(BOXES, _lag_weights(), strict=True):
        xs.append(math.log(size))
        ys.append(0.5 * math.log(sum(w * c for w, c in zip(weights, covariance, strict=False))))
    x_mean = sum(xs) / len(xs)
    spread = sum((x - x_mean) ** 2 for x in xs)
    return sum((x - x_mean) * y for x, y in zip(xs, ys, strict=True)) / spread


@lru_cache(maxsize=1)
def _lag_weights() -> tuple[tuple[float, ...], ...]:
    """For each box size, what each lag of the autocovariance adds to F2."""
    table = []
    for size in BOXES:
        centred = [index - (size - 1) / 2.0 for index in range(size)]
        square = sum(t * t for t in centred)
        tail = [sum(centred[start:]) for start in range(size)]
        weights = [0.0] * size
        for a in range(size):
            for b in range(size):
                overlap = size - max(a, b) - (size - a) * (size - b) / size
                weights[abs(a - b)] += (overlap - tail[a] * tail[b] / square) / size
        table.append(tuple(weights))
    return tuple(table)


class Beats:
    """Draws one RR interval after another for one body."""

    def __init__(self, traits: Traits, rng: random.Random) -> None:
        self._traits = traits
        self._rng = rng
        self._deviate = rng.gauss(0.0, 1.0)  # the AR(1) state, unit variance
        self._phi_at: dict[int, float] = {}

    def next_rr_s(self, hr_bpm: float) -> float:
        """The interval that begins at this heart rate, seconds; 0.27-1.9."""
        if not self._traits.rr_scatter:
            return min(max(60.0 / hr_bpm, RR_MIN_S), RR_MAX_S)
        phi = self._phi(round(hr_bpm))
        kick = math.sqrt(1.0 - phi * phi) * self._rng.gauss(0.0, 1.0)
        self._deviate = phi * self._deviate + kick
        scatter_s = self._traits.rr_scatter * rr_sd_s(hr_bpm) * self._deviate
        rr_s = 60.0 / hr_bpm + scatter_s
        return min(max(rr_s, RR_MIN_S), RR_MAX_S)

    def _phi(self, hr_bpm: int) -> float:
        phi = self._phi_at.get(hr_bpm)
        if phi is None:
            phi = self._phi_at[hr_bpm] = phi_for(hr_bpm, self._traits)
        return phi


def phi_for(hr_bpm: int, traits: Traits) -> float:
    """The AR(1) coefficient that gives this body its alpha1 at this heart rate.

    The heart's own slow noise is in the intervals already and lifts alpha1; it is counted in,
    so the sum of both has the wanted scaling. Found by halving; alpha1 rises with phi.
    """
    wanted = alpha1_at(hr_bpm - traits.threshold_bpm - traits.alpha1_bias_bpm)
    rr_s = 60.0 / hr_bpm
    fast = (traits.rr_scatter * rr_sd_s(hr_bpm)) ** 2
    slow = (rr_s * traits.noise_sd_bpm / hr_bpm) ** 2
    fade = math.exp(-rr_s / NOISE_TAU_S)

    def alpha1_with(phi: float) -> float:
        return alpha1_of(lambda lag: fast * phi**lag + slow * fade**lag)

    low, high = PHI_MIN, PHI_MAX
    for _ in range(12):  # to 0.0004 of phi, far below one window's noise
        middle = 0.5 * (low + high)
        if alpha1_with(middle) < wanted:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
