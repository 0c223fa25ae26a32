"""Hearts and straps for the tests of `beats/`: theory, theory with noise, and where real ones lie.

Everything is drawn from a passed generator; nothing here judges anything.
"""

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from hrguide.beats.pulse import Pulse
from hrguide.beats.stream import BeatStream
from hrguide.bluetooth.heart_rate import Contact, HeartRateMeasurement
from tests.beats import real_beats

STRAP = "C0:00:00:00:00:01"
NEIGHBOUR = "C0:00:00:00:00:99"
TICKS = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One notification: when it arrived, what it said (None: unreadable), who sent it."""

    at_s: float
    measurement: HeartRateMeasurement | None
    device: str | None = STRAP


def recording(name: str) -> Path:
    """A real recording, or a skipped test."""
    path = real_beats.RECORDINGS / name
    if not path.exists():
        pytest.skip(f"recording {name} is not here")
    return path


def annotated_rr_s(name: str) -> list[float]:
    """Intervals between hand-annotated R peaks, s."""
    return real_beats.annotated_rr_s(recording(f"beats/{name}"))


def annotated_names(what: str = "") -> list[str]:
    """The GUDB recordings whose name contains `what`."""
    folder = recording("beats")
    return sorted(path.name for path in folder.glob("gudb_*.tsv") if what in path.name)


def natural_rr_s(
    bpm_at: Callable[[float], float],
    seconds: float,
    rng: random.Random,
    *,
    sd_ms: float | None = None,
    memory: float = 0.6,
) -> list[float]:
    """Intervals of a heart with first-order noise, rounded to 1/1024 s.

    sd_ms: of one interval; None: 25 exp(-(HR - 100) / 28) ms within 2-45 (physiology.md E4).
    """
    beats: list[float] = []
    at_s = wander = 0.0
    while at_s < seconds:
        bpm = bpm_at(at_s)
        spread_ms = sd_ms
        if spread_ms is None:
            spread_ms = min(45.0, max(2.0, 25.0 * math.exp(-(bpm - 100.0) / 28.0)))
        wander = memory * wander + math.sqrt(1 - memory**2) * rng.gauss(0.0, 1.0)
        rr_s = round((60.0 / bpm + spread_ms * wander / 1000.0) * TICKS) / TICKS
        beats.append(rr_s)
        at_s += rr_s
    return beats


def worn(
    rr_s: Iterable[float],
    *,
    start_s: float = 0.5,
    every_s: float = 1.0,
    contact: Contact = Contact.DETECTED,
    device: str | None = STRAP,
    with_rr: bool = True,
    phase_s: float = 0.05,
) -> list[Packet]:
    """What a strap makes of a heart: a packet every second, the rate averaged over 3 s."""
    packets: list[Packet] = []
    beat_s, due_s = start_s + phase_s, start_s + every_s
    unsent: list[int] = []
    recent: list[tuple[float, float]] = []

    def send() -> None:
        while len(recent) > 1 and recent[0][0] <= due_s - 3.0:
            recent.pop(0)
        bpm = round(60.0 * len(recent) / sum(rr for _, rr in recent)) if recent else 0
        ticks = tuple(unsent) if with_rr else ()
        unsent.clear()
        said = HeartRateMeasurement(hr_bpm=bpm, contact=contact, rr_ticks=ticks)
        packets.append(Packet(at_s=due_s, measurement=said, device=device))

    for interval_s in rr_s:
        beat_s += interval_s
        while due_s < beat_s:
            send()
            due_s += every_s
        unsent.append(round(interval_s * TICKS))
        recent.append((beat_s, interval_s))
    send()
    return packets


def said(packet: Packet, **changes: object) -> Packet:
    """The packet with another measurement: `hr_bpm=0`, `rr_ticks=()`, `contact=...`."""
    assert packet.measurement is not None
    return replace(packet, measurement=replace(packet.measurement, **changes))  # type: ignore[arg-type]


def between(
    packets: Iterable[Packet],
    from_s: float,
    to_s: float,
    change: Callable[[Packet], Packet | None],
) -> list[Packet]:
    """The packets, those that arrived in from_s..to_s changed, or lost where `change` says None."""
    changed = []
    for packet in packets:
        after = change(packet) if from_s <= packet.at_s < to_s else packet
        if after is not None:
            changed.append(after)
    return changed


def hear(stream: BeatStream, packets: Iterable[Packet]) -> None:
    """All packets into the stream."""
    for packet in packets:
        if packet.measurement is None:
            stream.bad_packet(packet.at_s)
        else:
            stream.receive(packet.at_s, packet.measurement, packet.device)


def watched(
    packets: Sequence[Packet], *, until_s: float | None = None, stream: BeatStream | None = None
) -> Iterator[tuple[float, Pulse]]:
    """The pulse on the session's 4 Hz grid, each packet heard when it arrives."""
    stream = stream or BeatStream()
    waiting = list(reversed(packets))
    end_s = packets[-1].at_s if until_s is None else until_s
    for tick in range(int(end_s * 4) + 1):
        now_s = tick / 4
        while waiting and waiting[-1].at_s <= now_s:
            hear(stream, [waiting.pop()])
        yield now_s, stream.pulse(now_s)
