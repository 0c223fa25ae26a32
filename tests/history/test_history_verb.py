"""`hrguide history` as it is typed."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from hrguide.athlete import store
from hrguide.athlete.profile import Profile
from hrguide.cli.cached import CACHE_VARIABLE, history_cache
from hrguide.cli.main import main
from hrguide.errors import ExitCode
from hrguide.history.table import CSV_COLUMNS
from tests.history.rides_made import keep_ride
from tests.ride.ride_examples import STARTED

DAY = STARTED.date()


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))


def _history(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["history", *words, "--home", str(home)])
    out, err = capsys.readouterr()
    return code, out, err


def _told(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    code, out, err = _history(home, capsys, "--json", *words)
    assert (code, err) == (ExitCode.DONE, "")
    return [json.loads(line) for line in out.splitlines()]


def _ids(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    return [str(one["ride"])[8:] for one in _told(home, capsys, *words)]


def _add(home: Path, *names: str) -> None:
    for name in names:
        store.add(home, Profile(name=name, age_years=38, age_on=DAY))


def test_the_only_athlete_needs_no_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _add(tmp_path, "Sam")
    keep_ride(tmp_path, day=1)
    keep_ride(tmp_path, day=2, name="Bo")
    code, out, err = _history(tmp_path, capsys)
    assert (code, err) == (ExitCode.DONE, "")
    assert out.startswith("Sam: 1 ride, 1 Nov 2026\n")
    assert "\x1b" not in out, "no colour without a terminal"


def test_which_rides_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _add(tmp_path, "Sam", "Bo")
    keep_ride(tmp_path, day=1)
    keep_ride(tmp_path, day=2, workout_name="hills")
    keep_ride(tmp_path, day=4, name="Bo")
    keep_ride(tmp_path, day=5, name="Demo", simulated=True)
    keep_ride(tmp_path, day=6, name=None)
    sam = ("--athlete", "sam")
    assert _ids(tmp_path, capsys, *sam) == ["01-sam", "02-sam"]
    assert _ids(tmp_path, capsys, *sam, "--since", "2026-11-02") == ["02-sam"]
    assert _ids(tmp_path, capsys, *sam, "--until", "2026-11-01") == ["01-sam"]
    assert _ids(tmp_path, capsys, *sam, "--workout", "HILLS") == ["02-sam"]
    assert _ids(tmp_path, capsys, *sam, "--machine", "rower") == []
    assert _ids(tmp_path, capsys, "--simulated") == ["05-demo"]
    assert _ids(tmp_path, capsys, "--nobodys") == ["06-ride"]
    store.use(tmp_path, "Bo")
    assert _ids(tmp_path, capsys) == ["04-bo"]


@pytest.mark.parametrize(
    "words",
    [(), ("--csv", "--json", "--simulated"), ("--athlete", "Sam", "--simulated"), ("--simulated",)],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    _add(tmp_path, "Sam", "Bo")
    code, out, err = _history(tmp_path, capsys, *words)
    assert (code, out) == (ExitCode.USAGE, "")
    assert err.startswith("hrguide: ")


def test_a_filter_that_lets_nothing_through_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _add(tmp_path, "Sam")
    keep_ride(tmp_path, day=1)
    code, _out, err = _history(tmp_path, capsys, "--machine", "rower")
    assert code == ExitCode.USAGE
    assert "filters" in err


def test_json_has_the_ranges_that_were_in_force_that_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_ride(tmp_path, day=1)
    (told,) = _told(tmp_path, capsys, "--athlete", "Sam")
    assert told["ranges"]["moderate"] == {"low_bpm": 120, "high_bpm": 130}
    assert told["soreness_before"] == 5
    assert told["morning_after"] is None
    assert told["ended"] == "done"
    assert set(told["settled"]) == {"within_s", "over_s", "under_s"}
    assert told["rests"][0]["like_fell_bpm"] is None


def test_csv_is_a_table_of_the_same_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_ride(tmp_path, day=1, workout_name='=HYPERLINK("http://x","y")')
    code, out, _err = _history(tmp_path, capsys, "--csv", "--athlete", "Sam")
    assert code == ExitCode.DONE
    head, row = csv.reader(out.splitlines())
    assert tuple(head) == CSV_COLUMNS
    cells = dict(zip(head, row, strict=True))
    assert cells["workout"] == '\'=HYPERLINK("http://x","y")'
    assert (cells["soreness_before"], cells["morning_after"]) == ("5", "")
    assert (cells["moderate_low_bpm"], cells["simulated"]) == ("120", "no")


FORGED = "S\x1b]0;owned\x07a‮m\nx"


def test_no_name_and_no_workout_reaches_the_terminal_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = keep_ride(tmp_path, day=1, name="Sam", workout_name=FORGED)
    path.rename(path.with_name("2026-11-01-\x1b[2J.hrg"))
    (path.parent / "\x1b[31mred.hrg").write_bytes(b"x")
    for words in ((), ("--csv",), ("--json",)):
        _code, out, err = _history(tmp_path, capsys, "--athlete", "Sam", *words)
        for text in (out, err):
            assert not set(text) & set("\x1b\x07‮\x9b"), words
    assert "Without a readable first line" in err


def test_a_spoilt_cache_is_told_and_the_page_is_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _add(tmp_path, "Sam")
    keep_ride(tmp_path, day=1)
    before = _history(tmp_path, capsys)
    (kept,) = (tmp_path / "cache").glob("*.sqlite3")
    kept.write_bytes(b"spoilt" * 1000)
    code, out, err = _history(tmp_path, capsys)
    assert (code, out) == before[:2]
    assert "made anew" in err
    assert _history(tmp_path, capsys) == before
    assert _history(tmp_path, capsys, "--rebuild") == before


def test_each_home_has_a_cache_of_its_own(tmp_path: Path) -> None:
    one, other = (history_cache(tmp_path / name) for name in ("a", "b"))
    assert one._path != other._path
    assert one._path.parent == tmp_path / "cache"


def test_a_damaged_ride_has_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _add(tmp_path, "Sam")
    keep_ride(tmp_path, day=1)
    path = keep_ride(tmp_path, day=2)
    path.write_bytes(path.read_bytes().replace(b'"at_s":9.0', b'"at_x":9.0', 1))
    assert " 2 Nov 26  unreadable: hrguide recover" in _history(tmp_path, capsys)[1]
    whole, damaged = _told(tmp_path, capsys)
    assert whole["wrong"] is None
    assert "line" in damaged["wrong"]
    assert "ended" not in damaged


def test_a_deleted_athletes_rides_are_still_shown_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_ride(tmp_path, day=1, name="Zoe")
    assert _ids(tmp_path, capsys, "--athlete", "zoe") == ["01-zoe"]
