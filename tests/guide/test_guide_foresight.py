"""The forecast the guide speaks by: bank and memory as far as right, spread as wide as needed."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.expected import REST_BPM, Expected, Plateau
from hrguide.guide.foresight import Foresight, StepAhead
from tests.guide.hearts import answers

ROUND = [("easy", 180, 115.0), ("moderate", 60, 140.0), ("rest", 60, 85.0)]
CENTRES = {"easy": 115.0, "moderate": 130.0, "rest": None}


def ride(
    foresight: Foresight, rounds: int, *, noise_bpm: float = 0.7, seed: int = 1
) -> list[tuple[int, int, float, float, float, float]]:
    """(round, second of the step, mean, sd, truth, rate at the time) of every forecast, 30 s on."""
    dice = random.Random(seed)
    whole = [(length_s, demand) for _ in range(rounds) for _, length_s, demand in ROUND]
    truth = [rate + dice.gauss(0.0, noise_bpm) for rate in answers(whole)]
    told, at = [], 0
    for number in range(rounds):
        for index, (kind, length_s, _) in enumerate(ROUND):
            then = ROUND[(index + 1) % len(ROUND)][0]
            foresight.enter(
                StepAhead(kind=kind, centre_bpm=CENTRES[kind]),
                StepAhead(kind=then, centre_bpm=CENTRES[then]),
            )
            for second in range(length_s):
                foresight.step(truth[at], left_s=float(length_s - second - 1))
                ahead = foresight.forecast(float(at), 30.0)
                assert ahead is not None
                if at + 30 < len(truth):
                    row = (number, second, ahead.mean_bpm, ahead.sd_bpm, truth[at + 30], truth[at])
                    told.append(row)
                at += 1
    return told


def rmse(rows: list[tuple[int, int, float, float, float, float]], column: int = 2) -> float:
    return float((sum((row[column] - row[4]) ** 2 for row in rows) / len(rows)) ** 0.5)


def test_it_foresees_far_better_than_persistence_and_better_each_round() -> None:
    told = ride(Foresight(), 5)
    early = [row for row in told if row[1] < 90]
    first, last = [r for r in early if r[0] == 0], [r for r in early if r[0] == 4]
    assert rmse(first) < 0.6 * rmse(first, 5)
    assert rmse(last) < 0.3 * rmse(last, 5)


def test_the_spread_holds_the_truth_as_often_as_it_says() -> None:
    told = [row for seed in range(4) for row in ride(Foresight(), 4, noise_bpm=1.5, seed=seed)]
    within = sum(abs(mean - truth) <= 1.2816 * sd for _, _, mean, sd, truth, _ in told)
    assert 0.70 <= within / len(told) <= 0.95


def test_what_one_ride_learned_helps_the_next() -> None:
    first = Foresight()
    ride(first, 3)
    kept = json.loads(json.dumps(first.to_keep()))
    assert first.to_keep() == kept  # looking twice teaches nothing more
    known, unknown = ride(Foresight(kept), 1), ride(Foresight(), 1)
    early = range(90)
    assert rmse([r for r in known if r[1] in early]) < 0.8 * rmse(
        [r for r in unknown if r[1] in early]
    )


@pytest.mark.parametrize("learned", [None, {}, "x", {"weights": "x", "paths": 3, "plateaus": []}])
def test_what_is_no_learning_is_left_alone(learned: object) -> None:
    assert ride(Foresight(learned), 1) == ride(Foresight(), 1)


def test_after_a_cue_the_effort_may_change() -> None:
    foresights = Foresight(), Foresight()
    for foresight in foresights:
        foresight.enter(StepAhead(kind="easy", centre_bpm=115.0))
        for _ in range(100):
            foresight.step(115.0, left_s=200.0)
    foresights[1].cued()
    plain, cued = (foresight.forecast(100.0, 60.0) for foresight in foresights)
    assert plain is not None
    assert cued is not None
    assert cued.sd_bpm > plain.sd_bpm + 1.0


def test_no_heart_rate_no_forecast() -> None:
    foresight = Foresight()
    foresight.enter(StepAhead(kind="easy"))
    foresight.step(None)
    assert foresight.forecast(0.0, 30.0) is None


@given(st.lists(st.one_of(st.none(), st.integers(30, 230)), min_size=1, max_size=90))
def test_any_readings_give_a_finite_forecast(rates: list[int | None]) -> None:
    foresight = Foresight()
    for second, rate in enumerate(rates):
        if second % 20 == 0:
            foresight.enter(StepAhead(kind="ab"[second // 20 % 2]))
        foresight.step(rate, left_s=float(19 - second % 20))
        ahead = foresight.forecast(float(second), 15.0)
        if ahead is not None:
            assert 0.0 < ahead.mean_bpm < 300.0
            assert 0.0 < ahead.sd_bpm < 100.0


def test_a_rider_repeats_themself() -> None:
    expected = Expected()
    assert expected.of("moderate", 130.0).mean_bpm == 130.0
    expected.learn("moderate", 130.0, 145.0, 9.0)
    once = expected.of("moderate", 130.0)
    assert once.mean_bpm is not None
    assert 135.0 < once.mean_bpm < 140.0
    expected.learn("moderate", 130.0, 145.0, 9.0)
    twice = expected.of("moderate", 130.0)
    assert twice.mean_bpm is not None
    assert twice.mean_bpm > once.mean_bpm
    assert twice.sd_bpm < once.sd_bpm
    moved = expected.of("moderate", 124.0)  # the range moved down; so will the rider
    assert moved.mean_bpm is not None
    assert moved.mean_bpm == pytest.approx(twice.mean_bpm - 6.0)


def test_a_rest_is_expected_low_and_the_unknown_not_at_all() -> None:
    expected = Expected()
    assert expected.of("rest", None).mean_bpm == REST_BPM
    assert expected.of("free", None).mean_bpm is None
    expected.learn("free", None, 120.0, 9.0)
    assert expected.of("free", None).mean_bpm == pytest.approx(120.0)


def test_a_fast_starter_is_known_after_a_few_steps() -> None:
    fast, even = Foresight(), Foresight()
    for foresight, opening_bpm in ((fast, 15.0), (even, 0.0)):
        spans = [
            span
            for _ in range(4)
            for span in ((30, 120.0 + opening_bpm), (120, 120.0), (30, 90.0), (60, 90.0))
        ]
        rates = list(answers(spans, start_bpm=90.0))
        for _ in range(4):
            for kind, length_s in (("easy", 150), ("rest", 90)):
                foresight.enter(StepAhead(kind=kind, centre_bpm=120.0 if kind == "easy" else None))
                for second in range(length_s):
                    foresight.step(rates.pop(0), left_s=float(length_s - second - 1))
    learned = [foresight.to_keep()["opening"] for foresight in (fast, even)]
    assert isinstance(learned[0], list)
    assert isinstance(learned[1], list)
    assert learned[0][0] > 8.0
    assert learned[1][0] < learned[0][0] - 5.0


@pytest.mark.parametrize(("rate", "sign"), [(135.0, -1), (95.0, 1)])
def test_a_rider_who_was_cued_turns_towards_the_range(rate: float, sign: int) -> None:
    foresights = Foresight(), Foresight()
    for foresight in foresights:
        foresight.enter(StepAhead(kind="easy", centre_bpm=115.0))
        for heard in answers([(150, rate)], start_bpm=105.0):
            foresight.step(heard, left_s=200.0)
    foresights[1].cued()
    plain, cued = (foresight.forecast(150.0, 90.0) for foresight in foresights)
    assert plain is not None
    assert cued is not None
    assert sign * (cued.mean_bpm - plain.mean_bpm) > 3.0


def test_a_rest_begun_high_settles_higher() -> None:
    expected = Expected()
    high, low = expected.of("rest", None, 178.0), expected.of("rest", None, 118.0)
    assert high.mean_bpm is not None
    assert low.mean_bpm is not None
    assert high.mean_bpm - low.mean_bpm == pytest.approx(18.0)


def test_a_plateau_moves_with_its_range_into_the_next_ride() -> None:
    before = Expected()
    for _ in range(4):
        before.learn("easy", 115.0, 121.0, 9.0)
    kept = before.to_keep()["easy"]
    assert kept[1] == 115.0
    later = Expected({"easy": Plateau(kept[0] or 0.0, kept[1])})
    same, moved = later.of("easy", 115.0), later.of("easy", 110.0)
    assert same.mean_bpm is not None
    assert moved.mean_bpm is not None
    assert same.mean_bpm > 116.0
    assert moved.mean_bpm == pytest.approx(same.mean_bpm - 5.0)
