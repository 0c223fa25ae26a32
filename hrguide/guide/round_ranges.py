"""Which heart rates are asked of this round, and what they rest on.

Comes in: the athlete, evidence known before the ride, the answers of this ride, or ranges given
outright. Goes out: `StepRange` for a step, the ceilings, whether this round is for learning.
Ranges belong to a round: they are placed when it begins and never move inside it; a `Placed`
record says what was placed and why, for the ride file. The arithmetic is `zones/`'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import Evidence, MeasuredMax, RestingRate, TalkAnswer
from hrguide.guide import words
from hrguide.guide.talk import Spoken
from hrguide.guide.verdict import NO_STEP_RANGE, StepRange
from hrguide.workout.workout import Effort, Step, StepKind
from hrguide.zones.belief import Belief, threshold_belief
from hrguide.zones.ceilings import Ceilings, ceilings
from hrguide.zones.provenance import provenance
from hrguide.zones.ranges import SURE_SD_BPM, Range
from hrguide.zones.rounds import led_by_words, next_ranges, off_today_bpm

NO_CEILINGS: Final = Ceilings(
    session_bpm=None,
    session_source=None,
    session_provisional=False,
    hard_bpm=None,
    hard_source=None,
    question_bpm=None,
    question_source=None,
)
_UNDATED: Final = "1970-01-01"  # a ride nobody dated: its answers are all of one day


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Ranges as placed for one round instance (0-based `block`), with the belief behind them."""

    block: int
    ranges: Mapping[str, Range]
    threshold_bpm: float | None
    sd_bpm: float | None
    learning: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What the next round will be ridden by, as it stands in the rest before it.

    ranges: {} where it goes by words again. threshold_bpm, sd_bpm: the belief with this ride's
    answers. formula_bpm: what a formula would have said, None where formulas are off or the belief
    was the athlete's own from the start. answers: how many this ride gave. provisional: shown,
    never pushing.
    """

    ranges: Mapping[str, Range]
    threshold_bpm: float
    sd_bpm: float
    formula_bpm: float | None
    answers: int
    provisional: bool


class RoundRanges:
    """Places ranges round by round.

    given: ranges that never move. on: ISO date of the ride, for the answers given in it. as_usual:
    False where evidence of other days says less than usual today (physiology.md L7). first_block:
    the block that is round 1; a warm-up before it goes by words with it.
    """

    def __init__(
        self,
        *,
        athlete: Athlete | None,
        evidence: Sequence[Evidence],
        machine: str,
        given: Mapping[str, Range] | None,
        on: str | None,
        as_usual: bool = True,
        first_block: int = 0,
    ) -> None:
        self._first_block = first_block
        self._led_from_start = False  # by words, which then lead to the end of round 1
        self._before_answer: tuple[bool, str | None] = (False, None)  # learning, note
        self._athlete = athlete
        self._before = tuple(evidence)
        self.answers: tuple[TalkAnswer, ...] = ()
        self._machine = machine
        self._given = given
        self._on = on
        self._as_usual = as_usual
        self.belief: Belief | None = None
        self.threshold_bpm: float | None = None
        self.sd_bpm: float | None = None
        self.ceilings = NO_CEILINGS
        self.ceiling_bpm: float | None = None  # the lowest that says something, for the bar
        self._believe()
        self.placed: tuple[Placed, ...] = ()
        self._ranges: Mapping[str, Range] = {}
        self.learning = False
        self.note: str | None = None  # a sentence that stands for the rest of the round
        self._percent_of: Belief | None = None
        self._of: tuple[tuple[object, ...], StepRange] | None = None  # asked at every tick
        self._knew_own = self.belief is not None and bool(self.belief.own)
        self._coming: tuple[int, int, Coming | None] | None = None  # block, answers, what

    @property
    def is_personal(self) -> bool:
        """Whether the ranges in force rest on the athlete's own evidence (or were given)."""
        if self._given is not None:
            return True
        return self.belief is not None and self.belief.personal

    @property
    def asks(self) -> bool:
        """Whether a talk answer would teach anything here."""
        return self._athlete is not None and self._given is None

    @property
    def never_pushes(self) -> bool:
        """Medicine that slows the heart (physiology.md L7), or under 18: ease only, never more."""
        return self._athlete is not None and self._athlete.formulas_off

    def begin(self, block: int) -> Placed:
        """A round begins: place its ranges."""
        self.note = None
        self.learning, self._ranges = self._for(block)
        self._led_from_start |= block == 0 and self.learning
        known = self.belief is not None and self.belief.personal
        formulas = self._athlete is not None and not self._athlete.formulas_off
        self._percent_of = self.belief if known or formulas else None
        placed = Placed(
            block=block,
            ranges=dict(self._ranges),
            threshold_bpm=self.threshold_bpm,
            sd_bpm=self.sd_bpm,
            learning=self.learning,
        )
        self.placed += (placed,)
        return placed

    def coming(self, block: int) -> Coming | None:
        """What `begin` of this round would place now; None where nothing is worked out here."""
        if self._coming is None or self._coming[:2] != (block, len(self.answers)):
            self._coming = (block, len(self.answers), self._look_at(block))
        return self._coming[2]

    def learn(self, spoken: Spoken, *, instead: bool = False) -> TalkAnswer | None:
        """Take a talk answer of this ride in; the next round will know it.

        instead: the answer before it was a slip of the finger, and counts no longer.
        """
        if self._athlete is None or spoken.hr_bpm is None:
            return None
        if instead and self.answers:
            self.answers = self.answers[:-1]
            self.learning, self.note = self._before_answer
            self._believe()
        self._before_answer = self.learning, self.note
        answer = TalkAnswer(
            hr_bpm=spoken.hr_bpm,
            answer=spoken.answer,
            machine=self._machine,
            on=self._on or self._newest_date(),
            into_step_s=spoken.into_step_s,
        )
        off_bpm = None
        if self._knew_own and self.belief is not None and spoken.step.effort is not None:
            off_bpm = off_today_bpm(self.belief, answer)
        if off_bpm is not None and self._ranges:
            self.learning = True
            self.note = words.HIGHER_TODAY if off_bpm > 0 else words.HARDER_TODAY
        self.answers += (answer,)
        self._believe()
        return answer

    def of(self, step: Step) -> StepRange:
        """The range in force for a step as ridden."""
        key = (step, self._ranges, self.learning, self.belief, self._percent_of)
        if self._of is None or any(a is not b for a, b in zip(key, self._of[0], strict=True)):
            self._of = key, self._found(step)
        return self._of[1]

    def _found(self, step: Step) -> StepRange:
        if step.low_bpm is not None or step.high_bpm is not None:
            return StepRange(
                low_bpm=step.low_bpm,
                high_bpm=step.high_bpm,
                by_coach=True,
                personal=True,
                provisional=False,
                source="written in the workout",
            )
        if step.low_pct is not None or step.high_pct is not None:
            return self._of_percent(step)
        if step.kind is not StepKind.WORK or step.effort in (None, Effort.FREE, Effort.REST):
            return NO_STEP_RANGE
        found = self._ranges.get(step.effort.value)
        if found is None or (self.learning and self._given is None):
            return NO_STEP_RANGE
        return StepRange(
            low_bpm=found.low_bpm,
            high_bpm=found.high_bpm,
            personal=self.is_personal,
            provisional=found.provisional,
            source=found.source,
        )

    def _for(self, block: int) -> tuple[bool, Mapping[str, Range]]:
        """Whether this round goes by words, and its ranges, as things stand now."""
        if self._given is not None:
            return False, self._given
        if self._athlete is None or self.belief is None:
            return False, {}
        first = block <= self._first_block
        may_learn = first or self._athlete.limits_heart_rate  # L3, L7
        led = led_by_words(self.belief, self._athlete, self.answers)
        if (may_learn and led) or (first and self._led_from_start):
            return True, {}
        return False, next_ranges(self._ranges, self.belief, self._athlete, self.answers)

    def _look_at(self, block: int) -> Coming | None:
        if self._given is not None or self._athlete is None or self.belief is None:
            return None
        _, found = self._for(block)
        formula_bpm = None
        if not self._knew_own and not self._athlete.formulas_off:
            facts = [
                piece for piece in self._before if isinstance(piece, MeasuredMax | RestingRate)
            ]
            before = threshold_belief(self._athlete, facts, self._machine, as_of=self._on)
            formula_bpm = before.mean_bpm
        return Coming(
            ranges=dict(found),
            threshold_bpm=self.belief.mean_bpm,
            sd_bpm=self.belief.sd_bpm,
            formula_bpm=formula_bpm,
            answers=len(self.answers),
            provisional=any(one.provisional for one in found.values()),
        )

    def _of_percent(self, step: Step) -> StepRange:
        """Percent of the talk threshold as it was believed when the round began."""
        belief = self._percent_of
        if self.learning or belief is None:
            return NO_STEP_RANGE
        low_bpm, high_bpm = step.bounds_bpm(belief.mean_bpm)
        sure = belief.personal and belief.sd_bpm <= SURE_SD_BPM
        return StepRange(
            low_bpm=low_bpm,
            high_bpm=high_bpm,
            by_percent=True,  # a talk test's stage above the threshold is meant so
            personal=belief.personal,
            provisional=not sure,
            source=provenance(belief),
        )

    def _believe(self) -> None:
        if self._athlete is None:
            return
        self.belief = threshold_belief(
            self._athlete,
            self._before + self.answers,
            self._machine,
            as_of=self._on,
            as_usual=self._as_usual,
        )
        self.threshold_bpm = self.belief.mean_bpm  # kept: the belief works them out each time
        self.sd_bpm = self.belief.sd_bpm
        self.ceilings = found = ceilings(self.belief, self._athlete, self.answers)
        session = None if found.session_provisional else found.session_bpm
        limits = [limit for limit in (session, found.hard_bpm) if limit is not None]
        self.ceiling_bpm = min(limits, default=None)

    def _newest_date(self) -> str:
        return max((str(piece.on) for piece in self._before), default=_UNDATED)
