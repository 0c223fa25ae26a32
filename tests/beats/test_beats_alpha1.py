"""alpha1 against theory, against its definition, and against other libraries' numbers."""

import json
import random
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.beats.dfa import alpha1_of
from hrguide.beats.dfa_ride import Alpha1Window, alpha1, alpha1_over_time
from hrguide.beats.fluctuation import whole_units
from hrguide.beats.gate import AlphaReason
from hrguide.beats.trend import without_trend
from hrguide.beats.trend_ride import columns_without_trend
from hrguide.errors import UsageError
from tests.beats.noises import (
    AR1,
    WHITE,
    ar1,
    by_polyfit,
    coloured,
    ends,
    exact_alpha1,
    ramp,
    without_trend_dense,
)
from tests.beats.planting import plant
from tests.beats.straps import natural_rr_s, recording

KINDS: tuple[Literal["forward", "both", "overlap"], ...] = ("forward", "both", "overlap")


# ---- theory


def test_the_table_of_theory_is_theory() -> None:
    assert exact_alpha1(lambda lag: float(lag == 0)) == pytest.approx(WHITE, abs=5e-5)
    for memory, expected in AR1.items():
        found = exact_alpha1(lambda lag, memory=memory: memory**lag)  # type: ignore[misc]
        assert found == pytest.approx(expected, abs=6e-4)


@pytest.mark.parametrize("memory", list(AR1))
def test_noise_has_the_alpha1_it_must_have(memory: float) -> None:
    """The mean of 200 windows of 300 beats, each expectation exact (C2). White is not 0.5.

    Exact is the expectation of F^2; the mean of ln F is below its logarithm, and more so for the
    few boxes of 16 of a strongly correlated process, which therefore reads up to 0.02 low.
    """
    rng = random.Random(7)
    mean = np.mean([alpha1(ar1(300, memory, rng)) for _ in range(200)])
    assert mean == pytest.approx(AR1[memory], abs=0.015 if memory <= 0.6 else 0.025)


@pytest.mark.parametrize("memory", [0.8, 0.95])
def test_a_long_noise_has_it_without_that_bias(memory: float) -> None:
    rng = random.Random(7)
    assert alpha1(ar1(100_000, memory, rng)) == pytest.approx(AR1[memory], abs=0.01)


@pytest.mark.parametrize(("power", "expected"), [(1.0, 1.02), (2.0, 1.54)])
def test_coloured_noise_has_the_alpha1_of_its_colour(power: float, expected: float) -> None:
    """C2: 1.020 +- 0.013 and 1.544 +- 0.008, spectra of 1/f and 1/f^2 made by Fourier."""
    found = alpha1(0.5 + 0.01 * coloured(20_000, power, np.random.default_rng(3)))
    assert found == pytest.approx(expected, abs=0.03)


def test_a_random_walk_has_its_own() -> None:
    """A walk in steps of a beat is not 1/f^2 up to its last frequency: 1.50, AR(1)'s limit."""
    limit = exact_alpha1(lambda lag: 0.99999**lag)
    walk = 5.0 + 1e-3 * np.cumsum(np.random.default_rng(3).standard_normal(20_000))
    assert limit == pytest.approx(1.50, abs=0.005)
    assert alpha1(walk) == pytest.approx(limit, abs=0.02)


@pytest.mark.parametrize(("bpm_per_min", "raised"), [(4.0, 0.05), (8.0, 0.13), (20.0, 0.36)])
def test_a_ramp_raises_alpha1_unless_it_is_detrended(bpm_per_min: float, raised: float) -> None:
    """C3: white noise of 4 ms on a ramp from 110 bpm; with smoothness priors under 0.01."""
    rng = random.Random(5)
    rides = [ramp(110.0, bpm_per_min, 0.004, rng) for _ in range(150)]
    plain = np.mean([alpha1(rr_s) for rr_s in rides])
    level = np.mean([alpha1_of(rr_s) for rr_s in rides])
    flat = [ramp(110.0, 0.0, 0.004, rng) for _ in range(150)]
    assert plain - WHITE == pytest.approx(raised, abs=0.03)
    assert level == pytest.approx(np.mean([alpha1_of(rr_s) for rr_s in flat]), abs=0.015)


