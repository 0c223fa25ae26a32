"""What is known of the two ends a heart works between: resting and maximal heart rate.

Comes in: an athlete, and readings of rest and maximum. Goes out: a Reserve: a mean and
an SD for each end, formulas standing in where nothing was measured. A peak only ever raises the
maximum; a set-up's lowest value only ever lowers rest. Refuses to judge the readings themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import erf, exp, pi, sqrt
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import Evidence, MeasuredMax, RestingRate

MAX_AT_0_BPM: Final = 211.0  # Nes 2013 (n = 3320, measured): 211 - 0.64 age, SEE 10.8
MAX_PER_YEAR_BPM: Final = 0.64
MAX_FORMULA_SD_BPM: Final = 10.8
MAX_MEASURED_SD_BPM: Final = 3.0  # physiology.md H2: a measured maximum is good to 2-4 bpm
PEAK_MARGIN_BPM: Final = 1.0  # physiology.md B1: the maximum is at least the peak seen + 1
MEDICINE_MAX_DROP_BPM: Final = 25.0  # G: beta-blockers, max -20 bpm or up to -30-35 % [V secondary]
MEDICINE_MAX_SD_BPM: Final = 17.0  # formula SD and the spread of the drop together [J]
REST_DAYS: Final = 14  # B2: the lowest reading of the last 14 days


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """rest_reading_bpm: the lowest recent seated reading; rest_bound_bpm: rest is not above it.

    max_mean_bpm, max_sd_bpm: HRmax as believed. measured_max_bpm: raised by peaks, None where
    never measured. None: unknown.
    """

    rest_reading_bpm: float | None
    rest_bound_bpm: float | None
    max_mean_bpm: float
    max_sd_bpm: float
    measured_max_bpm: float | None


def formula_max_bpm(age_years: float) -> float:
    """HRmax by age alone (Nes 2013); the truth lies within +-11 in two of three people."""
    return MAX_AT_0_BPM - MAX_PER_YEAR_BPM * age_years


def reserve(athlete: Athlete, evidence: Iterable[Evidence] = ()) -> Reserve:
    """What the athlete's facts and the readings of rest and maximum say of the two ends."""
    pieces = list(evidence)
    maxima = [piece for piece in pieces if isinstance(piece, MeasuredMax)]
    peak = max((piece.hr_bpm for piece in maxima), default=None)
    measured = _measured_max(athlete, maxima, peak)
    if athlete.limits_heart_rate:  # formulas and old maxima are of another heart
        mean = formula_max_bpm(athlete.age_years) - MEDICINE_MAX_DROP_BPM
        sd = MEDICINE_MAX_SD_BPM
    elif measured is not None:
        mean, sd = measured, MAX_MEASURED_SD_BPM
    else:
        mean, sd = formula_max_bpm(athlete.age_years), MAX_FORMULA_SD_BPM
        if peak is not None:
            mean, sd = truncated_below(mean, sd, peak + PEAK_MARGIN_BPM)
    reading, bound = _rest(athlete, [piece for piece in pieces if isinstance(piece, RestingRate)])
    return Reserve(
        rest_reading_bpm=reading,
        rest_bound_bpm=bound,
        max_mean_bpm=mean,
        max_sd_bpm=sd,
        measured_max_bpm=measured,
    )


def truncated_below(mean: float, sd: float, bound: float) -> tuple[float, float]:
    """Mean and SD of a normal known to lie above `bound`; in the far tail, just above it."""
    z = (bound - mean) / sd
    above = 0.5 * (1 - erf(z / sqrt(2)))
    if above < 1e-9:  # the exact ratio is lost to rounding; the tail is exponential, 1/z long
        return bound + sd / z, sd / z
    hazard = exp(-0.5 * z * z) / sqrt(2 * pi) / above
    return mean + sd * hazard, sd * sqrt(max(1e-6, 1 + z * hazard - hazard * hazard))


def _measured_max(athlete: Athlete, maxima: list[MeasuredMax], peak: float | None) -> float | None:
    tests = sorted((piece for piece in maxima if piece.how == "test"), key=lambda test: test.day)
    newest_test = tests[-1].hr_bpm if tests else athlete.max_bpm
    if newest_test is None or peak is None:
        return newest_test
    return max(newest_test, peak)


def _rest(athlete: Athlete, readings: list[RestingRate]) -> tuple[float | None, float | None]:
    bound = min((piece.hr_bpm for piece in readings if piece.how == "bound"), default=None)
    seated = [piece for piece in readings if piece.how == "seated"]
    if not seated:
        return athlete.resting_bpm, bound
    since = max(piece.day for piece in seated) - timedelta(days=REST_DAYS)
    return min(piece.hr_bpm for piece in seated if piece.day >= since), bound
