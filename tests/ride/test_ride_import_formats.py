"""What each format's reader makes of small files whose truth is known."""

import json
import struct
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.errors import BadFileError
from hrguide.ride.erg import ERG, ErgReading, decode_erg, encode_erg, erg_packet
from hrguide.ride.export.fit_layouts import FILE
from hrguide.ride.export.fit_messages import (
    BYTE,
    ENUM,
    UINT8,
    UINT16,
    UINT32,
    Layout,
    Message,
    Slot,
    encode_messages,
)
from hrguide.ride.lap_steps import lap_workout
from hrguide.ride.lines import Lap
from hrguide.ride.reader import Ride
from hrguide.workout.whiteboard import parse_workout
from tests.ride.foreign_files import START, read
from tests.ride.foreign_files import told as heard
from tests.ride.official_fit import needs_official, official
from tests.ride.ride_examples import a_header

BEATS = (0, 700, 1390, 2200, 2950, 3700, 4420, 5180, 5900)  # 1/1024 s after the anchor
HR_ANCHOR = Layout(
    local=1,
    number=132,
    name="hr",
    slots=(
        Slot(number=253, base=UINT32, name="timestamp"),
        Slot(number=0, base=UINT16, name="fractional_timestamp"),
        Slot(number=6, base=UINT8, name="filtered_bpm"),
        Slot(number=9, base=UINT32, name="event_timestamp"),
    ),
)
HR_PACKED = Layout(
    local=2,
    number=132,
    name="hr",
    slots=(
        Slot(number=6, base=UINT8, name="filtered_bpm", length=8),
        Slot(number=10, base=BYTE, name="event_timestamp_12", length=12),
    ),
)
RECORD = Layout(
    local=3,
    number=20,
    name="record",
    slots=(
        Slot(number=253, base=UINT32, name="timestamp"),
        Slot(number=3, base=UINT8, name="heart_rate"),
    ),
)
SPORT = Layout(
    local=4,
    number=18,
    name="session",
    slots=(
        Slot(number=253, base=UINT32, name="timestamp"),
        Slot(number=2, base=UINT32, name="start_time"),
        Slot(number=5, base=ENUM, name="sport"),
        Slot(number=6, base=ENUM, name="sub_sport"),
    ),
)


def _erg(ride: Ride) -> list[tuple[float, ErgReading]]:
    return [(p.at_s, decode_erg(p.payload)) for p in ride.packets if p.characteristic == ERG]


def _stored_beats(*, anchor_ticks: int, records: int = 10) -> bytes:
    """A strap's own memory beside records of a watch that heard nothing, as it is synced."""
    low = [(anchor_ticks + ticks) % 4096 for ticks in BEATS[1:]]
    packed = sum(value << 12 * place for place, value in enumerate(low)).to_bytes(12, "little")
    messages: list[Message] = [(FILE, {0: 4, 1: 1, 2: 0, 3: 1, 4: START}, {})]
    messages += [(RECORD, {253: START + at, 3: 99}, {}) for at in range(records)]
    messages.append((HR_ANCHOR, {253: START + 2, 0: 0, 6: 85, 9: anchor_ticks}, {}))
    messages.append((HR_PACKED, {6: [86] * 8, 10: list(packed)}, {}))
    return encode_messages(messages)


@pytest.mark.parametrize("anchor_ticks", [0, 4000, 123_456])
def test_beats_that_a_strap_stored(anchor_ticks: int) -> None:
    """Each interval to the 1/1024 s, also where the 12-bit clock rolls over; the watch's own
    number stands only where the strap stored nothing.
    """
    told = heard(read(_stored_beats(anchor_ticks=anchor_ticks), "swim.fit"))
    ticks = [each for _at_s, _bpm, rr in told for each in rr]
    assert ticks == [after - before for before, after in pairwise(BEATS)]
    assert [(at_s, bpm) for at_s, bpm, _rr in told if bpm == 99] == [
        (0.0, 99),
        (1.0, 99),
        (9.0, 99),
    ]
    assert [bpm for at_s, bpm, _rr in told if 2 <= at_s <= 8] == [85, 86, 86, 86, 86, 86, 86]
    heard_s = 2.0
    for at_s, _bpm, rr in told:
        heard_s += sum(rr) / 1024
        if rr:
            assert at_s - 1 <= heard_s <= at_s


def test_stored_beats_without_any_record_are_a_ride() -> None:
    told = heard(read(_stored_beats(anchor_ticks=4000, records=0), "swim.fit"))
    ticks = [each for _at_s, _bpm, rr in told for each in rr]
    assert ticks == [after - before for before, after in pairwise(BEATS)]
    assert told[0][0] == 0.0


