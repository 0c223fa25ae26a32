"""Verdicts: settling first, hysteresis, too short to judge, silence without signal or range."""

import pytest

from hrguide.guide.policy import Policy
from hrguide.guide.schedule import Phase, Place
from hrguide.guide.verdict import NO_STEP_RANGE, StepRange, Verdict, judge
from hrguide.workout.workout import Effort, Step, StepKind

OWN = StepRange(low_bpm=120, high_bpm=130, personal=True, provisional=False)
COACH = StepRange(low_bpm=120, high_bpm=130, by_coach=True, personal=True, provisional=False)


def verdict(
    hr_bpm: int | None,
    *,
    into_s: float = 100.0,
    length_s: float | None = 180.0,
    asked: StepRange = OWN,
    before: Verdict = Verdict.ON_COURSE,
    effort: Effort | None = Effort.MODERATELY_EASY,
    phase: Phase = Phase.STEP,
    learning: bool = False,
) -> Verdict:
    kind = StepKind.REST if effort is Effort.REST else StepKind.WORK
    step = Step(index=0, kind=kind, effort=effort, duration_s=length_s, text="step")
    left_s = None if length_s is None else length_s - into_s
    word, why = judge(
        phase=phase,
        place=Place(step=step, block=0, into_s=into_s, left_s=left_s),
        asked=asked,
        learning=learning,
        hr_bpm=hr_bpm,
        forecast=None,
        before=before,
        policy=Policy(),
    )
    assert why
    return word


@pytest.mark.parametrize("hr_bpm", [80, 125, 180])
def test_the_first_minute_is_settling_wherever_the_heart_is(hr_bpm: int) -> None:
    assert verdict(hr_bpm, into_s=59.75) is Verdict.SETTLING
    assert verdict(hr_bpm, into_s=60.0) is not Verdict.SETTLING


@pytest.mark.parametrize(
    ("hr_bpm", "before", "expected"),
    [
        (130, Verdict.ON_COURSE, Verdict.ON_COURSE),
        (132, Verdict.ON_COURSE, Verdict.ON_COURSE),  # within the 2 bpm of hysteresis
        (133, Verdict.ON_COURSE, Verdict.OVER),
        (131, Verdict.OVER, Verdict.OVER),  # stays over until it is back inside
        (130, Verdict.OVER, Verdict.ON_COURSE),
        (118, Verdict.ON_COURSE, Verdict.ON_COURSE),
        (117, Verdict.ON_COURSE, Verdict.UNDER),
        (119, Verdict.UNDER, Verdict.UNDER),
        (120, Verdict.UNDER, Verdict.ON_COURSE),
    ],
)
def test_two_bpm_of_hysteresis(hr_bpm: int, before: Verdict, expected: Verdict) -> None:
    assert verdict(hr_bpm, before=before) is expected


def test_a_short_step_forbids_under_never_over() -> None:
    assert verdict(90, into_s=50.0, length_s=60.0) is Verdict.TOO_SHORT
    assert verdict(125, into_s=50.0, length_s=60.0) is Verdict.TOO_SHORT
    assert verdict(140, into_s=50.0, length_s=60.0) is Verdict.OVER


def test_a_short_step_is_not_blamed_for_the_one_before() -> None:
    assert verdict(140, into_s=5.0, length_s=60.0) is Verdict.TOO_SHORT


def test_no_signal_and_no_range_say_so() -> None:
    assert verdict(None) is Verdict.NO_SIGNAL
    assert verdict(125, asked=NO_STEP_RANGE) is Verdict.NO_RANGE
    assert verdict(None, effort=Effort.REST) is Verdict.NO_SIGNAL
    assert verdict(125, effort=Effort.REST, asked=NO_STEP_RANGE) is Verdict.RESTING


def test_learning_yields_to_a_coachs_numbers() -> None:
    assert verdict(125, learning=True) is Verdict.LEARNING
    assert verdict(125, learning=True, asked=COACH) is Verdict.ON_COURSE


def test_a_ceiling_only_range_has_no_under() -> None:
    ceiling = StepRange(low_bpm=None, high_bpm=135, by_coach=True)
    assert verdict(60, asked=ceiling) is Verdict.ON_COURSE
    assert verdict(140, asked=ceiling) is Verdict.OVER


@pytest.mark.parametrize(
    ("phase", "expected"),
    [(Phase.PAUSED, Verdict.PAUSED), (Phase.STOPPED, Verdict.STOPPED)],
)
def test_a_standing_clock_is_not_judged(phase: Phase, expected: Verdict) -> None:
    assert verdict(180, phase=phase) is expected
