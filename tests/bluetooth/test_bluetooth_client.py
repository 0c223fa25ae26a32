"""The strap client on virtual straps, through bleak's public front end; on BlueZ too in the VM."""

import asyncio

import pytest
from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice
from bumble.hci import Address

from hrguide.bluetooth.body_location import BodyLocation
from hrguide.bluetooth.choose import RememberedStrap
from hrguide.bluetooth.client_scan import scan
from hrguide.bluetooth.device_information import DeviceInformation
from hrguide.bluetooth.heart_rate import HeartRateMeasurement
from hrguide.bluetooth.reconnect import ReconnectPolicy
from hrguide.bluetooth.source import LinkReason, LinkState, Received
from hrguide.clock import RealClock
from tests.bluetooth.room import Room, beating, until
from tests.bluetooth.virtual_strap import FIRST, NAME, SECOND, make_central

pytestmark = pytest.mark.asyncio


async def test_finds_the_only_strap_and_hears_its_beats(room: Room) -> None:
    strap = await room.strap()
    async with room.listener() as listener:
        await listener.reaches(LinkState.CONNECTED)
        for rate in (61, 62, 300):
            await strap.beat(HeartRateMeasurement(hr_bpm=rate, rr_ticks=(1000, 1001)))
        assert await listener.hears(3) == [61, 62, 300]
        assert [packet.device for packet in listener.packets] == [FIRST] * 3
        assert listener.links == [
            (LinkState.SCANNING, None),
            (LinkState.CONNECTING, None),
            (LinkState.CONNECTED, None),
        ]
        stamps = [event.at_s for event in listener.events]
        assert stamps == sorted(stamps)


async def test_says_what_the_strap_is_and_where_it_is_worn(room: Room) -> None:
    strap = await room.strap()
    async with room.listener() as listener:
        told = await listener.reaches(LinkState.CONNECTED)
        client = listener.client
        assert client.information == DeviceInformation(
            manufacturer="hrguide tests", model="SIM-1", serial="0001", firmware="2.3"
        )
        assert client.location is BodyLocation.CHEST
        assert (told.device, told.name) == (FIRST, NAME)
        assert told.detail == "hrguide tests SIM-1, firmware 2.3; chest"
        await until(lambda: client.battery_pct == 87)
        await strap.set_battery(19)
        await until(lambda: client.battery_pct == 19)
        levels = [
            event.payload
            for event in listener.events
            if isinstance(event, Received) and event.characteristic == "2a19"
        ]
        assert levels == [bytes([87]), bytes([19])]


async def test_bad_payloads_pass_through_byte_for_byte(room: Room) -> None:
    """What cannot be decoded is recorded as it came: the session judges it, and so may a replay."""
    strap = await room.strap()
    sent = [b"\x00", b"\x01\x3c", b"\x10\x3c\x00", b"\x18\x3c\x01", b"\xff" * 5, b"\x00\x3c"]
    async with room.listener() as listener:
        await listener.reaches(LinkState.CONNECTED)
        for payload in sent:
            await strap.beat(payload)
        await until(lambda: len(listener.packets) == len(sent))
        assert [packet.payload for packet in listener.packets] == sent


async def test_a_name_that_comes_late_is_waited_for(room: Room) -> None:
    strap = await room.strap("LATE 77", "C0:11:22:33:44:77", named=False)
    async with room.listener(remembered=RememberedStrap(name="LATE 77")) as listener:
        await until(listener.client.straps_seen)
        assert listener.client.straps_seen()[0].name is None
        assert not strap.is_linked
        await strap.say_name()
        await listener.reaches(LinkState.CONNECTED)
        assert listener.client.strap is not None
        assert listener.client.strap.label == "LATE 77"


async def test_hangs_up_and_comes_back(room: Room) -> None:
    strap = await room.strap()
    async with room.listener() as listener, beating(strap) as heart:
        for _ in range(2):
            await listener.reaches(LinkState.CONNECTED)
            await listener.hears(3)
            await strap.hang_up()
            await listener.reaches(LinkState.LOST, LinkReason.OUT_OF_RANGE)
        await listener.reaches(LinkState.CONNECTED)
        heard = listener.rates
        assert heard == [rate for rate in heart.sent if rate in heard]


async def test_bleak_2002_no_packet_twice_after_a_loss(room: Room) -> None:
    """bleak 3.1.0 on BlueZ: n losses without disconnect(), and each packet comes n + 1 times."""
    strap = await room.strap()
    async with room.listener() as listener:
        for loss in range(3):
            await listener.reaches(LinkState.CONNECTED)
            sent = [100 + 10 * loss + i for i in range(5)]
            for rate in sent:
                await strap.beat(HeartRateMeasurement(hr_bpm=rate))
            assert await listener.hears(5) == sent
            await asyncio.sleep(0.3)  # time for the copies, if there are any
            assert listener.rates[-5:] == sent
            assert len(listener.rates) == 5 * (loss + 1)
            strap.walk_away()
            await listener.reaches(LinkState.LOST, LinkReason.OUT_OF_RANGE)
            await asyncio.sleep(0.2)
            strap.come_back()


async def test_a_silent_link_is_lost_by_our_own_watchdog(room: Room) -> None:
    """No callback comes and is_connected stays true: as with a bluetoothd that was killed."""
    strap = await room.strap()
    async with room.listener() as listener:
        await listener.reaches(LinkState.CONNECTED)
        await until(lambda: listener.client.battery_pct == 87)
        await strap.beat(HeartRateMeasurement(hr_bpm=90))
        assert await listener.hears(1) == [90]
        heard_s = listener.packets[-1].at_s
        strap.fall_silent()
        lost = await listener.reaches(LinkState.LOST, LinkReason.SILENT)
        assert 8.0 <= lost.at_s - heard_s < 14.0
        strap.air.time_out(strap.controller)
        strap.come_back()
        await listener.reaches(LinkState.CONNECTED)
        await strap.beat(HeartRateMeasurement(hr_bpm=91))
        assert await listener.hears(1) == [91]


