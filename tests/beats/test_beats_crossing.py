"""Where alpha1 falls through 0.75: on a line, on simulated ramps, on real graded tests."""

import random
from collections.abc import Sequence
from statistics import fmean, stdev

import pytest

from hrguide.athlete.evidence import AlphaCrossing
from hrguide.beats.correct import correct_rr
from hrguide.beats.crossing import Crossing, crossing
from hrguide.beats.dfa_ride import Alpha1Window, alpha1_over_time
from hrguide.simulate.beats import Beats
from hrguide.simulate.heart import Traits
from tests.beats.real_beats import graded_tests
from tests.beats.straps import recording


def windows_on(
    alphas: Sequence[float], rates: Sequence[float]
) -> tuple[list[Alpha1Window], list[float]]:
    """Windows of 100 beats at each rate, one after another, with the alpha1 given."""
    found: list[Alpha1Window] = []
    rr_s: list[float] = []
    for alpha, bpm in zip(alphas, rates, strict=True):
        first = len(rr_s)
        rr_s += [60.0 / bpm] * 100
        found.append(
            Alpha1Window(
                first=first,
                last=len(rr_s),
                end_s=sum(rr_s),
                alpha1=alpha,
                artefact_pct=0.0,
                reason=None,
                definition="",
            )
        )
    return found, rr_s


RATES = [100.0 + 5.0 * number for number in range(10)]


def on_a_line(at_075: float, slope: float) -> list[float]:
    return [0.75 + slope * (bpm - at_075) for bpm in RATES]


@pytest.mark.parametrize("at_075", [115.0, 122.5, 131.0])
def test_a_straight_line_is_read_exactly(at_075: float) -> None:
    found = crossing(*windows_on(on_a_line(at_075, -0.006), RATES))
    assert found is not None
    assert found.hr_bpm == pytest.approx(at_075)
    assert found.slope == pytest.approx(-0.006)
    assert found.sd_bpm == pytest.approx(0.0, abs=1e-6)
    assert found.windows == 10


def test_windows_outside_the_bend_are_not_used() -> None:
    alphas = on_a_line(122.5, -0.006)
    alphas[0], alphas[-1] = 1.40, 0.30
    found = crossing(*windows_on(alphas, RATES))
    assert found is not None
    assert found.windows == 8
    assert found.hr_bpm == pytest.approx(122.5)


@pytest.mark.parametrize(
    "alphas",
    [
        on_a_line(122.5, 0.006),  # it rises
        on_a_line(122.5, 0.0),
        [*on_a_line(122.5, -0.006)[:7], 1.2, 1.2, 1.2],  # seven windows
        on_a_line(90.0, -0.003),  # below what was ridden
        [0.75 + 0.25 * (-1) ** n - 0.0005 * n for n in range(10)],  # any line will do
    ],
)
def test_what_shows_no_crossing_gives_none(alphas: list[float]) -> None:
    assert crossing(*windows_on(alphas, RATES)) is None


def test_more_scatter_is_more_doubt() -> None:
    def scattered(by: float) -> Crossing:
        alphas = [a + by * (-1) ** n for n, a in enumerate(on_a_line(122.5, -0.008))]
        found = crossing(*windows_on(alphas, RATES))
        assert found is not None
        return found

    assert 0.0 < scattered(0.02).sd_bpm < scattered(0.05).sd_bpm < 12.0


def test_a_crossing_makes_evidence() -> None:
    found = crossing(*windows_on(on_a_line(122.5, -0.006), RATES))
    assert found is not None
    piece = AlphaCrossing(hr_bpm=found.hr_bpm, machine="bikeerg", on="2025-11-12")
    assert piece.hr_bpm == found.hr_bpm


def test_simulated_ramps_are_read_with_a_small_error() -> None:
    """C4: a line through the windows has bias +0.5 to 0.8 and SD 1.9-3.0 on simulated ramps.

    H5: SD at most 4 bpm. The doubt told is of the error's size.
    """
    off, told = [], []
    for seed in range(30):
        threshold_bpm = 125.0 + seed % 20
        rr_s = simulated_ramp(threshold_bpm, random.Random(seed))
        found = crossing(alpha1_over_time(rr_s), rr_s)
        if found is not None:
            off.append(found.hr_bpm - threshold_bpm)
            told.append(found.sd_bpm)
    assert len(off) >= 27
    assert abs(fmean(off)) <= 2.5
    assert stdev(off) <= 4.0
    assert 0.4 < fmean(told) / stdev(off) < 2.5


def simulated_ramp(threshold_bpm: float, rng: random.Random) -> list[float]:
    """5 bpm a minute from 35 below a person's own 0.75 point to 25 above it."""
    body = Traits(
        rest_bpm=60, max_bpm=195, threshold_bpm=threshold_bpm, alpha1_bias_bpm=0.0, noise_sd_bpm=0.0
    )
    beats = Beats(body, rng)
    found: list[float] = []
    at_s = 0.0
    while at_s < 720.0:
        rr_s = beats.next_rr_s(threshold_bpm - 35.0 + at_s / 12.0)
        at_s += rr_s
        found.append(rr_s)
    return found


def test_real_ramps_are_read_as_they_are() -> None:
    """ACTES, ages 12-18, 4 ms resolution, which lowers alpha1 (C3): as they are read.

    Published: alpha1 reads 10 +- 16 bpm above VT1 (Eronen 2024, n = 64).
    """
    off = {}
    for number, (rr_s, vt1_bpm) in graded_tests(recording("ramps")).items():
        corrected = correct_rr(rr_s).rr_s
        found = crossing(alpha1_over_time(corrected), corrected)
        if found is not None:
            off[number] = found.hr_bpm - vt1_bpm
    assert len(off) >= 4
    bias, spread = fmean(off.values()), stdev(off.values())
    print({number: round(value, 1) for number, value in off.items()})
    print(f"bias {bias:.1f}, limits {bias - 1.96 * spread:.1f} to {bias + 1.96 * spread:.1f}")
    assert -16.0 < bias < 26.0
    assert spread < 20.0
