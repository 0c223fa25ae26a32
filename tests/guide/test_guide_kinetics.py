"""The bank: it finds a heart's lag, waits for the dead time, and doubts itself where it should."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.kinetics import DELAYS_S, TAUS_ON_S, Bank, Demand, weights_of
from tests.guide.hearts import answers

STEPS = [(120, 100.0), (180, 135.0), (120, 105.0), (180, 135.0), (120, 105.0)]


def fed(rates: Sequence[float | None], bank: Bank | None = None) -> Bank:
    bank = bank or Bank()
    for rate in rates:
        bank.step(rate)
    return bank


def ridden(tau_s: float, delay_s: int) -> Bank:
    """A bank that has seen four changes of effort, told of each."""
    bank = Bank()
    rates = answers(STEPS, tau_s=tau_s, delay_s=delay_s)
    for length_s, demand in STEPS:
        bank.expect(Demand(demand, 10.0))
        for _ in range(length_s):
            bank.step(next(rates))
    return bank


@pytest.mark.parametrize("tau_s", [20.0, 38.0, 68.0])
def test_the_weights_find_the_time_constant(tau_s: float) -> None:
    bank = ridden(tau_s, 8)
    by_tau = {
        tau: sum(bank.weights[at * len(DELAYS_S) : (at + 1) * len(DELAYS_S)])
        for at, tau in enumerate(TAUS_ON_S)
    }
    assert max(by_tau, key=lambda tau: by_tau[tau]) == tau_s


@pytest.mark.parametrize("delay_s", [4, 12])
def test_the_weights_find_the_dead_time(delay_s: int) -> None:
    bank = ridden(38.0, delay_s)
    by_delay = {delay: sum(bank.weights[at :: len(DELAYS_S)]) for at, delay in enumerate(DELAYS_S)}
    assert max(by_delay, key=lambda delay: by_delay[delay]) == delay_s


def test_a_step_is_foreseen_before_the_heart_has_moved() -> None:
    """8 s after the change nothing shows; the forecast knows (theory: 1 - e^(-30 / 38) of 35)."""
    bank = Bank()
    rates = answers([(200, 100.0), (60, 135.0)], start_bpm=100.0)
    for _ in range(200):
        bank.step(next(rates))
    bank.expect(Demand(135.0, 5.0))
    for _ in range(8):
        bank.step(next(rates))
    mean, _ = bank.forecast(30.0)
    assert mean == pytest.approx(100.0 + 35.0 * (1.0 - math.exp(-30.0 / 38.0)), abs=4.0)


def test_nothing_moves_before_the_dead_time() -> None:
    bank = fed([100.0] * 200)
    bank.expect(Demand(140.0, 5.0))
    mean, _ = bank.forecast(4.0)
    assert mean == pytest.approx(100.0, abs=0.5)
    late, _ = bank.forecast(120.0)
    assert late > 130.0


def test_a_change_to_come_is_foreseen_like_one_announced() -> None:
    told, then = fed([100.0] * 200), fed([100.0] * 200)
    told.expect(Demand(140.0, 5.0), in_s=10.0)
    assert then.forecast(60.0, [(10.0, Demand(140.0, 5.0))]) == told.forecast(60.0)
    assert told.forecast(60.0)[0] > then.forecast(60.0)[0] + 10.0


def test_a_gap_widens_and_a_step_nobody_knows_widens() -> None:
    steady = fed([120.0] * 120)
    gap = fed([120.0] * 120 + [None] * 30)
    assert gap.forecast(30.0)[1] > 1.5 * steady.forecast(30.0)[1]
    unknown = fed([120.0] * 120)
    unknown.expect(Demand(None, 14.0))
    for _ in range(13):
        unknown.step(120.0)
    assert unknown.forecast(30.0)[1] > steady.forecast(30.0)[1]


def test_one_strange_reading_moves_little() -> None:
    calm, struck = fed([120.0] * 120), fed([120.0] * 119 + [180.0])
    assert struck.forecast(30.0)[0] - calm.forecast(30.0)[0] < 12.0


def test_weights_of_an_earlier_ride_are_a_beginning() -> None:
    learned = ridden(68.0, 8).weights
    assert Bank(learned).weights == learned
    assert Bank([]).weights == Bank().weights


@pytest.mark.parametrize(("tau_s", "delay_s"), [(20.0, 4), (38.0, 8), (68.0, 12)])
def test_times_read_off_earlier_rides_are_a_beginning(tau_s: float, delay_s: int) -> None:
    weights = weights_of(tau_s, float(delay_s))
    assert sum(weights) == pytest.approx(1.0)
    best = max(range(len(weights)), key=lambda at: weights[at])
    assert best == TAUS_ON_S.index(tau_s) * len(DELAYS_S) + DELAYS_S.index(delay_s)
    assert weights[best] < 0.6  # read off with doubt: the others are not out


def test_a_sensor_that_wakes_up_is_not_a_heart_that_falls() -> None:
    """painsled: 127 of who knows what, then 71, the rower's own: no demand of 20 bpm behind it."""
    woken = fed([127.0, 127.0] + [71.0 + at * 0.5 for at in range(30)])
    assert woken.forecast(30.0)[0] > 85.0
    assert woken.demand()[0] > 71.0


