"""What is believed of a talk threshold before anybody has answered anything.

Comes in: an athlete's Reserve, sex, activity, a machine. Goes out: weights on the grid.
The threshold is c = rest + f (max - rest) + the machine's offset, with f, rest and max uncertain:
given f it is normal, so the sum over three levels of activity and seven values of f is all the
quadrature there is (no random numbers, under 1 ms). The prior is weak on purpose: over real tests
age formulas lose to the constant 137 bpm (physiology.md K5), one talk answer is worth more.
"""

from functools import lru_cache
from math import exp, sqrt
from typing import Final

from hrguide.athlete.athlete import Activity, Athlete, Machine, Sex
from hrguide.zones.grid import CENTRES_BPM, COUNT, Cells, normalised
from hrguide.zones.reserve import Reserve, reserve, truncated_below

# Level: share of the population, fraction of the reserve and its SD (physiology.md B3, as for
# running), resting rate (H4's cohort; B2 gives the mean of all: 66).
_LEVELS: Final[tuple[tuple[Activity, float, float, float, float], ...]] = (
    ("untrained", 0.35, 0.50, 0.11, 72.0),
    ("active", 0.45, 0.60, 0.10, 65.0),
    ("trained", 0.20, 0.72, 0.09, 56.0),
)
STATED_WEIGHT: Final = 0.7  # B3: self-report errs; 30 % stays with the population
REST_SD_BPM: Final = 8.0  # within a level (H4)
REST_READING_BIAS_BPM: Final = 2.0  # B2: a single seated reading runs 2 above true rest
REST_READING_SD_BPM: Final = 3.0  # B2
# B3: women 0.03 above men [J, direction V]; the fractions above are those of both together.
SEX_FRACTION: Final = {"female": 0.015, "male": -0.015, None: 0.0}
# The threshold takes a larger part of the reserve with the years, so c falls by less than the
# maximum does: 0.24 bpm a year, not 0.38. [J; R: -0.14 +- 0.27 over 44 real tests aged 19-45]
FRACTION_PER_YEAR: Final = 0.0012
FRACTION_AGE_YEARS: Final = 40.0  # B3's fractions are those of middle age
FRACTION_MIN: Final = 0.25
FRACTION_MAX: Final = 0.93
SUBGROUP_SD_BPM: Final = 6.0  # I: any one subgroup may lie 6 bpm off B3's mixed definitions
TALK_BIAS_SD_BPM: Final = 7.0  # H1: the talk threshold lies N(0, 7) off the ventilatory one
MEDICINE_FRACTION: Final = 0.55  # G, L7: under rate-limiting medicine nothing is known of f
MEDICINE_FRACTION_SD: Final = 0.20
MEDICINE_REST_DROP_BPM: Final = 10.0  # G: rest about -15; a part of it is in any reading [J]
SQRT_2_PI: Final = 2.5066282746310002
UNIFORM_SHARE: Final = 0.01  # nobody is impossible: evidence can always win

# physiology.md A5: mean offset from running; the echo bike moves the arms too [J].
OFFSET_BPM: Final = {
    Machine.BIKEERG: -5,
    Machine.ROWER: -3,
    Machine.SKIERG: -3,
    Machine.ECHOBIKE: -4,
}
# The offset comes mostly from a lower maximum on the machine; a measured one may be its own, and
# nobody says on what it was measured. [J; R: on 44 bike tests the whole offset is 8 too low]
OFFSET_SHARE_MEASURED: Final = 0.5

# Gauss-Hermite nodes of a standard normal, 7 points: exact for the smooth sums needed here.
_NODES: Final = (
    (-3.750439717725742, 0.0005482688559722),
    (-2.366759410734541, 0.0307571239675865),
    (-1.154405394739968, 0.2401231786050127),
    (0.0, 0.4571428571428571),
    (1.154405394739968, 0.2401231786050127),
    (2.366759410734541, 0.0307571239675865),
    (3.750439717725742, 0.0005482688559722),
)


def prior(
    athlete: Athlete, machine: Machine = Machine.BIKEERG, known: Reserve | None = None
) -> Cells:
    """Weights of the talk threshold before any answer. known: None for the athlete's own facts."""
    ends = reserve(athlete) if known is None else known
    return _prior(
        athlete.age_years,
        athlete.sex,
        athlete.activity,
        athlete.limits_heart_rate,
        OFFSET_BPM[machine] * (1.0 if ends.measured_max_bpm is None else OFFSET_SHARE_MEASURED),
        ends,
    )


def believed_rest_bpm(athlete: Athlete, known: Reserve) -> float:
    """The resting rate ranges are laid from: the reading, else what is likely for the level."""
    if known.rest_reading_bpm is not None:
        return known.rest_reading_bpm
    levels = _levels(athlete.activity, athlete.limits_heart_rate, known)
    return sum(weight * rest for weight, _, _, rest, _ in levels)


@lru_cache(maxsize=64)
def _prior(
    age_years: float,
    sex: Sex | None,
    activity: Activity | None,
    medicine: bool,
    offset_bpm: float,
    known: Reserve,
) -> Cells:
    shift = SEX_FRACTION[sex] + FRACTION_PER_YEAR * (age_years - FRACTION_AGE_YEARS)
    total = [UNIFORM_SHARE * SQRT_2_PI / COUNT] * COUNT
    for weight, fraction, fraction_sd, rest, rest_sd in _levels(activity, medicine, known):
        for node, node_weight in _NODES:
            f = min(FRACTION_MAX, max(FRACTION_MIN, fraction + shift + node * fraction_sd))
            mean = rest + f * (known.max_mean_bpm - rest) + offset_bpm
            of_ends = ((1 - f) * rest_sd) ** 2 + (f * known.max_sd_bpm) ** 2
            sd = sqrt(of_ends + TALK_BIAS_SD_BPM**2 + SUBGROUP_SD_BPM**2)
            share, scale = weight * node_weight / sd, -0.5 / sd**2
            total = [
                so_far + share * exp(scale * (bpm - mean) ** 2)
                for so_far, bpm in zip(total, CENTRES_BPM, strict=True)
            ]
    return normalised(total)


def _levels(
    activity: Activity | None, medicine: bool, known: Reserve
) -> list[tuple[float, float, float, float, float]]:
    """(weight, fraction, its SD, rest, its SD) of each level; a low rest speaks for training."""
    reading, bound = known.rest_reading_bpm, known.rest_bound_bpm
    levels = []
    for level, share, fraction, fraction_sd, level_rest in _LEVELS:
        weight = share
        if activity is not None:
            weight = (1 - STATED_WEIGHT) * share + STATED_WEIGHT * (level == activity)
        rest, rest_sd = level_rest, REST_SD_BPM
        if medicine:
            fraction, fraction_sd = MEDICINE_FRACTION, MEDICINE_FRACTION_SD
            rest -= MEDICINE_REST_DROP_BPM
        if reading is not None:
            believed = reading - REST_READING_BIAS_BPM
            off = (believed - rest) ** 2 / (rest_sd**2 + REST_READING_SD_BPM**2)
            weight *= 1.0 if medicine else exp(-0.5 * off)
            rest, rest_sd = believed, REST_READING_SD_BPM
        if bound is not None and bound < rest + 3 * rest_sd:
            mirrored, rest_sd = truncated_below(-rest, rest_sd, -bound)
            rest = -mirrored
        levels.append((weight, fraction, fraction_sd, rest, rest_sd))
    total = sum(level[0] for level in levels)
    return [(level[0] / total, *level[1:]) for level in levels]
