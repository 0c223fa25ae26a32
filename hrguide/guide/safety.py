"""Ceilings and stop rules: they overrule verdict and cue, and they never move the clock.

Comes in, at every tick: the heart rate where it is clean, the place in the workout and the
ceilings in force. Goes out: an `Alarm` or nothing. It stops guidance (until `go_on`), it never
stops the schedule: only time and commands do (design.md, step 8; physiology.md L5, L8).
"""

from dataclasses import dataclass
from enum import StrEnum

from hrguide.guide import words
from hrguide.guide.policy import Policy
from hrguide.guide.schedule import Place
from hrguide.workout.workout import StepKind
from hrguide.zones.ceilings import Ceilings


class AlarmKind(StrEnum):
    """What a safety rule wants."""

    EASE = "ease"
    CEILING = "ceiling"  # above today's ceiling: "ease" too, but it keeps the distance of cues
    ASK = "ask"  # "can you talk?"
    STOP = "stop"  # guidance stops; the clock runs on
    UNWELL = "unwell"  # the heart rate rises at rest


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing a safety rule says."""

    kind: AlarmKind
    text: str


class _Above:
    """For how long the heart rate has been above a limit; a short loss of it stops the count.

    keep_s: how long a loss may be; after a longer one the count begins anew.
    """

    __slots__ = ("_keep_s", "_since_s", "_unknown_s")

    def __init__(self, keep_s: float) -> None:
        self._keep_s = keep_s
        self._since_s: float | None = None
        self._unknown_s: float | None = None

    def forget(self) -> None:
        self._since_s = self._unknown_s = None

    def for_s(self, at_s: float, hr_bpm: int | None, limit_bpm: float | None) -> float:
        """Seconds it has lasted at `at_s`; 0 where it is not above, or nobody knows."""
        if limit_bpm is None or (hr_bpm is not None and hr_bpm <= limit_bpm):
            self.forget()
            return 0.0
        if hr_bpm is None:
            self._lose(at_s)
            return 0.0
        if self._since_s is None:
            self._since_s = at_s
        elif self._unknown_s is not None:
            self._since_s += at_s - self._unknown_s
        self._unknown_s = None
        return at_s - self._since_s

    def _lose(self, at_s: float) -> None:
        if self._since_s is None:
            return
        if self._unknown_s is None:
            self._unknown_s = at_s
        elif at_s - self._unknown_s > self._keep_s:
            self.forget()


class Safety:
    """The rules' state. `guidance_stopped` holds until `go_on` is called."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._hard = _Above(policy.count_kept_s)
        self._session = _Above(policy.count_kept_s)
        self._question = _Above(policy.count_kept_s)
        self.guidance_stopped = False
        self.asked_at_s: float | None = None
        self._said_at_s = float("-inf")
        self._quiet_question_until_s = float("-inf")
        self._rest_index: int | None = None
        self._rest_from_bpm: int | None = None
        self._rest_told = False
        self._believed: tuple[float, int] | None = None  # the newest heart rate, and when

    def go_on(self, at_s: float) -> None:
        """The rider goes on after guidance stopped: count the ceilings anew."""
        self.guidance_stopped = False
        self._hard.forget()
        # Room for "ease off now" as soon as it may be due again.
        self._said_at_s = at_s + self._policy.hard_ease_s - self._policy.cue_spacing_s

    def stand(self) -> None:
        """Nobody rides now: nothing lasts through a pause or a drill, no question stays open."""
        for count in (self._hard, self._session, self._question):
            count.forget()
        self.asked_at_s = None

    def answered(self, at_s: float, *, is_no: bool) -> bool:
        """A talk answer came; True where it answered "can you talk?"."""
        if self.asked_at_s is None:
            return False
        self.asked_at_s = None
        wait_s = self._policy.cue_spacing_s if is_no else self._policy.question_again_s
        self._quiet_question_until_s = at_s + wait_s
        return True

    def tick(
        self,
        at_s: float,
        hr_bpm: int | None,
        place: Place | None,
        ceilings: Ceilings,
        *,
        falling: bool,
    ) -> Alarm | None:
        """One tick of a running session.

        hr_bpm: None where it may not be believed. falling: the heart rate is on its way down.
        """
        if place is None or self.guidance_stopped:
            return None
        alarm = (
            self._hard_ceiling(at_s, hr_bpm, ceilings)
            or self._unanswered(at_s, place)
            or self._rest_rises(at_s, hr_bpm, place)
            or self._ask(at_s, hr_bpm, ceilings)
            or self._session_ceiling(at_s, hr_bpm, ceilings, place, falling=falling)
        )
        if hr_bpm is not None:
            self._believed = (at_s, hr_bpm)
        return alarm

    def _hard_ceiling(self, at_s: float, hr_bpm: int | None, ceilings: Ceilings) -> Alarm | None:
        lasted_s = self._hard.for_s(at_s, hr_bpm, ceilings.hard_bpm)
        if lasted_s >= self._policy.hard_stop_s:
            self.guidance_stopped = True
            self.asked_at_s = None
            return Alarm(AlarmKind.STOP, words.CEILING_STOP)
        if lasted_s >= self._policy.hard_ease_s:
            return self._spaced(at_s, words.EASE_NOW)
        return None

    def _session_ceiling(
        self, at_s: float, hr_bpm: int | None, ceilings: Ceilings, place: Place, *, falling: bool
    ) -> Alarm | None:
        # From a formula alone it would tell a fit athlete to ease all along: the question asks.
        limit = None if ceilings.session_provisional else ceilings.session_bpm
        lasted_s = self._session.for_s(at_s, hr_bpm, limit)
        if limit is None or hr_bpm is None or lasted_s < self._policy.session_ease_s:
            return None
        if falling or self._is_changing(place) or place.step.kind is StepKind.REST:
            return None  # easing already, or about to: and the heart answers a minute late
        return Alarm(AlarmKind.CEILING, words.ease_words(hr_bpm, limit, "today's ceiling"))

    def _is_changing(self, place: Place) -> bool:
        """Whether the step is being announced, or so near its end that nothing can be acted on.

        Sprints would have no time left between the two: in them the ceiling is said at any time.
        """
        length_s = place.step.duration_s
        if length_s is not None and length_s <= 2.0 * self._policy.quiet_end_s:
            return False
        ending = place.left_s is not None and place.left_s <= self._policy.quiet_end_s
        return ending or place.into_s < self._policy.ease_not_before_s

    def _ask(self, at_s: float, hr_bpm: int | None, ceilings: Ceilings) -> Alarm | None:
        # Today's ceiling, where it rests on the athlete's own answers, knows more than a formula.
        known = ceilings.session_bpm is not None and not ceilings.session_provisional
        limit = None if known else ceilings.question_bpm
        lasted_s = self._question.for_s(at_s, hr_bpm, limit)
        if lasted_s < self._policy.question_after_s or self.asked_at_s is not None:
            return None
        if at_s < self._quiet_question_until_s:
            return None
        self.asked_at_s = at_s
        return Alarm(AlarmKind.ASK, words.CAN_YOU_TALK)

    def _unanswered(self, at_s: float, place: Place) -> Alarm | None:
        asked = self.asked_at_s
        if asked is None or at_s - asked < self._policy.question_open_s:
            return None
        self.asked_at_s = None
        self._quiet_question_until_s = at_s + self._policy.cue_spacing_s
        if place.step.kind is StepKind.REST:
            return None  # there is nothing to ease off
        return self._spaced(at_s, words.EASE_NOW)

    def _rest_rises(self, at_s: float, hr_bpm: int | None, place: Place) -> Alarm | None:
        if place.step.kind is not StepKind.REST:
            self._rest_index = None
            return None
        if self._rest_index != place.step.index:
            self._rest_begins(at_s, hr_bpm, place.step.index)
            return None
        if self._rest_from_bpm is None and place.into_s <= self._policy.rest_from_s:
            self._rest_from_bpm = hr_bpm
        stop_bpm = self._rest_from_bpm
        if stop_bpm is None or hr_bpm is None or self._rest_told:
            return None
        late = place.into_s >= self._policy.rest_rise_after_s
        if not late or hr_bpm <= stop_bpm + self._policy.rest_rise_bpm:
            return None
        self._rest_told = True
        return Alarm(AlarmKind.UNWELL, words.REST_RISING)

    def _rest_begins(self, at_s: float, hr_bpm: int | None, index: int) -> None:
        """The value at the stop: now, or the last one believed; of two rests, the first one's."""
        from_bpm = hr_bpm
        if from_bpm is None and self._believed is not None:
            seen_s, seen_bpm = self._believed
            from_bpm = seen_bpm if at_s - seen_s <= self._policy.rest_from_s else None
        before_bpm = self._rest_from_bpm
        if self._rest_index == index - 1 and before_bpm is not None:
            from_bpm = before_bpm if from_bpm is None else max(before_bpm, from_bpm)
        self._rest_index, self._rest_from_bpm = index, from_bpm
        self._rest_told = False

    def _spaced(self, at_s: float, text: str) -> Alarm | None:
        if at_s - self._said_at_s < self._policy.cue_spacing_s:
            return None
        self._said_at_s = at_s
        return Alarm(AlarmKind.EASE, text)
