"""Which rides are looked at, how often, and what happens to those that cannot be."""

import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from hrguide.history.cache import Cache
from hrguide.history.figures import figures_at
from hrguide.history.gather import Gathered, gather
from hrguide.history.past import Heading
from hrguide.history.workers import Found, figures_of_many
from hrguide.ride.lines import Answered, encode_line
from hrguide.ride.lock import release_lock, take_lock
from hrguide.ride.mended import mend
from hrguide.ride.salvage import salvage
from tests.history.rides_made import RIDE, keep_ride


class Counted:
    """Finds figures in this process and remembers of which rides, in order."""

    def __init__(self, *, stop_after: int | None = None) -> None:
        self.asked: list[str] = []
        self._stop_after = stop_after

    def __call__(self, paths: Iterable[Path], _count: int) -> Iterator[Found]:
        for path in paths:
            if len(self.asked) == self._stop_after:
                raise KeyboardInterrupt
            self.asked.append(path.stem)
            yield path, figures_at(path)


def _gather(home: Path, of_many: Counted, name: str = "Sam") -> Gathered:
    return gather(
        home,
        Cache(home / "cache" / "h.sqlite3", code="x"),
        wanted=lambda heading: heading.athlete == name,
        of_many=of_many,
    )


def _ids(found: Gathered) -> list[str]:
    return [past.ride for past in found.pasts]


def test_a_ride_is_ridden_again_once_and_the_newest_first(tmp_path: Path) -> None:
    for day in (3, 1, 2):
        keep_ride(tmp_path, day=day)
    first, second = Counted(), Counted()
    found = _gather(tmp_path, first)
    assert _ids(found) == ["2026-11-01-sam", "2026-11-02-sam", "2026-11-03-sam"]
    assert first.asked == _ids(found)[::-1]
    assert _gather(tmp_path, second) == found
    assert second.asked == []


def test_only_the_wanted_rides_are_ridden_again(tmp_path: Path) -> None:
    keep_ride(tmp_path, day=1)
    keep_ride(tmp_path, day=2, name="Bo")
    counted = Counted()
    assert _ids(_gather(tmp_path, counted)) == ["2026-11-01-sam"]
    assert counted.asked == ["2026-11-01-sam"]
    assert _ids(_gather(tmp_path, counted, "Bo")) == ["2026-11-02-bo"]


def test_a_ride_that_changed_is_ridden_again(tmp_path: Path) -> None:
    path = keep_ride(tmp_path, day=1)
    counted = Counted()
    before = _gather(tmp_path, counted).pasts[0].figures
    answer = Answered(at_s=RIDE.last_at_s, question="morning_after", answer=2)
    with path.open("ab") as file:
        file.write(encode_line(answer))
    after = _gather(tmp_path, counted).pasts[0].figures
    assert before is not None
    assert after is not None
    assert (before.morning_after, after.morning_after) == (None, 2)
    os.utime(path, ns=(1, 1))
    _gather(tmp_path, counted)
    assert len(counted.asked) == 3


def test_a_ride_that_is_gone_is_gone(tmp_path: Path) -> None:
    keep_ride(tmp_path, day=1)
    gone = keep_ride(tmp_path, day=2)
    assert len(_gather(tmp_path, Counted()).pasts) == 2
    gone.unlink()
    assert _ids(_gather(tmp_path, Counted())) == ["2026-11-01-sam"]


def test_an_interrupted_first_time_goes_on_where_it_was(tmp_path: Path) -> None:
    for day in range(1, 5):
        keep_ride(tmp_path, day=day)
    with pytest.raises(KeyboardInterrupt):
        _gather(tmp_path, Counted(stop_after=2))
    rest = Counted()
    assert len(_gather(tmp_path, rest).pasts) == 4
    assert rest.asked == ["2026-11-02-sam", "2026-11-01-sam"]


def test_what_another_hrguide_found_meanwhile_is_taken(tmp_path: Path) -> None:
    for day in (1, 2):
        keep_ride(tmp_path, day=day)
    other = Counted()

    class Slow(Counted):
        def __call__(self, paths: Iterable[Path], _count: int) -> Iterator[Found]:
            for found in super().__call__(paths, _count):
                _gather(tmp_path, other)  # all of it, while we are at the first
                yield found

    slow = Slow()
    assert len(_gather(tmp_path, slow).pasts) == 2
    assert slow.asked == ["2026-11-02-sam"]


