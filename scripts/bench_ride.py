"""How fast a whole ride is decided again: a demo's recording through reader, codec and session."""

import subprocess
import sys
import tempfile
from collections import deque
from pathlib import Path
from statistics import median

from bench_terminal import environment
from bench_timing import Figure, cpu_seconds, in_turns, ms

from hrguide import Moment, read_ride, replay


def replay_speed(repeats: int) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        demo = [sys.executable, "-m", "hrguide", "demo", "--seed", "1", "--speed", "max"]
        quiet = subprocess.DEVNULL
        subprocess.run(demo, env=environment(folder), stdout=quiet, stderr=quiet, check=True)
        (path,) = Path(folder).rglob("*.hrg")
        last: deque[Moment] = deque(maxlen=1)
        took = in_turns(
            {"ours": lambda: cpu_seconds(lambda: last.extend(replay(read_ride(path))))},
            repeats=repeats,
        )["ours"]
    ridden_s = last[0].at_s
    return Figure(
        name="replay",
        unit="x real time",
        value=ridden_s / median(took),
        at_least=2000,
        seen=f"{ridden_s / 60:.0f} min of ride in {ms(took)} of CPU, file to last moment",
    )
