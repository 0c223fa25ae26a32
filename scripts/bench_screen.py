"""What the live screen costs: share of a core at 4 Hz, memory, and a packet's way to the eye.

The first two look at `hrguide demo --speed 1` from outside, on a terminal of 80x24: session,
recorder and screen together. The third runs the ride loop here, with packets at random times, and
reads the terminal in a thread.
"""

import asyncio
import io
import os
import random
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from bench_terminal import FRAME_END, Terminal, environment, open_terminal, read_some
from bench_timing import Figure

from hrguide import Moment, Session, parse_workout
from hrguide.bluetooth.heart_rate import Contact, HeartRateMeasurement, encode_heart_rate
from hrguide.bluetooth.source import LinkChange, Received
from hrguide.clock import RealClock
from hrguide.ride.lines import Recorded
from hrguide.run import RideLoop
from hrguide.screen.live import live_screen
from hrguide.screen.setting import Setting

SETTLE_S = 3.0  # imports, first frames
WATCH_S = 20.0
RIDE_S = 60.0
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
EASY = "10 minutes easy\n"


def share_of_a_core(repeats: int) -> Figure:
    del repeats  # one long look says more than many short ones
    used_pct, pictures, _peak_mb = _look_at_a_demo()
    return Figure(
        name="screen-cpu",
        unit="% of one core",
        value=used_pct,
        at_most=4.0,
        seen=f"{pictures / WATCH_S:.1f} pictures a second for {WATCH_S:g} s, whole process",
    )


def memory(repeats: int) -> Figure:
    del repeats
    _used_pct, _pictures, peak_mb = _look_at_a_demo()
    return Figure(
        name="screen-memory",
        unit="MB",
        value=peak_mb,
        at_most=60.0,
        seen="peak resident, whole process",
    )


def _look_at_a_demo() -> tuple[float, int, float]:
    """CPU in % of one core, pictures painted, peak resident memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        demo = [sys.executable, "-m", "hrguide", "demo", "--speed", "1", "--no-sound"]
        with Terminal(demo, env=environment(folder)) as terminal:
            terminal.drain(for_s=SETTLE_S)
            before_s = _cpu_s(terminal.pid)
            pictures = terminal.drain(for_s=WATCH_S)
            used_s = _cpu_s(terminal.pid) - before_s
            status = Path(f"/proc/{terminal.pid}/status").read_text()
    (peak,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return 100.0 * used_s / WATCH_S, pictures, int(peak.split()[1]) / 1000


def _cpu_s(pid: int) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / TICKS_PER_S  # proc(5): utime, stime


class Straps:
    """A source that is given packets at random times; it notes when, and wakes the loop."""

    def __init__(self, clock: RealClock, wake: asyncio.Event) -> None:
        self._clock = clock
        self._wake = wake
        self._waiting: list[Received] = []
        self.sent_at: list[float] = []

    async def send_until(self, end_s: float) -> None:
        dice = random.Random(1)
        while self._clock.now_s() < end_s:
            await asyncio.sleep(dice.uniform(0.35, 0.65))  # any place between two ticks
            rate_bpm = 118 + 3 * (len(self.sent_at) % 2)  # another picture each time
            said = HeartRateMeasurement(
                hr_bpm=rate_bpm, contact=Contact.NOT_SUPPORTED, energy_kj=None, rr_ticks=()
            )
            at_s = self._clock.now_s()
            self._waiting.append(Received(at_s=at_s, payload=encode_heart_rate(said), device="a"))
            self.sent_at.append(perf_counter())
            self._wake.set()

    def take(self, to_s: float) -> Sequence[Received | LinkChange]:
        taken = [packet for packet in self._waiting if packet.at_s <= to_s]
        self._waiting = self._waiting[len(taken) :]
        return taken

    def hear(self, moment: Moment) -> Sequence[str]:
        del moment
        return ()


class Notebook:
    """A journal that notes when each packet reached it: a frame painted after shows it."""

    def __init__(self) -> None:
        self.packet_at: list[float] = []

    def write(self, event: Recorded, *, now_s: float | None = None) -> Recorded:
        del now_s
        if isinstance(event, Received):
            self.packet_at.append(perf_counter())
        return event

    def sync(self) -> None:
        pass


def packet_to_eye(repeats: int) -> Figure:
    del repeats
    master, slave = open_terminal()
    painted_at: list[float] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            if FRAME_END in read_some(master, within_s=0.5):
                painted_at.append(perf_counter())

    eye = threading.Thread(target=watch, name="eye")
    eye.start()
    with io.open(slave, "w", encoding="utf-8") as stream:  # noqa: UP020 - a descriptor
        sent_at, taken_at = asyncio.run(_ride(stream))
    ended.set()
    eye.join()
    os.close(master)
    waits_s = sorted(
        next(frame for frame in painted_at if frame > taken) - sent
        for sent, taken in zip(sent_at, taken_at, strict=False)
        if taken < painted_at[-1]
    )
    p99_s = waits_s[int(0.99 * (len(waits_s) - 1))]
    return Figure(
        name="packet-to-eye",
        unit="ms, p99",
        value=p99_s * 1000,
        at_most=60.0,
        seen=f"median {waits_s[len(waits_s) // 2] * 1000:.1f} ms of {len(waits_s)} packets",
    )


async def _ride(stream: io.TextIOBase) -> tuple[list[float], list[float]]:
    clock, wake, notebook = RealClock(), asyncio.Event(), Notebook()
    straps = Straps(clock, wake)
    workout = parse_workout(EASY)
    screen = live_screen(Setting(workout=workout), stream=stream, sound=False, flash=False)
    with screen:
        loop = RideLoop(
            session=Session(workout=workout),
            source=straps,
            clock=clock,
            journal=notebook,
            screen=screen,
            wake=wake,
        )
        riding = asyncio.create_task(loop.run(), name="ride")
        await straps.send_until(RIDE_S)
        riding.cancel()
        await asyncio.gather(riding, return_exceptions=True)
    return straps.sent_at, notebook.packet_at
