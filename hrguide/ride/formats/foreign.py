"""A foreign recording made into a ride: synthesised packets, marked as such.

Comes in: times, heart rates and RR intervals that a format's reader understood. Goes out: a `Ride`
without an athlete (so no threshold rule and no ceiling), under a workout that asks nothing, unless
another is laid over it. RR are kept to the 1/1024 s a strap would have sent. It invents no beat
and no pause: where the recording is silent, so is the ride.
"""

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hrguide.bluetooth.heart_rate import (
    RR_TICKS_PER_S,
    HeartRateMeasurement,
    encode_heart_rate,
)
from hrguide.bluetooth.source import Received
from hrguide.ride.header import Header, Origin
from hrguide.ride.lines import Ending, Footer
from hrguide.ride.reader import Damage, Ride

HR_MAX_BPM: Final = 65535  # what 0x2A37 can carry; whether it is believed is decided by beats/
RR_MAX_S: Final = 65535 / RR_TICKS_PER_S  # 64 s; a longer interval is a gap, not a beat
LAST_MAX_S: Final = 24 * 3600.0  # of a recording: as long as a workout may be (product.md)


def synthesised_packet(at_s: float, hr_bpm: float, rr_s: Sequence[float] = ()) -> Received:
    """One notification as a strap would have sent it. hr_bpm: 0-65535; rr_s: each up to 64 s."""
    measurement = HeartRateMeasurement(
        hr_bpm=round(hr_bpm), rr_ticks=tuple(round(rr * RR_TICKS_PER_S) for rr in rr_s)
    )
    return Received(at_s=at_s, payload=encode_heart_rate(measurement))


def foreign_ride(
    packets: Sequence[Received],
    *,
    path: Path,
    content: bytes,
    hrguide_version: str,
    damage: Sequence[Damage] = (),
    notes: Sequence[str] = (),
) -> Ride:
    """A ride of synthesised packets, from the bytes of the file they were made from."""
    last_at_s = packets[-1].at_s if packets else 0.0
    header = Header(
        hrguide_version=hrguide_version,
        started=None,
        workout_text=f"{max(1, math.ceil(last_at_s))} s free",
        workout_name=path.stem,
        synthesised=True,
        origin=Origin(name=path.name, sha256=hashlib.sha256(content).hexdigest()),
    )
    return Ride(
        path=path,
        header=header,
        events=(*packets, Footer(at_s=last_at_s, ending=Ending.IMPORTED)),
        damage=tuple(damage),
        notes=tuple(notes),
    )
