"""`hrguide report` as it is typed."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hrguide.athlete import store
from hrguide.athlete.profile import Profile
from hrguide.cli.main import main
from hrguide.errors import ExitCode
from hrguide.ride.header import Header
from hrguide.ride.lines import Footer
from hrguide.ride.writer import create_ride
from tests.report.report_rides import a_ride
from tests.ride.ride_examples import BROKEN, SAM, STARTED


def _record(home: Path, *, name: str = "Sam", hours_later: float = 0, **changes: Any) -> Path:
    ride = a_ride(lambda at_s: 100 + at_s % 7, last_s=200, **changes)
    started = STARTED + timedelta(hours=hours_later)
    facts = {each: getattr(ride.header, each) for each in Header.__dataclass_fields__}
    writer = create_ride(home, Header(**{**facts, "started": started}), name=name)
    footer = None
    for event in ride.events:
        if isinstance(event, Footer):
            footer = event
        else:
            writer.write(event)  # type: ignore[type-var]
    writer.close(footer)
    return writer.path


def _report(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["report", *words, "--home", str(home)])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_newest_ride_needs_no_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _record(tmp_path)
    _record(tmp_path, hours_later=1)
    code, out, err = _report(tmp_path, capsys)
    assert code == ExitCode.DONE
    assert out.startswith("2026-11-22-sam-2: Sam, bike erg, 22 November 2026, 19:09\n")
    assert err == ""
    assert _report(tmp_path, capsys, "2026-11-22-sam")[1].startswith("2026-11-22-sam: Sam")


def test_json_is_one_line_with_the_same_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _record(tmp_path)
    _code, out, _err = _report(tmp_path, capsys, str(path), "--json")
    assert out.count("\n") == 1
    told = json.loads(out)
    assert told["name"] == "2026-11-22-sam"
    assert told["started"] == "2026-11-22T18:09:12.345678+01:00"
    assert [step["name"] for step in told["steps"]] == ["easy", "moderate", "rest"]
    assert told["signal"]["packets"] == 200


def test_last_is_that_of_the_athlete_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("Sam", "Ada"):
        store.add(tmp_path, Profile(name=name, age_years=38, age_on=STARTED.date()))
    _record(tmp_path)
    ada = type(SAM)("Ada", 40)
    _record(tmp_path, name="Ada", hours_later=1, athlete=ada, evidence=())
    store.use(tmp_path, "Sam")
    assert _report(tmp_path, capsys)[1].startswith("2026-11-22-sam: Sam")
    assert _report(tmp_path, capsys, "--athlete", "Ada")[1].startswith("2026-11-22-ada: Ada")
    demo = type(SAM)("demo", 40)
    _record(tmp_path, name="demo", hours_later=2, athlete=demo, evidence=(), simulated=True)
    assert _report(tmp_path, capsys)[1].startswith("2026-11-22-demo"), "a demo is everybody's"


def test_nobodys_last_ride(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _report(tmp_path, capsys)
    assert (code, out) == (ExitCode.USAGE, "")
    assert "there is no ride in" in err
    assert "hrguide demo" in err
    assert _report(tmp_path, capsys, "--athlete", "Nobody")[0] == ExitCode.USAGE


def test_a_damaged_ride_says_where_and_can_be_read_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = BROKEN / "packet_odd_hex.hrg"
    code, out, err = _report(tmp_path, capsys, str(path))
    assert (code, out) == (ExitCode.BAD_FILE, "")
    assert "packet_odd_hex.hrg, line 5" in err
    assert "--skip-bad" in err
    code, out, err = _report(tmp_path, capsys, str(path), "--skip-bad")
    assert code == ExitCode.DONE
    assert "packet_odd_hex: Sam" in out
    assert err == "1 line could not be read and passed over: 5\n"
    assert _report(tmp_path, capsys, str(path), "--skip-bad", "--quiet")[2] == ""


def test_a_foreign_recording_has_a_page_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "erg.csv"
    path.write_text("time_s,hr_bpm,mood\n" + "".join(f"{s},{99 + s % 5},90\n" for s in range(90)))
    code, out, err = _report(tmp_path, capsys, str(path))
    assert code == ExitCode.DONE
    assert "Made from erg.csv" in out
    assert err == "not used by this version: column mood\n"
