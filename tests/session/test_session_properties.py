"""The machine's promises: any chopping of time, any bytes, any commands; and the replay agrees."""

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.athlete.athlete import Athlete
from hrguide.bluetooth.source import LinkChange, LinkState, Received
from hrguide.errors import UsageError
from hrguide.guide.command import Command
from hrguide.moment import Moment, Phase, for_json_lines
from hrguide.session import Session
from hrguide.simulate.source import SimulatedStrap
from hrguide.workout.whiteboard import parse_workout
from hrguide.zones.ranges import Range

WORKOUT = parse_workout(
    "2 rounds\n- 1 min easy\n- 30 s moderate\n- 90 s 120-130 bpm\n* rest 30 s between rounds"
)
END_S = 400.0


def new_session() -> Session:
    return Session(workout=WORKOUT, athlete=Athlete("kim", 40), waiting=True)


@cache
def packets() -> tuple[Received, ...]:
    events = SimulatedStrap(seed=4).take(END_S)
    return tuple(
        event for event in events if isinstance(event, Received) and event.characteristic == "2a37"
    )


COMMANDS = (
    (2.0, Command.START),
    (50.1, Command.TALK_COMFORTABLE),
    (70.0, Command.PAUSE),
    (81.3, Command.GO_ON),
    (120.0, Command.TALK_ONLY_JUST),
    (130.0, Command.PLUS_30),
    (200.0, Command.BACK_WORSE),
    (250.0, Command.STOP),
    (260.0, Command.GO_ON),
)


def drive(session: Session, stops: list[float]) -> list[Moment]:
    """Events in order of time, with `advance` called at the stops between them as well."""
    moments: list[Moment] = []
    events: list[tuple[float, int, object]] = [(packet.at_s, 1, packet) for packet in packets()]
    events += [(at_s, 2, command) for at_s, command in COMMANDS]
    events += [(at_s, 0, None) for at_s in stops]
    for at_s, _, event in sorted(events, key=lambda each: each[:2]):
        match event:
            case Received():
                moments += session.receive(at_s=at_s, payload=event.payload, device=event.device)
            case Command():
                moments += session.command(at_s=at_s, command=event.value)
            case _:
                moments += session.advance(to_s=at_s)
    moments += session.advance(to_s=END_S)
    return moments


@cache
def undivided() -> tuple[Moment, ...]:
    return tuple(drive(new_session(), []))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.0, END_S), max_size=60))
def test_any_chopping_of_advance_gives_the_same_moments(stops: list[float]) -> None:
    assert tuple(drive(new_session(), stops)) == undivided()


def test_the_story_has_something_to_compare() -> None:
    kinds = {moment.cue.kind.value for moment in undivided() if moment.cue}
    assert {"step", "stop", "countdown"} <= kinds
    assert {Phase.READY, Phase.STEP, Phase.PAUSED, Phase.STOPPED} <= {
        moment.phase for moment in undivided()
    }


def test_advance_is_idempotent_and_never_runs_back() -> None:
    session = new_session()
    assert len(session.advance(to_s=10.0)) == 41  # 0.00, 0.25, ... 10.00
    assert session.advance(to_s=10.0) == ()
    assert session.advance(to_s=3.0) == ()
    late = session.receive(at_s=5.0, payload=b"\x00\x50")
    assert [moment.at_s for moment in late] == [10.0]


def test_a_moment_for_each_tick_and_each_event() -> None:
    session = new_session()
    assert [moment.at_s for moment in session.receive(at_s=0.6, payload=b"\x00\x50")] == [
        0.0,
        0.25,
        0.5,
        0.6,
    ]
    assert [moment.at_s for moment in session.command(at_s=0.7, command="start")] == [0.7]


def test_a_cue_is_in_exactly_one_moment() -> None:
    cues = [id(moment.cue) for moment in undivided() if moment.cue is not None]
    assert len(cues) == len(set(cues))
    lines = list(for_json_lines(undivided()))
    said = [moment for moment in lines if moment.cue is not None]
    assert len(said) == len(cues)


