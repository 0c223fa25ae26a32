"""The heart rates above which hrguide speaks up, whatever the range says (physiology.md L5, L7).

Comes in: a Belief, an athlete, this ride's answers. Goes out: three limits, each with its source
or None. Refuses to make a ceiling out of a formula: 0.90 x an age formula lies above the true
maximum of one person in six and below the threshold of others, so a formula only ever asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import TalkAnswer
from hrguide.zones.belief import Belief
from hrguide.zones.provenance import provenance
from hrguide.zones.reserve import formula_max_bpm

SESSION_QUANTILE: Final = 0.75  # L5: likely above the threshold ...
SESSION_MARGIN_BPM: Final = 5.0  # ... by more than the noise of a heart
HARD_SHARE_OF_MAX: Final = 0.90  # L5: of a *measured* maximum
QUESTION_SHARE_OF_MAX: Final = 0.85  # L5: of the age formula; asks, never says
MEDICINE_MARGIN_BPM: Final = 5.0  # L7: above the highest heart rate answered "only just" today


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceilings:
    """session_bpm: above it, "ease". hard_bpm: above it for long, guidance stops. question_bpm:
    above it, "can you talk?". None where there is no such limit. Each has a source in words.

    session_provisional: the session ceiling rests on a formula alone. In a round led by words it
    says nothing (it would tell a fit 25-year-old to ease all along); the question asks instead.
    """

    session_bpm: float | None
    session_source: str | None
    session_provisional: bool
    hard_bpm: float | None
    hard_source: str | None
    question_bpm: float | None
    question_source: str | None


def ceilings(belief: Belief, athlete: Athlete, answers: Iterable[TalkAnswer] = ()) -> Ceilings:
    """The limits in force. answers: those of this ride, which alone count under medicine."""
    hard, hard_source = _hard(belief, athlete)
    session, session_source = _session(belief, athlete, answers)
    question, question_source = _question(athlete)
    return Ceilings(
        session_bpm=session,
        session_source=session_source,
        session_provisional=not belief.personal,
        hard_bpm=hard,
        hard_source=hard_source,
        question_bpm=question,
        question_source=question_source,
    )


def medicine_ceiling_bpm(athlete: Athlete, answers: Iterable[TalkAnswer]) -> float | None:
    """L7: the limit given, else the highest "only just" of this ride + 5, else None."""
    if athlete.ceiling_bpm is not None:
        return athlete.ceiling_bpm
    only_just = [answer.hr_bpm for answer in answers if answer.answer == "only_just"]
    return max(only_just) + MEDICINE_MARGIN_BPM if only_just else None


def lowest_no_bpm(belief: Belief) -> float | None:
    """Where answers cannot all be right, the lowest "no" of this machine; else None.

    The belief's middle lies between the two camps, or in the higher one, which one slip of a key
    can be: a sore back is better served by the lower one [J].
    """
    if belief.disagreement is None:
        return None
    said_no = (p.hr_bpm for p in belief.own if isinstance(p, TalkAnswer) and p.answer == "no")
    return min(said_no, default=None)


def _hard(belief: Belief, athlete: Athlete) -> tuple[float | None, str | None]:
    given, measured = athlete.ceiling_bpm, belief.measured_max_bpm
    if athlete.limits_heart_rate:
        measured = None  # L7: a maximum without the medicine is another heart's
    of_max = None if measured is None else HARD_SHARE_OF_MAX * measured
    if given is not None and (of_max is None or given <= of_max):
        return given, f"your limit, {given:.0f}"
    if of_max is not None:
        return of_max, f"0.90 of the measured maximum, {measured:.0f}"
    return None, None


def _session(
    belief: Belief, athlete: Athlete, answers: Iterable[TalkAnswer]
) -> tuple[float | None, str | None]:
    if athlete.limits_heart_rate:
        limit = medicine_ceiling_bpm(athlete, answers)
        if limit is None:
            return None, None
        if athlete.ceiling_bpm is not None:
            return limit, f"your limit, {limit:.0f}"
        return limit, f"{MEDICINE_MARGIN_BPM:.0f} above where you could only just talk today"
    if athlete.formulas_off and not belief.personal:
        return None, None
    at = belief.quantile(SESSION_QUANTILE) + SESSION_MARGIN_BPM
    refused = lowest_no_bpm(belief)
    if refused is not None and refused < at:
        return refused, f"you could not talk at {refused:.0f}, and your answers do not agree"
    return at, f"likely {SESSION_MARGIN_BPM:.0f} above the threshold ({provenance(belief)})"


def _question(athlete: Athlete) -> tuple[float | None, str | None]:
    if athlete.formulas_off:
        return None, None
    at = QUESTION_SHARE_OF_MAX * formula_max_bpm(athlete.age_years)
    return at, f"0.85 of an age formula's maximum at {athlete.age_years:g}: it asks, it never stops"
