"""Between rounds: down at once, up by at most 6 bpm, and words where nothing is known."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import Answer, SteadyRide, TalkAnswer
from hrguide.zones import grid
from hrguide.zones.belief import Belief, threshold_belief
from hrguide.zones.ranges import EFFORTS, Range, ranges
from hrguide.zones.rounds import led_by_words, next_ranges, off_today_bpm

DAY = date(2025, 11, 12)
SAM = Athlete("Sam", 38)
MEDICINE = Athlete("Kim", 60, limits_heart_rate=True)


def talk(hr_bpm: float, answer: Answer, machine: str = "bikeerg") -> TalkAnswer:
    return TalkAnswer(hr_bpm, answer, machine, DAY)


def belief(mean_bpm: float, sd_bpm: float = 5, rest_bpm: float = 65) -> Belief:
    return Belief(
        cells=grid.normalised(grid.normal(mean_bpm, sd_bpm)),
        machine=Machine.BIKEERG,
        as_of=DAY,
        rest_bpm=rest_bpm,
        own=(talk(mean_bpm, "only_just"),),
    )


def tops(found: dict[str, Range]) -> list[int]:
    return [found[effort].high_bpm for effort in EFFORTS]


def test_up_by_at_most_6_and_down_without_limit() -> None:
    first = ranges(belief(130), SAM)
    up = next_ranges(first, belief(160), SAM)
    assert tops(up) == [top + 6 for top in tops(first)]
    assert up["easy"].low_bpm == (first["easy"].low_bpm or 0) + 6
    down = next_ranges(up, belief(110), SAM)
    assert down == ranges(belief(110), SAM)
    again = next_ranges(up, belief(160), SAM)
    assert tops(again) == [top + 12 for top in tops(first)]


def test_after_words_nothing_holds_the_first_ranges_back() -> None:
    assert next_ranges({}, belief(160), SAM) == ranges(belief(160), SAM)


@given(
    st.floats(85, 180), st.floats(85, 180), st.floats(3, 16), st.floats(3, 16), st.floats(45, 95)
)
def test_any_two_rounds_stay_ordered_and_within_reach(
    before: float, after: float, sd_before: float, sd_after: float, rest: float
) -> None:
    first = ranges(belief(before, sd_before, rest), SAM)
    then = next_ranges(first, belief(after, sd_after, rest), SAM)
    assert then["moderate"].high_bpm <= first["moderate"].high_bpm + 6
    if all(found["easy"].low_bpm is not None for found in (first, then)):
        for old, new in zip(tops(first), tops(then), strict=True):
            assert new <= old + 6
    if then["easy"].low_bpm is not None:
        edges = [then["easy"].low_bpm, *tops(then)]
        assert all(high - low >= 8 for low, high in pairwise(edges))
        assert [then[effort].low_bpm for effort in EFFORTS] == edges[:3]


def test_from_under_n_the_top_still_climbs_by_6_only() -> None:
    narrow = ranges(belief(108, 5, rest_bpm=70), SAM)
    assert narrow["easy"].low_bpm is None
    wide = next_ranges(narrow, belief(150, 5, rest_bpm=70), SAM)
    assert wide["moderate"].high_bpm == narrow["moderate"].high_bpm + 6


def test_round_one_of_a_new_athlete_or_machine_is_led_by_words() -> None:
    assert led_by_words(threshold_belief(SAM), SAM)
    bike = [talk(bpm, "only_just") for bpm in (134, 138, 141)]
    assert not led_by_words(threshold_belief(SAM, bike), SAM)
    assert led_by_words(threshold_belief(SAM, bike, "rower"), SAM)


def test_medicine_waits_for_an_only_just_of_this_ride() -> None:
    yes, just = talk(100, "comfortable"), talk(110, "only_just")
    known = threshold_belief(MEDICINE, [yes, just])
    assert led_by_words(known, MEDICINE)
    assert next_ranges({}, known, MEDICINE, [yes]) == {}
    found = next_ranges({}, known, MEDICINE, [yes, just])
    assert found["moderate"].high_bpm <= 115
    limited = Athlete("Kim", 60, limits_heart_rate=True, ceiling_bpm=112)
    assert next_ranges({}, known, limited, [yes])["moderate"].high_bpm <= 112


def test_where_formulas_are_off_silence_brings_no_ranges() -> None:
    young = Athlete("x", 16)
    assert next_ranges({}, threshold_belief(young), young) == {}


@pytest.mark.parametrize(
    ("hr_bpm", "answer", "off"),
    [
        (140, "comfortable", 7.0),  # expected up to 133
        (138, "comfortable", None),  # 5 off: within the noise
        (100, "comfortable", None),
        (160, "only_just", 7.0),  # expected from 133 to 153
        (126, "only_just", -7.0),
        (140, "only_just", None),
        (140, "no", -13.0),  # expected from 153
        (170, "no", None),
    ],
)
def test_an_answer_far_off_says_the_heart_runs_otherwise_today(
    hr_bpm: float, answer: Answer, off: float | None
) -> None:
    said = off_today_bpm(belief(138), talk(hr_bpm, answer))
    assert said == (None if off is None else pytest.approx(off, abs=0.01))


def test_a_steady_ride_alone_does_not_end_the_words() -> None:
    sam = Athlete("sam", 38)
    steady = threshold_belief(sam, [SteadyRide(125, 30, "bikeerg", date(2026, 11, 20))])
    assert led_by_words(steady, sam)
    spoken = threshold_belief(sam, [TalkAnswer(125, "comfortable", "bikeerg", date(2026, 11, 20))])
    assert not led_by_words(spoken, sam)
