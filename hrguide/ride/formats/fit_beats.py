"""Beats of a FIT file: from `hrv` messages, or from the `hr` messages of a strap that stored them.

Comes in: raw field values, message by message. Goes out: RR intervals beside the record they belong
to, or beats with their own times, as packets of a strap that notifies once a second. A 12-bit
clock that rolls over every 4 s is counted on; a longer silence is a gap, never an interval.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from hrguide.bluetooth.source import Received
from hrguide.ride.fields import FieldError
from hrguide.ride.formats.foreign import LAST_MAX_S, RateOfBeats, synthesised_packet

HR_PER_S: Final = 1024  # event_timestamp counts in 1/1024 s
_ROLLS_AT: Final = 1 << 12  # event_timestamp_12 knows the last 4 s only
_BITS: Final = 12
_GAP_TICKS: Final = 3 * HR_PER_S  # under 20 bpm: beats are missing in between [J]


@dataclass(slots=True)
class SecondOfRecord:
    """One record message, in seconds of the file's clock, and what it and the hrv behind it say.

    rr_s: of the hrv messages that follow it, one tuple a message.
    """

    at_s: float
    hr_bpm: int | None = None
    power_w: float | None = None
    cadence_rpm: float | None = None
    rr_s: list[tuple[float, ...]] = field(default_factory=list)


def packets_of_record(
    record: SecondOfRecord, zero_s: float, next_s: float | None, rate: RateOfBeats
) -> Iterator[Received]:
    """The packets of one record. zero_s: where `at_s` begins. next_s: `at_s` of the next record,
    None for the last.

    A watch writes one hrv message a second, behind that second's record. More of them than that
    came in seconds without a record (a standing timer): they get packets of their own.
    """
    at_s = record.at_s - zero_s
    own: list[float] = []
    later: list[tuple[float, tuple[float, ...]]] = []
    for seconds, intervals in enumerate(record.rr_s):
        if seconds and (next_s is None or at_s + seconds < next_s):
            later.append((at_s + seconds, intervals))
        else:
            own += intervals
    rate.hear(own)
    if record.hr_bpm is not None or own:
        hr_bpm = rate.bpm if record.hr_bpm is None else record.hr_bpm
        yield synthesised_packet(at_s, hr_bpm, own)
    for later_s, intervals in later:
        rate.hear(intervals)
        if intervals:
            yield synthesised_packet(later_s, rate.bpm, intervals)


class StoredBeats:
    """The beats of `hr` messages: a strap's own memory, synced to the watch afterwards."""

    def __init__(self) -> None:
        self._beats: list[tuple[float, int, int | None]] = []  # wall s, ticks, bpm
        self._anchor: tuple[float, int] | None = None
        self._ticks = 0

    def take(
        self,
        timestamp: float | None,
        event_ticks: Sequence[int],
        packed: Sequence[int],
        bpm: Sequence[int | None],
    ) -> None:
        """One message. timestamp: its own, in s; event_ticks: in 1/1024 s, beside a timestamp.

        packed: the bytes of event_timestamp_12, two times in three bytes. What comes before any
        anchor in time is passed over. Raises FieldError for beats more than a day after the first.
        """
        if event_ticks and timestamp is not None:
            self._anchor = (timestamp, event_ticks[-1])
            self._ticks = event_ticks[-1]
            self._add(list(event_ticks), bpm)
        elif packed and self._anchor is not None:
            self._add([self._roll(low) for low in _unpack(packed)], bpm)

    def packets(self, zero_s: float) -> list[Received]:
        """Once a second, the beats that ended since the last packet and the rate they give."""
        found: list[Received] = []
        rate = RateOfBeats()
        waiting: list[float] = []
        shown: int | None = None
        due_s = 0
        before: int | None = None
        for wall_s, ticks, bpm in self._beats:
            beat_due_s = math.ceil(wall_s - zero_s)
            if beat_due_s > due_s and (waiting or shown is not None):
                found.append(_packet(due_s, shown, rate, waiting))
                waiting, shown = [], None
            due_s = max(due_s, beat_due_s)
            if before is not None and 0 < ticks - before <= _GAP_TICKS:
                waiting.append((ticks - before) / HR_PER_S)
                rate.hear(waiting[-1:])
            before, shown = ticks, bpm if bpm is not None else shown
        if waiting or shown is not None:
            found.append(_packet(due_s, shown, rate, waiting))
        return found

    @property
    def first_s(self) -> float | None:
        """When the first beat was, on the file's clock; None where there is none."""
        return self._beats[0][0] if self._beats else None

    def _roll(self, low: int) -> int:
        self._ticks += (low - self._ticks) % _ROLLS_AT
        return self._ticks

    def _add(self, ticks: list[int], bpm: Sequence[int | None]) -> None:
        assert self._anchor is not None
        wall_s, anchor = self._anchor
        rates = [*bpm, *[None] * len(ticks)]
        for each, rate in zip(ticks, rates, strict=False):
            at_s = wall_s + (each - anchor) / HR_PER_S
            if self._beats and at_s > self._beats[0][0] + LAST_MAX_S:
                raise FieldError(expected="beats within a day of the first", got=f"{at_s:.0f} s")
            if not self._beats or at_s > self._beats[-1][0]:
                self._beats.append((at_s, each, rate))


def _packet(at_s: int, shown: int | None, rate: RateOfBeats, rr_s: list[float]) -> Received:
    return synthesised_packet(float(max(0, at_s)), rate.bpm if shown is None else shown, rr_s)


def _unpack(packed: Sequence[int]) -> Iterator[int]:
    """12-bit numbers, little end first."""
    bits = int.from_bytes(bytes(packed), "little")
    for place in range(len(packed) * 8 // _BITS):
        yield bits >> place * _BITS & _ROLLS_AT - 1