@needs_official
def test_the_official_decoder_merges_stored_beats_into_the_same_rates(tmp_path: Path) -> None:
    path = tmp_path / "swim.fit"
    path.write_bytes(_stored_beats(anchor_ticks=4000))
    found = official_records(path)
    ours = {START + at_s: bpm for at_s, bpm, _rr in heard(read(path.read_bytes(), "swim.fit"))}
    merged = {at: bpm for at, bpm in found.items() if bpm != 99}
    assert merged
    for at, bpm in merged.items():
        near = [ours[each] for each in (at, at + 1) if each in ours]
        assert any(abs(bpm - each) <= 1 for each in near), (at, bpm, near)


def official_records(path: Path) -> dict[int, int]:
    """FIT second -> bpm, after the official decoder merged the beats."""
    told = official(path)
    assert told["errors"] == []
    return {int(at): bpm for at, bpm in json.loads(json.dumps(told["by_second"]))}


@pytest.mark.parametrize(
    ("sport", "sub_sport", "machine"),
    [(2, 6, "bikeerg"), (15, 14, "rower"), (4, 14, "rower"), (12, 0, "skierg"), (1, 1, "bikeerg")],
)
def test_the_sport_names_the_machine(sport: int, sub_sport: int, machine: str) -> None:
    messages: list[Message] = [(FILE, {0: 4, 1: 1, 2: 0, 3: 1, 4: START}, {})]
    messages += [(RECORD, {253: START + at, 3: 99}, {}) for at in range(3)]
    messages.append((SPORT, {253: START + 3, 2: START, 5: sport, 6: sub_sport}, {}))
    assert read(encode_messages(messages)).header.machine.value == machine


GPX = """<?xml version="1.0"?>
<gpx xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/x/v1">
<trk><type>indoor_rowing</type><trkseg>
<trkpt lat="0" lon="0"><time>2026-11-07T10:00:00Z</time><extensions><power>150</power>
<gpxtpx:TrackPointExtension><gpxtpx:hr>121</gpxtpx:hr><gpxtpx:cad>24</gpxtpx:cad>
</gpxtpx:TrackPointExtension></extensions></trkpt>
<trkpt lat="0" lon="0"><time>2026-11-07T10:00:01.5Z</time><extensions>
<gpxtpx:TrackPointExtension><gpxtpx:hr>122</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions>
</trkpt></trkseg></trk></gpx>
"""


def test_gpx_with_heart_rate() -> None:
    ride = read(GPX, "row.gpx")
    assert heard(ride) == [(0.0, 121, ()), (1.5, 122, ())]
    assert _erg(ride) == [(0.0, ErgReading(power_w=150, cadence_rpm=24.0))]
    assert ride.header.machine.value == "rower"
    assert ride.header.started is not None
    assert ride.header.started.isoformat() == "2026-11-07T10:00:00+00:00"


def test_polar_with_a_rate_every_five_seconds_and_power() -> None:
    hrm = (
        "[Params]\nDate=20261107\nStartTime=10:00:00.0\nInterval=5\nSMode=111100000\n"
        "\n[HRData]\n100\t250\t80\t10\t150\n101\t250\t81\t10\t151\n"
    )
    ride = read(hrm, "x.hrm")
    assert heard(ride) == [(0.0, 100, ()), (5.0, 101, ())]
    assert [reading for _at_s, reading in _erg(ride)] == [
        ErgReading(power_w=150, cadence_rpm=80.0),
        ErgReading(power_w=151, cadence_rpm=81.0),
    ]
    assert ride.header.started is not None
    assert ride.header.started.date().isoformat() == "2026-11-07"


@pytest.mark.parametrize(
    ("table", "told", "watts"),
    [
        ("Time (s),HR\n0,100\n1,101\n", [(0.0, 100), (1.0, 101)], []),
        ("time_ms\tBPM\n0\t100\n1000\t101\n2000\t102\n", [(0, 100), (1, 101), (2, 102)], []),
        (
            '"Timestamp";"Puls"\n"2026-11-07 10:00:00";"99"\n"2026-11-07 10:00:02";"98"\n',
            [(0.0, 99), (2.0, 98)],
            [],
        ),
        (
            "A title\n\nelapsed;heart_rate;watts\n0:59;100;1,5\n1:01;101;2,5\n",
            [(59.0, 100), (61.0, 101)],
            [2, 2],
        ),
        ("Max HR,Time,HR,Avg HR\n180,0,100,99\n180,1,101,99\n", [(0.0, 100), (1.0, 101)], []),
        (
            "Secs,Heart Rate,RR\n0,60,1000\n1,60,1000\n2,60,1001\n",
            [(0.0, 60), (1.0, 60), (2.0, 60)],
            [],
        ),
    ],
)
def test_tables_of_other_programs(
    table: str, told: list[tuple[float, int]], watts: list[int]
) -> None:
    ride = read(table, "app.csv")
    assert [(at_s, bpm) for at_s, bpm, _rr in heard(ride)] == told
    assert [reading.power_w for _at_s, reading in _erg(ride)] == watts
    assert ride.understood[0].startswith("read as: time from ")


