"""The prior: right by a slow sum over random people, weak on purpose, and quick."""

import random
import time
from math import sqrt
from statistics import fmean, stdev

import pytest

from hrguide.athlete.athlete import Activity, Athlete, Machine
from hrguide.athlete.evidence import MeasuredMax, RestingRate
from hrguide.zones import grid
from hrguide.zones.prior import _prior, believed_rest_bpm, prior
from hrguide.zones.reserve import reserve, truncated_below


def test_the_quadrature_is_the_sum_over_random_people() -> None:
    # Theory: c = rest + f (max - rest) - 5 + talk bias + subgroup, drawn 40,000 times.
    draw = random.Random(4)
    thresholds = []
    for _ in range(40_000):
        mean, sd, level_rest = draw.choices(
            [(0.50, 0.11, 72), (0.60, 0.10, 65), (0.72, 0.09, 56)],
            weights=[0.35, 0.45, 0.20],
        )[0]
        f = min(0.93, max(0.25, draw.gauss(mean, sd)))
        peak, rest = draw.gauss(211 - 0.64 * 40, 10.8), draw.gauss(level_rest, 8)
        thresholds.append(rest + f * (peak - rest) - 5 + draw.gauss(0, 7) + draw.gauss(0, 6))
    cells = prior(Athlete("x", 40))
    assert grid.mean_bpm(cells) == pytest.approx(fmean(thresholds), abs=0.4)
    # One person in a hundred is left anywhere on the grid: 0.5 bpm more of SD.
    assert sqrt(grid.variance_bpm2(cells)) == pytest.approx(stdev(thresholds) + 0.5, abs=0.4)


def test_what_is_known_narrows_and_moves_it_the_right_way() -> None:
    def mean(**facts: object) -> float:
        return grid.mean_bpm(prior(Athlete("x", **{"age_years": 40, **facts})))  # type: ignore[arg-type]

    def sd(**facts: object) -> float:
        return sqrt(grid.variance_bpm2(prior(Athlete("x", **{"age_years": 40, **facts}))))  # type: ignore[arg-type]

    assert mean(activity="untrained") < mean(activity="active") < mean(activity="trained")
    assert mean(sex="female") > mean() > mean(sex="male")
    assert mean(max_bpm=200) > mean() > mean(max_bpm=165)
    assert sd(max_bpm=185) < sd() < 20
    # Age earns a slope of its own, well under the maximum's 0.64 a year.
    assert 0.15 < (mean(age_years=30) - mean(age_years=60)) / 30 < 0.35


def test_each_machine_has_its_own_place() -> None:
    athlete = Athlete("x", 40)
    bike, rower = (grid.mean_bpm(prior(athlete, m)) for m in (Machine.BIKEERG, Machine.ROWER))
    assert rower - bike == pytest.approx(2.0, abs=0.05)
    measured = Athlete("x", 40, max_bpm=180)  # perhaps on this very machine: half the offset
    bike, rower = (grid.mean_bpm(prior(measured, m)) for m in (Machine.BIKEERG, Machine.ROWER))
    assert rower - bike == pytest.approx(1.0, abs=0.05)


def test_medicine_lowers_and_widens() -> None:
    plain, medicine = (prior(Athlete("x", 60, limits_heart_rate=on)) for on in (False, True))
    assert grid.mean_bpm(medicine) < grid.mean_bpm(plain) - 8
    assert grid.variance_bpm2(medicine) > grid.variance_bpm2(plain)


def test_a_peak_only_ever_raises_the_maximum() -> None:
    athlete = Athlete("x", 40)
    low, high = (MeasuredMax(bpm, "2025-11-01", "peak") for bpm in (150, 198))
    plain = reserve(athlete)
    assert reserve(athlete, [low]).max_mean_bpm == pytest.approx(plain.max_mean_bpm, abs=0.1)
    assert reserve(athlete, [high]).max_mean_bpm > 199
    assert reserve(athlete, [high]).measured_max_bpm is None
    measured = Athlete("x", 40, max_bpm=185)
    assert reserve(measured, [low]).measured_max_bpm == 185
    assert reserve(measured, [high]).measured_max_bpm == 198
    assert reserve(measured, [MeasuredMax(180, "2025-11-01")]).measured_max_bpm == 180


def test_rest_is_the_lowest_recent_reading_and_a_bound_only_lowers() -> None:
    athlete = Athlete("x", 40, resting_bpm=70)
    readings = [
        RestingRate(48, "2025-01-01"),  # too old to count
        RestingRate(62, "2025-11-01"),
        RestingRate(58, "2025-11-09"),
    ]
    assert reserve(athlete, readings).rest_reading_bpm == 58
    assert reserve(athlete).rest_reading_bpm == 70
    bound = reserve(Athlete("x", 40), [RestingRate(52, "2025-11-01", "bound")])
    assert bound.rest_reading_bpm is None
    assert believed_rest_bpm(Athlete("x", 40), bound) < 52
    assert believed_rest_bpm(Athlete("x", 40), reserve(Athlete("x", 40))) == pytest.approx(65.65)


def test_a_truncated_normal_has_its_known_moments() -> None:
    mean, sd = truncated_below(0.0, 1.0, 0.0)  # half-normal: sqrt(2/pi), sqrt(1 - 2/pi)
    assert (mean, sd) == pytest.approx((0.79788, 0.60281), abs=1e-4)
    assert truncated_below(0.0, 1.0, -9.0) == pytest.approx((0.0, 1.0), abs=1e-9)
    far, tail = truncated_below(0.0, 1.0, 30.0)
    assert 30 < far < 30.1
    assert 0 < tail < 0.1


@pytest.mark.parametrize("activity", [None, "untrained", "active", "trained"])
@pytest.mark.parametrize("age", [10, 40, 110])
def test_no_threshold_is_impossible(activity: Activity | None, age: int) -> None:
    cells = prior(Athlete("x", age, activity=activity, resting_bpm=40, max_bpm=200))
    assert min(cells) > 0
    assert sum(cells) == pytest.approx(1)


def test_it_takes_under_3_ms() -> None:
    best = min(_seconds_of_a_fresh_prior() for _ in range(20))
    assert best < 0.003


def _seconds_of_a_fresh_prior() -> float:
    _prior.cache_clear()
    since = time.perf_counter()
    prior(Athlete("x", 40))
    return time.perf_counter() - since
