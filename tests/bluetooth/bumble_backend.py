"""A thin bleak backend over a bumble host, for `BleakScanner(backend=...)` and its like.

Real here: bleak's public front end, bumble's host stack and virtual controllers. Not exercised:
bleak's own BlueZ, macOS and Windows backends.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bleak.backends.adapter import BaseBleakAdapter
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakError,
    BleakGATTProtocolError,
)
from bleak.uuids import normalize_uuid_str
from bumble import att, core, hci
from bumble.core import AdvertisingData
from bumble.device import Device, Peer
from bumble.gatt import Characteristic

from hrguide.bluetooth.radio import Radio

T = TypeVar("T")

_PROPERTIES: dict[Any, Any] = {
    Characteristic.Properties.READ: "read",
    Characteristic.Properties.WRITE_WITHOUT_RESPONSE: "write-without-response",
    Characteristic.Properties.WRITE: "write",
    Characteristic.Properties.NOTIFY: "notify",
    Characteristic.Properties.INDICATE: "indicate",
}


class BumbleSwitch:
    """What a person can do to the computer's radio: switch it off, or take it away."""

    def __init__(self) -> None:
        self.missing: BleakBluetoothNotAvailableReason | None = None
        self.held: list[BLEDevice] = []

    def check(self) -> None:
        if self.missing is not None:
            raise BleakBluetoothNotAvailableError(
                f"switched by the test: {self.missing.name}", self.missing
            )


def bumble_radio(central: Any, switch: BumbleSwitch) -> Radio:
    """A `Radio` whose scanner, client and adapter are bound to one powered-on bumble central."""

    class Scanner(BumbleScanner):
        host, power = central, switch

    class Client(BumbleClient):
        host, power = central, switch

    class Adapter(BumbleAdapter):
        power = switch

    return Radio(
        scanner={"backend": Scanner}, client={"backend": Client}, adapter={"backend": Adapter}
    )


class BumbleAdapter(BaseBleakAdapter):
    power: BumbleSwitch

    @classmethod
    async def get(cls, **_: Any) -> "BumbleAdapter":
        cls.power.check()
        return cls()

    async def get_connected_devices(self, service_uuids: frozenset[str]) -> list[BLEDevice]:
        assert normalize_uuid_str("180d") in service_uuids
        return list(self.power.held)


