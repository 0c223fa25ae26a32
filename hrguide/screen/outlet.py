"""Where escape sequences go: a terminal that is never waited for.

Comes in: text. Goes out: bytes to the terminal. A terminal that stands still (a frozen ssh, a
selected window) must not hold up the strap's packets: what does not go out at once waits, and the
screen skips pictures until it has gone. A terminal that is closed is `gone`, not an error.
"""

import os
import select
import sys
from typing import Final, Protocol, TextIO

_FALLBACK_SIZE: Final = (80, 24)
_LAST_WORDS_S: Final = 0.5  # how long the end may wait for a slow terminal to be given back


class Outlet(Protocol):
    """The seam under the live screen; a test's is a list of strings."""

    @property
    def gone(self) -> bool: ...

    @property
    def is_behind(self) -> bool:
        """Earlier text still waits: do not send a new picture now."""
        ...

    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        ...

    def send(self, text: str) -> None: ...

    def send_last(self, text: str) -> None:
        """Send and wait, for a moment, until it is out."""
        ...


class TerminalOutlet:
    """A terminal behind a text stream (stdout, or stderr where stdout is data)."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._unsent = b""
        self._fd = _own_description(stream)
        self.gone = False

    @property
    def is_behind(self) -> bool:
        if self._unsent:
            self._push()
        return bool(self._unsent)

    def size(self) -> tuple[int, int]:
        """Asked each time: cheaper and surer than listening for SIGWINCH."""
        try:
            columns, rows = os.get_terminal_size(self._stream.fileno())
        except (OSError, ValueError):
            return _FALLBACK_SIZE
        return (columns, rows) if columns > 0 and rows > 0 else _FALLBACK_SIZE

    def send(self, text: str) -> None:
        if self._fd is None:
            self._send_by_stream(text)
            return
        self._unsent += text.encode("utf-8", "replace")
        self._push()

    def send_last(self, text: str) -> None:
        self.send(text)
        while self._unsent and not self.gone and self._fd is not None:
            if not select.select([], [self._fd], [], _LAST_WORDS_S)[1]:
                break
            self._push()

    def close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _push(self) -> None:
        if self._fd is None or self.gone:
            self._unsent = b""
            return
        try:
            sent = os.write(self._fd, self._unsent)
        except BlockingIOError:
            return
        except OSError:  # EIO, EPIPE: the window was closed
            self.gone = True
            self._unsent = b""
            return
        self._unsent = self._unsent[sent:]

    def _send_by_stream(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self.gone = True


def _own_description(stream: TextIO) -> int | None:
    """The terminal opened once more, non-blocking; None where that cannot be had.

    O_NONBLOCK belongs to the open file, which stdin and the shell share: never set it on theirs.
    """
    if sys.platform == "win32":
        _understand_escapes()
        return None
    try:
        name = os.ttyname(stream.fileno())
        return os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except (OSError, ValueError):
        return None


def _understand_escapes() -> None:
    """Windows consoles read escape sequences only when told to."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        for standard in (-11, -12):  # STD_OUTPUT_HANDLE, STD_ERROR_HANDLE
            handle = kernel.GetStdHandle(standard)
            mode = ctypes.c_uint32()
            if kernel.GetConsoleMode(handle, ctypes.byref(mode)):
                # ENABLE_VIRTUAL_TERMINAL_PROCESSING 0x4 (SetConsoleMode documentation)
                kernel.SetConsoleMode(handle, mode.value | 0x0004)
