"""The same decisions again: what a live ride decided, its replay decides, to the last bit."""

import asyncio
import inspect
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.bluetooth.source import LinkChange, LinkState, Received
from hrguide.clock import JumpingClock, RealClock
from hrguide.guide.command import Command
from hrguide.guide.cue import CueKind
from hrguide.guide.policy import Policy
from hrguide.moment import Moment, for_json_lines
from hrguide.ride.header import Header
from hrguide.ride.lines import CommandLine, Ending, Event, Footer, Recorded, Said
from hrguide.ride.reader import Ride, decode_ride
from hrguide.ride.replay import header_workout, open_session, replay, run_through
from hrguide.ride.told import cue_changes, said_in
from hrguide.ride.writer import RideWriter
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout
from hrguide.zones.ranges import Range
from tests.ride.ride_examples import a_header, a_packet, as_bytes

PATH = Path("2026-11-22-sam.hrg")
SHORT = "2 rounds\n- 10 s easy\n- 5 s moderate\n* rest 3 s between rounds\n"
RANGES = {
    "easy": Range(low_bpm=100, high_bpm=115, provisional=False, source="given"),
    "moderate": Range(low_bpm=120, high_bpm=130, provisional=False, source="given"),
}


class Notebook:
    """A ride file in memory."""

    def __init__(self) -> None:
        self.content = bytearray()

    def seek(self, offset: int, /) -> int:
        return offset

    def write(self, data: bytes, /) -> int:
        self.content += data
        return len(data)

    def fileno(self) -> int:
        raise OSError("no disk behind it")

    def close(self) -> None:
        pass


def _lines(moments: Iterator[Moment] | list[Moment]) -> list[str]:
    return [moment.json_line() for moment in for_json_lines(moments)]


def _decide(session: Session, event: Recorded) -> tuple[Moment, ...]:
    """What the run loop does with one event."""
    match event:
        case Received(characteristic="2a37"):
            return session.receive(at_s=event.at_s, payload=event.payload, device=event.device)
        case CommandLine():
            return session.command(at_s=event.at_s, command=event.command.value)
        case LinkChange():
            return session.link(at_s=event.at_s, change=event)
        case _:
            return ()


def _live(header: Header, turns: list[tuple[float, list[Recorded]]]) -> tuple[bytes, list[Moment]]:
    """A ride as the run loop rides it: write, then decide; advance at the end of each turn.

    turns: the time each ends at, and what was found in it (stamps may be late or early).
    """
    notebook = Notebook()
    writer = RideWriter(notebook, path=PATH)
    writer.write_header(header)
    session = open_session(header)
    moments: list[Moment] = []
    done_s = 0.0
    for to_s, events in turns:
        for event in events:
            moments += _decide(session, writer.write(event, now_s=done_s))
        moments += session.advance(to_s=to_s)
        done_s = to_s
        for said in said_in(moments[-1:]):
            writer.write(said)
    writer.close(Footer(at_s=done_s, ending=Ending.DONE))
    return bytes(notebook.content), moments


_stamps = st.integers(0, 40 * 16).map(lambda sixteenth: sixteenth / 16)
_happening = st.one_of(
    st.builds(
        a_packet,
        _stamps,
        st.integers(0, 255),
        st.integers(250, 1500),
    ),
    st.builds(Received, at_s=_stamps, payload=st.binary(max_size=8)),
    st.builds(
        Received, at_s=_stamps, payload=st.binary(max_size=1), characteristic=st.just("2a19")
    ),
    st.builds(CommandLine, at_s=_stamps, command=st.sampled_from(Command)),
    st.builds(LinkChange, at_s=_stamps, state=st.sampled_from(LinkState)),
)


@st.composite
def _ridden(draw: st.DrawFn) -> list[tuple[float, list[Recorded]]]:
    """Turns of uneven length; what happens is found in the turn it is stamped in, or later."""
    ends = sorted(draw(st.sets(_stamps, min_size=1, max_size=60)))
    turns: list[tuple[float, list[Recorded]]] = [(end, []) for end in ends]
    for event in draw(st.lists(_happening, max_size=60)):
        late = draw(st.integers(0, 2))
        for first, end in enumerate(ends):
            if end >= event.at_s:
                turns[min(first + late, len(ends) - 1)][1].append(event)
                break
    return turns


