"""The rides that `hrguide tune` reads: which, whose, and those it passes over, with the reason.

Comes in: words of the command line, the home folder. Goes out: rides looked at, oldest first, and
on stderr what was passed over. One that cannot be read does not stop the others; where none can be,
its error is the verb's. Refuses simulated rides, other people's, and rides still being ridden.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from hrguide import __version__
from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import Entry
from hrguide.athlete.names import name_key, recorded_key
from hrguide.cli.recording import remarks, say
from hrguide.errors import HrguideError, UsageError
from hrguide.plain_text import clean
from hrguide.ride.folder import find_ride, read_header, ride_paths
from hrguide.ride.header import Header
from hrguide.ride.keep import Keeper
from hrguide.ride.lock import is_in_progress
from hrguide.ride.mended import MENDED_FROM
from hrguide.ride.recording import open_recording
from hrguide.ride.resume import resumable
from hrguide.tune.observed import Observed, observe

NEWEST: Final = 20  # older ones say little: fitness wanders by 1 bpm^2 a week (physiology.md H1)
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The command line. name: whose. machine: this one only. otherwise: of files that name none.
    day: of files that carry none.
    """

    words: tuple[str, ...]
    name: str
    machine: Machine | None
    otherwise: Machine
    day: date | None
    skip_bad: bool
    quiet: bool


def open_rides(
    home: Path, wanted: Wanted, entries: Sequence[Entry], *, each: Callable[[str], None]
) -> list[Observed]:
    """Every ride that can be read and counts. each: told what is being read.

    Raises UsageError where there is no ride of this athlete, and the last ride's own error where
    none could be read. A ride and its mended copy count once, as the copy.
    """
    found: dict[str, Observed] = {}
    here = Keeper(home)
    wrong: list[HrguideError] = []
    going_on = resumable(home, now=datetime.now().astimezone())
    for word in wanted.words or _newest(home, wanted):
        each(f"reading {Path(word).name}")
        try:
            path = find_ride(home, word, athlete=wanted.name)
            going = going_on is not None and going_on.path == path
            one = _looked_at(path, wanted, entries, here, going_on=going)
        except HrguideError as error:
            wrong.append(error)
        else:
            found.setdefault(one.name, one)
    each("")
    if not found and wrong:
        *before, last = wrong
        _tell(before)
        raise last
    _tell(wrong)
    copied = {one.ride.answers.get(MENDED_FROM) for one in found.values()}
    once = [one for one in found.values() if one.ride.name not in copied]
    _remark(once, wanted)
    return sorted(once, key=_when)


def _looked_at(
    path: Path, wanted: Wanted, entries: Sequence[Entry], here: Keeper, *, going_on: bool
) -> Observed:
    """One ride read and looked at. Raises HrguideError where it cannot be, or does not count."""
    if going_on or is_in_progress(path):
        raise _left_out(path.stem, "it is not over yet", "Finish it first: hrguide ride")
    ride = open_recording(path, hrguide_version=__version__, skip_bad=wanted.skip_bad)
    kept = None if ride.header.origin is None else here.known(ride.header.origin.sha256)
    if kept is not None and kept != path:  # imported since: looked at once, under its rider's name
        ride = open_recording(kept, hrguide_version=__version__, skip_bad=wanted.skip_bad)
    header = ride.header
    machine = wanted.otherwise if header.athlete is None else header.machine
    if header.simulated:
        raise _left_out(ride.name, "its rider was simulated", "Only people have thresholds.")
    if header.athlete is not None and not _is_of(header, wanted.name):
        raise _left_out(
            ride.name,
            f"it is {clean(header.athlete.name)}'s, not {wanted.name}'s",
            "To read it as theirs, name them with --athlete.",
        )
    if not header.as_usual:
        raise _left_out(
            ride.name,
            "medicine that slows the heart was not taken as usual that day",
            "Its heart rates say little about other days.",
        )
    if wanted.machine is not None and header.athlete is not None and machine != wanted.machine:
        raise _left_out(
            ride.name,
            f"it was on the {machine.words}, not on the {wanted.machine.words}",
            "Without --machine it counts for its own.",
        )
    day = wanted.day if header.started is None else header.started.date()
    return observe(ride, machine=machine, day=day, entries=entries)


def _newest(home: Path, wanted: Wanted) -> list[str]:
    """The athlete's own newest rides on this computer. UsageError where there is none."""
    own: list[tuple[datetime, str]] = []
    for path in ride_paths(home):
        header = read_header(path)
        if header is None or header.simulated or not _is_of(header, wanted.name):
            continue
        if is_in_progress(path) or wanted.machine not in (None, header.machine):
            continue
        own.append((header.started or _LONG_AGO, str(path)))
    if not own:
        where = "" if wanted.machine is None else f" on the {wanted.machine.words}"
        raise UsageError(
            f"there is no ride of {wanted.name}'s{where} on this computer yet",
            hint="Ride first (hrguide ride), or name a file: hrguide tune FILE",
        )
    return [path for _, path in sorted(own)[-NEWEST:]]


def _is_of(header: Header, name: str) -> bool:
    return header.athlete is not None and recorded_key(header.athlete.name) == name_key(name)


def _left_out(name: str, why: str, hint: str) -> UsageError:
    return UsageError(f"{name} is left out: {why}", hint=hint)


def _tell(errors: Iterable[HrguideError]) -> None:
    for error in errors:
        say(f"hrguide: {error.message}\n  {error.hint}")


def _remark(found: Iterable[Observed], wanted: Wanted) -> None:
    """What was passed over within the rides that were read."""
    if wanted.quiet:
        return
    for one in found:
        for line in remarks(one.ride):
            say(f"{one.name}: {line}")
        if one.day is None:
            say(f"{one.name} has no date, so it is no evidence. Say when: --on DATE")


def _when(one: Observed) -> tuple[date, str]:
    return one.day or date.min, one.name
