"""Verdicts: about where it is heading, with hysteresis; silence without signal or range."""

import pytest

from hrguide.guide.kinetics import Forecast
from hrguide.guide.outlook import Outlook, Threshold, look_ahead
from hrguide.guide.policy import Policy
from hrguide.guide.schedule import Phase, Place
from hrguide.guide.verdict import NO_STEP_RANGE, StepRange, Verdict, judge
from hrguide.workout.workout import Effort, Step, StepKind, Until

OWN = StepRange(low_bpm=120, high_bpm=130, personal=True, provisional=False)
COACH = StepRange(low_bpm=120, high_bpm=130, by_coach=True, personal=True, provisional=False)
KNOWN = Threshold(mean_bpm=140.0, sd_bpm=6.0, rest_bpm=60.0)


def heading(
    mean_bpm: float,
    *,
    sd_bpm: float = 3.0,
    asked: StepRange = OWN,
    threshold: Threshold | None = None,
) -> Outlook | None:
    """The outlook a minute ahead of second 100."""
    forecast = Forecast(at_s=160.0, mean_bpm=mean_bpm, sd_bpm=sd_bpm)
    return look_ahead(100.0, asked, forecast, threshold, Policy())


def judged(
    hr_bpm: int | None,
    to_bpm: float | None,
    *,
    into_s: float = 100.0,
    length_s: float | None = 180.0,
    asked: StepRange = OWN,
    before: Verdict = Verdict.ON_COURSE,
    effort: Effort | None = Effort.MODERATELY_EASY,
    phase: Phase = Phase.STEP,
    learning: bool = False,
    resumed_s: float = 0.0,
) -> tuple[Verdict, str]:
    kind = StepKind.REST if effort is Effort.REST else StepKind.WORK
    until = Until(key=True) if length_s is None else None
    step = Step(index=0, kind=kind, effort=effort, duration_s=length_s, text="step", until=until)
    left_s = None if length_s is None else length_s - into_s
    word, why = judge(
        phase=phase,
        place=Place(step=step, block=0, into_s=into_s, left_s=left_s, resumed_s=resumed_s),
        asked=asked,
        learning=learning,
        hr_bpm=hr_bpm,
        outlook=None if to_bpm is None else heading(to_bpm, asked=asked),
        before=before,
        policy=Policy(),
    )
    assert why
    return word, why


def verdict(hr_bpm: int | None, to_bpm: float | None = None, **how: object) -> Verdict:
    return judged(hr_bpm, to_bpm, **how)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hr_bpm", "to_bpm", "expected"),
    [
        (100, 125.0, Verdict.ON_COURSE),  # far below now, on its way in: no word of "under"
        (125, 125.0, Verdict.ON_COURSE),
        (134, 128.0, Verdict.ON_COURSE),  # above now, on its way in
        (134, 132.0, Verdict.OVER),  # above and staying above: shown, though not yet said
        (128, 137.0, Verdict.HEADING_OVER),
        (136, 138.0, Verdict.OVER),
        (121, 116.0, Verdict.HEADING_UNDER),
        (115, 116.0, Verdict.UNDER),
    ],
)
def test_the_word_is_about_where_it_is_heading(
    hr_bpm: int, to_bpm: float, expected: Verdict
) -> None:
    assert verdict(hr_bpm, to_bpm) is expected


def test_the_first_minute_is_settling_unless_surely_heading_over() -> None:
    assert verdict(100, 118.0, into_s=20.0) is Verdict.SETTLING
    assert verdict(100, 90.0, into_s=44.0) is Verdict.SETTLING  # L4: no "under" in 45 s
    assert verdict(100, 90.0, into_s=46.0) is Verdict.UNDER
    assert verdict(125, 136.5, into_s=20.0) is Verdict.SETTLING  # P = 0.69
    assert verdict(125, 136.5, into_s=50.0) is Verdict.HEADING_OVER
    assert verdict(125, 138.0, into_s=20.0) is Verdict.HEADING_OVER


def test_a_provisional_range_must_be_surer() -> None:
    careful = StepRange(low_bpm=120, high_bpm=130, personal=True, provisional=True)
    assert verdict(128, 136.5, asked=careful) is Verdict.ON_COURSE  # P = 0.69
    assert verdict(128, 136.5) is Verdict.HEADING_OVER
    assert verdict(128, 138.0, asked=careful) is Verdict.HEADING_OVER


def test_a_word_once_said_stays_until_it_is_plainly_no_longer_so() -> None:
    assert verdict(128, 135.4) is Verdict.ON_COURSE  # P = 0.55
    assert verdict(128, 135.4, before=Verdict.HEADING_OVER) is Verdict.HEADING_OVER
    assert verdict(128, 134.0, before=Verdict.HEADING_OVER) is Verdict.ON_COURSE
    assert verdict(117, 118.3, before=Verdict.UNDER) is Verdict.UNDER
    assert verdict(117, 118.3) is Verdict.ON_COURSE


