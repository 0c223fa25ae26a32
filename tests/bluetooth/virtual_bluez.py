"""A virtual Bluetooth adapter for the real BlueZ: a bumble controller behind /dev/vhci.

Everything between bleak and the air is real then: D-Bus, bluetoothd, the kernel. Needs root and a
kernel with `hci_vhci`, so it runs in the VM of `scripts/vm/`.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

from bumble import hci
from bumble.transport import open_transport
from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.bluetooth.virtual_strap import Air, VirtualController

VHCI: Final = Path("/dev/vhci")
BLUETOOTHD: Final = "/usr/libexec/bluetooth/bluetoothd"
_ADDRESS: Final = "F0:F1:F2:F3:F4:F5"
_PATIENCE_S: Final = 20.0  # an emulated machine is slow


class BluezError(Exception):
    """BlueZ said no."""


class BluezHost:
    """The computer: its bluetoothd, and the adapter that can be plugged, pulled and powered."""

    def __init__(self, air: Air) -> None:
        self._air = air
        self._bus: Any = None
        self._transport: Any = None
        self._path: str | None = None

    async def open(self) -> None:
        """The system bus, and a bluetoothd that answers."""
        self._bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
        if not _pids():
            await self.start_daemon()
        else:
            await self._until_daemon_answers()

    async def close(self) -> None:
        await self.pull()
        self._bus.disconnect()

    async def plug(self) -> None:
        """A new adapter, powered on."""
        before = set(await self._adapters())
        self._transport = await open_transport("vhci")
        controller = VirtualController(
            "bluez",
            host_source=self._transport.source,
            host_sink=self._transport.sink,
            link=self._air,
            public_address=_ADDRESS,
        )
        # With these the kernel wants LE Enhanced Connection Complete; bumble does not send it.
        controller.le_features &= ~(
            hci.LeFeatureMask.LL_PRIVACY | hci.LeFeatureMask.LE_EXTENDED_ADVERTISING
        )
        self.controller = controller

        async def appears() -> None:
            while not (new := set(await self._adapters()) - before):
                await asyncio.sleep(0.05)
            self._path = new.pop()

        await asyncio.wait_for(appears(), _PATIENCE_S)
        await self.power(True)

    async def pull(self) -> None:
        """The adapter is gone, and so are its links."""
        if self._transport is None:
            return
        path, self._path = self._path, None
        await self._transport.close()
        self._transport = None
        for link in list(self.controller.le_connections.values()):
            for other in self._air.controllers - {self.controller}:
                for theirs in list(other.le_connections.values()):
                    if theirs.peer_address == link.self_address:
                        other.on_le_disconnected(theirs, hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)
        self._air.remove_controller(self.controller)

        async def disappears() -> None:
            while path in await self._adapters():
                await asyncio.sleep(0.05)

        if _pids():
            await asyncio.wait_for(disappears(), _PATIENCE_S)

    async def power(self, on: bool) -> None:
        """Bluetooth switched on or off, as `bluetoothctl power` does."""
        body = ["org.bluez.Adapter1", "Powered", Variant("b", on)]

        async def switch() -> None:
            while True:  # busy for a moment after plugging
                with contextlib.suppress(BluezError):
                    await self._call(
                        str(self._path), "org.freedesktop.DBus.Properties", "Set", "ssv", body
                    )
                    return
                await asyncio.sleep(0.1)

        await asyncio.wait_for(switch(), _PATIENCE_S)

    async def kill_daemon(self) -> None:
        """bluetoothd dies without a word (SIGKILL)."""
        for pid in _pids():
            os.kill(pid, signal.SIGKILL)
        while _pids():
            await asyncio.sleep(0.02)

    async def start_daemon(self) -> None:
        """bluetoothd runs again, and answers."""
        # by a shell that ends at once: a daemon is nobody's child
        subprocess.run(f"{BLUETOOTHD} -n >/dev/null 2>&1 </dev/null &", shell=True, check=True)
        await self._until_daemon_answers()

    async def _until_daemon_answers(self) -> None:
        async def answers() -> None:
            while True:
                with contextlib.suppress(BluezError):
                    await self._adapters()
                    return
                await asyncio.sleep(0.1)

        await asyncio.wait_for(answers(), _PATIENCE_S)

    async def _adapters(self) -> list[str]:
        objects = await self._call("/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
        return [path for path, interfaces in objects.items() if "org.bluez.Adapter1" in interfaces]

    async def _call(
        self, path: str, interface: str, member: str, signature: str = "", body: Any = ()
    ) -> Any:
        message = Message(
            "org.bluez", path, interface, member, signature=signature, body=list(body)
        )
        reply = await self._bus.call(message)
        if reply.message_type is MessageType.ERROR:
            raise BluezError(f"{reply.error_name}: {reply.body}")
        return reply.body[0] if reply.body else None


@contextlib.asynccontextmanager
async def bluez_host(air: Air) -> AsyncIterator[BluezHost]:
    """A computer with one adapter, plugged and powered."""
    host = BluezHost(air)
    await host.open()
    try:
        await host.plug()
        yield host
    finally:
        if not _pids():
            await host.start_daemon()
        await host.close()


def _pids() -> list[int]:
    """Of every bluetoothd that runs (a zombie does not)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            if (entry / "comm").read_text().strip() == "bluetoothd" and state != "Z":
                found.append(int(entry.name))
    return found
