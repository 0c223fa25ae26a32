"""RR text: one interval a line, in ms; seconds are recognised.

Comes in: the file's text. Goes out: a ride whose packets are those of a strap that notifies once a
second: the intervals that ended since the last one, and the rate their median stands for. A
second without a beat gives no packet. Empty lines and lines that begin with # are passed over.
"""

import math
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hrguide.bluetooth.source import Received
from hrguide.ride.fields import FieldError, shown
from hrguide.ride.formats.foreign import (
    LAST_MAX_S,
    RR_MAX_S,
    RateOfBeats,
    foreign_ride,
    synthesised_packet,
)
from hrguide.ride.reader import BadRideError, Damage, Ride

SECONDS_BELOW: Final = 10.0  # no interval lasts 10 s, and none 10 ms
_MS_PER_S: Final = 1000.0
_HINT: Final = "One RR interval a line, in ms (812) or all of them in seconds (0.812)."


def read_rr_text(
    content: bytes, *, path: Path, hrguide_version: str, skip_bad: bool = False
) -> Ride:
    """A ride from the bytes of an RR text file. Raises BadRideError with line, expected, got."""
    numbered, damage = _numbers(content.decode("utf-8-sig", errors="replace"))
    in_seconds = _are_seconds([value for _line, value in numbered])
    intervals_s: list[float] = []
    for line, value in numbered:
        try:
            intervals_s.append(_interval_s(value, in_seconds))
        except FieldError as error:
            damage.append(Damage(line=line, expected=error.expected, got=error.got))
    if damage and not skip_bad:
        first = min(damage, key=_line)
        raise BadRideError(path=path, damage=first, hint=_HINT)
    if sum(intervals_s) > LAST_MAX_S:
        too_long = Damage(line=1, expected="at most 24 h of intervals", got="more")
        raise BadRideError(path=path, damage=too_long, hint=_HINT)
    return foreign_ride(
        packets_of(intervals_s),
        path=path,
        content=content,
        hrguide_version=hrguide_version,
        damage=sorted(damage, key=_line),
    )


def packets_of(intervals_s: Sequence[float]) -> list[Received]:
    """The notifications of a strap that saw these intervals from second 0 on."""
    packets: list[Received] = []
    rate = RateOfBeats()
    waiting: list[float] = []
    beat_s = 0.0
    sent_s = 0
    for rr_s in intervals_s:
        beat_s += rr_s
        due_s = math.ceil(beat_s)
        if waiting and due_s > sent_s:
            packets.append(synthesised_packet(float(sent_s), rate.bpm, waiting))
            waiting = []
        sent_s = due_s
        rate.hear((rr_s,))
        waiting.append(rr_s)
    if waiting:
        packets.append(synthesised_packet(float(sent_s), rate.bpm, waiting))
    return packets


def _numbers(text: str) -> tuple[list[tuple[int, float]], list[Damage]]:
    """Line number and value of each line that is a number; the lines that are none."""
    numbered: list[tuple[int, float]] = []
    damage: list[Damage] = []
    for number, line in enumerate(text.splitlines(), start=1):
        word = line.strip()
        if not word or word.startswith("#"):
            continue
        try:
            value = float(word)
        except ValueError:
            damage.append(Damage(line=number, expected="one RR interval", got=shown(word)))
        else:
            numbered.append((number, value))
    return numbered, damage


def _line(damage: Damage) -> int:
    return damage.line or 0


def _are_seconds(values: Sequence[float]) -> bool:
    """One unit for the whole file: that of its middle value."""
    return bool(values) and statistics.median(values) < SECONDS_BELOW


def _interval_s(value: float, in_seconds: bool) -> float:
    interval_s = value if in_seconds else value / _MS_PER_S
    lowest_s = 1 / 1024  # the shortest a strap can send
    if not lowest_s <= interval_s <= RR_MAX_S:
        unit, scale = ("s", 1.0) if in_seconds else ("ms", _MS_PER_S)
        raise FieldError(
            expected=f"an RR interval in {unit}, at most {RR_MAX_S * scale:.0f}", got=f"{value:g}"
        )
    return interval_s
