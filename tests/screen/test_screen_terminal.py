"""A real pseudo terminal: painted, resized, typed at, crashed, killed, stopped and given back."""

import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("termios", reason="a pseudo terminal is POSIX's")

import fcntl
import pty
import termios

import pyte

ROOT = Path(__file__).parents[2]
PROBE = [sys.executable, "-m", "tests.screen.probe"]
PATIENCE_S = 20.0  # a slow machine; nothing waits that long when all is well


class OnTerminal:
    """A program on a pseudo terminal, and pyte looking at it."""

    def __init__(self, command: list[str], environ: dict[str, str]) -> None:
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = b""
        self.resize(80, 24)
        self.process = subprocess.Popen(
            command,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            start_new_session=True,
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **environ},
        )

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def wait_for(self, seen: Callable[[], bool], what: str) -> None:
        """Read and look until it is seen."""
        end_s = time.monotonic() + PATIENCE_S
        while not seen():
            assert time.monotonic() < end_s, f"never seen: {what}\n{self.text}"
            if select.select([self.master], [], [], 0.05)[0]:
                data = os.read(self.master, 65536)
                self.sent += data
                self._stream.feed(data)

    def wait_for_text(self, text: str) -> None:
        self.wait_for(lambda: text in self.text, text)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def is_cooked(self) -> bool:
        """Whether the terminal echoes and waits for Enter, as a shell wants it."""
        mode = termios.tcgetattr(self.slave)[3]
        return bool(mode & termios.ECHO) and bool(mode & termios.ICANON)

    def is_given_back(self) -> bool:
        """All modes as before, and the last word of each switched mode is off."""
        if termios.tcgetattr(self.slave) != self.before:
            return False
        return all(
            self.sent.rfind(given) > self.sent.rfind(taken) >= 0
            for taken, given in (
                (b"\x1b[?1049h", b"\x1b[?1049l"),
                (b"\x1b[?25l", b"\x1b[?25h"),
                (b"\x1b[?7l", b"\x1b[?7h"),
                (b"\x1b[?2026h", b"\x1b[?2026l"),
            )
        )

    def end(self) -> int:
        self.wait_for(lambda: self.process.poll() is not None, "the end")
        self.wait_for(lambda: not select.select([self.master], [], [], 0)[0], "the last words")
        return self.process.returncode


@contextmanager
def on_terminal(command: list[str] | None = None, **environ: str) -> Iterator[OnTerminal]:
    terminal = OnTerminal([*PROBE, "--take-terminal"] if command is None else command, environ)
    try:
        yield terminal
    finally:
        if terminal.process.poll() is None:
            terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.master)
        os.close(terminal.slave)


def test_rides_resizes_takes_keys_and_gives_the_terminal_back() -> None:
    with on_terminal() as terminal:
        terminal.wait_for_text("on course: 124 by 0:15")
        terminal.wait_for_text("strap")
        assert not terminal.is_cooked
        terminal.resize(40, 12)
        terminal.wait_for_text("2/5 MODERATELY EASY    > MODERATE 1:00")
        terminal.resize(100, 40)
        terminal.wait_for_text("threshold  139")
        terminal.type(b"\x1b[1~")  # Home: neither `1` nor anything else
        terminal.type(b"2")
        terminal.wait_for_text("key '2'")
        terminal.type(b"q")
        assert terminal.end() == 0
        assert terminal.is_given_back()
        assert b"ended well" in terminal.sent
        assert b"key '~'" not in terminal.sent
        assert b"key '1'" not in terminal.sent


def test_a_crash_gives_the_terminal_back_and_shows_its_traceback_after() -> None:
    with on_terminal() as terminal:
        terminal.wait_for_text("on course")
        terminal.type(b"c")
        assert terminal.end() == 1
        assert terminal.is_given_back()
        assert terminal.sent.rfind(b"ZeroDivisionError") > terminal.sent.rfind(b"\x1b[?1049l")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_gives_the_terminal_back_and_still_ends_it(number: signal.Signals) -> None:
    with on_terminal() as terminal:
        terminal.wait_for_text("on course")
        os.kill(terminal.process.pid, number)
        code = terminal.end()
        assert code in (-number, 130)
        assert terminal.is_given_back()


def test_ctrl_z_lends_the_terminal_to_the_shell_and_fg_paints_anew() -> None:
    start = (
        "import fcntl,os,sys,termios;fcntl.ioctl(0,termios.TIOCSCTTY,0);"
        "os.execvp('sh',['sh','-im'])"
    )
    shell = [sys.executable, "-c", start]
    with on_terminal(shell, PS1="ready> ", ENV="") as terminal:
        terminal.wait_for_text("ready>")
        terminal.type(" ".join(PROBE).encode() + b"\n")
        terminal.wait_for_text("on course")
        assert not terminal.is_cooked
        terminal.type(b"\x1a")
        terminal.wait_for(
            lambda: terminal.is_cooked and b"\x1b[?1049l" in terminal.sent, "the shell's terminal"
        )
        painted = terminal.sent.rfind(b"\x1b[?1049l")
        terminal.wait_for(lambda: b"ready> " in terminal.sent[painted:], "the prompt")
        terminal.type(b"fg\n")
        terminal.wait_for(lambda: b"on course" in terminal.sent[painted:], "the picture again")
        assert not terminal.is_cooked
        terminal.type(b"2")
        terminal.wait_for_text("key '2'")
        terminal.type(b"q")
        terminal.wait_for(lambda: b"ended well" in terminal.sent, "the end")
        terminal.type(b"exit\n")
        terminal.end()


def test_a_closed_window_ends_it() -> None:
    with on_terminal() as terminal:
        terminal.wait_for_text("on course")
        os.close(terminal.slave)
        terminal.slave = os.dup(0) if os.isatty(0) else os.open(os.devnull, os.O_RDONLY)
        os.close(terminal.master)
        terminal.master = os.open(os.devnull, os.O_RDONLY)
        assert terminal.process.wait(timeout=PATIENCE_S) != 1


def test_a_terminal_that_stands_still_holds_up_nothing() -> None:
    """Nobody reads until its buffers are full: the program still takes keys, and ends."""
    with on_terminal() as terminal:
        terminal.wait_for_text("on course")
        terminal.type(b"r")
        waiting = [0]

        def is_full() -> bool:
            select.select([], [], [], 0.2)
            waiting.append(_unread(terminal.master))
            return waiting[-1] == waiting[-2] > 1000

        end_s = time.monotonic() + PATIENCE_S
        while not is_full():
            assert time.monotonic() < end_s, waiting
        assert not terminal.is_cooked
        terminal.type(b"q")
        while not terminal.is_cooked:  # `q` was taken and the screen left, with nobody reading
            assert time.monotonic() < end_s + PATIENCE_S, "the program hangs on its terminal"
            select.select([], [], [], 0.05)
        assert terminal.end() == 0


def _unread(fd: int) -> int:
    count = struct.unpack("i", fcntl.ioctl(fd, termios.FIONREAD, b"\0\0\0\0"))[0]
    assert isinstance(count, int)
    return count
