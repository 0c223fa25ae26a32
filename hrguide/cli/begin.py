"""How a ride begins and what stays of it: a header and a file, or an interrupted ride's.

Comes in: who rides what on which machine. Goes out: a session that agrees with its file to the last
bit, since both come from the header. It asks nothing and draws nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hrguide import __version__
from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import known_evidence, note
from hrguide.athlete.profile import Profile, RememberedStrap
from hrguide.ride.header import Header
from hrguide.ride.lines import CommandLine
from hrguide.ride.replay import feed, open_session
from hrguide.ride.resume import Interrupted, reopen
from hrguide.ride.writer import RideWriter, create_ride
from hrguide.session import Session
from hrguide.workout.workout import Workout


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A ride that can be ridden: new, or taken up again at `from_s`."""

    session: Session
    writer: RideWriter
    header: Header
    commands: tuple[CommandLine, ...] = ()
    from_s: float = 0.0
    strap_address: str | None = None


def begin_new(
    home: Path,
    *,
    profile: Profile,
    machine: Machine,
    workout: Workout,
    gentle: bool,
    started: datetime,
    on_trouble: Callable[[str], None],
) -> Begun:
    """A new ride file and its session, waiting for `start`."""
    header = Header(
        hrguide_version=__version__,
        started=started,
        workout_text=workout.text,
        workout_name=workout.name,
        athlete=profile.athlete(started.date()),
        evidence=known_evidence(home, profile.name),
        machine=machine,
        gentle=gentle,
        waiting=True,
    )
    writer = create_ride(home, header, name=profile.name, on_trouble=on_trouble)
    return Begun(session=open_session(header), writer=writer, header=header)


def begin_resumed(old: Interrupted, *, on_trouble: Callable[[str], None]) -> Begun:
    """An interrupted ride, run again to where it was and on from there."""
    resumed = reopen(old.path, now=datetime.now().astimezone(), on_trouble=on_trouble)
    session = open_session(resumed.ride.header)
    for _ in feed(session, resumed.ride.events):
        pass
    devices = [packet.device for packet in resumed.ride.packets if packet.device is not None]
    return Begun(
        session=session,
        writer=resumed.writer,
        header=resumed.ride.header,
        commands=resumed.ride.commands,
        from_s=resumed.at_s,
        strap_address=devices[-1] if devices else None,
    )


def keep_what_was_learned(
    home: Path, begun: Begun, session: Session, *, strap: tuple[str, str | None] | None
) -> None:
    """Into the athlete's files: machine, strap, and this ride's talk answers as evidence."""
    athlete = begun.header.athlete
    if athlete is None:
        return
    changes: dict[str, object] = {"machine": begun.header.machine}
    if strap is not None:
        changes["strap"] = RememberedStrap(address=strap[0], name=strap[1])
    store.change(home, athlete.name, **changes)
    note(home, athlete.name, session.ranges.answers, ride=begun.writer.path.stem)
