"""The grid: mass is neither lost nor wrapped, and kernels do what their theory says."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.zones import grid

BUMPS = st.builds(
    lambda mean, sd: grid.normalised(grid.normal(mean, sd)), st.floats(60, 210), st.floats(1, 40)
)


@given(BUMPS, st.floats(0.5, 20))
def test_spreading_keeps_all_mass(cells: grid.Cells, sd_bpm: float) -> None:
    assert isclose(sum(grid.spread(cells, grid.normal_taps(sd_bpm))), 1.0, rel_tol=1e-9)


def test_spreading_adds_the_kernels_variance_and_keeps_the_mean() -> None:
    cells = grid.normalised(grid.normal(135, 4))
    for taps, added in ((grid.walk_taps(9), 9.0), (grid.normal_taps(7.0), 49.0)):
        after = grid.spread(cells, taps)
        assert isclose(grid.mean_bpm(after), 135, abs_tol=1e-6)
        assert isclose(grid.variance_bpm2(after), 16 + added, rel_tol=5e-3)


def test_a_flat_belief_stays_flat_under_any_walk() -> None:
    for steps in (1, 2, 40, 400):
        assert grid.spread(grid.FLAT, grid.walk_taps(steps)) == pytest.approx(grid.FLAT, rel=1e-9)


def test_nothing_wraps_from_one_end_to_the_other() -> None:
    cells = grid.normalised([1.0] + [0.0] * (grid.COUNT - 1))
    assert grid.spread(cells, grid.walk_taps(30))[-1] < 1e-12


@pytest.mark.parametrize("parts", [(1, 1), (1, 7), (3, 40), (60, 2)])
def test_two_walks_are_one_longer_walk(parts: tuple[int, int]) -> None:
    cells = grid.normalised(grid.normal(140, 5))
    first, second = parts
    twice = grid.spread(grid.spread(cells, grid.walk_taps(first)), grid.walk_taps(second))
    assert twice == pytest.approx(grid.spread(cells, grid.walk_taps(first + second)), abs=2e-7)


def test_the_fast_week_is_the_general_kernel() -> None:
    cells = grid.normalised(grid.normal(61, 3))  # at the edge, where mirrors matter
    taps = grid.walk_taps(1)
    assert taps == (0.375, 0.25, 0.0625)  # Binomial(4, 1/2)
    padded = grid.spread(cells, (*taps, 0.0))
    assert grid.spread(cells, taps) == pytest.approx(padded, abs=1e-15)


def test_quantiles_of_a_normal_are_where_theory_has_them() -> None:
    cells = grid.normalised(grid.normal(138, 6))
    for p, z in ((0.1, -1.2816), (0.25, -0.6745), (0.4, -0.2533), (0.5, 0.0), (0.9, 1.2816)):
        assert grid.quantile_bpm(cells, p) == pytest.approx(138 + 6 * z, abs=0.03)


def test_shifting_moves_the_mean_by_whole_bpm() -> None:
    cells = grid.normalised(grid.normal(138, 6))
    for by in (-7, 0, 4):
        moved = grid.normalised(grid.shifted(cells, by))
        assert len(moved) == grid.COUNT
        assert grid.mean_bpm(moved) == pytest.approx(138 + by, abs=1e-6)


def test_no_mass_at_all_has_a_defined_result() -> None:
    zeros = (0.0,) * grid.COUNT
    assert grid.normalised(zeros) == grid.FLAT
    assert grid.normalised(zeros, otherwise=(1.0,)) == (1.0,)
