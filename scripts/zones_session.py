"""The first session of simulated people, asked and given ranges by hrguide's own code.

Comes in: a person, dice, a Way. Goes out: after each round, how far the next round's moderate range
lies from the truth. The asking and the heart rate an answer counts for are `guide/talk.py`'s, the
ranges `guide/round_ranges.py`'s: what is measured here is what rides. A Way may bend one rule, to
show what that rule costs, or ask as it was done before physiology.md L.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import fmean, median

from zones_people import Person, answered

from hrguide import Range, TalkAnswer, ranges, threshold_belief
from hrguide.athlete.evidence import Answer
from hrguide.guide.policy import Policy
from hrguide.guide.round_ranges import RoundRanges
from hrguide.guide.schedule import Place
from hrguide.guide.talk import TalkPrompts
from hrguide.workout.shelf import load_workout
from hrguide.workout.workout import Effort, Step, StepKind
from hrguide.zones.belief import Belief
from hrguide.zones.ranges import EFFORTS, FRACTIONS, QUANTILE, WIDTHS_BPM, fitted

ON = "2025-11-12"
OVER_BPM = 8.0  # "too hard": the top of moderate more than this above the truth
LOW_BPM = 15.0
PACE = {Effort.EASY: 0.70, Effort.MODERATELY_EASY: 0.84, Effort.MODERATE: 0.96}  # of the reserve
PACE_ERROR = 0.05  # physiology.md L: the person's own, and as much again for each step
REST_BPM = 25.0  # above resting, pedalling lightly
HEART_TAU_S = 38.0  # physiology.md E1
HEART_DELAY_S = 7.0
A3_EARLY_S = 120.0  # physiology.md A3: an earlier "comfortable" was thrown away
FLUSH = load_workout("flush").steps


@dataclass(frozen=True, kw_only=True)
class Way:
    """follows: from round 2 on the rider aims at the ranges shown, else paces by feel throughout
    (L). breathless: they answer for the half minute spoken, in which the heart rate still rises,
    not for the 30 s before it.
    own_step: "easily" counts at the lowest of its own step, never of the one before. unmedicated:
    the beta-blocker group without L2's and L7's rules. as_before: L's comparators, "late" or "no
    early yes": asked in each step that allows it, on H3's quantile, without a limit upwards.
    """

    name: str
    follows: bool = False
    breathless: bool = False
    own_step: bool = False
    unmedicated: bool = False
    as_before: str | None = None


@dataclass(frozen=True, kw_only=True)
class Score:
    """Of moderate, against the truth: top > 8 high, middle > 15 low, error of the middle."""

    high: bool
    low: bool
    error_bpm: float


def ridden(person: Person, dice: random.Random, way: Way) -> dict[int, Score]:
    """Scores before the ride (0) and after each round; none where no range is shown."""
    if way.unmedicated:
        person = replace(person, athlete=replace(person.athlete, limits_heart_rate=False))
    asking = _AsBefore(person, way) if way.as_before is not None else _AsL(person, way)
    rider = _Rider(person, dice, way)
    scores = {0: _score(person, asking.shown(0))}
    rounds = -1
    for step in FLUSH:
        if step.effort is Effort.EASY:
            rounds += 1
            asking.begin(rounds)
            if rounds:
                scores[rounds] = _score(person, asking.shown(rounds))
        asking.ride(step, rounds, rider)
    scores[rounds + 1] = _score(person, asking.shown(rounds + 1))
    return {number: score for number, score in scores.items() if score is not None}


class _Rider:
    """A heart that lags, a pace of one's own, answers by how it feels."""

    def __init__(self, person: Person, dice: random.Random, way: Way) -> None:
        self._person, self._dice, self._way = person, dice, way
        self._feel = 1.0 + dice.gauss(0, PACE_ERROR)
        self._day_bpm = dice.gauss(0, 3)
        self._hr_bpm = person.rest_bpm + 12

    def trace(self, step: Step, middle_bpm: float | None) -> list[float]:
        """Second by second. middle_bpm: of the range shown, None where none is."""
        rest = self._person.rest_bpm
        aim = rest + REST_BPM
        if step.kind is StepKind.WORK and step.effort is not None:
            reserve = PACE[step.effort] * (self._person.threshold_bpm - rest)
            aim = rest + reserve * self._feel
            if self._way.follows and middle_bpm is not None:
                aim = middle_bpm
            aim += PACE_ERROR * reserve * self._dice.gauss(0, 1)
        found = []
        for second in range(int(step.duration_s or 0)):
            if second >= HEART_DELAY_S:
                self._hr_bpm += (aim - self._hr_bpm) / HEART_TAU_S
            found.append(self._hr_bpm + self._dice.gauss(0, 1))
        return found

    def says(self, trace: list[float], speech: int) -> Answer:
        felt = trace[speech:] if self._way.breathless else trace[max(0, speech - 30) : speech]
        return answered(self._person, fmean(felt), self._day_bpm, self._dice)


