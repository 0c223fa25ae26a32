"""A terminal for benches: a pseudo terminal of 80x24 and the programs that run on it.

Comes in: a command, or nothing for a terminal of our own. Goes out: the bytes that were painted.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
from time import perf_counter

COLUMNS, ROWS = 80, 24
FRAME_END = b"\x1b[?2026l"  # the end of a synchronized update: the picture is complete


def environment(home: str, **more: str) -> dict[str, str]:
    """A program's environment: bytecode allowed, its files in a folder of their own."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "HRGUIDE_HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", **more}


def open_terminal() -> tuple[int, int]:
    """The two ends of a terminal: ours, and the one a program writes to."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    return master, slave


def read_some(master: int, *, within_s: float) -> bytes:
    """What was painted; empty where nothing came in that time or the program has ended."""
    if not select.select([master], [], [], within_s)[0]:
        return b""
    try:
        return os.read(master, 1 << 16)
    except OSError:  # Linux's end of file on a terminal whose program ended
        return b""


class Terminal:
    """A program on a terminal of its own; killed and reaped at the end of the block."""

    def __init__(self, command: list[str], *, env: dict[str, str]) -> None:
        self._command = command
        self._env = env

    def __enter__(self) -> "Terminal":
        self.master, slave = open_terminal()
        self._process = subprocess.Popen(
            self._command,
            env=self._env,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self.pid = self._process.pid
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self.master)

    def read_until(self, mark: bytes, *, within_s: float) -> bytes:
        """Everything up to the block with `mark`. Raises RuntimeError where it never came."""
        seen = b""
        end = perf_counter() + within_s
        while mark not in seen:
            block = read_some(self.master, within_s=max(0.0, end - perf_counter()))
            if not block:
                raise RuntimeError(f"no frame from {self._command}; it wrote: {seen[-2000:]!r}")
            seen += block
        return seen

    def drain(self, *, for_s: float) -> int:
        """Read for that long, as a terminal does; the number of pictures painted meanwhile."""
        pictures = 0
        end = perf_counter() + for_s
        while (left_s := end - perf_counter()) > 0:
            pictures += read_some(self.master, within_s=left_s).count(FRAME_END)
        return pictures
