"""The strap client's own doing, whatever the radio: so in process only."""

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

import pytest
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from hrguide.bluetooth.choose import FRESH_S, SETTLE_S, RememberedStrap
from hrguide.bluetooth.client import WINDOW_S, StrapClient
from hrguide.bluetooth.client_scan import Sightings
from hrguide.bluetooth.heart_rate import HeartRateMeasurement
from hrguide.bluetooth.inbox import Inbox
from hrguide.bluetooth.reconnect import ReconnectPolicy
from hrguide.bluetooth.source import LinkChange, LinkReason, LinkState
from hrguide.clock import JumpingClock, RealClock
from tests.bluetooth.room import PATIENCE_S, Room, beating, until
from tests.bluetooth.virtual_strap import FIRST, NAME, SECOND

pytestmark = pytest.mark.asyncio


async def test_away_for_long_is_told_once_and_never_given_up(desk: Room) -> None:
    strap = await desk.strap()
    async with desk.listener() as listener:
        await listener.reaches(LinkState.CONNECTED)
        strap.walk_away()
        await listener.reaches(LinkState.SCANNING, LinkReason.NOT_FOUND)
        told = len(listener.links)
        await asyncio.sleep(4 * WINDOW_S / desk.speed)
        assert listener.links[3:] == [
            (LinkState.LOST, LinkReason.OUT_OF_RANGE),
            (LinkState.SCANNING, None),
            (LinkState.SCANNING, LinkReason.NOT_FOUND),
        ]
        assert len(listener.links) == told
        strap.come_back()
        await listener.reaches(LinkState.CONNECTED)


async def test_the_remembered_one_of_two_is_taken_without_a_question(desk: Room) -> None:
    first, second = await desk.strap(), await desk.strap("TICKR 8A2F", SECOND)
    remembered = RememberedStrap(address=SECOND.lower(), name="TICKR 8A2F")
    async with desk.listener(remembered=remembered) as listener:
        await listener.reaches(LinkState.CONNECTED)
        assert second.is_linked
        assert not first.is_linked
        assert LinkReason.SEVERAL not in [reason for _, reason in listener.links]


async def test_it_listens_but_takes_none_before_it_knows_who_rides(desk: Room) -> None:
    strap = await desk.strap()
    async with desk.listener(knows_rider=False) as listener:
        await until(listener.client.straps_seen)
        await asyncio.sleep(2 * SETTLE_S / desk.speed)
        assert listener.client.state is LinkState.SCANNING
        assert not strap.is_linked
        listener.client.prefer(None)
        await listener.reaches(LinkState.CONNECTED)


async def test_a_strap_taken_too_early_is_let_go_for_the_riders_own(desk: Room) -> None:
    neighbours = await desk.strap("TICKR 8A2F", SECOND)
    async with desk.listener() as listener:
        await listener.reaches(LinkState.CONNECTED)
        ours = await desk.strap()
        listener.client.prefer(RememberedStrap(address=FIRST))
        await listener.reaches(LinkState.LOST, LinkReason.OTHER_STRAP)
        await listener.reaches(LinkState.CONNECTED)
        assert ours.is_linked
        await until(lambda: not neighbours.is_linked)


async def test_the_rider_may_change_straps(desk: Room) -> None:
    first, second = await desk.strap(), await desk.strap("TICKR 8A2F", SECOND, model="SIM-2")
    async with desk.listener(asked=NAME) as listener, beating(first), beating(second):
        client = listener.client
        await listener.reaches(LinkState.CONNECTED)
        assert first.is_linked
        await until(lambda: client.battery_pct == 87)
        assert client.information is not None
        assert client.information.model == "SIM-1"
        client.choose_strap(SECOND)
        await listener.reaches(LinkState.LOST, LinkReason.OTHER_STRAP)
        await listener.reaches(LinkState.CONNECTED, device=SECOND)
        assert second.is_linked
        assert client.information.model == "SIM-2"
        await until(lambda: not first.is_linked)


async def test_gives_up_where_it_is_told_to(desk: Room) -> None:
    async with desk.listener(policy=ReconnectPolicy(give_up_s=3.0)) as listener:
        await listener.reaches(LinkState.OFF, LinkReason.NOT_FOUND)