def test_a_table_of_utf_16_and_of_windows() -> None:
    for encoding in ("utf-16", "cp1252"):
        content = "Zeit;Herzfrequenz;Wärme\r\n0;100;1\r\n1;101;2\r\n".encode(encoding)
        assert len(heard(read(content, "app.csv"))) == 2


def test_every_beat_in_a_table_is_kept() -> None:
    rows = "".join(f"{at:.3f},{60 / 0.8:.0f},800\n" for at in (0.8 * beat for beat in range(50)))
    told = heard(read(f"time,hr,rr\n{rows}", "app.csv"))
    assert sum(len(rr) for _at_s, _bpm, rr in told) == 50


def test_gzip_is_unpacked_first() -> None:
    import gzip

    ride = read(gzip.compress(GPX.encode()), "row.gpx.gz")
    assert len(heard(ride)) == 2
    assert ride.name == "row"


@given(
    st.builds(
        ErgReading,
        power_w=st.none() | st.integers(-0x8000, 0x7FFF),
        cadence_rpm=st.none() | st.integers(0, 0xFFFF).map(lambda halves: halves / 2),
    )
)
def test_an_erg_packet_comes_back(reading: ErgReading) -> None:
    assert decode_erg(encode_erg(reading)) == reading


@given(st.binary(max_size=12))
def test_any_bytes_of_an_erg_are_a_reading(payload: bytes) -> None:
    assert isinstance(decode_erg(payload), ErgReading)


def test_a_real_erg_packet_with_speed_before_it() -> None:
    """FTMS 4.9: speed is there where "more data" is not set; distance takes three bytes."""
    flags = 0x0004 | 0x0010 | 0x0040
    payload = struct.pack("<HHH", flags, 2500, 170) + (1234).to_bytes(3, "little")
    assert decode_erg(payload + struct.pack("<h", 151)) == ErgReading(power_w=151, cadence_rpm=85.0)
    assert decode_erg(payload + b"\x97") == ErgReading(cadence_rpm=85.0)


def test_an_erg_that_says_the_impossible_is_kept_in_bounds() -> None:
    packet = erg_packet(1.0, power_w=1e9, cadence_rpm=1e9)
    assert decode_erg(packet.payload) == ErgReading(power_w=0x7FFF, cadence_rpm=32767.5)


@given(
    st.lists(
        st.tuples(st.floats(0, 30), st.floats(0.01, 600), st.booleans()), min_size=1, max_size=20
    )
)
def test_laps_become_steps_of_the_same_length(spans: list[tuple[float, float, bool]]) -> None:
    """To the second, and every second of the ride is in one of them."""
    laps, now_s = [], 0.0
    for wait_s, took_s, rest in spans:
        laps.append(Lap(at_s=now_s + wait_s, duration_s=took_s, rest=rest))
        now_s += wait_s + took_s
    ride = Ride(header=a_header(), events=(*laps, Lap(at_s=now_s + 1, duration_s=5.0)))
    steps = parse_workout(lap_workout(ride)).steps
    assert sum(step.duration_s or 0 for step in steps) == round(now_s + 6) or len(steps) == 1
    assert {step.effort and step.effort.value for step in steps} <= {"free", "rest"}


def test_read_ride_takes_any_recording(tmp_path: Path) -> None:
    from hrguide import read_ride

    path = tmp_path / "row.gpx"
    path.write_text(GPX, encoding="utf-8")
    assert heard(read_ride(path)) == [(0.0, 121, ()), (1.5, 122, ())]
    path.write_text("Dear diary\n", encoding="utf-8")
    with pytest.raises(BadFileError, match="no format I know"):
        read_ride(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xml_in_the_encodings_that_have_a_mark(encoding: str) -> None:
    points = "".join(
        f"<trkpt><time>2026-11-07T10:00:0{at}Z</time><hr>12{at}</hr></trkpt>" for at in range(5)
    )
    ride = read(f"<gpx><trk>{points}</trk></gpx>".encode(encoding), "ride.gpx")
    assert [bpm for _at_s, bpm, _rr in heard(ride)] == [120, 121, 122, 123, 124]


@pytest.mark.parametrize("year", ["0001", "1989", "9999"])
def test_a_year_no_clock_can_tell_is_left_out_with_a_note(year: str) -> None:
    rows = "".join(f"{year}-06-01 00:00:0{at}+00:00,12{at}\n" for at in range(5))
    ride = read(f"time,heart rate\n{rows}", "ride.csv")
    assert ride.header.started is None
    assert f"year {int(year)}" in ride.notes[-1]
    assert [at_s for at_s, _bpm, _rr in heard(ride)] == [0, 1, 2, 3, 4]
