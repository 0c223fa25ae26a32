"""Virtual heart rate straps and the air between them, on bumble's virtual controllers.

The straps are bumble peripherals; `Air` lets them walk out of range. The same straps are heard by
bleak through `bumble_backend` (in process) and through the real BlueZ (`virtual_bluez`).
"""

import asyncio
from typing import Any

from bumble.controller import Controller
from bumble.core import AdvertisingData
from bumble.device import Device, DeviceConfiguration
from bumble.hci import (
    Address,
    HCI_ErrorCode,
    HCI_LE_Connection_Complete_Event,
    HCI_StatusReturnParameters,
)
from bumble.link import LocalLink
from bumble.profiles.battery_service import BatteryService
from bumble.profiles.device_information_service import DeviceInformationService
from bumble.profiles.heart_rate_service import HeartRateService

from hrguide.bluetooth.heart_rate import HeartRateMeasurement, encode_heart_rate

FIRST = "C0:11:22:33:44:01"
SECOND = "C0:11:22:33:44:02"
NAME = "HRM-SIM 1234"


class VirtualController(Controller):  # type: ignore[misc]  # bumble is not typed for mypy
    """Ends a pending connection that is cancelled.

    bumble 0.0.236 answers LE Create Connection Cancel with success but never completes the
    connection, so a connect that times out would hang for ever.
    """

    def on_hci_le_create_connection_cancel_command(self, command: Any) -> Any:
        pending: Any = getattr(self, "pending_le_connection")  # noqa: B009  # untyped there
        if pending is None:
            return HCI_StatusReturnParameters(HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        self.pending_le_connection = None
        cancelled = HCI_LE_Connection_Complete_Event(
            status=HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
            connection_handle=0,
            role=0,
            peer_address_type=pending.peer_address.address_type,
            peer_address=pending.peer_address,
            connection_interval=0,
            peripheral_latency=0,
            supervision_timeout=0,
            central_clock_accuracy=0,
        )
        asyncio.get_running_loop().call_soon(self.send_hci_packet, cancelled)
        return HCI_StatusReturnParameters(HCI_ErrorCode.SUCCESS)


class Air(LocalLink):  # type: ignore[misc]
    """The air of one room: a controller that is far hears nothing and is not heard."""

    def __init__(self) -> None:
        super().__init__()
        self.far: set[Any] = set()

    def send_advertising_pdu(self, sender_controller: Any, packet: Any) -> None:
        if sender_controller not in self.far:
            for controller in self.controllers - self.far - {sender_controller}:
                asyncio.get_running_loop().call_soon(controller.on_ll_advertising_pdu, packet)

    def send_acl_data(
        self, sender_controller: Any, destination_address: Any, transport: Any, data: bytes
    ) -> None:
        # bumble's own uses the sender's random address of the moment: wrong where the link was
        # made with the public one, as BlueZ does, and the data would be lost.
        receiver = self.find_le_controller(destination_address)
        link = sender_controller.le_connections.get(destination_address)
        if receiver and link and not {sender_controller, receiver} & self.far:
            asyncio.get_running_loop().call_soon(
                receiver.on_link_acl_data, link.self_address, transport, data
            )

    def send_ll_control_pdu(self, sender_address: Any, receiver_address: Any, packet: Any) -> None:
        ends = {self.find_le_controller(sender_address), self.find_le_controller(receiver_address)}
        if None not in ends and not ends & self.far:
            super().send_ll_control_pdu(sender_address, receiver_address, packet)

    def time_out(self, controller: Any) -> None:
        """The supervision timeout: both ends declare the link lost (0x08)."""
        addresses = (controller.random_address, controller.public_address)
        for each in list(self.controllers):
            for link in list(each.le_connections.values()):
                if each is controller or link.peer_address in addresses:
                    each.on_le_disconnected(link, HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)


class VirtualStrap:
    """A chest strap with the three services real ones have.

    named: whether its advertisement carries the name (else it comes by `say_name`). model: in its
    device information.
    """

    def __init__(
        self,
        air: Air,
        *,
        name: str = NAME,
        address: str = FIRST,
        named: bool = True,
        model: str = "SIM-1",
    ) -> None:
        self.air = air
        self.name = name
        self.address = address
        self.battery_pct = 87
        self.sent = 0
        self.controller = VirtualController(name, link=air)
        self.device = Device.from_config_with_hci(
            DeviceConfiguration(
                name=name,
                address=Address(address),
                advertising_interval_min=100,
                advertising_interval_max=100,
            ),
            self.controller,
            self.controller,
        )
        self.heart_rate = HeartRateService(
            lambda _: HeartRateService.HeartRateMeasurement(0),
            HeartRateService.BodySensorLocation.CHEST,
            lambda _: None,
        )
        self.battery = BatteryService(lambda _: self.battery_pct)
        about = DeviceInformationService(
            manufacturer_name="hrguide tests\0",
            model_number=model,
            serial_number="0001",
            firmware_revision="2.3",
        )
        self.device.add_services([self.heart_rate, self.battery, about])
        self._advertise_as(name if named else None)

    def _advertise_as(self, name: str | None) -> None:
        said: list[tuple[Any, bytes]] = [
            (AdvertisingData.FLAGS, bytes([0x06])),
            (
                AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
                bytes.fromhex("0d180f18"),
            ),
        ]
        if name is not None:
            said.append((AdvertisingData.COMPLETE_LOCAL_NAME, name.encode()))
        self.device.advertising_data = bytes(AdvertisingData(said))

    async def switch_on(self) -> None:
        """Power on and advertise, again after every link."""
        if not self.device.powered_on:
            await self.device.power_on()
        await self.device.start_advertising(auto_restart=True)

    async def switch_off(self) -> None:
        """Hang up and be gone from the air."""
        await self.device.stop_advertising()
        await self.hang_up()
        await self.device.stop_advertising()

    async def say_name(self) -> None:
        """From now on the advertisement carries the name."""
        await self.device.stop_advertising()
        self._advertise_as(self.name)
        await self.device.start_advertising(auto_restart=True)

    async def beat(self, packet: HeartRateMeasurement | bytes) -> None:
        """Notify one measurement; raw bytes go out as they are."""
        payload = packet if isinstance(packet, bytes) else encode_heart_rate(packet)
        self.sent += 1
        await self.device.notify_subscribers(
            self.heart_rate.heart_rate_measurement_characteristic, payload
        )

    async def set_battery(self, percent: int) -> None:
        """A new level, read and notified."""
        self.battery_pct = percent
        await self.device.notify_subscribers(self.battery.battery_level_characteristic, percent)

    async def hang_up(self) -> None:
        """End every link from the strap's side (0x13); it advertises again."""
        for link in list(self.device.connections.values()):
            await link.disconnect()

    @property
    def is_linked(self) -> bool:
        return bool(self.device.connections)

    def walk_away(self) -> None:
        """Out of range: all is lost from now on, and the link is declared lost."""
        self.air.far.add(self.controller)
        self.air.time_out(self.controller)

    def fall_silent(self) -> None:
        """Nothing gets through, but nobody has noticed yet."""
        self.air.far.add(self.controller)

    def come_back(self) -> None:
        self.air.far.discard(self.controller)


async def make_central(air: Air, *, address: str = "F0:F1:F2:F3:F4:F5") -> Any:
    """A powered-on bumble central: somebody's phone, or the radio of `bumble_backend`."""
    controller = VirtualController("central", link=air)
    device = Device.from_config_with_hci(
        DeviceConfiguration(name="central", address=Address(address)), controller, controller
    )
    await device.power_on()
    return device
