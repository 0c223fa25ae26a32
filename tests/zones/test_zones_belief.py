"""The belief: moved by evidence the right way only, whatever order it comes in."""

from datetime import date, timedelta
from statistics import NormalDist

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import (
    AlphaCrossing,
    Answer,
    Evidence,
    HeartTimes,
    LabThreshold,
    MeasuredMax,
    Rpe,
    SteadyRide,
    TalkAnswer,
    ThresholdEvidence,
)
from hrguide.errors import UsageError
from hrguide.zones import grid
from hrguide.zones.belief import Belief, predict, threshold_belief, update
from hrguide.zones.likelihood import likelihood, talk_likelihood

SAM = Athlete("Sam", 38)
DAY = date(2025, 11, 12)
DAYS = st.integers(0, 400).map(lambda days: DAY - timedelta(days=days))
RATES = st.floats(60, 210)
MACHINES = st.sampled_from([machine.value for machine in Machine])
PIECES = st.one_of(
    st.builds(
        TalkAnswer, RATES, st.sampled_from(["comfortable", "only_just", "no"]), MACHINES, DAYS,
        st.sampled_from([None, 60.0, 160.0]),
    ),
    st.builds(LabThreshold, RATES, MACHINES, DAYS, st.sampled_from(["VT1", "LT2"])),
    st.builds(AlphaCrossing, RATES, MACHINES, DAYS),
    st.builds(Rpe, RATES, st.floats(6, 20), MACHINES, DAYS),
    st.builds(SteadyRide, RATES, st.just(30), MACHINES, DAYS),
)  # fmt: skip
SAME_DAY_BPM = 1e-9
LATER_BPM = 0.1  # a later answer on another machine lets what is borrowed age by a hair
LISTS = st.lists(PIECES, max_size=8)


def talk(hr_bpm: float, answer: Answer, on: date = DAY, machine: str = "bikeerg") -> TalkAnswer:
    return TalkAnswer(hr_bpm, answer, machine, on)


@settings(deadline=None, max_examples=40)
@given(LISTS, RATES)
def test_a_no_never_raises_and_a_comfortable_never_lowers(
    evidence: list[Evidence], hr_bpm: float
) -> None:
    before = threshold_belief(SAM, evidence, as_of=DAY)
    low = threshold_belief(SAM, [*evidence, talk(hr_bpm, "no")], as_of=DAY)
    high = threshold_belief(SAM, [*evidence, talk(hr_bpm, "comfortable")], as_of=DAY)
    assert low.mean_bpm <= before.mean_bpm + SAME_DAY_BPM
    assert high.mean_bpm >= before.mean_bpm - SAME_DAY_BPM
    for p in (0.1, 0.25, 0.4, 0.75):
        raw = grid.quantile_bpm(before.cells, p)
        assert grid.quantile_bpm(low.cells, p) <= raw + SAME_DAY_BPM
        assert grid.quantile_bpm(high.cells, p) >= raw - SAME_DAY_BPM


@settings(deadline=None, max_examples=30)
@given(st.lists(PIECES, min_size=1, max_size=8), RATES, st.integers(0, 60))
def test_also_where_the_answer_itself_moves_the_day(
    evidence: list[Evidence], hr_bpm: float, later: int
) -> None:
    before = threshold_belief(SAM, evidence).mean_bpm
    assume(95 <= before <= 175)  # at the grid's ends the walk is mirrored, the mean drifts inwards
    day = max(piece.day for piece in evidence) + timedelta(days=later)
    low = threshold_belief(SAM, [*evidence, talk(hr_bpm, "no", day)])
    high = threshold_belief(SAM, [*evidence, talk(hr_bpm, "comfortable", day)])
    assert low.mean_bpm <= before + LATER_BPM
    assert high.mean_bpm >= before - LATER_BPM


@settings(deadline=None, max_examples=40)
@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_evidence_comes_in_does_not_matter(
    evidence: list[Evidence], shuffle: object
) -> None:
    mixed = list(evidence)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    assert threshold_belief(SAM, mixed).cells == threshold_belief(SAM, evidence).cells


@settings(deadline=None, max_examples=40)
@given(LISTS, MACHINES)
def test_any_evidence_gives_a_defined_belief(evidence: list[Evidence], machine: str) -> None:
    belief = threshold_belief(SAM, evidence, machine)
    assert sum(belief.cells) == pytest.approx(1)
    assert min(belief.cells) >= 0
    assert belief.sd_bpm >= 3.5
    low, high = belief.interval(0.8)
    assert low < belief.quantile(0.5) < high
    assert 60 <= belief.mean_bpm <= 210


