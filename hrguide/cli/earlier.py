"""The rests of a rider's earlier rides, as far as the history knows them already.

Comes in: a ride, the home folder. Goes out: what to hold its rests against (physiology.md L9). It
takes what stands in the history's cache and replays nothing: a report does not wait for a year of
rides. `hrguide history` fills the cache.
"""

from pathlib import Path

from hrguide.athlete.names import recorded_key
from hrguide.cli.cached import history_cache
from hrguide.history.cache import Known, Stamp
from hrguide.report.recovery import Fall
from hrguide.ride.folder import RIDES_FOLDER
from hrguide.ride.reader import Ride


def earlier_falls(ride: Ride, home: Path) -> tuple[Fall, ...]:
    """() for a demo, an undated ride, and one of nobody."""
    header = ride.header
    if header.athlete is None or header.started is None or header.simulated:
        return ()
    whose = recorded_key(header.athlete.name)
    if whose is None:
        return ()
    known = {
        name: one
        for name, one in history_cache(home).read().items()
        if _is_of(one, whose) and _is_as_it_was(home / RIDES_FOLDER / name, one.stamp)
    }
    copied = {one.figures.mended_from for one in known.values() if one.figures is not None}
    return tuple(
        Fall(
            ride=name,
            machine=one.heading.machine,
            from_bpm=rest.from_bpm,
            fell_bpm=rest.fell_bpm,
        )
        for name, one in known.items()
        if one.heading is not None and one.figures is not None
        if one.heading.started is not None and one.heading.started < header.started
        if Path(name).stem not in copied
        for rest in one.figures.rests
    )


def _is_of(known: Known, whose: str) -> bool:
    heading = known.heading
    return (
        heading is not None
        and heading.athlete is not None
        and not heading.simulated
        and recorded_key(heading.athlete) == whose
    )


def _is_as_it_was(path: Path, stamp: Stamp) -> bool:
    """Whether the file is there, and is the one that was looked at."""
    try:
        seen = path.stat()
    except OSError:
        return False
    return stamp == Stamp(size_bytes=seen.st_size, mtime_ns=seen.st_mtime_ns)
