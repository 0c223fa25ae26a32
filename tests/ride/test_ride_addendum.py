"""Answers behind a ride's end, and a ride given to whom it belongs: nothing else changes."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from hrguide.errors import BadFileError, UsageError
from hrguide.ride.addendum import add_answers
from hrguide.ride.header import Header
from hrguide.ride.lines import Answered, Ending, Footer
from hrguide.ride.lock import release_lock, take_lock
from hrguide.ride.moved import MOVED_FROM, move_ride
from hrguide.ride.reader import read_ride
from hrguide.ride.replay import replay
from hrguide.ride.writer import create_ride
from tests.ride.ride_examples import SAM, a_header, a_packet

AFTER = Answered(at_s=60.0, question="soreness_after", answer=4)


def a_ride(home: Path, *, header: Header | None = None, ended: bool = True) -> Path:
    writer = create_ride(home, header or a_header(athlete=SAM, waiting=False), name="Sam")
    for at_s in range(1, 60):
        writer.write(a_packet(float(at_s), 100 + at_s % 7))
    writer.close(Footer(at_s=60.0, ending=Ending.DONE) if ended else None)
    return writer.path


def test_answers_come_after_the_footer_and_steer_nothing(tmp_path: Path) -> None:
    path = a_ride(tmp_path)
    before, moments = path.read_bytes(), list(replay(read_ride(path)))
    add_answers(path, [AFTER])
    add_answers(path, [replace(AFTER, question="effort", answer=3)])
    ride = read_ride(path)
    assert path.read_bytes().startswith(before)
    assert ride.is_complete
    assert ride.answers == {"soreness_after": 4, "effort": 3}
    assert list(replay(ride)) == moments


def test_a_last_line_without_its_newline_is_ended_first(tmp_path: Path) -> None:
    path = a_ride(tmp_path)
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    add_answers(path, [AFTER])
    assert read_ride(path).answers == {"soreness_after": 4}


def test_a_ride_being_ridden_and_one_that_is_gone_take_no_answer(tmp_path: Path) -> None:
    path = a_ride(tmp_path)
    with io.FileIO(path, "r+") as file:
        assert take_lock(file)
        with pytest.raises(UsageError, match="being ridden"):
            add_answers(path, [AFTER])
        release_lock(file)
    with pytest.raises(BadFileError):
        add_answers(tmp_path / "gone.hrg", [AFTER])


def test_a_moved_ride_is_the_same_but_for_its_name(tmp_path: Path) -> None:
    path = a_ride(tmp_path)
    add_answers(path, [AFTER])
    ride = read_ride(path)
    moments = list(replay(ride))
    new = move_ride(tmp_path, path, to="Bo Ek")
    moved = read_ride(new)
    assert new.name == "2026-11-22-bo-ek.hrg"
    assert not path.exists()
    assert moved.header == replace(ride.header, athlete=replace(SAM, name="Bo Ek"))
    note = Answered(at_s=60.0, question=MOVED_FROM, answer="Sam")
    assert moved.events == (*ride.events, note)
    assert list(replay(moved)) == moments  # decided with the facts of that day
    assert new.stat().st_mode & 0o077 == 0


def test_a_second_ride_of_that_day_is_kept_apart(tmp_path: Path) -> None:
    first, second = a_ride(tmp_path), a_ride(tmp_path)
    moved = [move_ride(tmp_path, path, to="Bo").name for path in (first, second)]
    assert moved == ["2026-11-22-bo.hrg", "2026-11-22-bo-2.hrg"]


@pytest.mark.parametrize(
    ("header", "ended", "to"),
    [
        (a_header(athlete=SAM), False, "Bo"),  # may go on
        (a_header(athlete=SAM), True, "sam"),  # theirs already
        (a_header(athlete=None), True, "Bo"),
        (a_header(athlete=SAM, simulated=True), True, "Bo"),
    ],
    ids=["interrupted", "theirs", "nobody's", "a demo"],
)
def test_what_cannot_be_moved_stays(tmp_path: Path, header: Header, ended: bool, to: str) -> None:
    path = a_ride(tmp_path, header=header, ended=ended)
    before = path.read_bytes()
    with pytest.raises(UsageError):
        move_ride(tmp_path, path, to=to)
    assert path.read_bytes() == before
    assert [path] == list(path.parent.iterdir())
