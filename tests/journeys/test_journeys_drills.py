"""Drills before the ride: done, left out, or cut off by a crash; no heart rate counts in them."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from hrguide.athlete.athlete import Athlete
from hrguide.guide.breath import BreathPhase
from hrguide.guide.command import Command
from hrguide.guide.cue import CueKind
from hrguide.guide.verdict import Verdict
from hrguide.guide.words import BREATHE_OUT
from hrguide.moment import Moment, Phase
from hrguide.ride.header import Header
from hrguide.ride.lines import CommandLine
from hrguide.ride.reader import read_ride
from hrguide.ride.replay import feed, open_session, replay
from hrguide.ride.resume import reopen
from hrguide.ride.writer import create_ride
from hrguide.screen.keys import ENTER, Keypad
from hrguide.session import Session
from hrguide.simulate.closed_loop import ride_through
from hrguide.simulate.rider import OBEDIENT
from hrguide.simulate.source import SimulatedStrap
from hrguide.workout.drilled import drills_first
from hrguide.workout.shelf import load_workout
from hrguide.workout.whiteboard import parse_workout
from tests.journeys.story import between, cues, packets, ride, without
from tests.ride.ride_examples import STARTED, a_header

SESSION = drills_first(load_workout("flush"), load_workout("back-drills"))
CAT_COW, ROTATION, OTHER_SIDE, FIRST_EASY = range(4)


def a_session() -> Session:
    return Session(workout=SESSION, athlete=Athlete("sam", 38), waiting=True)


def pressed(session: Session, key: str, at_s: float) -> tuple[Command, list[Moment]]:
    """What a key does at this time, by the keypad and what the screen shows."""
    before = session.advance(to_s=at_s)
    meaning = Keypad().press(key, before[-1])
    assert isinstance(meaning, Command)
    return meaning, [*before, *session.command(at_s=at_s, command=meaning.value)]


def index_of(moments: Sequence[Moment]) -> int | None:
    step = moments[-1].step
    return None if step is None else step.index


def test_drills_are_done_with_enter_and_the_ride_begins_at_round_one() -> None:
    session = a_session()
    session.command(at_s=1.0, command="start")
    said = []
    for at_s, follows in ((61.0, ROTATION), (131.0, OTHER_SIDE), (201.0, FIRST_EASY)):
        command, moments = pressed(session, ENTER, at_s)
        assert command is Command.NEXT
        assert index_of(moments) == follows
        said += cues(moments, CueKind.STEP)
    assert [text.partition(".")[0] for _, text in said] == [
        "Bench rotation, first direction",
        "Bench rotation, other direction",
        "Easy",
    ]
    moments = ride(session, packets(lambda _: 100.0, 600.0), to_s=210.0)
    assert moments[-1].verdict is Verdict.LEARNING  # round 1 is the first that is ridden
    assert session.placed[0].learning
    assert len(session.placed) == 1


def test_drills_skipped() -> None:
    session = a_session()
    session.command(at_s=1.0, command="start")
    for at_s in (3.0, 4.0, 5.0):
        command, moments = pressed(session, "n", at_s)
        assert command is Command.SKIP
    assert index_of(moments) == FIRST_EASY
    assert moments[-1].step is not None
    assert (moments[-1].step.effort, moments[-1].step.round) == ("easy", 1)
    assert moments[-1].left_s == 34 * 60


def test_no_heart_rate_is_guided_in_a_drill_whatever_it_is() -> None:
    """A racing heart, a strap that a bench pushes off: not a word until the machine."""
    session = Session(workout=SESSION, athlete=Athlete("sam", 38, max_bpm=180))
    told = without(packets(lambda _: 175.0, 600.0), 100.0, 160.0)
    commands = [(at, Command.NEXT) for at in (80.0, 170.0, 250.0)]
    moments = ride(session, told, to_s=400.0, commands=commands)
    in_drills = between(moments, 0.0, 250.0)
    assert {moment.verdict for moment in in_drills} == {Verdict.NO_RANGE}
    assert {moment.prompt for moment in in_drills} == {None}
    said = {m.cue.text for m in in_drills if m.cue is not None and m.cue.kind is not CueKind.STEP}
    assert said == {BREATHE_OUT}  # the drill's own rhythm, and nothing about the heart
    assert cues(between(moments, 250.0, 400.0), CueKind.EASE, CueKind.STOP) != []


def test_the_breath_is_led_in_the_rotation_only_and_stands_in_a_pause() -> None:
    session = Session(workout=SESSION)
    commands = [(60.0, Command.NEXT), (76.0, Command.PAUSE), (100.0, Command.GO_ON)]
    moments = ride(session, [], to_s=110.0, commands=commands)
    assert {moment.breath for moment in between(moments, 0.0, 60.0)} == {None}
    seen = [moment.breath for moment in between(moments, 60.25, 76.0)]
    phases = [breath.phase for breath in seen if breath is not None]
    assert list(dict.fromkeys(phases)) == [BreathPhase.READY, BreathPhase.IN, BreathPhase.OUT]
    assert len({moment.breath for moment in between(moments, 76.25, 100.0)}) == 1
    assert moments[-1].breath is not None
    assert moments[-1].breath.number == 2  # 26 s of rhythm: ten to lie down, one breath and more


def test_a_drill_by_time_ends_by_itself_and_is_no_round_of_its_own() -> None:
    text = "2 rounds\n- 1 min easy\n\nside plank 20 s drill\n\n1 min easy"
    session = Session(workout=parse_workout(text))
    moments = ride(session, [], to_s=210.0)
    seen = [moment.step.index for moment in moments if moment.step is not None]
    assert [seen.count(index) / 4 for index in range(4)] == [60.0, 60.0, 20.0, 60.0]
    assert session.phase is Phase.DONE
    assert moments[0].left_s == 180.0  # as `workout check` counts: drills take no time


def test_a_crash_in_the_middle_of_a_drill_resumes_there(tmp_path: Path) -> None:
    header: Header = a_header(workout_text=SESSION.text, waiting=True, simulated=False)
    writer = create_ride(tmp_path, header, name="Sam")
    live = open_session(header)
    for command in (
        CommandLine(at_s=2.0, command=Command.START),
        CommandLine(at_s=70.0, command=Command.NEXT),
    ):
        writer.write(command)
        live.command(at_s=command.at_s, command=command.command)
    for packet in packets(lambda _: 90.0, 97.0):
        writer.write(packet)
        heard = live.receive(at_s=packet.at_s, payload=packet.payload, device=packet.device)
    before = heard[-1]
    writer.close()  # no footer: the plug was pulled
    resumed = reopen(writer.path, now=STARTED + timedelta(seconds=400))
    session = open_session(resumed.ride.header)
    after = list(feed(session, resumed.ride.events))[-1]
    resumed.writer.close()
    assert before.step is not None
    assert after.step is not None
    assert (before.step.index, after.step.index) == (ROTATION, ROTATION)
    assert abs(after.step.into_s - before.step.into_s) <= 1.0
    assert before.breath is not None
    assert after.breath is not None
    assert (after.breath.number, after.breath.phase) == (before.breath.number, before.breath.phase)
    assert after.phase is Phase.STEP
    soon = session.advance(to_s=after.at_s + 10.0)[-1]
    assert soon.breath is not None
    assert soon.breath.number == before.breath.number + 1
    assert [m.step for m in replay(read_ride(writer.path))][-1] == after.step


def test_a_simulated_rider_does_the_drills_and_rides_to_the_end() -> None:
    strap = SimulatedStrap(seed=5, habits=OBEDIENT)
    session = Session(workout=SESSION, athlete=Athlete("sam", 38), waiting=True)
    moments = list(ride_through(session, strap, until_s=3600.0))
    assert moments[-1].phase is Phase.DONE
    drilled = [m for m in moments if m.step is not None and m.step.is_drill]
    assert {m.step.index for m in drilled if m.step is not None} == {0, 1, 2}
    assert 180.0 <= drilled[-1].elapsed_s <= 270.0
