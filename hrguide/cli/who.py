"""Who rides, and on what: asked before a ride, as little as can be.

Comes in: the home folder, options, somebody to ask (or nobody). Goes out: a Profile and a machine.
With several athletes it always asks; the one "in use" and a strap never decide who rides. Health
answers are neither asked here nor shown.
"""

from datetime import date
from pathlib import Path
from typing import Final

from hrguide.athlete import store
from hrguide.athlete.athlete import AGE_MAX_YEARS, AGE_MIN_YEARS, Machine
from hrguide.athlete.profile import Profile
from hrguide.errors import UsageError
from hrguide.screen.ask import Asker

_NEW: Final = "n"
MACHINES: Final = {
    "b": (Machine.BIKEERG, "bike erg"),
    "r": (Machine.ROWER, "rower"),
    "s": (Machine.SKIERG, "ski erg"),
    "e": (Machine.ECHOBIKE, "echo bike (the dreaded one)"),
}


async def who_rides(home: Path, *, named: str | None, asker: Asker | None, today: date) -> Profile:
    """The rider. named: from --athlete. asker: None where nobody can be asked.

    Raises UsageError where it takes a question and nobody is there.
    """
    if named is not None:
        return store.load(home, named)
    roll = store.everybody(home)
    if roll.broken:
        raise roll.broken[0]
    if len(roll.profiles) == 1:
        return roll.profiles[0]
    if asker is None:
        if not roll.profiles:
            raise UsageError(
                "nobody is known here yet, and nobody can be asked",
                hint="hrguide athlete add NAME --age YEARS, then ride again.",
            )
        names = ", ".join(profile.name for profile in roll.profiles)
        raise UsageError(
            f"several athletes ride here ({names}), and nobody can be asked",
            hint="Say who: hrguide ride --athlete NAME.",
        )
    if not roll.profiles:
        return await _somebody_new(home, asker, today)
    choices = {str(number): each.name for number, each in enumerate(roll.profiles, start=1)}
    answer = await asker.choice("Who rides?", {**choices, _NEW: "somebody new"})
    if answer == _NEW:
        return await _somebody_new(home, asker, today)
    return roll.profiles[int(answer) - 1]


async def which_machine(profile: Profile, *, named: str | None, asker: Asker | None) -> Machine:
    """The machine: as named, else asked (Enter takes the last one), else the last one."""
    if named is not None:
        return Machine(named)
    last = profile.machine or Machine.BIKEERG
    if asker is None:
        return last
    default = next(key for key, (machine, _) in MACHINES.items() if machine is last)
    answer = await asker.choice(
        "Machine? Take the one that bothers the back least.",
        {key: words for key, (_, words) in MACHINES.items()},
        default=default,
    )
    return MACHINES[answer][0]


async def _somebody_new(home: Path, asker: Asker, today: date) -> Profile:
    name = await asker.text("Your first name?")
    age = None
    while age is None:
        age = await asker.number("Age?", low=AGE_MIN_YEARS, high=AGE_MAX_YEARS)
    profile = Profile(name=name, age_years=int(age), age_on=today)
    store.add(home, profile)
    return profile
