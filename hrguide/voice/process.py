"""A speaker's process: started with a text on its standard input, ended with all it started.

Comes in: a `Speaker` and a text. Goes out: a process that nobody waits for. It has a session of its
own: Ctrl-C is for the ride. Should hrguide be killed, its input is closed, so it ends with its
phrase.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
from typing import Final

from hrguide.voice.speaker import Speaker

# A console program started by one without a console would open a window on Windows.
_NO_WINDOW: Final[int] = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_VERSION: Final = re.compile(r"\d+(?:\.\d+)+\S*")
_VERSION_WITHIN_S: Final = 3.0  # a program that cannot say its version by then hangs


class SpeakerProcess:
    """What `mouth.Process` asks for, over a real process."""

    def __init__(self, speaker: Speaker, text: str) -> None:
        """Raises OSError where it cannot be started."""
        self._process = subprocess.Popen(
            speaker.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=_NO_WINDOW,
        )
        stdin = self._process.stdin
        if stdin is not None:
            # Less than a pipe holds (4096 bytes at least, POSIX): it never waits for a reader. One
            # that is gone already shows by its exit code.
            with contextlib.suppress(BrokenPipeError, OSError), stdin:
                stdin.write((speaker.before + text + "\n").encode())

    def poll(self) -> int | None:
        return self._process.poll()

    def kill(self) -> None:
        """With whatever a wrapper script started."""
        if self._process.returncode is not None:
            return  # its number may be somebody else's by now
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code. Raises TimeoutError where it does not end in time."""
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(str(error)) from error


def version_of(speaker: Speaker) -> str | None:
    """The number that the program calls its version; None where it says none."""
    if speaker.version is None:
        return None
    try:
        done = subprocess.run(
            speaker.version,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_VERSION_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    number = _VERSION.search(done.stdout.decode(errors="replace"))
    return number and number[0]
