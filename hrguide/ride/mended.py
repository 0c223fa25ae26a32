"""A mended copy of an interrupted or damaged ride; the original stays as it is.

Comes in: a `Salvaged`. Goes out: the path of a copy that reads without an error: every line that
stands, byte for byte, an end where there was none, and a note of what it is a copy of. Mending
twice gives one copy. A ride that lost its first line becomes nobody's ride, as an import does.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from hrguide.athlete.files import locked
from hrguide.bluetooth.source import LinkChange, Received
from hrguide.errors import BadFileError, UsageError
from hrguide.ride.folder import RIDES_FOLDER, SUFFIX
from hrguide.ride.formats.foreign import foreign_ride
from hrguide.ride.lines import Answered, CommandLine, Ending, Footer, encode_line
from hrguide.ride.reader import decode_ride
from hrguide.ride.salvage import Salvaged, State

MENDED_FROM: Final = "mended_from"  # the id of the ride that this is a copy of
_MENDED: Final = "-mended"
_STARTED: Final = re.compile(rb'"started":\s*"([0-9T:.+-]{10,40})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """path: of the copy. is_new: it was not there before."""

    path: Path
    is_new: bool


def mend(home: Path, found: Salvaged, *, hrguide_version: str) -> Mended:
    """Write the copy into HOME/rides, or find it there.

    Raises UsageError where there is nothing to mend (whole, in progress, empty), BadFileError where
    the disk refuses.
    """
    content = mended_content(found, hrguide_version=hrguide_version)
    folder = home / RIDES_FOLDER
    with locked(folder):
        there = _copy_of(folder, found, content)
        if there is not None:
            return Mended(path=there, is_new=False)
        path = next(each for each in _names(folder, found) if not each.exists())
        _write(path, content)
    return Mended(path=path, is_new=True)


def mended_copy(home: Path, found: Salvaged, *, hrguide_version: str) -> Path | None:
    """The copy that was made of this ride as it is now; None where there is none."""
    if not found.may_be_mended:
        return None
    content = mended_content(found, hrguide_version=hrguide_version)
    return _copy_of(home / RIDES_FOLDER, found, content)


def mended_content(found: Salvaged, *, hrguide_version: str) -> bytes:
    """The copy's bytes; the same for the same original. Raises UsageError as `mend`."""
    name = found.path.stem
    if not found.may_be_mended:
        raise _not_to_be_mended(found)
    last_at_s = found.last_at_s
    if found.state is State.HEADLESS:
        content = _without_its_head(found, hrguide_version)
    else:
        content = b"".join(
            row + b"\n" for row in (found.head, *(one.content for one in found.lines))
        )
        if not found.has_footer:
            content += encode_line(Footer(at_s=last_at_s, ending=Ending.CLOSED))
    content += encode_line(Answered(at_s=last_at_s, question=MENDED_FROM, answer=name))
    decode_ride(content, path=found.path)  # never put a copy in place that needs mending itself
    return content


def _without_its_head(found: Salvaged, hrguide_version: str) -> bytes:
    """Nobody's ride, under a workout that asks nothing: what was asked stood in the first line."""
    causes = [
        one.event
        for one in found.lines
        if isinstance(one.event, Received | LinkChange | CommandLine)
    ]
    ride = foreign_ride(
        causes,
        path=found.path,
        content=found.content,
        hrguide_version=hrguide_version,
        started=_started(found.content),
    )
    return b"".join(encode_line(record) for record in (ride.header, *ride.events))


def _started(content: bytes) -> datetime | None:
    """The wall clock, where those words of the first line can still be read."""
    told = _STARTED.search(content.partition(b"\n")[0])
    try:
        started = None if told is None else datetime.fromisoformat(told[1].decode())
    except ValueError:
        return None
    return None if started is None or started.utcoffset() is None else started


def _names(folder: Path, found: Salvaged) -> Iterator[Path]:
    stem = f"{found.path.stem}{_MENDED}"
    number = 1
    while True:
        yield folder / f"{stem}{'' if number == 1 else f'-{number}'}{SUFFIX}"
        number += 1


def _copy_of(folder: Path, found: Salvaged, content: bytes) -> Path | None:
    """Answers may have been added behind its end since."""
    for path in _names(folder, found):
        try:
            with path.open("rb") as file:
                if file.read(len(content)) == content:
                    return path
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _trouble(path, error) from error
    return None


def _write(path: Path, content: bytes) -> None:
    """The whole file beside its place, on the disk, then put in place in one move."""
    beside = path.with_name(f".{secrets.token_hex(4)}.new")
    try:
        try:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            with suppress(FileNotFoundError):
                beside.unlink()
    except OSError as error:
        raise _trouble(path, error) from error


def _not_to_be_mended(found: Salvaged) -> UsageError:
    name = found.path.stem
    match found.state:
        case State.IN_PROGRESS:
            return UsageError(
                f"{name} is being ridden by another hrguide", hint="Finish it there first (q)."
            )
        case State.WHOLE:
            return UsageError(
                f"{name} is whole: there is nothing to mend", hint=f"See `hrguide report {name}`."
            )
        case _:
            return UsageError(
                f"{name} holds no heart rate and no header: there is nothing to mend",
                hint="The ride ended before anything was recorded; the file may be deleted.",
            )


def _trouble(path: Path, error: OSError) -> BadFileError:
    return BadFileError(
        f"cannot keep a mended copy at {path}: {error.strerror or error}",
        hint="Free some room; the original stands as it was.",
    )