async def test_a_swallowed_cancellation_still_ends_the_ride(desk: Room) -> None:
    """Python 3.11's `asyncio.wait_for` loses a cancellation that comes with its result."""
    asked = asyncio.Event()

    class Swallowing(desk.radio.client["backend"]):  # type: ignore[misc,name-defined]
        async def read_gatt_char(self, *words: Any, **options: Any) -> bytearray:
            if not asked.is_set():
                asked.set()
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.sleep(PATIENCE_S)
            return bytearray([50])

    strap = await desk.strap()
    radio = replace(desk.radio, client={"backend": Swallowing})
    task = asyncio.create_task(StrapClient(clock=RealClock(), radio=radio).run())
    async with beating(strap):
        await asked.wait()
        task.cancel()
        await asyncio.wait({task}, timeout=5.0)
        assert task.cancelled()


async def test_what_a_dead_link_still_delivers_is_stale(desk: Room) -> None:
    """bleak #2002 had another face: an old client's callback that is still called."""
    callbacks: list[Any] = []

    class Remembering(desk.radio.client["backend"]):  # type: ignore[misc,name-defined]
        async def start_notify(self, characteristic: Any, callback: Any, **options: Any) -> None:
            if characteristic.uuid.startswith("00002a37"):
                callbacks.append(callback)
            await super().start_notify(characteristic, callback, **options)

    strap = await desk.strap()
    desk.radio = replace(desk.radio, client={"backend": Remembering})
    async with desk.listener() as listener:
        await listener.reaches(LinkState.CONNECTED)
        callbacks[0](bytearray([0, 60]))
        assert await listener.hears(1) == [60]
        await strap.hang_up()
        await listener.reaches(LinkState.LOST, LinkReason.OUT_OF_RANGE)
        callbacks[0](bytearray([0, 61]))
        await listener.reaches(LinkState.CONNECTED)
        callbacks[0](bytearray([0, 62]))
        await strap.beat(HeartRateMeasurement(hr_bpm=63))
        assert await listener.hears(1) == [63]


async def test_it_does_not_scan_while_it_is_linked(desk: Room) -> None:
    """A scan beside a link costs the link air time."""
    await desk.strap()
    central = desk.radio.scanner["backend"].host
    async with desk.listener() as listener:
        await until(lambda: central.is_scanning)
        await listener.reaches(LinkState.CONNECTED)
        assert not central.is_scanning


async def test_what_does_not_fit_is_counted_and_said(desk: Room) -> None:
    strap = await desk.strap()
    async with desk.listener() as listener:
        await listener.reaches(LinkState.CONNECTED)
        await until(lambda: listener.client.battery_pct == 87)
        listener.events  # noqa: B018  # empties the queue
        listener.client.inbox = Inbox(capacity=2)
        for rate in range(60, 65):
            await strap.beat(HeartRateMeasurement(hr_bpm=rate))
        await until(lambda: listener.client.inbox.dropped == 3)
        assert listener.rates == [60, 61]
        told = listener.events[-1]
        assert isinstance(told, LinkChange)
        assert told.state is LinkState.CONNECTED
        assert told.detail == "3 packets dropped: the program did not keep up"


async def test_arrived_wakes_the_run_loop(desk: Room) -> None:
    strap = await desk.strap()
    async with desk.listener() as listener:
        await listener.reaches(LinkState.CONNECTED)
        await until(lambda: listener.client.battery_pct == 87)
        listener.events  # noqa: B018  # empties the queue
        assert not listener.client.arrived.is_set()
        await strap.beat(HeartRateMeasurement(hr_bpm=99))
        await asyncio.wait_for(listener.client.arrived.wait(), 5.0)
        assert listener.rates == [99]


async def test_a_strap_that_left_is_not_offered_any_more(desk: Room) -> None:
    clock = JumpingClock()
    sightings = Sightings(clock)
    said = AdvertisementData(NAME, {}, {}, [], None, -60, ())
    sightings.hear(BLEDevice(FIRST, NAME, None), said)
    await clock.sleep_until(FRESH_S)
    sightings.hear(BLEDevice(SECOND, None, None), said._replace(rssi=-127, local_name=None))
    assert [(s.address, s.rssi_dbm) for s in sightings.straps()] == [(FIRST, -60), (SECOND, None)]
    await clock.sleep_until(FRESH_S + 1)
    assert [strap.address for strap in sightings.straps()] == [SECOND]
