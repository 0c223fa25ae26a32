"""The sorted window against numpy, and the sum of the last seconds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.beats.recent_sum import RecentSum
from hrguide.beats.sorted_window import SortedWindow

NUMBERS = st.lists(st.floats(0.0, 3.0), min_size=1, max_size=60)


@given(NUMBERS, st.integers(1, 12), st.floats(0.0, 1.0))
def test_a_quantile_is_that_of_the_last_numbers(
    numbers: list[float], size: int, share: float
) -> None:
    window = SortedWindow(size)
    for number in numbers:
        window.push(number)
    assert len(window) == min(size, len(numbers))
    assert window.quantile(share) == pytest.approx(np.quantile(numbers[-size:], share), abs=1e-12)


@given(NUMBERS, NUMBERS)
def test_a_refilled_window_has_forgotten(before: list[float], after: list[float]) -> None:
    window = SortedWindow(7)
    for number in before:
        window.push(number)
    window.refill(after)
    window.push(1.5)
    assert window.quantile(0.5) == pytest.approx(np.median([*after, 1.5][-7:]), abs=1e-12)


def test_nothing_has_no_quantile() -> None:
    with pytest.raises(ValueError, match="nothing"):
        SortedWindow(3).quantile(0.5)


def test_a_window_holds_something() -> None:
    with pytest.raises(ValueError, match="size 0"):
        SortedWindow(0)


def test_a_recent_sum_lets_go_of_what_is_old() -> None:
    amounts = RecentSum(30.0)
    for at_s in (0.0, 10.0, 20.0):
        amounts.add(at_s, 2.0)
    assert amounts.total(29.9) == 6.0
    assert amounts.total(30.0) == 4.0
    assert amounts.total(100.0) == 0.0
