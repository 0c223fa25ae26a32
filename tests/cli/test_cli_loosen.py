"""Drills on request: the ride that waits is begun anew with them, and all else of it stays."""

from dataclasses import replace
from pathlib import Path

from hrguide.cli.begin import Begun
from hrguide.cli.loosen import offers_drills, with_drills
from hrguide.guide.command import Command
from hrguide.ride.folder import ride_paths
from hrguide.ride.header import Header
from hrguide.ride.lines import Answered, CommandLine
from hrguide.ride.reader import read_ride
from hrguide.ride.replay import header_workout, open_session
from hrguide.ride.writer import create_ride
from hrguide.workout.shelf import load_workout
from hrguide.workout.workout import StepKind
from tests.ride.ride_examples import a_header


def begun(home: Path, text: str) -> Begun:
    header: Header = a_header(workout_text=text, waiting=True, simulated=False)
    writer = create_ride(home, header, name="Sam")
    writer.write(Answered(at_s=0.0, question="soreness_before", answer=6))
    answers = {"soreness_before": 6}
    session = open_session(header)
    return Begun(session=session, writer=writer, header=header, answers=answers)


def test_the_file_is_replaced_and_its_answers_are_kept(tmp_path: Path) -> None:
    first = begun(tmp_path, load_workout("flush").text)
    assert offers_drills(first)
    first.writer.close()
    loosened = with_drills(tmp_path, first, on_trouble=print)
    loosened.writer.close()
    (path,) = ride_paths(tmp_path)
    ride = read_ride(path)
    workout = header_workout(ride.header)
    assert [step.kind for step in workout.steps[:4]] == [*[StepKind.DRILL] * 3, StepKind.WORK]
    assert ride.answers == {"soreness_before": 6}
    assert replace(ride.header, workout_text="") == replace(first.header, workout_text="")
    assert not offers_drills(loosened)
    moments = loosened.session.command(at_s=41.0, command="start")
    assert moments[-1].step is not None
    assert moments[-1].step.is_drill


def test_a_ride_taken_up_again_offers_none(tmp_path: Path) -> None:
    first = begun(tmp_path, "5 min easy")
    first.writer.close()
    line = CommandLine(at_s=1.0, command=Command.START)
    assert not offers_drills(replace(first, commands=(line,)))


def test_a_clinics_own_drills_go_first(tmp_path: Path) -> None:
    folder = tmp_path / "workouts"
    folder.mkdir()
    (folder / "back-drills.txt").write_text("Drill: bird dog, 8 reps\n", encoding="utf-8")
    first = begun(tmp_path, "5 min easy")
    first.writer.close()
    loosened = with_drills(tmp_path, first, on_trouble=print)
    loosened.writer.close()
    drill = header_workout(loosened.header).steps[0].drill
    assert drill is not None
    assert drill.name == "bird dog"
