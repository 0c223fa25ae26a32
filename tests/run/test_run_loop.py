"""The rim's loop: written before decided, a late loop decides what a punctual one would."""

import asyncio
from collections.abc import Sequence
from typing import Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.bluetooth.heart_rate import HeartRateMeasurement, encode_heart_rate
from hrguide.bluetooth.source import LinkChange, LinkState, Received
from hrguide.clock import JumpingClock
from hrguide.guide.command import Command
from hrguide.moment import Moment, Phase
from hrguide.ride.lines import CommandLine, Ending, Event, Said
from hrguide.ride.writer import Timed
from hrguide.run import RideLoop
from hrguide.screen.setting import Closing, Strap
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout

WORKOUT = parse_workout("2 rounds\n- 1 min easy\n- 30 s moderate\n* rest 20 s between rounds\n")


class Notebook:
    """A journal in memory that knows what had been shown when each line was written."""

    def __init__(self) -> None:
        self.lines: list[Event] = []
        self.synced = 0

    def write(self, event: Timed, *, now_s: float = 0.0) -> Timed:
        self.lines.append(event)
        return event

    def sync(self) -> None:
        self.synced += 1


class Eyes:
    """A screen that keeps every Moment."""

    gone = False

    def __init__(self) -> None:
        self.seen: list[Moment] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def show(self, *moments: Moment) -> None:
        self.seen.extend(moments)

    def strap(self, strap: Strap) -> None: ...

    def notice(self, words: str | None) -> None: ...

    def ask_finish(self, asking: bool) -> None: ...

    def toggle_detail(self) -> None: ...

    def toggle_sound(self) -> None: ...

    def heard(self, yes: bool) -> None: ...

    def repaint(self) -> None: ...

    def close_with(self, closing: Closing) -> None: ...


class Metronome:
    """A strap at a steady heart rate, one packet a second, a little after the whole second."""

    def __init__(self, hr_bpm: int = 120) -> None:
        self._next = 0
        self._linked = False
        self._hr_bpm = hr_bpm
        self.heard: list[Moment] = []

    def take(self, to_s: float) -> Sequence[Received | LinkChange]:
        events: list[Received | LinkChange] = []
        if not self._linked:
            self._linked = True
            events.append(LinkChange(at_s=0.0, state=LinkState.CONNECTED, device="a"))
        while self._next + 0.1 <= to_s:
            at_s = self._next + 0.1
            odd = self._next % 7  # a heart never beats twice alike
            packet = HeartRateMeasurement(hr_bpm=self._hr_bpm, rr_ticks=(509 + odd, 515 - odd))
            events.append(Received(at_s=at_s, payload=encode_heart_rate(packet), device="a"))
            self._next += 1
        return events

    def hear(self, moment: Moment) -> Sequence[str]:
        self.heard.append(moment)
        return ()


class Hands:
    """A rider who presses keys at given times."""

    left = False

    def __init__(self, presses: dict[float, Command]) -> None:
        self._presses = dict(presses)

    def take(self, moment: Moment | None) -> Sequence[Command]:
        at_s = 0.0 if moment is None else moment.at_s
        due = [time for time in self._presses if time <= at_s]
        return [self._presses.pop(time) for time in sorted(due)]


def loop(
    *, waiting: bool = False, presses: dict[float, Command] | None = None
) -> tuple[RideLoop, Notebook, Eyes]:
    notebook, eyes = Notebook(), Eyes()
    riding = RideLoop(
        session=Session(workout=WORKOUT, waiting=waiting),
        source=Metronome(),
        clock=JumpingClock(),
        journal=notebook,
        screen=eyes,
        desk=Hands(presses or {}),
    )
    return riding, notebook, eyes


def decisions(moments: Sequence[Moment]) -> list[str]:
    return [moment.json_line() for moment in moments]


def test_a_ride_runs_to_its_end() -> None:
    riding, notebook, eyes = loop()
    asyncio.run(riding.run())
    assert riding.ending is Ending.DONE
    assert eyes.seen[-1].phase is Phase.DONE
    assert eyes.seen[-1].elapsed_s == WORKOUT.total_s == 200.0
    packets = [line for line in notebook.lines if isinstance(line, Received)]
    assert len(packets) == 200


def test_every_cue_shown_is_written_as_said() -> None:
    riding, notebook, eyes = loop()
    asyncio.run(riding.run())
    said = [(line.at_s, line.text) for line in notebook.lines if isinstance(line, Said)]
    shown = [(moment.at_s, moment.cue.text) for moment in eyes.seen if moment.cue is not None]
    assert said == shown
    assert said