# ---- the definition


@given(st.integers(0, 10_000), st.integers(32, 400), st.sampled_from([0.0, 0.6, 0.95]))
@settings(max_examples=40, deadline=None)
def test_numbers_and_ticks_agree_with_polyfit(seed: int, count: int, memory: float) -> None:
    rng = random.Random(seed)
    rr_s = ar1(count, memory, rng)
    assert whole_units(np.array(rr_s)) is None  # in no unit: numbers
    assert alpha1(rr_s) == pytest.approx(by_polyfit(rr_s), abs=1e-10)
    for unit in (1000, 1024):
        whole = [round(value * unit) / unit for value in rr_s]
        assert whole_units(np.array(whole)) is not None
        assert alpha1(whole) == pytest.approx(by_polyfit(whole), abs=1e-10)


@pytest.mark.parametrize("boxes", KINDS)
@pytest.mark.parametrize("unit", [1024.0, None])
def test_each_kind_of_boxes_agrees_with_polyfit(
    boxes: Literal["forward", "both", "overlap"], unit: float | None
) -> None:
    rr_s = ar1(700, 0.5, random.Random(2))
    if unit is not None:
        rr_s = [round(value * unit) / unit for value in rr_s]
    windows = alpha1_over_time(rr_s, every_s=40, boxes=boxes, detrend=None, gate=False)
    assert len(windows) > 4
    for window in windows:
        part = rr_s[window.first : window.last]
        assert window.alpha1 == pytest.approx(by_polyfit(part, boxes), abs=1e-10)
        level = by_polyfit(without_trend_dense(part), boxes)
        (same,) = [
            each
            for each in alpha1_over_time(rr_s, every_s=40, boxes=boxes, gate=False)
            if each.end_s == window.end_s
        ]
        assert same.alpha1 == pytest.approx(level, abs=1e-8)


