"""Load and decoupling, by hand; None where they would rest on a formula."""

import math
from dataclasses import asdict

import pytest

from hrguide.beats.pulse import Signal
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Phase
from hrguide.report.load import Load, load_of, power_by_second
from hrguide.report.page import page
from hrguide.report.summary import summarise
from hrguide.ride.erg import erg_packet
from tests.report.report_rides import a_ride


def _ridden(hr_bpm: int | None, *, last_s: int = 600, phase: Phase = Phase.STEP) -> list[Moment]:
    return [
        Moment(
            at_s=float(at_s),
            elapsed_s=float(at_s),
            hr_bpm=hr_bpm,
            signal=Signal.GOOD,
            signal_reason=None,
            step=None,
            verdict=Verdict.ON_COURSE,
            phase=phase,
        )
        for at_s in range(last_s)
    ]


def _load(moments: list[Moment], **changes: object) -> Load:
    facts: dict[str, object] = {"sex": "male", "rest_bpm": 60.0, "max_bpm": 180.0, "power_w": {}}
    return load_of(moments, **{**facts, **changes})  # type: ignore[arg-type]


def test_ten_minutes_at_half_the_reserve() -> None:
    """physiology.md F: minutes x r x 0.64 e^(1.92 r) for men, 0.86 e^(1.67 r) for women."""
    assert _load(_ridden(120)).trimp == pytest.approx(10 * 0.5 * 0.64 * math.exp(0.96))
    women = _load(_ridden(120), sex="female").trimp
    assert women == pytest.approx(10 * 0.5 * 0.86 * math.exp(0.835))


def test_below_rest_counts_nothing_and_pauses_neither() -> None:
    assert _load(_ridden(50)).trimp == 0
    assert _load(_ridden(120, phase=Phase.PAUSED)).counted_s == 0
    assert _load(_ridden(None)).counted_s == 0


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"max_bpm": None}, "no measured maximum"),
        ({"rest_bpm": None}, "no resting heart rate"),
        ({"sex": None}, "sex unknown"),
        ({"rest_bpm": 180.0}, "rest not below the maximum"),
    ],
)
def test_what_is_missing_is_said(changes: dict[str, object], why: str) -> None:
    load = _load(_ridden(120), **changes)
    assert (load.trimp, load.trimp_missing) == (None, why)


def test_decoupling_is_what_a_beat_buys_less() -> None:
    """100 W at 100 bpm, then 90 W at 100 bpm: 10 % less."""
    power = {at_s: 100.0 if at_s < 300 else 90.0 for at_s in range(600)}
    assert _load(_ridden(100), power_w=power).decoupling_pct == pytest.approx(10)
    assert _load(_ridden(100), power_w={}).decoupling_pct is None
    assert _load(_ridden(100, last_s=598), power_w=power).decoupling_pct is None
    assert _load(_ridden(100), power_w=dict.fromkeys(range(600), 0.0)).decoupling_pct is None


def test_the_ergs_power_is_read_by_second() -> None:
    ride = a_ride(
        lambda _at_s: 110, others=[erg_packet(5.2, power_w=90), erg_packet(5.9, power_w=94)]
    )
    assert power_by_second(ride) == {5: 94.0}


def test_only_programs_are_told() -> None:
    summary = summarise(a_ride(lambda _at_s: 110))
    assert "trimp" in asdict(summary)["load"]
    text = page(summary).lower()
    assert "trimp" not in text
    assert "decoupling" not in text
