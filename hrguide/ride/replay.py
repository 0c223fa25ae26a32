"""A recorded ride run again: the same causes into the same machine, so the same Moments.

Comes in: a `Ride`, and what to lay over it (other ranges, another workout, ...). Goes out: Moments,
lazily, as fast as they are taken. `open_session` is the one place that makes a session of a
header; a live ride uses it too, and that is why the two agree. It reads no file and no clock;
pacing belongs to whoever takes the Moments.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import Evidence
from hrguide.bluetooth.source import LinkChange, Received
from hrguide.errors import UsageError
from hrguide.guide.command import Command
from hrguide.guide.policy import Policy
from hrguide.moment import Moment
from hrguide.ride.erg import ERG, decode_erg
from hrguide.ride.header import Header
from hrguide.ride.lines import HEART_RATE, CommandLine, Event
from hrguide.ride.reader import Ride
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Workout
from hrguide.zones.ranges import Range

SURVIVES_ANOTHER_WORKOUT: Final = frozenset(
    {
        Command.START,
        Command.PAUSE,
        Command.GO_ON,
        Command.STOP,
        Command.TALK_COMFORTABLE,
        Command.TALK_ONLY_JUST,
        Command.TALK_NO,
    }
)
"""design.md: `next` or `plus_30` would mean another step there, a `finish` another end."""


def open_session(
    header: Header,
    *,
    workout: Workout | None = None,
    athlete: Athlete | None = None,
    evidence: Sequence[Evidence] | None = None,
    ranges: Mapping[str, Range] | None = None,
    machine: str | None = None,
    learned: object | None = None,
    policy: Policy | None = None,
) -> Session:
    """The machine of this ride, at `at_s` 0. What is None stands as the header has it.

    Raises WorkoutError where this version cannot read the header's workout.
    """
    return Session(
        workout=header_workout(header) if workout is None else workout,
        ranges=header.ranges if ranges is None else ranges,
        athlete=header.athlete if athlete is None else athlete,
        evidence=header.evidence if evidence is None else evidence,
        machine=header.machine.value if machine is None else machine,
        learned=header.learned if learned is None else learned,
        policy=header.policy if policy is None else policy,
        gentle=header.gentle,
        as_usual=header.as_usual,
        waiting=header.waiting,
        on=None if header.started is None else header.started.date().isoformat(),
    )


def header_workout(header: Header) -> Workout:
    """The workout in the header's own words. Raises WorkoutError."""
    return replace(parse_workout(header.workout_text), name=header.workout_name)


def feed(session: Session, events: Iterable[Event]) -> Iterator[Moment]:
    """Every cause among the events into the session, one by one; the Moments that come due.

    Readers' lines, packets of characteristics other than the heart rate's and the erg's, and lines
    of newer versions steer nothing.
    """
    for event in events:
        if isinstance(event, Received):
            if event.characteristic == HEART_RATE:
                yield from session.receive(
                    at_s=event.at_s, payload=event.payload, device=event.device
                )
            elif event.characteristic == ERG:
                said = decode_erg(event.payload)
                yield from session.hear_erg(
                    at_s=event.at_s, cadence_rpm=said.cadence_rpm, power_w=said.power_w
                )
        elif isinstance(event, CommandLine):
            yield from session.command(at_s=event.at_s, command=event.command)
        elif isinstance(event, LinkChange):
            yield from session.link(at_s=event.at_s, change=event)


def replay(
    ride: Ride,
    workout: Workout | None = None,
    athlete: Athlete | None = None,
    evidence: Sequence[Evidence] | None = None,
    ranges: Mapping[str, Range] | None = None,
    machine: str | None = None,
    learned: object | None = None,
    policy: Policy | None = None,
) -> Iterator[Moment]:
    """The Moments of a ride, from its first packet to its footer (or its last line).

    With nothing laid over it they are those of the live ride, to the last bit. Under another
    workout only start, pause, go_on, stop and talk answers survive. Raises WorkoutError where the
    header's workout cannot be read.
    """
    session = open_session(
        ride.header,
        workout=workout,
        athlete=athlete,
        evidence=evidence,
        ranges=ranges,
        machine=machine,
        learned=learned,
        policy=policy,
    )
    return run_through(session, ride, survivors_only=workout is not None)


def run_through(session: Session, ride: Ride, *, survivors_only: bool = False) -> Iterator[Moment]:
    """As `replay`, through a session of the caller's, which can be looked at afterwards."""
    events = ride.events
    yield from feed(session, filter(_survives, events) if survivors_only else events)
    yield from session.advance(to_s=ride.last_at_s if ride.footer is None else ride.footer.at_s)


def starting_at(ride: Ride, offset_s: float) -> Ride:
    """The ride with its workout begun at `offset_s` instead: for a workout laid over a recording.

    Its own start is left out. Raises UsageError for a time after its end.
    """
    if not 0 <= offset_s < ride.last_at_s:
        raise UsageError(
            f"{ride.name} lasts {ride.last_at_s:.0f} s, and the workout cannot begin at "
            f"{offset_s:g} s",
            hint="Give --offset a time within the recording.",
        )
    start = CommandLine(at_s=offset_s, command=Command.START)
    rest = [
        event
        for event in ride.events
        if not (isinstance(event, CommandLine) and event.command is Command.START)
    ]
    place = next(
        (
            number
            for number, event in enumerate(rest)
            if isinstance(event, Received | LinkChange | CommandLine) and event.at_s >= offset_s
        ),
        len(rest),
    )
    events = (*rest[:place], start, *rest[place:])
    return replace(ride, header=replace(ride.header, waiting=True), events=events)


def _survives(event: Event) -> bool:
    return not isinstance(event, CommandLine) or event.command in SURVIVES_ANOTHER_WORKOUT