def test_a_ride_in_progress_is_left_out_and_not_remembered(tmp_path: Path) -> None:
    path = keep_ride(tmp_path, day=1)
    with io.FileIO(path, "r+") as file:
        assert take_lock(file)
        assert _gather(tmp_path, Counted()).pasts == ()
        release_lock(file)
    assert len(_gather(tmp_path, Counted()).pasts) == 1


def test_a_damaged_ride_says_why_and_hides_no_other(tmp_path: Path) -> None:
    keep_ride(tmp_path, day=1)
    path = keep_ride(tmp_path, day=2)
    path.write_bytes(path.read_bytes().replace(b'"at_s":9.0', b'"at_x":9.0', 1))
    found = _gather(tmp_path, Counted())
    whole, damaged = found.pasts
    assert whole.figures is not None
    assert damaged.figures is None
    assert str(damaged.wrong).startswith("2026-11-02-sam.hrg, line ")
    again = Counted()
    assert _gather(tmp_path, again) == found
    assert again.asked == []


def test_a_mended_copy_stands_for_its_original(tmp_path: Path) -> None:
    path = keep_ride(tmp_path, day=2)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert _ids(_gather(tmp_path, Counted())) == ["2026-11-02-sam"]
    mend(tmp_path, salvage(path), hrguide_version="0.1.0")
    assert _ids(_gather(tmp_path, Counted())) == ["2026-11-02-sam-mended"]


def test_a_file_without_a_header_is_told_by_name(tmp_path: Path) -> None:
    path = keep_ride(tmp_path, day=1)
    (path.parent / "odd.hrg").write_bytes(b"\x00" * 50)
    (path.parent / ".hidden.hrg").write_bytes(b"")
    (path.parent / "notes.txt").write_bytes(b"")
    found = _gather(tmp_path, Counted())
    assert _ids(found) == ["2026-11-01-sam"]
    assert found.headless == ("odd",)


def test_no_folder_is_no_ride(tmp_path: Path) -> None:
    assert _gather(tmp_path, Counted()) == Gathered(pasts=())


def test_progress_is_told_of_new_rides_only(tmp_path: Path) -> None:
    for day in (1, 2):
        keep_ride(tmp_path, day=day)
    told: list[tuple[int, int]] = []
    cache = Cache(tmp_path / "cache" / "h.sqlite3", code="x")
    for _ in range(2):
        gather(
            tmp_path,
            cache,
            wanted=lambda heading: isinstance(heading, Heading),
            each=lambda done, total: told.append((done, total)),
            of_many=Counted(),
        )
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_many_rides_side_by_side_are_as_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [keep_ride(tmp_path, day=day) for day in range(1, 9)]
    paths[3].write_bytes(b"{}\n")
    paths[5].unlink()
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    alone = dict(Counted()(paths, 0))
    assert dict(figures_of_many(paths, len(paths))) == alone
    assert isinstance(alone[paths[3]], str)
    assert alone[paths[5]] is None


def test_where_no_process_can_be_started_this_one_does_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [keep_ride(tmp_path, day=day) for day in range(1, 8)]
    for path in paths[1:]:
        path.write_bytes(b"{}\n")  # read in no time
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    for program in ("/nowhere/python", "/bin/false"):
        monkeypatch.setattr("sys.executable", program)
        assert dict(figures_of_many(paths, len(paths))) == dict(Counted()(paths, 0))


def test_figures_are_those_of_the_report(tmp_path: Path) -> None:
    """Short rides of known heart rates: 30 s within, a rest that fell by what was sent."""
    from hrguide.report.summary import summarise
    from hrguide.ride.reader import read_ride

    path = keep_ride(tmp_path, day=1)
    found = figures_at(path)
    told = summarise(read_ride(path))
    assert found is not None
    assert not isinstance(found, str)
    assert found.within_s == told.settled.within_s > 0
    rest = next(step for step in told.steps if step.is_rest)
    assert [(one.from_bpm, one.fell_bpm) for one in found.rests] == [(rest.from_bpm, rest.fell_bpm)]
    assert (found.rounds_ridden, found.rounds) == (told.rounds_ridden, told.rounds)
    assert found.ranges["moderate"] == (120, 130)
    assert (found.soreness_before, found.soreness_after, found.effort) == (5, 3, 3)
