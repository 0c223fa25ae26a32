"""A chest with a strap around it: heart, beats and strap run together, lazily.

Comes in: a demand for every quarter of a second. Goes out: notifications with arrival times, in
order. The rider's own strap and a neighbour's are two of these. All of it is decided on a fixed
grid, so how far one asks at a time changes nothing.
"""

import random
from collections.abc import Callable
from typing import Final

from hrguide.bluetooth.heart_rate import Contact
from hrguide.bluetooth.source import Received
from hrguide.simulate.beats import Beats
from hrguide.simulate.heart import Heart, Traits
from hrguide.simulate.strap import Strap

GRID_S: Final = 0.25  # the session's own grid; short against any time constant of a heart
WARM_UP_S: Final = 8  # worn this long before second 0: the average stands, batches are empty
LATENCY_MIN_S: Final = 0.01  # bluetooth.md A/B: 0.2 ms in process, 5-30 ms over a radio
LATENCY_MEAN_S: Final = 0.03
LATENCY_MAX_S: Final = 0.9  # below the packet spacing, so packets never overtake each other


class Chest:
    """One worn strap. `device` is the address its packets carry."""

    def __init__(
        self,
        traits: Traits,
        rng: random.Random,
        *,
        device: str | None,
        contact: Contact = Contact.DETECTED,
        sends_energy: bool = False,
        start_bpm: float | None = None,
    ) -> None:
        self.traits = traits
        self._heart = Heart(traits, _child(rng), start_bpm=start_bpm)
        self._beats = Beats(traits, _child(rng))
        self._strap = Strap(contact=contact, sends_energy=sends_energy)
        self._radio = _child(rng)
        self._device = device
        self._cells = 0  # grid cells lived through since second 0
        self._next_packet_s = self._radio.random()
        self._next_beat_s = float(-WARM_UP_S)
        self._trace: list[float] = []
        self._warm_up()

    def live(self, to_s: float, demand_bpm: Callable[[float], float]) -> list[Received]:
        """Live through every grid cell that begins at or before `to_s`; the packets of those.

        demand_bpm: asked once a cell, for its beginning. A packet may arrive after `to_s`.
        """
        packets: list[Received] = []
        while (begin_s := self._cells * GRID_S) <= to_s:
            self._cells += 1
            bpm = self._heart.step(GRID_S, demand_bpm(begin_s))
            self._trace.append(bpm)
            end_s = begin_s + GRID_S
            while self._next_packet_s < end_s:
                packet_s = self._next_packet_s
                self._beat_until(packet_s, bpm)
                packets.append(self._send(packet_s))
                self._next_packet_s += 1.0
            self._beat_until(end_s, bpm)
        return packets

    def true_bpm(self, at_s: float, *, over_s: float = GRID_S) -> float:
        """Mean of the true heart rate over the `over_s` seconds before `at_s`, as far as lived."""
        last = min(max(int(at_s / GRID_S), 1), len(self._trace))
        span = self._trace[max(0, last - max(1, round(over_s / GRID_S))) : last]
        return sum(span) / len(span) if span else self._heart.level_bpm

    def _warm_up(self) -> None:
        for second in range(-WARM_UP_S, 1):
            self._beat_until(second, self._heart.level_bpm)
            self._strap.measure(second)

    def _beat_until(self, to_s: float, bpm: float) -> None:
        while self._next_beat_s <= to_s:
            self._strap.beat(self._next_beat_s)
            self._next_beat_s += self._beats.next_rr_s(bpm)

    def _send(self, packet_s: float) -> Received:
        latency_s = LATENCY_MIN_S + self._radio.expovariate(1.0 / LATENCY_MEAN_S)
        return Received(
            at_s=packet_s + min(latency_s, LATENCY_MAX_S),
            payload=self._strap.packet(packet_s),
            device=self._device,
        )


def _child(rng: random.Random) -> random.Random:
    return random.Random(rng.getrandbits(64))
