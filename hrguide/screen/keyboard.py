"""The keyboard beside a live screen, without an Enter after each key.

Comes in: a terminal and the running event loop. Goes out: plain characters, taken by the run loop.
POSIX: cbreak mode and `loop.add_reader`; Windows: a thread that polls msvcrt. What was changed is
given back at the end, after a crash and around Ctrl-Z. It does not know what a key means.
"""

import asyncio
import contextlib
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Final, Protocol, Self, TextIO

from hrguide.screen import giveback
from hrguide.screen.keystrokes import Keystrokes

_ROOM: Final = 64  # keys waiting; beyond it the oldest go: the newest may be `x`
_POLL_S: Final = 0.03  # Windows: faster than a finger, slower than a busy loop


class Keyboard(Protocol):
    """A context manager that hands out keys."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def take(self) -> tuple[str, ...]:
        """The keys pressed since the last call, in order."""
        ...


def open_keyboard(
    loop: asyncio.AbstractEventLoop,
    *,
    stream: TextIO | None = None,
    wake: Callable[[], None] | None = None,
) -> Keyboard:
    """The keyboard of this platform; one without keys where stdin is no terminal.

    wake: called in the loop's thread whenever keys came, for a run loop that sleeps.
    """
    stream = sys.stdin if stream is None else stream
    try:
        is_terminal = stream.isatty()
    except ValueError:  # closed
        is_terminal = False
    if not is_terminal:
        return NoKeyboard()
    return _of_this_platform(loop, stream.fileno(), wake)


class NoKeyboard:
    """Nobody to press a key."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return

    def take(self) -> tuple[str, ...]:
        return ()


def _nothing() -> None:
    return


class _Waiting:
    """Keys that came and were not taken yet."""

    def __init__(self, wake: Callable[[], None] | None) -> None:
        self._keys: deque[str] = deque(maxlen=_ROOM)
        self._wake = wake

    def put(self, keys: tuple[str, ...]) -> None:
        self._keys.extend(keys)
        if keys and self._wake is not None:
            self._wake()

    def take(self) -> tuple[str, ...]:
        keys = tuple(self._keys)
        self._keys.clear()
        return keys


if sys.platform != "win32":
    import termios

    class PosixKeyboard:
        """fd: a terminal."""

        def __init__(
            self, loop: asyncio.AbstractEventLoop, *, fd: int, wake: Callable[[], None] | None
        ) -> None:
            self._loop = loop
            self._fd = fd
            self._waiting = _Waiting(wake)
            self._strokes = Keystrokes()
            self._restore: Callable[[], None] = _nothing
            self._hold: giveback.Hold | None = None

        def __enter__(self) -> Self:
            before = termios.tcgetattr(self._fd)
            self._restore = lambda: termios.tcsetattr(self._fd, termios.TCSANOW, before)
            self._hold = giveback.hold(self._cbreak, self._cooked)
            self._loop.add_reader(self._fd, self._read)
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            error: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            self._loop.remove_reader(self._fd)
            if self._hold is not None:
                giveback.release(self._hold)

        def take(self) -> tuple[str, ...]:
            return self._waiting.take()

        def _read(self) -> None:
            try:
                data = os.read(self._fd, 1024)
            except OSError:  # EIO: the terminal is gone
                data = b""
            if not data:
                self._loop.remove_reader(self._fd)
                return
            self._waiting.put(self._strokes.feed(data, time.monotonic()))

        def _cbreak(self) -> None:
            """Keys at once and unseen; Ctrl-C and Ctrl-Z keep working.

            Flow control is off: Ctrl-S would freeze the picture. Keys typed before are dropped, so
            that one Enter too many at a question does not start the ride.
            """
            mode = termios.tcgetattr(self._fd)
            mode[0] &= ~termios.IXON
            mode[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
            mode[6][termios.VMIN] = 1
            mode[6][termios.VTIME] = 0
            termios.tcsetattr(self._fd, termios.TCSAFLUSH, mode)

        def _cooked(self) -> None:
            with contextlib.suppress(termios.error):  # a closed window has no mode
                self._restore()

    def _of_this_platform(
        loop: asyncio.AbstractEventLoop, fd: int, wake: Callable[[], None] | None
    ) -> Keyboard:
        return PosixKeyboard(loop, fd=fd, wake=wake)


if sys.platform == "win32":
    import msvcrt

    class WindowsKeyboard:
        """The console's keys, polled in a thread of its own."""

        def __init__(
            self, loop: asyncio.AbstractEventLoop, *, wake: Callable[[], None] | None
        ) -> None:
            self._loop = loop
            self._waiting = _Waiting(wake)
            self._ends = threading.Event()
            self._thread = threading.Thread(target=self._poll, name="keyboard", daemon=True)

        def __enter__(self) -> Self:
            self._thread.start()
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            error: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            self._ends.set()
            self._thread.join()

        def take(self) -> tuple[str, ...]:
            return self._waiting.take()

        def _poll(self) -> None:
            while not self._ends.wait(_POLL_S):
                while msvcrt.kbhit():
                    key = msvcrt.getwch()
                    if key in ("\x00", "\xe0"):  # an arrow or function key: the second is its name
                        msvcrt.getwch()
                        continue
                    key = "\n" if key == "\r" else key
                    with contextlib.suppress(RuntimeError):  # the loop closed meanwhile
                        self._loop.call_soon_threadsafe(self._waiting.put, (key,))

    def _of_this_platform(
        loop: asyncio.AbstractEventLoop, fd: int, wake: Callable[[], None] | None
    ) -> Keyboard:
        return WindowsKeyboard(loop, wake=wake)
