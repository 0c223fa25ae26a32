"""Every file of `fixtures/workouts/`: what coaches write, and what comes of it."""

import pytest

from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.wording import workout_text
from hrguide.workout.workout import WorkoutError
from tests.workout.cases import Case, cases, readable, refused, understood

each_readable = pytest.mark.parametrize("case", readable(), ids=lambda case: case.name)
each_refused = pytest.mark.parametrize("case", refused(), ids=lambda case: case.name)


def test_there_are_enough_of_them() -> None:
    """Issue 6 asks for 60, at least 15 of them refused."""
    assert len(cases()) >= 60
    assert len(refused()) >= 15


@each_readable
def test_it_means_what_the_file_says(case: Case) -> None:
    assert understood(parse_workout(case.text)) == case.expected


@each_readable
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: text.replace("\n", "\r"), id="CR"),
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
        pytest.param(lambda text: text.replace("\n", "  \t\n"), id="trailing space"),
        pytest.param(lambda text: text.upper(), id="upper case"),
        pytest.param(lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"), id="no-break space"),
        pytest.param(lambda text: text.rstrip("\n"), id="no last newline"),
        pytest.param(lambda text: "\n\n# a plan\n" + text + "\n\n", id="more around it"),
    ],
)
def test_how_it_was_saved_changes_nothing(case: Case, change: object) -> None:
    assert callable(change)
    steps = parse_workout(change(case.text)).steps
    assert [(s.effort, s.duration_s, s.until, s.round) for s in steps] == [
        (s.effort, s.duration_s, s.until, s.round) for s in parse_workout(case.text).steps
    ]


@each_readable
def test_it_can_be_printed_and_read_again(case: Case) -> None:
    workout = parse_workout(case.text)
    printed = workout_text(workout)
    again = parse_workout(printed)
    assert again.steps == workout.steps
    assert workout_text(again) == printed


@each_refused
def test_it_is_refused_with_place_words_and_suggestion(case: Case) -> None:
    with pytest.raises(WorkoutError) as caught:
        parse_workout(case.text)
    error = caught.value
    said = [f"{error.line}:{error.column} {error.problem}: {error.words}", error.hint]
    assert said == case.expected
    assert error.message.startswith(f"line {error.line}, column {error.column}: ")
    line = case.text.splitlines()[error.line - 1]
    assert line[error.column - 1 :].startswith(error.words)
