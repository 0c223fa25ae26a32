"""The summary's counts: rounds ridden, not skipped; cues heard; how far the heart rate fell."""

import pytest

from hrguide.cli.tally import Tally
from hrguide.guide.command import Command
from hrguide.ride.lines import Ending
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout
from tests.journeys.story import OWN, packets, ride

ROUNDS = parse_workout(
    "3 rounds\n- 2 min easy\n- 2 min moderately easy\n* rest 1 min between rounds"
)


def tallied(heart_bpm: float, commands: list[tuple[float, Command]], to_s: float) -> Tally:
    session = Session(workout=ROUNDS, ranges=OWN)
    tally = Tally(ROUNDS)
    tally.take(ride(session, packets(lambda _: heart_bpm, to_s), to_s=to_s, commands=commands))
    return tally


def rounds_done(tally: Tally) -> int | None:
    return tally.closing(
        Session(workout=ROUNDS, ranges=OWN), saved_as="x", ending=Ending.DONE
    ).rounds_done


@pytest.mark.parametrize(("to_s", "done"), [(100.0, 0), (239.0, 0), (241.0, 1), (900.0, 3)])
def test_a_round_is_done_when_its_last_work_is(to_s: float, done: int) -> None:
    assert rounds_done(tallied(120.0, [], to_s)) == done


def test_skipped_rounds_are_not_done() -> None:
    skipping = [(10.0 + n, Command.NEXT) for n in range(8)]
    assert rounds_done(tallied(120.0, skipping, 60.0)) == 0


def test_the_time_in_drills_is_counted_apart() -> None:
    workout = parse_workout("bench rotation 5 breaths a side\n2 min easy")
    session, tally = Session(workout=workout, ranges=OWN), Tally(workout)
    commands = [(70.0, Command.NEXT), (130.0, Command.NEXT)]
    tally.take(ride(session, [], to_s=200.0, commands=commands))
    assert (tally.drilled_s, tally.ridden_s) == (130.0, 70.0)


def test_a_stop_that_was_gone_on_from_is_remembered() -> None:
    session, tally = Session(workout=ROUNDS, ranges=OWN), Tally(ROUNDS)
    commands = [(20.0, Command.STOP), (40.0, Command.GO_ON)]
    tally.take(ride(session, [], to_s=60.0, commands=commands))
    assert tally.closing(session, saved_as="x", ending=Ending.DONE).held
    assert not tallied(120.0, [], 60.0).closing(session, saved_as="x", ending=Ending.DONE).held


def test_cues_heard_are_those_that_ask_for_more_or_less() -> None:
    assert tallied(120.0, [], 200.0).cues_heard == 0
    assert tallied(150.0, [], 800.0).cues_heard > 0


@pytest.mark.parametrize("ending", list(Ending))
def test_a_stopped_or_early_ride_is_called_so(ending: Ending) -> None:
    session = Session(workout=ROUNDS, ranges=OWN)
    closing = Tally(ROUNDS).closing(session, saved_as="x", ending=ending)
    assert closing.stopped is (ending is Ending.STOPPED)
    assert closing.early is (ending is Ending.FINISHED)
    assert not closing.heard_any
    assert tallied(120.0, [], 30.0).closing(session, saved_as="x", ending=ending).heard_any


@pytest.mark.parametrize(
    ("heart_bpm", "least_s", "most_s"), [(105.0, 100.0, 360.0), (150.0, 500.0, 720.0)]
)
def test_time_out_of_what_was_asked(heart_bpm: float, least_s: float, most_s: float) -> None:
    """Below an easy range is fine (design.md), and no time off."""
    tally = tallied(heart_bpm, [], 900.0)
    closing = tally.closing(Session(workout=ROUNDS, ranges=OWN), saved_as="x", ending=Ending.DONE)
    assert least_s <= closing.off_s <= most_s
