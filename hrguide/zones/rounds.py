"""How ranges may move from one round to the next while a ride teaches (physiology.md L1, L3, L7).

Comes in: the ranges of the last round, the belief with this ride's answers in it. Goes out: the
ranges of the next round: down at once, up by at most 6 bpm, so that one glib "easily" cannot send
anybody off. Refuses to move anything inside a round: it is called between rounds only.
"""

from collections.abc import Iterable, Mapping
from math import inf
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import LabThreshold, TalkAnswer
from hrguide.zones.belief import Belief
from hrguide.zones.ceilings import medicine_ceiling_bpm
from hrguide.zones.likelihood import COMFORTABLE_UNTIL_BPM, NO_FROM_BPM
from hrguide.zones.ranges import EFFORTS, Range, between, edges_bpm, fitted, lowest_bpm

UP_AT_MOST_BPM: Final = 6  # L1
OFF_TODAY_BPM: Final = 6.0  # product.md: from here on "your heart runs higher today"


def led_by_words(belief: Belief, athlete: Athlete, answers: Iterable[TalkAnswer] = ()) -> bool:
    """Whether the coming round has no ranges: nobody has spoken or been tested on this machine yet
    (L3; a steady ride or an RPE says too little to do without words), or medicine without a
    clinician's limit and without an "only just" in this ride (L7).

    answers: those of this ride.
    """
    if athlete.limits_heart_rate:
        return medicine_ceiling_bpm(athlete, answers) is None
    return not any(isinstance(piece, TalkAnswer | LabThreshold) for piece in belief.own)


def next_ranges(
    previous: Mapping[str, Range],
    belief: Belief,
    athlete: Athlete,
    answers: Iterable[TalkAnswer] | None = None,
) -> dict[str, Range]:
    """The ranges of the next round, by effort; {} where words must lead on.

    previous: {} after a round led by words; nothing holds the first ranges back. answers: those of
    this ride, for the ceiling under medicine; None where the caller does not keep them.
    """
    if athlete.formulas_off and not belief.personal:
        return {}
    if athlete.limits_heart_rate and answers is not None:
        answers = tuple(answers)
        if led_by_words(belief, athlete, answers):
            return {}
    edges = edges_bpm(belief, athlete, answers or ())
    if previous:
        edges = _held_back(edges, _edges(previous), lowest_bpm(belief))
    return between(edges, belief)


def off_today_bpm(belief: Belief, answer: TalkAnswer) -> float | None:
    """How far an answer lies outside what the belief expects, None where less than 6 bpm.

    Positive: the heart runs higher today (easily at a rate that should be hard); negative: lower.
    belief: from before the answer.
    """
    comfortable_until = belief.mean_bpm + COMFORTABLE_UNTIL_BPM
    no_from = belief.mean_bpm + NO_FROM_BPM
    low_bpm, high_bpm = {
        "comfortable": (-inf, comfortable_until),
        "only_just": (comfortable_until, no_from),
        "no": (no_from, inf),
    }[answer.answer]
    off = answer.hr_bpm - min(max(answer.hr_bpm, low_bpm), high_bpm)
    return off if abs(off) >= OFF_TODAY_BPM else None


def _edges(previous: Mapping[str, Range]) -> tuple[int, ...]:
    """The edges that `between` made these ranges from."""
    placed = [previous[effort] for effort in EFFORTS]
    first = placed[0].low_bpm
    tops = tuple(one.high_bpm for one in placed)
    return tops[-1:] if first is None else (first, *tops)


def _held_back(edges: tuple[int, ...], before: tuple[int, ...], lowest: float) -> tuple[int, ...]:
    """Each edge at most 6 bpm above its own of the last round; widths stay as they must be."""
    top = min(edges[-1], before[-1] + UP_AT_MOST_BPM)
    if len(edges) == 1:
        return (top,)
    lower = edges[:3]
    if len(before) == 4:
        lower = tuple(
            min(edge, old + UP_AT_MOST_BPM) for edge, old in zip(edges[:3], before[:3], strict=True)
        )
    return fitted([*lower, top], lowest)
