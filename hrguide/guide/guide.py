"""One decision: from the pulse and the place in the workout to what is thought and said.

Comes in: ticks of the grid with the pulse, and commands. Goes out: a `Guidance`. Here the parts
meet in a fixed order: schedule, ranges of the round, kinetics, verdict, safety, talk, cue. It
decides nothing itself and holds no numbers of its own.
"""

from dataclasses import dataclass, replace
from typing import Final

from hrguide.beats.pulse import Pulse, Signal
from hrguide.guide import words
from hrguide.guide.back import BACK_ANSWERS, BackQuestion
from hrguide.guide.command import Command
from hrguide.guide.cue import Cue, CueKind, Situation, Speaker
from hrguide.guide.foresight import Foresight, StepAhead
from hrguide.guide.kinetics import Forecast
from hrguide.guide.machine_words import words_of
from hrguide.guide.outlook import Outlook, Threshold, look_ahead
from hrguide.guide.policy import Policy, Rule
from hrguide.guide.prompt import Prompt
from hrguide.guide.round_ranges import RoundRanges
from hrguide.guide.safety import Alarm, AlarmKind, Safety
from hrguide.guide.schedule import Phase, Place, Schedule
from hrguide.guide.talk import Answer, TalkPrompts
from hrguide.guide.trend import HeartTrend
from hrguide.guide.verdict import NO_STEP_RANGE, StepRange, Verdict, judge
from hrguide.health.rests import RestAnswer, WayOn
from hrguide.workout.workout import Effort, Step, StepKind

