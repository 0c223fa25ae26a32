"""Drift, against creeps that were put in."""

import pytest

from hrguide.report.summary import Summary, summarise
from tests.report.report_rides import a_ride

LONG = "10 minutes easy\n"


def _creeping(bpm_per_10_min: float) -> Summary:
    def rate(at_s: int) -> int:
        return round(110 + bpm_per_10_min * at_s / 600)

    return summarise(a_ride(rate, last_s=600, workout_text=LONG))


@pytest.mark.parametrize("creep", [0.0, 6.0, -6.0])
def test_a_creep_within_a_long_step_is_found(creep: float) -> None:
    drift = _creeping(creep).drift
    assert drift.within_bpm_per_10_min == pytest.approx(creep, abs=0.6)
    assert drift.steady_s == pytest.approx(420, abs=3)


def test_the_rise_at_its_beginning_is_no_drift() -> None:
    def rise(at_s: int) -> int:
        return min(130, 70 + at_s // 2)

    drift = summarise(a_ride(rise, last_s=600, workout_text=LONG)).drift
    assert drift.within_bpm_per_10_min == pytest.approx(0, abs=0.5)


def test_short_steps_tell_nothing_of_themselves() -> None:
    assert summarise(a_ride(lambda _at_s: 110)).drift.within_bpm_per_10_min is None


def test_levels_of_two_steps_are_not_a_slope() -> None:
    text = "6 minutes easy\n6 minutes moderate\n"
    ride = a_ride(lambda at_s: 110 if at_s <= 360 else 140, last_s=720, workout_text=text)
    assert summarise(ride).drift.within_bpm_per_10_min == pytest.approx(0, abs=1.5)


def test_from_the_first_round_to_the_last() -> None:
    (one,) = summarise(a_ride(lambda at_s: 105 if at_s < 240 else 112)).drift.rounds
    assert (one.name, one.first_round, one.last_round) == ("easy", 1, 2)
    assert one.first_bpm == pytest.approx(105, abs=0.5)
    assert one.last_bpm == pytest.approx(112, abs=0.5)
