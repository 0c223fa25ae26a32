"""Shares of bad beats: an event of 1 % is told as 1 %, a gap as the beats it hides."""

import random
from typing import Literal

import pytest

from hrguide.beats.beat import Beat, BeatVerdict
from hrguide.beats.rate import BeatRate
from hrguide.beats.tally import Tally
from tests.beats.planting import judged, plant
from tests.beats.straps import natural_rr_s


def good(at_s: float, rr_s: float = 0.5) -> Beat:
    return Beat(at_s=at_s, rr_s=rr_s, verdict=BeatVerdict.GOOD)


def share(tally: Tally, at_s: float) -> float | None:
    tally.forget_before(at_s)
    return tally.artefact_pct(at_s, silent_from_s=None, median_s=0.5)


@pytest.mark.parametrize("kind", ["missed", "extra", "ectopic"])
def test_one_bad_beat_in_a_hundred_is_one_percent(
    kind: Literal["missed", "extra", "ectopic"],
) -> None:
    rng = random.Random(2)
    rr_s = natural_rr_s(lambda _: 140.0, 1800.0, rng)
    planted = plant(rr_s, kind, 0.02, rng)
    tally = Tally()
    for beat in judged(planted.rr_s):
        tally.add(beat)
    true_pct = 100.0 * len(planted.at_s) / len(rr_s)
    assert tally.ride_artefact_pct() == pytest.approx(true_pct, rel=0.03)
    assert tally.by_verdict[BeatVerdict(kind)] == pytest.approx(len(planted.at_s), rel=0.03)


def test_a_missed_interval_counts_the_beats_it_hides() -> None:
    tally = Tally()
    for number in range(97):
        tally.add(good(number * 0.5))
    tally.add(Beat(at_s=50.0, rr_s=1.5, verdict=BeatVerdict.MISSED, missing=2))
    assert share(tally, 50.0) == pytest.approx(2.0)


def test_nothing_heard_is_no_share() -> None:
    assert share(Tally(), 10.0) is None
    assert Tally().ride_artefact_pct() is None


def test_a_gap_counts_as_the_beats_it_hides() -> None:
    tally = Tally()
    for number in range(1, 181):
        tally.add(good(number * 0.5))
    tally.add_gap(from_s=90.0, to_s=100.0, median_s=0.5)
    assert share(tally, 100.0) == pytest.approx(100.0 * 20 / 200)
    assert tally.gap_s == 10.0
    assert tally.heard() == (0, 180)


def test_a_gap_leaves_the_window_second_by_second() -> None:
    tally = Tally()
    tally.add_gap(from_s=0.0, to_s=60.0, median_s=0.5)
    for number in range(1, 241):
        tally.add(good(60.0 + number * 0.5))
    assert share(tally, 120.0 + 20.0) == pytest.approx(100.0 * 80 / (80 + 240))
    assert share(tally, 180.0) == 0.0
    assert tally.ride_artefact_pct() == pytest.approx(100.0 * 120 / 360)


def test_a_gap_still_open_counts_up_to_now() -> None:
    tally = Tally()
    for number in range(1, 201):
        tally.add(good(number * 0.5))
    assert tally.artefact_pct(110.0, silent_from_s=100.0, median_s=0.5) == pytest.approx(
        100.0 * 20 / 220
    )
    tally.forget_before(400.0)
    assert tally.artefact_pct(400.0, silent_from_s=100.0, median_s=0.5) == 100.0


def test_bad_beats_leave_the_window_and_stay_in_the_ride() -> None:
    tally = Tally()
    for number in range(1, 11):
        tally.add(Beat(at_s=number * 0.5, rr_s=0.1, verdict=BeatVerdict.OUT_OF_LIMITS))
    for number in range(1, 301):
        tally.add(good(5.0 + number * 0.5))
    tally.forget_before(40.0)
    assert tally.heard_now()[0] == 0
    assert tally.heard()[0] == 10
    assert share(tally, 155.0) == 0.0
    assert tally.ride_artefact_pct() == pytest.approx(100.0 * 10 / 310)


def test_the_rate_is_that_of_the_median_good_beat() -> None:
    rate = BeatRate()
    for number, rr_s in enumerate((0.5, 0.5, 0.6, 0.4, 0.5), start=1):
        rate.add(good(number * 0.5, rr_s))
    rate.add(Beat(at_s=3.0, rr_s=0.25, verdict=BeatVerdict.EXTRA))
    assert rate.bpm(3.0) == pytest.approx(120.0)


def test_few_or_old_beats_make_no_rate() -> None:
    rate = BeatRate()
    for number in range(1, 4):
        rate.add(good(number * 0.5))
    assert rate.bpm(1.5) is None
    rate.add(good(2.0))
    assert rate.bpm(2.0) == pytest.approx(120.0)
    assert rate.bpm(10.1) is None


def test_a_rate_forgets_beats_of_nine_seconds_ago() -> None:
    rate = BeatRate()
    for number in range(1, 21):
        rate.add(good(number * 1.0, 1.0))
    for number in range(1, 19):
        rate.add(good(20.0 + number * 0.5))
    assert rate.bpm(29.0) == pytest.approx(120.0)