def test_a_short_step_forbids_under_never_over() -> None:
    assert verdict(90, 95.0, into_s=50.0, length_s=60.0) is Verdict.TOO_SHORT
    assert verdict(125, 125.0, into_s=50.0, length_s=60.0) is Verdict.TOO_SHORT
    assert verdict(125, 142.0, into_s=20.0, length_s=60.0) is Verdict.HEADING_OVER
    assert verdict(140, 141.0, into_s=50.0, length_s=60.0) is Verdict.OVER


def test_the_sentence_says_where_and_by_when() -> None:
    """A minute from second 100 of a 3-minute step: the big digits will show 0:20."""
    assert judged(110, 125.0)[1] == "Still coming up: 125 by 0:20."
    assert judged(131, 125.0)[1] == "Coming down: 125 by 0:20."
    assert judged(124, 125.0)[1] == "Holding: 125 by 0:20."
    assert judged(124, 125.0, length_s=None)[1] == "Holding: 125 by 2:40.", "they count up"


def test_no_signal_and_no_range_say_so() -> None:
    assert verdict(None) is Verdict.NO_SIGNAL
    assert verdict(125, asked=NO_STEP_RANGE) is Verdict.NO_RANGE
    assert verdict(None, effort=Effort.REST) is Verdict.NO_SIGNAL
    assert verdict(125, effort=Effort.REST, asked=NO_STEP_RANGE) is Verdict.RESTING


def test_learning_yields_to_a_coachs_numbers() -> None:
    assert verdict(125, learning=True) is Verdict.LEARNING
    assert verdict(125, 125.0, learning=True, asked=COACH) is Verdict.ON_COURSE


def test_a_ceiling_only_range_has_no_under() -> None:
    ceiling = StepRange(low_bpm=None, high_bpm=135, by_coach=True)
    assert verdict(60, 60.0, asked=ceiling) is Verdict.ON_COURSE
    assert verdict(140, 141.0, asked=ceiling) is Verdict.OVER


@pytest.mark.parametrize(
    ("phase", "expected"),
    [(Phase.PAUSED, Verdict.PAUSED), (Phase.STOPPED, Verdict.STOPPED)],
)
def test_a_standing_clock_is_not_judged(phase: Phase, expected: Verdict) -> None:
    assert verdict(180, 180.0, phase=phase) is expected


def test_over_is_the_top_and_five_or_the_threshold_whichever_is_likelier() -> None:
    by_top = heading(135.0)
    assert by_top is not None
    assert by_top.over == pytest.approx(0.5)
    assert (by_top.limit_bpm, by_top.by_threshold) == (135.0, False)
    moderate = StepRange(low_bpm=131, high_bpm=139, personal=True, provisional=False)
    by_c = heading(140.0, asked=moderate, threshold=KNOWN)
    assert by_c is not None
    assert by_c.over == pytest.approx(0.5)
    assert (by_c.limit_bpm, by_c.by_threshold) == (140.0, True)


def test_a_coachs_top_is_its_own_plus_two_and_knows_no_threshold() -> None:
    outlook = heading(132.0, asked=COACH, threshold=KNOWN)
    assert outlook is not None
    assert outlook.over == pytest.approx(0.5)
    assert outlook.limit_bpm == 132.0


def test_doubt_about_the_threshold_widens_both_sides() -> None:
    sure, doubtful = heading(138.0), heading(138.0, threshold=KNOWN)
    assert sure is not None
    assert doubtful is not None
    # sd^2 = 3^2 + (0.875 x 6)^2 at the top of 130: k = (130 - 60) / (140 - 60)
    assert sure.over == pytest.approx(0.841, abs=0.001)
    assert doubtful.over == pytest.approx(0.690, abs=0.001)
    low, low_doubt = heading(116.0), heading(116.0, threshold=KNOWN)
    assert low is not None
    assert low_doubt is not None
    assert 0.5 < low_doubt.under < low.under


def test_a_stage_written_above_the_threshold_is_over_by_its_own_top_only() -> None:
    """A talk test asks for 101-105 %, however unsure the threshold: that is what it is for."""
    unsure = Threshold(mean_bpm=130.0, sd_bpm=10.0, rest_bpm=60.0)
    stage = StepRange(low_bpm=131, high_bpm=137, personal=True, by_percent=True)
    outlook = heading(135.0, asked=stage, threshold=unsure)
    assert outlook is not None
    assert (outlook.limit_bpm, outlook.by_threshold) == (142.0, False)
    assert outlook.over < 0.5
    led_by_belief = heading(
        135.0, asked=StepRange(low_bpm=131, high_bpm=137, personal=True), threshold=unsure
    )
    assert led_by_belief is not None
    assert led_by_belief.by_threshold


def test_after_a_pause_it_settles_anew() -> None:
    assert verdict(125, 125.0, into_s=100.0) is Verdict.ON_COURSE
    assert verdict(125, 125.0, into_s=100.0, resumed_s=41.0) is Verdict.SETTLING
    assert verdict(100, 100.0, into_s=100.0) is Verdict.UNDER
    assert verdict(100, 100.0, into_s=100.0, resumed_s=56.0) is Verdict.SETTLING
