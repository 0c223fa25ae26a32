"""The rides of a home folder: which there are, which one a word means, which were interrupted.

Comes in: the home folder and a word from the command line. Goes out: paths. It reads first and
last lines only, changes nothing, and leaves a ride in progress alone.
"""

import difflib
import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from hrguide.errors import UsageError
from hrguide.ride.fields import FieldError
from hrguide.ride.header import Header
from hrguide.ride.lines import Footer, decode_header_line, decode_line
from hrguide.ride.lock import is_in_progress

RIDES_FOLDER: Final = "rides"
SUFFIX: Final = ".hrg"
LAST: Final = "last"
_END_BYTES: Final = 4096  # a footer has under 100; the rest is room for lines of newer versions
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


def ride_paths(home: Path) -> tuple[Path, ...]:
    """Every ride file of the home folder, by name: oldest day first."""
    folder = home / RIDES_FOLDER
    return tuple(sorted(folder.glob(f"*{SUFFIX}"))) if folder.is_dir() else ()


def find_ride(home: Path, word: str, *, athlete: str | None = None) -> Path:
    """The ride that RIDE on a command line means: a path, an id, or `last`.

    athlete: whose last ride; a demo is everybody's. Raises UsageError where there is none, with
    the ids that come near.
    """
    if word == LAST:
        return _newest(home, athlete)
    path = Path(word)
    if path.is_file():
        return path
    by_id = home / RIDES_FOLDER / f"{word.removesuffix(SUFFIX)}{SUFFIX}"
    if path.name == word and by_id.is_file():
        return by_id
    ids = [known.stem for known in ride_paths(home)]
    near = difflib.get_close_matches(word, ids, n=1)
    hint = f"Did you mean {near[0]}?" if near else "RIDE is a path, an id, or `last`."
    raise UsageError(f"there is no ride {word}", hint=hint)


def read_header(path: Path) -> Header | None:
    """The header alone, None where the first line is none (yet)."""
    with path.open("rb") as file:
        line = file.readline()
    try:
        return decode_header_line(line.decode())[0]
    except (FieldError, UnicodeDecodeError):
        return None


def unfinished(home: Path) -> tuple[Path, ...]:
    """Interrupted rides: no footer, and no living process writes them."""
    return tuple(path for path in ride_paths(home) if _is_interrupted(path))


def _newest(home: Path, athlete: str | None) -> Path:
    newest: tuple[datetime, str] | None = None
    found = None
    for path in ride_paths(home):
        header = read_header(path)
        if header is None or not _is_of(header, athlete):
            continue
        key = (header.started or _LONG_AGO, path.name)
        if newest is None or key > newest:
            newest, found = key, path
    if found is None:
        of = "" if athlete is None else f" of {athlete}'s"
        raise UsageError(
            f"there is no ride{of} in {home / RIDES_FOLDER} yet",
            hint="`hrguide demo` makes one without a strap, `hrguide ride` with one.",
        )
    return found


def _is_of(header: Header, athlete: str | None) -> bool:
    if athlete is None or header.simulated:
        return True
    return header.athlete is not None and header.athlete.name == athlete


def _is_interrupted(path: Path) -> bool:
    try:
        return not _has_footer(path) and not is_in_progress(path) and read_header(path) is not None
    except OSError:  # gone since it was listed, or not ours to read
        return False


def _has_footer(path: Path) -> bool:
    with io.FileIO(path, "r") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _END_BYTES))
        end = file.read()
    for line in reversed(end.split(b"\n")):
        try:
            event, _notes = decode_line(line.decode())
        except (FieldError, UnicodeDecodeError):
            continue
        if isinstance(event, Footer):
            return True
    return False
