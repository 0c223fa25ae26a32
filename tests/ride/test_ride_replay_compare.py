"""`hrguide replay --compare` as it is typed: what other zones or another policy would have said."""

import json
from pathlib import Path

import pytest

from hrguide.cli.main import main
from hrguide.errors import ExitCode
from hrguide.guide.command import Command
from hrguide.guide.policy import Policy
from hrguide.ride.lines import CommandLine, Ending, Event, Footer
from hrguide.ride.policy_file import parse_policy
from tests.ride.ride_examples import a_header, a_packet, as_bytes

LOWER = "60-70,70-80,80-90"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A ride of three minutes that stands at 120 bpm, recorded with an eager policy."""
    (tmp_path / "rides").mkdir()
    events: list[Event] = [CommandLine(at_s=0.5, command=Command.START)]
    events += [a_packet(float(s), 119 + s % 3, 512 + 3 * (s % 5)) for s in range(1, 180)]
    events.append(Footer(at_s=180.0, ending=Ending.DONE))
    header = a_header(workout_text="3 min moderate\n", waiting=True, policy=Policy(ease_p=0.7))
    (tmp_path / "rides" / "2026-11-22-sam.hrg").write_bytes(as_bytes(header, events))
    return tmp_path


def _replay(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["replay", "last", *words, "--home", str(home)])
    out, err = capsys.readouterr()
    return code, out, err


def test_lower_zones_would_have_said_ease(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = _replay(capsys, home, "--compare", "--zones", LOWER)
    assert code == ExitCode.DONE
    assert "ease    appears" in out
    assert "Ease off" in out
    recorded, other = [line for line in out.splitlines() if line.startswith(("as rec", "other"))]
    assert "▼" in other
    assert "▼" not in recorded


def test_a_workout_that_names_its_own_rates_says_that_zones_move_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / "rides" / "2026-11-22-sam.hrg"
    path.write_bytes(path.read_bytes().replace(b"3 min moderate", b"3 min 110-119 bpm"))
    _code, out, _err = _replay(capsys, home, "--compare", "--zones", LOWER)
    assert "All steps name their own heart rates: other zones do not move those." in out


def test_json_has_a_line_for_each_cue(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, _err = _replay(capsys, home, "--compare", "--zones", LOWER, "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    eases = [row for row in rows if row["kind"] == "ease"]
    assert eases
    assert {row["change"] for row in eases} == {"appears"}
    assert eases[0]["before"] is None
    assert eases[0]["after"]["text"].startswith("Ease off")


def test_a_policy_file_is_printed_edited_and_compared(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _code, text, _err = _replay(capsys, home, "--show-policy")
    assert parse_policy(text) == Policy(ease_p=0.7), "the ride's own, not today's"
    file = home / "mine.toml"
    file.write_text(text.replace("talk_before_end_s = 40.0", "talk_before_end_s = 60.0"))
    code, out, _err = _replay(capsys, home, "--compare", "--policy", str(file))
    assert code == ExitCode.DONE
    assert "20 s earlier" in out


def test_a_mistyped_policy_is_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home / "mine.toml"
    file.write_text("easep = 0.9\n")
    code, out, err = _replay(capsys, home, "--compare", "--policy", str(file))
    assert (code, out) == (ExitCode.BAD_FILE, "")
    assert "Did you mean ease_p?" in err


@pytest.mark.parametrize(
    "zones", ["110-122", "110-122,122-131", "131-139,110-122,122-131", "a,b,c"]
)
def test_zones_that_cannot_be(home: Path, capsys: pytest.CaptureFixture[str], zones: str) -> None:
    code, out, err = _replay(capsys, home, "--compare", "--zones", zones)
    assert (code, out) == (ExitCode.USAGE, "")
    assert "--zones" in err


def test_nothing_to_compare_with(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _replay(capsys, home, "--compare")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "--zones" in err
