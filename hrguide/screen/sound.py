"""Cues made audible by whatever player the machine has; the terminal's bell where it has none.

Comes in: cue kinds. Goes out: a short-lived player process, never waited for: a packet is not late
because a tone is slow. While one tone sounds one more may wait, the more important; the rest is
dropped. A player that fails (no sound device) is given up for the bell.
"""

import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, Self

from hrguide.guide.cue import CueKind
from hrguide.voice.mouth import URGENCY

# subprocess, tempfile, shutil and the tones are imported at the first tone: together they take
# longer than the first picture, which must not wait for a sound.
if TYPE_CHECKING:
    import tempfile
    from pathlib import Path

_PLAYERS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "linux": (("pw-play",), ("paplay",), ("aplay", "-q")),
    "darwin": (("afplay",),),
}
_LAST_TONE_S: Final = 1.0  # the longest melody; the end waits no longer for it

_BELLS: Final[Mapping[CueKind, int]] = {CueKind.EASE: 2, CueKind.STOP: 3, CueKind.WELL: 0}


class Process(Protocol):
    """The part of `subprocess.Popen` that is used."""

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def kill(self) -> None: ...


Spawn = Callable[[Sequence[str]], Process]


def _which(name: str) -> str | None:
    import shutil

    return shutil.which(name)


def choose_player(
    platform: str = sys.platform, which: Callable[[str], str | None] = _which
) -> tuple[str, ...] | None:
    """The command that plays a WAV file named after it; None where only the bell is left."""
    for command in _PLAYERS.get(platform, ()):
        found = which(command[0])
        if found:
            return (found, *command[1:])
    return None


def _spawn(command: Sequence[str]) -> Process:
    import subprocess

    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the ride, not for its last tone
    )


class Speaker:
    """A context manager: it keeps its tone files in a folder of its own, gone afterwards.

    bell: rings the terminal's bell so many times. find_player: asked at the first tone, see
    `choose_player`; None from it leaves the bell.
    """

    def __init__(
        self,
        *,
        bell: Callable[[int], None],
        find_player: Callable[[], tuple[str, ...] | None] = choose_player,
        spawn: Spawn = _spawn,
    ) -> None:
        self._find_player: Callable[[], tuple[str, ...] | None] | None = find_player
        self._player: tuple[str, ...] | None = None
        self._bell = bell
        self._spawn = spawn
        self._process: Process | None = None
        self._waiting: CueKind | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.is_on = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            import subprocess

            try:
                self._process.wait(timeout=_LAST_TONE_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def play(self, kind: CueKind) -> None:
        """Sound now, or next, or not at all; never wait."""
        if not self.is_on:
            return
        if self._is_busy():
            if self._waiting is None or URGENCY.index(kind) < URGENCY.index(self._waiting):
                self._waiting = kind
            return
        self._start(kind)

    def tick(self) -> None:
        """Call with each picture: starts the tone that waits."""
        if not self._is_busy() and self._waiting is not None:
            kind, self._waiting = self._waiting, None
            self._start(kind)

    def _is_busy(self) -> bool:
        if self._process is None:
            return False
        code = self._process.poll()
        if code is None:
            return True
        self._process = None
        if code != 0:
            self._player = None  # no sound device, most likely: it will fail again
        return False

    def _start(self, kind: CueKind) -> None:
        if self._find_player is not None:
            self._player, self._find_player = self._find_player(), None
        if sys.platform == "win32" and self._player is None:
            import winsound

            flags = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
            with contextlib.suppress(RuntimeError):
                winsound.PlaySound(str(self._file(kind)), flags)
            return
        if self._player is None:
            self._bell(_BELLS.get(kind, 1))
            return
        try:
            self._process = self._spawn((*self._player, str(self._file(kind))))
        except OSError:
            self._player = None
            self._bell(_BELLS.get(kind, 1))

    def _file(self, kind: CueKind) -> "Path":
        import tempfile
        from pathlib import Path

        from hrguide.screen.tones import wav

        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="hrguide-tones-")
        path = Path(self._folder.name) / f"{kind.value}.wav"
        if not path.exists():
            path.write_bytes(wav(kind))
        return path
