"""What would sharpen the belief most: where one more talk answer teaches most.

Comes in: a Belief and the athlete. Goes out: the heart rate to ask at, and the spread to
be expected afterwards. Each heart rate is weighed by its three answers, as likely as the belief
holds them (H4: asking around "only just" teaches most). Refuses to send anybody above a ceiling, to
a "no" that other answers contradict, or, under medicine that slows the heart, above where an answer
was "only just" (L7: today's ceiling is not known before today's answer); and to rest.
"""

from dataclasses import dataclass
from math import ceil, floor, inf
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import Answer, TalkAnswer
from hrguide.zones import grid
from hrguide.zones.belief import SD_FLOOR_BPM, Belief
from hrguide.zones.ceilings import ceilings, lowest_no_bpm
from hrguide.zones.likelihood import SIGMA_STEADY_BPM, talk_likelihood
from hrguide.zones.ranges import lowest_bpm

ANSWERS: Final[tuple[Answer, ...]] = ("comfortable", "only_just", "no")
EVERY_BPM: Final = 2  # the gain is flat around its top: nobody holds a heart rate closer [J]
FROM_QUANTILE: Final = 0.05  # where the answer is known beforehand it teaches nothing
TO_QUANTILE: Final = 0.95
WORTH_BPM: Final = 0.3  # a smaller gain is below what is shown (whole bpm) [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """hr_bpm: where to ask. sd_now_bpm, sd_after_bpm: the spread before and (expected) after."""

    hr_bpm: int
    sd_now_bpm: float
    sd_after_bpm: float


def best_question(belief: Belief, athlete: Athlete) -> Advice | None:
    """Where one steady talk answer is expected to narrow the spread most.

    None where it cannot be told closer: at the floor of 3.5 bpm, or no gain worth a ride.
    """
    return _best(belief, min(_tops(belief, athlete), default=inf))


def is_held_back(belief: Belief, athlete: Athlete) -> bool:
    """Whether an answer would teach something, but not below what limits the asking."""
    return best_question(belief, athlete) is None and _best(belief, inf) is not None


def _best(belief: Belief, at_most_bpm: float) -> Advice | None:
    now = grid.variance_bpm2(belief.cells) ** 0.5
    if now <= SD_FLOOR_BPM:
        return None
    low = max(round(belief.quantile(FROM_QUANTILE)), ceil(lowest_bpm(belief)))
    high = floor(min(round(belief.quantile(TO_QUANTILE)), at_most_bpm))
    tried = [(_expected_sd_bpm(belief, hr), hr) for hr in range(low, high + 1, EVERY_BPM)]
    if not tried:
        return None
    after, hr_bpm = min(tried)
    if now - after < WORTH_BPM:
        return None
    return Advice(hr_bpm=hr_bpm, sd_now_bpm=now, sd_after_bpm=max(after, SD_FLOOR_BPM))


def _tops(belief: Belief, athlete: Athlete) -> list[float]:
    """What no question may lie above."""
    limits = ceilings(belief, athlete)
    known = (limits.hard_bpm, limits.session_bpm, lowest_no_bpm(belief))
    tops = [top for top in known if top is not None]
    if athlete.limits_heart_rate:
        own = [piece for piece in belief.own if isinstance(piece, TalkAnswer)]
        just = [piece.hr_bpm for piece in own if piece.answer == "only_just"]
        easy = [piece.hr_bpm for piece in own if piece.answer == "comfortable"]
        tops.append(max(just or easy, default=0.0))
    return tops


def _expected_sd_bpm(belief: Belief, hr_bpm: float) -> float:
    """The SD after an answer there, averaged over the answers the belief expects."""
    expected = 0.0
    for answer in ANSWERS:
        likely = talk_likelihood(float(hr_bpm), answer, SIGMA_STEADY_BPM)
        joint = tuple(weight * other for weight, other in zip(belief.cells, likely, strict=True))
        chance = sum(joint)
        if chance > 0.0:
            expected += chance * grid.variance_bpm2(grid.normalised(joint)) ** 0.5
    return expected
