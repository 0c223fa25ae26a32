"""A foreign recording made into a ride: synthesised packets, marked as such.

Comes in: times, heart rates, RR intervals, power, cadence and laps that a format's reader
understood. Goes out: a `Ride` without an athlete (so no threshold rule and no ceiling), under a
workout that asks nothing, unless another is laid over it. RR are kept to the 1/1024 s a strap would
have sent. It invents no beat and no pause: where the recording is silent, so is the ride.
"""

import hashlib
import math
import statistics
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.bluetooth.heart_rate import (
    RR_TICKS_PER_S,
    HeartRateMeasurement,
    encode_heart_rate,
)
from hrguide.bluetooth.source import LinkChange, Received
from hrguide.errors import BadFileError
from hrguide.ride.header import Header, Origin
from hrguide.ride.lines import HEART_RATE, CommandLine, Ending, Footer, Lap
from hrguide.ride.reader import Damage, Ride

HR_MAX_BPM: Final = 65535  # what 0x2A37 can carry; whether it is believed is decided by beats/
RR_MAX_S: Final = 65535 / RR_TICKS_PER_S  # 64 s; a longer interval is a gap, not a beat
LAST_MAX_S: Final = 24 * 3600.0  # of a recording: as long as a workout may be (product.md)
_RATE_BEATS: Final = 5  # a strap shows the last few beats; a median keeps one wrong beat out of it
_S_PER_MIN: Final = 60.0

YEARS: Final = range(1990, 2107)  # FIT begins with the first; a clock that was never set is not one

Input = Received | LinkChange | CommandLine
"""What a session is fed."""


class RateOfBeats:
    """The rate a strap would show beside these intervals: of the median of the last few."""

    def __init__(self) -> None:
        self._recent_s: deque[float] = deque(maxlen=_RATE_BEATS)

    def hear(self, rr_s: Sequence[float]) -> None:
        """The next intervals."""
        self._recent_s.extend(rr_s)

    @property
    def bpm(self) -> float:
        """Beats a minute, 0 ("the strap does not know") before the first interval."""
        if not self._recent_s:
            return 0.0
        return min(_S_PER_MIN / statistics.median(self._recent_s), HR_MAX_BPM)


def synthesised_packet(at_s: float, hr_bpm: float, rr_s: Sequence[float] = ()) -> Received:
    """One notification as a strap would have sent it. hr_bpm: 0-65535; rr_s: each up to 64 s."""
    measurement = HeartRateMeasurement(
        hr_bpm=round(hr_bpm), rr_ticks=tuple(round(rr * RR_TICKS_PER_S) for rr in rr_s)
    )
    return Received(at_s=at_s, payload=encode_heart_rate(measurement))


def foreign_ride(
    inputs: Sequence[Input],
    *,
    path: Path,
    content: bytes,
    hrguide_version: str,
    started: datetime | None = None,
    machine: Machine = Machine.BIKEERG,
    laps: Sequence[Lap] = (),
    workout_text: str | None = None,
    waiting: bool = False,
    simulated: bool = False,
    damage: Sequence[Damage] = (),
    notes: Sequence[str] = (),
    understood: Sequence[str] = (),
) -> Ride:
    """A ride of synthesised packets, from the bytes of the file they were made from.

    inputs: packets and commands in time order. started: left out where no clock can have told it.
    workout_text: what was asked, where the file says.
    """
    if started is not None and started.year not in YEARS:
        notes = (*notes, f"the date: the file says it began in the year {started.year}")
        started = None
    ends_s = [lap.at_s + lap.duration_s for lap in laps]
    last_at_s = max([inputs[-1].at_s if inputs else 0.0, *ends_s])
    header = Header(
        hrguide_version=hrguide_version,
        started=started,
        workout_text=workout_text or f"{max(1, math.ceil(last_at_s))} s free",
        workout_name=path.stem,
        machine=machine,
        waiting=waiting,
        simulated=simulated,
        synthesised=True,
        origin=Origin(name=path.name, sha256=hashlib.sha256(content).hexdigest()),
    )
    return Ride(
        path=path,
        header=header,
        events=(*laps, *inputs, Footer(at_s=last_at_s, ending=Ending.IMPORTED)),
        damage=tuple(damage),
        notes=tuple(notes),
        understood=tuple(understood),
    )


def require_heart_rate(inputs: Sequence[Input], name: str) -> None:
    """Refuse a file that says nothing of any heart. Raises BadFileError."""
    for event in inputs:
        if isinstance(event, Received) and event.characteristic == HEART_RATE:
            return
    raise BadFileError(
        f"{name} holds no heart rate",
        hint="A ride needs one: was the strap paired with the watch or program that recorded it?",
    )
