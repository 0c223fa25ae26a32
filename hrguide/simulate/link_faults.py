"""Faults of the radio: silence, a lost link, broken packets, packets twice, a second strap.

Comes in: a packet of the rider's strap. Goes out: none, one or two of them, and events the fault
causes by itself. Where each was seen stands beside it (bluetooth.md D, product.md's cases).
"""

import random
from collections import deque
from dataclasses import replace
from typing import Final

from hrguide.bluetooth.source import LinkChange, LinkReason, LinkState, Received
from hrguide.simulate.chest import Chest
from hrguide.simulate.heart import draw_athlete
from hrguide.simulate.window import Window

NEIGHBOUR_DEVICE: Final = "D0:00:00:00:00:02"
NEIGHBOUR_FRACTION: Final = 0.9  # of the way from rest to threshold: riding, too [J]
BROKEN_SHARE: Final = 0.5  # half the packets: the other half shows that riding on is possible
# Too short for any rate; cut in a 16-bit rate; cut in the energy (bluetooth.md A, "malformed").
BROKEN: Final = (b"", b"\x00", b"\x01\x3c", b"\x08\x3c\x00", b"\x19\x3c\x00\x01")
RECONNECTING_S: Final = 1.0  # bluetooth.md B: connect and discovery 0.6-1.0 s


class Dropout:
    """The link stands, but nothing comes."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def change(self, packet: Received) -> tuple[Received, ...]:
        return () if packet.at_s in self._window else (packet,)

    def own(self, to_s: float) -> tuple[()]:
        return ()


class Disconnect:
    """The link falls (OpenHRV #39, drops at 150 s) and comes back when the window is over."""

    def __init__(self, window: Window) -> None:
        self._window = window
        connecting_s = max(window.begin_s, window.end_s - RECONNECTING_S)
        self._changes = deque(
            (
                LinkChange(
                    at_s=window.begin_s, state=LinkState.LOST, reason=LinkReason.OUT_OF_RANGE
                ),
                LinkChange(at_s=connecting_s, state=LinkState.CONNECTING),
                LinkChange(at_s=window.end_s, state=LinkState.CONNECTED),
            )
        )
        self._device: str | None = None

    def change(self, packet: Received) -> tuple[Received, ...]:
        self._device = packet.device
        return () if packet.at_s in self._window else (packet,)

    def own(self, to_s: float) -> tuple[LinkChange, ...]:
        due: list[LinkChange] = []
        while self._changes and self._changes[0].at_s <= to_s:
            due.append(replace(self._changes.popleft(), device=self._device))
        return tuple(due)


class Repeat:
    """Every packet twice in the same instant (bleak 3.1.0 on BlueZ after one loss, #2002)."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def change(self, packet: Received) -> tuple[Received, ...]:
        return (packet, packet) if packet.at_s in self._window else (packet,)

    def own(self, to_s: float) -> tuple[()]:
        return ()


class BadPackets:
    """Half the packets arrive empty or cut short."""

    def __init__(self, window: Window, rng: random.Random) -> None:
        self._window = window
        self._rng = rng

    def change(self, packet: Received) -> tuple[Received, ...]:
        if packet.at_s not in self._window or self._rng.random() >= BROKEN_SHARE:
            return (packet,)
        return (replace(packet, payload=self._rng.choice(BROKEN)),)

    def own(self, to_s: float) -> tuple[()]:
        return ()


class Neighbour:
    """Another rider's strap is heard in between (TrackMyIndoorWorkout #376)."""

    def __init__(self, window: Window, rng: random.Random) -> None:
        self._window = window
        traits = draw_athlete(rng)
        reserve_bpm = traits.threshold_bpm - traits.rest_bpm
        self._demand_bpm = traits.rest_bpm + NEIGHBOUR_FRACTION * reserve_bpm
        self._chest = Chest(traits, rng, device=NEIGHBOUR_DEVICE, start_bpm=self._demand_bpm)
        self._waiting: deque[Received] = deque()

    def change(self, packet: Received) -> tuple[Received, ...]:
        return (packet,)

    def own(self, to_s: float) -> tuple[Received, ...]:
        self._waiting.extend(
            packet
            for packet in self._chest.live(to_s, lambda _: self._demand_bpm)
            if packet.at_s in self._window
        )
        due: list[Received] = []
        while self._waiting and self._waiting[0].at_s <= to_s:
            due.append(self._waiting.popleft())
        return tuple(due)
