"""One room for a test: the air, the straps in it, a computer with Bluetooth, a clock.

The computer is either bleak's front end over bumble (`bumble`, everywhere) or bleak over the real
BlueZ (`bluez`, in the VM). The clock runs faster than the wall, so that a watchdog's 8 s or a
backoff are over soon; the radio's own timeouts are real.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from bleak.exc import BleakBluetoothNotAvailableReason

from hrguide.bluetooth.client import StrapClient
from hrguide.bluetooth.heart_rate import HeartRateMeasurement, decode_heart_rate
from hrguide.bluetooth.radio import Radio
from hrguide.bluetooth.source import LinkChange, LinkReason, LinkState, Received
from hrguide.clock import RealClock
from tests.bluetooth.bumble_backend import BumbleSwitch, bumble_radio
from tests.bluetooth.virtual_strap import FIRST, NAME, Air, VirtualStrap, make_central

BUMBLE_SPEED = 10.0  # a watchdog's 8 s are 0.8 s
BLUEZ_SPEED = 4.0  # an emulated machine needs a second to connect
PATIENCE_S = 30.0  # real seconds; a test that waits so long has failed


async def until(condition: Callable[[], object], *, patience_s: float = PATIENCE_S) -> None:
    """Wait until it is so; TimeoutError where it does not come to be."""
    async with asyncio.timeout(patience_s):
        while not condition():
            await asyncio.sleep(0.005)


class Listener:
    """A StrapClient that runs, and all it has given out so far."""

    def __init__(self, client: StrapClient, clock: RealClock) -> None:
        self.client = client
        self._clock = clock
        self._events: list[Received | LinkChange] = []
        self._waited_for = 0
        self._heard = 0

    @property
    def events(self) -> list[Received | LinkChange]:
        self._events += self.client.take(self._clock.now_s())
        return self._events

    @property
    def packets(self) -> list[Received]:
        return [
            event
            for event in self.events
            if isinstance(event, Received) and event.characteristic == "2a37"
        ]

    @property
    def rates(self) -> list[int]:
        return [decode_heart_rate(packet.payload).hr_bpm for packet in self.packets]

    @property
    def links(self) -> list[tuple[LinkState, LinkReason | None]]:
        return [
            (event.state, event.reason) for event in self.events if isinstance(event, LinkChange)
        ]

    async def hears(self, count: int) -> list[int]:
        """Wait for so many more heart rates; gives all that came since, in order."""
        before = self._heard

        def is_there() -> bool:
            return len(self.rates) >= before + count

        try:
            await until(is_there)
        except TimeoutError:
            heard = self.rates[before:]
            raise AssertionError(f"heard {heard}, not {count}; {self.links}") from None
        self._heard = len(self.rates)
        return self.rates[before:]

    async def reaches(
        self, state: LinkState, reason: LinkReason | None = None, *, device: str | None = None
    ) -> LinkChange:
        """Wait for the next such link change after the one waited for before.

        device: of this strap only; None for any.
        """
        found: list[LinkChange] = []

        def is_there() -> bool:
            for at in range(self._waited_for, len(self.events)):
                event = self._events[at]
                if (
                    isinstance(event, LinkChange)
                    and (event.state, event.reason) == (state, reason)
                    and device in (None, event.device)
                ):
                    self._waited_for = at + 1
                    found.append(event)
                    return True
            return False

        try:
            await until(is_there)
        except TimeoutError:
            links = [event for event in self.events if isinstance(event, LinkChange)]
            raise AssertionError(f"never {state} {reason}; was: {links}") from None
        return found[0]


class Room:
    """host: the BluezHost, where it is the real BlueZ; switch: its stand-in for bumble."""

    def __init__(self, kind: str, air: Air, radio: Radio, host: Any, switch: BumbleSwitch) -> None:
        self.kind = kind
        self.air = air
        self.radio = radio
        self.host = host
        self.switch = switch
        self.speed = BUMBLE_SPEED if kind == "bumble" else BLUEZ_SPEED

    async def strap(
        self,
        name: str = NAME,
        address: str = FIRST,
        *,
        named: bool = True,
        model: str = "SIM-1",
    ) -> VirtualStrap:
        """A strap that is on."""
        strap = VirtualStrap(self.air, name=name, address=address, named=named, model=model)
        await strap.switch_on()
        return strap

    @contextlib.asynccontextmanager
    async def listener(self, **settings: Any) -> AsyncIterator[Listener]:
        """A client at work for as long as the block runs, ended as a ride ends it."""
        clock = RealClock(speed=self.speed)
        client = StrapClient(clock=clock, radio=self.radio, **settings)
        task = asyncio.create_task(client.run(), name="strap")
        try:
            yield Listener(client, clock)
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait_for(task, PATIENCE_S)

    async def switch_bluetooth(self, on: bool) -> None:
        if self.host is not None:
            await self.host.power(on)
            return
        off = BleakBluetoothNotAvailableReason.POWERED_OFF
        await self._break_links()
        self.switch.missing = None if on else off

    async def pull_adapter(self) -> None:
        if self.host is not None:
            await self.host.pull()
            return
        await self._break_links()
        self.switch.missing = BleakBluetoothNotAvailableReason.NO_BLUETOOTH

    async def plug_adapter(self) -> None:
        if self.host is not None:
            await self.host.plug()
        self.switch.missing = None

    async def _break_links(self) -> None:
        for controller in list(self.air.controllers):
            self.air.time_out(controller)


class Heart:
    """Beats at a steady pace until told to stop: each notification carries its own number.

    The numbers run 60, 61, ... 199, 60, ...: so a packet counted twice, or out of order, shows.
    """

    def __init__(self, strap: VirtualStrap, *, every_s: float) -> None:
        self._strap = strap
        self._every_s = every_s
        self.sent: list[int] = []

    async def beat(self) -> None:
        rate = 60 + len(self.sent) % 140
        self.sent.append(rate)
        await self._strap.beat(HeartRateMeasurement(hr_bpm=rate, rr_ticks=(61440 // rate,)))

    async def run(self) -> None:
        while True:
            await self.beat()
            await asyncio.sleep(self._every_s)


@contextlib.asynccontextmanager
async def beating(strap: VirtualStrap, *, every_s: float = 0.05) -> AsyncIterator[Heart]:
    """A heart under the strap for as long as the block runs."""
    heart = Heart(strap, every_s=every_s)
    task = asyncio.create_task(heart.run(), name="heart")
    try:
        yield heart
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@contextlib.asynccontextmanager
async def bumble_room() -> AsyncIterator[Room]:
    air, switch = Air(), BumbleSwitch()
    radio = bumble_radio(await make_central(air), switch)
    yield Room("bumble", air, radio, None, switch)


@contextlib.asynccontextmanager
async def bluez_room() -> AsyncIterator[Room]:
    from tests.bluetooth.virtual_bluez import bluez_host

    air = Air()
    async with bluez_host(air) as host:
        yield Room("bluez", air, Radio(), host, BumbleSwitch())