def test_updating_by_hand_is_bayes_rule() -> None:
    cells = grid.normalised(grid.normal(140, 10))
    after = update(cells, grid.normal(130, 10))
    assert grid.mean_bpm(after) == pytest.approx(135, abs=1e-3)  # two equal normals meet halfway
    assert grid.variance_bpm2(after) == pytest.approx(50, rel=1e-3)


def test_evidence_impossible_everywhere_changes_nothing() -> None:
    cells = grid.normalised(grid.normal(140, 10))
    assert update(cells, (0.0,) * grid.COUNT) == cells


def test_talk_probabilities_sum_to_one_and_have_their_cut_points() -> None:
    thirds = [talk_likelihood(140.0, answer, 7.5) for answer in ("comfortable", "only_just", "no")]
    assert [sum(p) for p in zip(*thirds, strict=True)] == pytest.approx([1.0] * grid.COUNT)
    lapse, norm = 0.05, NormalDist()
    at = grid.CENTRES_BPM.index(138.0)  # H2 for c = 138, h = 140
    assert thirds[0][at] == pytest.approx(lapse / 3 + 0.95 * (1 - norm.cdf((140 - 138 + 5) / 7.5)))
    assert thirds[2][at] == pytest.approx(lapse / 3 + 0.95 * norm.cdf((140 - 138 - 15) / 7.5))


def test_an_early_answer_counts_for_less() -> None:
    early, late = (TalkAnswer(150, "no", "bikeerg", DAY, into) for into in (60, 150))
    before = threshold_belief(SAM).mean_bpm
    moved = [before - threshold_belief(SAM, [piece]).mean_bpm for piece in (early, late)]
    assert 0 < moved[0] < moved[1]


def test_four_good_answers_make_it_this_persons() -> None:
    answers = [
        talk(120, "comfortable"),
        talk(130, "comfortable"),
        talk(141, "only_just"),
        talk(152, "no"),
    ]
    belief = threshold_belief(SAM, answers)
    assert belief.mean_bpm == pytest.approx(137.5, abs=2.5)
    assert belief.sd_bpm < 6
    assert belief.own == tuple(sorted(answers, key=repr))
    assert belief.as_of == DAY


def test_the_spread_never_goes_below_its_floor() -> None:
    answers = [talk(bpm, "only_just") for bpm in (134, 136, 138, 140, 142) * 40]
    belief = threshold_belief(SAM, answers)
    assert belief.sd_bpm == 3.5
    low, high = belief.interval(0.8)
    assert high - low > 2 * 1.28 * 3.5 * 0.9


def test_time_widens_the_belief_and_keeps_its_mean() -> None:
    answers = [talk(120, "comfortable"), talk(132, "only_just"), talk(150, "no")]
    now, later, ages = (
        threshold_belief(SAM, answers, as_of=DAY + timedelta(weeks=weeks))
        for weeks in (0, 26, 1500)
    )
    assert later.sd_bpm**2 - now.sd_bpm**2 == pytest.approx(26, abs=1)
    assert later.mean_bpm == pytest.approx(now.mean_bpm, abs=0.01)
    assert 13 < ages.sd_bpm < threshold_belief(SAM).sd_bpm  # still better known than a stranger


def test_old_evidence_gives_way_to_new() -> None:
    old = [talk(bpm, "no", DAY - timedelta(days=2000)) for bpm in (125, 130, 135)]
    new = [talk(150, "comfortable"), talk(160, "only_just")]
    assert threshold_belief(SAM, old + new).mean_bpm > 130
    together = [talk(piece.hr_bpm, piece.answer) for piece in old + new]
    assert threshold_belief(SAM, together).mean_bpm < 120


def test_history_is_as_it_was_that_day() -> None:
    old, new = talk(120, "no", DAY - timedelta(days=30)), talk(150, "comfortable")
    then = DAY - timedelta(days=30)
    assert threshold_belief(SAM, [old, new], as_of=then) == threshold_belief(SAM, [old])
    assert threshold_belief(SAM, [old, new], as_of="2025-10-13") == threshold_belief(SAM, [old])


def test_another_machine_borrows_with_more_doubt() -> None:
    answers = [talk(120, "comfortable"), talk(136, "only_just"), talk(152, "no")] * 4
    bike, rower = (threshold_belief(SAM, answers, machine) for machine in ("bikeerg", "rower"))
    assert rower.mean_bpm == pytest.approx(bike.mean_bpm + 2, abs=1.5)
    assert 7.5 < rower.sd_bpm < 9.6
    assert (rower.own, len(rower.borrowed)) == ((), 12)
    more = threshold_belief(SAM, answers * 5, "rower")
    assert more.sd_bpm > 7.5  # a hundred answers on the bike never settle the rower


