"""Noises whose alpha1 is known exactly, and alpha1 as it would be written for one window."""

import math
import random
from collections.abc import Callable, Sequence
from itertools import accumulate

import numpy as np

from hrguide.beats.intervals import Floats

SIZES = range(4, 17)

# physiology.md C2, exact: alpha1 over boxes 4-16 of a first-order process with this memory
AR1 = {
    -0.5: 0.320,
    -0.2: 0.472,
    0.0: 0.583,
    0.2: 0.709,
    0.4: 0.858,
    0.6: 1.035,
    0.8: 1.249,
    0.95: 1.435,
}
WHITE = 0.5830


def ar1(count: int, memory: float, rng: random.Random, sd_s: float = 0.02) -> list[float]:
    """Intervals around 0.5 s with this memory from beat to beat, in its steady state."""
    kick = math.sqrt(1.0 - memory * memory)
    value = rng.gauss(0.0, 1.0)
    found = []
    for _ in range(count):
        found.append(0.5 + sd_s * value)
        value = memory * value + kick * rng.gauss(0.0, 1.0)
    return found


def coloured(count: int, power: float, rng: np.random.Generator) -> Floats:
    """Unit noise whose spectrum falls as 1 / f^power, a stretch of a longer one."""
    whole = 1 << (8 * count).bit_length()
    f = np.fft.rfftfreq(whole)
    f[0] = f[1]
    spectrum = (rng.standard_normal(f.size) + 1j * rng.standard_normal(f.size)) * f ** (-power / 2)
    spectrum[0] = 0.0
    values = np.fft.irfft(spectrum, whole)
    start = int(rng.integers(0, whole - count))
    part = values[start : start + count]
    unit: Floats = part / part.std()
    return unit


def by_polyfit(rr_s: Sequence[float], boxes: str = "forward") -> float:
    """alpha1 as the definition reads: a line fitted by polyfit in every box."""
    x = np.asarray(rr_s, dtype=np.float64)
    y = np.cumsum(x - x.mean())
    logs = []
    for size in SIZES:
        starts = list(range(0, y.size - size + 1, 1 if boxes == "overlap" else size))
        if boxes == "both":
            starts += [y.size - size - start for start in starts]
        t = np.arange(size)
        off = []
        for start in starts:
            part = y[start : start + size]
            off.append(np.mean((part - np.polyval(np.polyfit(t, part, 1), t)) ** 2))
        logs.append(0.5 * math.log(np.mean(off)))
    return float(np.polyfit(np.log(SIZES), logs, 1)[0])


def without_trend_dense(rr_s: Sequence[float], smoothness: float = 500.0) -> list[float]:
    """Smoothness priors as Tarvainen 2002 writes it: a full matrix, solved."""
    z = np.asarray(rr_s, dtype=np.float64)
    count = z.size
    d2 = np.zeros((count - 2, count))
    for row in range(count - 2):
        d2[row, row : row + 3] = 1.0, -2.0, 1.0
    trend = np.linalg.solve(np.eye(count) + smoothness**2 * d2.T @ d2, z)
    left: list[float] = (z - trend).tolist()
    return left


def exact_alpha1(autocovariance: Callable[[int], float]) -> float:
    """The slope of F2(n) = trace(P T C T') / n (C2), for a process with this autocovariance."""
    logs = []
    for size in SIZES:
        cov = np.array([[autocovariance(abs(a - b)) for b in range(size)] for a in range(size)])
        total = np.tril(np.ones((size, size)))
        line = np.vstack([np.ones(size), np.arange(size)]).T
        project = np.eye(size) - line @ np.linalg.pinv(line)
        logs.append(0.5 * math.log(np.trace(project @ total @ cov @ total.T) / size))
    return float(np.polyfit(np.log(SIZES), logs, 1)[0])


def ramp(from_bpm: float, bpm_per_min: float, sd_s: float, rng: random.Random) -> list[float]:
    """Two minutes of a heart that speeds up steadily, with white noise on it."""
    found: list[float] = []
    at_s = 0.0
    while at_s < 120.0:
        rr_s = 60.0 / (from_bpm + bpm_per_min * at_s / 60.0)
        at_s += rr_s
        found.append(rr_s + sd_s * rng.gauss(0.0, 1.0))
    return found


def ends(rr_s: Sequence[float]) -> list[float]:
    """When each interval ends, s."""
    return list(accumulate(rr_s))