@settings(deadline=None, max_examples=50)
@given(_ridden(), st.booleans(), st.booleans())
def test_a_replay_is_the_ride(
    turns: list[tuple[float, list[Recorded]]], waiting: bool, given_ranges: bool
) -> None:
    header = a_header(workout_text=SHORT, waiting=waiting, ranges=RANGES if given_ranges else None)
    content, moments = _live(header, turns)
    ride = decode_ride(content, path=PATH)
    again = list(replay(ride))
    assert again == moments
    assert _lines(again) == _lines(moments)


def _a_ride(**changes: object) -> Ride:
    """A rider who goes too hard under given ranges, with a pause and a talk answer."""
    events: list[Event] = [CommandLine(at_s=0.5, command=Command.START)]
    for at_s in range(1, 160):
        events.append(a_packet(float(at_s), min(90 + at_s, 150), 512))
    events.insert(30, CommandLine(at_s=29.5, command=Command.PAUSE))
    events.insert(36, CommandLine(at_s=34.5, command=Command.GO_ON))
    events.insert(60, CommandLine(at_s=57.5, command=Command.NEXT))
    events.append(CommandLine(at_s=160.0, command=Command.TALK_NO))
    events.append(Footer(at_s=165.0, ending=Ending.FINISHED))
    facts = {"workout_text": "2 minutes easy\n1 minute moderate\n", "ranges": RANGES, **changes}
    header = a_header(waiting=True, **facts)
    return decode_ride(as_bytes(header, events), path=PATH)


def test_a_replay_ends_where_the_ride_did() -> None:
    moments = list(replay(_a_ride()))
    assert moments[-1].at_s == 165.0
    assert all(one.at_s <= other.at_s for one, other in pairwise(moments))
    unfinished = replace(_a_ride(), events=_a_ride().events[:-2])
    assert list(replay(unfinished))[-1].at_s == 159.0


def test_readers_lines_and_other_characteristics_steer_nothing() -> None:
    ride = _a_ride()
    added: list[Event] = [
        Received(at_s=10.0, payload=b"\x63", characteristic="2a19"),
        Said(at_s=10.0, cue="ease", text="never said"),
    ]
    at = ride.events.index(a_packet(10.0, 100, 512))
    noisier = replace(ride, events=(*ride.events[:at], *added, *ride.events[at:]))
    assert list(replay(noisier)) == list(replay(ride))


def test_another_workout_keeps_only_what_means_the_same_there() -> None:
    ride = _a_ride()
    other = parse_workout("10 minutes easy\n")
    moments = list(replay(ride, workout=other))
    assert {moment.step.index for moment in moments if moment.step is not None} == {0}
    paused = [moment.at_s for moment in moments if moment.verdict.value == "paused"]
    assert (min(paused), max(paused)) == (29.5, 34.5)
    assert header_workout(ride.header).name == "short"


@pytest.mark.parametrize("command", list(Command))
def test_which_commands_mean_the_same_in_another_workout(command: Command) -> None:
    """design.md, "Time": start, pause, go_on, stop and talk answers; the others are left out."""
    others = {"next", "plus_30", "finish", "skip"}
    survives = command.value not in others and not command.value.startswith("back_")
    ride = replace(_a_ride(), events=(CommandLine(at_s=1.0, command=command),))
    bare = replace(_a_ride(), events=())
    other = parse_workout("2 rounds\n- 10 s easy\n- 10 s moderate\n")
    moments = list(replay(ride, workout=other))
    one_more = len([moment for moment in moments if moment.at_s == 1.0]) == 2
    assert one_more is survives
    assert bool(list(replay(bare, workout=other))) is True


