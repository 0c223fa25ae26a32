"""When to speak, and what: the one place that decides. Screen, sound and voice only carry.

Comes in, at each tick and command: a `Situation`. Goes out: at most one `Cue`, in exactly one
Moment. Two that fall together are said one after the other, the graver first; what only makes
sense now (countdown, ease, push, praise) is dropped instead of said late. In pause it is silent.
"""

from collections import deque
from typing import Final

from hrguide.guide import words
from hrguide.guide.exhale import Exhale
from hrguide.guide.policy import Policy, Rule
from hrguide.guide.presence import Presence
from hrguide.guide.rivals import Rival, Seen
from hrguide.guide.safety import Alarm, AlarmKind
from hrguide.guide.schedule import Phase, Place
from hrguide.guide.situation import Cue as Cue
from hrguide.guide.situation import CueKind as CueKind
from hrguide.guide.situation import Situation as Situation
from hrguide.guide.step_range import StepRange
from hrguide.guide.verdict import Verdict, likely_over
from hrguide.workout.workout import Effort, StepKind

_KIND_OF_ALARM: Final = {
    AlarmKind.EASE: CueKind.EASE,
    AlarmKind.CEILING: CueKind.EASE,
    AlarmKind.ASK: CueKind.TALK,
    AlarmKind.STOP: CueKind.STOP,
    AlarmKind.UNWELL: CueKind.STOP,
}
_MUST_BE_SAID: Final = frozenset(
    {CueKind.STEP, CueKind.STOP, CueKind.DONE, CueKind.TALK, CueKind.SIGNAL_LOST}
)
_UNDERS: Final = (Verdict.UNDER, Verdict.HEADING_UNDER)
_PUSHABLE: Final = (Effort.MODERATELY_EASY, Effort.MODERATE)


