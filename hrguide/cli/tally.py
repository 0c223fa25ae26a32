"""What is counted while riding, for the one-screen summary at the end.

Comes in: every Moment. Goes out: a `Closing` for the screen and the same in lines for stderr.
The full story is `report`'s, worked out from the ride file; this is what is known at once.
"""

from collections.abc import Sequence
from typing import Final

from hrguide.guide.cue import CueKind
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Phase
from hrguide.ride.lines import Ending
from hrguide.screen.setting import Closing
from hrguide.session import Session
from hrguide.workout.workout import Effort, StepKind, Workout

_FALL_AFTER_S: Final = 60.0  # physiology.md L9: "in the first 60 s of rest"
_TICK_S: Final = 0.25  # a step left with less than a tick to go was ridden to its end
_HEARD: Final = (CueKind.EASE, CueKind.PUSH)


class Tally:
    """Counts of one ride."""

    def __init__(self, workout: Workout) -> None:
        self._workout = workout
        self.started = False
        self.heard_any = False  # a heart rate that could be believed
        self.blind_at_end = True
        self.cues_heard = 0
        self.ridden_s = 0.0
        self.drilled_s = 0.0  # on the same step clock; a drill is no riding
        self.off_s = 0.0
        self._held = False
        self._is_off = False
        self._elapsed_s = 0.0
        self._in_drill = False
        self._index: int | None = None
        self._ended: set[int] = set()
        self._rest_index: int | None = None
        self._rest_from_bpm: int | None = None
        self._rest_began_s = 0.0
        self._falls: list[int] = []
        self._left_s = 0.0

    def take(self, moments: Sequence[Moment]) -> None:
        """Count what these Moments bring."""
        for moment in moments:
            self._time(moment)
            self._step(moment)
            if moment.cue is not None:
                self.cues_heard += moment.cue.kind in _HEARD
            self._held = self._held or moment.verdict is Verdict.STOPPED
            self.blind_at_end = moment.hr_bpm is None
            self.heard_any = self.heard_any or moment.hr_bpm is not None
            self._rest(moment)

    def closing(self, session: Session, *, saved_as: str, ending: Ending) -> Closing:
        """The summary's slots; None where nothing is known."""
        rounds = max((step.rounds or 0 for step in self._workout.steps), default=0)
        ranges = session.ranges
        answers = len(ranges.answers)
        return Closing(
            rounds_done=self._rounds_done() if rounds else None,
            rounds=rounds or None,
            ridden_s=self.ridden_s,
            drilled_s=self.drilled_s,
            off_s=self.off_s,
            cues_heard=self.cues_heard,
            threshold_bpm=ranges.threshold_bpm if answers else None,
            threshold_sd_bpm=ranges.sd_bpm if answers else None,
            answers=answers,
            fell_bpm=(min(self._falls), max(self._falls)) if self._falls else None,
            saved_as=saved_as,
            stopped=ending is Ending.STOPPED,
            held=self._held,
            early=ending is Ending.FINISHED,
            heard_any=self.heard_any,
        )

    def _rounds_done(self) -> int:
        """Rounds whose last work step was ridden to its end; a skipped one is not."""
        last_work: dict[tuple[object, ...], int] = {}
        for step in self._workout.steps:
            if step.round is not None and step.kind is StepKind.WORK:
                last_work[(*step.outer, step.round)] = step.index
        return sum(index in self._ended for index in last_work.values())

    def _time(self, moment: Moment) -> None:
        """What went by belongs to the step that was in force meanwhile."""
        went_s = moment.elapsed_s - self._elapsed_s
        if self._in_drill:
            self.drilled_s += went_s
        else:
            self.ridden_s += went_s
        self.off_s += went_s if self._is_off else 0.0
        self._is_off = _is_off(moment)
        self._elapsed_s = moment.elapsed_s
        self._in_drill = moment.step is not None and moment.step.is_drill

    def _step(self, moment: Moment) -> None:
        """Which steps came to their own end."""
        index = None if moment.step is None else moment.step.index
        if index != self._index:
            if self._index is not None and self._left_s <= _TICK_S:
                self._ended.add(self._index)
            self._index = index
        if moment.step is not None:
            self.started = True
            self._left_s = moment.step.left_s or 0.0

    def _rest(self, moment: Moment) -> None:
        step = moment.step
        if step is None or moment.phase is not Phase.REST:
            self._finish_rest(moment)
            return
        if step.index != self._rest_index:
            self._finish_rest(moment)
            self._rest_index = step.index
            self._rest_from_bpm = moment.hr_bpm
            self._rest_began_s = moment.elapsed_s

    def _finish_rest(self, moment: Moment) -> None:
        """The next step began: how far the heart rate fell in the rest before it."""
        if self._rest_index is None:
            return
        lasted_s = moment.elapsed_s - self._rest_began_s
        if self._rest_from_bpm is not None and moment.hr_bpm is not None:
            fell_bpm = self._rest_from_bpm - moment.hr_bpm
            if abs(lasted_s - _FALL_AFTER_S) <= 1.0 and fell_bpm > 0:
                self._falls.append(fell_bpm)
        self._rest_index = None


def _is_off(moment: Moment) -> bool:
    """Above what is asked now; or below it, where under is not fine (design.md: easy and rest)."""
    if moment.verdict is Verdict.OVER:
        return True
    easy = moment.step is not None and moment.step.effort == Effort.EASY.value
    return moment.verdict is Verdict.UNDER and not easy
