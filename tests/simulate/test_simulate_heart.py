"""The heart against theory, theory with noise, and the population it is drawn from."""

import math
import random
import statistics
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.simulate.heart import ACTIVE_OFF_FACTOR, Heart, Traits, draw_athlete

PURE = Traits(
    rest_bpm=60.0,
    max_bpm=190.0,
    threshold_bpm=140.0,
    delay_s=7.0,
    tau_on_s=38.0,
    tau_off_s=62.0,
    tau_spread=0.0,
    drift_bpm_per_min=0.0,
    noise_sd_bpm=0.0,
    rsa_bpm=0.0,
)


def _path(traits: Traits, demand_bpm: float, *, start_bpm: float, seconds: int) -> list[float]:
    heart = Heart(traits, random.Random(1), start_bpm=start_bpm)
    return [heart.step(1.0, demand_bpm) for _ in range(seconds)]


def test_a_step_up_is_the_analytic_exponential_after_the_dead_time() -> None:
    path = _path(PURE, 130.0, start_bpm=80.0, seconds=240)
    for second, bpm in enumerate(path, start=1):
        gone_s = max(0.0, second - 7.0)
        assert bpm == pytest.approx(130.0 - 50.0 * math.exp(-gone_s / 38.0), abs=1e-9)


@pytest.mark.parametrize(("demand_bpm", "tau_s"), [(75.0, 62.0), (100.0, 62.0 * ACTIVE_OFF_FACTOR)])
def test_falling_is_slower_and_slowest_while_the_legs_turn(demand_bpm: float, tau_s: float) -> None:
    path = _path(PURE, demand_bpm, start_bpm=140.0, seconds=60)
    expected = demand_bpm + (140.0 - demand_bpm) * math.exp(-(60.0 - 7.0) / tau_s)
    assert path[-1] == pytest.approx(expected, abs=1e-9)


def test_it_answers_faster_near_rest_than_high_up() -> None:
    spread = replace(PURE, tau_spread=0.3, delay_s=0.0)
    low = _path(spread, 90.0, start_bpm=70.0, seconds=20)[-1] - 70.0
    high = _path(spread, 180.0, start_bpm=160.0, seconds=20)[-1] - 160.0
    assert low > 1.2 * high


def test_a_share_of_a_change_has_shown_as_the_literature_table_says() -> None:
    # physiology.md E1: tau 38, dead time 7 s: 29, 45, 75, 89 % after 20, 30, 60, 90 s
    path = _path(PURE, 180.0, start_bpm=80.0, seconds=90)
    shown = [round(path[second - 1] - 80.0) for second in (20, 30, 60, 90)]
    assert shown == [29, 45, 75, 89]


@given(pieces=st.lists(st.floats(0.05, 20.0), min_size=1, max_size=40))
def test_cutting_time_into_pieces_changes_nothing_in_a_pure_heart(pieces: list[float]) -> None:
    cut = Heart(PURE, random.Random(1), start_bpm=80.0)
    whole = Heart(PURE, random.Random(1), start_bpm=80.0)
    for dt_s in pieces:
        bpm = cut.step(dt_s, 150.0)
    assert bpm == pytest.approx(whole.step(sum(pieces), 150.0), abs=1e-6)


def test_demands_arrive_in_order_each_after_the_dead_time() -> None:
    heart = Heart(replace(PURE, tau_on_s=1e-3, tau_off_s=1e-3), random.Random(1), start_bpm=80.0)
    demands = [100.0] * 3 + [90.0] * 3 + [110.0] * 14
    path = [round(heart.step(1.0, demand)) for demand in demands]
    assert path == [80] * 7 + [100] * 3 + [90] * 3 + [110] * 7


def test_no_demand_lifts_it_above_its_maximum() -> None:
    drifting = replace(PURE, drift_bpm_per_min=3.0)
    assert max(_path(drifting, 400.0, start_bpm=80.0, seconds=3600)) <= PURE.max_bpm


def test_it_drifts_from_minute_five_at_the_threshold_and_not_in_easy() -> None:
    drifting = replace(PURE, drift_bpm_per_min=0.6)
    at_threshold = _path(drifting, 140.0, start_bpm=140.0, seconds=900)
    assert at_threshold[299] == pytest.approx(140.0)
    # 10 min at 0.6 bpm/min, seen through tau 38 s: 6 bpm less the lag of 0.6 * 38 / 60
    assert at_threshold[-1] == pytest.approx(140.0 + 6.0 - 0.38, abs=0.15)
    easy = _path(drifting, 120.0, start_bpm=120.0, seconds=900)
    assert easy[-1] == pytest.approx(120.0)


