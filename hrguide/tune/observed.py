"""What one past ride shows of its rider, before it is asked what is news.

Comes in: a `Ride`, the machine and day it counts for, and what the diary has already. Goes out: an
`Observed`: its trace, and pieces of evidence with words on where each was seen. Answers given in a
ride that never came to its end stand in no diary; they alone need a replay, which is slow. It
weighs nothing and writes nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from hrguide.athlete.athlete import MAX_MAX_BPM, MAX_MIN_BPM, RESTING_MIN_BPM, Machine
from hrguide.athlete.diary import Entry
from hrguide.athlete.evidence import (
    SETTLED_REST_MAX_BPM,
    AlphaCrossing,
    Evidence,
    MeasuredMax,
    RestingRate,
    SteadyRide,
    TalkAnswer,
    kind_of,
)
from hrguide.guide.command import Command
from hrguide.ride.folder import SUFFIX
from hrguide.ride.reader import Ride
from hrguide.ride.replay import open_session, run_through
from hrguide.tune.alpha import alpha_crossing
from hrguide.tune.ends import clean_peak, lowest_at_set_up
from hrguide.tune.steady import steady_stretch
from hrguide.tune.trace import Trace, trace

_TALK: Final = (Command.TALK_COMFORTABLE, Command.TALK_ONLY_JUST, Command.TALK_NO)
_SHA_DIGITS: Final = 8  # enough to tell this week's activity.csv from last week's


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One piece and where in the ride it was seen, in words."""

    piece: Evidence
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A ride looked at. name: as the diary calls it. day: None where nobody knows it; then it shows
    its pace but is no evidence.
    """

    name: str
    ride: Ride
    machine: Machine
    day: date | None
    trace: Trace
    seen: tuple[Seen, ...]


def ride_name(ride: Ride, entries: Iterable[Entry] = ()) -> str:
    """What the diary calls it: a ride file's id; of a foreign file its name and its content.

    Imported or renamed after it was looked at, a foreign file keeps the name it was noted under:
    it is one ride, and counts once.
    """
    origin = ride.header.origin
    if origin is None:
        return ride.name
    content = f"-{origin.sha256[:_SHA_DIGITS]}"
    noted = (entry.ride for entry in entries if entry.ride is not None)
    before = next((name for name in noted if name.endswith(content)), None)
    if before is not None:
        return before
    is_kept = ride.path is not None and ride.path.suffix == SUFFIX
    return ride.name if is_kept else f"{ride.name}{content}"


def is_noted(entries: Iterable[Entry], name: str, kind: str) -> bool:
    """Whether the diary has this kind from this ride, counted or forgotten."""
    return any(entry.ride == name and kind_of(entry.piece) == kind for entry in entries)


def observe(
    ride: Ride, *, machine: Machine, day: date | None, entries: Iterable[Entry] = ()
) -> Observed:
    """Look at one ride. entries: the athlete's diary, forgotten ones too.

    Raises WorkoutError where it holds answers and its workout cannot be read.
    """
    entries = tuple(entries)
    heard = trace(ride)
    name = ride_name(ride, entries)
    found: list[Seen] = []
    if day is not None:
        found += _answers(ride, name, entries)
        found += _from_trace(heard, machine, day)
    return Observed(name=name, ride=ride, machine=machine, day=day, trace=heard, seen=tuple(found))


def _answers(ride: Ride, name: str, entries: Iterable[Entry]) -> list[Seen]:
    """The talk answers of a ride from which none was noted, as the session counted them."""
    asked = any(line.command in _TALK for line in ride.commands)
    if not asked or ride.header.athlete is None or is_noted(entries, name, "talk_answer"):
        return []
    session = open_session(ride.header)
    for _ in run_through(session, ride):
        pass
    return [Seen(piece=answer, where=_into(answer)) for answer in session.ranges.answers]


def _into(answer: TalkAnswer) -> str:
    if answer.into_step_s is None:
        return "an answer that was never noted"
    return f"an answer never noted, {_clock(answer.into_step_s)} into a step"


def _from_trace(heard: Trace, machine: Machine, day: date) -> Iterator[Seen]:
    """Each kind at most once a ride, rounded to what can be meant."""
    if (steady := steady_stretch(heard)) is not None:
        yield Seen(
            piece=SteadyRide(round(steady.hr_bpm, 1), steady.minutes, machine, day),
            where=f"from {_clock(steady.from_s)}, drift "
            f"{10 * steady.drift_per_minute_bpm:+.1f} bpm in 10 min",
        )
    if (crossed := alpha_crossing(heard)) is not None:
        yield Seen(
            piece=AlphaCrossing(round(crossed.hr_bpm, 1), machine, day),
            where=f"read off {crossed.windows} windows, +-{crossed.sd_bpm:.0f}",
        )
    peak = clean_peak(heard)
    if peak is not None and MAX_MIN_BPM <= peak.hr_bpm <= MAX_MAX_BPM:
        yield Seen(
            piece=MeasuredMax(peak.hr_bpm, day, "peak"), where=f"held at {_clock(peak.at_s)}"
        )
    rest = lowest_at_set_up(heard)
    if rest is not None and RESTING_MIN_BPM <= rest.hr_bpm <= SETTLED_REST_MAX_BPM:
        yield Seen(
            piece=RestingRate(round(rest.hr_bpm, 1), day, "bound"),
            where="lowest 30 s before the start",
        )


def _clock(seconds: float) -> str:
    minutes, left_s = divmod(round(seconds), 60)
    return f"{minutes}:{left_s:02}"
