"""Simulated people for `bench_zones.py`: three worlds, and the groups of a first session.

World A matches the model's assumptions, B and C do not and were never tuned on (physiology.md H4):
B: larger fractions, talk offset +4 +-8, coarser answers; C: smaller ones, -3 +-7. Every number is
a draw of the generator passed in; nothing here is a person.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hrguide import Athlete
from hrguide.athlete.athlete import Activity, Sex
from hrguide.athlete.evidence import Answer

BIKE_OFFSET_BPM = -5.0  # physiology.md A5; both the people and the prior ride the bike erg
LEVELS: tuple[Activity, ...] = ("untrained", "active", "trained")
SEXES: tuple[Sex, ...] = ("female", "male")
SHARES = (0.35, 0.45, 0.20)
FRACTIONS = {"untrained": (0.50, 0.11), "active": (0.60, 0.10), "trained": (0.72, 0.09)}
RESTS = {"untrained": 72.0, "active": 65.0, "trained": 56.0}


@dataclass(frozen=True, kw_only=True)
class World:
    """fraction_shift: of the reserve at the threshold. talk_*: the person's own offset, bpm."""

    name: str
    fraction_shift: float = 0.0
    talk_mean_bpm: float = 0.0
    talk_sd_bpm: float = 5.0
    answer_sd_bpm: float = 6.0


WORLDS = (
    World(name="A"),
    World(name="B", fraction_shift=0.06, talk_mean_bpm=4.0, talk_sd_bpm=8.0, answer_sd_bpm=8.0),
    World(name="C", fraction_shift=-0.06, talk_mean_bpm=-3.0, talk_sd_bpm=7.0, answer_sd_bpm=8.0),
)


@dataclass(frozen=True, kw_only=True)
class Person:
    """What is told (athlete) and what is true (the rest)."""

    athlete: Athlete
    threshold_bpm: float
    rest_bpm: float
    max_bpm: float
    answer_sd_bpm: float = 6.0


def cohort(world: World, count: int, dice: random.Random) -> Iterator[Person]:
    """Mixed adults, a quarter of whom rate their own level at random (H4)."""
    for _ in range(count):
        level = dice.choices(LEVELS, SHARES)[0]
        age = min(72.0, max(18.0, dice.gauss(42, 13)))
        peak = 211 - 0.64 * age + dice.gauss(0, 10.8)
        rest = min(95.0, max(42.0, RESTS[level] + dice.gauss(0, 8)))
        mean, sd = FRACTIONS[level]
        fraction = min(0.92, max(0.28, mean + world.fraction_shift + dice.gauss(0, sd)))
        told = level if dice.random() < 0.75 else dice.choice(LEVELS)
        off = dice.gauss(world.talk_mean_bpm, world.talk_sd_bpm)
        yield Person(
            athlete=Athlete(
                "one of many",
                age,
                sex=dice.choice(SEXES),
                activity=told,
                resting_bpm=rest + 2 + dice.gauss(0, 3),
            ),
            threshold_bpm=rest + fraction * (peak - rest) + BIKE_OFFSET_BPM + off,
            rest_bpm=rest,
            max_bpm=peak,
            answer_sd_bpm=world.answer_sd_bpm,
        )


def answered(person: Person, hr_bpm: float, day_bpm: float, dice: random.Random) -> Answer:
    """What this person says at a heart rate: cuts at -5 and +15, 3 % slips of the tongue."""
    if dice.random() < 0.03:
        return dice.choice(ANSWERS)
    off = hr_bpm - person.threshold_bpm - day_bpm + dice.gauss(0, person.answer_sd_bpm)
    return "comfortable" if off < -5 else "no" if off > 15 else "only_just"


ANSWERS: tuple[Answer, ...] = ("comfortable", "only_just", "no")
GROUPS: dict[str, Callable[[random.Random], Person]] = {
    "38, average": lambda dice: _one(dice, 38, "active", 0.60, 0.10, 65, medicine=False),
    "25, fit": lambda dice: _one(dice, 25, "trained", 0.76, 0.06, 54, medicine=False),
    "65, untrained": lambda dice: _one(dice, 65, "untrained", 0.47, 0.09, 72, medicine=False),
    "60, beta-blocker": lambda dice: _one(dice, 60, "untrained", 0.50, 0.11, 60, medicine=True),
}


def _one(
    dice: random.Random,
    age: int,
    level: Activity,
    fraction: float,
    fraction_sd: float,
    rest: float,
    *,
    medicine: bool,
) -> Person:
    """A new athlete who tells age and activity and knows neither resting nor maximum rate."""
    rest += dice.gauss(0, 7)
    peak = 211 - 0.64 * age - (25 if medicine else 0) + dice.gauss(0, 10.8)
    share = min(0.92, max(0.28, dice.gauss(fraction, fraction_sd)))
    return Person(
        athlete=Athlete("one of many", age, activity=level, limits_heart_rate=medicine),
        threshold_bpm=rest + share * (peak - rest) + BIKE_OFFSET_BPM + dice.gauss(0, 5),
        rest_bpm=rest,
        max_bpm=peak,
    )
