"""Ranges and ceilings: laid low while little is known, contiguous, under every limit."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import LabThreshold, Rpe, TalkAnswer
from hrguide.zones import grid
from hrguide.zones.belief import Belief, threshold_belief
from hrguide.zones.ceilings import ceilings, lowest_no_bpm
from hrguide.zones.provenance import counted, provenance
from hrguide.zones.ranges import Range, ranges

DAY = date(2025, 11, 12)
ANSWER = TalkAnswer(138, "only_just", "bikeerg", DAY)


def belief(
    mean_bpm: float, sd_bpm: float, *, rest_bpm: float = 65, answers: int = 8, **more: object
) -> Belief:
    return Belief(
        cells=grid.normalised(grid.normal(mean_bpm, sd_bpm)),
        machine=Machine.BIKEERG,
        as_of=DAY,
        rest_bpm=rest_bpm,
        own=(ANSWER,) * answers,
        **more,  # type: ignore[arg-type]
    )


def edges(found: dict[str, Range]) -> list[int | None]:
    efforts = list(found.values())
    return [efforts[0].low_bpm, *(effort.high_bpm for effort in efforts)]


def test_the_example_of_the_books() -> None:
    # physiology.md L2: rest 65, c 138 +- 6: moderate 129-138 (40 % quantile 136.5, reserve 71.5)
    found = ranges(belief(138, 6), Athlete("x", 38))
    assert list(found) == ["easy", "moderately easy", "moderate"]
    assert edges(found) == [109, 121, 129, 138]
    assert found["moderate"] == Range(
        low_bpm=129,
        high_bpm=138,
        provisional=False,
        source="from 8 talk answers, 12 Nov, bike erg, threshold 138 +-6",
    )


def test_while_little_is_known_they_lie_lower_and_never_push() -> None:
    sure, unsure = (ranges(belief(138, sd), Athlete("x", 38)) for sd in (7.9, 8.6))
    assert not sure["moderate"].provisional
    assert unsure["moderate"].provisional
    assert unsure["moderate"].high_bpm < sure["moderate"].high_bpm - 2


def test_a_formula_is_called_a_guess() -> None:
    found = ranges(threshold_belief(Athlete("x", 38)), Athlete("x", 38))
    assert found["moderate"].provisional
    assert found["moderate"].source.startswith("formula, +-1")
    assert found["moderate"].source.endswith(": a guess")


@pytest.mark.parametrize(
    "athlete", [Athlete("x", 60, limits_heart_rate=True), Athlete("x", 15)], ids=["medicine", "15"]
)
def test_where_formulas_are_off_there_are_no_ranges_before_answers(athlete: Athlete) -> None:
    assert ranges(threshold_belief(athlete), athlete) == {}
    assert ranges(threshold_belief(athlete, [ANSWER]), athlete) != {}


@given(
    st.floats(80, 190),
    st.floats(3, 25),
    st.floats(35, 100),
    st.none() | st.floats(90, 180),
    st.none() | st.floats(130, 220),
    st.booleans(),
)
def test_ranges_are_ordered_share_edges_and_stay_under_every_ceiling(
    mean: float, sd: float, rest: float, limit: float | None, peak: float | None, medicine: bool
) -> None:
    athlete = Athlete("x", 40, ceiling_bpm=limit, limits_heart_rate=medicine)
    known = belief(mean, sd, rest_bpm=rest, measured_max_bpm=peak)
    found = ranges(known, athlete)
    limits = ceilings(known, athlete)
    for one in found.values():
        for limit_bpm in (limits.hard_bpm, limits.session_bpm):
            assert limit_bpm is None or one.high_bpm <= limit_bpm
    bounds = edges(found)
    if bounds[0] is None:
        assert len({one.high_bpm for one in found.values()}) == 1
        return
    lows = [one.low_bpm for one in found.values()]
    assert lows == bounds[:3]
    widths = [high - low for low, high in pairwise(bounds)]  # type: ignore[operator]
    assert all(width >= least for width, least in zip(widths, (10, 8, 8), strict=True))
    assert bounds[0] >= rest + 10


def test_narrow_reserves_grow_downwards_then_become_one_under() -> None:
    # c 115, rest 70: reserve 45; 0.12 of it is 5 bpm, the least width is 8, below the same top
    narrow = ranges(belief(116.5, 6, rest_bpm=70), Athlete("x", 65))
    assert narrow["moderate"].high_bpm == round(70 + 1.02 * 45)
    assert narrow["moderate"].low_bpm == narrow["moderate"].high_bpm - 8
    under = ranges(belief(108, 6, rest_bpm=70), Athlete("x", 65))
    assert edges(under) == [None, 107, 107, 107]


def test_a_limit_moves_the_tops_down_and_squeezes_nothing_open() -> None:
    limited = ranges(belief(138, 6), Athlete("x", 38, ceiling_bpm=125))
    assert edges(limited) == [99, 109, 117, 125]
    low = ranges(belief(138, 6), Athlete("x", 38, ceiling_bpm=90))
    assert edges(low) == [None, 90, 90, 90]


def test_the_session_ceiling_is_the_75_quantile_and_5() -> None:
    limits = ceilings(belief(138, 6), Athlete("x", 38))
    assert limits.session_bpm == pytest.approx(138 + 0.6745 * 6 + 5, abs=0.05)
    assert "threshold 138 +-6" in str(limits.session_source)
    assert not limits.session_provisional
    assert ceilings(threshold_belief(Athlete("x", 38)), Athlete("x", 38)).session_provisional


def test_the_hard_ceiling_is_never_a_formula() -> None:
    assert ceilings(belief(138, 6), Athlete("x", 38)).hard_bpm is None
    measured = belief(138, 6, measured_max_bpm=190)
    assert ceilings(measured, Athlete("x", 38)).hard_bpm == pytest.approx(171)
    assert ceilings(measured, Athlete("x", 38, ceiling_bpm=150)).hard_bpm == 150
    assert ceilings(measured, Athlete("x", 38, ceiling_bpm=180)).hard_bpm == pytest.approx(171)
    medicine = Athlete("x", 38, limits_heart_rate=True)
    assert ceilings(measured, medicine).hard_bpm is None


def test_a_formula_only_asks() -> None:
    limits = ceilings(belief(138, 6), Athlete("x", 38))
    assert limits.question_bpm == pytest.approx(0.85 * (211 - 0.64 * 38))
    assert ceilings(belief(138, 6), Athlete("x", 38, limits_heart_rate=True)).question_bpm is None


def test_under_medicine_the_ceiling_is_what_was_only_just_today() -> None:
    athlete = Athlete("x", 60, limits_heart_rate=True)
    today = [
        TalkAnswer(104, "comfortable", "bikeerg", DAY),
        TalkAnswer(112, "only_just", "bikeerg", DAY),
        TalkAnswer(109, "only_just", "bikeerg", DAY),
        TalkAnswer(125, "no", "bikeerg", DAY),
    ]
    assert ceilings(belief(138, 6), athlete).session_bpm is None
    assert ceilings(belief(138, 6), athlete, today).session_bpm == 117
    limited = Athlete("x", 60, limits_heart_rate=True, ceiling_bpm=110)
    assert ceilings(belief(138, 6), limited, today).session_bpm == 110


def test_words_for_every_kind_of_source() -> None:
    lab, rpe = LabThreshold(140, "bikeerg", DAY), Rpe(130, 12, "bikeerg", DAY)
    assert counted([ANSWER]) == "1 talk answer"
    assert counted([ANSWER, lab, lab]) == "1 talk answer and 2 lab tests"
    assert counted([rpe, ANSWER, ANSWER, lab]) == "2 talk answers, 1 lab test and 1 effort rating"
    later = threshold_belief(Athlete("x", 38), [ANSWER], as_of="2026-03-01")
    assert "12 Nov 2025" in provenance(later)
    rower = threshold_belief(Athlete("x", 38), [ANSWER], "rower")
    assert "12 Nov, bike erg, borrowed for the rower, threshold 1" in provenance(rower)
    clash = [TalkAnswer(110, "no", "bikeerg", DAY), TalkAnswer(150, "comfortable", "bikeerg", DAY)]
    assert "do not fit" in provenance(threshold_belief(Athlete("x", 38), clash))


def test_under_medicine_they_lie_on_the_careful_quantile() -> None:
    plain, medicine = (
        ranges(belief(138, 6), Athlete("x", 60, limits_heart_rate=on)) for on in (False, True)
    )
    # 25 % instead of 40 % of 138 +- 6: 134.0 instead of 136.5
    assert plain["moderate"].high_bpm - medicine["moderate"].high_bpm in (2, 3)


def test_where_answers_disagree_the_lowest_no_is_the_top() -> None:
    answers = [
        TalkAnswer(110, "no", "bikeerg", DAY),
        TalkAnswer(112, "no", "bikeerg", DAY),
        TalkAnswer(150, "comfortable", "bikeerg", DAY),
        TalkAnswer(152, "comfortable", "bikeerg", DAY),
    ]
    sam = Athlete("sam", 38)
    found = threshold_belief(sam, answers)
    assert found.disagreement is not None
    assert ranges(found, sam)["moderate"].high_bpm <= 110
    limits = ceilings(found, sam)
    assert limits.session_bpm == 110
    assert "could not talk at 110" in str(limits.session_source)
    higher = [TalkAnswer(105, "only_just", "bikeerg", DAY), *answers]
    assert lowest_no_bpm(threshold_belief(sam, higher)) == 110  # an "only just" is none
    agreeing = threshold_belief(sam, answers[2:])
    assert ranges(agreeing, sam)["moderate"].high_bpm > 110
