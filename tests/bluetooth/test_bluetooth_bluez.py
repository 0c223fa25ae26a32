"""What only the real BlueZ can show: its daemon dies, is not there, comes back.

Runs in the machine of `scripts/vm/`; skipped where there is no /dev/vhci.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from hrguide.bluetooth.client_scan import RADIO_ERRORS, scan
from hrguide.bluetooth.failures import reason_of
from hrguide.bluetooth.radio import Radio
from hrguide.bluetooth.source import LinkReason, LinkState
from hrguide.clock import RealClock
from tests.bluetooth.conftest import NO_VHCI
from tests.bluetooth.room import PATIENCE_S, Room, beating, bluez_room

pytestmark = [pytest.mark.asyncio, pytest.mark.bluez]


@pytest_asyncio.fixture
async def bluez() -> AsyncIterator[Room]:
    if not Path("/dev/vhci").exists():
        pytest.skip(NO_VHCI)
    async with bluez_room() as room:
        yield room


async def test_bluetoothd_killed_and_restarted(bluez: Room) -> None:
    """No callback comes, is_connected stays true: our watchdog notices, and the strap is found
    again by the same process, each notification counted once."""
    strap = await bluez.strap()
    async with bluez.listener() as listener, beating(strap, every_s=0.1) as heart:
        await listener.reaches(LinkState.CONNECTED)
        await listener.hears(5)
        await bluez.host.kill_daemon()
        await listener.reaches(LinkState.LOST, LinkReason.SILENT)
        await listener.reaches(LinkState.SCANNING, LinkReason.NO_SERVICE)
        await bluez.host.start_daemon()
        await listener.reaches(LinkState.CONNECTED)
        after = await listener.hears(10)
        first = heart.sent.index(after[-10])
        assert after[-10:] == heart.sent[first : first + 10]
        assert len(set(listener.rates)) == len(listener.rates)


async def test_no_bluetoothd_from_the_start(bluez: Room) -> None:
    await bluez.host.kill_daemon()
    strap = await bluez.strap()
    async with bluez.listener() as listener:
        await listener.reaches(LinkState.SCANNING, LinkReason.NO_SERVICE)
        await bluez.host.start_daemon()
        await listener.reaches(LinkState.CONNECTED)
        assert strap.is_linked


async def test_bluetoothd_killed_under_a_scan(bluez: Room) -> None:
    """A scan whose daemon dies hears nothing for ever; the next one, begun anew, does."""
    async with bluez.listener() as listener:
        await listener.reaches(LinkState.SCANNING, LinkReason.NOT_FOUND)
        await bluez.host.kill_daemon()
        await bluez.host.start_daemon()
        await bluez.strap()
        await listener.reaches(LinkState.CONNECTED)


async def test_a_scan_says_why_it_cannot(bluez: Room) -> None:
    async def becomes(reason: LinkReason) -> None:
        said: LinkReason | None = None
        async with asyncio.timeout(PATIENCE_S):  # bleak hears of a change a moment later
            while said is not reason:
                try:
                    await scan(Radio(), clock=RealClock(), seconds=0.1)
                except RADIO_ERRORS as error:
                    said = reason_of(error)

    await bluez.host.kill_daemon()
    await becomes(LinkReason.NO_SERVICE)
    await bluez.host.start_daemon()
    await bluez.host.power(False)
    await becomes(LinkReason.BLUETOOTH_OFF)
    await bluez.host.pull()
    await becomes(LinkReason.NO_ADAPTER)
