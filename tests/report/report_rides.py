"""Rides made for the report: heart rates by second, so that every number is known beforehand."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from hrguide.ride.lines import CommandLine, Ending, Event, Footer
from hrguide.ride.reader import Ride
from hrguide.ride.replay import replay
from hrguide.ride.told import said_in
from hrguide.zones.ranges import Range
from tests.ride.ride_examples import a_header, a_packet

ROUNDS = "2 rounds\n- 2 minutes easy\n- 1 minute moderate\n* rest 1 minute between rounds\n"
RANGES = {
    "easy": Range(low_bpm=100, high_bpm=115, provisional=False, source="given"),
    "moderate": Range(low_bpm=120, high_bpm=130, provisional=False, source="given"),
}


def a_ride(
    rate_bpm: Callable[[int], int | None],
    *,
    last_s: int = 420,
    commands: Sequence[CommandLine] = (),
    others: Sequence[Event] = (),
    ending: Ending | None = Ending.DONE,
    **header: object,
) -> Ride:
    """A ride of two rounds, a packet a second; rate_bpm: by second, None sends nothing.

    Every fourth second shows one beat more, as a real strap flickers.
    """
    packets: list[Event] = []
    for at_s in range(1, last_s + 1):
        rate = rate_bpm(at_s)
        if rate is not None:
            flicker = int(at_s % 4 == 0 and rate > 0)
            packets.append(a_packet(float(at_s), rate + flicker, *_intervals(at_s, rate)))
    events = sorted([*packets, *commands, *others], key=lambda event: event.at_s)  # type: ignore[union-attr]
    if ending is not None:
        events.append(Footer(at_s=float(last_s), ending=ending))
    facts = {"workout_text": ROUNDS, "workout_name": "two rounds", "ranges": RANGES, **header}
    return Ride(
        path=Path("2026-11-22-sam.hrg"),
        header=a_header(waiting=False, **facts),
        events=tuple(events),
    )


def _intervals(at_s: int, rate: int) -> tuple[int, ...]:
    """The beats that ended in this second, in ticks, with the breath's 3 % in them.

    Without it they would be called frozen, and rightly so.
    """
    period = 60 * 1024 / rate if rate else 0.0
    if not period:
        return ()
    first, last = int((at_s - 1) * 1024 / period), int(at_s * 1024 / period)
    return tuple(round(period * (1 + 0.03 * math.sin(1.3 * beat))) for beat in range(first, last))


def as_said(ride: Ride) -> Ride:
    """The ride with its cues recorded, as a live one has them."""
    told = said_in(replay(ride))
    return replace(ride, events=(*ride.events[:-1], *told, ride.events[-1]))
