"""How likely a piece of evidence is, for each threshold on the grid (physiology.md H2, L1, C4).

Comes in: one piece of evidence. Goes out: weights on the grid, at most 1. Talk answers speak of
the talk threshold c; a laboratory, alpha1, effort ratings and steady rides speak of it through a
person's own bias, which `belief.py` puts in once per person, not once per answer.
Every likelihood keeps a little for "this answer was a mistake": one lapse cannot rule.
"""

from functools import lru_cache
from math import erf, sqrt
from typing import Final, assert_never

from hrguide.athlete.evidence import (
    HR_MAX_BPM,
    HR_MIN_BPM,
    AlphaCrossing,
    Answer,
    LabKind,
    LabThreshold,
    Rpe,
    SteadyRide,
    TalkAnswer,
    ThresholdEvidence,
)
from hrguide.zones.grid import CENTRES_BPM, COUNT, HIGH_BPM, LOW_BPM, Cells, normal

COMFORTABLE_UNTIL_BPM: Final = -5.0  # H2: with stages of 9 bpm "only just" begins 5 below c [D]
NO_FROM_BPM: Final = 15.0  # H2: only just -> no spans VT1 to VT2, 16-28 bpm [D]
SIGMA_STEADY_BPM: Final = 7.5  # H2: within-person 6 + day 3 + a margin
SIGMA_EARLY_BPM: Final = 9.0  # L1: asked before 2:30 the heart is still on its way
STEADY_FROM_S: Final = 150.0  # L1
LAPSE: Final = 0.05  # H2: one answer in twenty says nothing

LAB_SD_BPM: Final[dict[LabKind, float]] = {  # H2; VT1's 6 has its months as the weeks' own doubt
    "VT1": 4.0,
    "LT1": 8.0,
    "VT2": 10.0,
    "LT2": 10.0,
}
SECOND_ABOVE_FIRST_BPM: Final = 22.0  # H2: VT2 or LT2 lies 22 +- 10 above VT1
ALPHA_BIAS_BPM: Final = 5.0  # C4: the crossing reads high
ALPHA_SESSION_SD_BPM: Final = 7.0
RPE_AT_THRESHOLD: Final = 12.5  # A4: 863 tests, 12.5 +- 0.9 regardless of fitness [V]
RPE_BPM_PER_POINT: Final = 4.5  # H2 [J]
RPE_SD_BPM: Final = 9.0  # H2: within a person
STEADY_RIDE_MARGIN_BPM: Final = 12.0  # H2: ridden at h for 20 min, so c is not far below h [J]
STEADY_RIDE_SD_BPM: Final = 8.0
MISTAKE: Final = 1e-4  # a typing error: far below any honest doubt, far above rounding


def likelihood(piece: ThresholdEvidence) -> Cells:
    """P(evidence | threshold) over the grid; for other than talk answers up to a factor."""
    match piece:
        case TalkAnswer():
            return talk_likelihood(float(piece.hr_bpm), piece.answer, _sigma_bpm(piece))
        case LabThreshold():
            above = SECOND_ABOVE_FIRST_BPM if piece.kind in ("VT2", "LT2") else 0.0
            return _robust(piece.hr_bpm - above, LAB_SD_BPM[piece.kind])
        case AlphaCrossing():
            return _robust(piece.hr_bpm - ALPHA_BIAS_BPM, ALPHA_SESSION_SD_BPM)
        case Rpe():
            at = piece.hr_bpm - RPE_BPM_PER_POINT * (piece.rpe - RPE_AT_THRESHOLD)
            return _robust(at, RPE_SD_BPM)
        case SteadyRide():
            from_bpm = piece.hr_bpm - STEADY_RIDE_MARGIN_BPM
            slope, half = 1.0 / (STEADY_RIDE_SD_BPM * sqrt(2.0)), 0.5 * (1.0 - MISTAKE)
            return tuple([MISTAKE + half * (1 + erf((c - from_bpm) * slope)) for c in CENTRES_BPM])
    assert_never(piece)


def talk_likelihood(hr_bpm: float, answer: Answer, sigma_bpm: float) -> Cells:
    """P(answer | c) for each c: "comfortable" rises with c, "no" falls, "only just" has a hill.

    It depends on c - h alone, so one table serves every h; h is taken to the nearest 0.5 bpm.
    """
    whole, half = divmod(round(2 * hr_bpm), 2)
    first = HR_MAX_BPM - whole
    return _by_distance(answer, sigma_bpm, half)[first : first + COUNT]


@lru_cache(maxsize=32)
def _by_distance(answer: Answer, sigma_bpm: float, half: int) -> Cells:
    """P(answer | c - h) for all distances that the grid and believable heart rates can have."""
    nearest, farthest = LOW_BPM - HR_MAX_BPM, HIGH_BPM - HR_MIN_BPM
    slope = 1.0 / (sigma_bpm * sqrt(2.0))
    floor, share = LAPSE / 3, 0.5 * (1.0 - LAPSE)
    table = []
    for whole in range(nearest, farthest + 1):
        distance = whole - half / 2
        not_no = erf((distance + NO_FROM_BPM) * slope)
        easily = erf((distance + COMFORTABLE_UNTIL_BPM) * slope)
        likely = {"comfortable": 1 + easily, "only_just": not_no - easily, "no": 1 - not_no}
        table.append(floor + share * likely[answer])
    return tuple(table)


def _sigma_bpm(piece: TalkAnswer) -> float:
    early = piece.into_step_s is not None and piece.into_step_s < STEADY_FROM_S
    return SIGMA_EARLY_BPM if early else SIGMA_STEADY_BPM


def _robust(at_bpm: float, sd_bpm: float) -> Cells:
    return tuple([MISTAKE + (1.0 - MISTAKE) * density for density in normal(at_bpm, sd_bpm)])
