"""Many rides of `bench_guidance.py` at once: a way to be guided in, sums over its riders out.

Each ride is a process's own and hangs on nothing but its person, its way and the seed, so the sums
are the same whatever the number of processes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing import Pool
from typing import TypeVar

from guidance_figures import cold_start, figures
from guidance_people import Person, World, fit_25_year_old, person, stranger
from guidance_ride import Lesson, ride

from hrguide.guide.policy import Policy, Rule

PROCESSES = 2
AT_ONCE = 4  # rides handed to a process together
# Habits are drawn anew for the ride before: nothing but the body and the words lasts. A prime.
SEED_BEFORE = 7919
OPENING_DOUBT_BPM2 = 4.0  # of a way to set off that is known
Sums = Counter[str]
Rider = tuple[int, Lesson | None]
Given = TypeVar("Given")
Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class Way:
    """How to be guided. knows_all: by the truth about heart and legs in place of the forecast.

    knows_heart: the forecast begins with this heart's true dead time and time constant, with how
    the rider sets off, and with what this very ride would teach it; what no earlier ride can tell,
    how hard a step is ridden today, it still has to see.
    has_ridden: this session, once before. Two dozen talk answers, which every rider of a world
    has given, are a dozen rides; no rule in use learns from those.
    by_coach: the ranges are written in bpm; else they are those of the rider's own evidence.
    """

    policy: Policy = field(default_factory=Policy)
    knows_all: bool = False
    knows_heart: bool = False
    has_ridden: bool = True
    by_coach: bool = False

    @property
    def learns(self) -> bool:
        told = self.knows_all or self.knows_heart
        return self.has_ridden and not told and self.policy.rule is Rule.FORECAST


def lesson(number: int, *, world: World, by_coach: bool, seed: int) -> Lesson:
    """What one rider's ride before this one taught the forecast."""
    one = person(world, number, seed)
    return ride(one, Policy(), seed + SEED_BEFORE, by_coach=by_coach).learned


def ridden(rider: Rider, *, world: World, way: Way, seed: int) -> Sums:
    """The figures of one rider of a world."""
    number, learned = rider
    one = person(world, number, seed)
    if way.knows_heart:
        learned = _of_this_ride(one, way, seed)
    told = ride(
        one, way.policy, seed, learned=learned, knows_all=way.knows_all, by_coach=way.by_coach
    )
    return figures(told)


def _of_this_ride(one: Person, way: Way, seed: int) -> Lesson:
    traits, habits = one.traits, one.habits
    return {
        **ride(one, Policy(), seed, by_coach=way.by_coach).learned,
        "heart_times": [traits.tau_on_s, traits.delay_s],
        "opening": [habits.fast_start_bpm, OPENING_DOUBT_BPM2],
    }


def first_ride(number: int, *, fit: bool, seed: int) -> Sums:
    """The figures of one first ride."""
    return cold_start(ride((fit_25_year_old if fit else stranger)(number, seed), Policy(), seed))


def summed(each: Callable[[int], Sums], riders: int) -> Sums:
    return _added(_all_of(each, range(riders)))


def of_world(world: World, way: Way, riders: int, seed: int) -> Sums:
    """All riders of a world, guided one way."""
    known = _lessons(world, way.by_coach, riders, seed) if way.learns else (None,) * riders
    return _added(_all_of(partial(ridden, world=world, way=way, seed=seed), [*enumerate(known)]))


@cache
def _lessons(world: World, by_coach: bool, riders: int, seed: int) -> Sequence[Lesson]:
    each = partial(lesson, world=world, by_coach=by_coach, seed=seed)
    return _all_of(each, range(riders))


def _all_of(each: Callable[[Given], Answer], given: Iterable[Given]) -> list[Answer]:
    with Pool(PROCESSES) as pool:
        return pool.map(each, given, AT_ONCE)


def _added(all_sums: Iterable[Sums]) -> Sums:
    sums: Sums = Counter()
    for one in all_sums:
        sums.update(one)
    return sums
