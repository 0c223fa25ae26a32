"""The strap: ticks that never drift, packets as straps send them."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.heart_rate import Contact, decode_heart_rate
from hrguide.simulate.strap import Strap


def _worn(rr_s: list[float], **how: object) -> list[tuple[float, bytes]]:
    strap = Strap(**how)  # type: ignore[arg-type]
    beat_s = 0.0
    strap.beat(beat_s)
    packets = []
    packet_s = 1.0
    for interval_s in rr_s:
        beat_s += interval_s
        while packet_s < beat_s:
            packets.append((packet_s, strap.packet(packet_s)))
            packet_s += 1.0
        strap.beat(beat_s)
    packets.append((packet_s, strap.packet(packet_s)))
    return packets


def test_ticks_do_not_drift_over_an_hour() -> None:
    rng = random.Random(2)
    rr_s: list[float] = []
    while sum(rr_s) < 3600.0:
        rr_s.append(rng.uniform(0.40, 0.4004))  # 409.6 ticks and a bit: naive rounding gains
    ticks = [t for _, raw in _worn(rr_s) for t in decode_heart_rate(raw).rr_ticks]
    assert abs(sum(ticks) / 1024 - sum(rr_s)) <= 1 / 1024
    naive_s = sum(round(interval_s * 1024) for interval_s in rr_s) / 1024
    assert abs(naive_s - sum(rr_s)) > 0.5


@given(rr_s=st.lists(st.floats(0.25, 2.0), min_size=1, max_size=200))
def test_any_intervals_sum_to_the_time_they_took(rr_s: list[float]) -> None:
    packets = _worn(rr_s)
    ticks = [t for _, raw in packets for t in decode_heart_rate(raw).rr_ticks]
    assert len(ticks) == len(rr_s)
    for told, true in zip(itertools.accumulate(ticks), itertools.accumulate(rr_s), strict=True):
        assert abs(told / 1024 - true) <= 0.5 / 1024 + 1e-9


@given(hr_bpm=st.integers(40, 179))
def test_a_packet_a_second_holds_the_beats_of_that_second(hr_bpm: int) -> None:
    counts = [len(decode_heart_rate(raw).rr_ticks) for _, raw in _worn([60.0 / hr_bpm] * hr_bpm)]
    assert max(counts[:-1], default=0) <= 3
    assert min(counts[1:-1], default=0) >= hr_bpm // 60


def test_the_rate_is_an_average_over_about_three_seconds() -> None:
    packets = _worn([1.0] * 10 + [0.5] * 20)
    rates = [decode_heart_rate(raw).hr_bpm for _, raw in packets]
    assert rates[8] == 60
    assert rates[-1] == 120
    between = [bpm for bpm in rates if 60 < bpm < 120]
    assert 1 <= len(between) <= 3
    assert between == sorted(between)


def test_with_no_beat_it_repeats_the_last_rate_and_invents_no_interval() -> None:
    packets = _worn([0.5] * 10 + [9.0])
    silent = [decode_heart_rate(raw) for at_s, raw in packets if 7.0 < at_s < 14.0]
    assert [(m.hr_bpm, m.rr_ticks) for m in silent] == [(120, ())] * len(silent)


def test_before_the_first_interval_it_says_zero() -> None:
    strap = Strap()
    assert strap.measure(0.0).hr_bpm == 0
    strap.beat(0.3)
    assert strap.measure(1.0).hr_bpm == 0
    strap.beat(1.3)
    assert strap.measure(2.0).hr_bpm == 60


def test_energy_comes_in_every_tenth_packet_and_rises() -> None:
    energies = [decode_heart_rate(raw).energy_kj for _, raw in _worn([0.5] * 70, sends_energy=True)]
    assert [e is not None for e in energies[:21]] == [i % 10 == 0 for i in range(21)]
    told = [e for e in energies if e is not None]
    assert told == sorted(told)
    assert told[-1] > told[0]
    assert all(decode_heart_rate(raw).energy_kj is None for _, raw in _worn([0.5] * 30))


@pytest.mark.parametrize("contact", list(Contact))
def test_contact_is_told_as_ordered(contact: Contact) -> None:
    for _, raw in _worn([0.5] * 5, contact=contact):
        assert decode_heart_rate(raw).contact is contact


def test_many_late_beats_go_out_over_several_packets() -> None:
    strap = Strap()
    for beat in range(13):
        strap.beat(beat * 0.3)
    assert [len(strap.measure(4.0 + n).rr_ticks) for n in range(3)] == [8, 4, 0]
