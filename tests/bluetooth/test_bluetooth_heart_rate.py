"""The codec of 0x2A37: all flags and lengths, any bytes, and what real straps sent."""

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hrguide.bluetooth.heart_rate import (
    BadPacketError,
    Contact,
    HeartRateMeasurement,
    decode_heart_rate,
    encode_heart_rate,
)

ROOT = Path(__file__).parents[2]
REAL_PAYLOADS = ROOT / "../shared/recordings/ble/ble_2a37_payloads.csv"
OUR_PAYLOADS = ROOT / "fixtures/packets/heart_rate.csv"

uint16 = st.integers(0, 0xFFFF)
measurements = st.builds(
    HeartRateMeasurement,
    hr_bpm=uint16,
    contact=st.sampled_from(Contact),
    energy_kj=st.none() | uint16,
    rr_ticks=st.lists(uint16, max_size=20).map(tuple),
)


@given(measurements)
def test_decode_undoes_encode(measurement: HeartRateMeasurement) -> None:
    assert decode_heart_rate(encode_heart_rate(measurement)) == measurement


@given(st.binary(max_size=600))
@example(b"")
@example(b"\x01\x3c")
@example(b"\x18\x3c\x01")
@example(b"\xff" * 512)
def test_any_bytes_are_a_record_or_a_bad_packet(payload: bytes) -> None:
    try:
        measurement = decode_heart_rate(payload)
    except BadPacketError:
        return
    # what was read fits the wire again: the public constructor's checks hold for it too
    checked = HeartRateMeasurement(
        hr_bpm=measurement.hr_bpm,
        contact=measurement.contact,
        energy_kj=measurement.energy_kj,
        rr_ticks=measurement.rr_ticks,
    )
    assert checked == measurement
    assert decode_heart_rate(encode_heart_rate(measurement)) == measurement


@pytest.mark.parametrize("flags", range(0x100))
def test_all_flags_at_all_lengths(flags: int) -> None:
    """Against the specification written down a second time, field by field."""
    body = bytes(range(0x51, 0x51 + 22))
    for size in range(23):
        payload = bytes([flags]) + body[: size - 1] if size else b""
        fields = 1 + (2 if flags & 1 else 1) + (2 if flags & 8 else 0)
        if len(payload) < fields:
            with pytest.raises(BadPacketError):
                decode_heart_rate(payload)
            continue
        rest = list(payload[1:])
        hr_bpm = rest.pop(0) + (rest.pop(0) * 256 if flags & 1 else 0)
        energy_kj = rest.pop(0) + rest.pop(0) * 256 if flags & 8 else None
        rr = tuple(low + high * 256 for low, high in zip(rest[::2], rest[1::2], strict=False))
        contact = {4: Contact.NONE, 6: Contact.DETECTED}.get(flags & 6, Contact.NOT_SUPPORTED)
        measurement = decode_heart_rate(payload)
        assert measurement.hr_bpm == hr_bpm
        assert measurement.contact is contact
        assert measurement.energy_kj == energy_kj
        assert measurement.rr_ticks == (rr if flags & 16 else ())


def test_all_shapes_go_over_the_wire_and_back() -> None:
    shapes = itertools.product(
        (0, 60, 255, 256, 65535), Contact, (None, 0, 65535), ((), (1024,), (300, 0, 65535))
    )
    for hr_bpm, contact, energy_kj, rr_ticks in shapes:
        measurement = HeartRateMeasurement(
            hr_bpm=hr_bpm, contact=contact, energy_kj=energy_kj, rr_ticks=rr_ticks
        )
        assert decode_heart_rate(encode_heart_rate(measurement)) == measurement


def test_an_rr_of_1024_ticks_is_a_second() -> None:
    measurement = decode_heart_rate(bytes.fromhex("103c 0004 0002"))
    assert measurement.rr_ticks == (1024, 512)
    assert measurement.rr_s == (1.0, 0.5)


@pytest.mark.parametrize(
    "wrong", [{"hr_bpm": -1}, {"hr_bpm": 65536}, {"energy_kj": 65536}, {"rr_ticks": (1, 65536)}]
)
def test_what_does_not_fit_the_wire_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="does not fit 16 bits"):
        HeartRateMeasurement(**{"hr_bpm": 60, **wrong})  # type: ignore[arg-type]


def test_a_bad_packet_is_named_with_its_bytes() -> None:
    with pytest.raises(BadPacketError, match="183c01 has 3 bytes and needs 4"):
        decode_heart_rate(b"\x18\x3c\x01")
    with pytest.raises(BadPacketError, match="empty has 0 bytes"):
        decode_heart_rate(b"")


@pytest.mark.skipif(not REAL_PAYLOADS.exists(), reason="the real recordings are not here")
def test_31_real_payloads_say_what_their_sources_say() -> None:
    with REAL_PAYLOADS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 31
    told_hr = told_rr = 0
    for row in rows:
        measurement = decode_heart_rate(bytes.fromhex(row["hex"]))
        assert bytes.fromhex(row["hex"]) == bytes(int(byte) for byte in row["bytes_dec"].split())
        if row["source_says_hr"]:
            told_hr += 1
            assert measurement.hr_bpm == int(row["source_says_hr"])
        told = row["source_says_rr_ms"].split()
        if told and "DOC ERROR" not in row["note"]:
            told_rr += 1
            if told[0].endswith("/1024"):
                assert measurement.rr_ticks == (int(told[0].removesuffix("/1024")),)
            else:
                assert [1000 * rr_s for rr_s in measurement.rr_s] == [float(ms) for ms in told]
        if "no RR" in row["note"]:
            assert measurement.rr_ticks == ()
    assert (told_hr, told_rr) == (20, 9)


def test_our_own_table_of_packets() -> None:
    """fixtures/packets/heart_rate.csv: one row a case, written by hand from the specification."""
    with OUR_PAYLOADS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        payload = bytes.fromhex(row["hex"])
        if row["hr_bpm"] == "bad":
            with pytest.raises(BadPacketError):
                decode_heart_rate(payload)
            continue
        assert decode_heart_rate(payload) == HeartRateMeasurement(
            hr_bpm=int(row["hr_bpm"]),
            contact=Contact(row["contact"]),
            energy_kj=int(row["energy_kj"]) if row["energy_kj"] else None,
            rr_ticks=tuple(int(ticks) for ticks in row["rr_ticks"].split()),
        ), row["case"]
