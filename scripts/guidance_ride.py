"""The closed loop of `bench_guidance.py`: heart, rider and guide, once a second, no radio.

Comes in: a person and a policy. Goes out: a `Ridden`, second by second. It drives the guide's own
parts (`guide.Guide`, `Schedule`, `RoundRanges`) as the session does, without packets and beats:
a 300-rider bench of three worlds is too slow with them, and they are proved elsewhere.
"""

import copy
import random
from collections import deque
from dataclasses import dataclass, field

from guidance_people import RIDE_DAY, Person, by_a_coach, clinics_session

from hrguide.beats.pulse import Pulse, Signal
from hrguide.guide.command import Command
from hrguide.guide.cue import CueKind
from hrguide.guide.foresight import Foresight
from hrguide.guide.guide import Guidance, Guide
from hrguide.guide.kinetics import Forecast as Foreseen
from hrguide.guide.policy import Policy
from hrguide.guide.round_ranges import RoundRanges
from hrguide.guide.schedule import Phase, Schedule
from hrguide.moment import Forecast, Moment, StepNow
from hrguide.simulate.heart import Heart
from hrguide.simulate.rider import Rider

CLINIC = clinics_session()
Lesson = dict[str, object]  # what a ride taught the forecast: `Guide.learned`
TRUTH_SD_BPM = 2.0  # what is left to one who knows all: the heart's own noise (E4)
TRUTH_STEP_S = 5.0  # the heart's path is exact between changes of effort, and there are none
STRAP_AVERAGE_S = 3  # physiology.md E4


@dataclass(frozen=True, slots=True)
class Second:
    """One second of a ride. true_bpm: the heart; hr_bpm: the strap; low/high: the range shown."""

    into_s: float
    left_s: float
    work: bool
    index: int
    effort: str | None
    true_bpm: float
    hr_bpm: int
    demand_bpm: float
    low_bpm: int | None
    high_bpm: int | None
    verdict: str
    cue: CueKind | None
    ahead: Forecast | None
    stopped: bool


@dataclass(slots=True)
class Ridden:
    """A whole ride. placed: (SD of the belief, top of moderate or None) as each round began.

    learned: what it hands on to the next one.
    """

    person: Person
    seconds: list[Second] = field(default_factory=list)
    placed: list[tuple[float, int | None]] = field(default_factory=list)
    learned: Lesson = field(default_factory=dict)


class SteadyRider(Rider):
    """A rider whose pacing does not hang on how often one spoke to them.

    Steps, cues and questions are drawn from streams of their own, so that two policies meet the
    same errors in the same steps, and what differs between their figures is what they did.
    """

    def __init__(self, person: Person, dice: random.Random) -> None:
        super().__init__(person.traits, person.habits, random.Random(dice.getrandbits(64)))
        self._cue_dice = random.Random(dice.getrandbits(64))
        self._prompt_dice = random.Random(dice.getrandbits(64))

    def _notice_cue(self, moment: Moment) -> None:
        steps, self._rng = self._rng, self._cue_dice
        super()._notice_cue(moment)
        self._rng = steps

    def _notice_prompt(self, moment: Moment, felt_bpm: float) -> None:
        steps, self._rng = self._rng, self._prompt_dice
        super()._notice_prompt(moment, felt_bpm)
        self._rng = steps


class Truth(Foresight):
    """The forecast of one who feels the legs and knows the heart: nobody foresees better."""

    def __init__(self, heart: Heart) -> None:
        super().__init__()
        self._heart = heart
        self.demand_bpm = heart.level_bpm

    def forecast(self, at_s: float, ahead_s: float) -> Foreseen:
        heart = copy.deepcopy(self._heart)
        left_s = ahead_s
        while left_s > 0.0:
            heart.step(min(left_s, TRUTH_STEP_S), self.demand_bpm)
            left_s -= TRUTH_STEP_S
        return Foreseen(at_s=at_s + ahead_s, mean_bpm=heart.level_bpm, sd_bpm=TRUTH_SD_BPM)


