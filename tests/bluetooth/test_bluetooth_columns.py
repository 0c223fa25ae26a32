"""A whole ride as columns equals its packets one by one, for any bytes."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.columns import CONTACTS, decode_columns
from hrguide.bluetooth.heart_rate import (
    BadPacketError,
    Contact,
    HeartRateMeasurement,
    decode_heart_rate,
    encode_heart_rate,
)

plausible = st.builds(
    HeartRateMeasurement,
    hr_bpm=st.integers(0, 400),
    contact=st.sampled_from(Contact),
    energy_kj=st.none() | st.integers(0, 0xFFFF),
    rr_ticks=st.lists(st.integers(200, 2048), max_size=4).map(tuple),
).map(encode_heart_rate)


@given(st.lists(st.binary(max_size=24) | plausible, max_size=30))
def test_columns_equal_packet_by_packet(payloads: list[bytes]) -> None:
    at_s = [0.25 * row for row in range(len(payloads))]
    columns = decode_columns(payloads, at_s)
    assert columns.at_s.tolist() == at_s
    rr_ticks: list[int] = []
    rr_packet: list[int] = []
    for row, payload in enumerate(payloads):
        try:
            one = decode_heart_rate(payload)
        except BadPacketError:
            assert columns.bad[row]
            assert columns.hr_bpm[row] == 0
            assert not columns.has_energy[row]
            assert CONTACTS[columns.contact[row]] is Contact.NOT_SUPPORTED
            continue
        assert not columns.bad[row]
        assert columns.hr_bpm[row] == one.hr_bpm
        assert CONTACTS[columns.contact[row]] is one.contact
        assert columns.has_energy[row] == (one.energy_kj is not None)
        assert columns.energy_kj[row] == (one.energy_kj or 0)
        rr_ticks += one.rr_ticks
        rr_packet += [row] * len(one.rr_ticks)
    assert columns.rr_ticks.tolist() == rr_ticks
    assert columns.rr_packet.tolist() == rr_packet
    assert columns.rr_s.tolist() == [ticks / 1024 for ticks in rr_ticks]


def test_shapes_and_types() -> None:
    columns = decode_columns([b"\x10\x3c\x00\x04", b"\x00"], [0.0, 1.0])
    types = {
        "at_s": np.float64,
        "hr_bpm": np.uint16,
        "contact": np.uint8,
        "energy_kj": np.uint16,
        "has_energy": np.bool_,
        "bad": np.bool_,
        "rr_ticks": np.uint16,
        "rr_packet": np.int64,
    }
    for name, kind in types.items():
        assert getattr(columns, name).dtype == kind, name
    assert decode_columns([], []).rr_ticks.shape == (0,)


def test_payloads_and_times_must_pair() -> None:
    with pytest.raises(ValueError, match="1 payloads but 2 times"):
        decode_columns([b"\x00\x3c"], [0.0, 1.0])


def test_columns_are_several_times_faster_than_packets() -> None:
    """The reason there are two ways; the yardsticks of others are in scripts/bench.py."""
    payloads = [
        encode_heart_rate(HeartRateMeasurement(hr_bpm=60 + row % 100, rr_ticks=(900, 901)))
        for row in range(3600)
    ]
    at_s = [float(row) for row in range(3600)]

    def best_s(work: object) -> float:
        assert callable(work)
        times = []
        for _ in range(7):
            began_s = time.perf_counter()
            work()
            times.append(time.perf_counter() - began_s)
        return min(times)

    one_by_one_s = best_s(lambda: [decode_heart_rate(payload) for payload in payloads])
    assert best_s(lambda: decode_columns(payloads, at_s)) < one_by_one_s
