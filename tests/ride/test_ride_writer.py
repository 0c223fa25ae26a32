"""The journal: private, locked, whole lines in order, and a disk that refuses."""

import errno
import io
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.source import Received
from hrguide.errors import BadFileError
from hrguide.guide.command import Command
from hrguide.ride.lines import CommandLine, Ending, Footer, Said, encode_line
from hrguide.ride.lock import is_in_progress
from hrguide.ride.reader import decode_ride, read_ride
from hrguide.ride.writer import RideWriter, create_ride
from tests.ride.ride_examples import a_header, a_packet, some_events

HEADER_LINE = encode_line(a_header())


class FussyDisk:
    """A file that takes only so many bytes at a time, and now and then none at all.

    takes: for each write, how many bytes it takes; 0 refuses, -n fails after n bytes.
    """

    def __init__(self, takes: list[int]) -> None:
        self.content = bytearray()
        self._takes = list(takes)
        self._place = 0

    def seek(self, offset: int, /) -> int:
        self._place = offset
        return offset

    def write(self, data: bytes, /) -> int:
        taken = self._takes.pop(0) if self._takes else len(data)
        half = data[: abs(taken)]
        self.content[self._place : self._place + len(half)] = half
        if taken < 0:
            raise OSError(errno.EIO, "torn half way")
        if taken == 0:
            raise OSError(errno.ENOSPC, "no space")
        return len(half)

    def fileno(self) -> int:
        raise OSError(errno.EIO, "no disk behind it")

    def close(self) -> None:
        pass


def test_what_is_written_is_read(tmp_path: Path) -> None:
    writer = create_ride(tmp_path, a_header(), name="Sam")
    for event in some_events():
        assert writer.write(event) == event
    assert writer.close() == 0
    ride = read_ride(tmp_path / "rides" / "2026-11-22-sam.hrg")
    assert ride.header == a_header()
    assert ride.events == some_events()


def test_each_event_is_with_the_system_at_once(tmp_path: Path) -> None:
    writer = create_ride(tmp_path, a_header(), name="Sam")
    for count, event in enumerate(some_events(), start=1):
        writer.write(event)
        assert len(read_ride(writer.path).events) == count
    writer.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder private by itself")
def test_a_ride_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        writer = create_ride(tmp_path / "new" / "home", a_header(), name="Sam")
    finally:
        os.umask(before)
    writer.close()
    assert stat.S_IMODE(writer.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(writer.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(writer.path.parents[1].stat().st_mode) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder private by itself")
def test_an_open_folder_is_closed(tmp_path: Path) -> None:
    (tmp_path / "rides").mkdir(mode=0o755)
    create_ride(tmp_path, a_header(), name="Sam").close()
    assert stat.S_IMODE((tmp_path / "rides").stat().st_mode) == 0o700


def test_rides_of_one_day_get_numbers(tmp_path: Path) -> None:
    names = []
    for name in ("Sam", "sam", "SAM", "Sam"):
        writer = create_ride(tmp_path, a_header(), name=name)
        names.append(writer.path.name)
        writer.close()
    assert names == [
        "2026-11-22-sam.hrg",
        "2026-11-22-sam-2.hrg",
        "2026-11-22-sam-3.hrg",
        "2026-11-22-sam-4.hrg",
    ]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Jörg Müller", "2026-11-22-jörg-müller"),
        ("../../etc/passwd", "2026-11-22-etc-passwd"),
        ("a:b*c?", "2026-11-22-a-b-c"),
        ("", "2026-11-22-ride"),
        ("\udce9", "2026-11-22-ride"),
        ("x" * 300, f"2026-11-22-{'x' * 40}"),
        ("Jo\u0308rg", "2026-11-22-jörg"),
    ],
)
def test_any_name_makes_a_file_name(tmp_path: Path, name: str, stem: str) -> None:
    writer = create_ride(tmp_path, a_header(), name=name)
    writer.close()
    assert writer.path == tmp_path / "rides" / f"{stem}.hrg"


