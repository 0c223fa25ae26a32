"""A virtual strap says what was recorded, no more and no less."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.heart_rate import Contact, decode_heart_rate
from hrguide.bluetooth.source import PacketSource
from hrguide.simulate.recorded import (
    HeartRateSample,
    RecordedBeats,
    packets_from_rr,
    packets_from_samples,
)


@given(
    rr_s=st.lists(st.floats(0.25, 2.5), min_size=1, max_size=120),
    start_s=st.floats(0.0, 1000.0),
)
def test_intervals_come_out_as_they_went_in(rr_s: list[float], start_s: float) -> None:
    packets = packets_from_rr(rr_s, start_s=start_s)
    ticks = [t for p in packets for t in decode_heart_rate(p.payload).rr_ticks]
    assert len(ticks) == len(rr_s)
    for told, true in zip(itertools.accumulate(ticks), itertools.accumulate(rr_s), strict=True):
        assert abs(told / 1024 - true) <= 1.0 / 1024 + 1e-9
    times = [p.at_s for p in packets]
    assert times == sorted(set(times))
    assert times[0] > start_s
    assert times[-1] >= start_s + sum(rr_s) - 1e-9


def test_the_rate_follows_the_intervals() -> None:
    packets = packets_from_rr([1.0] * 20 + [0.5] * 40, device="AA")
    told = [decode_heart_rate(p.payload) for p in packets]
    assert told[10].hr_bpm == 60
    assert told[-1].hr_bpm == 120
    assert {m.contact for m in told} == {Contact.NOT_SUPPORTED}
    assert {p.device for p in packets} == {"AA"}


def test_a_gap_stays_a_gap() -> None:
    packets = packets_from_rr([0.5] * 20 + [30.0] + [0.5] * 20)
    times = [p.at_s for p in packets]
    longest = max(b - a for a, b in itertools.pairwise(times))
    assert 28.0 <= longest <= 31.0
    ticks = [t for p in packets for t in decode_heart_rate(p.payload).rr_ticks]
    assert set(ticks) == {512}
    assert len(ticks) == 40
    assert all(decode_heart_rate(p.payload).hr_bpm == 120 for p in packets)


@pytest.mark.parametrize("bad", [0.0, -0.5, float("nan")])
def test_an_impossible_interval_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        packets_from_rr([0.5, bad])


def test_no_intervals_give_no_packets() -> None:
    assert packets_from_rr([]) == ()


def test_samples_of_a_rate_carry_no_intervals() -> None:
    samples = [HeartRateSample(at_s=float(n), hr_bpm=100.0 + n) for n in range(5)]
    told = [decode_heart_rate(p.payload) for p in packets_from_samples(samples)]
    assert [m.hr_bpm for m in told] == [100, 101, 102, 103, 104]
    assert all(m.rr_ticks == () for m in told)


def test_samples_keep_their_times_and_unknown_rates_are_left_out() -> None:
    samples = [
        HeartRateSample(at_s=0.0, hr_bpm=100.4),
        HeartRateSample(at_s=1.0, hr_bpm=None),
        HeartRateSample(at_s=2.5, hr_bpm=101.5, rr_s=(0.6, 0.59)),
    ]
    packets = packets_from_samples(samples, device="B")
    assert [(p.at_s, p.device) for p in packets] == [(0.0, "B"), (2.5, "B")]
    told = [decode_heart_rate(p.payload) for p in packets]
    assert [m.hr_bpm for m in told] == [100, 102]
    assert told[1].rr_ticks == (614, 604)


def test_a_sample_with_intervals_alone_gets_their_rate() -> None:
    samples = [HeartRateSample(at_s=float(n), hr_bpm=None, rr_s=(0.5, 0.5)) for n in range(9)]
    assert {decode_heart_rate(p.payload).hr_bpm for p in packets_from_samples(samples)} == {120}


def test_samples_must_not_run_backwards() -> None:
    samples = [HeartRateSample(at_s=5.0, hr_bpm=90.0), HeartRateSample(at_s=4.0, hr_bpm=90.0)]
    with pytest.raises(ValueError, match="backwards"):
        packets_from_samples(samples)


@given(cuts=st.lists(st.floats(0.0, 40.0), max_size=20))
def test_chopping_take_changes_nothing(cuts: list[float]) -> None:
    packets = packets_from_rr([0.7] * 50)
    source: PacketSource = RecordedBeats(packets)
    taken = [event for cut_s in sorted(cuts) for event in source.take(cut_s)]
    assert (*taken, *source.take(1e9)) == packets


def test_it_knows_its_end() -> None:
    assert RecordedBeats(packets_from_rr([1.0] * 10)).end_s == pytest.approx(11.0, abs=1.0)
    assert RecordedBeats(()).end_s == 0.0
