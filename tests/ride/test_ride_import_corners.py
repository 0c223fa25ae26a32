"""Corners of foreign formats, each of which a change of the code went through unseen."""

import zipfile
from pathlib import Path

import pytest

from hrguide.bluetooth.heart_rate import decode_heart_rate
from hrguide.ride.archive import found_in
from hrguide.ride.erg import ERG, decode_erg
from hrguide.ride.export.fit_messages import (
    UINT8,
    UINT16,
    UINT32,
    Layout,
    Message,
    Slot,
    encode_messages,
)
from hrguide.ride.fields import FieldError
from hrguide.ride.formats.fit_beats import StoredBeats
from hrguide.ride.reader import Ride
from tests.ride.foreign_files import START, read, told

RECORD = Layout(
    local=0,
    number=20,
    name="record",
    slots=(
        Slot(number=253, base=UINT32, name="timestamp"),
        Slot(number=3, base=UINT8, name="heart_rate"),
        Slot(number=4, base=UINT8, name="cadence"),
        Slot(number=53, base=UINT8, name="fractional_cadence"),
    ),
)
HRV = Layout(
    local=1,
    number=78,
    name="hrv",
    slots=(Slot(number=0, base=UINT16, name="time", length=5),),
)
SESSION = Layout(
    local=2,
    number=18,
    name="session",
    slots=(
        Slot(number=253, base=UINT32, name="timestamp"),
        Slot(number=2, base=UINT32, name="start_time"),
    ),
)


def _fit(*messages: Message) -> Ride:
    return read(encode_messages(messages), "x.fit")


def _record(at_s: int, bpm: int | None = 100, **more: int) -> Message:
    return RECORD, {253: START + at_s, 3: bpm, 4: more.get("rpm"), 53: more.get("part")}, {}


def _hrv(*rr_ms: int) -> Message:
    return HRV, {0: list(rr_ms)}, {}


def _heart(ride: Ride) -> list[tuple[float, tuple[int, ...]]]:
    return [(at_s, rr_ticks) for at_s, _bpm, rr_ticks in told(ride)]


def test_a_fraction_of_a_turn_is_added_to_the_whole_ones() -> None:
    ride = _fit(_record(0, rpm=84, part=64), _record(1, rpm=85), _record(2, part=64))
    erg = [decode_erg(p.payload).cadence_rpm for p in ride.packets if p.characteristic == ERG]
    assert erg == [84.5, 85.0]  # half a turn of nothing is nothing


def test_beats_before_the_first_record_are_its_own() -> None:
    ride = _fit(_hrv(1000), _record(0), _hrv(500), _record(1))
    assert _heart(ride) == [(0.0, (1024, 512)), (1.0, ())]


def test_an_interval_of_zero_or_of_a_minute_is_no_beat() -> None:
    ride = _fit(_record(0), _hrv(0, 800, 64_500), _record(1))
    assert _heart(ride) == [(0.0, (819,)), (1.0, ())]


def test_beats_of_seconds_without_a_record_come_before_the_next_record() -> None:
    """A timer that stood: their packets never come later than the record behind them."""
    ride = _fit(_record(0), _hrv(500), _hrv(501), _hrv(502), _record(2), _hrv(503))
    assert _heart(ride) == [(0.0, (512, 514)), (1.0, (513,)), (2.0, (515,))]


@pytest.mark.parametrize(("ahead_s", "first_s"), [(60, 60.0), (2 * 3600, 0.0), (-60, 0.0)])
def test_a_start_hours_off_was_another_clocks(ahead_s: int, first_s: float) -> None:
    session: Message = (SESSION, {253: START, 2: START - ahead_s}, {})
    ride = _fit(_record(0), _record(1), session)
    assert _heart(ride)[0][0] == first_s


@pytest.mark.parametrize(("ahead_min", "first_s"), [(1, 60.0), (59, 3540.0), (61, 0.0), (-1, 0.0)])
def test_a_lap_that_begins_hours_before_its_points_does_not_move_them(
    ahead_min: int, first_s: float
) -> None:
    hour, minute = divmod(12 * 60 - ahead_min, 60)
    point = "<Trackpoint><Time>2026-11-07T12:00:0{0}Z</Time><HeartRateBpm><Value>12{0}</Value>"
    points = "".join(point.format(at) + "</HeartRateBpm></Trackpoint>" for at in range(3))
    ride = read(
        "<TrainingCenterDatabase><Activities><Activity>"
        f'<Lap StartTime="2026-11-07T{hour:02}:{minute:02}:00Z"><Track>{points}</Track></Lap>'
        "</Activity></Activities></TrainingCenterDatabase>".encode()
    )
    assert _heart(ride)[0][0] == first_s


def test_a_silence_of_a_straps_memory_is_no_interval() -> None:
    stored = StoredBeats()
    stored.take(0.0, [0, 800, 1600, 1600 + 3 * 1024 + 1, 1600 + 3 * 1024 + 801], (), ())
    ticks = [
        each
        for packet in stored.packets(stored.first_s or 0.0)
        for each in decode_heart_rate(packet.payload).rr_ticks
    ]
    assert ticks == [800, 800, 800]


def test_a_straps_memory_of_more_than_a_day_is_refused() -> None:
    """Made to be slow, a file once became a ride of twenty days."""
    stored = StoredBeats()
    stored.take(0.0, [0, 800], (), ())
    day = 86_400
    stored.take(day - 1.0, [1600], (), ())
    with pytest.raises(FieldError):
        stored.take(day + 1.0, [2400], (), ())
    assert stored.packets(0.0)[-1].at_s <= day


@pytest.mark.parametrize(("name", "step"), [("Time", 1000), ("Time", 200), ("elapsed ms", 20)])
def test_milliseconds_are_told_by_their_steps_or_their_name(name: str, step: int) -> None:
    rows = "".join(f"{at * step};{120 + at % 3}\n" for at in range(20))
    ride = read(f"{name};Heart rate\n{rows}".encode(), "a.csv")
    assert ride.last_at_s == pytest.approx(19 * step / 1000)


def test_what_a_mac_adds_to_a_zip_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("ride.csv", "__MACOSX/._ride.csv", ".hidden.csv"):
            archive.writestr(name, "time_s,hr_bpm\n0,100\n")
    assert [found.path.name for found in found_in([path])] == ["ride.csv"]
