"""Listening for straps: which heart rate services are advertised, which are held by this computer.

Comes in: a `Radio`. Goes out: `SeenStrap` records and bleak's device for each. One of the few
modules that import bleak (the others: `client*.py`). It connects to nothing and chooses nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from bleak import BleakAdapter, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import BleakError
from bleak.uuids import normalize_uuid_str

from hrguide.bluetooth.battery import BATTERY_SERVICE, decode_battery
from hrguide.bluetooth.choose import SeenStrap, is_fresh, sighted, strongest_first
from hrguide.bluetooth.heart_rate import HEART_RATE_SERVICE
from hrguide.bluetooth.radio import Radio

if TYPE_CHECKING:
    from hrguide.clock import Clock


def _radio_errors() -> tuple[type[Exception], ...]:
    known: tuple[type[Exception], ...] = (BleakError, OSError, EOFError)
    with suppress(ImportError):  # only where bleak speaks D-Bus, and some of it comes through
        from dbus_fast.errors import DBusFastError

        known = (*known, DBusFastError)
    return known


RADIO_ERRORS: Final = _radio_errors()  # TimeoutError is an OSError since Python 3.11
CLOSE_S: Final = 5.0  # a stop or disconnect that takes longer talks to a service that is dead
_NO_RSSI_DBM: Final = -127  # bleak's word for "BlueZ does not say"; also HCI's "not available"


class Sightings:
    """The straps seen so far and bleak's device for each; names that come late are filled in."""

    def __init__(self, clock: "Clock") -> None:
        self._clock = clock
        self._straps: dict[str, SeenStrap] = {}
        self._devices: dict[str, BLEDevice] = {}

    def hear(self, device: BLEDevice, advertisement: AdvertisementData) -> None:
        """Bleak's detection callback."""
        rssi_dbm = advertisement.rssi if advertisement.rssi > _NO_RSSI_DBM else None
        battery = advertisement.service_data.get(normalize_uuid_str(BATTERY_SERVICE), b"")
        self._note(device, advertisement.local_name, rssi_dbm, False, decode_battery(battery))

    async def ask_system(self, radio: Radio) -> None:
        """Add the straps this computer already holds: those do not advertise.

        Where the platform cannot say, there are none. Those held before and no longer are dropped.
        """
        for address in [strap.address for strap in self._straps.values() if strap.held]:
            del self._straps[address]
        with suppress(RuntimeError):  # bleak's "not on this platform" is one
            adapter = await BleakAdapter.get(**radio.adapter)
            for device in await adapter.get_connected_devices([HEART_RATE_SERVICE]):
                self._note(device, device.name, None, True, None)

    def straps(self) -> tuple[SeenStrap, ...]:
        """Those that are still here, strongest first."""
        now_s = self._clock.now_s()
        return strongest_first(s for s in self._straps.values() if is_fresh(s, now_s))

    def device(self, address: str) -> BLEDevice:
        """Bleak's handle of a strap in `straps()`."""
        return self._devices[address]

    def forget(self) -> None:
        """What was seen before a loss says nothing about who is here now."""
        self._straps.clear()

    def _note(
        self,
        device: BLEDevice,
        name: str | None,
        rssi_dbm: int | None,
        held: bool,
        battery_pct: int | None,
    ) -> None:
        self._devices[device.address] = device
        self._straps[device.address] = sighted(
            self._straps.get(device.address),
            address=device.address,
            name=name or device.name,
            rssi_dbm=rssi_dbm,
            at_s=self._clock.now_s(),
            held=held,
            battery_pct=battery_pct,
        )


@asynccontextmanager
async def listening(
    radio: Radio, hear: Callable[[BLEDevice, AdvertisementData], None]
) -> AsyncIterator[None]:
    """A scan for heart rate services, for as long as the block runs.

    Raises one of RADIO_ERRORS where it cannot start. The stop is guarded: a Bluetooth service
    that died in the meantime must not replace a cancellation by its own error.
    """
    # service_uuids: macOS 12.0 to 12.2 finds nothing without, and everybody finds less that is
    # not a strap.
    service = normalize_uuid_str(HEART_RATE_SERVICE)
    scanner = BleakScanner(hear, service_uuids=[service], **radio.scanner)
    await scanner.start()
    try:
        yield
    finally:
        with suppress(*RADIO_ERRORS):
            async with asyncio.timeout(CLOSE_S):
                await scanner.stop()


async def scan(radio: Radio, *, clock: "Clock", seconds: float) -> tuple[SeenStrap, ...]:
    """All straps heard within `seconds`, strongest first. Raises one of RADIO_ERRORS."""
    sightings = Sightings(clock)
    async with listening(radio, sightings.hear):
        await sightings.ask_system(radio)
        await clock.sleep_until(clock.now_s() + seconds)
        return sightings.straps()
