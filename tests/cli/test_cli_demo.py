"""The demo: a whole ride without hardware, recorded like any other, the same for the same seed."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hrguide.cli.main import main
from hrguide.errors import ExitCode
from hrguide.moment import for_json_lines
from hrguide.ride.lines import Ending, Footer
from hrguide.ride.reader import Ride, read_ride
from hrguide.ride.replay import replay

SHORT = "2 rounds\n- 1 min easy\n- 1 min moderate\n* rest 30 s between rounds\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def short(tmp_path: Path) -> str:
    path = tmp_path / "short.txt"
    path.write_text(SHORT)
    return str(path)


def _recorded(home: Path) -> Ride:
    (path,) = (home / "rides").glob("*.hrg")
    return read_ride(path)


def _demo(
    home: Path, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[list[dict[str, Any]], str]:
    capsys.readouterr()
    assert main(["demo", "--home", str(home), "--speed", "max", "--json", *words]) == 0
    out, err = capsys.readouterr()
    return [json.loads(line) for line in out.splitlines()], err


def test_the_whole_session_is_over_at_once_and_ends_with_what_to_type(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, err = _demo(home, capsys)
    assert lines[-1]["verdict"] == "done"
    assert lines[-1]["elapsed_s"] == 34 * 60
    assert {line["step"]["round"] for line in lines if line["step"]} == {1, 2, 3, 4, 5}
    assert sum(line["hr_bpm"] is not None for line in lines) > 2000
    assert "Done. 5 rounds, 34 minutes" in err
    assert "hrguide report" in err
    assert "hrguide replay" in err


def test_the_rider_answers_and_the_ranges_come_from_the_answers(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, _ = _demo(home, capsys)
    asked = [line for line in lines if line["cue"] and line["cue"]["kind"] == "talk"]
    answers = [c for c in _recorded(home).commands if c.command.value.startswith("talk_")]
    assert 3 <= len(answers) <= len(asked)
    in_round = {
        number: {
            line["step"]["high_bpm"]
            for line in lines
            if line["step"] and line["step"]["round"] == number
        }
        for number in (1, 2)
    }
    assert in_round[1] == {None}
    assert len(in_round[2] - {None}) == 3


def test_the_recording_is_a_ride_marked_simulated_that_replays_to_the_same_lines(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, _ = _demo(home, capsys, "--fault", "disconnect", "--fault", "neighbour@900")
    ride = _recorded(home)
    assert ride.header.simulated
    assert ride.header.athlete is not None
    assert ride.header.athlete.name == "demo"
    assert ride.header.evidence == ()
    assert isinstance(ride.events[-1], Footer)
    assert ride.events[-1].ending is Ending.DONE
    again = [json.loads(moment.json_line()) for moment in for_json_lines(replay(ride))]
    assert again == lines


def test_the_same_seed_is_the_same_ride_and_another_seed_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], short: str
) -> None:
    words = ("--workout", short)
    first = _demo(tmp_path / "a", capsys, *words)[0]
    assert _demo(tmp_path / "b", capsys, *words)[0] == first
    assert _demo(tmp_path / "c", capsys, *words, "--seed", "8")[0] != first
    assert _demo(tmp_path / "d", capsys, *words, "--rider", "careless")[0] != first


def test_a_fault_is_felt_and_the_ride_goes_on(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, _ = _demo(home, capsys, "--fault", "disconnect@600+150")
    blind = [line for line in lines if 605 <= line["at_s"] < 750]
    assert {line["hr_bpm"] for line in blind} == {None}
    kinds = [line["cue"]["kind"] for line in lines if line["cue"]]
    assert kinds.count("signal_lost") == 1
    assert kinds.count("signal_back") == 1
    assert lines[-1]["verdict"] == "done"


def test_without_a_terminal_there_is_a_line_every_half_minute(
    home: Path, capsys: pytest.CaptureFixture[str], short: str
) -> None:
    assert main(["demo", "--home", str(home), "--speed", "max", "--workout", short]) == 0
    lines = capsys.readouterr().out.splitlines()
    times = [line.split()[0] for line in lines]
    half_minutes = ["0:00", "0:30", "1:00", "1:30", "2:00", "2:30", "3:00", "3:30", "4:00"]
    assert [time for time in times if time in half_minutes] == half_minutes
    assert all(">>" in line for line in lines if line.split()[0] not in half_minutes)


def test_a_clock_that_runs_comes_to_the_same_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], short: str
) -> None:
    words = ["--workout", short]
    at_once = _demo(tmp_path / "a", capsys, *words)[0]
    assert main(["demo", "--home", str(tmp_path / "b"), "--speed", "1000", "--json", *words]) == 0
    paced = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert paced == at_once


def test_quiet_says_nothing(home: Path, capsys: pytest.CaptureFixture[str], short: str) -> None:
    assert _demo(home, capsys, "--workout", short, "--quiet")[1] == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--speed", "0"], "max"),
        (["--speed", "quick"], "max"),
        (["--speed", "nan"], "max"),
        (["--fault", "storm"], "disconnect"),
        (["--rider", "lazy"], "careless"),
        (["--seed", "-1"], "seed"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    home: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main(["demo", "--home", str(home), *words]) == ExitCode.USAGE
    assert says in capsys.readouterr().err
    assert not home.exists()


def test_a_reader_that_goes_away_ends_it_with_a_whole_ride(home: Path) -> None:
    command = [sys.executable, "-m", "hrguide", "demo", "--home", str(home), "--json"]
    with subprocess.Popen(
        [*command, "--speed", "max"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as demo:
        assert demo.stdout is not None
        demo.stdout.readline()
        demo.stdout.close()
        assert demo.wait(timeout=60) == 0
    events = _recorded(home).events
    assert isinstance(events[-1], Footer)
    assert events[-1].ending is Ending.CLOSED


def test_neither_numpy_nor_bleak_is_on_the_way(home: Path, short: str) -> None:
    probe = (
        "import sys; from hrguide.cli.main import main;"
        f"main(['demo', '--home', {str(home)!r}, '--speed', 'max', '--workout', {short!r}]);"
        "print([m for m in ('numpy', 'bleak') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to one process there")
def test_ctrl_c_ends_it_with_a_whole_ride(home: Path) -> None:
    command = [sys.executable, "-m", "hrguide", "demo", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as demo:
        assert demo.stdout is not None
        for _ in range(2):
            demo.stdout.readline()
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=60)
    assert demo.returncode == ExitCode.INTERRUPTED
    events = _recorded(home).events
    assert isinstance(events[-1], Footer)
    assert events[-1].ending is Ending.CLOSED
