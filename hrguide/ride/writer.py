"""The journal of a ride in progress: every cause, on disk before anything is decided.

Comes in: the header once, then events as they happen, each with its own time. Goes out: an
append-only `.hrg` file, private, locked, whole lines in order, the newest one with the system at
once (`write`) and on the disk at the next `sync`. A disk that refuses does not end a ride: the
tail waits in memory and is written, in order and once, as soon as there is room. It has no clock,
no thread and no opinion; it never drops a line.
"""

import errno
import io
import os
import re
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol, TypeVar

from hrguide.bluetooth.source import LinkChange, Received
from hrguide.errors import BadFileError
from hrguide.ride.folder import RIDES_FOLDER, SUFFIX
from hrguide.ride.header import Header
from hrguide.ride.lines import CommandLine, Footer, Recorded, encode_line
from hrguide.ride.lock import release_lock, take_lock

_NAME_CHARACTERS: Final = 40  # of a name in a file name: under every file system's 255 bytes

Timed = TypeVar("Timed", bound=Recorded)


class RideFile(Protocol):
    """What the writer needs of an open file: unbuffered, so that a write is with the system."""

    def write(self, data: bytes, /) -> int | None: ...

    def seek(self, offset: int, /) -> int: ...

    def fileno(self) -> int: ...

    def close(self) -> None: ...


class RideWriter:
    """Writes one ride; made by `create_ride` or `resume.reopen`."""

    def __init__(
        self,
        file: RideFile,
        *,
        path: Path,
        length: int = 0,
        last_at_s: float = 0.0,
        tail: bytes = b"",
        on_trouble: Callable[[str], None] | None = None,
    ) -> None:
        """length: bytes in the file already. last_at_s: of its last line. tail: to write first.

        on_trouble: told once a ride, in a sentence for the rider, when the disk refuses; by the
        thread that writes or syncs.
        """
        self.path = path
        self._file = file
        self._length = length
        self._last_at_s = last_at_s
        self._on_trouble = on_trouble
        self._told = False
        self._tail = bytearray(tail)

    @property
    def last_at_s(self) -> float:
        """The latest time of any line written."""
        return self._last_at_s

    @property
    def unwritten_bytes(self) -> int:
        """How much waits in memory for a disk that refuses; 0 when all is well."""
        return len(self._tail)

    def write(self, event: Timed, *, now_s: float = 0.0) -> Timed:
        """Append one event and hand it to the system; returns it as recorded.

        now_s: how far the session has been advanced. An event stamped earlier, or before the last
        line, counts as coming now and is recorded so: what the session is then given is what a
        replay will give it. Readers' lines keep their own time.
        """
        if isinstance(event, Received | LinkChange | CommandLine | Footer):
            at_s = max(event.at_s, now_s, self._last_at_s)
            if at_s > event.at_s:
                event = replace(event, at_s=at_s)
        self._last_at_s = max(self._last_at_s, event.at_s)
        self._append(encode_line(event))
        return event

    def write_header(self, header: Header) -> None:
        """The first line; `create_ride` does it."""
        self._append(encode_line(header))

    def sync(self) -> None:
        """Put on the disk what was written; once a second, from a thread if the loop is busy."""
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            self._trouble(error)

    def close(self, footer: Footer | None = None) -> int:
        """Write the footer, if the ride is over, and let go of the file.

        Returns the bytes that could not be written (0 when all is saved). Without a footer the
        ride is one that was interrupted.
        """
        if footer is not None:
            self.write(footer)
        left_bytes = self.drain()
        self.sync()
        if isinstance(self._file, io.FileIO):
            release_lock(self._file)
        self._file.close()
        return left_bytes

    def drain(self) -> int:
        """Write what waits in memory; returns the bytes that the disk still refuses.

        The seek makes a retry after a half-done write land on the same bytes: nothing doubled,
        nothing torn.
        """
        while self._tail:
            try:
                self._file.seek(self._length)
                written = self._file.write(bytes(self._tail)) or 0
            except OSError as error:
                self._trouble(error)
                break
            if written == 0:
                break
            self._length += written
            del self._tail[:written]
        return len(self._tail)

    def _append(self, line: bytes) -> None:
        self._tail += line
        self.drain()

    def _trouble(self, error: OSError) -> None:
        if error.errno == errno.EBADF:  # the file is closed: a bug of the caller, not of a disk
            raise error
        if not self._told and self._on_trouble is not None:
            self._told = True
            self._on_trouble(
                f"The disk does not take the recording ({os.strerror(error.errno or 0)}). Ride on: "
                "I keep it in memory and write it as soon as there is room."
            )


def create_ride(
    home: Path,
    header: Header,
    *,
    name: str,
    on_trouble: Callable[[str], None] | None = None,
) -> RideWriter:
    """Begin HOME/rides/YYYY-MM-DD-name.hrg, or -2, -3 ... where that ride exists already.

    name: of the athlete, or "demo". The folder is 0700, the file 0600, locked until closed.
    Raises BadFileError where no file can be made there at all.
    """
    stem = ride_stem(header, name)
    folder = home / RIDES_FOLDER
    try:
        _make_private(folder)
        path, file = _create_new(folder, stem)
    except OSError as error:
        raise BadFileError(
            f"cannot begin a ride in {folder}: {error.strerror}",
            hint="Free the folder, or name another one with --home DIR.",
        ) from error
    take_lock(file, wait=True)
    writer = RideWriter(file, path=path, on_trouble=on_trouble)
    writer.write_header(header)
    writer.sync()
    _sync_folder(folder)
    return writer


def ride_stem(header: Header, name: str) -> str:
    """The day and the name, as a ride's file and id begin."""
    day = "undated" if header.started is None else header.started.date().isoformat()
    return f"{day}-{_in_file_name(name)}"


def _in_file_name(name: str) -> str:
    """The name in letters, digits and hyphens, for every file system; "ride" if none is left."""
    composed = unicodedata.normalize("NFC", name.casefold())  # macOS would change it later
    plain = re.sub(r"[^\w]+", "-", composed).strip("-_")
    return plain[:_NAME_CHARACTERS].strip("-_") or "ride"


def _make_private(folder: Path) -> None:
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)  # made by hand, or copied from a backup


def _create_new(folder: Path, stem: str) -> tuple[Path, io.FileIO]:
    number = 1
    while True:
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{SUFFIX}"
        try:
            return path, io.FileIO(path, "x+", opener=_open_private)
        except FileExistsError:
            number += 1


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut; Windows has no such call."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems refuse; the ride's own fsync still holds
            os.fsync(handle)
    finally:
        os.close(handle)
