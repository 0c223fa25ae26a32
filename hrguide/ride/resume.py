"""An interrupted ride: found at the next start, taken up again or closed.

Comes in: the home folder, a path, the wall clock as read by the caller. Goes out: what was
interrupted, a writer that goes on where the file ends, or a footer. Time in between stands: a
`pause` at the last recorded moment, a `go_on` now. Nothing that was recorded is thrown away, only
the torn half of a line that never was whole.
"""

import io
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from hrguide.athlete.names import name_key, recorded_key
from hrguide.errors import UsageError
from hrguide.guide.command import Command
from hrguide.ride.folder import unfinished
from hrguide.ride.header import Header
from hrguide.ride.lines import CommandLine, Ending, Event, Footer
from hrguide.ride.lock import take_lock
from hrguide.ride.reader import Ride, decode_ride, read_ride, split_torn
from hrguide.ride.writer import RideWriter

RESUME_WITHIN_S: Final = 30 * 60.0  # design.md; later, the body is cold and the ride is another
# Reading the question takes its time; much more than that, and its grid (4 ticks a second, 0.08 ms
# each) would be walked for minutes before anything is shown.
REOPEN_WITHIN_S: Final = 2 * RESUME_WITHIN_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """A ride without an end. ago_s: since its last line, 0 or more."""

    path: Path
    header: Header
    last_at_s: float
    ago_s: float
    is_resumable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """A ride taken up again. ride: all that was recorded, with the pause and the go_on.

    at_s: now, on the ride's clock: where the run loop's clock starts.
    """

    writer: RideWriter
    ride: Ride
    at_s: float


def interrupted(home: Path, *, now: datetime) -> tuple[Interrupted, ...]:
    """Every interrupted ride of the home folder, newest last. now: the wall clock, with zone."""
    found = []
    for path in unfinished(home):
        ride = read_ride(path, skip_bad=True)
        if ride.header.synthesised or ride.header.started is None:
            continue  # an import, or made by hand: nobody was riding it
        ago_s = max(0.0, ride_clock_s(ride.header, now) - ride.last_at_s)
        found.append(
            Interrupted(
                path=path,
                header=ride.header,
                last_at_s=ride.last_at_s,
                ago_s=ago_s,
                is_resumable=ago_s <= RESUME_WITHIN_S and _may_go_on(ride),
            )
        )
    return tuple(found)


def resumable(home: Path, *, now: datetime, athlete: str | None = None) -> Interrupted | None:
    """The ride to offer to go on with: the one interrupted last, if that was within 30 minutes.

    athlete: whose it must be, None for anybody's.
    """
    fresh = [
        ride
        for ride in interrupted(home, now=now)
        if ride.is_resumable and (athlete is None or _is_of(ride.header, athlete))
    ]
    return min(fresh, key=lambda ride: ride.ago_s, default=None)


def close_interrupted(path: Path) -> None:
    """Give an interrupted ride its footer. Raises UsageError while another hrguide writes it."""
    writer, ride = _take_over(path)
    writer.close(Footer(at_s=ride.last_at_s, ending=Ending.CLOSED))


def reopen(
    path: Path, *, now: datetime, on_trouble: Callable[[str], None] | None = None
) -> Resumed:
    """Go on with an interrupted ride; its time between then and `now` stands.

    A ride that was stopped ("unwell") stays stopped: only the rider's own `go_on` ends that.
    Raises UsageError for a ride that has its footer, that another hrguide writes, or that was
    interrupted more than REOPEN_WITHIN_S ago.
    """
    writer, ride = _take_over(path, on_trouble)
    at_s = max(ride.last_at_s, ride_clock_s(ride.header, now))
    if at_s - ride.last_at_s > REOPEN_WITHIN_S:
        writer.close()
        ago_h = (at_s - ride.last_at_s) / 3600.0
        raise UsageError(
            f"{path.stem} was interrupted {ago_h:.0f} h ago: too long to go on with it",
            hint="It is kept, and closed at the next start: hrguide ride.",
        )
    added: list[Event] = [
        writer.write(command)
        for command in standing_still(ride.commands, from_s=ride.last_at_s, to_s=at_s)
    ]
    return Resumed(writer=writer, ride=replace(ride, events=(*ride.events, *added)), at_s=at_s)


def standing_still(
    commands: Iterable[CommandLine], *, from_s: float, to_s: float
) -> tuple[CommandLine, ...]:
    """The commands that keep the step clock still between two times, after an interruption.

    commands: given so far. No `go_on` where the last word was a stop.
    """
    pause = CommandLine(at_s=from_s, command=Command.PAUSE)
    if _is_stopped(commands):
        return (pause,)
    return pause, CommandLine(at_s=to_s, command=Command.GO_ON)


def ride_clock_s(header: Header, now: datetime) -> float:
    """`at_s` by the wall clock: seconds since the header."""
    assert header.started is not None, "a live ride knows its wall clock"
    return (now - header.started).total_seconds()


def _is_of(header: Header, athlete: str) -> bool:
    return header.athlete is not None and recorded_key(header.athlete.name) == name_key(athlete)


def _may_go_on(ride: Ride) -> bool:
    if ride.header.simulated or ride.header.synthesised:
        return False  # the simulated rider's state died with its process
    return not any(line.command is Command.FINISH for line in ride.commands)


def _is_stopped(commands: Iterable[CommandLine]) -> bool:
    stopped = False
    for line in commands:
        if line.command is Command.STOP:
            stopped = True
        elif line.command is Command.GO_ON:
            stopped = False
    return stopped


def _take_over(
    path: Path, on_trouble: Callable[[str], None] | None = None
) -> tuple[RideWriter, Ride]:
    """A writer at the end of the locked file, its torn end cut off, and the ride in it."""
    with ExitStack() as on_error:
        file = io.FileIO(path, "r+")
        on_error.callback(file.close)
        if not take_lock(file):
            raise UsageError(
                f"{path.stem} is being ridden by another hrguide",
                hint="Finish it there first (q).",
            )
        content = file.readall()
        ride = decode_ride(content, path=path, skip_bad=True)
        if ride.is_complete:
            raise UsageError(
                f"{path.stem} has come to its end", hint=f"See `hrguide report {path.stem}`."
            )
        whole, _torn = split_torn(content)
        file.truncate(len(whole))
        on_error.pop_all()
    writer = RideWriter(
        file,
        path=path,
        length=len(whole),
        last_at_s=ride.last_at_s,
        tail=b"" if whole.endswith(b"\n") else b"\n",
        on_trouble=on_trouble,
    )
    return writer, ride
