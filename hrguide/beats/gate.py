"""When an alpha1 may be shown: the same lines for the live window and for a stored ride.

Comes in: what is known of a window. Goes out: a reason, or None where nothing is wrong. Constants
and one rule; `dfa.py` and `dfa_ride.py` count.
"""

from enum import StrEnum
from typing import Final

BEATS_MIN: Final = 100  # physiology.md C1
CLEAN_SPAN_MIN_S: Final = 90.0  # C1: seconds of good beats in the window
GAP_MAX_S: Final = 3.0  # C1: no longer gap in it
FLAGGED_PCT: Final = 3.0  # C1: below it good
REFUSED_PCT: Final = 5.0  # C1: above it no output; common practice (Rogers 2021)
AFTER_DEMAND_S: Final = 120.0  # C3: a step of 20 bpm in the window adds 0.06 even without its trend


class AlphaReason(StrEnum):
    """Why an alpha1 is missing or doubtful; the first that holds."""

    DEMAND_STEP = "demand_step"  # the effort asked for changed less than 120 s ago
    TOO_FEW_BEATS = "too_few_beats"
    GAP = "gap"
    SHORT_SPAN = "short_span"  # under 90 s of good beats
    ARTEFACTS = "artefacts"  # over 5 % bad beats
    SOME_ARTEFACTS = "some_artefacts"  # 3-5 %: shown, with this flag
    NO_VARIATION = "no_variation"  # the intervals are all alike: a slope of nothing

    @property
    def forbids(self) -> bool:
        """Whether there is no alpha1 at all for this reason."""
        return self is not AlphaReason.SOME_ARTEFACTS


def gate(
    *, beats: int, longest_gap_s: float, clean_s: float, artefact_pct: float, steady_s: float
) -> AlphaReason | None:
    """The first reason against this window, None where it is good.

    beats: intervals in it. clean_s: the sum of its good ones. steady_s: since the effort asked for
    last changed, `math.inf` where nobody asks for one.
    """
    if steady_s < AFTER_DEMAND_S:
        return AlphaReason.DEMAND_STEP
    if beats < BEATS_MIN:
        return AlphaReason.TOO_FEW_BEATS
    if longest_gap_s > GAP_MAX_S:
        return AlphaReason.GAP
    if clean_s < CLEAN_SPAN_MIN_S:
        return AlphaReason.SHORT_SPAN
    if artefact_pct > REFUSED_PCT:
        return AlphaReason.ARTEFACTS
    return AlphaReason.SOME_ARTEFACTS if artefact_pct >= FLAGGED_PCT else None
