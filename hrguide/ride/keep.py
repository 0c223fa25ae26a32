"""An imported ride kept: one file in the home folder, once, whole or not at all.

Comes in: a ride made from somebody's file. Goes out: the path of its `.hrg` file, and whether it is
new. The original is known by the hash of its bytes, not by its name: imported twice it is one ride.
Ride files of another computer are kept as they are, byte for byte. Nothing is written outside the
rides folder, whatever the original was called.
"""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hrguide.athlete.files import locked
from hrguide.errors import BadFileError
from hrguide.ride.folder import RIDES_FOLDER, SUFFIX, ride_paths
from hrguide.ride.lines import encode_line
from hrguide.ride.reader import Ride
from hrguide.ride.writer import ride_stem

_ORIGIN: Final = re.compile(rb'"sha256":"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """path: of the ride file. is_new: it was not there before, or was replaced."""

    path: Path
    is_new: bool


class Keeper:
    """Keeps rides in one home folder; looks through those that are there only once."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._folder = home / RIDES_FOLDER
        self._by_origin: dict[str, Path] | None = None

    def known(self, sha256: str) -> Path | None:
        """The ride that was made from a file with this hash; None where there is none."""
        if self._by_origin is None:
            self._by_origin = dict(_origins(self._home))
        return self._by_origin.get(sha256)

    def keep(self, ride: Ride, *, replace: bool = False) -> Kept:
        """Write a ride made from a foreign file. replace: also where it is there already, under
        its old id. Raises BadFileError where the disk refuses.
        """
        origin = ride.header.origin
        assert origin is not None, "an imported ride knows its file"
        with locked(self._folder):
            there = self.known(origin.sha256)
            if there is not None and not replace:
                return Kept(path=there, is_new=False)
            content = b"".join(encode_line(record) for record in (ride.header, *ride.events))
            name = Path(origin.name).stem
            if ride.header.athlete is not None:
                name = f"{ride.header.athlete.name}-{name}"
            path = self._write(content, ride_stem(ride.header, name), there)
            assert self._by_origin is not None
            self._by_origin[origin.sha256] = path
        return Kept(path=path, is_new=True)

    def keep_file(self, ride: Ride, content: bytes) -> Kept:
        """Write a ride file of another computer as it is."""
        with locked(self._folder):
            for path in ride_paths(self._home):
                if path.stat().st_size == len(content) and path.read_bytes() == content:
                    return Kept(path=path, is_new=False)
            athlete = ride.header.athlete
            name = "demo" if ride.header.simulated else "ride" if athlete is None else athlete.name
            return Kept(path=self._write(content, ride_stem(ride.header, name), None), is_new=True)

    def _write(self, content: bytes, stem: str, over: Path | None) -> Path:
        """The whole file beside its place, on the disk, then put in place in one move."""
        beside = self._folder / f".{secrets.token_hex(4)}.new"
        try:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                path = over or self._free(stem)
                beside.replace(path)
            finally:
                with suppress(FileNotFoundError):
                    beside.unlink()
        except OSError as error:
            raise BadFileError(
                f"cannot keep a ride in {self._folder}: {error.strerror or error}",
                hint="Free the folder, or name another one with --home DIR.",
            ) from error
        return path

    def _free(self, stem: str) -> Path:
        """A name nobody has: claimed with an empty file, which the move then replaces."""
        number = 1
        while True:
            path = self._folder / f"{stem}{'' if number == 1 else f'-{number}'}{SUFFIX}"
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            except FileExistsError:
                number += 1
            else:
                return path


def _origins(home: Path) -> list[tuple[str, Path]]:
    """Of each ride made from a foreign file: that file's hash."""
    found = []
    for path in ride_paths(home):
        with suppress(OSError), path.open("rb") as file:
            told = _ORIGIN.search(file.readline())
            if told is not None:
                found.append((told[1].decode(), path))
    return found
