"""An answer that comes after a ride's end: soreness, effort, the morning after.

Comes in: the path of a ride, an `Answered`. Goes out: one more line behind the footer, synced. A
replay passes over it: it steers nothing. Refuses a ride that is being written.
"""

import io
import os
from collections.abc import Iterable
from pathlib import Path

from hrguide.errors import BadFileError, UsageError
from hrguide.ride.lines import Answered, encode_line
from hrguide.ride.lock import release_lock, take_lock


def add_answers(path: Path, answers: Iterable[Answered]) -> None:
    """Append them to the ride file. UsageError where it is being ridden, BadFileError where the
    disk refuses; the lines before stay as they are either way.
    """
    try:
        file = io.FileIO(path, "r+")
    except OSError as error:
        raise _refused(path, error) from error
    with file:
        if not take_lock(file):
            raise UsageError(
                f"{path.stem} is being ridden by another hrguide", hint="Finish it there first (q)."
            )
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - 1))
        lines = b"".join(encode_line(answer) for answer in answers)
        if end and file.read(1) != b"\n":
            lines = b"\n" + lines
        try:
            file.seek(end)
            if file.write(lines) != len(lines):
                file.truncate(end)  # half a line would be a torn one
                raise OSError(0, "no room")
            os.fsync(file.fileno())
        except OSError as error:
            raise _refused(path, error) from error
        finally:
            release_lock(file)


def _refused(path: Path, error: OSError) -> BadFileError:
    return BadFileError(
        f"cannot write {path}: {error.strerror or error}",
        hint="Free some room; the ride itself is saved.",
    )
