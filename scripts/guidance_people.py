"""Simulated people for `bench_guidance.py`: three worlds, and how the people in them ride.

The matched world is the one the kinetics were thought out in (physiology.md E4). In the two others
dead time reaches 18 s, time constants scatter by e^0.4 around slower (45 s) or faster (28 s) ones,
the heart drifts by 0.8 bpm a minute and is noisier; nothing was ever tuned on them. Every number
is a draw of the generator passed in; nothing here is a person.
"""

import math
import random
from dataclasses import dataclass, replace
from itertools import pairwise

from hrguide import Athlete, TalkAnswer
from hrguide.simulate.heart import Traits, draw_athlete
from hrguide.simulate.rider import CARELESS, OBEDIENT, TYPICAL, Habits
from hrguide.simulate.talk import TalkSense
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Workout
from hrguide.zones.ranges import FRACTIONS, fitted

EVIDENCE_DAY = "2026-11-01"
RIDE_DAY = "2026-11-08"
ASKED_AT_BPM = (-18.0, -6.0, 2.0, 8.0)  # physiology.md H4: where the three ranges have people
ASKED_SD_BPM = 5.0
CLINIC = (
    "5 Rounds\n-3 minutes easy{}\n-2 minutes moderately easy{}\n-1 minute moderate{}\n"
    "*Rest 1 minute between rounds."
)
MANNERS = (OBEDIENT, TYPICAL, CARELESS)
FAST_STARTERS = 0.3  # share of riders; E4 gives their size, not their number [J]
FADERS = 0.2
FAST_START_BPM = 15.0  # E4
FADE_BPM_PER_S = 0.1  # E4


@dataclass(frozen=True, kw_only=True)
class World:
    """What a body is drawn from. None: as `draw_athlete` draws it, the matched world."""

    name: str
    tau_on_s: float | None = None
    tau_off_s: float | None = None


MATCHED = World(name="matched")
SLOW = World(name="slow", tau_on_s=45.0, tau_off_s=70.0)
QUICK = World(name="quick", tau_on_s=28.0, tau_off_s=45.0)
WORLDS = (MATCHED, SLOW, QUICK)


@dataclass(frozen=True, kw_only=True)
class Person:
    """What is true of a rider (traits, habits) and what is told of them (athlete, evidence)."""

    number: int
    traits: Traits
    habits: Habits
    athlete: Athlete
    evidence: tuple[TalkAnswer, ...]


def person(world: World, number: int, seed: int, *, answers: int = 24) -> Person:
    """One rider of a world; the same number and seed give the same one under every policy."""
    dice = random.Random(f"{world.name} {seed} {number}")
    traits = _body(world, dice)
    habits = replace(
        MANNERS[number % len(MANNERS)],
        fast_start_bpm=FAST_START_BPM if dice.random() < FAST_STARTERS else 0.0,
        fade_bpm_per_s=FADE_BPM_PER_S if dice.random() < FADERS else 0.0,
    )
    return Person(
        number=number,
        traits=traits,
        habits=habits,
        athlete=_told(traits, dice),
        evidence=_answers(traits, answers, dice),
    )


def clinics_session() -> Workout:
    """The clinic's session as it is written: its ranges come from the athlete's own evidence."""
    return parse_workout(CLINIC.format("", "", ""))


def by_a_coach(traits: Traits) -> Workout:
    """The same with ranges in bpm, by a coach who had this threshold measured.

    design.md: such a range stands, its top + 2 is over, and it may push in every step.
    """
    reserve_bpm = traits.threshold_bpm - traits.rest_bpm
    wished = [round(traits.rest_bpm + share * reserve_bpm) for share in FRACTIONS]
    edges = fitted(wished, 0.0)  # a coach does not split hairs over a narrow reserve
    spans = [f" {low}-{high} bpm" for low, high in pairwise(edges)]
    return parse_workout(CLINIC.format(*spans))


def fit_25_year_old(number: int, seed: int) -> Person:
    """Formulas put this one's threshold some 24 bpm too low (product.md, fit_25_year_old)."""
    dice = random.Random(f"fit {seed} {number}")
    traits = replace(
        draw_athlete(dice),
        age_years=25,
        activity="trained",
        rest_bpm=48.0,
        max_bpm=202.0,
        threshold_bpm=166.0,
    )
    athlete = Athlete("kim", 25.0)
    return Person(number=number, traits=traits, habits=TYPICAL, athlete=athlete, evidence=())


def stranger(number: int, seed: int) -> Person:
    """A rider of the matched world of whom nothing is known yet."""
    return person(MATCHED, number, seed, answers=0)


def _body(world: World, dice: random.Random) -> Traits:
    traits = draw_athlete(dice)
    if world.tau_on_s is None or world.tau_off_s is None:
        return traits
    return replace(
        traits,
        delay_s=dice.uniform(3.0, 18.0),
        tau_on_s=dice.lognormvariate(math.log(world.tau_on_s), 0.40),
        tau_off_s=dice.lognormvariate(math.log(world.tau_off_s), 0.40),
        drift_bpm_per_min=max(0.0, dice.gauss(0.8, 0.4)),
        noise_sd_bpm=dice.uniform(1.0, 3.0),
        rsa_bpm=dice.uniform(0.4, 2.0),
    )


def _told(traits: Traits, dice: random.Random) -> Athlete:
    return Athlete(
        "one of many",
        float(traits.age_years),
        sex=traits.sex,
        activity=traits.activity,
        resting_bpm=min(110.0, max(35.0, traits.rest_bpm + 2.0 + dice.gauss(0.0, 3.0))),
    )


def _answers(traits: Traits, count: int, dice: random.Random) -> tuple[TalkAnswer, ...]:
    """Talk answers of earlier rides; each four of one day."""
    told: list[TalkAnswer] = []
    sense = TalkSense(traits.threshold_bpm, dice)
    for number in range(count):
        if number % len(ASKED_AT_BPM) == 0:
            sense = TalkSense(traits.threshold_bpm, dice)
        at_bpm = traits.threshold_bpm + ASKED_AT_BPM[number % len(ASKED_AT_BPM)]
        hr_bpm = at_bpm + dice.gauss(0.0, ASKED_SD_BPM)
        answer = sense.answer(hr_bpm).removeprefix("talk_")
        told.append(
            TalkAnswer(hr_bpm=hr_bpm, answer=answer, machine="bikeerg", on=EVIDENCE_DAY)  # type: ignore[arg-type]
        )
    return tuple(told)
