"""What a ride tells other programs: seconds, stretches, pauses, and the inputs as they were.

Comes in: a `Ride`. Goes out: a `Told`, which every format is written from. Ranges and verdicts are
those the ride decides when it is replayed. A heart rate is told only where the strap sent one that
the session believed: never 0, never 255, nothing from a dead strap. Power and cadence are the
erg's. It formats nothing and opens no file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from math import ceil, floor
from typing import Final, TypeGuard

from hrguide.athlete.athlete import Machine
from hrguide.bluetooth.heart_rate import BadPacketError, decode_heart_rate
from hrguide.bluetooth.source import LinkChange, Received
from hrguide.errors import UsageError
from hrguide.guide.command import Command
from hrguide.guide.schedule import Phase
from hrguide.moment import Moment
from hrguide.ride.erg import ERG, decode_erg
from hrguide.ride.formats.foreign import YEARS
from hrguide.ride.lines import HEART_RATE, CommandLine, Event
from hrguide.ride.reader import Ride
from hrguide.ride.replay import feed, open_session

HR_TOLD_MAX_BPM: Final = 254  # a byte in FIT and TCX, and 255 means "none"
_OVER: Final = (Phase.DONE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """One whole second of `at_s`. verdict: None before the start and after the end."""

    at_s: int
    hr_bpm: int | None = None
    power_w: int | None = None
    cadence_rpm: float | None = None
    low_bpm: int | None = None
    high_bpm: int | None = None
    verdict: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What the rider's own strap sent at once. hr_bpm: None where it sent none that can be."""

    at_s: float
    hr_bpm: int | None
    rr_s: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A step as ridden, or a lap of a foreign recorder. to_s: half-open."""

    from_s: float
    to_s: float
    rest: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """start_s, end_s: whole seconds of `at_s`; what is shown lies between them. pauses: while the
    step clock stood. inputs: what the session was fed, in order. own: the places in it of packets
    that were the rider's own and no copies; sent: what they said.
    """

    ride: Ride
    machine: Machine
    started: datetime | None
    start_s: int
    end_s: int
    seconds: tuple[Second, ...]
    stretches: tuple[Stretch, ...]
    pauses: tuple[tuple[float, float], ...]
    inputs: tuple[Received | LinkChange | CommandLine, ...]
    own: frozenset[int]
    sent: tuple[Sent, ...]

    def within(self, from_s: float, to_s: float) -> tuple[Second, ...]:
        """The seconds of a stretch."""
        return tuple(second for second in self.seconds if from_s <= second.at_s < to_s)

    def paused_s(self, from_s: float, to_s: float) -> float:
        """How long the clock stood between two times."""
        return sum(max(0.0, min(until, to_s) - max(since, from_s)) for since, until in self.pauses)


def date_of(told: Told, name: str) -> datetime:
    """The wall clock at `at_s` 0. name: of the format that cannot do without.

    Raises UsageError where nobody knows it, or no clock can have told it.
    """
    if told.started is None:
        raise UsageError(
            f"{told.ride.name} has no date, and {name} needs one",
            hint="Say when it began: --on 2026-11-22, or --on '2026-11-22 18:09'",
        )
    if told.started.year not in YEARS:
        raise UsageError(
            f"{told.ride.name} began in the year {told.started.year}, and {name} cannot say that",
            hint="Import the original again with its date: --on 2026-11-22",
        )
    return told.started


def tell(ride: Ride, *, on: datetime | None = None) -> Told:
    """What the ride tells. on: when one that carries no date began.

    Raises WorkoutError where the header's workout cannot be read.
    """
    heard = _Heard(ride)
    for moment in heard.moments():
        heard.take(moment)
    start_s = heard.start_s
    end_s = max(start_s + 1, ceil(ride.last_at_s))
    started = ride.header.started or on
    return Told(
        ride=ride,
        machine=ride.header.machine,
        started=started,
        start_s=start_s,
        end_s=end_s,
        seconds=tuple(heard.seconds(start_s, end_s)),
        stretches=_stretches(heard, ride, start_s, end_s),
        pauses=tuple(_pauses(ride.commands, end_s)),
        inputs=tuple(event for event in ride.events if _is_input(event)),
        own=frozenset(heard.own),
        sent=tuple(heard.sent),
    )


class _Heard:
    """The ride run through its session once, and what showed on the way."""

    def __init__(self, ride: Ride) -> None:
        self._ride = ride
        self._believed: dict[int, int] = {}
        self._erg: dict[int, tuple[int | None, float | None]] = {}
        self._shown: dict[int, Second] = {}
        self._last: Moment | None = None
        self.sent: list[Sent] = []
        self.own: list[int] = []
        self.steps: list[tuple[float, int]] = []  # from when, which
        self.over_s: float | None = None
        starts = [line.at_s for line in ride.commands if line.command is Command.START]
        self.start_s = floor(starts[0]) if ride.header.waiting and starts else 0
        self._session = open_session(ride.header)

    def moments(self) -> Iterator[Moment]:
        """Every Moment; what a packet itself said is kept beside."""
        session = self._session
        place = 0
        for event in self._ride.events:
            before = session.beats.repeats, session.beats.other_packets
            last = None
            for last in feed(session, (event,)):
                yield last
            if isinstance(event, Received):
                is_own = before == (session.beats.repeats, session.beats.other_packets)
                self._hear(event, last, place if is_own else None)
            place += _is_input(event)
        yield from session.advance(to_s=self._ride.last_at_s)

    @property
    def workout_steps(self) -> Sequence[object]:
        return self._session.workout.steps

    def step_words(self, index: int) -> tuple[str, bool]:
        """How the step was asked for, and whether it is a rest."""
        step = self._session.workout.steps[index]
        return step.text, step.kind.value == "rest"

    def take(self, moment: Moment) -> None:
        """Note where steps begin, and what is shown at whole seconds."""
        step = moment.step
        if step is not None and (not self.steps or self.steps[-1][1] != step.index):
            self.steps.append((moment.at_s, step.index))
        if moment.phase in _OVER and self.over_s is None:
            self.over_s = moment.at_s
        if moment.at_s == int(moment.at_s):
            self._shown[int(moment.at_s)] = Second(
                at_s=int(moment.at_s),
                low_bpm=None if step is None else step.low_bpm,
                high_bpm=None if step is None else step.high_bpm,
                verdict=None if step is None else moment.verdict.value,
            )

    def seconds(self, start_s: int, end_s: int) -> Iterator[Second]:
        """One for each whole second, with what was heard in it."""
        for at_s in range(start_s, end_s + 1):
            power_w, cadence_rpm = self._erg.get(at_s, (None, None))
            second = self._shown.get(at_s, Second(at_s=at_s))
            yield replace(
                second,
                hr_bpm=self._believed.get(at_s),
                power_w=power_w,
                cadence_rpm=cadence_rpm,
            )

    def _hear(self, packet: Received, moment: Moment | None, place: int | None) -> None:
        """place: among the inputs, None where the packet is not the rider's own."""
        second = int(packet.at_s)
        if packet.characteristic == ERG:
            reading = decode_erg(packet.payload)
            self._erg[second] = (reading.power_w, reading.cadence_rpm)
        elif packet.characteristic == HEART_RATE and place is not None and moment is not None:
            try:
                measured = decode_heart_rate(packet.payload)
            except BadPacketError:
                return
            self.own.append(place)
            can_be = 0 < measured.hr_bpm <= HR_TOLD_MAX_BPM
            hr_bpm = measured.hr_bpm if can_be else None
            self.sent.append(Sent(at_s=packet.at_s, hr_bpm=hr_bpm, rr_s=measured.rr_s))
            if moment.hr_bpm is not None:
                self._believed[second] = moment.hr_bpm


