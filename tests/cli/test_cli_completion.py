"""Shell completion: what a shell is told, and that it is told quickly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hrguide.cli.main import main
from hrguide.cli.verbs import VERBS
from hrguide.errors import ExitCode


def complete(*words: str, home: Path) -> tuple[list[str], str]:
    """What bash is offered after `words` (the last one is being typed), and what was imported."""
    line = " ".join(["hrguide", *words])
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "hrguide"],
        env={
            **os.environ,
            "_HRGUIDE_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words)),
            "HRGUIDE_HOME": str(home),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return [row.partition(",")[2] for row in done.stdout.split()], done.stderr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two athletes and two rides, by their file names."""
    (tmp_path / "athletes").mkdir()
    (tmp_path / "rides").mkdir()
    for name in ("athletes/sam.toml", "athletes/jos%C3%A9.toml"):
        (tmp_path / name).touch()
    for name in ("rides/2026-11-20-sam.hrg", "rides/2026-11-22-sam.hrg"):
        (tmp_path / name).touch()
    return tmp_path


def test_verbs_complete(home: Path) -> None:
    assert complete("", home=home)[0] == list(VERBS)
    assert complete("re", home=home)[0] == [word for word in VERBS if word.startswith("re")]


def test_athletes_complete(home: Path) -> None:
    assert complete("ride", "--athlete", "", home=home)[0] == ["josé", "sam"]
    assert complete("ride", "--athlete", "S", home=home)[0] == ["sam"]


def test_rides_complete_newest_first(home: Path) -> None:
    assert complete("report", "", home=home)[0] == ["last", "2026-11-22-sam", "2026-11-20-sam"]


def test_without_a_folder_nothing_is_offered(tmp_path: Path) -> None:
    assert complete("ride", "--athlete", "", home=tmp_path / "nowhere")[0] == []


@pytest.mark.parametrize("verb", list(VERBS))
def test_completing_loads_no_radio_and_no_numpy(verb: str, home: Path) -> None:
    imported = complete(verb, "--", home=home)[1]
    assert " hrguide.cli.verbs" in imported
    heavy = {"bleak", "numpy", "rich", "bumble"}
    assert not {line.rpartition("|")[2].strip() for line in imported.splitlines()} & heavy


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_each_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == ExitCode.DONE
    said = capsys.readouterr()
    assert f"_HRGUIDE_COMPLETE={shell}_complete" in said.out
    assert f"hrguide completion {shell} >" in said.err


def test_an_unknown_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == ExitCode.USAGE
    assert "bash" in capsys.readouterr().err
