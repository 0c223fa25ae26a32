"""An imported ride kept: one file in the home folder, once, whole or not at all.

Comes in: a ride made from somebody's file. Goes out: the path of its `.hrg` file, and whether it is
new. The original is known by the hash of its bytes, not by its name: imported twice it is one ride.
A ride of this home that went out as FIT and comes back is known by its packets. Ride files of
another computer are kept as they are, byte for byte. Nothing is written outside the rides folder,
whatever the original was called; a process that is killed leaves no half of a ride behind.
"""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from hrguide.athlete.files import locked
from hrguide.errors import BadFileError, HrguideError
from hrguide.ride.fingerprint import fingerprint
from hrguide.ride.folder import RIDES_FOLDER, SUFFIX, ride_paths
from hrguide.ride.lines import encode_line
from hrguide.ride.lock import is_in_progress
from hrguide.ride.reader import Ride, read_ride
from hrguide.ride.writer import ride_stem

_ORIGIN: Final = re.compile(rb'"sha256":"([0-9a-f]{64})"')
_STARTED: Final = re.compile(rb'"started":"([^"]{1,40})"')
_PART: Final = ".import"  # of a file on its way in; nobody else writes files of this ending
_SAME_START_S: Final = 1.0  # FIT knows whole seconds


class CannotKeepError(BadFileError):
    """The disk refuses a ride; it will refuse the next one too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """path: of the ride file. is_new: it was not there before, or was replaced. same_packets: it
    is another file with the same packets, as an export of the ride is.
    """

    path: Path
    is_new: bool
    same_packets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the first line of a ride file says. sha256: of its origin."""

    sha256: str | None
    started: datetime | None


class Keeper:
    """Keeps rides in one home folder; looks through those that are there only once."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._folder = home / RIDES_FOLDER
        self._seen: dict[Path, _Known] = {}

    def known(self, sha256: str) -> Path | None:
        """The ride that was made from a file with this hash; None where there is none."""
        self._look()
        return next((path for path, told in self._seen.items() if told.sha256 == sha256), None)

    def keep(self, ride: Ride, *, replace: bool = False) -> Kept:
        """Write a ride made from a foreign file. replace: also where it is there already, under
        its old id, but beside a ride of the same packets, which may hold more.

        Raises CannotKeepError where the disk refuses.
        """
        origin = ride.header.origin
        assert origin is not None, "an imported ride knows its file"
        with locked(self._folder):
            there = self.known(origin.sha256)
            if there is not None and not replace:
                return Kept(path=there, is_new=False)
            same = None if replace else self._same_ride(ride)
            if same is not None:
                return Kept(path=same, is_new=False, same_packets=True)
            content = b"".join(encode_line(record) for record in (ride.header, *ride.events))
            name = Path(origin.name).stem
            if ride.header.athlete is not None:
                name = f"{ride.header.athlete.name}-{name}"
            path = self._write(content, ride_stem(ride.header, name), there)
            self._seen.pop(path, None)
        return Kept(path=path, is_new=True)

    def _look(self) -> None:
        """Read the first lines of the rides that came since the last look, from anybody."""
        paths = ride_paths(self._home)
        for path in paths:
            if path not in self._seen:
                with suppress(OSError), path.open("rb") as file:
                    self._seen[path] = _first_line(file.readline())
        for gone in self._seen.keys() - set(paths):
            del self._seen[gone]

    def _same_ride(self, ride: Ride) -> Path | None:
        """The ride here that began in the same second and holds the same packets."""
        started = ride.header.started
        if started is None:
            return None
        wanted = fingerprint(ride)
        for path, told in self._seen.items():
            if told.started is None or is_in_progress(path):
                continue
            if abs((told.started - started).total_seconds()) < _SAME_START_S:
                with suppress(HrguideError):
                    if fingerprint(read_ride(path, skip_bad=True)) == wanted:
                        return path
        return None

    def keep_file(self, ride: Ride, content: bytes) -> Kept:
        """Write a ride file of another computer as it is. Raises CannotKeepError."""
        with locked(self._folder):
            for path in ride_paths(self._home):
                if path.stat().st_size == len(content) and path.read_bytes() == content:
                    return Kept(path=path, is_new=False)
            athlete = ride.header.athlete
            name = "demo" if ride.header.simulated else "ride" if athlete is None else athlete.name
            return Kept(path=self._write(content, ride_stem(ride.header, name), None), is_new=True)

    def _write(self, content: bytes, stem: str, over: Path | None) -> Path:
        """The whole file beside its place, on the disk, then put in place in one move."""
        beside = self._folder / f".{secrets.token_hex(4)}{_PART}"
        try:
            for left in self._folder.glob(f".*{_PART}"):  # by a process that was killed: we lock
                left.unlink()
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                if over is None:
                    return self._into_free_place(beside, stem)
                beside.replace(over)
                return over
            finally:
                with suppress(FileNotFoundError):
                    beside.unlink()
        except OSError as error:
            raise CannotKeepError(
                f"cannot keep a ride in {self._folder}: {error.strerror or error}",
                hint="Free the folder, or name another one with --home DIR.",
            ) from error

    def _into_free_place(self, beside: Path, stem: str) -> Path:
        """Under a name nobody has; a ride that begins now takes its name without our lock."""
        number = 1
        while True:
            path = self._folder / f"{stem}{'' if number == 1 else f'-{number}'}{SUFFIX}"
            try:
                _move_if_free(beside, path)
            except FileExistsError:
                number += 1
            else:
                return path


def _move_if_free(beside: Path, path: Path) -> None:
    """Raises FileExistsError where the name is taken, and overwrites nothing."""
    try:
        os.link(beside, path)  # unlike a rename it never takes another's place
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is claimed with an empty file
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        beside.replace(path)


def _first_line(line: bytes) -> _Known:
    origin, started = _ORIGIN.search(line), _STARTED.search(line)
    at: datetime | None = None
    if started is not None:
        with suppress(ValueError):
            at = datetime.fromisoformat(started[1].decode(errors="replace"))
    zoned = at if at is not None and at.utcoffset() is not None else None
    return _Known(sha256=None if origin is None else origin[1].decode(), started=zoned)
