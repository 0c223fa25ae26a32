"""`hrguide ride` on a virtual strap that sends a real recording's beats as notifications."""

import asyncio
import contextlib
import io
import json
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import fitdecode
import pytest

from hrguide.athlete import store
from hrguide.athlete.profile import Profile
from hrguide.bluetooth.heart_rate import decode_heart_rate
from hrguide.bluetooth.source import LinkState, Received
from hrguide.cli.answers import Answers
from hrguide.cli.live_ride import LiveRide
from hrguide.cli.look import Look
from hrguide.cli.wish import Wish
from hrguide.errors import ExitCode
from hrguide.moment import for_json_lines
from hrguide.ride.folder import ride_paths
from hrguide.ride.reader import Ride, read_ride
from hrguide.ride.replay import replay
from hrguide.simulate.recorded import packets_from_rr
from tests.bluetooth.room import Room, bumble_room
from tests.bluetooth.virtual_strap import VirtualStrap

RECORDINGS = Path(__file__).parents[3] / "shared" / "recordings"
INTERVALS = RECORDINGS / "rides" / "rr_bike_indoor_intervals_edge530.fit"

pytestmark = pytest.mark.skipif(not INTERVALS.exists(), reason="the real recordings are not here")


def recorded_packets() -> tuple[Received, ...]:
    """The recording's RR intervals as the notifications of a strap, one a second."""
    rr_s: list[float] = []
    with fitdecode.FitReader(INTERVALS) as fit:
        for frame in fit:
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "hrv":
                values = frame.get_value("time")
                rr_s += [value for value in values if value is not None]
    return packets_from_rr(rr_s)


async def send(strap: VirtualStrap, packets: tuple[Received, ...], speed: float) -> None:
    """Notify each packet at its time, from when the strap is linked."""
    while not strap.is_linked:
        await asyncio.sleep(0.01)
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    for packet in packets:
        await asyncio.sleep(max(0.0, began_s + packet.at_s / speed - loop.time()))
        await strap.beat(packet.payload)


@contextlib.asynccontextmanager
async def sending(
    room: Room, packets: tuple[Received, ...], speed: float
) -> AsyncIterator[VirtualStrap]:
    strap = await room.strap()
    task = asyncio.create_task(send(strap, packets, speed), name="heart")
    try:
        yield strap
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store.add(tmp_path, Profile(name="sam", age_years=38, age_on=date(2026, 11, 1)))
    return tmp_path


def ridden(home: Path, workout: str, packets: tuple[Received, ...], speed: float) -> list[str]:
    """Ride it; the JSON lines as they came out."""

    async def ride() -> int:
        async with bumble_room() as room, sending(room, packets, speed):
            wish = Wish(
                home=home,
                workout=workout,
                athlete=None,
                machine=None,
                strap=None,
                gentle=False,
                without_strap=False,
                resume=None,
                quiet=True,
                look=Look(as_json=True),
                asker=Answers(given={"health": [], "back": "sore", "soreness": 2}, source="a test"),
                radio=room.radio,
                speed=speed,
            )
            return await LiveRide(wish).run()

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert asyncio.run(ride()) == ExitCode.DONE
    return out.getvalue().splitlines()


def the_ride(home: Path) -> Ride:
    (path,) = ride_paths(home)
    return read_ride(path)


def shown_and_sent(lines: list[str], ride: Ride) -> Iterator[tuple[int, int]]:
    """The heart rate shown each second beside the strap's last own number."""
    says: dict[int, int] = {}
    for packet in ride.packets:
        if packet.characteristic == "2a37":
            says[int(packet.at_s) + 1] = decode_heart_rate(packet.payload).hr_bpm
    for line in lines:
        moment = json.loads(line)
        second = int(moment["at_s"])
        if moment["hr_bpm"] is not None and moment["at_s"] == second and second in says:
            yield moment["hr_bpm"], says[second]


def check(home: Path, lines: list[str], sent: int) -> None:
    ride = the_ride(home)
    assert ride.is_complete
    packets = [packet for packet in ride.packets if packet.characteristic == "2a37"]
    assert len({packet.at_s for packet in packets}) == len(packets)  # each counted once
    assert len(packets) >= sent * 0.95  # the first few may precede the subscription
    assert [link.state for link in ride.links].count(LinkState.LOST) == 0
    replayed = [moment.json_line() for moment in for_json_lines(replay(ride))]
    assert replayed == lines  # byte for byte
    pairs = list(shown_and_sent(lines, ride))
    with_a_packet = len({int(packet.at_s) for packet in packets})  # a busy machine bunches them
    assert len(pairs) >= with_a_packet * 0.95
    assert with_a_packet >= sent * 0.3
    agree = sum(abs(shown - said) <= 1 for shown, said in pairs)
    assert agree / len(pairs) >= 0.99


def test_a_real_recording_ridden_on_a_paced_clock_replays_byte_for_byte(home: Path) -> None:
    packets = recorded_packets()
    minutes = int(packets[-1].at_s // 60) - 1
    workout = home / "whole.txt"
    workout.write_text(f"{minutes} min free\n", encoding="utf-8")
    lines = ridden(home, str(workout), packets, speed=60.0)
    check(home, lines, sent=minutes * 60)


@pytest.mark.slow
def test_three_minutes_of_a_real_recording_in_real_time(home: Path) -> None:
    workout = home / "short.txt"
    workout.write_text("1 min easy\n1 min moderately easy\n1 min moderate\n", encoding="utf-8")
    lines = ridden(home, str(workout), recorded_packets(), speed=1.0)
    check(home, lines, sent=180)
