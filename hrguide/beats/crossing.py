"""Where alpha1 falls through 0.75: a heart rate, with its doubt.

Comes in: a ride's intervals and its alpha1 windows. Goes out: the heart rate of the crossing, or
None where the ride does not show one. It is evidence about the threshold
(`AlphaCrossing(hr_bpm=crossing.hr_bpm, ...)`), weighed there with a person's own bias; it is never
a ceiling by itself, since its mean error is on the unsafe side: it reads 10 +- 16 bpm above VT1
(Eronen 2024, n = 64).

A straight line through the windows with alpha1 of 0.45 to 1.05 against their mean heart rate, as
physiology.md C4 has it: on simulated ramps SD 1.9-3.0 bpm, where the first run of windows below
0.75 has 3.4-4.1. At least 8 windows, and a line that falls.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hrguide.beats.dfa_ride import Alpha1Window
from hrguide.beats.intervals import RrIntervals, checked_rr_s

THRESHOLD: Final = 0.75  # Rogers et al. 2021, Front Physiol 11, 596567
FROM_ALPHA1: Final = 0.45  # physiology.md C4: outside, alpha1 bends away from a line
TO_ALPHA1: Final = 1.05
WINDOWS_MIN: Final = 8  # C4
SLOPE_MAX: Final = -0.002
"""alpha1 per bpm: flatter is no fall. Near the crossing simulated people have -0.017 (C4) [J]."""
SD_MAX_BPM: Final = 12.0
"""A reading in more doubt than a person's own distance from their threshold says nothing (C4)."""
S_PER_MIN: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """The heart rate at which a ride's alpha1 is 0.75.

    hr_bpm: read off the line. sd_bpm: of the reading alone, by the scatter about the line and with
    windows that overlap counted once; how far a person's crossing lies from their threshold is not
    in it. windows: through which the line goes. slope: alpha1 per bpm, below 0.
    """

    hr_bpm: float
    sd_bpm: float
    windows: int
    slope: float


def crossing(windows: Sequence[Alpha1Window], rr_s: RrIntervals) -> Crossing | None:
    """The crossing of 0.75 in windows of `rr_s`, s (the intervals they were computed from).

    None where fewer than 8 windows lie between 0.45 and 1.05, where alpha1 hardly falls with heart
    rate, where the line meets 0.75 outside the heart rates that were ridden, and where its SD is
    above 12 bpm.
    """
    values = checked_rr_s(rr_s)
    sums_s = np.concatenate([[0.0], np.cumsum(values)])
    used = [
        window
        for window in windows
        if window.alpha1 is not None and FROM_ALPHA1 < window.alpha1 < TO_ALPHA1
    ]
    if len(used) < WINDOWS_MIN:
        return None
    first = np.array([window.first for window in used])
    last = np.array([window.last for window in used])
    span_s = sums_s[last] - sums_s[first]
    bpm = S_PER_MIN * (last - first) / span_s
    alpha = np.array([window.alpha1 for window in used])
    off_bpm = bpm - bpm.mean()
    spread = float(off_bpm @ off_bpm)
    if spread == 0.0:
        return None
    slope = float(off_bpm @ alpha) / spread
    if slope > SLOPE_MAX:
        return None
    mean_bpm = float(bpm.mean())
    hr_bpm = mean_bpm + (THRESHOLD - float(alpha.mean())) / slope
    if not float(bpm.min()) <= hr_bpm <= float(bpm.max()):
        return None
    left = alpha - alpha.mean() - slope * off_bpm
    # windows share their beats: as many tell something new as fit side by side
    covered_s = (used[-1].end_s - used[0].end_s) + float(span_s.mean())
    independent = max(3.0, min(float(len(used)), covered_s / float(span_s.mean())))
    variance = float(left @ left) / len(used) * independent / (independent - 2.0)
    away = (hr_bpm - mean_bpm) ** 2 / (spread / len(used))
    sd_bpm = math.sqrt(variance * (1.0 + away) / independent) / -slope
    if sd_bpm > SD_MAX_BPM:
        return None
    return Crossing(hr_bpm=hr_bpm, sd_bpm=sd_bpm, windows=len(used), slope=slope)