def test_with_noise_the_mean_is_the_theory_and_the_spread_the_one_ordered() -> None:
    noisy = replace(PURE, noise_sd_bpm=2.0)
    ends = []
    for seed in range(400):
        heart = Heart(noisy, random.Random(seed), start_bpm=80.0)
        for _ in range(60):
            bpm = heart.step(1.0, 130.0)
        ends.append(bpm)
    theory = 130.0 - 50.0 * math.exp(-(60.0 - 7.0) / 38.0)
    assert statistics.mean(ends) == pytest.approx(theory, abs=4 * 2.0 / math.sqrt(400))
    assert statistics.stdev(ends) == pytest.approx(2.0, rel=0.15)


def test_the_noise_forgets_in_twenty_seconds() -> None:
    heart = Heart(replace(PURE, noise_sd_bpm=2.0), random.Random(3), start_bpm=100.0)
    path = [heart.step(1.0, 100.0) - 100.0 for _ in range(40_000)]
    power = statistics.fmean(x * x for x in path)
    later = statistics.fmean(a * b for a, b in zip(path, path[20:], strict=False))
    assert later / power == pytest.approx(math.exp(-1.0), abs=0.06)


def test_breathing_swings_by_what_was_ordered() -> None:
    path = _path(replace(PURE, rsa_bpm=1.2), 100.0, start_bpm=100.0, seconds=600)
    assert max(path) - min(path) == pytest.approx(1.2, abs=0.02)


@pytest.mark.parametrize("dt_s", [0.0, -1.0])
def test_time_never_stands_or_runs_back(dt_s: float) -> None:
    with pytest.raises(ValueError, match="only goes forward"):
        Heart(PURE, random.Random(1)).step(dt_s, 100.0)


def test_impossible_bodies_are_refused() -> None:
    with pytest.raises(ValueError, match="must rise"):
        replace(PURE, threshold_bpm=50.0)
    with pytest.raises(ValueError, match="delay"):
        replace(PURE, delay_s=-1.0)
    with pytest.raises(ValueError, match="tau_spread"):
        replace(PURE, tau_spread=1.0)


def test_the_population_is_that_of_the_basis() -> None:
    rng = random.Random(11)
    people = [draw_athlete(rng) for _ in range(4000)]
    share = {
        level: statistics.fmean(p.activity == level for p in people)
        for level in ("untrained", "active", "trained")
    }
    assert share == pytest.approx({"untrained": 0.35, "active": 0.45, "trained": 0.20}, abs=0.03)
    rest = statistics.fmean(p.rest_bpm for p in people if p.activity == "untrained")
    assert rest == pytest.approx(72.0, abs=0.8)
    above_formula = [p.max_bpm - (211.0 - 0.64 * p.age_years) for p in people]
    assert statistics.fmean(above_formula) == pytest.approx(0.0, abs=0.8)
    assert statistics.stdev(above_formula) == pytest.approx(10.8, abs=0.6)
    assert statistics.median(p.tau_on_s for p in people) == pytest.approx(38.0, abs=1.0)
    assert statistics.median(p.tau_off_s for p in people) == pytest.approx(62.0, abs=1.5)
    assert statistics.fmean(p.delay_s for p in people) == pytest.approx(9.0, abs=0.3)
    assert min(p.drift_bpm_per_min for p in people) == 0.0


def test_the_threshold_lies_where_the_prior_says_and_higher_in_women() -> None:
    rng = random.Random(12)
    people = [draw_athlete(rng, machine_offset_bpm=0.0) for _ in range(6000)]
    fraction = {
        (level, sex): statistics.fmean(
            (p.threshold_bpm - p.rest_bpm) / (p.max_bpm - p.rest_bpm)
            for p in people
            if p.activity == level and p.sex == sex
        )
        for level in ("untrained", "active", "trained")
        for sex in ("female", "male")
    }
    # physiology.md B3: 0.50, 0.60, 0.72, and 0.03 more for women
    for level, mean in (("untrained", 0.50), ("active", 0.60), ("trained", 0.72)):
        assert fraction[level, "male"] == pytest.approx(mean, abs=0.015)
        assert fraction[level, "female"] == pytest.approx(mean + 0.03, abs=0.015)


def test_the_bike_offset_lowers_the_threshold() -> None:
    bike = draw_athlete(random.Random(5))
    run = draw_athlete(random.Random(5), machine_offset_bpm=0.0)
    assert bike.threshold_bpm == pytest.approx(run.threshold_bpm - 5.0)
