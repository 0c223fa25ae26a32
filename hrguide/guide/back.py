"""The back, asked in every rest: when the question stands open, and what the answers ask for.

Comes in: where the ride stands, and the rider's answers (commands). Goes out: whether the question
is open, and the way on. The rule itself is `health/rests.py`'s; the schedule moves, told by the
guide. One answer a rest counts: pressed twice is not worse twice.
"""

from typing import Final

from hrguide.guide.command import Command
from hrguide.guide.schedule import Phase, Place
from hrguide.health.rests import RestAnswer, WayOn, after_rest
from hrguide.workout.workout import StepKind

BACK_ANSWERS: Final[dict[Command, RestAnswer]] = {
    Command.BACK_BETTER: RestAnswer.BETTER,
    Command.BACK_SAME: RestAnswer.SAME,
    Command.BACK_WORSE: RestAnswer.WORSE,
    Command.BACK_SHARP: RestAnswer.SHARP,
}
_GRAVITY: Final = {
    RestAnswer.BETTER: 0,
    RestAnswer.SAME: 0,
    RestAnswer.WORSE: 1,
    RestAnswer.SHARP: 2,
}
TALK_FIRST_S: Final = 15.0  # physiology.md L1: so long a talk answer is taken at the latest ...
TALK_FIRST_SHARE: Final = 0.5  # ... but half of a short rest belongs to the back [J]


class BackQuestion:
    """The question of one ride: once in each rest, answered, skipped or gone with the rest."""

    def __init__(self) -> None:
        self._done: set[int] = set()
        self._answers: dict[int, RestAnswer] = {}  # by step index, oldest first

    def is_open(self, phase: Phase, place: Place | None) -> bool:
        """Whether it stands open here."""
        if phase is not Phase.REST or place is None:
            return False
        return place.step.kind is StepKind.REST and place.step.index not in self._done

    def waits_for_talk(self, place: Place) -> bool:
        """Whether an open talk question still goes first in this rest."""
        first_s = TALK_FIRST_S
        if place.left_s is not None:
            first_s = min(first_s, TALK_FIRST_SHARE * (place.into_s + place.left_s))
        return place.into_s < first_s

    def skip(self, phase: Phase, place: Place | None) -> bool:
        """Enter: not asked again in this rest. True where it was open."""
        if place is None or not self.is_open(phase, place):
            return False
        self._done.add(place.step.index)
        return True

    def answer(self, place: Place | None, answer: RestAnswer) -> WayOn:
        """An answer, asked for or not. The first of a rest stands, but a graver one is heard."""
        if place is None:
            return WayOn.AS_PLANNED
        index = place.step.index
        self._done.add(index)
        if index in self._answers and _GRAVITY[answer] <= _GRAVITY[self._answers[index]]:
            return WayOn.AS_PLANNED
        self._answers[index] = answer
        return after_rest(tuple(self._answers.values()))
