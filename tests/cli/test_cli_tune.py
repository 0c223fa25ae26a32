"""`hrguide tune` as it is typed: what it reads, proposes, passes over, and when it writes."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hrguide.athlete import store
from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.diary import forget_entry, note, read_diary
from hrguide.athlete.evidence import HeartTimes, SteadyRide, TalkAnswer
from hrguide.athlete.profile import Profile
from hrguide.athlete.store import evidence_path
from hrguide.cli.main import main
from hrguide.errors import ExitCode
from hrguide.guide.command import Command
from hrguide.ride.lines import Answered
from hrguide.ride.mended import MENDED_FROM
from hrguide.ride.reader import Ride
from tests.ride.ride_examples import as_bytes
from tests.rules.test_rules_loading import loaded_after
from tests.tune.past_rides import past_ride
from tests.tune.test_tune_pace import stepping

if sys.platform != "win32":
    import pty

TODAY = date(2026, 11, 22)


class Today(date):
    """The same day for the verb as for its rides, also where a run crosses midnight."""

    @classmethod
    def today(cls) -> "Today":
        return cls(TODAY.year, TODAY.month, TODAY.day)


YESTERDAY = "yesterday-sam"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HRGUIDE_HOME", str(tmp_path))
    monkeypatch.setattr("hrguide.cli.tune.date", Today)
    store.add(tmp_path, Profile(name="Sam", age_years=38, age_on=TODAY, activity="active"))
    (tmp_path / "rides").mkdir()
    return tmp_path


def steadily(bpm: float) -> Callable[[int], float]:
    return lambda at_s: bpm


def recorded(home: Path, ride: Ride, *, days_ago: int = 1, **header: Any) -> Path:
    """The ride as a file of the home folder, ridden some days before today."""
    started = ride.header.started
    assert started is not None
    on = TODAY - timedelta(days=days_ago)
    started = started.replace(year=on.year, month=on.month, day=on.day)
    changed = replace(ride.header, started=started, **header)
    path = home / "rides" / f"{ride.name}.hrg"
    path.write_bytes(as_bytes(changed, ride.events))
    return path


def steady_ride(
    home: Path, bpm: float = 146, *, name: str = YESTERDAY, minutes: float = 22, **header: Any
) -> Path:
    return recorded(home, past_ride(steadily(bpm), minutes=minutes, name=name), **header)


def tune(*words: str) -> int:
    return main(["tune", *words])


def as_told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert tune(*words, "--json") == ExitCode.DONE
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_it_shows_before_and_after_and_writes_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steady_ride(home)
    assert tune() == ExitCode.DONE
    out, err = capsys.readouterr()
    for words in (
        "1 ride read",
        YESTERDAY,
        "steady 22 min at 146, bike erg",
        "before                    after",
        "threshold",
        "moderately easy",
        "ridden today: what you would hear",
    ):
        assert words in out
    assert all(len(line) <= 80 for line in out.splitlines())
    assert "--accept" in err
    assert not evidence_path(home, "Sam").exists()


def test_accepted_is_noted_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steady_ride(home)
    assert tune("--accept") == ExitCode.DONE
    (entry,) = read_diary(home, "Sam")
    assert entry.ride == YESTERDAY
    assert isinstance(entry.piece, SteadyRide)
    assert entry.piece == SteadyRide(
        entry.piece.hr_bpm, 22, Machine.BIKEERG, TODAY - timedelta(days=1)
    )
    assert f"Noted: {entry.id}." in capsys.readouterr().err
    assert tune("--accept") == ExitCode.DONE
    assert "Nothing in them that is not known already." in capsys.readouterr().out
    assert read_diary(home, "Sam") == (entry,)
    forget_entry(home, "Sam", entry.id)
    assert tune("--accept") == ExitCode.DONE
    assert len(read_diary(home, "Sam")) == 1


def test_json_has_all_of_it_and_never_asks(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steady_ride(home)
    told = as_told(capsys)
    assert (told["athlete"], told["as_of"], told["noted"]) == ("Sam", TODAY.isoformat(), [])
    (one,) = told["proposals"]
    assert (one["evidence"], one["ride"], one["odd"]) == ("steady_ride", YESTERDAY, [])
    (machine,) = told["machines"]
    before, after = machine["before"]["threshold"], machine["after"]["threshold"]
    assert one["pull_bpm"] == pytest.approx(after["mean_bpm"] - before["mean_bpm"], abs=0.11)
    assert set(machine["after"]["ranges"]) == {"easy", "moderately easy", "moderate"}
    (cues,) = told["cues"]
    assert cues["changed"] == max(len(cues["only_before"]), len(cues["only_after"]))
    assert told["paces"] == [{"machine": "bikeerg", "tau_on": None, "tau_off": None}]
    told = as_told(capsys, "--accept")
    assert told["noted"] == [entry.id for entry in read_diary(home, "Sam")]


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(("typed", "noted"), [("n", 0), ("", 0), ("y", 1)])
def test_on_a_terminal_it_asks(
    home: Path, typed: str, noted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    steady_ride(home)
    master, slave = pty.openpty()
    out_master, out_slave = pty.openpty()
    with os.fdopen(slave, "r") as terminal, os.fdopen(out_slave, "w") as screen:
        monkeypatch.setattr("sys.stdin", terminal)
        monkeypatch.setattr("sys.stdout", screen)
        os.write(master, f"{typed}\n".encode())
        assert tune() == ExitCode.DONE
    os.close(master)
    os.close(out_master)
    assert len(read_diary(home, "Sam")) == noted


def test_only_own_real_finished_rides_are_read(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steady_ride(home)
    steady_ride(home, 160, name="demo", simulated=True)
    ada = Athlete("Ada", 40)
    steady_ride(home, 161, name="adas", athlete=ada)
    assert [ride["ride"] for ride in as_told(capsys)["rides"]] == [YESTERDAY]
    assert tune("demo", "adas", YESTERDAY, "--accept") == ExitCode.DONE
    err = capsys.readouterr().err
    assert "demo is left out: its rider was simulated" in err
    assert "adas is left out: it is Ada's, not Sam's" in err
    assert [entry.ride for entry in read_diary(home, "Sam")] == [YESTERDAY]
    assert tune("demo") == ExitCode.USAGE


def test_a_day_without_the_usual_medicine_is_no_evidence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steady_ride(home)
    steady_ride(home, 160, name="without", as_usual=False)
    assert [ride["ride"] for ride in as_told(capsys)["rides"]] == [YESTERDAY]
    assert tune("without") == ExitCode.USAGE
    assert "was not taken as usual that day" in capsys.readouterr().err


def test_a_ride_and_its_mended_copy_count_once(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = past_ride(steadily(146), minutes=22, name=YESTERDAY)
    recorded(home, whole)
    said = Answered(at_s=22 * 60.0, question=MENDED_FROM, answer=YESTERDAY)
    *events, footer = whole.events
    copy = replace(whole, path=Path("copy.hrg"), events=(*events, said, footer))
    recorded(home, copy)
    assert [ride["ride"] for ride in as_told(capsys)["rides"]] == ["copy"]


def test_the_newest_twenty(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for days_ago in range(22):
        ride = past_ride(steadily(120), minutes=0.1, name=f"ride-{days_ago:02}")
        recorded(home, ride, days_ago=days_ago)
    told = [ride["ride"] for ride in as_told(capsys)["rides"]]
    assert told == [f"ride-{days_ago:02}" for days_ago in range(19, -1, -1)]


def test_a_broken_ride_does_not_stop_the_others(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = steady_ride(home)
    content = path.read_bytes()
    broken = home / "rides" / "broken-sam.hrg"
    broken.write_bytes(content.replace(b'"hex":"', b'"hex":"zz', 1))
    assert tune("--accept") == ExitCode.DONE
    err = capsys.readouterr().err
    assert "broken-sam.hrg, line 2" in err
    assert "--skip-bad" in err
    assert [entry.ride for entry in read_diary(home, "Sam")] == [YESTERDAY]
    assert tune(str(broken)) == ExitCode.BAD_FILE
    assert capsys.readouterr().err.count("broken-sam.hrg, line 2") == 1
    assert tune("nothere", YESTERDAY) == ExitCode.DONE
    assert "there is no ride nothere" in capsys.readouterr().err


def test_a_file_without_a_date_needs_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = home / "erg.csv"
    rows = "".join(f"{second},{146 + second % 3}\n" for second in range(1500))
    path.write_text(f"time_s,hr_bpm\n{rows}")
    told = as_told(capsys, str(path))
    assert told["proposals"] == []
    assert tune(str(path)) == ExitCode.DONE
    assert "--on DATE" in capsys.readouterr().err
    day = (TODAY - timedelta(days=3)).isoformat()
    (one,) = as_told(capsys, str(path), "--on", day, "--machine", "rower")["proposals"]
    assert (one["evidence"], one["on"], one["machine"]) == ("steady_ride", day, "rower")
    assert one["ride"].startswith("erg-")


def test_a_machine_chooses_among_rides(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steady_ride(home)
    steady_ride(home, 150, name="on-the-rower", machine=Machine.ROWER)
    told = as_told(capsys)
    assert {one["machine"] for one in told["machines"]} == {"bikeerg", "rower"}
    told = as_told(capsys, "--machine", "rower")
    assert [ride["ride"] for ride in told["rides"]] == ["on-the-rower"]
    assert tune("--machine", "skierg") == ExitCode.USAGE
    assert "on the ski erg" in capsys.readouterr().err


def test_answers_of_an_interrupted_ride_are_noted_from_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ride = past_ride(
        steadily(131),
        minutes=4,
        name=YESTERDAY,
        ending=None,
        commands=((200.0, Command.TALK_ONLY_JUST),),
    )
    recorded(home, ride, days_ago=2)
    assert tune("--accept") == ExitCode.DONE
    (entry,) = read_diary(home, "Sam")
    assert isinstance(entry.piece, TalkAnswer)
    assert (entry.piece.answer, entry.piece.day) == ("only_just", TODAY - timedelta(days=2))
    capsys.readouterr()
    assert tune("--accept") == ExitCode.DONE
    assert len(read_diary(home, "Sam")) == 1


def test_answers_that_the_ride_noted_itself_are_not_proposed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ride = past_ride(
        steadily(131), minutes=4, name=YESTERDAY, commands=((200.0, Command.TALK_ONLY_JUST),)
    )
    recorded(home, ride)
    assert as_told(capsys)["proposals"]
    note(home, "Sam", [TalkAnswer(131, "only_just", "bikeerg", TODAY)], ride=YESTERDAY)
    assert as_told(capsys)["proposals"] == []


def test_a_ride_that_may_go_on_is_left_alone(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steady_ride(home)
    fresh = past_ride(steadily(150), minutes=22, name="fresh-sam", ending=None)
    now = datetime.now().astimezone() - timedelta(minutes=23)
    path = home / "rides" / "fresh-sam.hrg"
    path.write_bytes(as_bytes(replace(fresh.header, started=now), fresh.events))
    told = as_told(capsys)
    assert [ride["ride"] for ride in told["rides"]] == [YESTERDAY]
    assert tune() == ExitCode.DONE
    assert "fresh-sam is left out: it is not over yet" in capsys.readouterr().err


def test_what_is_odd_is_never_accepted_with_the_rest(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.change(home, "Sam", age_years=90)
    steady_ride(home, 185, athlete=Athlete("Sam", 90))
    assert tune("--accept") == ExitCode.DONE
    out = capsys.readouterr().out
    assert "odd: " in out
    assert "left out" in out
    assert "evidence add Sam" in out
    assert read_diary(home, "Sam") == ()


def test_nobody_and_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tune() == ExitCode.USAGE
    assert "no ride of Sam's" in capsys.readouterr().err
    assert tune("--athlete", "Bo") == ExitCode.USAGE
    capsys.readouterr()
    steady_ride(home)
    assert tune("--quiet") == ExitCode.DONE
    assert capsys.readouterr().err == ""


def test_help_loads_no_numpy() -> None:
    action = "from hrguide.cli.main import main; main(['tune', '--help'])"
    assert not loaded_after(action) & {"numpy", "bleak", "rich", "asyncio", "tomlkit"}


def test_the_hearts_pace_is_noted_for_the_forecast(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps_s = tuple(range(0, 1440, 180))
    recorded(home, past_ride(stepping(38, 8), minutes=24, steps_s=steps_s, name=YESTERDAY))
    assert tune("--accept") == ExitCode.DONE
    out = capsys.readouterr().out
    assert "none: used for the forecast" in out
    assert "Your heart's pace: on the bike erg it rises with 38 s after 8 s" in out
    assert all(len(line) <= 80 for line in out.splitlines())
    (piece,) = (
        entry.piece for entry in read_diary(home, "Sam") if isinstance(entry.piece, HeartTimes)
    )
    assert (piece.machine, piece.rides) == (Machine.BIKEERG, YESTERDAY)
    assert piece.on == TODAY - timedelta(days=1)
    assert "pace 38 s" in as_text(capsys, "zones")
    assert not any(
        one["evidence"] == "heart_times" for one in as_told(capsys)["proposals"]
    )  # known by now


def as_text(capsys: pytest.CaptureFixture[str], verb: str) -> str:
    assert main([verb]) == ExitCode.DONE
    return capsys.readouterr().out