def test_a_short_spike_beyond_any_heart_is_not_believed() -> None:
    calm, struck = fed([120.0] * 120), fed([120.0] * 100 + [180.0] * 3 + [120.0] * 17)
    assert struck.forecast(30.0)[0] == pytest.approx(calm.forecast(30.0)[0], abs=0.2)


def test_after_silence_a_far_rate_is_believed() -> None:
    bank = fed([150.0] * 100 + [None] * 20 + [110.0] * 10)
    assert bank.forecast(1.0)[0] < 120.0


def test_a_lost_signal_back_far_off_is_no_heart_on_its_way_up() -> None:
    """Half a minute of a false 60, a minute of nothing, the true 115: it led to "for 147"."""
    back = fed([60.0] * 40 + [None] * 60 + [115.0] * 8)
    assert back.forecast(60.0)[0] == pytest.approx(115.0, abs=3.0)


def test_over_a_short_loss_a_step_announced_is_still_foreseen() -> None:
    bank = fed([110.0] * 100)
    bank.expect(Demand(135.0, 5.0))
    assert fed([None] * 20 + [118.0, 119.0], bank).forecast(60.0)[0] > 126.0


def test_a_change_by_so_much_moves_the_demand_and_stays_announced() -> None:
    plain, eased = fed([120.0] * 100), fed([120.0] * 100)
    eased.expect(Demand(None, 3.0, -10.0), in_s=20.0)
    eased.expect(Demand(None, 1.0), in_s=5.0)  # ends nothing announced for later
    assert eased.forecast(500.0)[0] == pytest.approx(plain.forecast(500.0)[0] - 10.0, abs=1.0)
    arrived = fed([120.0] * 100)
    arrived.expect(Demand(None, 3.0, -10.0))
    assert fed([None] * 15, arrived).demand()[0] == pytest.approx(110.0, abs=0.5)
    eased.expect(Demand(120.0, 5.0), in_s=10.0)  # a step of its own does
    assert eased.forecast(300.0)[0] == pytest.approx(120.0, abs=1.0)


@given(st.lists(st.one_of(st.none(), st.floats(40.0, 200.0)), max_size=80))
def test_whatever_is_read_it_stays_a_heart_and_the_same(rates: list[float | None]) -> None:
    bank, again = fed(rates), fed(rates)
    assert sum(bank.weights) == pytest.approx(1.0)
    assert min(bank.weights) > 0.0
    if bank.started:
        mean, variance = bank.forecast(30.0)
        assert 40.0 <= mean <= 210.0
        assert variance > 0.0
        assert again.forecast(30.0) == (mean, variance)