@given(st.integers(5, 340), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_smoothness_priors_agree_with_a_full_matrix(count: int, seed: int) -> None:
    rng = random.Random(seed)
    rr_s = [0.6 + 0.2 * rng.random() for _ in range(count)]
    dense = without_trend_dense(rr_s)
    assert without_trend(rr_s) == pytest.approx(dense, abs=1e-8)


def test_all_windows_at_once_lose_the_trends_they_lose_alone() -> None:
    rng = random.Random(4)
    rows = [[0.6 + 0.2 * rng.random() for _ in range(count)] for count in (90, 60, 60, 7, 5)]
    columns = np.zeros((90, 5))
    for number, row in enumerate(rows):
        columns[: len(row), number] = row
    left = columns_without_trend(columns, np.array([len(row) for row in rows]))
    for number, row in enumerate(rows):
        assert left[: len(row), number] == pytest.approx(without_trend(row), abs=1e-12)
        assert not left[len(row) :, number].any()


def test_fewer_than_five_values_have_no_trend() -> None:
    with pytest.raises(ValueError, match="at least 5"):
        without_trend([0.4] * 4)


def test_the_live_window_agrees_with_the_stored_ride() -> None:
    rr_s = natural_rr_s(lambda at_s: 120.0 + at_s / 30.0, 600.0, random.Random(8))
    windows = alpha1_over_time(rr_s, gate=False)
    assert len(windows) > 90
    for window in windows:
        live = alpha1_of(rr_s[window.first : window.last])
        assert live == pytest.approx(window.alpha1, abs=1e-6)


# ---- other libraries' numbers for the same definition


@cache
def reference() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(recording("reference/dfa_reference.json").read_text())
    return found


def over_reference(boxes: Literal["forward", "both", "overlap"]) -> tuple[Alpha1Window, ...]:
    rr_s = np.array(reference()["series"]["clean"]) / 1000
    return alpha1_over_time(rr_s, boxes=boxes, detrend=None, gate=False)


def test_the_windows_are_the_references() -> None:
    windows, bounds = over_reference("forward"), reference()["windows"]
    assert len(windows) == 697
    assert [window.first for window in windows] == bounds["start"]
    assert [window.last for window in windows] == bounds["end"]
    assert [window.end_s for window in windows] == bounds["t_end"]


@pytest.mark.parametrize(
    ("boxes", "library", "apart"),
    [
        ("forward", "fathon_fwd", 1e-12),
        ("both", "fathon_revSeg", 1e-12),
        ("both", "MFDFA_q2", 1e-12),
        # neurokit2 leaves boxes with next to no variance out: up to 0.024 off
        ("forward", "nk2_nooverlap", 0.025),
        # neurokit2's and nolds's overlap is half a box, not one beat
        ("overlap", "nk2_overlap(default)", 0.12),
        ("overlap", "nolds_overlap_poly", 0.12),
        # antropy takes boxes of its own choosing
        ("forward", "antropy(own boxes)", 0.15),
    ],
)
def test_other_libraries_found(
    boxes: Literal["forward", "both", "overlap"], library: str, apart: float
) -> None:
    theirs = np.array(reference()["results"][library]["values"])
    ours = np.array([window.alpha1 for window in over_reference(boxes)])
    assert np.abs(ours - theirs).max() < apart


@pytest.mark.parametrize("noise", ["white", "brown"])
def test_other_libraries_found_of_noise(noise: str) -> None:
    rr_s = np.array(reference()["series"][noise]) / 1000
    assert alpha1(rr_s) == pytest.approx(reference()["results"]["fathon_fwd"][noise], abs=1e-12)


# ---- windows and their gate


def test_a_window_holds_what_ended_in_its_two_minutes() -> None:
    rr_s = natural_rr_s(lambda at_s: 130.0, 300.0, random.Random(1))
    at_s = ends(rr_s)
    for window in alpha1_over_time(rr_s, window_s=100, every_s=7):
        inside = [n for n, end in enumerate(at_s) if window.end_s - 100 <= end <= window.end_s]
        assert (window.first, window.last - 1) == (inside[0], inside[-1])


def test_each_window_says_which_definition_it_is() -> None:
    rr_s = natural_rr_s(lambda at_s: 130.0, 130.0, random.Random(1))
    assert alpha1_over_time(rr_s)[0].definition == "boxes 4-16 forward, smoothness priors 500"
    plain = alpha1_over_time(rr_s, boxes="both", detrend=None)[0]
    assert plain.definition == "boxes 4-16 both, not detrended"


def test_a_clean_window_passes_the_gate() -> None:
    rr_s = natural_rr_s(lambda at_s: 130.0, 200.0, random.Random(1))
    for window in alpha1_over_time(rr_s):
        assert window.alpha1 is not None
        assert (window.artefact_pct, window.reason) == (0.0, None)
    for window in alpha1_over_time(rr_s, gate=False):
        assert window.artefact_pct is None


@pytest.mark.parametrize("kind", ["missed", "extra", "ectopic"])
@pytest.mark.parametrize(
    ("share", "reason"),
    [(0.01, None), (0.04, AlphaReason.SOME_ARTEFACTS), (0.09, AlphaReason.ARTEFACTS)],
)
def test_bad_beats_flag_and_refuse(
    kind: Literal["missed", "extra", "ectopic"], share: float, reason: AlphaReason | None
) -> None:
    """C1: good below 3 %, flagged from 3 to 5 %, none above 5 %; both lines kept to in each."""
    rr_s = natural_rr_s(lambda at_s: 130.0, 1200.0, random.Random(1))
    windows = alpha1_over_time(plant(rr_s, kind, share, random.Random(2)).rr_s)
    for window in windows:
        pct = window.artefact_pct
        assert pct is not None
        assert (window.alpha1 is None) == (pct > 5.0) == (window.reason is AlphaReason.ARTEFACTS)
        assert (window.reason is AlphaReason.SOME_ARTEFACTS) == (3.0 <= pct <= 5.0)
    mean = np.mean([window.artefact_pct for window in windows])
    assert mean == pytest.approx(100 * share, rel=0.35)
    reasons = [window.reason for window in windows]
    assert max(set(reasons), key=reasons.count) is reason


def test_a_gap_forbids_every_window_it_is_in() -> None:
    rr_s = natural_rr_s(lambda at_s: 130.0, 400.0, random.Random(1))
    rr_s[400] = 4.0
    for window in alpha1_over_time(rr_s):
        inside = window.first <= 400 < window.last
        assert (window.reason is AlphaReason.GAP) == inside == (window.alpha1 is None)


def test_few_beats_are_too_few() -> None:
    slow = natural_rr_s(lambda at_s: 45.0, 200.0, random.Random(1), sd_ms=30.0)
    assert {window.reason for window in alpha1_over_time(slow)} == {AlphaReason.TOO_FEW_BEATS}
    assert all(window.alpha1 for window in alpha1_over_time(slow, gate=False))
    short = alpha1_over_time(slow, window_s=30, gate=False)
    assert {(window.alpha1, window.reason) for window in short} == {
        (None, AlphaReason.TOO_FEW_BEATS)
    }


def test_a_stuck_strap_has_no_alpha1() -> None:
    ways: tuple[Literal["smoothness_priors"] | None, ...] = (None, "smoothness_priors")
    for detrend in ways:
        windows = alpha1_over_time([0.5] * 400, detrend=detrend)
        assert {window.reason for window in windows} == {AlphaReason.NO_VARIATION}
        assert {window.alpha1 for window in windows} == {None}


@pytest.mark.parametrize(
    ("rr_s", "settings_", "words"),
    [
        ([0.5] * 31, None, "at least 32 intervals, these are 31"),
        ([0.5] * 100, None, "do not vary"),
        ([0.5, 0.6] * 20, {}, "no window of 120 s"),
        ([], {}, "no window of 120 s"),
        ([0.5] * 400, {"boxes": "sideways"}, "sideways"),
        ([0.5] * 400, {"detrend": "linear"}, "linear"),
        ([0.5] * 400, {"window_s": 0}, "window_s"),
        ([0.5] * 400, {"every_s": float("nan")}, "every_s"),
        ([500.0] * 400, {}, "500"),
        ([0.5, -0.5] * 200, {}, "-0.5"),
    ],
)
def test_what_cannot_be_computed_is_said(
    rr_s: list[float], settings_: dict[str, Any] | None, words: str
) -> None:
    compute: Callable[[list[float]], object] = alpha1
    if settings_ is not None:
        compute = partial(alpha1_over_time, **settings_)
    with pytest.raises(UsageError, match=words) as caught:
        compute(rr_s)
    assert caught.value.hint


@given(st.lists(st.floats(0.01, 5.0), min_size=60, max_size=400), st.sampled_from(KINDS))
@settings(max_examples=60, deadline=None)
def test_any_intervals_give_numbers_or_reasons(
    rr_s: list[float], boxes: Literal["forward", "both", "overlap"]
) -> None:
    if sum(rr_s) < 31.0:
        return
    for window in alpha1_over_time(rr_s, window_s=30, every_s=9, boxes=boxes):
        assert (window.alpha1 is None) == (window.reason is not None and window.reason.forbids)
        assert window.alpha1 is None or abs(window.alpha1) < 4.0


def test_sums_that_outgrow_64_bits_are_numbers() -> None:
    """Microseconds that range over 2 s, in a long stretch: each box fits, all together do not."""
    rng = random.Random(9)
    rr_s = [rng.choice((0.4, 2.3)) + round(0.1 * rng.random(), 6) for _ in range(6000)]
    assert whole_units(np.array(rr_s)) is not None
    assert alpha1(rr_s) == pytest.approx(by_polyfit(rr_s), abs=1e-10)
    wide = [*rr_s[:2000], 5.000001, *rr_s[2000:]]
    assert alpha1(wide) == pytest.approx(by_polyfit(wide), abs=1e-10)
