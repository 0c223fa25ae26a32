"""Beats to bytes: a chest strap as the radio sees it.

Comes in: the time of each beat. Goes out: a heart rate measurement each second with the RR
intervals that ended since the last one and a heart rate averaged over about 3 s, then its 0x2A37
bytes. Intervals are differences of *rounded beat times*, so 1/1024 s ticks never add up to a
drift (rounding each interval by itself loses seconds an hour; four known programs do it).
It refuses to invent: with no beat in its window it repeats the last rate, as straps do.
"""

from collections import deque
from typing import Final

from hrguide.bluetooth.heart_rate import (
    RR_TICKS_PER_S,
    Contact,
    HeartRateMeasurement,
    encode_heart_rate,
)

AVERAGE_S: Final = 3.0  # E4: strap average 3 s, integer output
ENERGY_EVERY: Final = 10  # HRS 1.0: energy may come in every tenth notification
ENERGY_KJ_PER_BEAT: Final = 0.3  # about 8 kcal/min at 120 bpm: any slowly rising number will do [J]
MAX_RR_PER_PACKET: Final = 8  # an MTU of 23 holds 8 beside 8-bit rate and energy (bluetooth.md D)


class Strap:
    """Collects beats and says once a second what a strap would.

    contact: what its contact bits say while worn. sends_energy: whether energy expended is in
    every tenth packet.
    """

    def __init__(self, *, contact: Contact = Contact.DETECTED, sends_energy: bool = False) -> None:
        self._contact = contact
        self._sends_energy = sends_energy
        self._last_tick: int | None = None
        self._unsent: deque[int] = deque()
        self._recent: deque[tuple[float, int]] = deque()  # beat's time, ticks of its interval
        self._beats = 0
        self._packets = 0

    def beat(self, at_s: float) -> None:
        """A heart beat at `at_s`; the first one only starts the clock of intervals."""
        tick = round(at_s * RR_TICKS_PER_S)
        if self._last_tick is not None:
            rr_ticks = tick - self._last_tick
            self._unsent.append(rr_ticks)
            self._recent.append((at_s, rr_ticks))
        self._last_tick = tick
        self._beats += 1

    def measure(self, at_s: float) -> HeartRateMeasurement:
        """What the strap says at `at_s`: 0 bpm before the first interval has ended."""
        recent = self._recent
        while len(recent) > 1 and recent[0][0] <= at_s - AVERAGE_S:
            recent.popleft()
        total_ticks = sum(ticks for _, ticks in recent)
        hr_bpm = int(60.0 * RR_TICKS_PER_S * len(recent) / total_ticks + 0.5) if total_ticks else 0
        unsent = self._unsent
        rr_ticks = tuple(unsent.popleft() for _ in range(min(len(unsent), MAX_RR_PER_PACKET)))
        energy_kj = None
        if self._sends_energy and self._packets % ENERGY_EVERY == 0:
            energy_kj = min(int(self._beats * ENERGY_KJ_PER_BEAT), 0xFFFF)
        self._packets += 1
        return HeartRateMeasurement(
            hr_bpm=hr_bpm, contact=self._contact, energy_kj=energy_kj, rr_ticks=rr_ticks
        )

    def packet(self, at_s: float) -> bytes:
        """`measure` as the bytes of a notification."""
        return encode_heart_rate(self.measure(at_s))