def test_every_fact_of_the_header_reaches_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of them may be lost on the way, or a replay would decide by other facts."""
    seen: dict[str, object] = {}
    monkeypatch.setattr("hrguide.ride.replay.Session", lambda **facts: seen.update(facts))
    header = a_header(
        workout_text=SHORT,
        ranges=RANGES,
        machine=Machine.ROWER,
        learned={"tau_on_s": 38.0},
        gentle=True,
        as_usual=False,
        waiting=True,
    )
    open_session(header)
    assert seen == {
        "workout": header_workout(header),
        "ranges": RANGES,
        "athlete": header.athlete,
        "evidence": header.evidence,
        "machine": "rower",
        "learned": {"tau_on_s": 38.0},
        "policy": header.policy,
        "gentle": True,
        "as_usual": False,
        "waiting": True,
        "on": "2026-11-22",
    }
    assert seen.keys() == inspect.signature(Session).parameters.keys(), "a fact the header lacks"


def test_what_is_laid_over_a_ride_is_used() -> None:
    ride = _a_ride()
    plain = _lines(replay(ride))
    low = {name: replace(each, low_bpm=60, high_bpm=80) for name, each in RANGES.items()}
    assert _lines(replay(ride, ranges=low)) != plain
    assert _lines(replay(ride, policy=Policy(settling_s=10.0))) != plain
    free = _a_ride(ranges=None)
    assert _lines(replay(free)) != plain
    older = Athlete("Sam", 78)
    told = [moment.threshold_bpm for moment in replay(free)]
    assert [moment.threshold_bpm for moment in replay(free, athlete=older, evidence=())] != told
    assert [moment.threshold_bpm for moment in replay(free, machine="rower")] != told
    assert list(replay(free, machine="bikeerg")) == list(replay(free))


def test_the_session_can_be_looked_at_afterwards() -> None:
    ride = _a_ride()
    session = open_session(ride.header)
    assert list(run_through(session, ride)) == list(replay(ride))
    assert session.beats.beats_by_verdict


@pytest.mark.parametrize("clock", [RealClock(speed=50_000.0), JumpingClock()])
def test_any_speed_gives_the_same_lines(clock: RealClock | JumpingClock) -> None:
    async def paced() -> list[Moment]:
        taken = []
        for moment in replay(_a_ride()):
            await clock.sleep_until(moment.at_s)
            taken.append(moment)
        return taken

    assert asyncio.run(paced()) == list(replay(_a_ride()))


def _said_live(ride: Ride) -> Ride:
    """The ride with its cues recorded, as a live one has them."""
    told = said_in(replay(ride))
    return replace(ride, events=(*ride.events[:-1], *told, ride.events[-1]))


def test_a_replay_tells_which_cues_changed() -> None:
    ride = _said_live(_a_ride())
    assert len(ride.said) > 3
    same = cue_changes(ride, said_in(replay(ride)))
    assert same is not None
    assert same.count == 0
    said = list(ride.said)
    said[1] = replace(said[1], at_s=said[1].at_s + 0.25)
    changed = cue_changes(ride, [*said, Said(at_s=164.0, cue=CueKind.WELL.value, text="new")])
    assert changed is not None
    assert changed.only_said == (ride.said[1],)
    assert changed.count == 2


def test_a_cue_said_twice_is_two_cues() -> None:
    ride = _said_live(_a_ride())
    twice = replace(ride, events=(*ride.events[:-1], ride.said[0], ride.events[-1]))
    changes = cue_changes(twice, ride.said)
    assert changes is not None
    assert changes.only_said == (ride.said[0],)
    assert changes.only_replayed == ()


def test_nothing_said_is_nothing_to_compare() -> None:
    ride = _a_ride()
    assert cue_changes(ride, said_in(replay(ride))) is None
    foreign = replace(
        _said_live(ride), header=a_header(workout_text=SHORT, synthesised=True, started=None)
    )
    assert cue_changes(foreign, []) is None


def test_a_cue_lost_in_the_crash_is_no_change() -> None:
    whole = _said_live(_a_ride())
    last = whole.said[-1]
    cut = replace(whole, events=tuple(e for e in whole.events[:-1] if e not in (last,)))
    ends_there = tuple(e for e in cut.events if getattr(e, "at_s", 0.0) <= last.at_s)
    found = cue_changes(replace(cut, events=ends_there), whole.said)
    assert found is not None
    assert found.count == 0
