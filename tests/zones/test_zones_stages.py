"""The stages of a talk test: easy first, a little harder each, never above a ceiling."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import Answer, TalkAnswer
from hrguide.errors import UsageError
from hrguide.workout.whiteboard import parse_workout
from hrguide.zones.belief import Belief, threshold_belief
from hrguide.zones.ceilings import SESSION_MARGIN_BPM, SESSION_QUANTILE
from hrguide.zones.stages import STAGES_MAX, STAGES_MIN, stages, talk_test_text

DAY = "2026-11-22"
SAM = Athlete("sam", 38)
ANSWERS = st.lists(
    st.tuples(st.integers(95, 175), st.sampled_from(["comfortable", "only_just", "no"])),
    max_size=4,
)


def believed(athlete: Athlete, answers: list[tuple[int, Answer]]) -> Belief:
    return threshold_belief(
        athlete, [TalkAnswer(hr, answer, "bikeerg", DAY) for hr, answer in answers], as_of=DAY
    )


@given(age=st.integers(18, 85), answers=ANSWERS)
@settings(max_examples=80)
def test_stages_rise_gently_from_easy_to_below_the_ceiling(
    age: int, answers: list[tuple[int, Answer]]
) -> None:
    athlete = Athlete("x", age)
    belief = believed(athlete, answers)
    try:
        aimed = stages(belief, athlete)
    except UsageError:
        return  # a threshold so low that three stages do not fit above rest
    mean = belief.mean_bpm
    middles = [(one.low_pct + one.high_pct) / 200 * mean for one in aimed]
    apart = [later - earlier for earlier, later in pairwise(middles)]
    assert STAGES_MIN <= len(aimed) <= STAGES_MAX
    assert all(5.0 <= step <= 8.0 for step in apart)
    session = belief.quantile(SESSION_QUANTILE) + SESSION_MARGIN_BPM
    assert aimed[-1].high_pct * mean / 100 <= session


def test_the_first_two_are_clearly_easy() -> None:
    some: list[tuple[int, Answer]] = [(127, "comfortable"), (134, "only_just"), (139, "only_just")]
    for answers in ([], some):
        belief = believed(SAM, answers)
        second = stages(belief, SAM)[1]
        assert second.high_pct * belief.mean_bpm / 100 <= belief.quantile(0.10) - 5.0


def test_no_stage_is_rest() -> None:
    """A low threshold above a high resting rate: the first stage would lie 4 above rest."""
    bo = Athlete("bo", 40, resting_bpm=85)
    belief = believed(bo, [(112, "only_just"), (118, "only_just")])
    first = stages(belief, bo)[0]
    assert (first.low_pct + first.high_pct) / 2 * belief.mean_bpm / 100 >= 104.0


def test_answers_that_disagree_are_sorted_out_above_the_lowest_no() -> None:
    camps: list[tuple[int, Answer]] = [
        (150, "comfortable"),
        (152, "comfortable"),
        (110, "no"),
        (112, "no"),
    ]
    belief = believed(SAM, camps)
    aimed = [one.high_pct * belief.mean_bpm / 100 for one in stages(belief, SAM)]
    assert aimed[0] < 100
    assert aimed[-1] > 120


def test_a_limit_ends_it_sooner_or_refuses_it() -> None:
    limited = Athlete("kim", 38, ceiling_bpm=115)
    belief = believed(limited, [])
    assert stages(belief, limited)[-1].high_pct * belief.mean_bpm / 100 <= 115
    held = Athlete("kim", 38, ceiling_bpm=95)
    with pytest.raises(UsageError, match="no room"):
        stages(believed(held, []), held)


def test_where_no_heart_rate_may_be_aimed_at_words_lead() -> None:
    for athlete in (Athlete("kim", 61, limits_heart_rate=True), Athlete("bo", 16)):
        workout = parse_workout(talk_test_text(believed(athlete, []), athlete))
        efforts = [step.effort.value for step in workout.steps if step.effort is not None]
        assert efforts == ["easy"] * 5 + ["moderately easy"] * 4 + ["moderate"] * 4 + ["easy"]


def test_the_text_is_a_workout_that_ends_at_a_no() -> None:
    workout = parse_workout(talk_test_text(believed(SAM, []), SAM))
    reading = [step for step in workout.steps if step.until is not None]
    assert len(reading) >= STAGES_MIN
    assert all(step.until is not None and step.until.ends_at_no for step in reading)
    last = workout.steps[-1]
    assert {step.after_no for step in reading} == {last.index}
