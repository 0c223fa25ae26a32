"""`hrguide replay` as it is typed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.athlete.profile import Profile
from hrguide.bluetooth.source import LinkChange, LinkReason, LinkState, Received
from hrguide.cli.main import main
from hrguide.cli.recorded_strap import RecordedStrap
from hrguide.cli.recording import remarks
from hrguide.errors import ExitCode
from hrguide.guide.command import Command
from hrguide.moment import for_json_lines
from hrguide.ride.lines import CommandLine, Ending, Event, Footer
from hrguide.ride.reader import Damage, Ride, decode_ride, read_ride
from hrguide.ride.replay import replay
from hrguide.ride.told import said_in
from hrguide.screen.setting import Strap
from tests.ride.ride_examples import STARTED, a_header, a_packet, as_bytes

SHORT = "30 s easy\n20 s moderate\n"


def _ride(*, said: bool = True, **changes: object) -> bytes:
    events: list[Event] = [CommandLine(at_s=0.5, command=Command.START)]
    events += [a_packet(float(s), 90 + s + s % 3, 512 + 7 * (s % 5)) for s in range(1, 60)]
    events.append(Footer(at_s=60.0, ending=Ending.DONE))
    header = a_header(workout_text=SHORT, waiting=True, **changes)
    ride = decode_ride(as_bytes(header, events), path=Path("x.hrg"))
    if said:
        events[-1:] = [*said_in(replay(ride)), events[-1]]
    return as_bytes(header, events)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "rides").mkdir()
    path = tmp_path / "rides" / "2026-11-22-sam.hrg"
    path.write_bytes(_ride())
    return path


def _replay(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["replay", *words, "--home", str(home)])
    out, err = capsys.readouterr()
    return code, out, err


def test_json_is_the_contract_and_nothing_else(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = _replay(capsys, path.parents[1], "last", "--json")
    moments = for_json_lines(replay(read_ride(path)))
    assert code == ExitCode.DONE
    assert out.splitlines() == [moment.json_line() for moment in moments]
    assert err == "Every cue as version 0.1.0 said it.\n"


@pytest.mark.parametrize("speed", ["max", "1000"])
def test_any_speed_prints_the_same(
    path: Path, capsys: pytest.CaptureFixture[str], speed: str
) -> None:
    _code, plain, _err = _replay(capsys, path.parents[1], str(path), "--json")
    _code, paced, _err = _replay(capsys, path.parents[1], str(path), "--json", "--speed", speed)
    assert paced == plain


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "1001", "nan"])
def test_a_speed_that_cannot_be(path: Path, capsys: pytest.CaptureFixture[str], speed: str) -> None:
    code, out, err = _replay(capsys, path.parents[1], "last", "--speed", speed)
    assert (code, out) == (ExitCode.USAGE, "")
    assert "or max" in err


def test_without_a_terminal_a_line_every_30_s(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _code, out, _err = _replay(capsys, path.parents[1], "last")
    assert any(line.startswith("   0:00") for line in out.splitlines())
    assert ">> Moderate." in out
    assert len(out.splitlines()) < 15


def test_changed_cues_are_told_one_by_one(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_bytes(path.read_bytes().replace(b'"text":"Easy', b'"text":"Lazy', 1))
    _code, _out, err = _replay(capsys, path.parents[1], "last", "--json")
    lines = err.splitlines()
    assert lines[0] == "1 cue differs from what version 0.1.0 said."
    assert [line.split()[1:3] for line in lines[1:]] == [["said", "then"], ["says", "now"]]
    assert _replay(capsys, path.parents[1], "last", "--json", "--quiet")[2] == ""


def test_another_workout_is_laid_over(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = path.parent / "other.txt"
    other.write_text("10 minutes easy\n")
    _code, out, err = _replay(capsys, path.parents[1], "last", "--json", "--workout", str(other))
    steps = [json.loads(line)["step"] for line in out.splitlines()]
    assert {step["index"] for step in steps if step} == {0}
    assert steps[-1]["left_s"] > 500
    assert "differ" in err
    short = path.parent / "short.txt"
    short.write_text("10 s easy\n10 minutes free\n")
    nexts = [CommandLine(at_s=at_s, command=Command.NEXT) for at_s in (2.0, 3.0)]
    path.write_bytes(as_bytes(a_header(workout_text=SHORT), [*nexts, a_packet(9.0, 90)]))
    _code, out, _err = _replay(capsys, path.parents[1], "last", "--json", "--workout", str(short))
    assert json.loads(out.splitlines()[-1])["step"]["index"] == 0, "`next` is of the other workout"
    assert _replay(capsys, path.parents[1], "last", "--workout", "flush")[0] == ExitCode.DONE


def test_another_athlete_and_machine_are_laid_over(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = path.parents[1]
    store.add(home, Profile(name="Ada", age_years=70, age_on=STARTED.date()))
    plain = _replay(capsys, home, "last", "--json")[1]
    older = _replay(capsys, home, "last", "--json", "--athlete", "Ada")[1]
    assert older != plain
    assert _replay(capsys, home, "last", "--machine", "rower", "--json")[0] == ExitCode.DONE
    assert _replay(capsys, home, "last", "--athlete", "Nobody")[0] == ExitCode.USAGE


def test_csv_and_rr_text_are_replayed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    csv = tmp_path / "erg.csv"
    csv.write_text("time_s,hr_bpm\n" + "".join(f"{s},{100 + s % 5}\n" for s in range(70)))
    code, out, err = _replay(capsys, tmp_path, str(csv), "--json", "--workout", "flush")
    rates = [json.loads(line)["hr_bpm"] for line in out.splitlines()]
    assert code == ExitCode.DONE
    assert 102 in rates
    assert err == "", "nothing was said live, so nothing can differ"
    rr = tmp_path / "rr.txt"
    rr.write_text("".join(f"{600 + 10 * (n % 5)}\n" for n in range(100)))
    code, out, _err = _replay(capsys, tmp_path, str(rr), "--json")
    assert code == ExitCode.DONE
    assert json.loads(out.splitlines()[30])["hr_bpm"] == pytest.approx(97, abs=2)


def test_a_bad_file_is_told_with_its_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = path.read_bytes().split(b"\n")
    lines[5] = b"oops"
    path.write_bytes(b"\n".join(lines))
    code, out, err = _replay(capsys, path.parents[1], "last", "--json")
    assert (code, out) == (ExitCode.BAD_FILE, "")
    assert err.startswith("hrguide: 2026-11-22-sam.hrg, line 6: expected JSON, got 'oops'")
    code, _out, err = _replay(capsys, path.parents[1], "last", "--json", "--skip-bad")
    assert code == ExitCode.DONE
    assert "1 line could not be read and passed over: 6" in err


def test_remarks_name_a_few_lines() -> None:
    ride = decode_ride(_ride(said=False), path=Path("x.hrg"))
    assert remarks(ride) == ()
    damage = tuple(Damage(line=line, expected="", got="") for line in range(2, 9))
    hurt = replace(ride, damage=damage, torn=b"abc", notes=("lines of kind 'weather'",))
    assert remarks(hurt) == (
        "7 lines could not be read and passed over: 2, 3, 4, 5, 6, ...",
        "the last line is torn (3 bytes) and left out",
        "not used by this version: lines of kind 'weather'",
    )


def _with(events: Sequence[Event]) -> Ride:
    return decode_ride(as_bytes(a_header(), events), path=Path("x.hrg"))


def test_the_strap_as_it_was() -> None:
    lost = LinkReason.OUT_OF_RANGE
    strap = RecordedStrap(
        _with(
            [
                LinkChange(at_s=1.0, state=LinkState.CONNECTED, name="TICKR"),
                Received(at_s=2.0, payload=b"\x12", characteristic="2a19"),
                LinkChange(at_s=5.0, state=LinkState.LOST, reason=lost),
            ]
        )
    )
    assert strap.at(0.0) == Strap(state=LinkState.SCANNING)
    assert strap.at(0.5) is None
    assert strap.at(1.0) == Strap(state=LinkState.CONNECTED, name="TICKR")
    battery = Strap(state=LinkState.LOST, reason=lost, name="TICKR", battery_pct=18)
    assert strap.at(9.0) == battery
    assert strap.at(9.5) is None


def test_a_foreign_recordings_strap_is_there() -> None:
    strap = RecordedStrap(_with([a_packet(1.0, 90)]))
    assert strap.at(0.0) == Strap(state=LinkState.CONNECTED)
