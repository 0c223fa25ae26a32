"""What belongs to an athlete on this computer: the files of their own, and their rides.

Comes in: the home folder and a name, or rides. Goes out: the files, each with the place it has in
the home folder. A ride that another hrguide is writing is refused; one whose first line cannot be
read is nobody's, and told. It changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hrguide.athlete.names import name_key, recorded_key
from hrguide.athlete.store import ATHLETES_FOLDER, files_of
from hrguide.errors import UsageError
from hrguide.ride.folder import RIDES_FOLDER, read_header, ride_paths
from hrguide.ride.header import Header
from hrguide.ride.lock import is_in_progress

ATHLETES: Final = ATHLETES_FOLDER
RIDES: Final = RIDES_FOLDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """files: of the athlete's own folder. rides: ride files. headless: ids of rides that cannot be
    told, so whose they are is not known.
    """

    files: tuple[Path, ...] = ()
    rides: tuple[Path, ...] = ()
    headless: tuple[str, ...] = ()


def belongings_of(home: Path, name: str) -> Belongings:
    """Everything of this athlete. UsageError where there is nothing, or a ride is in progress."""
    key = name_key(name)
    rides: list[Path] = []
    headless: list[str] = []
    for path in ride_paths(home):
        try:
            header = read_header(path)
        except OSError:
            header = None
        if header is None:
            headless.append(path.stem)
        elif not header.simulated and _key(header) == key:
            rides.append(path)
    found = Belongings(
        files=tuple(path for path in files_of(home, name) if path.is_file()),
        rides=tuple(rides),
        headless=tuple(headless),
    )
    if not found.files and not found.rides:
        raise UsageError(
            f"there is nothing of {name} on this computer",
            hint="See who is here: hrguide athlete list",
        )
    refuse_in_progress(found.rides)
    return found


def refuse_in_progress(rides: Iterable[Path]) -> None:
    """Raises UsageError for a ride that another hrguide is writing."""
    for path in rides:
        try:
            rides_on = is_in_progress(path)
        except OSError:
            continue  # whoever opens it will say why
        if rides_on:
            raise UsageError(
                f"{path.stem} is being ridden by another hrguide", hint="Finish it there first (q)."
            )


def _key(header: Header) -> str | None:
    """Whose it is; None for nobody's, and for what no athlete can be called."""
    return None if header.athlete is None else recorded_key(header.athlete.name)
