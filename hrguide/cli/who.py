"""Who rides: asked before a ride, as little as can be.

Comes in: the home folder, options, somebody who answers. Goes out: a Profile. With several athletes
it always asks; the one "in use" and a strap never decide who rides. Health answers are neither
asked here nor shown.
"""

import getpass
from datetime import date
from pathlib import Path
from typing import Final

from hrguide.athlete import store
from hrguide.athlete.athlete import AGE_MAX_YEARS, AGE_MIN_YEARS
from hrguide.athlete.names import clean_name, name_key
from hrguide.athlete.profile import Profile
from hrguide.cli import questions
from hrguide.cli.answers import Answers
from hrguide.errors import UsageError
from hrguide.screen.question import Asks

# Accounts that are nobody's first name.
_NOBODY: Final = frozenset({"root", "admin", "administrator", "user", "guest", "clinic", "pi"})


async def who_rides(
    home: Path, *, named: str | None, asks: Asks, today: date, clinic: str | None = None
) -> Profile:
    """The rider. named: from --athlete. clinic: its name and telephone, shown to somebody new.

    Raises UsageError where it takes a question and nobody is there.
    """
    if named is not None:
        return store.load(home, named)
    roll = store.everybody(home)
    if roll.broken:
        raise roll.broken[0]
    told = asks.given.get("athlete") if isinstance(asks, Answers) else None
    if len(roll.profiles) == 1 and told is None:
        return roll.profiles[0]
    if not roll.profiles:
        return await somebody_new(home, asks, today, clinic=clinic, alone=True)
    if told is not None:
        known = [each for each in roll.profiles if name_key(each.name) == name_key(str(told))]
        return known[0] if known else await somebody_new(home, asks, today, clinic=clinic)
    names = tuple(profile.name for profile in roll.profiles)
    name = await asks.pick(questions.who(names))
    if name is None:
        return await somebody_new(home, asks, today, clinic=clinic)
    return roll.profiles[names.index(name)]


async def somebody_new(
    home: Path, asks: Asks, today: date, *, clinic: str | None = None, alone: bool = False
) -> Profile:
    """S1: welcome, name and age. alone: nobody is known here, so the account may be the name."""

    def free(typed: str) -> str:
        name = clean_name(typed)
        if store.profile_path(home, name).exists():
            raise UsageError(
                f"there is an athlete {name} already", hint="Another name, or a second one with it."
            )
        return name

    if isinstance(asks, Answers) and asks.otherwise is None and not asks.has("athlete"):
        raise UsageError(
            "nobody is known here yet, and nobody can be asked",
            hint="hrguide athlete add NAME --age YEARS, then ride again.",
        )
    default = _account() if alone else None
    name = await asks.text(questions.name(free, clinic=clinic, default=default))
    age = await asks.text(questions.age(_age, clinic=clinic))
    profile = Profile(name=name, age_years=age, age_on=today)
    store.add(home, profile)
    return profile


def _age(typed: str) -> int:
    try:
        age = int(typed)
    except ValueError:
        raise UsageError(f"{typed!r} is no number of years", hint="For example: 38.") from None
    if not AGE_MIN_YEARS <= age <= AGE_MAX_YEARS:
        raise UsageError(
            f"{age} is outside {AGE_MIN_YEARS}-{AGE_MAX_YEARS}", hint="Check the number."
        )
    return age


def _account() -> str | None:
    """The name of the account, where it may be a person's."""
    try:
        name = clean_name(getpass.getuser())
    except (OSError, KeyError, UsageError):  # nobody is known by that number
        return None
    return None if name.lower() in _NOBODY else name
