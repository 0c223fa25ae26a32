"""When to ask "can you still talk?", how long the answer is taken, and which heart rate it means.

Comes in: ticks with the place in the workout, and the rider's answers (commands). Goes out: when
a prompt opens, and `Spoken` answers with the heart rate that belongs to them (physiology.md L1).
It holds no belief: what an answer teaches is the business of `zones/`.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final, Literal

from hrguide.guide.policy import Policy
from hrguide.guide.schedule import Place
from hrguide.workout.workout import Effort, Step, StepKind

Answer = Literal["comfortable", "only_just", "no"]

_HISTORY_S: Final = 180  # the last 120 s before speech, and the speech itself
_MEDIAN_S: Final = 30  # L1: a median of 30 s
_LOWEST_S: Final = 120  # L1: for "comfortable" the lowest such median of the last 120 s
_ENOUGH: Final = 15  # seconds of believed heart rate a 30-s median must rest on [J]
_ASKING: Final = (Effort.EASY, Effort.MODERATELY_EASY, Effort.MODERATE)
# A talk test's stage: 3 minutes, the passage in its last 45 s (answers turn "no" only after 2 min
# of steady work, physiology.md A1, Foster 2008).
_READ_FROM_S: Final = 135.0
_REST_LONG_MACHINES: Final = ("rower", "skierg")  # L1: no hand is free before the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """An answer and what it rests on. hr_bpm: None where no heart rate was believed then."""

    answer: Answer
    hr_bpm: float | None
    into_step_s: float
    step: Step


class TalkPrompts:
    """The asking of one ride. machine: a rower's answer may wait for the rest's end."""

    def __init__(self, *, policy: Policy, machine: str, steps: tuple[Step, ...]) -> None:
        self._policy = policy
        self._machine = machine
        self._heard: deque[tuple[float, int | None]] = deque(maxlen=_HISTORY_S)
        self._steps = steps
        self.is_test = any(_ends_on_answer(step) for step in steps)
        self._once_index = _teaching_step(steps)
        self._is_first_time: bool | None = None
        self._asked: set[int] = set()
        self._open: tuple[float, float, Step] | None = None  # speech at, seconds in, step
        self._unanswered = 0
        self._cued_at_s = float("-inf")

    @property
    def is_open(self) -> bool:
        """Whether a prompt waits for its answer."""
        return self._open is not None

    def hear(self, at_s: float, hr_bpm: int | None) -> None:
        """Once a second: what the heart rate was."""
        self._heard.append((at_s, hr_bpm))

    def cued(self, at_s: float) -> None:
        """The rider was told to change their effort."""
        self._cued_at_s = at_s

    def tick(self, at_s: float, place: Place | None, *, sd_bpm: float | None) -> bool:
        """True where a prompt opens now. sd_bpm: the belief's SD, None where nobody is asked.

        A step that ends on an answer asks whatever is known, until it is answered; a workout that
        has such steps asks nowhere else.
        """
        self._close_late(place)
        if place is None or self._open is not None:
            return False
        if self.is_test:
            return self._test_opens(at_s, place)
        if sd_bpm is None:
            return False
        if self._is_first_time is None:
            self._is_first_time = sd_bpm > self._policy.talk_belief_sd_bpm
        if self._unanswered >= self._policy.talk_unanswered:
            return False
        step = place.step
        if step.index in self._asked or not self._wants(place):
            return False
        short = step.duration_s is not None and step.duration_s <= self._policy.talk_short_step_s
        before_end_s = (
            self._policy.talk_before_end_short_s if short else self._policy.talk_before_end_s
        )
        if place.left_s is None or place.left_s > before_end_s or self._crowds(at_s, place.left_s):
            return False
        self._asked.add(step.index)
        if not self._heard or self._heard[-1][1] is None:
            return False  # an answer without a heart rate would teach nothing
        self._open = (at_s, place.into_s, step)
        return True

    def answer(self, at_s: float, place: Place | None, answer: Answer) -> Spoken | None:
        """The rider's answer, prompted or not; None outside the workout."""
        if self._open is not None:
            speech_s, into_s, step = self._open
        elif place is not None:
            speech_s, into_s, step = at_s, self._steady_s(place), place.step
        else:
            return None
        self._open = None
        self._unanswered = 0
        self._asked.add(step.index)
        hr_bpm = self._hr_of(speech_s, answer)
        return Spoken(answer=answer, hr_bpm=hr_bpm, into_step_s=into_s, step=step)

    def drop(self) -> None:
        """The ride ends or stops: an open question is no longer asked."""
        self._open = None

    def _crowds(self, at_s: float, left_s: float) -> bool:
        """Whether a cue must first be acted on: nobody talks steadily while changing the effort.

        The wait ends where cues do, before a step's end: from there L1's 15 s into the next step
        leave the answer as long as a passage takes.
        """
        recent = at_s - self._cued_at_s < self._policy.cue_spacing_s
        return recent and left_s > self._policy.quiet_end_s

    def _test_opens(self, at_s: float, place: Place) -> bool:
        if not _ends_on_answer(place.step) or self._steady_s(place) < _READ_FROM_S:
            return False
        self._open = (at_s, self._steady_s(place), place.step)
        return True

    def _steady_s(self, place: Place) -> float:
        """How long this demand has stood: timed steps before that ask the same belong to it."""
        steady_s = place.into_s
        index = place.step.index
        for before in reversed(self._steps[:index]):
            if before.duration_s is None or _demand(before) != _demand(self._steps[index]):
                break
            steady_s += before.duration_s
        return steady_s

    def _wants(self, place: Place) -> bool:
        step = place.step
        if step.kind is not StepKind.WORK or step.effort not in _ASKING:
            return False
        if not self._is_first_time:
            return step.index == self._once_index
        return place.in_first_round or step.effort is Effort.MODERATE

    def _close_late(self, place: Place | None) -> None:
        if self._open is None:
            return
        if place is not None:
            asked = self._open[2].index
            if place.step.index == asked:
                return
            if self.is_test:  # a late key would answer for the stage that has begun
                self._open = None
                return
            waits = (
                self._machine in _REST_LONG_MACHINES
                and place.step.kind is StepKind.REST
                and place.step.index == asked + 1
            )
            if waits or (place.step.index == asked + 1 and place.into_s < self._policy.talk_open_s):
                return
        self._open = None
        self._unanswered += 1

    def _hr_of(self, speech_s: float, answer: Answer) -> float | None:
        """L1: 2 and 3, the median of the 30 s before speech; 1, the lowest such of 120 s."""
        before = [(at, hr) for at, hr in self._heard if at < speech_s]
        if answer != "comfortable":
            return _median(before, speech_s)
        medians = [
            median
            for back in range(0, _LOWEST_S - _MEDIAN_S + 1, 5)
            if (median := _median(before, speech_s - back)) is not None
        ]
        return min(medians, default=None)


