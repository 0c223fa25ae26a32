"""The clockless loop walks in the live loop's order."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import replace

import pytest

from hrguide.athlete.athlete import Athlete
from hrguide.beats.pulse import Signal
from hrguide.bluetooth.source import LinkChange, LinkState, Received
from hrguide.clock import JumpingClock
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Phase
from hrguide.ride.writer import Timed
from hrguide.run import RideLoop
from hrguide.screen.plain import PlainScreen
from hrguide.screen.setting import Setting
from hrguide.session import Session
from hrguide.simulate.closed_loop import Rideable, ride_through
from hrguide.simulate.faults import parse_fault
from hrguide.simulate.source import SimulatedStrap
from hrguide.simulate.talk import ANSWERS
from hrguide.workout.whiteboard import parse_workout

BLANK = Moment(
    at_s=0.0,
    elapsed_s=0.0,
    hr_bpm=None,
    signal=Signal.LOST,
    signal_reason=None,
    step=None,
    verdict=Verdict.NO_SIGNAL,
)


class Diary:
    """A session that writes down what it is told, and ends at `end_s` or at `finish`."""

    def __init__(self, end_s: float) -> None:
        self.end_s = end_s
        self.told: list[tuple[str, float, object]] = []
        self.ended = False

    def receive(
        self, *, at_s: float, payload: bytes, device: str | None = None
    ) -> tuple[Moment, ...]:
        self.told.append(("packet", at_s, payload))
        return (replace(BLANK, at_s=at_s),)

    def link(self, *, at_s: float, change: LinkChange) -> tuple[Moment, ...]:
        self.told.append(("link", at_s, change.state))
        return ()

    def advance(self, *, to_s: float) -> tuple[Moment, ...]:
        self.told.append(("advance", to_s, None))
        self.ended = self.ended or to_s >= self.end_s
        return (replace(BLANK, at_s=to_s),)

    def command(self, *, at_s: float, command: str) -> tuple[Moment, ...]:
        self.told.append(("command", at_s, command))
        self.ended = self.ended or command == "finish"
        return (replace(BLANK, at_s=at_s, phase=Phase.PAUSED),)


class Script:
    """A source of a few events that answers the Moments at given times."""

    def __init__(
        self, events: Sequence[Received | LinkChange], answers: dict[float, tuple[str, ...]]
    ) -> None:
        self.events = list(events)
        self.answers = answers
        self.heard: list[Moment] = []

    def take(self, to_s: float) -> list[Received | LinkChange]:
        due = [event for event in self.events if event.at_s <= to_s]
        self.events = [event for event in self.events if event.at_s > to_s]
        return due

    def hear(self, moment: Moment) -> tuple[str, ...]:
        self.heard.append(moment)
        return self.answers.pop(moment.at_s, ())


def test_events_go_in_before_time_and_answers_after_all_moments_of_the_tick() -> None:
    packet = Received(at_s=0.3, payload=b"\x00\x50")
    battery = Received(at_s=0.3, payload=b"\x57", characteristic="2a19")
    link = LinkChange(at_s=0.0, state=LinkState.CONNECTED)
    source = Script([link, packet, battery], {0.3: ("pause",), 0.5: ("go_on",)})
    session: Rideable = (diary := Diary(1.0))
    moments = list(ride_through(session, source))
    assert diary.told == [
        ("link", 0.0, LinkState.CONNECTED),
        ("advance", 0.25, None),
        ("packet", 0.3, b"\x00\x50"),
        ("advance", 0.5, None),
        ("command", 0.5, "pause"),
        ("command", 0.5, "go_on"),
        ("advance", 0.75, None),
        ("advance", 1.0, None),
    ]
    assert [m.at_s for m in moments] == [0.25, 0.3, 0.5, 0.5, 0.5, 0.75, 1.0]
    assert source.heard == moments


def test_it_ends_with_the_session() -> None:
    diary = Diary(1e9)
    list(ride_through(diary, Script([], {2.0: ("finish",)})))
    assert diary.told[-1] == ("command", 2.0, "finish")


def test_an_answer_to_a_commands_own_moment_waits_for_the_next_tick() -> None:
    class Echo(Script):
        def hear(self, moment: Moment) -> tuple[str, ...]:
            super().hear(moment)
            if moment.phase is Phase.PAUSED:
                return ("go_on",) if len(self.heard) < 4 else ()
            return ("pause",) if moment.at_s == 0.5 else ()

    diary = Diary(1.0)
    list(ride_through(diary, Echo([], {})))
    assert [told for told in diary.told if told[0] == "command"] == [
        ("command", 0.5, "pause"),
        ("command", 0.75, "go_on"),
    ]


@pytest.mark.parametrize(("until_s", "last_s"), [(0.0, None), (2.0, 2.0), (2.1, 2.0)])
def test_it_stops_where_it_is_told(until_s: float, last_s: float | None) -> None:
    moments = list(ride_through(Diary(1e9), Script([], {}), until_s=until_s))
    assert (moments[-1].at_s if moments else None) == last_s


class Scrap:
    """A journal nobody reads."""

    def write(self, event: Timed, *, now_s: float = 0.0) -> Timed:
        return event

    def sync(self) -> None: ...


def test_the_run_loop_gives_the_same_moments() -> None:
    workout = parse_workout(
        "2 rounds\n- 1 min easy\n- 1 min moderate\n* rest 30 s between rounds\n"
    )
    athlete = Athlete("Sam", 38)
    faults = [parse_fault("zeros@70+12"), parse_fault("disconnect@130+20")]
    live: list[Moment] = []
    loop = RideLoop(
        session=Session(workout=workout, athlete=athlete, waiting=True),
        source=SimulatedStrap(seed=30, faults=faults),
        clock=JumpingClock(),
        journal=Scrap(),
        screen=PlainScreen(Setting(workout=workout), out=io.StringIO()),
        watch=live.extend,
    )
    asyncio.run(loop.run())
    session = Session(workout=workout, athlete=athlete, waiting=True)
    assert list(ride_through(session, SimulatedStrap(seed=30, faults=faults))) == live
    answered = {line.command.value for line in loop.commands}
    assert "start" in answered
    assert answered & set(ANSWERS)