class Speaker:
    """The memory that keeps cues rare. gentle: everything that pushes is off."""

    def __init__(self, policy: Policy, *, gentle: bool = False) -> None:
        self._policy = policy
        self._no_push = gentle
        ours = policy.rule is Rule.FORECAST
        self._rival = None if ours else Rival(policy.rule)
        self._pending: deque[Cue] = deque()
        self._step_index: int | None = None
        self._counted: set[int] = set()
        self._pushed_index: int | None = None
        self._pushes = 0
        self._eased_index: int | None = None  # the step in which a "no" or a ceiling said ease
        self._well_block: int | None = None
        self._guided_at_s = float("-inf")
        self._above_since_s: float | None = None
        self._presence = Presence(policy)
        self._phase = Phase.READY
        self._exhale = Exhale()
        self._back_worse = False
        self._was_held = False  # stopped, or too high for too long

    def back_is_worse(self) -> None:
        """The back got worse: no push for the rest of the ride (physiology.md L4)."""
        self._back_worse = True

    def tick(self, now: Situation) -> Cue | None:
        """The cue of this Moment, or None."""
        entered = now.phase is not self._phase
        was_stopped = self._phase is Phase.STOPPED
        self._phase = now.phase
        self._was_held |= now.guidance_stopped or now.phase is Phase.STOPPED
        if now.phase is Phase.STOPPED and entered:
            self._pending.clear()
            return Cue(CueKind.STOP, now.stop_text)
        if now.phase is Phase.DONE and entered:
            self._pending.clear()
            if was_stopped:
                return None  # to somebody unwell, or with a worse back, the stop is the last word
            return Cue(CueKind.DONE, words.DONE_ONLY if self._was_held else words.DONE)
        if now.place is None or now.phase in (Phase.PAUSED, Phase.STOPPED):
            self._pending.clear()
            self._presence.pauses()
            return None
        for cue in self._candidates(now, now.place):
            if not self._pending or cue.kind in _MUST_BE_SAID:
                self._pending.append(cue)
        return self._pending.popleft() if self._pending else None

    def _candidates(self, now: Situation, place: Place) -> list[Cue]:
        said: list[Cue] = []
        if self._rival is not None:
            self._step(now, place, said)
            return said or self._as_rival(self._rival, now, place)
        if now.alarm is not None and not self._too_soon(now, now.alarm):
            self._guided_at_s = now.at_s
            said.append(Cue(_KIND_OF_ALARM[now.alarm.kind], now.alarm.text))
            if now.alarm.kind is not AlarmKind.ASK:
                self._eased_index = place.step.index
        if now.talk_reply is not None:
            self._guided_at_s = now.at_s
            self._eased_index = place.step.index
            said.append(Cue(CueKind.EASE, now.talk_reply))
        self._step(now, place, said)
        if place.step.kind is StepKind.DRILL:
            self._presence.lies_down()
            out = self._exhale.begins(place)
            said += [Cue(CueKind.COUNTDOWN, words.BREATHE_OUT)] if out and not said else []
            if not said:
                self._countdown(place, said)
            return said
        presence = self._presence.hear(now, place)
        if presence is not None:
            said.append(presence)
        if now.talk_opens:
            said.append(Cue(CueKind.TALK, _talk_words(place)))
        if not said and not now.guidance_stopped:
            guidance = self._ease(now, place) or self._push(now, place) or self._well(now, place)
            if guidance is not None:
                said.append(guidance)
        if not said:
            self._countdown(place, said)
        return said

    def _as_rival(self, rival: Rival, now: Situation, place: Place) -> list[Cue]:
        """What another program would say here: the number now against the range, no more."""
        if now.strap_bpm is None:
            return []
        seen = Seen(
            at_s=now.at_s,
            into_s=place.into_s,
            strap_bpm=now.strap_bpm,
            low_bpm=now.asked.low_bpm,
            high_bpm=now.asked.high_bpm,
        )
        side = rival.tick(seen)
        if side is None:
            return []
        kind = CueKind.EASE if side == "high" else CueKind.PUSH
        return [Cue(kind, words.RIVAL_HIGH if side == "high" else words.RIVAL_LOW)]

    def _too_soon(self, now: Situation, alarm: Alarm) -> bool:
        """Today's ceiling keeps the distance between cues; the graver alarms do not."""
        recent = now.at_s - self._guided_at_s < self._policy.cue_spacing_s
        return alarm.kind is AlarmKind.CEILING and recent

    def _step(self, now: Situation, place: Place, said: list[Cue]) -> None:
        step = place.step
        if step.index == self._step_index:
            return
        self._step_index = step.index
        self._counted.clear()
        self._above_since_s = None
        asked = now.asked
        text = words.step_words(step, asked.low_bpm, asked.high_bpm)
        if now.guidance_stopped and step.kind is StepKind.WORK:
            text = now.held_text
        said.append(Cue(CueKind.STEP, text))

    def _ease(self, now: Situation, place: Place) -> Cue | None:
        if not self._is_heading_over(now, place):
            self._above_since_s = None
            return None
        if self._above_since_s is None:
            self._above_since_s = now.at_s
        if now.at_s - self._above_since_s < self._policy.ease_after_s:
            return None
        if place.moving_s < self._policy.ease_not_before_s or not self._may_guide(now, place):
            return None
        if now.falling_step and place.moving_s < self._policy.fall_seen_s:
            return None  # the way down cannot show yet
        if not self._presence.stands(now.at_s, self._policy.back_after_s):
            return None
        self._guided_at_s = now.at_s
        return Cue(CueKind.EASE, self._ease_words(now, place))

    def _is_heading_over(self, now: Situation, place: Place) -> bool:
        if now.outlook is None or now.hr_bpm is None:
            return False
        if now.slope_bpm_per_s <= self._policy.falling_bpm_per_s:
            return False  # it is on its way down: as it should
        return likely_over(place.moving_s, now.asked, now.outlook, self._policy)

    def _ease_words(self, now: Situation, place: Place) -> str:
        outlook, top, hr_bpm = now.outlook, now.asked.high_bpm, now.hr_bpm
        length_s = place.step.duration_s
        if length_s is not None and length_s < self._policy.too_short_s:
            return words.NOT_A_WORKOUT
        if outlook is None or top is None or hr_bpm is None:
            return words.EASE_NOW
        heading_bpm = outlook.forecast.mean_bpm
        excess_bpm = heading_bpm - top
        how_much = " clearly" if excess_bpm > self._policy.clearly_bpm else ""
        if excess_bpm < self._policy.a_touch_bpm:
            how_much = " a touch"
        limit_bpm, what = float(top), "the top"
        if outlook.by_threshold and outlook.limit_bpm is not None:
            limit_bpm, what = outlook.limit_bpm, '"only just"'
        if heading_bpm < hr_bpm:
            return words.above_words(hr_bpm, limit_bpm, what, how_much)
        return words.heading_words(heading_bpm, limit_bpm, what, how_much)

    def _push(self, now: Situation, place: Place) -> Cue | None:
        step, hr_bpm = place.step, now.hr_bpm
        if now.outlook is None or hr_bpm is None or now.verdict not in _UNDERS:
            return None
        if now.outlook.under <= self._policy.push_p or place.moving_s < self._policy.early_s:
            return None
        if self._eased_index == step.index:
            return None
        if not (now.asked.by_coach or self._own_range_may_push(now, place)):
            return None
        if self._no_push or now.never_push or self._back_worse or _reaches_ceiling(now):
            return None
        if not now.steady or now.falling_step:
            return None
        if not self._presence.stands(now.at_s, self._policy.push_after_back_s):
            return None
        if self._pushed_index == step.index or self._pushes >= self._policy.pushes_a_ride:
            return None
        if not self._may_guide(now, place):
            return None
        threshold = now.threshold_bpm
        if threshold is not None and hr_bpm > self._policy.push_below_threshold * threshold:
            return None
        self._guided_at_s = now.at_s
        self._pushed_index = step.index
        self._pushes += 1
        return Cue(CueKind.PUSH, words.PUSH)

    def _own_range_may_push(self, now: Situation, place: Place) -> bool:
        """L3, L4: from round 2, where under matters, and only with a belief that is sure."""
        sure = now.sd_bpm is None or now.sd_bpm <= self._policy.push_belief_sd_bpm
        return (
            now.asked.personal
            and not now.asked.provisional
            and sure
            and not place.in_first_round
            and (_is_pushable(place, now.asked) or self._may_push_easy(place))
        )

    def _may_push_easy(self, place: Place) -> bool:
        return self._policy.push_in_easy and place.step.effort is Effort.EASY

    def _well(self, now: Situation, place: Place) -> Cue | None:
        known = now.asked.by_coach or now.asked.personal
        if now.verdict is not Verdict.ON_COURSE or not known or self._well_block == place.block:
            return None
        if place.step.kind is not StepKind.WORK or place.step.effort is Effort.EASY:
            return None
        if place.moving_s < self._policy.well_after_s or not self._may_guide(now, place):
            return None
        if not _is_in(now.asked, now.hr_bpm) or not self._presence.stands(
            now.at_s, self._policy.back_after_s
        ):
            return None
        self._well_block = place.block
        self._guided_at_s = now.at_s
        return Cue(CueKind.WELL, words.WELL)

    def _may_guide(self, now: Situation, place: Place) -> bool:
        """Spacing, and silence at the end of a step, where nothing can be acted on any more."""
        if now.at_s - self._guided_at_s < self._policy.cue_spacing_s:
            return False
        return place.left_s is None or place.left_s > self._policy.quiet_end_s

    def _countdown(self, place: Place, said: list[Cue]) -> None:
        if place.left_s is None or place.left_s > self._policy.countdown_s:
            self._counted.clear()  # 30 s more were asked for while it counted
            return
        count = -int(-place.left_s // 1)  # seconds left, rounded up
        if count >= 1 and count not in self._counted:
            self._counted.add(count)
            said.append(Cue(CueKind.COUNTDOWN, str(count)))


def _is_in(asked: StepRange, hr_bpm: int | None) -> bool:
    if hr_bpm is None:
        return False
    low = asked.low_bpm is None or hr_bpm >= asked.low_bpm
    return low and (asked.high_bpm is None or hr_bpm <= asked.high_bpm)


def _is_pushable(place: Place, asked: StepRange) -> bool:
    """Under matters in the harder efforts, and where a share of the threshold was written."""
    effort = place.step.effort
    return effort in _PUSHABLE or (effort is None and asked.by_percent)


def _talk_words(place: Place) -> str:
    """A talk test has a text to read; any other ride says what everybody knows by heart."""
    until = place.step.until
    return words.READ_PROMPT if until is not None and until.answer else words.TALK_PROMPT


def _reaches_ceiling(now: Situation) -> bool:
    """Whether the range, a coach's too, lies above what this rider may ride up to."""
    top = now.asked.high_bpm if now.asked.high_bpm is not None else now.asked.low_bpm
    return now.ceiling_bpm is not None and top is not None and top > now.ceiling_bpm