def test_a_home_that_cannot_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(BadFileError, match="cannot begin a ride in"):
        create_ride(tmp_path / "home", a_header(), name="Sam")


def test_a_ride_in_progress_is_locked(tmp_path: Path) -> None:
    writer = create_ride(tmp_path, a_header(), name="Sam")
    assert is_in_progress(writer.path)
    assert is_in_progress(writer.path), "looking must not take the lock away"
    writer.close()
    assert not is_in_progress(writer.path)


def test_a_late_stamp_is_recorded_as_it_counts(tmp_path: Path) -> None:
    """What the session is given is what the file says, or a replay would decide otherwise."""
    writer = create_ride(tmp_path, a_header(), name="Sam")
    early = Received(at_s=10.05, payload=b"\0P")
    assert writer.write(early, now_s=10.25).at_s == 10.25
    assert writer.write(CommandLine(at_s=10.1, command=Command.PAUSE)).at_s == 10.25
    said = Said(at_s=10.0, cue="step", text="readers' lines keep their time")
    assert writer.write(said, now_s=11.0) == said
    assert writer.last_at_s == 10.25
    writer.close(Footer(at_s=3.0, ending=Ending.FINISHED))
    assert [event.at_s for event in read_ride(writer.path).events] == [10.25, 10.25, 10.0, 10.25]  # type: ignore[union-attr]


def test_a_full_disk_is_told_once_and_nothing_is_lost() -> None:
    told: list[str] = []
    disk = FussyDisk([10_000, 0, 0, 7, 0])
    writer = RideWriter(disk, path=Path("x.hrg"), on_trouble=told.append)
    writer.write_header(a_header())
    packets = [a_packet(at_s, 120) for at_s in range(6)]
    for count, packet in enumerate(packets):
        writer.write(packet)
        if count == 1:
            assert writer.unwritten_bytes == 2 * len(encode_line(packet))
    assert writer.unwritten_bytes == 0
    assert bytes(disk.content) == b"".join([HEADER_LINE, *map(encode_line, packets)])
    assert len(told) == 1
    assert "Ride on" in told[0]


@given(st.lists(st.integers(-300, 300), max_size=40))
def test_any_fussy_disk_keeps_order_without_doubles(takes: list[int]) -> None:
    """Half-done writes, refusals, errors after half a write: always a clean beginning."""
    disk = FussyDisk(takes)
    writer = RideWriter(disk, path=Path("x.hrg"))
    writer.write_header(a_header())
    packets = [a_packet(at_s, 120, 512) for at_s in range(12)]
    whole = b"".join([HEADER_LINE, *map(encode_line, packets)])
    for packet in packets:
        writer.write(packet)
        assert whole.startswith(bytes(disk.content))
    while writer.drain():
        pass
    assert bytes(disk.content) == whole
    assert decode_ride(whole, path=Path("x.hrg")).events == tuple(packets)


def test_what_the_disk_never_took_is_counted() -> None:
    disk = FussyDisk([10_000, *([0] * 50)])
    writer = RideWriter(disk, path=Path("x.hrg"))
    writer.write_header(a_header())
    footer = Footer(at_s=1.0, ending=Ending.FINISHED)
    assert writer.close(footer) == len(encode_line(footer))


def test_a_sync_that_fails_does_not_end_the_ride() -> None:
    told: list[str] = []
    writer = RideWriter(FussyDisk([]), path=Path("x.hrg"), on_trouble=told.append)
    writer.write_header(a_header())
    writer.sync()
    writer.sync()
    assert len(told) == 1


def test_writing_after_the_end_is_a_bug(tmp_path: Path) -> None:
    writer = create_ride(tmp_path, a_header(), name="Sam")
    writer.close()
    with pytest.raises(ValueError, match="closed file"):
        writer.write(a_packet(1.0, 100))


def test_the_file_is_unbuffered(tmp_path: Path) -> None:
    writer = create_ride(tmp_path, a_header(), name="Sam")
    assert isinstance(writer._file, io.FileIO)
    writer.close()
