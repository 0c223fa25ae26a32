"""`hrguide athlete evidence`: what is noted, what is refused, what is asked twice."""

import json
import os
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

if sys.platform != "win32":
    import pty

from hrguide.athlete.diary import note, read_diary
from hrguide.athlete.evidence import TalkAnswer
from hrguide.athlete.store import evidence_path
from hrguide.cli.main import main
from hrguide.errors import ExitCode


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HRGUIDE_HOME", str(tmp_path))
    main(["athlete", "add", "Sam", "--age", "38", "--quiet"])
    return tmp_path


def evidence(*words: str) -> int:
    return main(["athlete", "evidence", *words])


@pytest.mark.parametrize(
    ("words", "kind", "facts"),
    [
        (["talk", "139", "only_just"], "talk_answer", {"answer": "only_just"}),
        (["talk", "118", "1", "--into-step", "170"], "talk_answer", {"into_step_s": 170.0}),
        (["lab", "144", "vt1"], "lab_threshold", {"kind": "VT1"}),
        (["lab", "160", "LT2", "--machine", "rower"], "lab_threshold", {"machine": "rower"}),
        (["alpha1", "141"], "alpha_crossing", {"machine": "bikeerg"}),
        (["max", "184"], "measured_max", {"how": "test"}),
        (["max", "171", "peak"], "measured_max", {"how": "peak"}),
        (["resting", "58"], "resting_rate", {"how": "seated"}),
        (["rpe", "131", "12"], "rpe", {"rpe": 12.0}),
        (["steady", "124", "35"], "steady_ride", {"minutes": 35.0}),
        (["pace", "38", "8"], "heart_times", {"tau_on_s": 38.0, "dead_time_s": 8.0}),
    ],
)
def test_every_kind_is_noted_and_listed(
    home: Path,
    capsys: pytest.CaptureFixture[str],
    words: Sequence[str],
    kind: str,
    facts: dict[str, object],
) -> None:
    assert evidence("add", "sam", *words, "--json") == ExitCode.DONE
    noted = json.loads(capsys.readouterr().out)
    assert noted["evidence"] == kind
    assert noted["tau_on_s" if words[0] == "pace" else "hr_bpm"] == float(words[1])
    assert noted["on"] == date.today().isoformat()
    assert facts.items() <= noted.items()
    assert evidence("list", "--json") == ExitCode.DONE
    assert json.loads(capsys.readouterr().out) == noted


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["talk", "400", "no"], "30-230"),
        (["talk", "nan", "no"], "30-230"),
        (["talk", "139"], "comfortable, only_just or no"),
        (["talk", "139", "perhaps"], "comfortable, only_just or no"),
        (["lab", "144", "VT3"], "VT1, LT1, VT2 or LT2"),
        (["rpe", "131", "25"], "6-20"),
        (["rpe", "131", "hard"], "not a number"),
        (["steady", "124", "10"], "20-"),
        (["max", "60"], "90-230"),
        (["pace", "38"], "pace needs one word more"),
        (["pace", "500", "8"], "8-200"),
        (["resting", "58", "lying"], "Leave it out"),
        (["resting", "20"], "25-"),
        (["max", "184", "--into-step", "60"], "Leave it out"),
        (["talk", "139", "no", "--on", "22.11.2026"], "year-month-day"),
        (["talk", "139", "no", "--on", str(date.today() + timedelta(days=2))], "yet to come"),
        (["talk", "139", "no", "--machine", "treadmill"], "treadmill"),
        (["watts", "139"], "watts"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    home: Path, capsys: pytest.CaptureFixture[str], words: Sequence[str], said: str
) -> None:
    assert evidence("add", "sam", *words, "--sure") == ExitCode.USAGE
    assert said in capsys.readouterr().err
    assert read_diary(home, "sam") == ()


@pytest.mark.parametrize(
    "words", [["resting", "95"], ["talk", "181", "comfortable"], ["talk", "70", "no"]]
)
def test_what_is_odd_needs_a_person_or_sure(
    home: Path, capsys: pytest.CaptureFixture[str], words: Sequence[str]
) -> None:
    assert evidence("add", "sam", *words) == ExitCode.USAGE
    assert "--sure" in capsys.readouterr().err
    assert read_diary(home, "sam") == ()
    assert evidence("add", "sam", *words, "--sure", "--quiet") == ExitCode.DONE
    assert len(read_diary(home, "sam")) == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(("typed", "noted"), [("n", 0), ("y", 1)])
def test_on_a_terminal_what_is_odd_is_asked(
    home: Path, typed: str, noted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    master, slave = pty.openpty()
    with os.fdopen(slave, "r") as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        os.write(master, f"{typed}\n".encode())
        assert evidence("add", "sam", "resting", "95") == ExitCode.DONE
    os.close(master)
    assert len(read_diary(home, "sam")) == noted


def test_forgetting_marks_and_deletes_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence("add", "sam", "talk", "139", "only_just")
    evidence("add", "sam", "talk", "118", "comfortable")
    first, second = read_diary(home, "sam")
    before = evidence_path(home, "sam").read_text()
    capsys.readouterr()
    assert evidence("forget", "sam", first.id) == ExitCode.DONE
    assert "counts no longer: could only just talk at 139" in capsys.readouterr().err
    assert evidence_path(home, "sam").read_text().startswith(before)
    evidence("list", "sam")
    listed = capsys.readouterr().out.splitlines()
    assert [line[:8] for line in listed] == [f"x {first.id}", f"  {second.id}"]
    assert evidence("forget", "sam", first.id) == ExitCode.USAGE
    assert "evidence list" in capsys.readouterr().err


def test_the_list_says_in_which_ride_it_was_heard(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note(home, "sam", [TalkAnswer(134, "no", "rower", "2026-11-20")], ride="2026-11-20-sam")
    capsys.readouterr()
    evidence("list")
    line = capsys.readouterr().out
    for word in ("2026-11-20 ", "could not talk at 134", "rower", "2026-11-20-sam"):
        assert word in line


def test_what_is_yet_to_come_is_said_not_to_count(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tomorrow = date.today() + timedelta(days=1)
    note(home, "sam", [TalkAnswer(139, "no", "bikeerg", tomorrow)])
    assert evidence("list") == ExitCode.DONE
    assert "(yet to come: it does not count)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["pace", "9", "8"], "9 s is very quick for a heart"),
        (["pace", "150", "8"], "150 s is very slow for a heart"),
        (["pace", "38", "25"], "25 s is a long time before a heart answers"),
    ],
)
def test_an_odd_pace_needs_a_person_or_sure(
    home: Path, capsys: pytest.CaptureFixture[str], words: list[str], reason: str
) -> None:
    assert evidence("add", "sam", *words) == ExitCode.USAGE
    assert reason in capsys.readouterr().err
    assert evidence("add", "sam", *words, "--sure") == ExitCode.DONE
    assert "The threshold stands" in capsys.readouterr().err


def test_an_empty_diary_says_so_on_stderr_alone(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evidence("list") == ExitCode.DONE
    told = capsys.readouterr()
    assert told.out == ""
    assert "Nothing is noted for Sam" in told.err
