"""`hrguide` as a rider starts it, over the real BlueZ: everything between the strap and the file.

The straps and their troubles live in the test, hrguide in a process of its own; bleak, D-Bus,
bluetoothd and the kernel are the real ones. Runs in the machine of `scripts/vm/`.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hrguide.athlete import store
from hrguide.athlete.profile import Profile
from hrguide.bluetooth.heart_rate import decode_heart_rate
from hrguide.bluetooth.source import LinkReason, LinkState
from hrguide.errors import ExitCode
from hrguide.moment import for_json_lines
from hrguide.ride.folder import ride_paths
from hrguide.ride.reader import Ride, read_ride
from hrguide.ride.replay import replay
from tests.bluetooth.bluez_process import hrguide, numbered_beats
from tests.bluetooth.conftest import NO_VHCI
from tests.bluetooth.room import Room, bluez_room, until
from tests.bluetooth.virtual_strap import FIRST, VirtualStrap

pytestmark = [pytest.mark.asyncio, pytest.mark.bluez]

RIDE_S = 135  # three losses with their returns, and 60 s before them, on an emulated machine
AWAY_S = 10.0
OFF_S = 5.0
PATIENCE_S = 60.0


@pytest_asyncio.fixture
async def bluez() -> AsyncIterator[Room]:
    if not Path("/dev/vhci").exists():
        pytest.skip(NO_VHCI)
    async with bluez_room() as room:
        yield room


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store.add(tmp_path, Profile(name="sam", age_years=38, age_on=date(2026, 11, 1)))
    (tmp_path / "ride.txt").write_text(f"{RIDE_S} s free\n", encoding="utf-8")
    return tmp_path


class Rider:
    """Reads the ride's JSON lines as they come."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.lines: list[str] = []

    @property
    def moment(self) -> dict[str, Any]:
        now: dict[str, Any] = json.loads(self.lines[-1]) if self.lines else {}
        return now

    async def read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.lines.append(line.decode().rstrip("\n"))

    async def rides_for(self, elapsed_s: float) -> None:
        await until(lambda: self.moment.get("elapsed_s", 0.0) >= elapsed_s, patience_s=120.0)

    async def sees_a_heart_rate(self, is_there: bool) -> None:
        await until(
            lambda: self.lines and (self.moment["hr_bpm"] is not None) is is_there,
            patience_s=PATIENCE_S,
        )


async def trouble(bluez: Room, strap: VirtualStrap, rider: Rider) -> None:
    """A minute of quiet, then out of range, switched off, and bluetoothd killed."""
    await rider.rides_for(60.0)
    strap.walk_away()
    await asyncio.sleep(AWAY_S)
    await rider.sees_a_heart_rate(False)
    strap.come_back()
    await rider.sees_a_heart_rate(True)

    await strap.switch_off()
    await asyncio.sleep(OFF_S)
    await rider.sees_a_heart_rate(False)
    await strap.switch_on()
    await rider.sees_a_heart_rate(True)

    await bluez.host.kill_daemon()
    await rider.sees_a_heart_rate(False)
    await asyncio.sleep(OFF_S)
    await bluez.host.start_daemon()
    await rider.sees_a_heart_rate(True)


async def test_a_ride_survives_range_switch_and_daemon(bluez: Room, home: Path) -> None:
    strap = await bluez.strap()
    answers = home / "answers.json"
    answers.write_text('{"health": [], "back": "sore", "soreness": 3}', encoding="utf-8")
    ride = await hrguide(
        home, "ride", str(home / "ride.txt"), "--json", "--quiet", "--answers", str(answers)
    )
    rider = Rider(ride)
    reading = asyncio.create_task(rider.read(), name="reading")
    async with numbered_beats(strap):
        try:
            await trouble(bluez, strap, rider)
        except TimeoutError:
            ride.kill()
            (path,) = ride_paths(home)
            links = [str(link) for link in read_ride(path).links]
            pytest.fail("\n".join([*links, *rider.lines[-3:]]))
        assert rider.moment["elapsed_s"] < RIDE_S, "the workout was over before the troubles were"
        _, said = await asyncio.gather(reading, ride.stderr.read() if ride.stderr else _nothing())
    assert await ride.wait() == ExitCode.DONE, said
    (path,) = ride_paths(home)
    check_file(read_ride(path), rider.lines)


async def _nothing() -> bytes:
    return b""


def check_file(ride: Ride, lines: list[str]) -> None:
    assert ride.is_complete
    packets = [packet for packet in ride.packets if packet.characteristic == "2a37"]
    numbers = [decode_heart_rate(packet.payload).energy_kj or 0 for packet in packets]
    assert {packet.device for packet in packets} == {FIRST}
    assert numbers == sorted(set(numbers)), "each notification once, in order"
    missed = [after - before - 1 for before, after in pairwise(numbers) if after - before > 1]
    assert len(missed) == 3, f"three gaps and no other: {missed}"
    gaps_s = [after.at_s - before.at_s for before, after in pairwise(packets)]
    assert sum(gap_s > AWAY_S for gap_s in gaps_s) >= 2
    lost = [link.reason for link in ride.links if link.state is LinkState.LOST]
    assert lost == [LinkReason.OUT_OF_RANGE, LinkReason.OUT_OF_RANGE, LinkReason.SILENT]
    assert LinkReason.NO_SERVICE in [link.reason for link in ride.links]
    assert [link.state for link in ride.links].count(LinkState.CONNECTED) == 4
    # the ride plays again to the same lines, byte for byte
    assert [moment.json_line() for moment in for_json_lines(replay(ride))] == lines
