"""The strap as a source of packets: the rim's task that finds, links, watches and finds again.

Comes in: notifications of a real (or virtual) strap through bleak. Goes out: `Received` and
`LinkChange` records stamped on arrival, taken by the run loop. It decodes only what it shows
about the strap itself (battery, location, make); what the heart does is not its business. It
refuses to change straps in silence and to give up while it is run.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice

from hrguide.bluetooth.battery import BATTERY_LEVEL, decode_battery
from hrguide.bluetooth.body_location import BodyLocation
from hrguide.bluetooth.choose import (
    Ask,
    KeepListening,
    RememberedStrap,
    SeenStrap,
    Take,
    choose,
    is_called,
)
from hrguide.bluetooth.client_link import linked, read_about, read_or_none
from hrguide.bluetooth.client_scan import RADIO_ERRORS, Sightings, listening
from hrguide.bluetooth.device_information import DeviceInformation
from hrguide.bluetooth.failures import reason_of
from hrguide.bluetooth.heart_rate import HEART_RATE_MEASUREMENT
from hrguide.bluetooth.inbox import Inbox
from hrguide.bluetooth.radio import Radio
from hrguide.bluetooth.reconnect import FOR_A_RIDE, ReconnectPolicy, wait_before_retry_s
from hrguide.bluetooth.source import LinkChange, LinkReason, LinkState, Received
from hrguide.bluetooth.watchdog import Silence, judge_silence

if TYPE_CHECKING:
    from hrguide.clock import Clock
    from hrguide.moment import Moment

TICK_S: Final = 0.25  # the session's grid: nothing the rider sees changes faster
NOT_FOUND_S: Final = 20.0  # product.md: no strap after 20 s, `w` goes without
# A scan is started anew this often: a bluetoothd that dies under a scan tells nobody, and the
# system is asked for held straps again.
WINDOW_S: Final = 15.0
SET_UP_S: Final = 15.0  # to read about it and subscribe; longer is a service that is dead
_MICRO: Final = 6  # stamps are kept to the microsecond, as the ride file shows them
ABOUT_S: Final = 3.0  # seven short reads before the first beat, once a strap: never more


class StrapClient:
    """A `PacketSource` over Bluetooth.

    `run()` is a task of the caller's group, ended by cancelling it. `take()` and `arrived` serve
    the run loop; `straps_seen()` and `choose_strap()` the question which strap it is. The public
    attributes are for the screen: state, reason, strap (seen or linked), battery_pct, location,
    information.

    remembered: the rider's own strap. asked: name or address of the one they want today.
    knows_rider: False while the questions are asked: it listens, and takes none before `prefer`
    (a link to the neighbour's strap would keep the neighbour from it).
    """

    def __init__(
        self,
        *,
        clock: "Clock",
        radio: Radio | None = None,
        remembered: RememberedStrap | None = None,
        asked: str | None = None,
        knows_rider: bool = True,
        policy: ReconnectPolicy = FOR_A_RIDE,
    ) -> None:
        self.state = LinkState.SCANNING
        self.reason: LinkReason | None = None
        self.strap: SeenStrap | None = None
        self.battery_pct: int | None = None
        self.location: BodyLocation | None = None
        self.information: DeviceInformation | None = None
        self.arrived = asyncio.Event()
        self.inbox = Inbox()
        self._clock = clock
        self._radio = radio or Radio()
        self._remembered = remembered
        self._asked = asked
        self._knows_rider = knows_rider
        self._policy = policy
        self._sightings = Sightings(clock)
        self._device: BLEDevice | None = None
        self._generation = 0  # of the link; packets of an older one are stale
        self._attempt = 1  # since packets last came
        self._heard_s = clock.now_s()  # last packet, or the link's beginning, or ours
        self._missing_since_s = self._heard_s
        self._scanned = False
        self._dropped_said = 0
        self._said: tuple[LinkState, LinkReason | None] | None = None

    # ---- for the run loop and the screen

    def take(self, to_s: float) -> tuple[Received | LinkChange, ...]:
        """All that arrived up to and including `to_s`, once; clears `arrived` when none waits."""
        events = self.inbox.take(to_s)
        if not self.inbox:
            self.arrived.clear()
        if self.inbox.dropped > self._dropped_said:
            lost = self.inbox.dropped - self._dropped_said
            self._dropped_said = self.inbox.dropped
            detail = f"{lost} packets dropped: the program did not keep up"
            events += (self._change(to_s, detail),)
        return events

    def hear(self, moment: "Moment") -> tuple[str, ...]:
        """A strap does not listen."""
        return ()

    def straps_seen(self) -> tuple[SeenStrap, ...]:
        """The straps in the room, strongest first, for the question."""
        return self._sightings.straps()

    def choose_strap(self, name_or_address: str) -> None:
        """The rider's word: this one and no other. A link to another one is ended."""
        self._asked = name_or_address
        self._remembered = None
        if self.strap is not None and not is_called(self.strap, name_or_address):
            self._device = None

    def prefer(self, remembered: RememberedStrap | None) -> None:
        """Who rides became known: their strap and no other one in silence; None: they have none."""
        self._knows_rider = True
        if remembered is None:
            return
        self._remembered = remembered
        if self.strap is not None and not remembered.is_(self.strap):
            self._device = None

    @property
    def silence(self) -> Silence:
        """How long the linked strap has been silent, judged; NONE while there is no link."""
        if self.state is not LinkState.CONNECTED:
            return Silence.NONE
        return judge_silence(self._clock.now_s() - self._heard_s)

    # ---- the task

    async def run(self) -> None:
        """Find the strap and keep it, until cancelled (or the policy gives up: state OFF)."""
        self._say(LinkState.SCANNING)
        wait_s: float | None = 0.0
        reason = None
        while wait_s is not None:
            await self._wait(wait_s)
            reason = await self._try()
            wait_s = self._wait_before_retry_s(reason)
            self._attempt += 1
        self._say(LinkState.OFF, reason)

    def _wait_before_retry_s(self, reason: LinkReason) -> float | None:
        lost_s = self._clock.now_s() - self._heard_s
        return wait_before_retry_s(
            attempt=self._attempt, reason=reason, lost_s=lost_s, policy=self._policy
        )

    async def _try(self) -> LinkReason:
        """One attempt, from finding to losing; says why it ended."""
        try:
            strap = await self._find()
            if strap is None:
                return self.reason or LinkReason.NOT_FOUND
            return await self._hold(self._meet(strap))
        except RADIO_ERRORS as error:
            reason = self._refined(reason_of(error))
            was_linked = self.state is LinkState.CONNECTED
            state = LinkState.LOST if was_linked else LinkState.SCANNING
            self._say(state, reason, f"{type(error).__name__}: {error}")
            return reason

    async def _find(self) -> SeenStrap | None:
        """Listen until there is one strap to take; None where the policy gives up first.

        Raises one of RADIO_ERRORS.
        """
        self._sightings.forget()
        since_s = self._clock.now_s()
        while self._wait_before_retry_s(LinkReason.NOT_FOUND) is not None:
            async with listening(self._radio, self._sightings.hear):
                self._scanned = True
                await self._sightings.ask_system(self._radio)
                if self.state is not LinkState.SCANNING or self.reason not in _STILL_TRUE:
                    self._say(LinkState.SCANNING)
                until_s = self._clock.now_s() + WINDOW_S
                while self._clock.now_s() < until_s:
                    strap = self._pick(since_s)
                    if strap is not None:
                        return strap
                    await self._wait(TICK_S)
        return None

    def _pick(self, since_s: float) -> SeenStrap | None:
        """The strap to take now; says so where there is a question or nothing at all."""
        now_s = self._clock.now_s()
        seen = self._sightings.straps()
        if not self._knows_rider and self._asked is None:
            return None
        match choose(
            seen, now_s=now_s, since_s=since_s, remembered=self._remembered, asked=self._asked
        ):
            case Take(strap=strap):
                return strap
            case Ask(straps=straps, missing=missing):
                reason = LinkReason.SEVERAL if missing is None else LinkReason.OTHER_STRAP
                labels = ", ".join(sorted(strap.label for strap in straps))
                self._say(LinkState.SCANNING, reason, labels)
            case KeepListening():
                if not seen and now_s - self._missing_since_s >= NOT_FOUND_S:
                    self._say(LinkState.SCANNING, LinkReason.NOT_FOUND)
        return None

    def _meet(self, strap: SeenStrap) -> BLEDevice:
        """Turn to a strap; what is known about another one is not true of it."""
        if self.strap is None or self.strap.address != strap.address:
            self.battery_pct = self.location = self.information = None
        self.strap, self._device = strap, self._sightings.device(strap.address)
        return self._device

    async def _hold(self, device: BLEDevice) -> LinkReason:
        """Link to the strap and stay until it is lost; says why it was."""
        gone = asyncio.Event()
        self._generation += 1
        generation = self._generation

        def on_gone() -> None:
            if generation == self._generation:
                self._generation += 1  # whatever this link still delivers is stale
            gone.set()

        self._say(LinkState.CONNECTING)
        timeout_s = self._policy.connect_s
        async with linked(self._radio, device, on_gone=on_gone, timeout_s=timeout_s) as client:
            async with asyncio.timeout(SET_UP_S):
                if self.information is None:
                    await self._learn_about(client)
                await client.start_notify(
                    HEART_RATE_MEASUREMENT, self._listener(generation, HEART_RATE_MEASUREMENT)
                )
            self._heard_s = self._clock.now_s()
            self._keep(device)
            async with asyncio.TaskGroup() as tasks:
                battery = tasks.create_task(
                    self._follow_battery(client, generation), name="battery"
                )
                reason = await self._watch(device, gone)
                battery.cancel()
            self._generation += 1
            self._say(LinkState.LOST, reason)  # before the disconnect, which may take seconds
        return reason

    async def _watch(self, device: BLEDevice, gone: asyncio.Event) -> LinkReason:
        """Return when the link is lost, with the reason."""
        while not gone.is_set():
            if self.silence is Silence.LOST:
                return LinkReason.SILENT
            if self._device is not device:
                return LinkReason.OTHER_STRAP  # the rider chose another one
            await self._wait(TICK_S, gone)
        return LinkReason.OUT_OF_RANGE

    def _keep(self, device: BLEDevice) -> None:
        """Linked: from here on no other strap is taken without a question."""
        name = self.strap.name if self.strap else device.name
        self._remembered = RememberedStrap(address=device.address, name=name)
        self._asked = None
        about = (str(self.information or ""), self.location or "")
        self._say(LinkState.CONNECTED, detail="; ".join(text for text in about if text) or None)

    async def _learn_about(self, client: BleakClient) -> None:
        with suppress(*RADIO_ERRORS):
            async with asyncio.timeout(ABOUT_S):
                self.information, self.location = await read_about(client)

    async def _follow_battery(self, client: BleakClient, generation: int) -> None:
        listen = self._listener(generation, BATTERY_LEVEL)
        characteristic = client.services.get_characteristic(BATTERY_LEVEL)
        if characteristic is None:
            return
        with suppress(*RADIO_ERRORS):  # the beats go on without; a lost link is seen elsewhere
            async with asyncio.timeout(ABOUT_S):
                value = await read_or_none(client, BATTERY_LEVEL)
                if value is not None:
                    listen(characteristic, bytearray(value))
                if "notify" in characteristic.properties:
                    await client.start_notify(characteristic, listen)

    def _listener(
        self, generation: int, characteristic: str
    ) -> Callable[[BleakGATTCharacteristic, bytearray], None]:
        """The notify callback: stamp, append, gone. A plain function: bleak makes a detached
        task of a coroutine, and tasks overtake each other."""
        device = self._device.address if self._device else None

        def listen(_: BleakGATTCharacteristic, value: bytearray) -> None:
            if generation != self._generation:
                return
            at_s = self._now_s()
            payload = bytes(value)
            if characteristic == BATTERY_LEVEL:
                self.battery_pct = decode_battery(payload)
            else:
                self._heard_s = at_s
                self._attempt = 0
            self.inbox.put(
                Received(at_s=at_s, payload=payload, device=device, characteristic=characteristic)
            )
            self.arrived.set()

        return listen

    def _refined(self, reason: LinkReason) -> LinkReason:
        """An adapter that was here and is not any more has been removed."""
        if reason is LinkReason.NO_ADAPTER and self._scanned:
            return LinkReason.ADAPTER_REMOVED
        return reason

    async def _wait(self, wait_s: float, wake: asyncio.Event | None = None) -> None:
        """Wait, unless the task was cancelled and nobody noticed.

        `asyncio.wait_for` of Python 3.11, which libraries below us use, swallows a cancellation
        that comes together with its result: a ride would never end.
        """
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError
        await self._clock.sleep_until(self._clock.now_s() + wait_s, wake)

    def _now_s(self) -> float:
        return round(self._clock.now_s(), _MICRO)

    def _say(
        self, state: LinkState, reason: LinkReason | None = None, detail: str | None = None
    ) -> None:
        """Queue a link change, unless it is what was said last."""
        if self._said == (state, reason):
            return
        self._said = (state, reason)
        if state is LinkState.LOST:
            self._missing_since_s = self._clock.now_s()
        self.state, self.reason = state, reason
        self.inbox.put(self._change(self._now_s(), detail))
        self.arrived.set()

    def _change(self, at_s: float, detail: str | None) -> LinkChange:
        return LinkChange(
            at_s=at_s,
            state=self.state,
            reason=self.reason,
            device=self.strap.address if self.strap else None,
            name=self.strap.name if self.strap else None,
            detail=detail,
        )


# A question stays open, and nothing found stays so, when the scan under it is started anew.
_STILL_TRUE: Final = frozenset({LinkReason.NOT_FOUND, LinkReason.SEVERAL, LinkReason.OTHER_STRAP})
