"""One link to one strap, from connect to a disconnect that cannot fail.

Comes in: bleak's device. Goes out: an open bleak client, and what the strap says about itself.
Every attempt has its own client that is always disconnected: bleak 3.1.0 on BlueZ otherwise
delivers each notification once more after every loss (bleak #2002). It retries nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from bleak import BleakClient
from bleak.backends.device import BLEDevice
from bleak.uuids import normalize_uuid_str

from hrguide.bluetooth.battery import BATTERY_SERVICE
from hrguide.bluetooth.body_location import (
    BODY_SENSOR_LOCATION,
    BodyLocation,
    decode_body_location,
)
from hrguide.bluetooth.client_scan import CLOSE_S, RADIO_ERRORS
from hrguide.bluetooth.device_information import (
    CHARACTERISTIC_OF_FIELD,
    DEVICE_INFORMATION_SERVICE,
    DeviceInformation,
    decode_device_information,
)
from hrguide.bluetooth.heart_rate import HEART_RATE_SERVICE
from hrguide.bluetooth.radio import Radio

_SERVICES: Final = tuple(
    normalize_uuid_str(service)
    for service in (HEART_RATE_SERVICE, BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE)
)


@asynccontextmanager
async def linked(
    radio: Radio, device: BLEDevice, *, on_gone: Callable[[], None], timeout_s: float
) -> AsyncIterator[BleakClient]:
    """A connected client with its services known, for as long as the block runs.

    on_gone: called when the link drops (not when bluetoothd dies: hence the watchdog).
    timeout_s: real seconds for connect and discovery. Raises one of RADIO_ERRORS.
    """
    client = BleakClient(
        device,
        lambda _client: on_gone(),
        services=_SERVICES,  # spares macOS and Windows the discovery of all the others
        timeout=timeout_s,
        **radio.client,
    )
    try:
        async with asyncio.timeout(timeout_s + CLOSE_S):  # bleak's own timeout comes first
            await client.connect()
        yield client
    finally:
        # Also after a connect that failed, and with a dead bluetoothd, where it raises.
        with suppress(*RADIO_ERRORS):
            async with asyncio.timeout(CLOSE_S):
                await client.disconnect()


async def read_or_none(client: BleakClient, characteristic: str) -> bytes | None:
    """A value, or None where the strap has no such characteristic or will not give it.

    Raises TimeoutError, and one of RADIO_ERRORS where the link is gone.
    """
    if client.services.get_characteristic(characteristic) is None:
        return None
    try:
        return bytes(await client.read_gatt_char(characteristic))
    except TimeoutError:
        raise
    except RADIO_ERRORS:
        if client.is_connected:
            return None
        raise


async def read_about(client: BleakClient) -> tuple[DeviceInformation, BodyLocation | None]:
    """What the strap says it is and where it is worn; whatever it will not say is None."""
    values = {
        characteristic: value
        for characteristic in CHARACTERISTIC_OF_FIELD.values()
        if (value := await read_or_none(client, characteristic)) is not None
    }
    location = await read_or_none(client, BODY_SENSOR_LOCATION)
    return decode_device_information(values), decode_body_location(location or b"")
