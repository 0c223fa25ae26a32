"""Giving the terminal back as it was found: at the end, after a crash, a signal, or Ctrl-Z.

Comes in: pairs of functions, `take` and `give_back`, from whoever changed something (the live
screen, the keyboard). Goes out: nothing; signals do their usual work once everything is given back.
The one place of the screen with process-wide state, because signals are.
"""

import atexit
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Final


@dataclass(frozen=True, slots=True, eq=False)
class Hold:
    """Something taken from the terminal. Both functions may be called at any time, and twice."""

    take: Callable[[], None]
    give_back: Callable[[], None]


_Handler = Callable[[int, FrameType | None], object] | int | None

# A closed window and a polite kill end the ride; Ctrl-Z only stops it for a while.
_ENDING: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_held: list[Hold] = []
_before: dict[int, _Handler] = {}


def hold(take: Callable[[], None], give_back: Callable[[], None]) -> Hold:
    """Take now, and see to it that it is given back; end it with `release`."""
    held = Hold(take, give_back)
    if not _held:
        atexit.register(give_all_back)
        _watch_signals()
    _held.append(held)
    take()
    return held


def release(held: Hold) -> None:
    """Give back now; a second call does nothing."""
    if held not in _held:
        return
    _held.remove(held)
    held.give_back()
    if not _held:
        atexit.unregister(give_all_back)
        _unwatch_signals()


def give_all_back() -> None:
    """Newest first."""
    for held in reversed(_held):
        held.give_back()


def _watch_signals() -> None:
    if threading.current_thread() is not threading.main_thread():
        return  # Python lets only the main thread hear signals; tests run screens elsewhere
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup: stay deaf
            _before[number] = signal.signal(number, _end)
    if hasattr(signal, "SIGTSTP"):
        _before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, _suspend)


def _unwatch_signals() -> None:
    for number, handler in _before.items():
        if signal.getsignal(number) in (_end, _suspend):  # else somebody took over since
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
    _before.clear()


def _end(number: int, frame: FrameType | None) -> None:
    give_all_back()
    _held.clear()
    before = _before.get(number)
    if callable(before):
        before(number, frame)
        return
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _suspend(number: int, _frame: FrameType | None) -> None:
    """Ctrl-Z: the shell gets its terminal, `fg` gives it to us again."""
    give_all_back()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)  # stops here until SIGCONT
    signal.signal(number, _suspend)
    for held in _held:
        held.take()