def _stretches(heard: _Heard, ride: Ride, start_s: int, end_s: int) -> tuple[Stretch, ...]:
    """The steps as ridden; of an import that asks nothing the laps; else all of it."""
    if ride.laps and len(heard.workout_steps) == 1:
        inside = [lap for lap in ride.laps if lap.at_s < end_s]
        return tuple(
            Stretch(
                from_s=lap.at_s,
                to_s=min(lap.at_s + lap.duration_s, float(end_s)),
                rest=lap.rest,
                name=lap.name,
            )
            for lap in inside
        )
    if not heard.steps:
        return (Stretch(from_s=float(start_s), to_s=float(end_s)),)
    edges = [float(start_s), *(from_s for from_s, _index in heard.steps[1:]), float(end_s)]
    found = []
    for (_from_s, index), (from_s, to_s) in zip(heard.steps, pairwise(edges), strict=True):
        words, rest = heard.step_words(index)
        if to_s > from_s:
            found.append(Stretch(from_s=from_s, to_s=to_s, rest=rest, name=words))
    return tuple(found)


def _pauses(commands: Iterable[CommandLine], end_s: float) -> Iterator[tuple[float, float]]:
    since: float | None = None
    for line in commands:
        if line.command is Command.PAUSE and since is None:
            since = line.at_s
        elif line.command in (Command.GO_ON, Command.START) and since is not None:
            yield since, line.at_s
            since = None
    if since is not None and since < end_s:
        yield since, end_s


def _is_input(event: Event) -> TypeGuard[Received | LinkChange | CommandLine]:
    """What steers: heart-rate packets, commands, link changes."""
    if isinstance(event, Received):
        return event.characteristic == HEART_RATE
    return isinstance(event, LinkChange | CommandLine)
