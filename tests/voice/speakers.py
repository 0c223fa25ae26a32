"""Speakers for the tests: small programs that note what they are asked, and how they misbehave."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hrguide.voice.speaker import Speaker

# argv: log, manner, seconds. What it is given on stdin is noted with its process number.
_PROGRAM: Final = """
import json, os, subprocess, sys, time
log, manner, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
if manner == "slow":
    time.sleep(seconds)
text = sys.stdin.buffer.read().decode()
child = None
if manner == "parent":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid
line = {"pid": os.getpid(), "child": child, "argv": sys.argv[4:], "text": text}
with open(log, "a") as file:
    file.write(json.dumps(line) + chr(10))
if manner == "dies":
    sys.exit(3)
time.sleep(60 if manner in ("hangs", "parent") else seconds)
"""
WITHIN_S: Final = 20.0  # a machine under load; nothing here takes a second on a free one


def a_speaker(folder: Path, manner: str = "speaks", seconds: float = 0.0, *argv: str) -> Speaker:
    """speaks, slow, dies, hangs, or parent (a wrapper whose child would go on)."""
    program = folder / "speaker.py"
    program.write_text(_PROGRAM)
    command = (sys.executable, str(program), str(folder / "log"), manner, str(seconds), *argv)
    return Speaker(name="tester", command=command)


def until(condition: Callable[[], bool]) -> None:
    """Wait for another process; AssertionError where it takes too long."""
    end_s = time.monotonic() + WITHIN_S
    while not condition():
        assert time.monotonic() < end_s, "it never happened"
        time.sleep(0.005)


def is_there(pid: int) -> bool:
    """Whether a process has that number; one that nobody waited for counts."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
