"""`--voice`: from the command line to a program that speaks, and nothing of it left at the end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from hrguide.cli.doctor_checks import check_voice
from hrguide.cli.look import Look, open_screen, voice_wish
from hrguide.cli.main import main
from hrguide.errors import ExitCode
from hrguide.screen.setting import Setting
from hrguide.screen.spoken import SpokenScreen
from hrguide.workout.shelf import load_workout
from tests.voice.speakers import WITHIN_S, a_speaker, is_there, until

posix = pytest.mark.skipif(os.name != "posix", reason="a speaker found on PATH, and POSIX signals")


@pytest.mark.parametrize(
    ("look", "spoken"),
    [
        (Look(), False),  # a pipe: nobody sits there who wants to be spoken to
        (Look(voice=True), True),
        (Look(voice=True, as_json=True), True),
        (Look(voice=False), False),
        (Look(voice=True, sound=False), True),
    ],
)
def test_who_is_spoken_to(look: Look, spoken: bool) -> None:
    screen = open_screen(look, Setting(workout=load_workout("flush")))
    assert isinstance(screen, SpokenScreen) == spoken


def test_silence_beats_a_wish_and_no_wish_is_none() -> None:
    assert voice_wish("on", silent=True) is False
    assert voice_wish("on", silent=False) is True
    assert voice_wish("off", silent=False) is False
    assert voice_wish(None, silent=False) is None


@pytest.mark.parametrize("words", [["--voice", "loud"], ["--voice-volume", "101"], ["--voice"]])
def test_a_wrong_wish_is_a_matter_of_usage(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", *words]) == ExitCode.USAGE
    assert "--voice" in capsys.readouterr().err


def with_speaker(folder: Path, manner: str, seconds: float = 0.0) -> Mapping[str, str]:
    """The environment in which a tester is the espeak-ng that is found."""
    speaker = a_speaker(folder, manner, seconds)
    program = folder / "bin" / "espeak-ng"
    program.parent.mkdir()
    quoted = " ".join(f"'{word}'" for word in speaker.command)
    program.write_text(f'#!/bin/sh\nexec {quoted} "$@"\n')
    program.chmod(0o755)
    environment = {name: said for name, said in os.environ.items() if "HRGUIDE" not in name}
    return {**environment, "PATH": f"{program.parent}:{os.environ['PATH']}"}


def a_demo(folder: Path, env: Mapping[str, str], *words: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "hrguide", "demo", "--home", str(folder / "home"), *words]
    return subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def noted(folder: Path) -> list[dict[str, object]]:
    log = folder / "log"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_ended_demo_leaves_no_speaker_behind(tmp_path: Path, number: signal.Signals) -> None:
    if number is not signal.SIGINT and signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("these tests run under nohup: so would the demo")
    with a_demo(tmp_path, with_speaker(tmp_path, "hangs"), "--voice", "on", "--speed", "1") as demo:
        until(lambda: len(noted(tmp_path)) == 1)
        pid = noted(tmp_path)[0]["pid"]
        assert isinstance(pid, int)
        assert is_there(pid)
        demo.send_signal(number)
        demo.communicate(timeout=WITHIN_S)
    until(lambda: not is_there(pid))


@posix
def test_a_demo_says_its_cues_and_lets_the_last_one_end(tmp_path: Path) -> None:
    workout = tmp_path / "short.txt"
    workout.write_text("20 s easy\n20 s moderate\n")
    env = {**with_speaker(tmp_path, "speaks", 0.5), "HRGUIDE_VOICE": "on"}
    words = ("--workout", str(workout), "--speed", "20", "--voice-volume", "30")
    with a_demo(tmp_path, env, *words) as demo:
        demo.communicate(timeout=WITHIN_S)
        assert demo.returncode == 0
    said = [str(line["text"]).strip() for line in noted(tmp_path)]
    assert said[0] == "Easy. You could chat for hours."
    assert said[-1] == "Done. Nothing all out."
    assert all(line["argv"] == noted(tmp_path)[0]["argv"] for line in noted(tmp_path))
    argv = noted(tmp_path)[0]["argv"]
    assert isinstance(argv, list)
    assert argv[argv.index("-a") + 1] == "60"
    assert not [line for line in noted(tmp_path) if is_there(int(str(line["pid"])))]


@posix
@pytest.mark.parametrize("words", [["--no-sound"], ["--quiet"], ["--voice", "off"]])
def test_a_silent_demo_starts_no_speaker(tmp_path: Path, words: list[str]) -> None:
    workout = tmp_path / "short.txt"
    workout.write_text("20 s easy\n")
    env = {**with_speaker(tmp_path, "speaks"), "HRGUIDE_VOICE": "on"}
    with a_demo(tmp_path, env, "--workout", str(workout), "--speed", "50", *words) as demo:
        demo.communicate(timeout=WITHIN_S)
    assert noted(tmp_path) == []


@posix
def test_a_dying_speaker_is_told_in_one_line_and_the_ride_goes_on(tmp_path: Path) -> None:
    workout = tmp_path / "short.txt"
    workout.write_text("60 s easy\n")
    env = with_speaker(tmp_path, "dies")
    words = ("--workout", str(workout), "--speed", "10", "--voice", "on")
    with a_demo(tmp_path, env, *words) as demo:
        out, _ = demo.communicate(timeout=WITHIN_S)
        assert demo.returncode == 0
    lines = [line for line in out.decode().splitlines() if "No voice" in line]
    assert lines == ["No voice: espeak-ng ended with code 3. See: hrguide doctor"]
    assert len(noted(tmp_path)) == 2


def test_the_doctor_tells_what_speaks_and_how_to_hear_it() -> None:
    finding = check_voice("espeak-ng 1.51", install="")
    assert (finding.ok, finding.found) == (True, "espeak-ng 1.51")
    assert finding.next_step == "To hear it: hrguide doctor --voice"


def test_the_doctor_tells_how_to_get_a_voice() -> None:
    finding = check_voice(None, install="sudo apt install espeak-ng")
    assert finding.ok, "a ride can do without"
    assert finding.next_step == "sudo apt install espeak-ng"
    assert not check_voice(None, install="x", tried=True).ok, "asked for, and not there"


def test_the_doctor_tells_what_a_speaker_did_instead() -> None:
    finding = check_voice("espeak-ng", install="", tried=True, trouble="made no sound")
    assert (finding.ok, finding.found) == (False, "espeak-ng made no sound")
    assert "--voice off" in str(finding.next_step)
    spoken = check_voice("espeak-ng", install="", tried=True)
    assert (spoken.ok, spoken.found) == (True, "espeak-ng has spoken")
