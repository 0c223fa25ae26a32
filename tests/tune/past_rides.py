"""Past rides made for tuning: heart rates by second, with beats that join on to each other."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import Entry
from hrguide.guide.command import Command
from hrguide.ride.lines import CommandLine, Ending, Event, Footer, Said
from hrguide.ride.reader import Ride
from hrguide.tune.observed import Observed, observe
from tests.ride.ride_examples import STARTED, a_header, a_packet

DAY = STARTED.date()


def past_ride(
    rate_bpm: Callable[[int], float | None],
    *,
    minutes: float,
    start_s: float = 0.0,
    commands: Sequence[tuple[float, Command]] = (),
    steps_s: Sequence[float] = (),
    ending: Ending | None = Ending.DONE,
    name: str = "2026-11-22-sam",
    days_ago: int = 0,
    **header: Any,
) -> Ride:
    """A packet a second; rate_bpm: None sends nothing. start_s above 0: a set-up comes first."""
    last_s = round(60 * minutes)
    lines = [CommandLine(at_s=at_s, command=command) for at_s, command in commands]
    if start_s:
        lines.append(CommandLine(at_s=start_s, command=Command.START))
    events: list[Event] = [
        *_packets(rate_bpm, last_s),
        *lines,
        *(Said(at_s=at_s, cue="step", text="Easy.") for at_s in steps_s),
    ]
    events.sort(key=lambda event: event.at_s)  # type: ignore[union-attr]
    if ending is not None:
        events.append(Footer(at_s=float(last_s), ending=ending))
    facts = {
        "workout_text": f"{max(1, round(minutes))} minutes easy\n",
        "evidence": (),
        "started": STARTED - timedelta(days=days_ago),
        "waiting": start_s > 0,
        **header,
    }
    return Ride(path=Path(f"{name}.hrg"), header=a_header(**facts), events=tuple(events))


def looked_at(ride: Ride, entries: Sequence[Entry] = (), **changes: Any) -> Observed:
    """As the verb looks at it."""
    started = ride.header.started
    facts: dict[str, Any] = {
        "machine": Machine.BIKEERG,
        "day": None if started is None else started.date(),
        **changes,
    }
    return observe(ride, entries=entries, **facts)


def on(day: date, ride: Ride) -> Ride:
    """The same ride on another day."""
    started = STARTED + (day - DAY)
    return replace(ride, header=replace(ride.header, started=started))


def _packets(rate_bpm: Callable[[int], float | None], last_s: int) -> list[Event]:
    """Beats with the breath's 3 % in them: a metronome would be called frozen, and rightly so."""
    found: list[Event] = []
    beat_s, number = 0.0, 0
    for at_s in range(1, last_s + 1):
        rate = rate_bpm(at_s)
        if rate is None:
            beat_s = float(at_s)
            continue
        ticks = []
        while True:
            period_s = 60.0 / rate * (1 + 0.03 * math.sin(1.3 * number))
            if beat_s + period_s > at_s:
                break
            beat_s, number = beat_s + period_s, number + 1
            ticks.append(round(period_s * 1024))
        flicker = int(at_s % 4 == 0)  # as a real strap's number does
        found.append(a_packet(float(at_s), round(rate) + flicker, *ticks))
    return found
