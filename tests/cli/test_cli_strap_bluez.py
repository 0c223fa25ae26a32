"""`hrguide strap` as a rider types it, over the real BlueZ: in the machine of `scripts/vm/`."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from hrguide.athlete import store
from hrguide.athlete.profile import Profile
from hrguide.errors import ExitCode
from tests.bluetooth.bluez_process import hrguide, numbered_beats
from tests.bluetooth.conftest import NO_VHCI
from tests.bluetooth.room import Room, bluez_room
from tests.bluetooth.virtual_strap import FIRST, NAME

pytestmark = [pytest.mark.asyncio, pytest.mark.bluez]

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
    return tmp_path


async def test_strap_scan_use_and_watch(bluez: Room, home: Path) -> None:
    strap = await bluez.strap()
    scan = await hrguide(home, "strap", "scan", "--json", "--quiet", "--seconds", "2")
    out, err = await scan.communicate()
    assert scan.returncode == ExitCode.DONE, err
    heard = json.loads(out)
    assert (heard["address"], heard["name"]) == (FIRST, NAME)
    use = await hrguide(home, "strap", "use", "1234", "--seconds", "2")
    out, err = await use.communicate()
    assert use.returncode == ExitCode.DONE, err
    known = store.strap_of(home, "sam")
    assert known is not None
    assert known.address == FIRST
    watch = await hrguide(home, "strap", "watch", "--athlete", "sam")
    assert watch.stdout is not None
    async with numbered_beats(strap):
        line = await asyncio.wait_for(watch.stdout.readline(), PATIENCE_S)
        assert b"bpm  RR" in line
        watch.send_signal(signal.SIGINT)
        await asyncio.wait_for(watch.communicate(), PATIENCE_S)
    assert watch.returncode == ExitCode.INTERRUPTED


async def test_no_adapter_ends_a_scan_with_3(bluez: Room, home: Path) -> None:
    await bluez.host.pull()
    scan = await hrguide(home, "strap", "scan", "--quiet")
    out, err = await scan.communicate()
    assert scan.returncode == ExitCode.NO_BLUETOOTH
    assert out == b""
    assert b"no Bluetooth LE radio" in err
    assert b"bluetoothctl list" in err
