"""Small files that must never be half written: replaced whole, under a lock, for the owner alone.

Comes in: a path and text. Goes out: the text on the disk, or BadFileError naming the file.
A reader sees the old file or the new one, never a part; two hrguides at once wait for each
other. Refuses to know what the text means.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from hrguide.athlete.home import FILE_MODE, private_folder
from hrguide.errors import BadFileError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def read_text(path: Path) -> str:
    """The file's text (UTF-8). FileNotFoundError where it is not; BadFileError where unreadable."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadFileError(
            f"{path}, line {line}: not UTF-8 text",
            hint="Save it as UTF-8 in a text editor, or move it away.",
        ) from error
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _trouble("read", path, error) from error


def replace_text(path: Path, text: str) -> None:
    """Write `text` beside `path`, push it to the disk, then put it in place in one move."""
    beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    try:
        private_folder(path.parent)
        try:
            with os.fdopen(_open_new(beside), "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            with suppress(FileNotFoundError):
                beside.unlink()
        _sync_folder(path.parent)
    except OSError as error:
        raise _trouble("write", path, error) from error


def append_json_line(path: Path, record: Mapping[str, object]) -> None:
    """Add one JSON line at the end; a torn last line (it never was whole) is cut off first."""
    try:
        private_folder(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        with os.fdopen(descriptor, "r+b") as file:
            _end_last_line(file)
            file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _trouble("write", path, error) from error


def remove(path: Path) -> bool:
    """Delete the file; False where there was none."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _trouble("delete", path, error) from error
    return True


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Only one hrguide at a time changes the files of `folder`; the others wait.

    The lock goes with the process: a crash leaves none behind.
    """
    path = folder / ".lock"
    try:
        private_folder(folder)
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE), "r+b")
    except OSError as error:
        raise _trouble("write", path, error) from error
    with file:
        _lock(file)
        try:
            yield
        finally:
            _unlock(file)


def _open_new(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)


def _end_last_line(file: IO[bytes]) -> None:
    """An editor may have left out the last newline; a power cut leaves half a record."""
    content = file.read()
    start = content.rfind(b"\n") + 1
    if start == len(content):
        return
    try:
        json.loads(content[start:])
    except ValueError:
        file.seek(start)
        file.truncate()
    else:
        file.write(b"\n")


def _sync_folder(folder: Path) -> None:
    """The move itself must reach the disk; Windows has no such call and does it by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def _trouble(verb: str, path: Path, error: OSError) -> BadFileError:
    return BadFileError(
        f"cannot {verb} {path}: {error.strerror or error}",
        hint="Check the folder and the disk, or choose another folder with --home.",
    )
