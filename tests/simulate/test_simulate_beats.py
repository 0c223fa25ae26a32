"""Beats against the exact DFA values of the basis and the alpha1 they are meant to have."""

import random
import statistics
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from hrguide.simulate.beats import Beats, alpha1_at, alpha1_of, phi_for, rr_sd_s
from hrguide.simulate.heart import Heart, Traits

BODY = Traits(
    rest_bpm=65.0,
    max_bpm=185.0,
    threshold_bpm=138.0,
    noise_sd_bpm=0.0,
    rsa_bpm=0.0,
    drift_bpm_per_min=0.0,
    alpha1_bias_bpm=0.0,
)


# physiology.md C2, exact: alpha1 of AR(1) over boxes 4..16; white noise is 0.583, not 0.5
@pytest.mark.parametrize(
    ("phi", "alpha1"),
    [
        (-0.5, 0.320),
        (-0.2, 0.472),
        (0.0, 0.583),
        (0.2, 0.709),
        (0.4, 0.858),
        (0.6, 1.035),
        (0.8, 1.249),
        (0.95, 1.435),
    ],
)
def test_alpha1_of_an_autoregression_is_the_exact_value(phi: float, alpha1: float) -> None:
    assert alpha1_of(lambda lag: phi**lag) == pytest.approx(alpha1, abs=6e-4)


def test_alpha1_falls_through_its_landmarks() -> None:
    # physiology.md C4: 1.12 at -25, 0.75 at 0, 0.50 at +22
    assert [round(alpha1_at(d), 2) for d in (-25, 0, 22)] == [1.12, 0.75, 0.50]


def test_the_correlation_chosen_gives_the_alpha1_wanted() -> None:
    for hr_bpm in (100, 120, 138, 150):
        phi = phi_for(hr_bpm, BODY)
        assert alpha1_of(lambda lag, p=phi: p**lag) == pytest.approx(  # type: ignore[misc]
            alpha1_at(hr_bpm - 138.0), abs=2e-3
        )


def test_the_scatter_falls_with_heart_rate_between_its_limits() -> None:
    assert rr_sd_s(100.0) == pytest.approx(0.025)
    assert rr_sd_s(128.0) == pytest.approx(0.025 / np.e)
    assert rr_sd_s(40.0) == 0.045
    assert rr_sd_s(220.0) == 0.002


def test_intervals_scatter_around_the_rate_as_ordered() -> None:
    beats = Beats(BODY, random.Random(4))
    drawn = [beats.next_rr_s(120.0) for _ in range(8000)]
    assert statistics.fmean(drawn) == pytest.approx(0.5, abs=0.003)
    assert statistics.stdev(drawn) == pytest.approx(rr_sd_s(120.0), rel=0.1)


@pytest.mark.parametrize("hr_bpm", [30.0, 45.0, 200.0, 240.0])
def test_no_interval_is_beyond_what_a_reader_believes(hr_bpm: float) -> None:
    beats = Beats(BODY, random.Random(4))
    assert all(0.25 <= beats.next_rr_s(hr_bpm) <= 2.0 for _ in range(2000))


def test_without_scatter_it_is_a_metronome_and_with_half_of_it_half() -> None:
    still = Beats(replace(BODY, rr_scatter=0.0), random.Random(4))
    assert {still.next_rr_s(120.0) for _ in range(20)} == {0.5}
    half = Beats(replace(BODY, rr_scatter=0.5), random.Random(4))
    drawn = [half.next_rr_s(120.0) for _ in range(8000)]
    assert statistics.stdev(drawn) == pytest.approx(0.5 * rr_sd_s(120.0), rel=0.1)


def _alpha1_measured(rr_s: npt.NDArray[np.float64]) -> float:
    """The textbook way, box by box with polyfit (physiology.md C1, without detrending)."""
    walk = np.cumsum(rr_s - rr_s.mean())
    sizes = np.arange(4, 17)
    fluctuation = []
    for size in sizes:
        boxes = walk[: len(walk) // size * size].reshape(-1, size)
        t = np.arange(size)
        lines = [np.polyval(np.polyfit(t, box, 1), t) for box in boxes]
        fluctuation.append(np.sqrt(np.mean((boxes - np.array(lines)) ** 2)))
    return float(np.polyfit(np.log(sizes), np.log(fluctuation), 1)[0])


@pytest.mark.parametrize(("hr_bpm", "noise_sd_bpm"), [(113.0, 0.0), (138.0, 1.7), (146.0, 1.7)])
def test_series_measure_the_alpha1_they_were_made_for(hr_bpm: float, noise_sd_bpm: float) -> None:
    body = Traits(
        rest_bpm=65.0,
        max_bpm=185.0,
        threshold_bpm=138.0,
        noise_sd_bpm=noise_sd_bpm,
        rsa_bpm=0.0,
        drift_bpm_per_min=0.0,
        alpha1_bias_bpm=0.0,
    )
    measured = []
    for seed in range(30):
        heart = Heart(body, random.Random(seed), start_bpm=hr_bpm)
        beats = Beats(body, random.Random(1000 + seed))
        rr_s = [0.5]
        while len(rr_s) < 600:
            rr_s.append(beats.next_rr_s(heart.step(rr_s[-1], hr_bpm)))
        measured.append(_alpha1_measured(np.array(rr_s)))
    assert statistics.fmean(measured) == pytest.approx(alpha1_at(hr_bpm - 138.0), abs=0.05)
