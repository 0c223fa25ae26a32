"""Damaged and interrupted rides: all that stands is found, mended into a copy, nothing lost."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.source import Received
from hrguide.errors import HrguideError, UsageError
from hrguide.ride.addendum import add_answers
from hrguide.ride.lines import Answered, Ending, Footer, encode_line
from hrguide.ride.lock import release_lock, take_lock
from hrguide.ride.mended import MENDED_FROM, mend, mended_copy
from hrguide.ride.reader import read_ride
from hrguide.ride.replay import replay
from hrguide.ride.resume import close_interrupted
from hrguide.ride.salvage import Salvaged, State, salvage
from tests.history.rides_made import keep_ride
from tests.ride.ride_examples import BROKEN, a_header, a_packet, as_bytes

VERSION = "0.1.0"


def _keep(folder: Path, content: bytes, name: str = "2026-11-01-sam") -> Path:
    rides = folder / "rides"
    rides.mkdir(exist_ok=True)
    path = rides / f"{name}.hrg"
    path.write_bytes(content)
    return path


def _with_times(times_s: Sequence[float], *, footer: bool = True) -> bytes:
    events = [a_packet(at_s, 100) for at_s in times_s]
    end = [Footer(at_s=max(times_s, default=0.0), ending=Ending.DONE)] if footer else []
    return as_bytes(a_header(), [*events, *end])


def _packets(found: Salvaged) -> list[float]:
    return [one.event.at_s for one in found.lines if isinstance(one.event, Received)]


def test_a_whole_ride_is_whole(tmp_path: Path) -> None:
    found = salvage(keep_ride(tmp_path, day=1))
    assert (found.state, found.damage, found.torn) == (State.WHOLE, (), b"")
    with pytest.raises(UsageError, match="whole"):
        mend(tmp_path, found, hrguide_version=VERSION)
    assert mended_copy(tmp_path, found, hrguide_version=VERSION) is None


def test_a_ride_cut_at_every_hundredth_byte_loses_nothing_that_stood(tmp_path: Path) -> None:
    """The copy holds every whole line, reads without an error, and the original is untouched."""
    content = keep_ride(tmp_path, day=2).read_bytes()
    for length in range(0, len(content), max(1, len(content) // 100)):
        path = _keep(tmp_path, content[:length], f"cut-{length}")
        found = salvage(path)
        lines = content[:length].split(b"\n")[:-1]
        if not lines:
            assert found.state is State.NOTHING
            continue
        assert found.state is State.INTERRUPTED, length
        copy = mend(tmp_path, found, hrguide_version=VERSION)
        assert path.read_bytes() == content[:length]
        ride = read_ride(copy.path)
        assert ride.is_complete
        assert not ride.damage
        kept = copy.path.read_bytes()
        assert kept.startswith(content[: length - len(found.torn)].rstrip(b"\n"))
        assert ride.answers[MENDED_FROM] == f"cut-{length}"


def test_the_copy_decides_as_the_ride_that_was_closed_by_itself(tmp_path: Path) -> None:
    content = keep_ride(tmp_path, day=2).read_bytes()
    path = _keep(tmp_path, content[: len(content) // 2])
    copy = mend(tmp_path, salvage(path), hrguide_version=VERSION)
    close_interrupted(path)
    assert list(replay(read_ride(copy.path))) == list(replay(read_ride(path)))


def test_mending_twice_gives_one_copy_also_when_it_was_answered_since(tmp_path: Path) -> None:
    content = keep_ride(tmp_path, day=2).read_bytes()
    path = _keep(tmp_path, content[: len(content) // 2])
    first = mend(tmp_path, salvage(path), hrguide_version=VERSION)
    add_answers(first.path, [Answered(at_s=3.0, question="morning_after", answer=1)])
    again = mend(tmp_path, salvage(path), hrguide_version=VERSION)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.path == again.path == mended_copy(tmp_path, salvage(path), hrguide_version=VERSION)
    assert len(list((tmp_path / "rides").glob("*mended*"))) == 1


def test_another_state_of_the_original_has_a_copy_of_its_own(tmp_path: Path) -> None:
    content = keep_ride(tmp_path, day=2).read_bytes()
    path = _keep(tmp_path, content[: len(content) // 2])
    first = mend(tmp_path, salvage(path), hrguide_version=VERSION)
    path.write_bytes(content[: len(content) * 3 // 4])
    other = mend(tmp_path, salvage(path), hrguide_version=VERSION)
    assert (first.path.stem, other.path.stem) == (
        "2026-11-01-sam-mended",
        "2026-11-01-sam-mended-2",
    )


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.hrg")), ids=lambda path: path.name)
def test_every_broken_ride_is_mended_or_said_to_hold_nothing(path: Path, tmp_path: Path) -> None:
    kept = _keep(tmp_path, path.read_bytes())
    found = salvage(kept)
    assert found.state is not State.WHOLE
    if found.state is State.NOTHING:
        assert found.packets == 0
        with pytest.raises(HrguideError):
            mend(tmp_path, found, hrguide_version=VERSION)
        return
    ride = read_ride(mend(tmp_path, found, hrguide_version=VERSION).path)
    assert ride.is_complete
    assert sum(1 for packet in ride.packets if packet.characteristic == "2a37") == found.packets
    assert kept.read_bytes() == path.read_bytes()


def test_one_wrong_time_costs_one_line(tmp_path: Path) -> None:
    """A reader that goes on from 99999 s would drop all that follows."""
    times = [float(second) for second in range(100)]
    end = encode_line(Footer(at_s=99.0, ending=Ending.DONE))
    wrong = [*times[:50], 99_999.0, *times[51:]]
    found = salvage(_keep(tmp_path, _with_times(wrong, footer=False) + end))
    assert _packets(found) == [*times[:50], *times[51:]]
    assert [(damage.line, damage.got) for damage in found.damage] == [(52, "99999")]
    ride = read_ride(mend(tmp_path, found, hrguide_version=VERSION).path)
    assert ride.footer == Footer(at_s=99.0, ending=Ending.DONE)


@given(st.lists(st.integers(0, 12), max_size=9))
def test_the_most_lines_that_are_in_order_stand(times: list[int]) -> None:
    from itertools import combinations
    from tempfile import TemporaryDirectory

    def rises(some: Sequence[int]) -> bool:
        return list(some) == sorted(some)

    most = max(
        size
        for size in range(len(times) + 1)
        if any(rises(some) for some in combinations(times, size))
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.hrg"
        path.write_bytes(_with_times([float(one) for one in times], footer=False))
        found = _packets(salvage(path))
    assert rises([int(one) for one in found])
    assert len(found) == most


def test_a_footer_in_the_middle_ends_nothing(tmp_path: Path) -> None:
    head = as_bytes(a_header(), [a_packet(1.0, 100), Footer(at_s=2.0, ending=Ending.DONE)])
    more = as_bytes(a_header(), [a_packet(3.0, 100), Footer(at_s=4.0, ending=Ending.FINISHED)])
    found = salvage(_keep(tmp_path, head + more.partition(b"\n")[2]))
    assert [damage.line for damage in found.damage] == [3]
    ride = read_ride(mend(tmp_path, found, hrguide_version=VERSION).path)
    assert ride.footer == Footer(at_s=4.0, ending=Ending.FINISHED)


def test_without_its_first_line_the_heart_rates_are_nobodys(tmp_path: Path) -> None:
    content = keep_ride(tmp_path, day=2).read_bytes()
    path = _keep(tmp_path, content.replace(b'"format"', b'"fxrmat"', 1))
    found = salvage(path)
    assert found.state is State.HEADLESS
    ride = read_ride(mend(tmp_path, found, hrguide_version=VERSION).path)
    assert ride.header.athlete is None
    assert ride.header.synthesised
    assert ride.header.started is not None, "its words can still be read"
    assert ride.header.started.day == 2
    whole = read_ride(tmp_path / "rides" / "2026-11-02-sam.hrg")
    assert ride.packets == whole.packets


def test_lines_of_a_newer_version_stay_byte_for_byte(tmp_path: Path) -> None:
    new = b'{"kind":"hologram","at_s":5,"of":"the  rider"}\n'
    head, _, rest = keep_ride(tmp_path, day=2).read_bytes().partition(b"\n")
    path = _keep(tmp_path, head + b"\n" + new + rest[: len(rest) // 2])
    copy = mend(tmp_path, salvage(path), hrguide_version=VERSION).path
    assert new in copy.read_bytes()


def test_a_ride_in_progress_is_left_alone(tmp_path: Path) -> None:
    path = keep_ride(tmp_path, day=1)
    with io.FileIO(path, "r+") as file:
        assert take_lock(file)
        found = salvage(path)
        assert found.state is State.IN_PROGRESS
        assert found.lines == ()
        with pytest.raises(UsageError, match="being ridden"):
            mend(tmp_path, found, hrguide_version=VERSION)
        release_lock(file)


def test_a_disk_that_refuses_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    content = keep_ride(tmp_path, day=2).read_bytes()
    found = salvage(_keep(tmp_path, content[: len(content) // 2]))
    (tmp_path / "rides" / "2026-11-01-sam-mended.hrg").mkdir()
    with pytest.raises(HrguideError, match="mended copy"):
        mend(tmp_path, found, hrguide_version=VERSION)
    assert not list((tmp_path / "rides").glob("*.new"))