_ANSWERS: Final[dict[Command, Answer]] = {
    Command.TALK_COMFORTABLE: "comfortable",
    Command.TALK_ONLY_JUST: "only_just",
    Command.TALK_NO: "no",
}
_HARDNESS: Final = {
    Effort.REST: 0,
    Effort.EASY: 1,
    Effort.FREE: 1,
    Effort.MODERATELY_EASY: 2,
    Effort.MODERATE: 3,
}
_AHEAD_S: Final = 30.0  # the JSON contract's `ahead_30s`
_UNDER_A_TOP_BPM: Final = 8.0  # "under 135": where riders aim who are given only a top [J]
_STANDING: Final = StepAhead(kind=Effort.REST.value)  # paused or stopped: the legs are still


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What the guide thinks and says at one tick."""

    verdict: Verdict
    why: str
    cue: Cue | None
    prompt: Prompt | None
    asked: StepRange
    forecast: Forecast | None
    ahead_30s: Forecast | None


class Guide:
    """The parts of the guide and the order they are asked in.

    foresight: another forecast than the guide's own, for a bench that asks what one is worth.
    """

    def __init__(
        self,
        *,
        schedule: Schedule,
        ranges: RoundRanges,
        policy: Policy,
        machine: str,
        gentle: bool,
        learned: object | None = None,
        foresight: Foresight | None = None,
    ) -> None:
        self._schedule = schedule
        self._ranges = ranges
        self._policy = policy
        self._trend = HeartTrend()
        self._foresight = Foresight(learned) if foresight is None else foresight
        self._safety = Safety(policy)
        self._talk = TalkPrompts(policy=policy, machine=machine, steps=schedule.steps)
        self._speaker = Speaker(policy, gentle=gentle)
        self._machine = words_of(machine)
        self._back = BackQuestion()
        self._second = -1
        self._block: int | None = None
        self._step_index: int | None = None
        self._verdict = Verdict.READY
        self._forecast: Forecast | None = None
        self._ahead: Forecast | None = None
        self._outlook: Outlook | None = None
        self._talk_reply: str | None = None
        self._announced: tuple[int, StepAhead] | None = None
        self._no_blocks: set[int] = set()
        self._answered_at_s = float("-inf")
        self._falling_step = False

    @property
    def learned(self) -> dict[str, object]:
        """Kinetics and like steps of this ride as plain values, for `learned` of the next one."""
        return self._foresight.to_keep()

    def command(self, at_s: float, command: Command) -> None:
        """Obey a command; what it makes the guide say comes with the next `tick`."""
        place = self._schedule.place()
        answer = _ANSWERS.get(command)
        if answer is not None:
            self._answer(at_s, place, answer)
            return
        if command in BACK_ANSWERS:
            self._hear_of_the_back(at_s, place, BACK_ANSWERS[command])
            return
        if command is Command.SKIP and self._back.skip(self._schedule.phase, place):
            return
        if command is Command.GO_ON and self._schedule.back_ended:
            return
        # Out of a pause (a crash's, too) the clock goes on, guidance stays stopped: only the rider
        # who sees "too high" and says "go on" lifts that.
        held = self._safety.guidance_stopped and self._schedule.phase is not Phase.PAUSED
        stopped = self._schedule.phase is Phase.STOPPED or held
        if command is Command.GO_ON and stopped:
            self._schedule.ease_rest_of_block()
            self._safety.go_on(at_s)
        if command in (Command.STOP, Command.FINISH):
            self._talk.drop()
        self._schedule.command(at_s, command)

    def tick(self, at_s: float, pulse: Pulse) -> Guidance:
        """Decide at `at_s`: a tick of the grid, or right after a command."""
        schedule = self._schedule
        schedule.advance(at_s, pulse.hr_bpm)
        phase = schedule.phase
        place = schedule.place()
        self._enter(place)
        self._each_second(at_s, pulse, place)
        asked = NO_STEP_RANGE if place is None else self._ranges.of(place.step)
        self._outlook = look_ahead(at_s, asked, self._forecast, self._threshold(), self._policy)
        running = phase in (Phase.STEP, Phase.REST)
        verdict, why = judge(
            phase=phase,
            place=place,
            asked=asked,
            learning=self._ranges.learning,
            hr_bpm=pulse.hr_bpm,
            outlook=self._outlook,
            before=self._verdict,
            policy=self._policy,
        )
        alarm = self._alarm(at_s, pulse, place) if running else None
        if not running:
            self._safety.stand()
        if running and self._safety.guidance_stopped:
            verdict, why = Verdict.STOPPED, words.ceiling_stop_words(self._machine)
        elif schedule.back_ended and phase is Phase.STOPPED:
            why = words.BACK_END
        self._verdict = verdict
        opens = running and not self._safety.guidance_stopped and self._talk_opens(at_s, place)
        cue = self._speaker.tick(self._situation(at_s, pulse, place, asked, verdict, alarm, opens))
        self._talk_reply = None
        if cue is not None and cue.kind in (CueKind.EASE, CueKind.PUSH):
            self._foresight.cued()
            self._talk.cued(at_s)
        return Guidance(
            verdict=verdict,
            why=why,
            cue=cue,
            prompt=self._prompt(phase, place) if running else None,
            asked=asked,
            forecast=self._forecast,
            ahead_30s=self._ahead,
        )

    def _enter(self, place: Place | None) -> None:
        """A new round places its ranges; a new step forgets the verdict of the one before."""
        if place is None:
            return
        if place.block != self._block:
            self._block = place.block
            self._ranges.begin(place.block)
        if place.step.index != self._step_index:
            self._falling_step = self._asks_less(self._step_index, place)
            self._step_index = place.step.index
            self._verdict = Verdict.SETTLING

    def _asks_less(self, before: int | None, place: Place) -> bool:
        if before is None:
            return False
        step, step_before = place.step, self._schedule.step_as_ridden(before)
        if step.effort is None or step_before.effort is None:
            top_bpm, top_before_bpm = (self._top_of(one) for one in (step, step_before))
            return top_bpm is not None and top_before_bpm is not None and top_bpm < top_before_bpm
        return _HARDNESS[step.effort] < _HARDNESS[step_before.effort]

    def _top_of(self, step: Step) -> int | None:
        asked = self._ranges.of(step)
        return asked.low_bpm if asked.high_bpm is None else asked.high_bpm

    def _each_second(self, at_s: float, pulse: Pulse, place: Place | None) -> None:
        """Kinetics and the talk prompts' memory are stepped on whole seconds only."""
        second = int(at_s)
        if second == self._second or at_s != second:
            return
        self._second = second
        self._trend.step(at_s, pulse.hr_bpm)
        self._talk.hear(at_s, pulse.hr_bpm)
        if self._policy.rule is not Rule.FORECAST:
            return  # a rival foresees nothing, and shows nothing foreseen
        self._announce(place)
        self._foresight.step(pulse.hr_bpm, left_s=None if place is None else place.left_s)
        if pulse.hr_bpm is None or self._schedule.phase is Phase.DONE:
            self._forecast = self._ahead = None
            return
        self._forecast = self._foresight.forecast(at_s, self._decision_ahead_s(place))
        self._ahead = self._foresight.forecast(at_s, _AHEAD_S)

    def _threshold(self) -> Threshold | None:
        """The talk threshold as it is believed; None where ranges were given outright."""
        ranges = self._ranges
        belief = ranges.belief
        if not ranges.asks or belief is None:
            return None
        if ranges.threshold_bpm is None or ranges.sd_bpm is None:
            return None
        return Threshold(
            mean_bpm=ranges.threshold_bpm,
            sd_bpm=ranges.sd_bpm,
            rest_bpm=belief.rest_bpm,
            personal=belief.personal,
        )

    def _decision_ahead_s(self, place: Place | None) -> float:
        """Seconds to the decision time T (physiology.md E3)."""
        ahead_s = self._policy.decide_ahead_s
        if place is None:
            return ahead_s
        ahead_s = max(ahead_s, self._policy.decide_not_before_s - place.moving_s)
        if place.left_s is None:
            return ahead_s
        return max(0.0, min(ahead_s, place.left_s - self._policy.decide_before_end_s))

    def _announce(self, place: Place | None) -> None:
        """Tell the forecast of a new step, with what follows it; a standing clock is a rest."""
        standing = self._schedule.phase in (Phase.PAUSED, Phase.STOPPED)
        if place is None:
            return
        ahead = _STANDING if standing else self._as_ahead(place.step)
        if (place.step.index, ahead) == self._announced:
            return
        self._announced = (place.step.index, ahead)
        following = None if standing else self._schedule.following()
        then = None if following is None else self._as_ahead(following)
        self._foresight.enter(ahead, then)

    def _as_ahead(self, step: Step) -> StepAhead:
        asked = self._ranges.of(step)
        centre_bpm: float | None = None
        if asked.low_bpm is not None and asked.high_bpm is not None:
            centre_bpm = (asked.low_bpm + asked.high_bpm) / 2.0
        elif asked.high_bpm is not None:
            centre_bpm = asked.high_bpm - _UNDER_A_TOP_BPM
        if step.effort is not None and not asked.by_coach:
            return StepAhead(kind=step.effort.value, centre_bpm=centre_bpm)
        return StepAhead(kind=f"{step.kind} {step.text}", centre_bpm=centre_bpm)

    def _alarm(self, at_s: float, pulse: Pulse, place: Place | None) -> Alarm | None:
        # A poor signal (a gap in the last two minutes, say) with a rate that may be believed still
        # counts: doubt about single beats must not silence a ceiling.
        if place is not None and place.step.kind is StepKind.DRILL:
            self._safety.stand()
            return None  # off the machine: there is nothing to ease off
        alarm = self._safety.tick(
            at_s,
            pulse.hr_bpm,
            place,
            self._ranges.ceilings,
            falling=self._trend.slope_bpm_per_s <= self._policy.falling_bpm_per_s,
        )
        if alarm is not None and alarm.kind is AlarmKind.STOP:
            return replace(alarm, text=words.ceiling_stop_words(self._machine))
        return alarm

    def _talk_opens(self, at_s: float, place: Place | None) -> bool:
        sd_bpm = self._ranges.sd_bpm if self._ranges.asks else None
        return self._talk.tick(at_s, place, sd_bpm=sd_bpm)

    def _answer(self, at_s: float, place: Place | None, answer: Answer) -> None:
        is_no = answer == "no"
        self._safety.answered(at_s, is_no=is_no)
        spoken = self._talk.answer(at_s, place, answer)
        corrects = at_s - self._answered_at_s <= self._policy.talk_corrected_s
        if spoken is not None:
            self._ranges.learn(spoken, instead=corrects and not self._talk.is_test)
            self._answered_at_s = at_s
        if place is not None and corrects:
            self._no_blocks.discard(place.block)
        if is_no and place is not None and place.step.kind is StepKind.WORK:
            self._no_blocks.add(place.block)
            again = len(self._no_blocks) > 1
            self._talk_reply = words.TALK_NO_AGAIN if again else words.TALK_NO
        self._schedule.answered(is_no=is_no)

    def _hear_of_the_back(self, at_s: float, place: Place | None, answer: RestAnswer) -> None:
        way_on = self._back.answer(place, answer)
        if answer in (RestAnswer.WORSE, RestAnswer.SHARP):
            self._speaker.back_is_worse()
        if way_on is WayOn.END:
            self._talk.drop()
            self._schedule.end_for_back(at_s)
        elif way_on is WayOn.NEXT_ROUND_EASY:
            self._schedule.ease_next_round()

    def _prompt(self, phase: Phase, place: Place | None) -> Prompt | None:
        """One question at a time; the keys of a talk answer count while the back is asked, too."""
        if place is not None and place.step.kind is StepKind.DRILL:
            return None
        if self._safety.asked_at_s is not None:
            return Prompt.CAN_YOU_TALK
        asks_back = self._back.is_open(phase, place)
        if self._talk.is_open and not (
            asks_back and place is not None and not self._back.waits_for_talk(place)
        ):
            return Prompt.TALK
        return Prompt.BACK if asks_back else None

    def _situation(
        self,
        at_s: float,
        pulse: Pulse,
        place: Place | None,
        asked: StepRange,
        verdict: Verdict,
        alarm: Alarm | None,
        opens: bool,
    ) -> Situation:
        ranges = self._ranges
        known = ranges.is_personal
        return Situation(
            at_s=at_s,
            phase=self._schedule.phase,
            place=place,
            asked=asked,
            verdict=verdict,
            hr_bpm=pulse.hr_bpm,
            silent_s=pulse.silent_s,
            slope_bpm_per_s=self._trend.slope_bpm_per_s,
            threshold_bpm=ranges.threshold_bpm if known else None,
            sd_bpm=ranges.sd_bpm if known else None,
            steady=pulse.signal in (Signal.GOOD, Signal.FAIR),
            falling_step=self._falling_step,
            talk_opens=opens,
            talk_reply=self._talk_reply,
            alarm=alarm,
            guidance_stopped=self._safety.guidance_stopped,
            outlook=self._outlook,
            strap_bpm=pulse.strap_bpm,
            ceiling_bpm=ranges.ceiling_bpm,
            never_push=ranges.never_pushes,
            held_text=words.held_words(self._machine),
            stop_text=words.BACK_END
            if self._schedule.back_ended
            else words.stop_words(self._machine),
        )