class BumbleScanner(BaseBleakScanner):
    host: Any
    power: BumbleSwitch

    def __init__(
        self, detection_callback: Any, service_uuids: Any, scanning_mode: str, **_: Any
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        self._is_active = scanning_mode == "active"

    def _on_advertisement(self, advertisement: Any) -> None:
        said = _advertisement_data(advertisement)
        if self.is_allowed_uuid(said.service_uuids):
            address = advertisement.address.to_string(False)
            device = self.create_or_update_device(
                address, address, said.local_name, advertisement.address, said
            )
            self.call_detection_callbacks(device, said)

    async def start(self) -> None:
        self.power.check()
        self.seen_devices = {}
        self.host.on(Device.EVENT_ADVERTISEMENT, self._on_advertisement)
        await self.host.start_scanning(active=self._is_active)

    async def stop(self) -> None:
        self.host.remove_listener(Device.EVENT_ADVERTISEMENT, self._on_advertisement)
        await self.host.stop_scanning()


class BumbleClient(BaseBleakClient):
    host: Any
    power: BumbleSwitch

    def __init__(
        self, address_or_ble_device: BLEDevice | str, services: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(address_or_ble_device, **kwargs)
        self._ble = address_or_ble_device
        self._wanted = services
        self._link: Any = None
        self._peer: Any = None
        self._subscribers: dict[int, Callable[[bytes], None]] = {}

    @property
    def name(self) -> str:
        return getattr(self._ble, "name", None) or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        return self._link.att_mtu if self._link else 23

    @property
    def is_connected(self) -> bool:
        return self._link is not None

    async def connect(self, pair: bool, **_: Any) -> None:
        self.power.check()
        address = self._ble.details if isinstance(self._ble, BLEDevice) else None
        try:
            self._link = await self.host.connect(
                address or hci.Address(self.address), timeout=self._timeout
            )
            self._link.on("disconnection", self._on_disconnected)
            await asyncio.wait_for(self._discover(), self._timeout)
        except core.TimeoutError as error:
            raise TimeoutError from error
        except asyncio.CancelledError:
            self._unless_cancelled("disconnected during service discovery")
            raise

    async def _discover(self) -> None:
        self._peer = Peer(self._link)
        await self._peer.request_mtu(247)
        found = BleakGATTServiceCollection()
        await self._peer.discover_services()
        for service in self._peer.services:
            uuid = normalize_uuid_str(service.uuid.to_hex_str("-"))
            if self._wanted and uuid not in self._wanted:
                continue
            parent = BleakGATTService(service, service.handle, uuid)
            found.add_service(parent)
            for each in await service.discover_characteristics():
                found.add_characteristic(
                    BleakGATTCharacteristic(
                        each,
                        each.handle,
                        normalize_uuid_str(each.uuid.to_hex_str("-")),
                        [name for flag, name in _PROPERTIES.items() if each.properties & flag],
                        lambda: self.mtu_size - 3,
                        parent,
                    )
                )
        self.services = found

    def _on_disconnected(self, reason: int) -> None:
        self._link = self._peer = self.services = None
        self._subscribers.clear()
        if self._disconnected_callback:
            self._disconnected_callback()

    async def disconnect(self) -> None:
        if self._link:
            await self._link.disconnect()

    async def pair(self, *_: Any, **__: Any) -> None:
        await self._link.pair()

    async def unpair(self) -> None:
        raise BleakError("a bumble central keeps no bonds")

    async def _ask(self, asked: Awaitable[T]) -> T:
        try:
            return await asked
        except att.ATT_Error as error:
            raise BleakGATTProtocolError(error.error_code) from error
        except asyncio.CancelledError:
            self._unless_cancelled("disconnected")
            raise

    def _unless_cancelled(self, what: str) -> None:
        """bumble cancels a request that is pending when the link is lost: that is an error, not
        a cancellation of the task that asked."""
        task = asyncio.current_task()
        if self._link is None and not (task and task.cancelling()):
            raise BleakError(what) from None

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **_: Any
    ) -> bytearray:
        return bytearray(await self._ask(characteristic.obj.read_value()))

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **_: Any
    ) -> bytearray:
        return bytearray(await self._ask(descriptor.obj.read_value()))

    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: Any, response: bool
    ) -> None:
        await self._ask(characteristic.obj.write_value(bytes(data), with_response=response))

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: Any) -> None:
        await self._ask(descriptor.obj.write_value(bytes(data), with_response=True))

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: Any, **_: Any
    ) -> None:
        def subscriber(value: bytes) -> None:
            callback(bytearray(value))

        self._subscribers[characteristic.handle] = subscriber
        await self._ask(characteristic.obj.subscribe(subscriber))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        subscriber = self._subscribers.pop(characteristic.handle)
        await self._ask(characteristic.obj.unsubscribe(subscriber))


def _advertisement_data(advertisement: Any) -> AdvertisementData:
    def said(*kinds: Any) -> list[Any]:
        return [value for kind in kinds for value in advertisement.data.get_all(kind)]

    names = said(AdvertisingData.COMPLETE_LOCAL_NAME, AdvertisingData.SHORTENED_LOCAL_NAME)
    lists = said(
        AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
        AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
    )
    return AdvertisementData(
        local_name=names[0] if names else None,
        manufacturer_data={},
        service_data={},
        service_uuids=[normalize_uuid_str(u.to_hex_str("-")) for uuids in lists for u in uuids],
        tx_power=None,
        rssi=advertisement.rssi,
        platform_data=(advertisement,),
    )