def test_json_lines_are_whole_seconds_and_cues() -> None:
    lines = list(for_json_lines(undivided()))
    whole = [moment.at_s for moment in lines if moment.at_s == int(moment.at_s)]
    assert sorted(set(whole)) == [float(second) for second in range(int(END_S) + 1)]
    assert all(m.cue is not None for m in lines if m.at_s != int(m.at_s))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0.0, 3.0), st.one_of(st.binary(max_size=24), st.sampled_from(Command))),
        max_size=80,
    )
)
def test_any_bytes_and_any_commands_give_moments(said: list[tuple[float, bytes | Command]]) -> None:
    session = new_session()
    at_s = 0.0
    for wait_s, event in said:
        at_s += wait_s
        if isinstance(event, bytes):
            moments = session.receive(at_s=at_s, payload=event)
        else:
            moments = session.command(at_s=at_s, command=event.value)
        assert moments[-1].at_s == at_s
        assert all(m.hr_bpm is None or 30 <= m.hr_bpm <= 230 for m in moments)
        assert all(m.forecast is None or m.hr_bpm is not None for m in moments)


def test_bad_packets_are_counted_and_the_ride_goes_on() -> None:
    session = new_session()
    for at_s, payload in enumerate((b"", b"\x00", b"\x10\x3c\x00", b"\x01\x3c")):
        session.receive(at_s=float(at_s), payload=payload)
    moment = session.advance(to_s=10.0)[-1]
    assert moment.bad_packets == 3  # an odd trailing byte is only dropped


def test_random_bytes_never_steer() -> None:
    rng = random.Random(1)
    session = Session(workout=WORKOUT, athlete=Athlete("kim", 40))
    moments: list[Moment] = []
    for second in range(300):
        payload = rng.randbytes(rng.randrange(0, 8))
        moments += session.receive(at_s=second + 0.5, payload=payload)
    assert not [m for m in moments if m.cue is not None and m.cue.kind in ("ease", "push")]


@pytest.mark.parametrize("word", ["", "START", "explode"])
def test_an_unknown_command_is_refused_with_the_known_ones(word: str) -> None:
    with pytest.raises(UsageError, match="not one I know") as refused:
        new_session().command(at_s=0.0, command=word)
    assert "talk_only_just" in refused.value.hint


def test_an_unknown_machine_is_refused() -> None:
    with pytest.raises(UsageError, match="treadmill"):
        Session(workout=WORKOUT, machine="treadmill")


def test_a_strap_the_rider_chose_is_believed_and_a_neighbours_is_not() -> None:
    for chosen in (True, False):
        session = Session(workout=WORKOUT)
        moments: list[Moment] = []
        for packet in packets():
            device = "old" if packet.at_s < 60.0 else "new"
            if chosen and 60.0 <= packet.at_s < 61.0:
                link = LinkChange(at_s=packet.at_s, state=LinkState.CONNECTED, device="new")
                moments += session.link(at_s=packet.at_s, change=link)
            moments += session.receive(at_s=packet.at_s, payload=packet.payload, device=device)
        assert (moments[-1].hr_bpm is not None) is chosen


def test_given_ranges_never_move() -> None:
    easy = Range(low_bpm=100, high_bpm=115, provisional=False, source="given")
    session = Session(workout=WORKOUT, athlete=Athlete("kim", 40), ranges={"easy": easy})
    moments = drive(session, [])
    in_easy = [m.step for m in moments if m.step is not None and m.step.effort == "easy"]
    assert {(step.low_bpm, step.high_bpm) for step in in_easy} == {(100, 115)}
    assert len({step.round for step in in_easy}) == 2
    assert all(placed.ranges == {"easy": easy} for placed in session.placed)


def test_answers_move_the_next_rounds_ranges_not_this_ones() -> None:
    session = new_session()
    moments = drive(session, [])
    ranges_of_round: dict[int | None, set[tuple[int | None, int | None]]] = {}
    for moment in moments:
        if moment.step is not None and moment.step.effort == "easy":
            found = ranges_of_round.setdefault(moment.step.round, set())
            found.add((moment.step.low_bpm, moment.step.high_bpm))
    assert ranges_of_round[1] == {(None, None)}  # learning
    assert len(ranges_of_round[2]) == 1
    assert ranges_of_round[2] != {(None, None)}
