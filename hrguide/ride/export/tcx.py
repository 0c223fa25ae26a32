"""A ride as TCX: laps and a point a second, for programs that read no FIT.

Comes in: a `Told` with a date. Goes out: XML after Garmin's TrainingCenterDatabase v2, elements in
the schema's order, watts in the activity extension v2. No position, no zero as a heart rate; beats,
ranges and verdicts have no place in it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.sax.saxutils import escape

from hrguide.athlete.athlete import Machine
from hrguide.ride.export.told import Second, Stretch, Told, date_of

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase
 xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
 xmlns:x="http://www.garmin.com/xmlschemas/ActivityExtension/v2"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<Activities>
"""
_TAIL: Final = """</Activities>
</TrainingCenterDatabase>
"""
_BIKES: Final = (Machine.BIKEERG, Machine.ECHOBIKE)
_CADENCE_MAX_RPM: Final = 254  # the schema's CadenceValue_t


def encode_tcx(told: Told) -> bytes:
    """The file. Raises UsageError for a ride without a date: every point has one."""
    return "".join(_lines(told, date_of(told, "TCX").astimezone(UTC))).encode()


def _lines(told: Told, zero: datetime) -> Iterator[str]:
    sport = "Biking" if told.machine in _BIKES else "Other"
    yield _HEAD
    yield f'<Activity Sport="{sport}">\n<Id>{_time(zero, told.start_s)}</Id>\n'
    for number, stretch in enumerate(told.stretches):
        is_last = number + 1 == len(told.stretches)
        to_s = told.end_s + 1 if is_last else stretch.to_s
        yield from _lap(stretch, told.within(stretch.from_s, to_s), zero)
    yield "</Activity>\n"
    yield _TAIL


def _lap(stretch: Stretch, inside: tuple[Second, ...], zero: datetime) -> Iterator[str]:
    rates = [second.hr_bpm for second in inside if second.hr_bpm is not None]
    yield f'<Lap StartTime="{_time(zero, stretch.from_s)}">\n'
    yield f"<TotalTimeSeconds>{stretch.to_s - stretch.from_s:g}</TotalTimeSeconds>\n"
    yield "<DistanceMeters>0</DistanceMeters>\n<Calories>0</Calories>\n"
    if rates:
        mean = round(sum(rates) / len(rates))
        yield f"<AverageHeartRateBpm><Value>{mean}</Value></AverageHeartRateBpm>\n"
        yield f"<MaximumHeartRateBpm><Value>{max(rates)}</Value></MaximumHeartRateBpm>\n"
    yield f"<Intensity>{'Resting' if stretch.rest else 'Active'}</Intensity>\n"
    yield "<TriggerMethod>Manual</TriggerMethod>\n"
    points = [_point(second, zero) for second in inside if _says_something(second)]
    if points:
        yield "<Track>\n"
        yield from points
        yield "</Track>\n"
    if stretch.name:
        yield f"<Notes>{escape(stretch.name)}</Notes>\n"
    yield "</Lap>\n"


def _says_something(second: Second) -> bool:
    return any(value is not None for value in (second.hr_bpm, second.power_w, second.cadence_rpm))


def _point(second: Second, zero: datetime) -> str:
    parts = [f"<Trackpoint><Time>{_time(zero, second.at_s)}</Time>"]
    if second.hr_bpm is not None:
        parts.append(f"<HeartRateBpm><Value>{second.hr_bpm}</Value></HeartRateBpm>")
    if second.cadence_rpm is not None:
        parts.append(f"<Cadence>{min(round(second.cadence_rpm), _CADENCE_MAX_RPM)}</Cadence>")
    if second.power_w is not None:
        watts = max(0, second.power_w)
        parts.append(f"<Extensions><x:TPX><x:Watts>{watts}</x:Watts></x:TPX></Extensions>")
    return "".join((*parts, "</Trackpoint>\n"))


def _time(zero: datetime, at_s: float) -> str:
    at = zero + timedelta(seconds=at_s)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
