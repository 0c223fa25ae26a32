"""Real processes: the text on standard input alone, and nothing that stays behind."""

import json
import os
import sys
from pathlib import Path

import pytest

from hrguide.voice.process import SpeakerProcess, version_of
from hrguide.voice.speaker import Speaker
from tests.voice.speakers import WITHIN_S, a_speaker, is_there, until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process numbers as POSIX has them")


def noted(folder: Path) -> list[dict[str, object]]:
    log = folder / "log"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


@pytest.mark.parametrize(
    "text",
    [
        "Ease off.",
        "-v de --version",
        "'; touch /tmp/x; '",
        "$(date) `date` %s %n",
        "Größer: 118.",
    ],
)
def test_the_text_arrives_as_it_is_and_is_no_option(tmp_path: Path, text: str) -> None:
    process = SpeakerProcess(a_speaker(tmp_path, "speaks", 0.0, "-a", "160"), text)
    assert process.wait(WITHIN_S) == 0
    (line,) = noted(tmp_path)
    assert line["text"] == text + "\n"
    assert line["argv"] == ["-a", "160"]


def test_what_stands_before_the_text_comes_first(tmp_path: Path) -> None:
    speaker = a_speaker(tmp_path)
    mac = Speaker(name="say", command=speaker.command, before="[[volm 0.80]] ")
    SpeakerProcess(mac, "-f Ease off.").wait(WITHIN_S)
    assert noted(tmp_path)[0]["text"] == "[[volm 0.80]] -f Ease off.\n"


def test_a_killed_speaker_takes_its_children_with_it(tmp_path: Path) -> None:
    process = SpeakerProcess(a_speaker(tmp_path, "parent"), "Ease off.")
    until(lambda: len(noted(tmp_path)) == 1)
    line = noted(tmp_path)[0]
    pid, child = line["pid"], line["child"]
    assert isinstance(pid, int)
    assert isinstance(child, int)
    assert process.poll() is None
    process.kill()
    assert process.wait(WITHIN_S) != 0
    assert not is_there(pid)
    until(lambda: not is_there(child) or _is_zombie(child))  # reaped by whoever inherits orphans
    process.kill()  # again: no harm, its number may be somebody else's


def _is_zombie(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_wait_has_an_end(tmp_path: Path) -> None:
    process = SpeakerProcess(a_speaker(tmp_path, "hangs"), "Ease off.")
    with pytest.raises(TimeoutError):
        process.wait(0.01)
    process.kill()
    process.wait(WITHIN_S)


def test_a_program_that_reads_nothing_is_no_error() -> None:
    speaker = Speaker(name="deaf", command=(sys.executable, "-c", "import sys; sys.exit(7)"))
    assert SpeakerProcess(speaker, "Ease off. " * 300).wait(WITHIN_S) == 7


def test_a_program_that_is_not_there_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match="no/such"):
        SpeakerProcess(Speaker(name="gone", command=("/no/such/program",)), "Ease off.")


def test_a_version_is_the_number_in_what_is_said() -> None:
    says = "print('eSpeak NG text-to-speech: 1.51-dev  Data at: /usr/lib/x86_64-linux-gnu')"
    speaker = Speaker(name="x", command=(), version=(sys.executable, "-c", says))
    assert version_of(speaker) == "1.51-dev"
    speaker = Speaker(name="x", command=(), version=(sys.executable, "-c", "print('hello')"))
    assert version_of(speaker) is None