def test_shared_doubt_does_not_average_away() -> None:
    for pieces in (
        [AlphaCrossing(140 + i % 3, "bikeerg", DAY) for i in range(30)],
        [Rpe(140 + i % 3, 12.5, "bikeerg", DAY) for i in range(30)],
        [LabThreshold(140 + i % 3, "bikeerg", DAY) for i in range(30)],
        [SteadyRide(120, 30, "bikeerg", DAY - timedelta(days=i)) for i in range(30)],
    ):
        assert threshold_belief(SAM, pieces).sd_bpm > 5.5, pieces[0]


def test_a_lab_value_counts_for_more_than_a_crossing() -> None:
    lab, crossing = LabThreshold(150, "bikeerg", DAY), AlphaCrossing(155, "bikeerg", DAY)
    by_lab, by_crossing = (threshold_belief(SAM, [piece]) for piece in (lab, crossing))
    assert by_lab.sd_bpm < by_crossing.sd_bpm < threshold_belief(SAM).sd_bpm
    assert threshold_belief(SAM).mean_bpm < by_crossing.mean_bpm < by_lab.mean_bpm < 150
    treadmill = threshold_belief(SAM, [LabThreshold(150, None, DAY)])
    assert by_lab.sd_bpm < treadmill.sd_bpm
    vt2 = threshold_belief(SAM, [LabThreshold(172, "bikeerg", DAY, "VT2")])
    assert vt2.mean_bpm == pytest.approx(by_lab.mean_bpm, abs=3)
    assert vt2.sd_bpm > by_lab.sd_bpm


def test_alpha1_is_not_believed_under_medicine() -> None:
    athlete = Athlete("x", 60, limits_heart_rate=True)
    crossing = AlphaCrossing(150, "bikeerg", DAY)
    assert threshold_belief(athlete, [crossing]).cells == pytest.approx(
        threshold_belief(athlete).cells
    )
    assert not threshold_belief(athlete, [crossing]).personal


def test_medicine_not_as_usual_makes_other_days_say_less() -> None:
    athlete = Athlete("x", 60, limits_heart_rate=True)
    other_days = [talk(bpm, "only_just", DAY - timedelta(days=3)) for bpm in (110, 112, 114, 116)]
    usual, unusual = (
        threshold_belief(athlete, other_days, as_of=DAY, as_usual=as_usual)
        for as_usual in (True, False)
    )
    assert unusual.sd_bpm**2 == pytest.approx(usual._raw_sd_bpm**2 + 36, rel=0.05)
    with_today = [
        threshold_belief(athlete, [*other_days, talk(95, "no")], as_usual=as_usual)
        for as_usual in (True, False)
    ]
    assert with_today[1].mean_bpm < with_today[0].mean_bpm - 2


def test_answers_that_cannot_all_be_right_are_said_and_stay_wide() -> None:
    clash = [talk(110, "no"), talk(150, "comfortable"), talk(112, "no"), talk(155, "comfortable")]
    belief = threshold_belief(SAM, clash)
    assert belief.disagreement is not None
    assert "of the last 4 answers" in belief.disagreement
    assert belief.sd_bpm >= 12
    pair = threshold_belief(SAM, clash[:2])
    assert pair.disagreement is not None
    settled = [talk(bpm, "only_just") for bpm in (134, 136, 138, 140, 142, 133)]
    outvoted = threshold_belief(SAM, [talk(110, "no"), *settled])
    assert outvoted.disagreement is None


def test_honest_answers_are_rarely_called_disagreeing() -> None:
    assert threshold_belief(SAM).disagreement is None
    fine = [
        talk(118, "comfortable"),
        talk(131, "only_just"),
        talk(143, "only_just"),
        talk(150, "no"),
    ]
    assert threshold_belief(SAM, fine).disagreement is None


@pytest.mark.parametrize("bpm", [31, 229])
def test_extreme_answers_stay_on_the_grid(bpm: float) -> None:
    answers: tuple[Answer, ...] = ("comfortable", "only_just", "no")
    for answer in answers:
        belief = threshold_belief(SAM, [talk(bpm, answer)] * 3)
        assert 60 <= belief.mean_bpm <= 210
        assert sum(likelihood(talk(bpm, answer))) > 0


def test_a_measured_maximum_alone_is_not_personal_evidence() -> None:
    belief = threshold_belief(SAM, [MeasuredMax(190, DAY)])
    assert not belief.personal
    assert belief.measured_max_bpm == 190


