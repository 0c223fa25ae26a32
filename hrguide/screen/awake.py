"""Keeping the display and the computer awake while riding.

Comes in: nothing. Goes out: a child process that holds the desktop's or the system's inhibitor (or
a call into Windows), for as long as the context lasts; it ends with us even after `kill -9`,
because its stdin does. Where nothing of the kind exists the ride goes on, and `check` says so for
`doctor`.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Protocol, Self

_WHY: Final = "a ride is on"
_GOODBYE_S: Final = 1.0

# Windows, SetThreadExecutionState: ES_CONTINUOUS, ES_SYSTEM_REQUIRED, ES_DISPLAY_REQUIRED.
_ES_CONTINUOUS: Final = 0x80000000
_ES_SYSTEM_REQUIRED: Final = 0x00000001
_ES_DISPLAY_REQUIRED: Final = 0x00000002

# `cat` waits for the end of its stdin, which is ours to close; the inhibitor lasts as long as it.
_WAIT: Final = ("cat",)
_INHIBITORS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "linux": (
        # GNOME blanks the screen by its own session's inhibitors, not by logind's.
        ("gnome-session-inhibit", "--inhibit", "idle:suspend", "--reason", _WHY, *_WAIT),
        (
            "systemd-inhibit",
            "--what=idle:sleep",
            "--who=hrguide",
            f"--why={_WHY}",
            "--mode=block",
            *_WAIT,
        ),
    ),
    "darwin": (("caffeinate", "-d", "-i", *_WAIT),),
}


class Child(Protocol):
    """The part of `subprocess.Popen` that is used."""

    def poll(self) -> int | None: ...

    def communicate(self, input: bytes | None = None, timeout: float | None = None) -> object: ...  # noqa: A002

    def kill(self) -> None: ...

    def wait(self, timeout: float | None = None) -> int: ...


Start = Callable[[Sequence[str]], Child]


@dataclass(frozen=True, slots=True)
class AwakeCheck:
    """What `doctor` reports. works: something keeps the display awake here."""

    works: bool
    words: str


def _start(command: Sequence[str]) -> Child:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def inhibitors(
    platform: str = sys.platform, which: Callable[[str], str | None] = shutil.which
) -> tuple[tuple[str, ...], ...]:
    """The commands of this machine that keep it awake, the display's first."""
    return tuple(command for command in _INHIBITORS.get(platform, ()) if which(command[0]))


class Awake:
    """`with Awake():` around a ride. Never fails: an inhibitor that cannot start is left out."""

    def __init__(
        self, *, commands: Sequence[Sequence[str]] | None = None, start: Start = _start
    ) -> None:
        self._commands = inhibitors() if commands is None else commands
        self._start = start
        self._children: list[Child] = []

    def __enter__(self) -> Self:
        for command in self._commands:
            try:
                self._children.append(self._start(command))
            except OSError:
                continue
        _windows(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED | _ES_DISPLAY_REQUIRED)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in self._children:
            try:
                child.communicate(timeout=_GOODBYE_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._children.clear()
        _windows(_ES_CONTINUOUS)

    def held(self) -> int:
        """How many inhibitors are running now."""
        return sum(child.poll() is None for child in self._children)


def check(
    platform: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
    start: Start = _start,
    settle: Callable[[], None] | None = None,
) -> AwakeCheck:
    """Try it: an inhibitor may be installed and still be refused. settle: give it time to fail."""
    if platform == "win32":
        return AwakeCheck(True, "the display stays awake while riding (Windows)")
    commands = inhibitors(platform, which)
    if not commands:
        return AwakeCheck(
            False, "nothing here keeps the display awake: turn its blanking off for the ride"
        )
    held: list[str] = []
    for command in commands:
        with Awake(commands=(command,), start=start) as awake:
            if settle is not None:
                settle()
            if awake.held():
                held.append(command[0])
    if held:
        return AwakeCheck(True, f"the display stays awake while riding ({', '.join(held)})")
    names = ", ".join(command[0] for command in commands)
    return AwakeCheck(False, f"{names} refused: turn the display's blanking off for the ride")


def _windows(state: int) -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetThreadExecutionState(ctypes.c_uint32(state))
