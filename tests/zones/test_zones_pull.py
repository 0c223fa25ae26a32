"""How far each piece of evidence pulls, and where one more would teach most."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import Answer, Evidence, MeasuredMax, TalkAnswer
from hrguide.zones.advice import ANSWERS, WORTH_BPM, best_question, is_held_back
from hrguide.zones.belief import threshold_belief
from hrguide.zones.ceilings import ceilings
from hrguide.zones.pull import ONE_BY_ONE, Pull, pulls

DAY = date(2026, 11, 22)
SAM = Athlete("sam", 38, sex="female", activity="active")


def talk(hr_bpm: float, answer: Answer, on: date = DAY, machine: str = "bikeerg") -> TalkAnswer:
    return TalkAnswer(hr_bpm, answer, machine, on)


def pulled(evidence: list[Evidence], athlete: Athlete = SAM) -> tuple[Pull, ...]:
    belief = threshold_belief(athlete, evidence, as_of=DAY)
    return pulls(athlete, evidence, belief, as_of=DAY)


def test_a_pull_is_the_mean_with_it_less_the_mean_without_it() -> None:
    evidence: list[Evidence] = [talk(127, "comfortable"), talk(134, "only_just"), talk(150, "no")]
    without = threshold_belief(SAM, evidence[:2], as_of=DAY).mean_bpm
    with_it = threshold_belief(SAM, evidence, as_of=DAY).mean_bpm
    newest = pulled(evidence)[0]
    assert newest.pieces == (evidence[2],)
    assert newest.pull_bpm == pytest.approx(with_it - without)
    assert newest.pull_bpm < 0


@given(
    st.lists(
        st.tuples(st.integers(90, 180), st.sampled_from(["comfortable", "no"])),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=40)
def test_a_no_never_pulls_up_and_a_comfortable_never_down(
    answers: list[tuple[int, Answer]],
) -> None:
    for pull in pulled([talk(hr, answer) for hr, answer in answers]):
        (piece,) = pull.pieces
        assert isinstance(piece, TalkAnswer)
        sign = 1.0 if piece.answer == "comfortable" else -1.0
        assert sign * pull.pull_bpm >= -1e-9


def test_the_newest_come_first_and_the_older_ones_pull_together() -> None:
    evidence: list[Evidence] = [
        talk(130 + week % 3, "only_just", DAY - timedelta(weeks=week)) for week in range(40)
    ]
    found = pulled(evidence)
    days = [pull.pieces[0].day for pull in found[:ONE_BY_ONE]]
    assert days == sorted(days, reverse=True)
    assert [len(pull.pieces) for pull in found] == [1] * ONE_BY_ONE + [40 - ONE_BY_ONE]


def test_what_is_yet_to_come_does_not_pull() -> None:
    evidence: list[Evidence] = [talk(134, "only_just"), talk(170, "no", DAY + timedelta(days=3))]
    assert [pull.pieces for pull in pulled(evidence)] == [(evidence[0],)]


def test_a_measured_maximum_pulls_through_the_starting_point() -> None:
    high = pulled([MeasuredMax(205, DAY)])[0].pull_bpm
    low = pulled([MeasuredMax(160, DAY)])[0].pull_bpm
    assert low < 0 < high


def test_the_best_question_narrows_more_than_any_other() -> None:
    """The advice against brute force: every heart rate, every answer, through the real belief."""
    evidence: list[Evidence] = [talk(120, "comfortable")]
    belief = threshold_belief(SAM, evidence, as_of=DAY)
    advice = best_question(belief, SAM)
    assert advice is not None
    assert advice.sd_after_bpm < advice.sd_now_bpm
    after = {
        answer: threshold_belief(SAM, [*evidence, talk(advice.hr_bpm, answer)], as_of=DAY).sd_bpm
        for answer in ANSWERS
    }
    # the average over the answers lies between the least and the most they can do
    assert min(after.values()) < advice.sd_after_bpm < max(after.values())
    far = threshold_belief(SAM, [*evidence, talk(90, "comfortable")], as_of=DAY).sd_bpm
    assert advice.sd_after_bpm < far - 2.0


def test_no_question_above_a_ceiling() -> None:
    limited = Athlete("kim", 38, ceiling_bpm=130)
    advice = best_question(threshold_belief(limited, [talk(112, "comfortable")]), limited)
    assert advice is not None
    assert advice.hr_bpm <= 130
    held = Athlete("kim", 38, ceiling_bpm=100)
    assert best_question(threshold_belief(held, [talk(112, "comfortable")]), held) is None
    belief = threshold_belief(SAM, [talk(134, "only_just")])
    session = ceilings(belief, SAM).session_bpm
    free = best_question(belief, SAM)
    assert session is not None
    assert free is not None
    assert free.hr_bpm <= session


def test_under_medicine_no_question_far_above_what_was_only_just() -> None:
    kim = Athlete("kim", 61, limits_heart_rate=True)
    evidence = [talk(92, "comfortable"), talk(98, "only_just")]
    advice = best_question(threshold_belief(kim, evidence), kim)
    assert advice is not None
    assert advice.hr_bpm <= 98  # today's ceiling is not known before today's answer
    none = threshold_belief(kim, [talk(120, "no")])
    assert best_question(none, kim) is None  # words first
    easily = threshold_belief(kim, [talk(92, "comfortable")])
    first = best_question(easily, kim)
    assert first is None or first.hr_bpm <= 92
    slipped = threshold_belief(kim, [talk(110, "comfortable"), talk(98, "only_just")])
    low = best_question(slipped, kim)
    assert low is not None
    assert low.hr_bpm <= 98  # an "easily" above an "only just" lifts nothing


def test_no_question_above_a_no_that_others_contradict() -> None:
    camps = [talk(hr, "no") for hr in (110, 112)] + [talk(hr, "comfortable") for hr in (150, 152)]
    belief = threshold_belief(SAM, camps)
    assert belief.disagreement is not None
    advice = best_question(belief, SAM)
    assert advice is None or advice.hr_bpm <= 110
    kim = Athlete("kim", 61, limits_heart_rate=True)  # "only just" from before the medicine
    before = [talk(hr, "only_just") for hr in (150, 152, 154)]
    slowed = threshold_belief(kim, [*before, talk(110, "no"), talk(112, "no")])
    assert slowed.disagreement is not None
    now = best_question(slowed, kim)
    assert now is None or now.hr_bpm <= 110


def test_no_question_at_rest() -> None:
    """All "no": the threshold is believed where nobody can ride."""
    bo = Athlete("bo", 40, resting_bpm=80)
    belief = threshold_belief(bo, [talk(hr, "no") for hr in (95, 98, 100, 104)])
    assert belief.mean_bpm < 90
    advice = best_question(belief, bo)
    assert advice is None or advice.hr_bpm >= 90


def test_what_narrows_it_by_less_than_is_shown_is_not_asked() -> None:
    for number in (1, 4, 10, 20, 40):
        belief = threshold_belief(SAM, [talk(134, "only_just"), talk(128, "comfortable")] * number)
        advice = best_question(belief, SAM)
        assert advice is None or advice.sd_now_bpm - advice.sd_after_bpm >= WORTH_BPM - 0.01
        assert not is_held_back(belief, SAM)


def test_held_back_by_a_limit_is_not_sharp() -> None:
    evidence = [talk(112, "comfortable")]
    held = Athlete("kim", 38, ceiling_bpm=80)
    assert is_held_back(threshold_belief(held, evidence), held)
    free = Athlete("kim", 38)
    assert not is_held_back(threshold_belief(free, evidence), free)


def test_a_sharp_belief_asks_for_nothing() -> None:
    one_day = [
        talk(125, "comfortable"),
        talk(133, "only_just"),
        talk(141, "only_just"),
        talk(158, "no"),
    ]
    belief = threshold_belief(SAM, one_day * 12, Machine.BIKEERG)
    assert best_question(belief, SAM) is None