async def test_two_straps_and_none_known_asks(room: Room) -> None:
    first, second = await room.strap(), await room.strap("TICKR 8A2F", SECOND)
    async with room.listener() as listener:
        await listener.reaches(LinkState.SCANNING, LinkReason.SEVERAL)
        assert {strap.address for strap in listener.client.straps_seen()} == {FIRST, SECOND}
        assert not first.is_linked
        assert not second.is_linked
        listener.client.choose_strap("8a2f")
        await listener.reaches(LinkState.CONNECTED)
        assert second.is_linked
        assert not first.is_linked


async def test_the_neighbours_strap_is_not_taken_while_ours_is_away(room: Room) -> None:
    ours = await room.strap()
    async with room.listener() as listener:
        await listener.reaches(LinkState.CONNECTED)
        neighbours = await room.strap("TICKR 8A2F", SECOND)
        ours.walk_away()
        told = await listener.reaches(LinkState.SCANNING, LinkReason.OTHER_STRAP)
        assert not neighbours.is_linked
        assert told.detail == "TICKR 8A2F"
        ours.come_back()
        await listener.reaches(LinkState.CONNECTED)
        assert ours.is_linked
        assert not neighbours.is_linked
        assert {packet.device for packet in listener.packets} <= {FIRST}


async def test_a_connect_that_times_out_is_tried_again(room: Room) -> None:
    strap = await room.strap()
    policy = ReconnectPolicy(connect_s=1.5)
    async with room.listener(policy=policy) as listener:
        await until(listener.client.straps_seen)
        strap.fall_silent()
        await listener.reaches(LinkState.CONNECTING)
        await listener.reaches(LinkState.SCANNING, LinkReason.OUT_OF_RANGE)
        strap.come_back()
        await listener.reaches(LinkState.CONNECTED)


async def test_a_strap_held_by_another_phone_is_not_found_until_it_lets_go(room: Room) -> None:
    strap = await room.strap()
    phone = await make_central(room.air, address="F0:00:00:00:00:01")
    link = await phone.connect(Address(FIRST))
    async with room.listener() as listener:
        await listener.reaches(LinkState.SCANNING, LinkReason.NOT_FOUND)
        assert listener.client.straps_seen() == ()
        await link.disconnect()
        await listener.reaches(LinkState.CONNECTED)
        await strap.beat(HeartRateMeasurement(hr_bpm=77))
        assert await listener.hears(1) == [77]


async def test_bluetooth_switched_off_and_on(room: Room) -> None:
    strap = await room.strap()
    async with room.listener() as listener, beating(strap):
        await listener.reaches(LinkState.CONNECTED)
        await room.switch_bluetooth(False)
        await listener.reaches(LinkState.LOST, LinkReason.OUT_OF_RANGE)
        await listener.reaches(LinkState.SCANNING, LinkReason.BLUETOOTH_OFF)
        await room.switch_bluetooth(True)
        await listener.reaches(LinkState.CONNECTED)


async def test_adapter_pulled_and_plugged(room: Room) -> None:
    strap = await room.strap()
    async with room.listener() as listener, beating(strap):
        await listener.reaches(LinkState.CONNECTED)
        await room.pull_adapter()
        await listener.reaches(LinkState.SCANNING, LinkReason.ADAPTER_REMOVED)
        await room.plug_adapter()
        await listener.reaches(LinkState.CONNECTED)


async def test_no_adapter_from_the_start(room: Room) -> None:
    await room.pull_adapter()
    async with room.listener() as listener:
        await listener.reaches(LinkState.SCANNING, LinkReason.NO_ADAPTER)
        assert listener.links == [
            (LinkState.SCANNING, None),
            (LinkState.SCANNING, LinkReason.NO_ADAPTER),
        ]


async def test_a_ride_that_ends_lets_go_of_the_strap(room: Room) -> None:
    strap = await room.strap()
    async with room.listener() as listener:
        await listener.reaches(LinkState.CONNECTED)
        assert strap.is_linked
    await until(lambda: not strap.is_linked, patience_s=5.0)


async def test_scan_lists_all_straps_and_connects_to_none(room: Room) -> None:
    straps = [await room.strap(), await room.strap("TICKR 8A2F", SECOND)]
    found = await scan(room.radio, clock=RealClock(speed=room.speed), seconds=4.0)
    assert {(strap.address, strap.name) for strap in found} == {
        (FIRST, NAME),
        (SECOND, "TICKR 8A2F"),
    }
    assert all(strap.rssi_dbm is not None and not strap.held for strap in found)
    assert not any(strap.is_linked for strap in straps)


async def test_a_strap_this_computer_holds_is_found_without_advertising(room: Room) -> None:
    """Another program holds it: it does not advertise, yet it can be had."""
    strap = await room.strap()
    clock = RealClock(speed=room.speed)
    if room.kind == "bumble":  # its adapter knows no links of others: the stand-in says so
        await strap.device.stop_advertising()
        room.switch.held = [BLEDevice(FIRST, NAME, None)]
        assert [(s.address, s.held) for s in await scan(room.radio, clock=clock, seconds=0.5)] == [
            (FIRST, True)
        ]
        return
    device = await BleakScanner.find_device_by_filter(lambda _, said: said.local_name == NAME)
    assert device is not None
    async with BleakClient(device), room.listener() as listener:
        await listener.reaches(LinkState.CONNECTED)
        await strap.beat(HeartRateMeasurement(hr_bpm=88))
        await until(lambda: listener.rates == [88])
