"""`hrguide report --html`, `--png`, `--pdf` as they are typed: the file, and what is refused."""

import importlib.util
import json
import stat
import sys
from pathlib import Path

import pytest

from hrguide.cli.main import main
from hrguide.errors import ExitCode

LAPS = Path(__file__).parents[3] / "shared" / "recordings" / "rides" / "erg_zwift_turbo_16laps.fit"


@pytest.fixture
def ride(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recording, in the folder where the words are typed."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "erg.csv"
    path.write_text(
        "time_s,hr_bpm\n" + "".join(f"{s},{99 + s % 5}\n" for s in range(90)), encoding="utf-8"
    )
    return path


def _report(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capfd.readouterr()
    code = main(["report", *words, "--home", "home"])
    out, err = capfd.readouterr()
    return code, out, err


def test_the_page_is_named_for_the_ride_and_its_owners_alone(
    ride: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = _report(capfd, str(ride), "--html")
    assert (code, out) == (ExitCode.DONE, "erg.html\n")
    assert err.startswith("erg: ")
    path = ride.with_name("erg.html")
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>\n<html")
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(each.name for each in ride.parent.iterdir()) == ["erg.csv", "erg.html"]


def test_nothing_is_overwritten_unasked(ride: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ride.with_name("erg.html").write_text("mine", encoding="utf-8")
    code, out, err = _report(capfd, str(ride), "--html")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "erg.html is there already" in err
    assert "--force" in err
    assert ride.with_name("erg.html").read_text(encoding="utf-8") == "mine"
    assert _report(capfd, str(ride), "--html", "--force")[0] == ExitCode.DONE
    assert ride.with_name("erg.html").read_text(encoding="utf-8").startswith("<!doctype")


def test_the_outputs_name_says_the_kind(ride: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = _report(capfd, str(ride), "--output", "seen.HTML", "--quiet")
    assert (code, out, err) == (ExitCode.DONE, "seen.HTML\n", "")
    code, _out, err = _report(capfd, str(ride), "--output", "seen.doc")
    assert code == ExitCode.USAGE
    assert "--html, --png or --pdf" in err
    assert not ride.with_name("seen.doc").exists()


def test_a_dash_is_stdout(ride: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = _report(capfd, str(ride), "--html", "--output", "-")
    assert (code, err) == (ExitCode.DONE, "")
    assert out.startswith("<!doctype html>")
    assert [each.name for each in ride.parent.iterdir()] == ["erg.csv"]


def test_a_folder_that_is_not_there(ride: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = _report(capfd, str(ride), "--output", "gone/seen.html")
    assert (code, out) == (ExitCode.BAD_FILE, "")
    assert "cannot write gone" in err


def test_lines_or_a_file(ride: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, _out, err = _report(capfd, str(ride), "--html", "--json")
    assert code == ExitCode.USAGE
    assert "--json" in err


def test_without_the_extra_it_says_how_to_get_it(
    ride: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    code, out, err = _report(capfd, str(ride), "--png")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "hrguide[plots]" in err
    assert not ride.with_name("erg.png").exists()


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="no extra `plots`")
@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_picture(ride: Path, capfd: pytest.CaptureFixture[str], kind: str, begins: bytes) -> None:
    assert _report(capfd, str(ride), f"--{kind}")[1] == f"erg.{kind}\n"
    assert ride.with_name(f"erg.{kind}").read_bytes().startswith(begins)


@pytest.mark.skipif(not LAPS.is_file(), reason="no real recordings beside the repository")
def test_laps_as_steps(ride: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """fitdecode finds 16 laps; a second is left behind the last."""
    told = json.loads(_report(capfd, str(LAPS), "--steps", "laps", "--json")[1])
    assert len(told["steps"]) == 17
    assert [round(step["ridden_s"]) for step in told["steps"][1:4]] == [120, 120, 120]


def test_a_recording_without_laps_says_so(ride: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, _out, err = _report(capfd, str(ride), "--steps", "laps")
    assert code == ExitCode.USAGE
    assert "no laps" in err
