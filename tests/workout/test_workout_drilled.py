"""Drills before a workout: one text, and the workout's own steps unchanged behind them."""

from dataclasses import replace

import pytest

from hrguide.workout.drilled import drills_first
from hrguide.workout.shelf import load_workout
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import StepKind, Workout
from tests.workout.cases import Case, readable

DRILLS = load_workout("back-drills")


def meant(workout: Workout) -> list[object]:
    """The steps without where they stand and how they are written."""
    return [
        replace(
            step,
            index=0,
            text="",
            after_no=None if step.after_no is None else step.after_no - step.index,
        )
        for step in workout.steps
    ]


@pytest.mark.parametrize("case", readable(), ids=lambda case: case.name)
def test_every_text_that_is_read_is_read_behind_drills(case: Case) -> None:
    workout = parse_workout(case.text)
    both = drills_first(workout, DRILLS)
    if workout.steps[0].kind is StepKind.DRILL:
        assert both == workout
        return
    assert meant(both) == [*meant(DRILLS), *meant(workout)]
    assert both.total_s == workout.total_s
    assert parse_workout(both.text).steps == both.steps  # the ride file's own reading


def test_the_clinics_session_keeps_its_words_and_name() -> None:
    both = drills_first(load_workout("flush"), DRILLS)
    assert both.name == "flush"
    assert both.text.endswith(load_workout("flush").text)
    assert both.total_s == 34 * 60