class _AsL:
    """The product's asking and ranges (physiology.md L)."""

    def __init__(self, person: Person, way: Way) -> None:
        self._athlete, self._way = person.athlete, way
        self._prompts = TalkPrompts(policy=Policy(), machine="bikeerg", steps=FLUSH)
        self._ranges = RoundRanges(
            athlete=person.athlete, evidence=(), machine="bikeerg", given=None, on=ON
        )
        self._at_s = 0

    def shown(self, block: int) -> Mapping[str, Range]:
        if block == 0:
            return ranges(threshold_belief(self._athlete), self._athlete)
        coming = self._ranges.coming(block)
        return {} if coming is None else coming.ranges

    def begin(self, block: int) -> None:
        self._ranges.begin(block)

    def ride(self, step: Step, block: int, rider: _Rider) -> None:
        placed = self._ranges.of(step)
        middle = None
        if placed.low_bpm is not None and placed.high_bpm is not None:
            middle = (placed.low_bpm + placed.high_bpm) / 2
        trace = rider.trace(step, middle)
        sd_bpm = self._ranges.sd_bpm
        speech = None
        for second, hr_bpm in enumerate(trace):
            place = Place(step=step, block=block, into_s=second, left_s=len(trace) - second)
            if self._prompts.tick(self._at_s, place, sd_bpm=sd_bpm):
                speech = second
            self._prompts.hear(self._at_s, round(hr_bpm))
            self._at_s += 1
        if speech is None:
            return
        spoken = self._prompts.answer(self._at_s, place, rider.says(trace, speech))
        assert spoken is not None
        if self._way.own_step and spoken.answer == "comfortable":
            spoken = replace(spoken, hr_bpm=_lowest(trace[max(0, speech - 120) : speech]))
        self._ranges.learn(spoken)


class _AsBefore:
    """What L was weighed against: A3's asking, H3's ranges."""

    def __init__(self, person: Person, way: Way) -> None:
        self._athlete, self._late_only = person.athlete, way.as_before == "late"
        self._answers: tuple[TalkAnswer, ...] = ()

    def shown(self, block: int) -> Mapping[str, Range]:
        belief = threshold_belief(self._athlete, self._answers, as_of=ON)
        return _on_h3s_quantile(belief)

    def begin(self, block: int) -> None:
        """Nothing is held from round to round."""

    def ride(self, step: Step, block: int, rider: _Rider) -> None:
        trace = rider.trace(step, None)
        if step.kind is not StepKind.WORK or (self._late_only and step.effort is not Effort.EASY):
            return
        speech = len(trace) - (35 if len(trace) <= 60 else 40)
        answer = rider.says(trace, speech)
        if answer != "comfortable" or speech >= A3_EARLY_S:
            hr_bpm = median(trace[max(0, speech - 30) : speech])
            said = TalkAnswer(hr_bpm, answer, "bikeerg", ON, into_step_s=float(speech))
            self._answers += (said,)


def _on_h3s_quantile(belief: Belief) -> dict[str, Range]:
    reserve = belief.quantile(QUANTILE) - belief.rest_bpm
    wished = [round(belief.rest_bpm + fraction * reserve) for fraction in FRACTIONS]
    edges = fitted(wished, belief.rest_bpm)
    if len(edges) == 1:
        edges = (edges[0] - WIDTHS_BPM[0], *edges * 3)
    return {
        effort: Range(low_bpm=low, high_bpm=high, provisional=True, source="H3")
        for effort, low, high in zip(EFFORTS, edges, edges[1:], strict=False)
    }


def _lowest(before: list[float]) -> float:
    starts = range(0, max(1, len(before) - 29), 5)
    return min(median(before[start : start + 30]) for start in starts)


def _score(person: Person, found: Mapping[str, Range]) -> Score | None:
    if "moderate" not in found:
        return None
    one = found["moderate"]
    true_middle = person.rest_bpm + 0.96 * (person.threshold_bpm - person.rest_bpm)
    low = one.low_bpm if one.low_bpm is not None else one.high_bpm - WIDTHS_BPM[-1]
    middle = (low + one.high_bpm) / 2
    return Score(
        high=one.high_bpm > person.threshold_bpm + OVER_BPM,
        low=middle < true_middle - LOW_BPM,
        error_bpm=abs(middle - true_middle),
    )
