"""The lock on a ride in progress: held by the process that writes it, seen by all others.

Comes in: an open, unbuffered file. Goes out: whether the lock was had. The system takes it back
when the process ends, however it ends, so a crash leaves no lock behind. A folder on a file system
without locks has none: the ride goes on.
"""

import errno
import io
import sys
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import msvcrt

    # One byte far behind any ride's end: msvcrt's locks keep others from reading what they cover.
    _BYTE: Final = 0x7FFFFFF0

    def take_lock(file: io.FileIO, *, wait: bool = False, shared: bool = False) -> bool:
        """Lock the file; False where another process holds it. wait: up to 10 s for it.

        shared: to look only; Windows has no such lock, a look takes it for an instant.
        """
        place = file.tell()
        file.seek(_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(place)
        return True

    def release_lock(file: io.FileIO) -> None:
        """Give the lock back before the file is closed."""
        place = file.tell()
        file.seek(_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        file.seek(place)

else:
    import fcntl

    _NO_LOCKS_HERE: Final = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)

    def take_lock(file: io.FileIO, *, wait: bool = False, shared: bool = False) -> bool:
        """Lock the file; False where another process holds it. wait: until it is free.

        shared: to look only; two who look do not get in each other's way.
        """
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file.fileno(), kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                raise
        return True

    def release_lock(file: io.FileIO) -> None:
        """Give the lock back before the file is closed."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                raise


def is_in_progress(path: Path) -> bool:
    """Whether a living process is writing this ride. Raises OSError where it cannot be opened."""
    with io.FileIO(path, "r") as file:
        if not take_lock(file, shared=True):
            return True
        release_lock(file)
        return False