def test_a_packet_is_written_before_anything_is_decided_on_it() -> None:
    written: list[int] = []

    class Watching(Session):
        def receive(
            self, *, at_s: float, payload: bytes, device: str | None = None
        ) -> tuple[Moment, ...]:
            written.append(len([line for line in notebook.lines if isinstance(line, Received)]))
            return super().receive(at_s=at_s, payload=payload, device=device)

    notebook = Notebook()
    riding = RideLoop(
        session=Watching(workout=WORKOUT),
        source=Metronome(),
        clock=JumpingClock(),
        journal=notebook,
        screen=Eyes(),
    )
    riding.turn(10.2)
    assert written == list(range(1, 12))  # the eleventh arrived at 10.1 s, between two ticks


def test_keys_reach_the_session_and_the_file() -> None:
    presses = {0.0: Command.START, 30.0: Command.PAUSE, 50.0: Command.GO_ON, 60.0: Command.FINISH}
    riding, notebook, eyes = loop(waiting=True, presses=presses)
    asyncio.run(riding.run())
    commands = [line.command for line in notebook.lines if isinstance(line, CommandLine)]
    assert commands == list(presses.values())
    assert riding.ending is Ending.FINISHED
    assert eyes.seen[-1].elapsed_s == 39.75  # the first key is taken with the first tick


def test_stop_then_finish_is_a_stopped_ride() -> None:
    riding, _, _ = loop(presses={20.0: Command.STOP, 25.0: Command.FINISH})
    asyncio.run(riding.run())
    assert riding.ending is Ending.STOPPED


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.01, 40.0), min_size=1, max_size=12))
def test_a_loop_that_wakes_late_decides_what_a_punctual_one_would(waits: list[float]) -> None:
    late, late_lines, _ = loop()
    punctual, lines, _ = loop()
    now_s = 0.0
    late_moments: list[Moment] = []
    for wait_s in waits:
        now_s += wait_s
        late_moments += late.turn(now_s).moments
    moments: list[Moment] = []
    tick = 0
    while tick * 0.25 <= now_s:
        moments += punctual.turn(tick * 0.25).moments
        tick += 1
    moments += punctual.turn(now_s).moments
    assert decisions(late_moments) == decisions(moments)
    assert [type(line) for line in late_lines.lines] == [type(line) for line in lines.lines]


class Charged(Metronome):
    """A strap that also tells its battery, between two beats."""

    def take(self, to_s: float) -> Sequence[Received | LinkChange]:
        events = list(super().take(to_s))
        if events:
            at_s = events[-1].at_s
            level = Received(at_s=at_s, payload=bytes([87]), characteristic="2a19")
            events.append(level)
        return events


def test_the_battery_is_recorded_and_is_no_heart_rate() -> None:
    notebook = Notebook()
    riding = RideLoop(
        session=Session(workout=WORKOUT),
        source=Charged(),
        clock=JumpingClock(),
        journal=notebook,
        screen=Eyes(),
    )
    moments = riding.turn(20.0).moments
    assert any(getattr(line, "characteristic", None) == "2a19" for line in notebook.lines)
    assert {moment.bad_packets for moment in moments} == {0}
    assert {moment.hr_bpm for moment in moments if moment.at_s > 5.0} == {120}


class SleepyClock(JumpingClock):
    """A laptop that sleeps once, at ten seconds, for `away_s`."""

    def __init__(self, away_s: float) -> None:
        super().__init__()
        self._away_s = away_s
        self._slept = False

    def slept_s(self) -> float:
        if self._slept or self.now_s() < 10.0:
            return 0.0
        self._slept = True
        self._now_s += self._away_s
        return self._away_s


def sleepy(away_s: float) -> tuple[RideLoop, Eyes]:
    eyes = Eyes()
    riding = RideLoop(
        session=Session(workout=WORKOUT),
        source=Metronome(),
        clock=SleepyClock(away_s),
        journal=Notebook(),
        screen=eyes,
    )
    asyncio.run(riding.run())
    return riding, eyes


def test_a_suspended_laptop_stops_the_step_clock_not_the_ride() -> None:
    riding, eyes = sleepy(600.0)
    assert riding.ending is Ending.DONE
    assert [line.command for line in riding.commands] == [Command.PAUSE, Command.GO_ON]
    assert eyes.seen[-1].elapsed_s == 200.0
    assert eyes.seen[-1].at_s >= 800.0


@pytest.mark.parametrize("away_s", [3600.0, 20 * 86_400.0])
def test_a_laptop_asleep_for_long_ends_the_ride_where_it_stood(away_s: float) -> None:
    riding, eyes = sleepy(away_s)
    assert riding.ending is Ending.FINISHED
    assert riding.at_s <= 11.0
    assert len(eyes.seen) < 100  # no tick of the empty hours
