"""Whom a report is about where nobody is named: the one in use, else the only one.

Comes in: the home folder, perhaps a name. Goes out: a name or a Profile. A ride never asks here:
who rides is asked each time (`who.py`). Refuses to choose among several.
"""

from pathlib import Path

from hrguide.athlete import store
from hrguide.athlete.profile import Profile
from hrguide.errors import UsageError


def whom(folder: Path, named: str | None) -> Profile:
    """The athlete named, else the one in use, else the only one."""
    return store.load(folder, only_or_in_use(folder) if named is None else named)


def only_or_in_use(folder: Path) -> str:
    """The name of the one in use, else of the only one. UsageError where there is neither."""
    name = store.in_use(folder)
    if name is not None:
        return name
    profiles = store.everybody(folder).profiles
    if len(profiles) == 1:
        return profiles[0].name
    raise UsageError(
        "which athlete?" if profiles else "there is no athlete on this computer yet",
        hint="Name one, or choose one for good: hrguide athlete use NAME"
        if profiles
        else "Add one: hrguide athlete add Sam --age 38",
    )