def _ends_on_answer(step: Step) -> bool:
    return step.until is not None and step.until.answer


def _demand(step: Step) -> tuple[object, ...]:
    """What a step asks of the heart."""
    return (
        step.kind,
        step.effort,
        step.low_bpm,
        step.high_bpm,
        step.low_pct,
        step.high_pct,
    )


def _median(heard: list[tuple[float, int | None]], end_s: float) -> float | None:
    rates = [hr for at, hr in heard if hr is not None and end_s - _MEDIAN_S <= at < end_s]
    if len(rates) < _ENOUGH:
        return None
    rates.sort()  # not `statistics`: its import costs the first picture 5 ms
    middle = len(rates) // 2
    return float(rates[middle]) if len(rates) % 2 else (rates[middle - 1] + rates[middle]) / 2


def _teaching_step(steps: tuple[Step, ...]) -> int | None:
    """Where one answer teaches most: moderate of round 2, else the last step that may ask.

    Moderate lies nearest to "only just" (physiology.md H3: 0.90-1.02 of the reserve); round 2
    because the first minutes of a ride are not yet steady (first-session.md, "Second session").
    """
    asking = [s for s in steps if s.kind is StepKind.WORK and s.effort in _ASKING]
    moderate = [s for s in asking if s.effort is Effort.MODERATE]
    for step in moderate:
        if step.round == 2:
            return step.index
    last = moderate or asking
    return last[-1].index if last else None
