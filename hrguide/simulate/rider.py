"""A rider who paces by words or ranges, reacts to cues late and not always, and can talk.

Comes in: the session's Moments, and how hard the body works. Goes out: the demand the legs make
of the heart, and the commands a person would give: talk answers, the back's answer, start, go on.
Everything a rider does happens at least MIN_REACTION_S after its cause, and every draw hangs on
an event (a new step, a cue, a prompt), never on how often Moments come. Ranges it cannot see are
replaced by what the words mean for its own threshold (physiology.md H3, E4, L4).
It refuses to look at the strap: a rider feels, a strap measures.
"""

import random
from collections import deque
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from hrguide.guide.cue import CueKind
from hrguide.moment import Moment, Phase, Prompt, StepNow
from hrguide.simulate.heart import Traits
from hrguide.simulate.talk import TalkSense

MIN_REACTION_S: Final = 0.5  # a grid cell and more: an effect never falls into a cell lived

# H3: the middle of each effort's span of (threshold - rest), for a rider who has only words.
FRACTION_OF_EFFORT: Final = {"easy": 0.70, "moderately easy": 0.84, "moderate": 0.96, "free": 0.75}
FRACTION_UNKNOWN: Final = 0.75  # a step without an effort and without a range [J]
WORD_BIAS_SHARE: Final = 0.05  # L: pacing by feel errs by 5 % of heart rate, for good ...
HABIT_SHARE: Final = 0.5  # ... of a step's error variance, this much repeats in like steps (K) [J]
BELOW_TOP_BPM: Final = 8.0  # "under 118": aims this far below it [J]
STEP_REACTION_S: Final = (0.5, 3.0)  # hearing the step change to pushing differently [J]
CUE_REACTION_S: Final = (5.0, 15.0)  # E4
CUE_GAIN: Final = (0.3, 1.0)  # E4: share of the error told that is acted on
MIN_CORRECTION_BPM: Final = 4.0  # whoever reacts at all reacts by what can be felt [J]
BLIND_ERROR_BPM: Final = 10.0  # told to ease without a number: what "a bit" means [J]
FAST_START_S: Final = 30.0  # E4
FADE_FROM_S: Final = 120.0  # E4
SEATED_ABOVE_REST_BPM: Final = (8.0, 18.0)  # K6: 80-95 bpm in rests; here of the sitting ones
PEDALLING_ABOVE_REST_BPM: Final = (22.0, 35.0)  # and of those who keep turning the legs
SITS_IN_REST: Final = 0.6  # share of riders who sit still in a rest [J]
READY_S: Final = 3.0  # from "ready" to Enter [J]
GO_ON_S: Final = 60.0  # told to stop, this rider recovers a minute and goes on [J]
TALK_S: Final = (22.0, 34.0)  # first-session.md: some 30 s of speech, then the answer
CAN_TALK_S: Final = (4.0, 12.0)  # a yes-or-no question, no speech; L5 waits 20 s
BACK_S: Final = (5.0, 20.0)
BACK_BETTER: Final = 0.35  # share of "better" among the answers that are not "worse" [J]
DRILL_S: Final = (60.0, 90.0)  # ten slow ones, or five breaths and lying down: then Enter [J]
BY_KEY_S: Final = (90.0, 180.0)  # 500 metres, a dozen calories: then Enter [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How somebody rides (E4). Probabilities in 0..1.

    step_error_sd_bpm: of the demand around what is asked. fast_start_bpm: above it in the first
    30 s. fade_bpm_per_s: lost from minute 2 on. ignores_cue: chance to ignore a cue.
    ignores_prompt: chance to leave a question unanswered. back_worse, back_sharp: chance to answer
    so about the back.
    """

    step_error_sd_bpm: float = 10.0
    fast_start_bpm: float = 0.0
    fade_bpm_per_s: float = 0.0
    ignores_cue: float = 0.3
    ignores_prompt: float = 0.1
    back_worse: float = 0.0
    back_sharp: float = 0.0


OBEDIENT: Final = Habits(step_error_sd_bpm=5.0, ignores_cue=0.1, ignores_prompt=0.0)
TYPICAL: Final = Habits()
CARELESS: Final = Habits(step_error_sd_bpm=20.0, ignores_cue=0.5, ignores_prompt=0.25)
HABITS: Final = {"obedient": OBEDIENT, "typical": TYPICAL, "careless": CARELESS}

FAST_STARTER: Final = replace(TYPICAL, fast_start_bpm=15.0)
FADER: Final = replace(TYPICAL, fade_bpm_per_s=0.1)


class _Mode(StrEnum):
    """What the legs are doing."""

    WAITING = "waiting"
    WORKING = "working"
    RESTING = "resting"
    LOOSENING = "loosening"  # a drill, beside the machine
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class _Aim:
    """A demand from some time on; `starts` marks a new step (fast start, fade count from it)."""

    at_s: float
    bpm: float
    starts: bool
    mode: _Mode


class Rider:
    """One person on the machine. `traits` holds the true threshold the words refer to."""

    def __init__(self, traits: Traits, habits: Habits, rng: random.Random) -> None:
        self.traits = traits
        self.habits = habits
        self._rng = rng
        # A generator of their own: a question more in the rests must not move how somebody rides.
        self._aside = _twin(rng)
        self._talk = TalkSense(traits.threshold_bpm, rng)
        self._sits = rng.random() < SITS_IN_REST
        self._word_bias_bpm = rng.gauss(0.0, WORD_BIAS_SHARE * traits.threshold_bpm)
        self._habit_bpm: dict[str | None, float] = {}
        waiting_bpm = traits.rest_bpm + rng.uniform(*SEATED_ABOVE_REST_BPM)
        self._aim = _Aim(-1.0, waiting_bpm, True, _Mode.WAITING)
        self._aims: deque[_Aim] = deque()
        self._seen: tuple[_Mode, int | None, str | None] = (_Mode.WAITING, None, None)
        self._open_prompt: Prompt | None = None
        self._due: list[tuple[float, str, Prompt | None]] = []
        self._start_planned = False
        self._key: tuple[float, int] | None = None  # when a step that waits for a key gets it

    def demand_bpm(self, at_s: float) -> float:
        """The heart rate the present effort would settle at; ask with times that never fall."""
        while self._aims and self._aims[0].at_s <= at_s:
            aim = self._aims.popleft()
            began_s = aim.at_s if aim.starts else self._aim.at_s
            self._aim = replace(aim, at_s=began_s)
        aim = self._aim
        demand_bpm = aim.bpm
        if aim.mode is _Mode.WORKING:
            into_s = at_s - aim.at_s
            if into_s < FAST_START_S:
                demand_bpm += self.habits.fast_start_bpm
            demand_bpm -= self.habits.fade_bpm_per_s * max(0.0, into_s - FADE_FROM_S)
        return max(demand_bpm, self.traits.rest_bpm)

    def hear(self, moment: Moment, *, felt_bpm: float) -> tuple[str, ...]:
        """Notice what the Moment brings; the commands this rider gives at `moment.at_s`.

        felt_bpm: the true heart rate over the last half minute, which is what talking feels.
        """
        self._notice_step(moment)
        self._notice_cue(moment)
        self._notice_prompt(moment, felt_bpm)
        self._press_when_done(moment)
        due = [entry for entry in self._due if entry[0] <= moment.at_s]
        if not due:
            return ()
        self._due = [entry for entry in self._due if entry[0] > moment.at_s]
        return tuple(
            command
            for _, command, prompt in sorted(due, key=lambda entry: entry[0])
            if prompt in (None, moment.prompt)
        )

    def _notice_step(self, moment: Moment) -> None:
        step = moment.step
        mode = _mode_of(moment)
        seen = (mode, step.index if step else None, step.effort if step else None)
        if mode is _Mode.WAITING and moment.phase is Phase.READY and not self._start_planned:
            self._start_planned = True
            self._due.append((moment.at_s + READY_S, "start", None))
        if seen == self._seen:
            return
        self._seen = seen
        if mode is _Mode.STOPPED and moment.back_ended:
            self._due.append((moment.at_s + GO_ON_S, "finish", None))
        elif mode is _Mode.STOPPED and moment.phase is not Phase.STOPPED:
            # Only what the guide stopped: whoever pressed "stop" says when it goes on.
            self._due.append((moment.at_s + GO_ON_S, "go_on", None))
        if step is not None and step.by_key and mode in (_Mode.WORKING, _Mode.LOOSENING):
            span = DRILL_S if mode is _Mode.LOOSENING else BY_KEY_S
            self._key = (moment.at_s + self._aside.uniform(*span), step.index)
        bpm = self._demand_for(step) if mode is _Mode.WORKING and step else self._at_rest_bpm()
        self._plan(_Aim(moment.at_s + self._rng.uniform(*STEP_REACTION_S), bpm, True, mode))

    def _press_when_done(self, moment: Moment) -> None:
        """Enter, where a step waits for it and is still the one that was begun."""
        if self._key is None or moment.at_s < self._key[0] or moment.phase is not Phase.STEP:
            return
        if moment.step is not None and moment.step.index == self._key[1]:
            self._due.append((moment.at_s, "next", None))
        self._key = None

    def _at_rest_bpm(self) -> float:
        above = SEATED_ABOVE_REST_BPM if self._sits else PEDALLING_ABOVE_REST_BPM
        return self.traits.rest_bpm + self._rng.uniform(*above)

    def _demand_for(self, step: StepNow) -> float:
        asked_bpm = _middle_of(step)
        if asked_bpm is None:
            rho = FRACTION_OF_EFFORT.get(step.effort or "", FRACTION_UNKNOWN)
            reserve_bpm = self.traits.threshold_bpm - self.traits.rest_bpm
            asked_bpm = self.traits.rest_bpm + rho * reserve_bpm + self._word_bias_bpm
        sd_bpm = self.habits.step_error_sd_bpm
        if step.effort not in self._habit_bpm:
            self._habit_bpm[step.effort] = self._rng.gauss(0.0, sd_bpm * HABIT_SHARE**0.5)
        fresh_bpm = self._rng.gauss(0.0, sd_bpm * (1.0 - HABIT_SHARE) ** 0.5)
        return asked_bpm + self._habit_bpm[step.effort] + fresh_bpm

    def _notice_cue(self, moment: Moment) -> None:
        cue = moment.cue
        if cue is None or cue.kind not in (CueKind.EASE, CueKind.PUSH):
            return
        after_s = self._rng.uniform(*CUE_REACTION_S)
        gain = self._rng.uniform(*CUE_GAIN)
        if self._rng.random() < self.habits.ignores_cue:
            return
        error_bpm = _error_told(moment)
        if cue.kind is CueKind.EASE:
            change_bpm = -gain * max(BLIND_ERROR_BPM if error_bpm is None else error_bpm, 0.0)
            change_bpm = min(change_bpm, -MIN_CORRECTION_BPM)
        else:
            change_bpm = gain * max(BLIND_ERROR_BPM if error_bpm is None else -error_bpm, 0.0)
            change_bpm = max(change_bpm, MIN_CORRECTION_BPM)
        newest = self._aims[-1] if self._aims else self._aim
        self._plan(_Aim(moment.at_s + after_s, newest.bpm + change_bpm, False, newest.mode))

    def _plan(self, aim: _Aim) -> None:
        """A newer intention replaces those that would come after it."""
        while self._aims and self._aims[-1].at_s >= aim.at_s:
            self._aims.pop()
        self._aims.append(aim)

    def _notice_prompt(self, moment: Moment, felt_bpm: float) -> None:
        if moment.prompt is self._open_prompt:
            return
        self._open_prompt = moment.prompt
        if moment.prompt is None or moment.prompt is Prompt.OTHER_STRAP:
            return
        if moment.prompt is Prompt.BACK:
            self._answer_about_the_back(moment.at_s)
            return
        silent = self._rng.random() < self.habits.ignores_prompt
        answer, after_s = self._answer(moment.prompt, felt_bpm)
        if not silent:
            # A talk answer counts at any time; the others only while the question stands.
            needs = None if moment.prompt is Prompt.TALK else moment.prompt
            self._due.append((moment.at_s + after_s, answer, needs))

    def _answer(self, prompt: Prompt, felt_bpm: float) -> tuple[str, float]:
        span = TALK_S if prompt is Prompt.TALK else CAN_TALK_S
        return self._talk.answer(felt_bpm), self._rng.uniform(*span)

    def _answer_about_the_back(self, at_s: float) -> None:
        silent = self._aside.random() < self.habits.ignores_prompt
        answer, after_s = self._back_answer(), self._aside.uniform(*BACK_S)
        if not silent:
            self._due.append((at_s + after_s, answer, Prompt.BACK))

    def _back_answer(self) -> str:
        sharp, worse, better = (self._aside.random() for _ in range(3))
        if sharp < self.habits.back_sharp:
            return "back_sharp"
        if worse < self.habits.back_worse:
            return "back_worse"
        return "back_better" if better < BACK_BETTER else "back_same"


def _twin(rng: random.Random) -> random.Random:
    """A generator of its own that draws nothing from this one."""
    same = random.Random(0)
    same.setstate(rng.getstate())
    return random.Random(same.getrandbits(64))


def _mode_of(moment: Moment) -> _Mode:
    if moment.step is not None and moment.step.is_drill and moment.phase is Phase.STEP:
        return _Mode.LOOSENING
    if moment.phase is Phase.STOPPED or moment.verdict.value == "stopped":
        return _Mode.STOPPED
    if moment.phase is Phase.STEP:
        return _Mode.WORKING
    return _Mode.WAITING if moment.phase is Phase.READY else _Mode.RESTING


def _middle_of(step: StepNow) -> float | None:
    if step.high_bpm is None:
        return None
    if step.low_bpm is None:
        return step.high_bpm - BELOW_TOP_BPM
    return (step.low_bpm + step.high_bpm) / 2


def _error_told(moment: Moment) -> float | None:
    """How far above (below: negative) the middle of the range the guide says one is heading."""
    middle_bpm = _middle_of(moment.step) if moment.step else None
    if middle_bpm is None and moment.threshold_bpm is not None:
        middle_bpm = moment.threshold_bpm - BELOW_TOP_BPM
    heading_bpm = moment.forecast.mean_bpm if moment.forecast else moment.hr_bpm
    if middle_bpm is None or heading_bpm is None:
        return None
    return heading_bpm - middle_bpm
