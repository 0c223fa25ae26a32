"""Foreign recordings: synthesised packets, marked so, with nothing invented and nothing guessed."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.heart_rate import HeartRateMeasurement, decode_heart_rate
from hrguide.errors import BadFileError
from hrguide.ride.erg import ERG, decode_erg
from hrguide.ride.formats.rr_text import packets_of
from hrguide.ride.lines import HEART_RATE, Ending, Footer
from hrguide.ride.reader import Ride
from hrguide.ride.recording import open_recording
from tests.ride.ride_examples import a_header, as_bytes, some_events

RECORDINGS = Path(__file__).parents[3] / "shared" / "recordings"
needs_recordings = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="the real recordings are not on this machine"
)


def _open(folder: Path, name: str, content: str | bytes, *, skip_bad: bool = False) -> Ride:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_recording(path, hrguide_version="9.9", skip_bad=skip_bad)


def _told(ride: Ride) -> list[tuple[float, int, tuple[int, ...]]]:
    heart = (packet for packet in ride.packets if packet.characteristic == HEART_RATE)
    decoded = [(packet.at_s, decode_heart_rate(packet.payload)) for packet in heart]
    return [(at_s, told.hr_bpm, told.rr_ticks) for at_s, told in decoded]


def test_a_row_is_a_packet(tmp_path: Path) -> None:
    content = "time_s,hr_bpm,rr_s\n0.0,78,0.75\n1.5,79.4,\n2,80,0.5 0.25\n3,,\n4,0,\n"
    ride = _open(tmp_path, "erg.csv", content)
    assert _told(ride) == [
        (0.0, 78, (768,)),
        (1.5, 79, ()),
        (2.0, 80, (512, 256)),
        (4.0, 0, ()),
    ]
    assert ride.footer == Footer(at_s=4.0, ending=Ending.IMPORTED)
    assert ride.damage == ()


def test_a_foreign_ride_says_what_it_is(tmp_path: Path) -> None:
    content = b"time_s,hr_bpm\n0,78\n61.5,79\n"
    header = _open(tmp_path, "erg.csv", content).header
    assert header.synthesised
    assert header.started is None
    assert header.athlete is None
    assert header.evidence == ()
    assert header.hrguide_version == "9.9"
    assert header.workout_text == "62 s free"
    assert header.workout_name == "erg"
    assert header.origin is not None
    assert header.origin.name == "erg.csv"
    assert header.origin.sha256 == hashlib.sha256(content).hexdigest()


def test_other_columns_are_noted(tmp_path: Path) -> None:
    content = (
        "# made by hand\n\nPower_W, HR_BPM ,time_s,smile\n120,78,0,yes\n,79,1,no\n\n130,80,2,\n"
    )
    ride = _open(tmp_path, "erg.csv", content)
    assert [hr for _at_s, hr, _rr in _told(ride)] == [78, 79, 80]
    assert ride.notes == ("column smile",)
    watts = [decode_erg(each.payload) for each in ride.packets if each.characteristic == ERG]
    assert [each.power_w for each in watts] == [120, 130]


def test_windows_and_its_byte_order_mark(tmp_path: Path) -> None:
    ride = _open(tmp_path, "erg.csv", b"\xef\xbb\xbftime_s,hr_bpm\r\n0,78\r\n1,79\r\n")
    assert [hr for _at_s, hr, _rr in _told(ride)] == [78, 79]


def test_skipped_rows_are_counted(tmp_path: Path) -> None:
    ride = _open(tmp_path, "e.csv", "time_s,hr_bpm\n0,78\n1,x\n2,80\n1,81\n3,82\n", skip_bad=True)
    assert [at_s for at_s, _hr, _rr in _told(ride)] == [0.0, 2.0, 3.0]
    assert [damage.line for damage in ride.damage] == [3, 5]


@pytest.mark.parametrize("content", ["# rest\n1000\n500\n500\n2500\n", "1.0\n0.5\n0.5\n2.5\n"])
def test_rr_in_ms_and_in_seconds_are_one(tmp_path: Path, content: str) -> None:
    assert _told(_open(tmp_path, "rr.txt", content)) == [
        (1.0, 60, (1024,)),
        (2.0, 120, (512, 512)),
        (5.0, 80, (2560,)),  # the median of 1.0 0.5 0.5 2.5 is 0.75 s
    ]


@given(st.lists(st.integers(1, 65535), max_size=60))
def test_no_interval_is_lost_or_altered(ticks: list[int]) -> None:
    """RR of whole ticks come out as they went in, once a second at most, never before the beat."""
    packets = packets_of([each / 1024 for each in ticks])
    measured = [decode_heart_rate(packet.payload) for packet in packets]
    assert [rr for each in measured for rr in each.rr_ticks] == ticks
    at_s = [packet.at_s for packet in packets]
    assert at_s == sorted(set(at_s))
    heard = 0.0
    for packet, each in zip(packets, measured, strict=True):
        heard += sum(each.rr_s)
        assert heard <= packet.at_s < heard + 1


def test_content_decides_not_the_ending(tmp_path: Path) -> None:
    ride = _open(tmp_path, "ride.txt", as_bytes(a_header(), some_events()))
    assert ride.header == a_header()
    assert len(_open(tmp_path, "rr.csv", "812\n813\n").packets) == 2
    assert len(_open(tmp_path, "erg.txt", "time_s,hr_bpm\n0,78\n").packets) == 1


def test_what_is_no_recording_is_refused_with_what_is(tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match="no format I know") as caught:
        _open(tmp_path, "x.csv", "Dear diary\ntoday I rode\n")
    assert "FIT, TCX, GPX, Polar HRM, CSV" in caught.value.hint
    with pytest.raises(BadFileError, match="cannot read"):
        open_recording(tmp_path / "none", hrguide_version="0")
    with pytest.raises(BadFileError, match="cannot read"):
        open_recording(tmp_path, hrguide_version="0")


def test_a_day_is_the_most(tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match="at most 24 h"):
        _open(tmp_path, "rr.txt", "60000\n" * 1441)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_ride_or_a_clear_error(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            ride = _open(Path(folder), "x", content)
        except BadFileError as error:
            assert error.hint  # noqa: PT017 - either outcome is right
        else:
            assert isinstance(ride, Ride)


@needs_recordings
def test_a_real_rr_log() -> None:
    """rr_rest.txt: 910 intervals of rest, 963 s, 53-63 bpm by its index."""
    ride = open_recording(RECORDINGS / "rr" / "rr_rest.txt", hrguide_version="0")
    told: list[HeartRateMeasurement] = [decode_heart_rate(p.payload) for p in ride.packets]
    sent_ms = [1000 * rr for each in told for rr in each.rr_s]
    written = (RECORDINGS / "rr" / "rr_rest.txt").read_text().split()
    assert len(sent_ms) == 910
    assert max(abs(a - float(b)) for a, b in zip(sent_ms, written, strict=True)) <= 1000 / 2048
    assert ride.last_at_s == 964.0
    assert min(each.hr_bpm for each in told[10:]) > 45
    assert max(each.hr_bpm for each in told) < 80
