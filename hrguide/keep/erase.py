"""Rides and athletes deleted for good, with all that was learned from them.

Comes in: rides, or a name. Goes out: what is gone. A ride takes its evidence and its lesson with
it; an athlete all their files, the rides first, so that a deletion which was cut short can be done
again. Refuses rides in progress before it deletes anything. The caches are the caller's to clear.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hrguide.athlete import store
from hrguide.athlete.files import remove
from hrguide.athlete.learned import drop_lesson
from hrguide.athlete.struck import strike_ride
from hrguide.errors import UsageError
from hrguide.keep.belongings import Belongings, refuse_in_progress
from hrguide.ride.folder import read_header


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """rides, files: what is gone. pieces: of evidence, struck out with the rides."""

    rides: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    pieces: int = 0


def erase_rides(home: Path, paths: Sequence[Path]) -> Erased:
    """Delete the rides, and what they taught. Raises UsageError for one in progress, BadFileError
    where the disk refuses.
    """
    refuse_in_progress(paths)
    pieces = 0
    gone: list[Path] = []
    for path in paths:
        name = _whose(path)
        if name is not None and path.parent == store.athletes_folder(home).with_name("rides"):
            pieces += strike_ride(home, name, path.stem)
            drop_lesson(home, name, path.stem)
        if remove(path):
            gone.append(path)
    return Erased(rides=tuple(gone), pieces=pieces)


def erase_athlete(home: Path, name: str, found: Belongings) -> Erased:
    """Delete everything of the athlete. found: as `belongings_of` says. Errors as `erase_rides`."""
    refuse_in_progress(found.rides)
    rides = tuple(path for path in found.rides if remove(path))
    files = tuple(path for path in found.files if path != store.profile_path(home, name))
    gone = [path for path in files if remove(path)]
    with suppress(UsageError):  # rides of somebody whose file is gone already
        gone += store.forget(home, name).removed
    return Erased(rides=rides, files=tuple(gone))


def _whose(path: Path) -> str | None:
    """The name in the ride's first line, None where there is none that an athlete can have."""
    try:
        header = read_header(path)
    except OSError:
        return None
    if header is None or header.athlete is None or header.simulated:
        return None
    try:
        store.profile_path(path.parent, header.athlete.name)
    except UsageError:
        return None
    return header.athlete.name
