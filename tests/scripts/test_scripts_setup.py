"""scripts/demo.py and test.py where something is missing: one clear line, no traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
NO_ENSUREPIP = """
import sys


class AllBut:
    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, path=None, target=None):
        return None if name == "ensurepip" else self.finder.find_spec(name, path, target)


sys.meta_path[:] = [AllBut(finder) for finder in sys.meta_path]
"""
OLD_PYTHON = "import sys; sys.version_info = (3, 9, 2, 'final', 0)\n"


def run_script(
    name: str, *words: str, with_site: str | None = None, folder: Path, path: str | None = None
) -> subprocess.CompletedProcess[str]:
    """A script run by this Python, where `with_site` has happened before its first line."""
    env = {**os.environ, "HRGUIDE_VENV": str(folder / "venv")}
    if path is not None:
        env["PATH"] = path
    if with_site is not None:
        (folder / "sitecustomize.py").write_text(with_site)
        env["PYTHONPATH"] = str(folder)
    return subprocess.run(
        [sys.executable, str(SCRIPTS / name), *words],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["demo.py", "test.py", "bench.py"])
def test_debian_without_venv_is_told_what_to_install(name: str, tmp_path: Path) -> None:
    done = run_script(name, with_site=NO_ENSUREPIP, folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "sudo apt install python3-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("name", ["demo.py", "test.py", "bench.py"])
def test_an_old_python_is_told_so(name: str, tmp_path: Path) -> None:
    done = run_script(name, with_site=OLD_PYTHON, folder=tmp_path, path=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{name.removesuffix('.py')}: hrguide needs Python 3.11 or newer, this is 3.9.2: "
        "install a newer Python, then again\n"
    )


def _fake_venv(folder: Path, script: str) -> Path:
    """An environment whose Python is a shell script that notes how it was called."""
    python = folder / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\necho "$@" >> {folder}/calls\n{script}\n')
    python.chmod(0o755)
    return python


def _calls(folder: Path) -> list[str]:
    return (folder / "calls").read_text().splitlines()


pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in Python is a shell script")


def test_no_network_is_one_line(tmp_path: Path) -> None:
    _fake_venv(tmp_path, "echo 'Collecting bleak'\necho 'ERROR: No matching distribution'\nexit 1")
    done = run_script("demo.py", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "demo: pip could not install hrguide: ERROR: No matching distribution "
        "Is there a network? Then run this again."
    )
    assert "Traceback" not in done.stderr


def test_what_is_installed_is_used_again(tmp_path: Path) -> None:
    _fake_venv(tmp_path, "exit 0")
    for _ in range(2):
        assert run_script("demo.py", "--seed", "7", folder=tmp_path).returncode == 0
    installs = [call for call in _calls(tmp_path) if "pip" in call]
    demos = [call for call in _calls(tmp_path) if call.startswith("-m hrguide")]
    assert len(installs) == 1
    assert demos == ["-m hrguide demo --seed 7"] * 2


def test_test_adds_its_extra_once_and_demo_then_needs_nothing(tmp_path: Path) -> None:
    _fake_venv(tmp_path, "exit 0")
    run_script("demo.py", folder=tmp_path)
    run_script("test.py", folder=tmp_path)
    run_script("demo.py", folder=tmp_path)
    installs = [call for call in _calls(tmp_path) if "pip" in call]
    assert len(installs) == 2
    assert "[test]" in installs[1]


def test_another_state_of_the_project_installs_all_again(tmp_path: Path) -> None:
    _fake_venv(tmp_path, "exit 0")
    run_script("test.py", folder=tmp_path)
    stamp = tmp_path / "venv" / "hrguide-installed.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "digest": "another"}))
    run_script("demo.py", folder=tmp_path)
    installs = [call for call in _calls(tmp_path) if "pip" in call]
    assert len(installs) == 2
    assert "[test]" in installs[1], "the tests' extra would be left at an older state"


def test_every_step_runs_and_the_first_bad_code_is_passed_on(tmp_path: Path) -> None:
    _fake_venv(tmp_path, 'case "$2" in mypy) exit 3;; pytest) exit 5;; esac')
    done = run_script("test.py", "-k", "strap", folder=tmp_path)
    assert done.returncode == 3
    steps = [call.removeprefix("-m ") for call in _calls(tmp_path) if "pip" not in call]
    assert steps == ["ruff check .", "ruff format --check .", "mypy", "pytest -k strap"]
    assert done.stderr.splitlines()[-1] == "failed: mypy, pytest -k strap"


def test_tests_only_leaves_lint_and_types_out(tmp_path: Path) -> None:
    _fake_venv(tmp_path, "exit 0")
    assert run_script("test.py", "--tests-only", "-m", "slow", folder=tmp_path).returncode == 0
    assert _calls(tmp_path)[1:] == ["-m pytest -m slow"]
