"""Faults of the number a strap shows: zeros, a frozen value, lost skin contact, a jump.

Comes in: what the strap would have said. Goes out: what it says instead. Where each was seen
stands beside it (bluetooth.md D, physiology.md D3).
"""

from dataclasses import replace
from typing import Final

from hrguide.bluetooth.heart_rate import Contact, HeartRateMeasurement

JUMP_BPM: Final = 45  # well over D3's 25 bpm in 3 s: no heart does it


def zeros(said: HeartRateMeasurement, on: bool) -> HeartRateMeasurement:
    """0 bpm and no intervals, link and contact bits as ever (runnerup #477)."""
    return replace(said, hr_bpm=0, rr_ticks=()) if on else said


def jump(said: HeartRateMeasurement, on: bool) -> HeartRateMeasurement:
    """45 bpm more from one packet to the next, intervals unmoved (D3: jump, HR-RR mismatch)."""
    return replace(said, hr_bpm=said.hr_bpm + JUMP_BPM) if on else said


class Held:
    """The last value before the fault again and again, without intervals (qdomyos #3817).

    contact: what the contact bits say meanwhile; None leaves them as they were.
    """

    def __init__(self, contact: Contact | None = None) -> None:
        self._contact = contact
        self._last: HeartRateMeasurement | None = None

    def __call__(self, said: HeartRateMeasurement, on: bool) -> HeartRateMeasurement:
        if not on:
            self._last = said
            return said
        held = replace(self._last or said, energy_kj=said.energy_kj, rr_ticks=())
        return held if self._contact is None else replace(held, contact=self._contact)
