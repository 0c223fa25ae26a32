"""The records others build on: what they refuse, and what they work out."""

from typing import Any

import pytest

from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.wording import workout_text
from hrguide.workout.workout import Effort, Round, Step, StepKind, Until, Workout, WorkoutError


def _step(**changed: object) -> Step:
    facts: dict[str, Any] = {
        "index": 0,
        "kind": StepKind.WORK,
        "effort": Effort.EASY,
        "duration_s": 60.0,
        "text": "1 min easy",
    }
    return Step(**{**facts, **changed})


@pytest.mark.parametrize("ends", [{}, {"key": True, "answer": True}, {"hr_below": 9, "key": True}])
def test_a_step_ends_on_exactly_one_thing(ends: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        Until(**ends)


@pytest.mark.parametrize(
    "ends",
    [
        {"duration_s": None},
        {"until": Until(key=True)},
        {"duration_s": 0.0},
        {"duration_s": -60.0},
        {"duration_s": float("nan")},
    ],
)
def test_a_step_that_never_ends_is_refused(ends: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="step '1 min easy'"):
        _step(**ends)


def test_bounds_in_percent_need_a_threshold() -> None:
    step = _step(effort=None, low_pct=85.0, high_pct=95.0)
    assert step.bounds_bpm(None) == (None, None)
    assert step.bounds_bpm(138.0) == (117, 131)  # 117.3, 131.1
    assert _step(high_pct=90.0).bounds_bpm(150.0) == (None, 135)


def test_bounds_in_bpm_stand_whatever_the_threshold() -> None:
    step = _step(low_bpm=120, high_bpm=130)
    assert step.bounds_bpm(None) == step.bounds_bpm(180.0) == (120, 130)


def test_the_clinic_session_is_34_minutes_with_rest_between_rounds_only() -> None:
    workout = parse_workout(
        "5 Rounds\n-3 minutes easy\n-2 minutes moderately easy\n-1 minute moderate\n"
        "*Rest 1 minute between rounds.\n"
    )
    assert workout.total_s == 34 * 60 == 5 * (3 + 2 + 1) * 60 + 4 * 60
    assert len(workout.steps) == 19 == 5 * 3 + 4
    rests = [step for step in workout.steps if step.kind is StepKind.REST]
    assert [step.round for step in rests] == [1, 2, 3, 4]  # each belongs to the round before it
    assert workout.steps[-1].kind is StepKind.WORK


def test_starts_are_known_up_to_the_first_untimed_step() -> None:
    workout = parse_workout("3 min easy\nrest until HR under 110\n2 min easy\n1 min easy")
    assert workout.step_starts_s == (0.0, 180.0, None, None)
    assert workout.total_s is None


def test_drills_take_no_time_of_the_total() -> None:
    workout = parse_workout("cat/cow 10 reps\nside plank 20 s drill\n3 min easy\n2 min easy")
    assert workout.total_s == 300.0
    assert workout.step_starts_s == (0.0, 0.0, 0.0, 180.0)


def test_rounds_tell_which_steps_are_theirs() -> None:
    workout = parse_workout(
        "1 min easy\n\n2 rounds\n- 1 min easy\n- 1 min moderate\n- rest 30 s between rounds"
    )
    assert workout.rounds == (
        Round(number=1, rounds=2, first=1, stop=4),
        Round(number=2, rounds=2, first=4, stop=6),
    )


def test_rounds_around_rounds_come_in_unbroken_runs() -> None:
    workout = parse_workout("2 rounds\n- 1 min easy\n- 2 x (30 s moderate)\n- 1 min rest")
    one, two = ((1, 2),), ((2, 2),)
    assert [(r.outer, r.number, r.first, r.stop) for r in workout.rounds] == [
        ((), 1, 0, 1),
        (one, 1, 1, 2),
        (one, 2, 2, 3),
        ((), 1, 3, 4),
        ((), 2, 4, 5),
        (two, 1, 5, 6),
        (two, 2, 6, 7),
        ((), 2, 7, 8),
    ]


def test_a_no_leads_behind_its_block() -> None:
    workout = parse_workout(
        "2 rounds, ends at a no\n- 1 min easy\n- easy until answer\n\n3 min easy\neasy until answer"
    )
    assert [step.after_no for step in workout.steps] == [None, 4, None, 4, None, None]
    assert [bool(step.until and step.until.ends_at_no) for step in workout.steps] == [
        *(False, True, False, True),
        *(False, False),
    ]


def test_an_error_can_name_its_file() -> None:
    error = WorkoutError(line=2, column=9, words="moderatly", hint="Did you mean 'moderately'?")
    assert error.message == "line 2, column 9: cannot read 'moderatly'"
    named = error.in_file("my.txt")
    assert named.message == "my.txt: line 2, column 9: cannot read 'moderatly'"
    assert (named.line, named.column, named.words, named.hint) == (2, 9, "moderatly", error.hint)


def test_a_workout_made_by_hand_is_printed_step_by_step() -> None:
    workout = Workout(text="", steps=(_step(), _step(index=1, text="60 s easy")))
    assert workout_text(workout) == "1 min easy\n60 s easy\n"
