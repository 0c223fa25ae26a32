"""A ride recorded under the wrong name, given to whom it belongs.

Comes in: the path of a whole ride, the right name. Goes out: the same ride under that name, in a
file named so; the old one is gone only when the new one reads the same. What was decided stays as
it was: the facts and ranges it was guided by remain those of the mix-up, and the ride says so.
"""

import io
import os
from dataclasses import replace
from pathlib import Path
from typing import Final

from hrguide.athlete.names import name_key, recorded_key
from hrguide.errors import BadFileError, UsageError
from hrguide.ride.lines import Answered, encode_line
from hrguide.ride.lock import is_in_progress
from hrguide.ride.reader import Ride, read_bytes, read_ride
from hrguide.ride.writer import create_ride

MOVED_FROM: Final = "moved_from"  # whose facts and ranges guided it


def move_ride(home: Path, path: Path, *, to: str) -> Path:
    """Give the ride to `to` (a name as kept) and return its new path.

    Raises UsageError where it cannot be moved (in progress, interrupted, a demo, nobody's, theirs
    already), BadFileError where it cannot be read or written.
    """
    ride = read_ride(path)
    _check(ride, path, to)
    header = ride.header
    assert header.athlete is not None
    writer = create_ride(home, replace(header, athlete=replace(header.athlete, name=to)), name=to)
    new = writer.path
    writer.close()
    note = Answered(at_s=ride.last_at_s, question=MOVED_FROM, answer=header.athlete.name)
    body = read_bytes(path).partition(b"\n")[2]
    try:
        with io.FileIO(new, "a") as file:
            file.write(body if body.endswith(b"\n") else body + b"\n")
            file.write(encode_line(note))
            os.fsync(file.fileno())
        if read_ride(new).events != (*ride.events, note):
            raise OSError(0, "it does not read the same")
    except OSError as error:
        new.unlink(missing_ok=True)
        raise BadFileError(
            f"cannot move {path.stem}: {error.strerror or error}",
            hint="Free some room; the ride stands as it was.",
        ) from error
    path.unlink()
    return new


def _check(ride: Ride, path: Path, to: str) -> None:
    header = ride.header
    if is_in_progress(path):
        raise UsageError(
            f"{path.stem} is being ridden by another hrguide", hint="Finish it there first (q)."
        )
    if header.simulated or header.athlete is None:
        what = "a demo" if header.simulated else "nobody's ride"
        raise UsageError(
            f"{path.stem} is {what}: it has no evidence to move",
            hint="Move a ride of somebody's; `hrguide athlete list` says who is here.",
        )
    if not ride.is_complete:
        raise UsageError(
            f"{path.stem} was interrupted and may go on",
            hint="Go on with it or start another ride (hrguide ride), then move it.",
        )
    if recorded_key(header.athlete.name) == name_key(to):
        raise UsageError(f"{path.stem} is {to}'s already", hint="Name another athlete with --to.")
