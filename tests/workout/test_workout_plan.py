"""Unrolling, and the weight that is known before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.workout.plan import Part, Rounds, Section, unroll, weigh
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Effort, Step, StepKind, Until, WorkoutError


def _step(duration_s: float | None = 60.0, cap_s: float | None = None) -> Step:
    return Step(
        index=0,
        kind=StepKind.WORK,
        effort=Effort.EASY,
        duration_s=duration_s,
        text="some easy",
        until=Until(key=True, cap_s=cap_s) if duration_s is None else None,
    )


steps = st.one_of(
    st.integers(1, 300).map(lambda s: _step(float(s))),
    st.integers(1, 300).map(lambda s: _step(None, float(s))),
)
parts = st.recursive(
    steps,
    lambda inner: st.one_of(
        st.builds(
            lambda count, body, between: Rounds(count=count, body=tuple(body), between=between),
            st.integers(1, 4),
            st.lists(inner, min_size=1, max_size=3),
            st.none() | steps,
        ),
        st.lists(inner, max_size=3).map(lambda body: Section(label="Main", body=tuple(body))),
    ),
    max_leaves=6,
)


@given(st.lists(parts, max_size=4))
def test_the_weight_is_that_of_the_unrolled_steps(plan: list[Part]) -> None:
    flat = unroll(plan)
    weight = weigh(plan)
    assert weight.steps == len(flat)
    lengths = [s.duration_s or (s.until and s.until.cap_s) or 0.0 for s in flat]
    assert weight.seconds == sum(lengths)


def test_a_million_steps_are_weighed_without_being_made() -> None:
    inner = Rounds(count=1000, body=(_step(),))
    assert weigh([Rounds(count=1000, body=(inner,))]).steps == 1_000_000


def test_every_fills_up_with_rest_after_the_last_round_too() -> None:
    rounds = Rounds(count=3, body=(_step(150.0),), every_s=240.0)
    flat = unroll([rounds])
    assert [(s.kind, s.duration_s, s.round) for s in flat] == [
        *((StepKind.WORK, 150.0, 1), (StepKind.REST, 90.0, 1)),
        *((StepKind.WORK, 150.0, 2), (StepKind.REST, 90.0, 2)),
        *((StepKind.WORK, 150.0, 3), (StepKind.REST, 90.0, 3)),
    ]
    assert weigh([rounds]).seconds == 3 * 240.0
    assert weigh([rounds]).steps == 6


def test_every_without_time_left_adds_no_rest() -> None:
    flat = unroll([Rounds(count=2, body=(_step(240.0),), every_s=240.0)])
    assert [s.kind for s in flat] == [StepKind.WORK] * 2


def test_the_limits_hold_to_the_step() -> None:
    text = "{} rounds\n- 1 s easy\n- 1 s moderate\n\n{} rounds\n- 1 s easy"
    assert len(parse_workout(text.format(999, 2)).steps) == 2000
    with pytest.raises(WorkoutError) as caught:
        parse_workout(text.format(999, 3))
    assert (caught.value.line, caught.value.words) == (6, "1 s easy")


def test_the_limits_hold_to_the_second() -> None:
    assert parse_workout("23 h easy\n1 h easy").total_s == 24 * 3600
    with pytest.raises(WorkoutError) as caught:
        parse_workout("23 h easy\n1 h easy\n1 s easy")
    assert (caught.value.line, caught.value.words) == (3, "1 s easy")


def test_rounds_stand_at_most_eight_deep() -> None:
    def nest(depth: int) -> str:
        return "".join("  " * i + "1 round\n" for i in range(depth)) + "  " * depth + "1 s easy"

    assert len(parse_workout(nest(8)).steps) == 1
    with pytest.raises(WorkoutError, match="too deep"):
        parse_workout(nest(9))
    with pytest.raises(WorkoutError, match="too deep"):
        parse_workout("1 round\n  1 round\n    " + "1 x (" * 7 + "1 s easy" + ")" * 7)
