"""Which ride a word means, and which rides were interrupted."""

import io
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from hrguide.errors import UsageError
from hrguide.ride.folder import find_ride, read_header, ride_paths, unfinished
from hrguide.ride.header import Header
from hrguide.ride.lines import Ending, Footer
from hrguide.ride.lock import release_lock, take_lock
from hrguide.ride.writer import create_ride
from tests.ride.ride_examples import STARTED, a_header, a_packet


def _ride(home: Path, name: str, *, header: Header | None = None, ended: bool = True) -> Path:
    writer = create_ride(home, header or a_header(), name=name)
    writer.write(a_packet(1.0, 100))
    writer.close(Footer(at_s=2.0, ending=Ending.DONE) if ended else None)
    return writer.path


def test_a_word_is_a_path_an_id_or_last(tmp_path: Path) -> None:
    morning = _ride(tmp_path, "Zoe", header=a_header(started=STARTED - timedelta(hours=3)))
    evening = _ride(tmp_path, "Ada")
    assert find_ride(tmp_path, "last") == evening
    assert find_ride(tmp_path, "2026-11-22-zoe") == morning
    assert find_ride(tmp_path, "2026-11-22-zoe.hrg") == morning
    assert find_ride(tmp_path, str(morning)) == morning
    assert ride_paths(tmp_path) == (evening, morning)


def test_an_unknown_word_names_what_comes_near(tmp_path: Path) -> None:
    _ride(tmp_path, "Sam")
    with pytest.raises(UsageError, match="there is no ride 2026-11-22-san") as caught:
        find_ride(tmp_path, "2026-11-22-san")
    assert caught.value.hint == "Did you mean 2026-11-22-sam?"
    with pytest.raises(UsageError, match="there is no ride") as caught:
        find_ride(tmp_path, "../nowhere/2020")
    assert "a path, an id, or `last`" in caught.value.hint


def test_an_empty_home_has_no_last_ride(tmp_path: Path) -> None:
    assert ride_paths(tmp_path) == ()
    with pytest.raises(UsageError, match="yet"):
        find_ride(tmp_path, "last")


def test_interrupted_is_without_footer_and_without_writer(tmp_path: Path) -> None:
    _ride(tmp_path, "whole")
    cut_off = _ride(tmp_path, "cut", ended=False)
    running = create_ride(tmp_path, a_header(), name="running")
    (tmp_path / "rides" / "2026-11-22-empty.hrg").touch()
    (tmp_path / "rides" / "notes.txt").write_text("no ride")
    assert unfinished(tmp_path) == (cut_off,)
    running.close()
    assert unfinished(tmp_path) == (cut_off, running.path)


def test_a_long_ride_is_told_by_its_end(tmp_path: Path) -> None:
    """A footer is found behind more than one read's worth of lines."""
    writer = create_ride(tmp_path, a_header(), name="Sam")
    for at_s in range(500):
        writer.write(a_packet(at_s, 120, 512))
    writer.close(Footer(at_s=500.0, ending=Ending.DONE))
    assert unfinished(tmp_path) == ()


def test_a_header_alone(tmp_path: Path) -> None:
    assert read_header(_ride(tmp_path, "Sam")) == a_header()
    path = tmp_path / "torn.hrg"
    path.write_bytes(b'{"kind":"header","form')
    assert read_header(path) is None
    path.write_bytes(b"\xff\n")
    assert read_header(path) is None


def test_another_hrguide_leaves_a_ride_in_progress_alone(tmp_path: Path) -> None:
    writer = create_ride(tmp_path, a_header(), name="Sam")
    probe = (
        "import sys; from pathlib import Path\n"
        "from hrguide.ride.folder import unfinished\n"
        "print(len(unfinished(Path(sys.argv[1]))))"
    )
    command = [sys.executable, "-c", probe, str(tmp_path)]
    while_riding = subprocess.run(command, capture_output=True, text=True, check=True)
    writer.close()
    afterwards = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (while_riding.stdout, afterwards.stdout) == ("0\n", "1\n")


def test_two_who_look_do_not_see_each_other(tmp_path: Path) -> None:
    path = _ride(tmp_path, "Sam")
    with io.FileIO(path, "r") as one, io.FileIO(path, "r") as other:
        assert take_lock(one, shared=True)
        assert take_lock(other, shared=True)
        with io.FileIO(path, "r+") as writer:
            assert not take_lock(writer)
        release_lock(one)
        release_lock(other)
        with io.FileIO(path, "r+") as writer:
            assert take_lock(writer, wait=True)
