"""How long a start takes: `--help` beside a one-command click program, the demo's first frame.

Both are whole processes with compiled bytecode: PYTHONDONTWRITEBYTECODE is taken out of the
environment and compileall has run, else one measures the compiler.
"""

import compileall
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path
from statistics import median
from time import perf_counter

from bench_timing import Figure, in_turns, ms, ratio, seconds
from environment import ROOT

CLICK_HELLO = '''\
import click


@click.command()
@click.option("--name", default="world", help="Whom to greet.")
def hello(name):
    """Say hello."""
    click.echo(f"hello {name}")


hello()
'''
FRAME_END = b"\x1b[?2026l"  # the end of a synchronized update: the picture is complete
FRAME_WITHIN_S = 20.0


def environment(home: str, **more: str) -> dict[str, str]:
    """The processes' environment: bytecode allowed, files in a folder of their own."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "HRGUIDE_HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", **more}


def help_page(repeats: int) -> Figure:
    compileall.compile_dir(ROOT / "hrguide", quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder, "click_hello.py")
        hello.write_text(CLICK_HELLO)
        compileall.compile_file(hello, quiet=2)
        env = environment(folder, PYTHONPATH=folder)

        def run(module: str) -> float:
            command = [sys.executable, "-m", module, "--help"]
            return seconds(
                lambda: subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
            )

        took = in_turns(
            {"ours": lambda: run("hrguide"), "click": lambda: run("click_hello")}, repeats=repeats
        )
    return Figure(
        name="help",
        unit="x a one-command click program",
        value=ratio(took["ours"], took["click"]),
        at_most=1.4,
        seen=f"{ms(took['ours'])} against {ms(took['click'])}",
    )


def first_frame(repeats: int) -> Figure:
    compileall.compile_dir(ROOT / "hrguide", quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        env = environment(folder)

        def nothing() -> float:
            command = [sys.executable, "-c", "pass"]
            return seconds(lambda: subprocess.run(command, env=env, check=True))

        took = in_turns({"frame": lambda: seconds_to_frame(env), "pass": nothing}, repeats=repeats)
    allowed = [3 * bare + 0.150 for bare in took["pass"]]
    return Figure(
        name="first-frame",
        unit="x (3 x `python -c pass` + 150 ms)",
        value=ratio(took["frame"], allowed),
        at_most=1.0,
        seen=f"{ms(took['frame'])}; `python -c pass` {median(took['pass']) * 1000:.3g} ms",
    )


def seconds_to_frame(env: dict[str, str]) -> float:
    """From the start of `hrguide demo` on a terminal of 80x24 to its first whole picture."""
    start = perf_counter()
    with Terminal([sys.executable, "-m", "hrguide", "demo"], env=env) as terminal:
        terminal.read_until(FRAME_END, within_s=FRAME_WITHIN_S)
        return perf_counter() - start


class Terminal:
    """A program on a pseudo terminal of 80x24; interrupted and reaped at the end of the block."""

    def __init__(self, command: list[str], *, env: dict[str, str]) -> None:
        self._command = command
        self._env = env
        self.pid = -1
        self._master = -1

    def __enter__(self) -> "Terminal":
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
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
        os.close(self._master)

    def read(self, *, within_s: float) -> bytes:
        """What the program wrote; empty where it wrote nothing in that time or has ended."""
        if not select.select([self._master], [], [], within_s)[0]:
            return b""
        try:
            return os.read(self._master, 1 << 16)
        except OSError:  # Linux's end of file on a terminal whose program ended
            return b""

    def read_until(self, mark: bytes, *, within_s: float) -> bytes:
        """Everything up to the block with `mark`. Raises RuntimeError where it never came."""
        seen = b""
        end = perf_counter() + within_s
        while mark not in seen:
            block = self.read(within_s=max(0.0, end - perf_counter()))
            if not block:
                raise RuntimeError(f"no frame from {self._command}; it wrote: {seen[-2000:]!r}")
            seen += block
        return seen