def ride(
    person: Person,
    policy: Policy,
    seed: int,
    *,
    learned: Lesson | None = None,
    knows_all: bool = False,
    by_coach: bool = False,
) -> Ridden:
    """Ride the clinic's session; the same person, policy, seed and lesson give the same ride.

    learned: of an earlier ride. knows_all: guided by the truth about heart and legs in place of a
    forecast. by_coach: the workout has ranges in bpm, instead of those of the rider's own evidence.
    """
    dice = random.Random(f"{seed} {person.number}")
    rider = SteadyRider(person, dice)
    heart_dice = random.Random(dice.getrandbits(64))
    heart = Heart(person.traits, heart_dice, start_bpm=rider.demand_bpm(0.0))
    workout = by_a_coach(person.traits) if by_coach else CLINIC
    schedule = Schedule(workout.steps)
    ranges = RoundRanges(
        athlete=person.athlete,
        evidence=person.evidence,
        machine="bikeerg",
        given=None,
        on=RIDE_DAY,
    )
    truth = Truth(heart) if knows_all else None
    guide = Guide(
        schedule=schedule,
        ranges=ranges,
        policy=policy,
        machine="bikeerg",
        gentle=False,
        learned=learned,
        foresight=truth,
    )
    ridden = Ridden(person)
    worn: deque[float] = deque([heart.level_bpm] * STRAP_AVERAGE_S, maxlen=STRAP_AVERAGE_S)
    felt: deque[float] = deque(maxlen=30)
    at_s = 0.0
    while schedule.phase is not Phase.DONE and at_s < 3 * 3600:
        demand_bpm = rider.demand_bpm(at_s)
        true_bpm = heart.step(1.0, demand_bpm)
        if truth is not None:
            truth.demand_bpm = demand_bpm
        worn.append(true_bpm)
        felt.append(true_bpm)
        hr_bpm = round(sum(worn) / STRAP_AVERAGE_S)
        pulse = Pulse(hr_bpm=hr_bpm, signal=Signal.GOOD, strap_bpm=hr_bpm, silent_s=0.0)
        told = guide.tick(at_s, pulse)
        moment = _moment(at_s, hr_bpm, schedule, ranges, told)
        _note(ridden, moment, told, schedule, true_bpm, demand_bpm)
        for command in rider.hear(moment, felt_bpm=sum(felt) / len(felt)):
            guide.command(at_s, Command(command))
        at_s += 1.0
    ranges.begin(len(ranges.placed))  # what a sixth round would get: all five rounds have taught
    ridden.placed = [
        (placed.sd_bpm or 0.0, top.high_bpm if (top := placed.ranges.get("moderate")) else None)
        for placed in ranges.placed
    ]
    ridden.learned = guide.learned
    return ridden


def _moment(
    at_s: float, hr_bpm: int, schedule: Schedule, ranges: RoundRanges, told: Guidance
) -> Moment:
    place = schedule.place()
    step = place and StepNow(
        index=place.step.index,
        round=place.step.round,
        effort=place.step.effort and place.step.effort.value,
        left_s=place.left_s,
        low_bpm=told.asked.low_bpm,
        high_bpm=told.asked.high_bpm,
    )
    return Moment(
        at_s=at_s,
        elapsed_s=schedule.elapsed_s,
        hr_bpm=hr_bpm,
        signal=Signal.GOOD,
        signal_reason=None,
        step=step,
        verdict=told.verdict,
        forecast=told.forecast,
        ahead_30s=told.ahead_30s,
        cue=told.cue,
        phase=schedule.phase,
        prompt=told.prompt,
        threshold_bpm=ranges.threshold_bpm,
    )


def _note(
    ridden: Ridden,
    moment: Moment,
    told: Guidance,
    schedule: Schedule,
    true_bpm: float,
    demand_bpm: float,
) -> None:
    place = schedule.place()
    if place is None or moment.hr_bpm is None:
        return
    ridden.seconds.append(
        Second(
            into_s=place.into_s,
            left_s=place.left_s or 0.0,
            work=moment.phase is Phase.STEP,
            index=place.step.index,
            effort=place.step.effort and place.step.effort.value,
            true_bpm=true_bpm,
            hr_bpm=moment.hr_bpm,
            demand_bpm=demand_bpm,
            low_bpm=told.asked.low_bpm,
            high_bpm=told.asked.high_bpm,
            verdict=told.verdict.value,
            cue=told.cue.kind if told.cue else None,
            ahead=told.ahead_30s,
            stopped=told.verdict.value == "stopped",
        )
    )
