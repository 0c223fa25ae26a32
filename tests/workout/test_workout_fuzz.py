"""No text crashes the reader, and whatever it understands it can print and read again."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.workout.limits import MAX_STEPS
from hrguide.workout.outline import as_json, table, time_line
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.wording import workout_text
from hrguide.workout.workout import StepKind, Workout, WorkoutError
from tests.workout.cases import cases

TEXTS = [case.text for case in cases()]
WORDS = sorted(
    {word for text in TEXTS for word in text.split()} | {"\n", "\n\n", "\n  - ", "(", ")"}
)

efforts = st.sampled_from(
    ["easy", "moderately easy", "moderate", "free", "rest", "light", "120-130 bpm", "under 135"]
)
durations = st.one_of(
    st.integers(1, 3).map(lambda n: f"{n} min"),  # four deep, four times each: below 24 h
    st.integers(1, 180).map(lambda n: f"{n} s"),
    st.tuples(st.integers(0, 2), st.integers(1, 59)).map(lambda p: f"{p[0]}:{p[1]:02d}"),
    st.sampled_from(["500 metres", "12 cal", "until key", "until HR under 110, at most 3 min"]),
)


@st.composite
def single(draw: st.DrawFn) -> str:
    effort, duration = draw(efforts), draw(durations)
    if "bpm" in effort or "under" in effort:
        duration = "3 min"
    return (
        f"{effort} {duration}"
        if draw(st.booleans()) or "until" in duration
        else f"{duration} {effort}"
    )


@st.composite
def rounds(draw: st.DrawFn, depth: int = 0) -> str:
    """Rounds lines with an indented, bulleted body; now and then rounds in it."""
    pad = "  " * depth
    body = [f"{pad}  - {draw(single())}" for _ in range(draw(st.integers(1, 3)))]
    if depth < 2 and draw(st.booleans()):
        body.append(draw(rounds(depth + 1)))
    if draw(st.booleans()):
        body.append(f"{pad}  - rest 30 s between rounds")
    head = f"{draw(st.integers(1, 4))} {draw(st.sampled_from(['rounds', 'x', 'sets of']))}"
    return "\n".join([f"{pad}{'- ' if depth else ''}{head}", *body])


workouts = st.lists(st.one_of(single(), rounds()), min_size=1, max_size=4).map("\n\n".join)


def _look_at(workout: Workout) -> None:
    """All that others do with a workout, and what must hold of each."""
    assert 0 < len(workout.steps) <= MAX_STEPS
    assert [step.index for step in workout.steps] == list(range(len(workout.steps)))
    assert (workout.total_s is None) == any(
        step.until is not None for step in workout.steps if step.kind is not StepKind.DRILL
    )
    assert len(workout.step_starts_s) == len(workout.steps)
    assert sum(part.stop - part.first for part in workout.rounds) == sum(
        step.round is not None for step in workout.steps
    )
    assert as_json(workout)["total_s"] == workout.total_s
    assert table(workout)
    assert all(len(line) <= 80 for line in time_line(workout).splitlines())
    assert parse_workout(workout_text(workout)).steps == workout.steps


def _read(text: str) -> None:
    read = _read_or_error(text)
    if isinstance(read, Workout):
        _look_at(read)
        return
    assert read.line >= 1
    assert read.column >= 1
    assert read.hint
    read.message.encode()  # can be shown


def _read_or_error(text: str) -> Workout | WorkoutError:
    try:
        return parse_workout(text)
    except WorkoutError as error:
        return error


@given(st.text())
@settings(deadline=None)
def test_any_text_is_a_workout_or_an_error(text: str) -> None:
    _read(text)


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
@settings(deadline=None)
def test_any_heap_of_known_words_is_a_workout_or_an_error(text: str) -> None:
    _read(text)


@given(st.sampled_from(TEXTS), st.integers(0, 2**32))
@settings(deadline=None)
def test_any_damaged_text_is_a_workout_or_an_error(text: str, seed: int) -> None:
    chance = random.Random(seed)
    signs = list(text)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(signs) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            del signs[at : at + chance.randint(1, 6)]
        elif kind == 1:
            signs.insert(at, chance.choice("()[]-:,./x%'\"#0123456789 \n\t\u2014½a"))
        elif kind == 2:
            signs[at:at] = " " + chance.choice(WORDS) + " "
        else:
            end = min(len(signs), at + chance.randint(1, 30))
            signs[at:at] = signs[at:end]
    _read("".join(signs))


@given(workouts)
@settings(deadline=None)
def test_what_is_well_formed_is_read(text: str) -> None:
    _look_at(parse_workout(text))
