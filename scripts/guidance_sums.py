"""Many rides of `bench_guidance.py` at once: a way to be guided in, sums over its riders out.

Each ride is a process's own and hangs on nothing but its person, its way and the seed, so the sums
are the same whatever the number of processes.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import Pool

from guidance_figures import cold_start, figures
from guidance_people import World, fit_25_year_old, person, stranger
from guidance_ride import ride

from hrguide.guide.policy import Policy

PROCESSES = 2
Sums = Counter[str]


@dataclass(frozen=True, kw_only=True)
class Way:
    """How to be guided. knows_all: by the truth about heart and legs in place of the forecast."""

    policy: Policy = field(default_factory=Policy)
    knows_all: bool = False


def ridden(number: int, *, world: World, way: Way, seed: int) -> Sums:
    """The figures of one rider of a world."""
    return figures(ride(person(world, number, seed), way.policy, seed, knows_all=way.knows_all))


def first_ride(number: int, *, fit: bool, seed: int) -> Sums:
    """The figures of one first ride."""
    return cold_start(ride((fit_25_year_old if fit else stranger)(number, seed), Policy(), seed))


def summed(each: Callable[[int], Sums], riders: int) -> Sums:
    sums: Sums = Counter()
    with Pool(PROCESSES) as pool:
        for one in pool.imap_unordered(each, range(riders), 4):
            sums.update(one)
    return sums


def of_world(world: World, way: Way, riders: int, seed: int) -> Sums:
    """All riders of a world, guided one way."""
    return summed(partial(ridden, world=world, way=way, seed=seed), riders)