def test_what_cannot_be_asked_is_refused() -> None:
    belief = threshold_belief(SAM)
    for p in (0.0, 1.0, float("nan")):
        with pytest.raises(UsageError):
            belief.quantile(p)
    with pytest.raises(UsageError, match="treadmill"):
        threshold_belief(SAM, machine="treadmill")


def test_predicting_no_weeks_changes_nothing() -> None:
    cells = grid.normalised(grid.normal(140, 5))
    assert predict(cells, 0) is cells
    assert predict(cells, 10, at_most_bpm2=25.0) == cells
    assert isinstance(threshold_belief(SAM), Belief)


def test_easy_rides_repeat_one_fact() -> None:
    one = [SteadyRide(128, 30, "bikeerg", DAY)]
    month = [SteadyRide(128 - day, 30, "bikeerg", DAY - timedelta(days=day)) for day in range(25)]
    before, after, many = (
        threshold_belief(SAM, rides, as_of=DAY).mean_bpm for rides in ([], one, month)
    )
    assert before < after
    assert many == pytest.approx(after, abs=1.5)


def test_the_hearts_pace_is_no_evidence_of_the_threshold() -> None:
    answers = [TalkAnswer(134, "only_just", "bikeerg", DAY)]
    later = HeartTimes(38, 8, "bikeerg", DAY + timedelta(days=70))
    with_pace = threshold_belief(SAM, [*answers, later])
    assert with_pace == threshold_belief(SAM, answers)  # its day is no day of the belief either
    assert not threshold_belief(SAM, [later]).personal


def test_a_doubted_day_walks_its_weeks_once() -> None:
    """The weeks up to a day of other medicine must not be walked before and again after it."""
    kim = Athlete("kim", 61, limits_heart_rate=True)
    long_ago = DAY - timedelta(weeks=26)
    answers = [TalkAnswer(101, "only_just", "bikeerg", long_ago) for _ in range(6)]
    alone = threshold_belief(kim, answers, as_of=DAY, as_usual=False)
    nothing = TalkAnswer(30, "comfortable", "bikeerg", DAY)  # says next to nothing
    beside = threshold_belief(kim, [*answers, nothing], as_of=DAY, as_usual=False)
    assert beside.sd_bpm == pytest.approx(alone.sd_bpm, abs=0.3)


def test_the_highest_easy_ride_of_a_month_is_the_one_that_speaks() -> None:
    low, high = (SteadyRide(hr, 40, "bikeerg", DAY) for hr in (110, 150))
    alone = threshold_belief(SAM, [high]).mean_bpm
    assert threshold_belief(SAM, [low, high]).mean_bpm == pytest.approx(alone)
    assert threshold_belief(SAM, [low]).mean_bpm < alone - 2.0


def test_old_answers_are_no_disagreement() -> None:
    """Somebody who could not talk at 120 a year ago and talks easily at 140 now has trained."""
    then, now = DAY - timedelta(days=365), DAY
    old = [TalkAnswer(hr, "no", "bikeerg", then) for hr in (112, 114, 116)]
    new = [TalkAnswer(hr, "comfortable", "bikeerg", now) for hr in (146, 148, 150)]
    assert threshold_belief(SAM, [*old, *new]).disagreement is None
    of_today = [TalkAnswer(piece.hr_bpm, "no", "bikeerg", now) for piece in old]
    assert threshold_belief(SAM, [*of_today, *new]).disagreement is not None


def test_one_odd_answer_in_four_is_bad_luck() -> None:
    fits = [talk(120, "comfortable"), talk(138, "only_just"), talk(140, "only_just")]
    odd = talk(95, "no")
    assert threshold_belief(SAM, [*fits, odd]).disagreement is None
    assert threshold_belief(SAM, [*fits, odd, odd]).disagreement is not None


@pytest.mark.parametrize(
    ("piece", "at_bpm"),
    [
        (LabThreshold(150, "bikeerg", DAY, "VT1"), 150.0),
        (LabThreshold(150, "bikeerg", DAY, "LT1"), 150.0),
        (LabThreshold(150, "bikeerg", DAY, "VT2"), 128.0),  # H2: 22 above the first
        (LabThreshold(150, "bikeerg", DAY, "LT2"), 128.0),
        (AlphaCrossing(150, "bikeerg", DAY), 145.0),  # C4: it reads high
        (Rpe(150, 15, "bikeerg", DAY), 138.75),  # 2.5 points above 12.5, 4.5 bpm each
        (Rpe(110, 10, "bikeerg", DAY), 121.25),
    ],
)
def test_each_reading_speaks_of_its_own_place(piece: ThresholdEvidence, at_bpm: float) -> None:
    likely = likelihood(piece)
    assert grid.CENTRES_BPM[likely.index(max(likely))] == pytest.approx(at_bpm, abs=0.5)
