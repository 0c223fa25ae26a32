"""Every way hrguide can fail on purpose, and the exit code each one ends with.

Two sides: the world misbehaved (no Bluetooth, no strap, a torn file) or you asked for
something that cannot be. Anything that is not an `HrguideError` is a bug and keeps its
traceback. This module refuses to print or to exit: `cli/main.py` does both.
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """The documented exit codes of the command line (README, "Exit codes")."""

    DONE = 0
    BUG = 1
    USAGE = 2
    NO_BLUETOOTH = 3
    NO_STRAP = 4
    STRAP_LOST = 5
    BAD_FILE = 6
    NOT_STARTED = 7
    INTERRUPTED = 130


class HrguideError(Exception):
    """What happened, with the values; `hint` names the next thing to do or to type."""

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(HrguideError):
    """You asked for something that cannot be done."""

    exit_code = ExitCode.USAGE


class NoBluetoothError(HrguideError):
    """The computer's Bluetooth is missing, off, not permitted or not running."""

    exit_code = ExitCode.NO_BLUETOOTH


class NoStrapError(HrguideError):
    """No strap was heard, and nobody can be asked."""

    exit_code = ExitCode.NO_STRAP


class StrapLostError(HrguideError):
    """The strap was lost and did not come back."""

    exit_code = ExitCode.STRAP_LOST


class BadFileError(HrguideError):
    """A file cannot be read; the message names the file and, where there is one, the line."""

    exit_code = ExitCode.BAD_FILE


class NotStartedError(HrguideError):
    """The ride was not started because of a health or back answer."""

    exit_code = ExitCode.NOT_STARTED
