"""Drills first (`d` on the ready page): the ride that waits there, begun anew with them in it.

Comes in: a ride that was begun and not started. Goes out: the same ride, its file and session made
of a workout with the drills in it. The strap, the clock and all that was answered stay. It refuses
nothing: nothing was ridden yet.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from hrguide.cli.begin import Begun
from hrguide.ride.lines import Answered
from hrguide.ride.replay import header_workout, open_session
from hrguide.ride.writer import create_ride
from hrguide.workout.drilled import drills_first
from hrguide.workout.shelf import load_workout
from hrguide.workout.workout import StepKind

DRILLS: Final = "back-drills"  # built in; a clinic's own of this name in HOME/workouts goes first


def offers_drills(begun: Begun) -> bool:
    """Whether drills can come before it: a new ride whose workout does not begin with some."""
    first = header_workout(begun.header).steps[0]
    return not begun.commands and first.kind is not StepKind.DRILL


def with_drills(home: Path, begun: Begun, *, on_trouble: Callable[[str], None]) -> Begun:
    """The ride with drills before its workout, in a file of its own in place of the first."""
    workout = drills_first(header_workout(begun.header), load_workout(DRILLS, home))
    header = replace(begun.header, workout_text=workout.text)
    begun.writer.path.unlink(missing_ok=True)  # closed by now, and nothing in it was ridden
    name = header.athlete.name if header.athlete is not None else "ride"
    writer = create_ride(home, header, name=name, on_trouble=on_trouble)
    for question, answer in begun.answers.items():
        writer.write(Answered(at_s=0.0, question=question, answer=answer))
    return replace(begun, session=open_session(header), writer=writer, header=header)
