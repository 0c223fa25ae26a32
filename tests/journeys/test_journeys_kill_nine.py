"""kill_nine (RunnerUp #1037, GoldenCheetah #2961): the plug is pulled, the ride is there."""

import json
import os
import random
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.athlete.profile import Profile
from hrguide.guide.command import Command
from hrguide.ride.folder import ride_paths
from hrguide.ride.reader import read_ride
from hrguide.ride.replay import replay

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")

HRGUIDE = (sys.executable, "-m", "hrguide")


def start(home: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*HRGUIDE, *words, "--home", str(home), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def killed_after(process: subprocess.Popen[str], lines: int) -> float:
    """Kill -9 after so many lines came out; the last second of the session that was shown."""
    assert process.stdout is not None
    shown_s = 0.0
    for _ in range(lines):
        shown_s = json.loads(process.stdout.readline())["at_s"]
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().splitlines()
    process.communicate()
    for line in rest:
        try:
            shown_s = json.loads(line)["at_s"]
        except json.JSONDecodeError:
            break  # the last line was cut in the middle
    return shown_s


def answers(home: Path) -> tuple[str, str]:
    """Nobody sits at this terminal; a ride without an answer about the back is not started."""
    path = home / "answers.json"
    path.write_text('{"health": [], "back": "sore", "soreness": 3}', encoding="utf-8")
    return "--answers", str(path)


def new_home(tmp_path: Path) -> Path:
    store.add(tmp_path, Profile(name="sam", age_years=38, age_on=date(2026, 11, 1)))
    return tmp_path


@pytest.mark.slow
def test_killed_at_20_random_moments_the_ride_is_there_to_the_second(tmp_path: Path) -> None:
    rng = random.Random(20)
    for attempt in range(20):
        home = tmp_path / str(attempt)
        process = start(home, "demo", "--speed", "200", "--seed", str(attempt))
        shown_s = killed_after(process, rng.randrange(1, 600))
        (path,) = ride_paths(home)
        ride = read_ride(path)
        assert not ride.is_complete
        assert ride.last_at_s >= shown_s - 1.0, attempt
        assert [moment.at_s for moment in replay(ride)][-1] >= shown_s - 1.0


def test_a_killed_ride_goes_on_and_a_second_hrguide_leaves_it_alone(tmp_path: Path) -> None:
    home = new_home(tmp_path)
    workout, short = home / "ride.txt", home / "short.txt"
    workout.write_text("12 s easy\n", encoding="utf-8")
    short.write_text("1 s easy\n", encoding="utf-8")
    first = start(home, "ride", str(workout), "--no-strap", *answers(home))
    assert first.stdout is not None
    first.stdout.readline()
    second = start(home, "ride", str(short), "--no-strap", "--resume", *answers(home))
    out, _ = second.communicate(timeout=60)
    assert json.loads(out.splitlines()[-1])["verdict"] == "done"
    assert len(ride_paths(home)) == 2  # it rode one of its own
    first.send_signal(signal.SIGKILL)
    first.communicate()
    interrupted = [path for path in ride_paths(home) if not read_ride(path).is_complete]
    assert len(interrupted) == 1, "the first ride had ended before it was killed"
    before = interrupted[0].read_bytes()
    third = start(home, "ride", "--no-strap", "--resume")
    out, told = third.communicate(timeout=60)
    assert json.loads(out.splitlines()[-1])["verdict"] == "done", told
    ride = read_ride(interrupted[0])
    assert ride.is_complete
    assert interrupted[0].read_bytes().startswith(before)  # nothing was thrown away
    commands = [line.command for line in ride.commands]
    assert commands == [Command.START, Command.PAUSE, Command.GO_ON]
    assert [moment.elapsed_s for moment in replay(ride)][-1] == pytest.approx(12.0, abs=0.3)
