"""How a ride begins and what stays of it: a header and a file, or an interrupted ride's.

Comes in: who rides what on which machine. Goes out: a session that agrees with its file to the last
bit, since both come from the header. It asks nothing and draws nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hrguide import __version__
from hrguide.athlete import store
from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.diary import known_evidence, note, read_diary
from hrguide.athlete.learned import keep_lesson, learned_for
from hrguide.athlete.profile import Profile, RememberedStrap
from hrguide.moment import Moment
from hrguide.ride.header import Header
from hrguide.ride.lesson import lesson_of
from hrguide.ride.lines import Answered, CommandLine
from hrguide.ride.replay import feed, open_session
from hrguide.ride.resume import Interrupted, reopen
from hrguide.ride.writer import RideWriter, create_ride
from hrguide.session import Session
from hrguide.workout.workout import Workout, WorkoutError


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A ride that can be ridden: new, or taken up again at `from_s`.

    before: what it was then. answers: given before it, as the file has them.
    """

    session: Session
    writer: RideWriter
    header: Header
    commands: tuple[CommandLine, ...] = ()
    from_s: float = 0.0
    strap_address: str | None = None
    before: tuple[Moment, ...] = ()
    answers: Mapping[str, int | str] = field(default_factory=dict)


def begin_new(
    home: Path,
    *,
    profile: Profile,
    machine: Machine,
    workout: Workout,
    gentle: bool,
    started: datetime,
    on_trouble: Callable[[str], None],
    athlete: Athlete | None = None,
    answers: Iterable[tuple[str, int | str]] = (),
    as_usual: bool = True,
) -> Begun:
    """A new ride file and its session, waiting for `start`.

    athlete: where a clinic's limit is to be heeded; None for the profile's own. answers: given
    before the ride. as_usual: False where medicine that slows the heart was not taken as usual:
    evidence of other days says less then, and their plateaus are another heart's.
    """
    evidence = known_evidence(home, profile.name)
    learned = None
    if as_usual:
        learned = learned_for(
            home, profile.name, machine=machine, workout_text=workout.text, evidence=evidence
        )
    header = Header(
        hrguide_version=__version__,
        started=started,
        workout_text=workout.text,
        workout_name=workout.name,
        athlete=athlete or profile.athlete(started.date()),
        evidence=evidence,
        machine=machine,
        learned=learned,
        gentle=gentle,
        as_usual=as_usual,
        waiting=True,
    )
    writer = create_ride(home, header, name=profile.name, on_trouble=on_trouble)
    known = dict(answers)
    for question, answer in known.items():
        writer.write(Answered(at_s=0.0, question=question, answer=answer))
    return Begun(session=open_session(header), writer=writer, header=header, answers=known)


def begin_resumed(old: Interrupted, *, on_trouble: Callable[[str], None]) -> Begun:
    """An interrupted ride, run again to where it was and on from there."""
    resumed = reopen(old.path, now=datetime.now().astimezone(), on_trouble=on_trouble)
    try:
        session = open_session(resumed.ride.header)
    except WorkoutError as error:
        resumed.writer.close()
        raise error.in_file(old.path.name) from error
    before = tuple(feed(session, resumed.ride.events))
    devices = [packet.device for packet in resumed.ride.packets if packet.device is not None]
    return Begun(
        session=session,
        writer=resumed.writer,
        header=resumed.ride.header,
        commands=resumed.ride.commands,
        from_s=resumed.at_s,
        strap_address=devices[-1] if devices else None,
        before=before,
        answers=resumed.ride.answers,
    )


def keep_what_was_learned(
    home: Path, begun: Begun, session: Session, *, strap: tuple[str, str | None] | None
) -> None:
    """Into the athlete's files: machine, strap, this ride's talk answers as evidence, and what it
    taught the forecast; of a day without the usual medicine the answers stay in the ride alone,
    for the diary speaks of usual days.
    """
    athlete = begun.header.athlete
    if athlete is None:
        return
    changes: dict[str, object] = {"machine": begun.header.machine}
    if strap is not None:
        changes["strap"] = RememberedStrap(address=strap[0], name=strap[1])
    store.change(home, athlete.name, **changes)
    if not begun.header.as_usual:
        return
    ride = begun.writer.path.stem
    known = [entry.piece for entry in read_diary(home, athlete.name) if entry.ride == ride]
    fresh = [answer for answer in session.ranges.answers if answer not in known]
    note(home, athlete.name, fresh, ride=ride)
    keep_lesson(home, athlete.name, lesson_of(begun.header, session, ride=ride))
