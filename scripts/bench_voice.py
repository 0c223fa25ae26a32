"""How late the ride's loop wakes with a voice and without: no packet may wait for a phrase.

The real loop, session and simulated strap at twenty times its pace, a cue of every kind that
comes. What speaks is espeak-ng into nothing, or a Python that reads and sleeps where that is not
installed: both are a process started in the middle of a ride. Run alone: python3 bench_voice.py
"""

import asyncio
import io
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from hrguide import __version__
from hrguide.athlete.athlete import Athlete
from hrguide.clock import RealClock
from hrguide.moment import Moment
from hrguide.ride.header import Header
from hrguide.ride.replay import open_session
from hrguide.ride.writer import create_ride
from hrguide.run import RideLoop
from hrguide.screen.plain import PlainScreen
from hrguide.screen.screen import Screen
from hrguide.screen.setting import Setting
from hrguide.screen.spoken import SpokenScreen
from hrguide.simulate.rider import HABITS
from hrguide.simulate.source import SimulatedStrap
from hrguide.voice.mouth import Patience
from hrguide.voice.speaker import Speaker
from hrguide.voice.voice import Voice
from hrguide.workout.shelf import load_workout
from hrguide.workout.workout import Workout

SPEED = 20.0
TURNS = 2


class WatchedClock(RealClock):
    """A clock that notes how late each sleeper wakes, in seconds of real time."""

    def __init__(self) -> None:
        super().__init__(speed=SPEED)
        self.late_s: list[float] = []

    async def sleep_until(self, at_s: float, wake: asyncio.Event | None = None) -> None:
        was_early = self.now_s() < at_s
        await super().sleep_until(at_s, wake)
        if was_early:
            self.late_s.append(max(0.0, self.now_s() - at_s) / SPEED)


class Counted(PlainScreen):
    """A screen that counts the cues that came by."""

    cues = 0

    def show(self, *moments: Moment) -> None:
        self.cues += sum(moment.cue is not None for moment in moments)
        super().show(*moments)


def a_speaker() -> Speaker:
    program = shutil.which("espeak-ng")
    if program is not None:
        return Speaker(name="espeak-ng", command=(program, "--stdin", "-w", "/dev/null"))
    reads = "import sys, time; sys.stdin.read(); time.sleep(0.1)"
    return Speaker(name="python", command=(sys.executable, "-c", reads))


def lateness(workout: Workout, *, voice: bool) -> tuple[list[float], int]:
    """Seconds late of every wake of one ride, and how many cues it had."""
    setting = Setting(workout=workout, simulated=True)
    counted = Counted(setting, out=io.StringIO())
    screen: Screen = counted
    if voice:
        patience = Patience(quick_s=0.0)
        spoken = Voice(find=lambda _: a_speaker(), patience=patience)
        screen = SpokenScreen(counted, spoken, tones=False)
    strap = SimulatedStrap(seed=30, habits=HABITS["typical"], faults=[])
    body = strap.traits
    header = Header(
        hrguide_version=__version__,
        started=datetime.now().astimezone(),
        workout_text=workout.text,
        workout_name=workout.name,
        athlete=Athlete("demo", body.age_years, sex=body.sex, activity=body.activity),
        simulated=True,
    )
    with tempfile.TemporaryDirectory() as folder, screen:
        writer = create_ride(Path(folder), header, name="demo")
        clock = WatchedClock()
        loop = RideLoop(
            session=open_session(header),
            source=strap,
            clock=clock,
            journal=writer,
            screen=screen,
        )
        asyncio.run(loop.run())
        writer.close(None)
    return clock.late_s, counted.cues


def main() -> None:
    workout = load_workout("flush")
    print(f"speaker: {a_speaker().name}, the clinic's session at {SPEED:g} times its pace")
    for turn in range(TURNS):
        for voice in (False, True):
            late_s, cues = lateness(workout, voice=voice)
            late_s.sort()
            p50, p99, last = (late_s[int(len(late_s) * share)] for share in (0.5, 0.99, 0.9999))
            word = "with a voice" if voice else "without"
            print(
                f"{turn + 1} {word:<12} {cues} cues  {len(late_s)} wakes  late by "
                f"{p50 * 1e3:.2f} ms median, {p99 * 1e3:.2f} p99, {last * 1e3:.2f} worst"
            )


if __name__ == "__main__":
    main()
