"""What would sharpen the belief most: where one more talk answer teaches most.

Comes in: a Belief and the athlete. Goes out: the heart rate to ask at, and the spread to
be expected afterwards. Each heart rate is weighed by its three answers, as likely as the belief
holds them (H4: asking around "only just" teaches most). Refuses to send anybody above a ceiling,
or, under medicine that slows the heart, far above where an answer was "only just" (L7).
"""

from dataclasses import dataclass
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import Answer, TalkAnswer
from hrguide.zones import grid
from hrguide.zones.belief import SD_FLOOR_BPM, Belief
from hrguide.zones.ceilings import MEDICINE_MARGIN_BPM, ceilings
from hrguide.zones.likelihood import SIGMA_STEADY_BPM, talk_likelihood

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
    now = grid.variance_bpm2(belief.cells) ** 0.5
    if now <= SD_FLOOR_BPM:
        return None
    low, high = round(belief.quantile(FROM_QUANTILE)), round(belief.quantile(TO_QUANTILE))
    high = min([high, *(int(top) for top in _tops(belief, athlete))])
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
    tops = [top for top in (limits.hard_bpm, limits.session_bpm) if top is not None]
    if athlete.limits_heart_rate:
        own = [piece for piece in belief.own if isinstance(piece, TalkAnswer)]
        just = [piece.hr_bpm for piece in own if piece.answer == "only_just"]
        easy = [piece.hr_bpm for piece in own if piece.answer == "comfortable"]
        tops.append(max(just or easy, default=0.0) + MEDICINE_MARGIN_BPM)
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
