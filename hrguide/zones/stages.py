"""The stages of a talk test, aimed with the present belief.

Comes in: a Belief and the athlete. Goes out: stages in percent of the threshold, a little harder
each, from clearly easy up to the ceiling; or, where no heart rate may be aimed at, efforts in
words. A workout text is made of them, so a talk test is a ride like any other. Refuses a stage
above a ceiling, and a test with room for fewer than three.
"""

from dataclasses import dataclass
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.errors import UsageError
from hrguide.zones.belief import Belief
from hrguide.zones.ceilings import (
    SESSION_MARGIN_BPM,
    SESSION_QUANTILE,
    ceilings,
    lowest_no_bpm,
)
from hrguide.zones.rounds import led_by_words

APART_BPM: Final = (
    6.5  # issue: 5-8 bpm apart; A1's studies step by about 9 and find one stage coarse
)
EASY_QUANTILE: Final = 0.10  # the second stage is easy for nine in ten of what is believed ...
EASY_BELOW_BPM: Final = 12.0  # ... which talking at 12 below the threshold is (H2: -5, noise 7.5)
ABOVE_REST_BPM: Final = 20.0  # lower is no exercise [J]
STAGES_MIN: Final = 3  # fewer show no turn [J]
STAGES_MAX: Final = 9  # 27 minutes; who still talks easily then is asked another day [J]
SETTLE: Final = "2:15"  # issue: 3-minute stages, the passage in the last 45 s
WORDS: Final = ("easy", "easy", "moderately easy", "moderately easy", "moderate", "moderate")

TEXT_HEAD: Final = (
    "# Talk test: about 3 minutes a stage, a little harder each, until the first no.\n"
    '# In each: settle, then read the passage aloud and answer 1, 2 or 3. Not "all out".\n'
    "Warm-up 4 min\n\n1 round, ends at a no\n"
)
TEXT_TAIL: Final = "\nCool-down 4 min\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """low_pct, high_pct: whole percent of the threshold in bpm."""

    low_pct: int
    high_pct: int


def stages(belief: Belief, athlete: Athlete) -> tuple[Stage, ...]:
    """The stages; () where words must lead. UsageError where a limit leaves too little room."""
    if _by_words(belief, athlete):
        return ()
    mean = belief.mean_bpm
    apart_pct = max(1, round(100 * APART_BPM / mean))
    low = belief.quantile(EASY_QUANTILE) - EASY_BELOW_BPM - APART_BPM
    first_pct = round(100 * max(low, belief.rest_bpm + ABOVE_REST_BPM) / mean)
    top_pct = int(100 * _top_bpm(belief, athlete) / mean)
    half = apart_pct // 2
    middles = range(first_pct, top_pct - half + 1, apart_pct)[:STAGES_MAX]
    if len(middles) < STAGES_MIN:
        raise UsageError(
            f"below your ceiling of {_top_bpm(belief, athlete):.0f} there is no room for a talk "
            f"test: it would begin at {first_pct * mean / 100:.0f}",
            hint="Ride instead; it asks on the way: hrguide ride",
        )
    return tuple(Stage(low_pct=middle - half, high_pct=middle + half) for middle in middles)


def talk_test_text(belief: Belief, athlete: Athlete) -> str:
    """The workout, as a coach would write it on a whiteboard."""
    aimed = stages(belief, athlete)
    targets = [f"{one.low_pct}-{one.high_pct} % of threshold" for one in aimed] or WORDS
    lines = "".join(
        f"- {SETTLE} at {target}\n- {target} until a talk answer\n" for target in targets
    )
    return f"{TEXT_HEAD}{lines}{TEXT_TAIL}"


def _by_words(belief: Belief, athlete: Athlete) -> bool:
    """No heart rate may be aimed at: nothing is known and formulas are off, or medicine (L7)."""
    if athlete.formulas_off and not belief.personal:
        return True
    return athlete.limits_heart_rate and led_by_words(belief, athlete)


def _top_bpm(belief: Belief, athlete: Athlete) -> float:
    """The lowest ceiling; a formula's counts too, for here it is aimed at.

    Where answers do not agree, a lowest "no" is no ceiling here: that it may be a slip is what the
    test finds out, and it ends at the first "no" anyway.
    """
    limits = ceilings(belief, athlete)
    session = limits.session_bpm
    unsettled = lowest_no_bpm(belief) is not None and not athlete.limits_heart_rate
    if session is None or unsettled:
        session = belief.quantile(SESSION_QUANTILE) + SESSION_MARGIN_BPM
    return session if limits.hard_bpm is None else min(session, limits.hard_bpm)
