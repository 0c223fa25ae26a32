"""What we rely on in bleak: a version that breaks it is found here and not on an erg."""

import inspect

import pytest
from bleak import BleakAdapter, BleakClient, BleakScanner
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)
from bleak.uuids import normalize_uuid_str

from tests.bluetooth.room import Room, until
from tests.bluetooth.virtual_strap import FIRST, NAME

HEART_RATE = "0000180d-0000-1000-8000-00805f9b34fb"


async def found(room: Room) -> BLEDevice:
    device = await BleakScanner.find_device_by_filter(
        lambda _, said: said.local_name == NAME, timeout=5.0, **room.radio.scanner
    )
    assert device is not None
    return device


def test_the_exceptions_are_one_family_and_carry_reasons() -> None:
    for kind in (
        BleakBluetoothNotAvailableError,
        BleakCharacteristicNotFoundError,
        BleakDBusError,
        BleakDeviceNotFoundError,
        BleakGATTProtocolError,
    ):
        assert issubclass(kind, BleakError)
    off = BleakBluetoothNotAvailableReason.POWERED_OFF
    assert BleakBluetoothNotAvailableError("off", off).reason is off
    assert BleakDBusError("org.bluez.Error.Failed", ["why"]).dbus_error == "org.bluez.Error.Failed"
    assert {reason.name for reason in BleakBluetoothNotAvailableReason} == {
        "NO_BLUETOOTH",
        "NO_BLE_CENTRAL_ROLE",
        "POWERED_OFF",
        "DENIED_BY_USER",
        "DENIED_BY_SYSTEM",
        "DENIED_BY_UNKNOWN",
        "UNKNOWN",
    }


def test_a_timeout_is_no_bleak_error_but_an_os_error() -> None:
    """So it has to be caught before OSError."""
    assert not issubclass(TimeoutError, BleakError)
    assert issubclass(TimeoutError, OSError)


def test_the_keywords_we_pass() -> None:
    scanner = inspect.signature(BleakScanner).parameters
    client = inspect.signature(BleakClient).parameters
    assert {"detection_callback", "service_uuids", "bluez", "backend"} <= set(scanner)
    assert {"disconnected_callback", "services", "timeout", "bluez", "backend"} <= set(client)
    assert {"bluez", "backend"} <= set(inspect.signature(BleakAdapter.get).parameters)


def test_short_uuids_are_made_long() -> None:
    assert normalize_uuid_str("180d") == HEART_RATE


@pytest.mark.asyncio
async def test_the_scanner_calls_a_plain_function_with_device_and_advertisement(
    desk: Room,
) -> None:
    await desk.strap()
    heard: list[tuple[BLEDevice, AdvertisementData]] = []
    scanner = BleakScanner(
        lambda device, said: heard.append((device, said)),
        service_uuids=[HEART_RATE],
        **desk.radio.scanner,
    )
    await scanner.start()
    await until(lambda: heard)
    await scanner.stop()
    device, said = heard[0]
    assert (device.address, said.local_name) == (FIRST, NAME)
    assert said.rssi < 0
    assert isinstance(said.service_data, dict)


@pytest.mark.asyncio
async def test_the_notify_callback_gets_characteristic_and_bytearray(desk: Room) -> None:
    strap = await desk.strap()
    device = await found(desk)
    got: list[tuple[BleakGATTCharacteristic, bytearray]] = []
    gone: list[BleakClient] = []
    async with BleakClient(device, gone.append, **desk.radio.client) as client:
        await client.start_notify("2a37", lambda *words: got.append(words))
        await strap.beat(b"\x00\x3c")
        await until(lambda: got)
        characteristic, value = got[0]
        assert characteristic.uuid.startswith("00002a37")
        assert type(value) is bytearray
        assert bytes(value) == b"\x00\x3c"
        assert "notify" in characteristic.properties
        assert client.services.get_characteristic("2aff") is None
        with pytest.raises(BleakCharacteristicNotFoundError):
            await client.read_gatt_char("2aff")
        assert not gone
        await strap.hang_up()
        await until(lambda: gone)
        assert gone == [client]
        assert not client.is_connected
        with pytest.raises(BleakError):
            await client.read_gatt_char("2a19")
        await client.disconnect()  # on a link that is gone: nothing happens


@pytest.mark.asyncio
async def test_a_connect_that_times_out_raises_timeout_error(desk: Room) -> None:
    strap = await desk.strap()
    device = await found(desk)
    strap.fall_silent()
    client = BleakClient(device, timeout=0.3, **desk.radio.client)
    with pytest.raises(TimeoutError):
        await client.connect()
    await client.disconnect()  # after a connect that failed: nothing happens


@pytest.mark.asyncio
async def test_the_adapter_tells_what_the_system_holds(desk: Room) -> None:
    desk.switch.held = [BLEDevice(FIRST, NAME, None)]
    adapter = await BleakAdapter.get(**desk.radio.adapter)
    assert [device.address for device in await adapter.get_connected_devices(["180d"])] == [FIRST]
