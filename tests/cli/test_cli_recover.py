"""`hrguide recover` as it is typed: what is said of each ride, and what is written."""

import io
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hrguide.cli.main import main
from hrguide.errors import ExitCode
from hrguide.ride.lock import release_lock, take_lock
from hrguide.ride.reader import read_ride
from tests.history.rides_made import keep_ride


def _recover(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["recover", *words, "--home", str(home)])
    out, err = capsys.readouterr()
    return code, out, err


def _damaged(home: Path) -> dict[str, bytes]:
    """One whole ride, one cut short, one with a bad line."""
    keep_ride(home, day=1)
    cut, bad = keep_ride(home, day=2), keep_ride(home, day=3)
    cut.write_bytes(cut.read_bytes()[:-3000])
    bad.write_bytes(bad.read_bytes().replace(b'"at_s":9.0', b'"at_x":\x1b9', 1))
    return {path.name: path.read_bytes() for path in (home / "rides").iterdir()}


def test_whole_rides_need_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _recover(tmp_path, capsys)[:2] == (ExitCode.DONE, "")
    keep_ride(tmp_path, day=1)
    code, out, err = _recover(tmp_path, capsys)
    assert (code, out) == (ExitCode.DONE, "")
    assert err == "Nothing to recover: the one ride is whole.\n"
    assert _recover(tmp_path, capsys, "last")[1].startswith("2026-11-01-sam: whole; Sam, 1 Nov")


def test_each_says_what_it_holds_and_which_line_is_bad(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _damaged(tmp_path)
    code, out, err = _recover(tmp_path, capsys)
    assert code == ExitCode.DONE
    cut, bad = out.split("2026-11-03-sam")
    assert cut.startswith("2026-11-02-sam: interrupted; Sam, 2 November 2026, 18:09\n")
    assert "packets of heart rate, the last line at 18:1" in cut
    assert "the last line is torn (" in cut
    assert "its end is missing" in cut
    assert bad.startswith(": damaged; Sam")
    assert "line 11: expected JSON, got" in bad
    assert "7:00 minutes, 419 packets" in bad
    assert "\x1b" not in out
    assert "hrguide recover --mend" in err
    assert {path.name: path.read_bytes() for path in (tmp_path / "rides").iterdir()} == before


def test_mending_adds_copies_once_and_changes_no_original(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _damaged(tmp_path)
    for word in ("mended: ", "mended already: "):
        _code, out, err = _recover(tmp_path, capsys, "--mend")
        assert [line.strip() for line in out.splitlines() if "mended" in line] == [
            f"{word}2026-11-02-sam-mended",
            f"{word}2026-11-03-sam-mended",
        ]
        assert "originals stay" in err
    after = {
        path.name: path.read_bytes()
        for path in (tmp_path / "rides").iterdir()
        if path.suffix == ".hrg"
    }
    assert after.items() >= before.items()
    assert set(after) - set(before) == {"2026-11-02-sam-mended.hrg", "2026-11-03-sam-mended.hrg"}
    assert read_ride(tmp_path / "rides" / "2026-11-03-sam-mended.hrg").is_complete


def test_json_is_a_line_a_ride(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _damaged(tmp_path)
    _code, out, _err = _recover(tmp_path, capsys, "--json", "--quiet")
    cut, bad = (json.loads(line) for line in out.splitlines())
    assert (cut["state"], cut["has_end"], cut["damage"]) == ("interrupted", False, [])
    assert cut["torn_bytes"] > 0
    assert (bad["state"], bad["packets"], bad["damage"][0]["line"]) == ("damaged", 419, 11)
    assert bad["mended"] is None


def _cut_just_now(home: Path, **facts: Any) -> Path:
    path = keep_ride(
        home, day=1, started=datetime.now().astimezone() - timedelta(minutes=7), **facts
    )
    path.write_bytes(path.read_bytes()[:-3000])
    return path


def test_a_ride_that_may_go_on_is_mended_only_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _cut_just_now(tmp_path)
    _code, out, _err = _recover(tmp_path, capsys, "--mend")
    assert "it may go on: hrguide ride" in out
    assert "mended" not in out
    assert "mended: " in _recover(tmp_path, capsys, "--mend", path.stem)[1]


def test_a_ride_in_progress_is_told_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = keep_ride(tmp_path, day=1)
    with io.FileIO(path, "r+") as file:
        assert take_lock(file)
        code, out, _err = _recover(tmp_path, capsys, "--mend")
        release_lock(file)
    assert code == ExitCode.DONE
    assert "in progress" in out
    assert "left alone" in out


def test_a_file_that_cannot_be_read_does_not_hide_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _damaged(tmp_path)
    (tmp_path / "rides" / "2026-11-00-x.hrg").mkdir()
    code, out, err = _recover(tmp_path, capsys)
    assert code == ExitCode.BAD_FILE
    assert "2026-11-02-sam: interrupted" in out
    assert "2026-11-00-x" in err


def test_an_empty_file_holds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep_ride(tmp_path, day=1).write_bytes(b"")
    code, out, err = _recover(tmp_path, capsys, "--mend")
    assert code == ExitCode.DONE
    assert out.startswith("2026-11-01-sam: empty\n")
    assert err == "Nothing to mend.\n"
