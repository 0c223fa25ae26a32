"""Where alpha1 fell through 0.75 in a ride with a good signal (physiology.md C4).

Comes in: a `Trace`. Goes out: a crossing, or None where the ride shows none, or where its beats are
not good enough to ask. One bad beat in two minutes moves alpha1 by 0.1-0.2, so the beats are
corrected first, and a ride with many is not asked at all.
"""

from typing import TYPE_CHECKING, Final

from hrguide.tune.trace import Trace

if TYPE_CHECKING:
    from hrguide.beats.crossing import Crossing

ARTEFACT_MAX_PCT: Final = 3.0  # D2: a good signal has fewer; above 5 % alpha1 is refused
GAP_MAX_SHARE: Final = 0.01  # of the ride: joined over a gap, two beats are no neighbours [J]
WINDOW_S: Final = 120.0  # C4
WORK_MIN_S: Final = 600  # five windows that share no beat [J]


def alpha_crossing(ridden: Trace) -> "Crossing | None":
    """The crossing of the working part of a ride."""
    if ridden.artefact_pct is None or ridden.artefact_pct >= ARTEFACT_MAX_PCT:
        return None
    if ridden.gap_s > GAP_MAX_SHARE * len(ridden.rates_bpm):
        return None
    if ridden.working_s < WORK_MIN_S or sum(ridden.rr_s) < WORK_MIN_S:
        return None
    from hrguide.beats.correct import correct_rr  # with numpy: for rides that have beats only
    from hrguide.beats.crossing import crossing
    from hrguide.beats.dfa_ride import alpha1_over_time

    beats = correct_rr([rr for rr in ridden.rr_s if rr > 0.0]).rr_s
    if sum(beats) < WORK_MIN_S:
        return None
    return crossing(alpha1_over_time(beats, window_s=WINDOW_S), beats)
