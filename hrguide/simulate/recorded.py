"""A virtual strap that says what was recorded: RR intervals or a rate a second, as packets.

Comes in: RR intervals in seconds, or timed samples of heart rate with or without intervals. Goes
out: the notifications a strap would have sent, at the times it would have sent them. Whoever
reads a file marks them synthesised. It refuses to invent intervals: where there was only a heart
rate, packets carry only a heart rate; where time is missing, so are the packets.
"""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.bluetooth.heart_rate import (
    RR_TICKS_PER_S,
    Contact,
    HeartRateMeasurement,
    encode_heart_rate,
)
from hrguide.bluetooth.source import LinkChange, Received
from hrguide.moment import Moment
from hrguide.simulate.strap import AVERAGE_S, Strap

LONGEST_RR_S: Final = 3.0  # C1: a gap above 3 s is a gap, not an interval
_UINT16_MAX: Final = 0xFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartRateSample:
    """One row of a recording: at_s seconds, hr_bpm (None: not known), rr_s seconds if any."""

    at_s: float
    hr_bpm: float | None
    rr_s: tuple[float, ...] = ()


def packets_from_rr(
    rr_s: Iterable[float], *, start_s: float = 0.0, device: str | None = None
) -> tuple[Received, ...]:
    """One packet a second over the span of the intervals, the first beat at `start_s`.

    rr_s: seconds, in order; one above 3 s is a gap: no packet says anything of it, and time goes
    on. Raises ValueError for an interval of 0 or less.
    """
    strap = Strap(contact=Contact.NOT_SUPPORTED)
    strap.beat(start_s)
    said: list[tuple[float, HeartRateMeasurement]] = []
    beat_s = start_s
    packet_s = start_s + 1.0
    for interval_s in rr_s:
        if not interval_s > 0:
            raise ValueError(f"RR interval {interval_s} s at {beat_s:.3f} s must be above 0")
        gap = interval_s > LONGEST_RR_S
        silent_from_s = beat_s + 1.0 if gap else math.inf
        beat_s += interval_s
        while packet_s < beat_s:
            if packet_s < silent_from_s:
                said.append((packet_s, strap.measure(packet_s)))
            packet_s += 1.0
        if gap:
            strap = Strap(contact=Contact.NOT_SUPPORTED)
        strap.beat(beat_s)
    said.append((packet_s, strap.measure(packet_s)))
    return tuple(_packet(told, at_s, device) for at_s, told in said if told.hr_bpm)


def packets_from_samples(
    samples: Iterable[HeartRateSample], *, device: str | None = None
) -> tuple[Received, ...]:
    """One packet for each sample with a heart rate or intervals, at the sample's own time.

    Where a sample has intervals but no rate, the rate is that of the intervals of 3 s.
    """
    packets: list[Received] = []
    recent: deque[tuple[float, float]] = deque()
    last_s: float | None = None
    for sample in samples:
        if last_s is not None and sample.at_s < last_s:
            raise ValueError(f"samples run backwards: {sample.at_s} s after {last_s} s")
        last_s = sample.at_s
        recent.extend((sample.at_s, interval_s) for interval_s in sample.rr_s)
        while recent and recent[0][0] <= sample.at_s - AVERAGE_S:
            recent.popleft()
        hr_bpm = sample.hr_bpm
        if hr_bpm is None and recent:
            hr_bpm = 60.0 * len(recent) / sum(interval_s for _, interval_s in recent)
        if hr_bpm is None:
            continue
        measurement = HeartRateMeasurement(
            hr_bpm=min(max(0, int(hr_bpm + 0.5)), _UINT16_MAX),
            rr_ticks=tuple(
                min(round(interval_s * RR_TICKS_PER_S), _UINT16_MAX) for interval_s in sample.rr_s
            ),
        )
        packets.append(_packet(measurement, sample.at_s, device))
    return tuple(packets)


class RecordedBeats:
    """A `PacketSource` over packets that are there already. Nobody listens inside."""

    def __init__(self, events: Iterable[Received | LinkChange]) -> None:
        self._events = deque(events)
        self.end_s = self._events[-1].at_s if self._events else 0.0

    def take(self, to_s: float) -> Sequence[Received | LinkChange]:
        """All up to and including `to_s` that was not taken before."""
        due: list[Received | LinkChange] = []
        while self._events and self._events[0].at_s <= to_s:
            due.append(self._events.popleft())
        return due

    def hear(self, moment: Moment) -> tuple[str, ...]:
        """Nothing: a recording does not react."""
        return ()


def _packet(measurement: HeartRateMeasurement, at_s: float, device: str | None) -> Received:
    return Received(at_s=at_s, payload=encode_heart_rate(measurement), device=device)
