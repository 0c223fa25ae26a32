"""The rides of a home folder, each with its figures: from the cache, or found now.

Comes in: the home folder, its cache, whose rides are wanted. Goes out: the `Past` rides, and names
of files that cannot be told. First lines are read of all rides, figures found of the wanted ones
only, the newest first, each kept at once: an interrupted first time goes on where it was. A ride in
progress is left out. It changes no ride.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrguide.history.cache import Cache, Known, Stamp
from hrguide.history.past import Heading, Past

if TYPE_CHECKING:
    from hrguide.history.workers import FiguresOfMany

RIDES_FOLDER: Final = "rides"  # as `ride.folder` has them, whose import costs more than all of this
SUFFIX: Final = ".hrg"
NO_HEADER: Final = "its first line is no header of a ride"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """pasts: oldest first. headless: ids of files whose first line cannot be read."""

    pasts: tuple[Past, ...]
    headless: tuple[str, ...] = ()


def gather(
    home: Path,
    cache: Cache,
    *,
    wanted: Callable[[Heading], bool],
    each: Callable[[int, int], None] = lambda done, total: None,
    of_many: "FiguresOfMany | None" = None,
) -> Gathered:
    """Every wanted ride. each: told how many of the new ones are done; never, where none is new.

    of_many: finds figures; None for the processes of `workers.py`.
    """
    files = _files(home)
    known = _still_true(files, cache.read())
    fresh = _headings(home, files, known)
    cache.keep(fresh)
    known.update(fresh)
    missing = [
        name
        for name, one in known.items()
        if not one.is_done and one.heading is not None and wanted(one.heading)
    ]
    if missing:
        _fill(home, cache, known, missing, each, of_many)
    pasts = [
        Past(ride=_id(name), heading=one.heading, figures=one.figures, wrong=one.wrong)
        for name, one in known.items()
        if one.heading is not None and one.is_done and wanted(one.heading)
    ]
    headless = sorted(_id(name) for name, one in known.items() if one.heading is None)
    return Gathered(pasts=_told_once(pasts), headless=tuple(headless))


def _files(home: Path) -> dict[str, Stamp]:
    """Every ride file from outside; one that goes away meanwhile is none."""
    found: dict[str, Stamp] = {}
    try:
        with os.scandir(home / RIDES_FOLDER) as entries:
            for entry in entries:
                if entry.name.endswith(SUFFIX) and not entry.name.startswith("."):
                    try:
                        seen = entry.stat()
                    except OSError:
                        continue
                    found[entry.name] = Stamp(size_bytes=seen.st_size, mtime_ns=seen.st_mtime_ns)
    except (FileNotFoundError, NotADirectoryError):
        pass
    return found


def _still_true(files: Mapping[str, Stamp], kept: Mapping[str, Known]) -> dict[str, Known]:
    return {
        name: kept[name]
        for name, stamp in files.items()
        if name in kept and kept[name].stamp == stamp
    }


def _headings(
    home: Path, files: Mapping[str, Stamp], known: Mapping[str, Known]
) -> dict[str, Known]:
    """The first lines of files that are new or changed; those in progress are left out."""
    new = [name for name in files if name not in known]
    if not new:
        return {}
    from hrguide.history.figures import heading_of  # rides are read only where one is new
    from hrguide.ride.folder import read_header
    from hrguide.ride.lock import is_in_progress

    found: dict[str, Known] = {}
    for name in new:
        path = home / RIDES_FOLDER / name
        try:
            if is_in_progress(path):
                continue
            header = read_header(path)
        except OSError:  # gone, or not ours to read
            continue
        found[name] = Known(
            stamp=files[name],
            heading=None if header is None else heading_of(header),
            wrong=NO_HEADER if header is None else None,
        )
    return found


def _fill(
    home: Path,
    cache: Cache,
    known: dict[str, Known],
    missing: list[str],
    each: Callable[[int, int], None],
    of_many: "FiguresOfMany | None",
) -> None:
    if of_many is None:
        from hrguide.history.workers import figures_of_many

        of_many = figures_of_many
    newest_first = sorted(missing, key=lambda name: _when(known[name], name), reverse=True)
    done = 0
    each(done, len(missing))

    def is_needed(name: str) -> bool:
        """Another hrguide may have found it meanwhile."""
        nonlocal done
        there = cache.read(name).get(name)
        if there is None or there.stamp != known[name].stamp or not there.is_done:
            return True
        known[name] = there
        done += 1
        each(done, len(missing))
        return False

    paths = (home / RIDES_FOLDER / name for name in newest_first if is_needed(name))
    for path, figures in of_many(paths, len(missing)):
        one = known[path.name]
        done += 1
        each(done, len(missing))
        if figures is None:
            continue  # gone, or not ours to read: perhaps next time
        if isinstance(figures, str):
            found = Known(stamp=one.stamp, heading=one.heading, wrong=figures)
        else:
            found = Known(stamp=one.stamp, heading=one.heading, figures=figures)
        known[path.name] = found
        cache.keep({path.name: found})


def _told_once(pasts: Iterable[Past]) -> tuple[Past, ...]:
    """In order of time; a ride of which there is a mended copy is told by the copy."""
    every = tuple(pasts)
    copied = {one.figures.mended_from for one in every if one.figures is not None}
    return tuple(sorted((one for one in every if one.ride not in copied), key=lambda one: one.when))


def _when(known: Known, name: str) -> tuple[bool, str]:
    """Newest first needs no more than an order; the day begins an ISO text."""
    started = None if known.heading is None else known.heading.started
    return started is not None, name if started is None else started.isoformat()


def _id(name: str) -> str:
    return name.removesuffix(SUFFIX)
