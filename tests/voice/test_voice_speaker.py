"""Which program speaks on which computer, how it is asked, and that real speech comes out."""

import array
import shutil
import subprocess
from collections.abc import Callable

import pytest

from hrguide.voice.phrases import load_phrases
from hrguide.voice.process import version_of
from hrguide.voice.speaker import Speaker, find_speaker, how_to_install
from tests.voice.sentences import guide_sentences

ENGLISH = load_phrases()
ESPEAK = shutil.which("espeak-ng")
_HEAD_BYTES = 44  # of a WAV file; in a pipe it cannot say how long the rest is
needs_espeak = pytest.mark.skipif(ESPEAK is None, reason="espeak-ng is not installed")


def there(*names: str) -> Callable[[str], str | None]:
    return lambda name: f"/bin/{name}" if name in names else None


def found(platform: str, *names: str, volume: int = 80) -> Speaker | None:
    return find_speaker(ENGLISH.voices, volume=volume, platform=platform, which=there(*names))


@pytest.mark.parametrize(
    ("platform", "names", "best"),
    [
        ("linux", ("espeak", "espeak-ng", "spd-say", "say"), "espeak-ng"),
        ("linux", ("espeak", "spd-say"), "espeak"),
        ("linux", ("spd-say",), "spd-say"),
        ("freebsd14", ("espeak",), "espeak"),
        ("darwin", ("say", "espeak-ng"), "say"),
        ("win32", ("powershell", "espeak-ng"), "Windows"),
    ],
)
def test_the_best_speaker_there_is(platform: str, names: tuple[str, ...], best: str) -> None:
    speaker = found(platform, *names)
    assert speaker is not None
    assert speaker.name == best


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_without_a_speaker_there_is_something_to_do(platform: str) -> None:
    assert found(platform) is None
    assert how_to_install(platform)
    assert "espeak-ng" in how_to_install("linux")


@pytest.mark.parametrize(
    ("platform", "name", "asked"),
    [
        ("linux", "espeak-ng", {0: "0", 50: "100", 100: "200"}),
        ("linux", "spd-say", {0: "-100", 50: "0", 100: "100"}),
    ],
)
def test_volume_is_an_option_of_its_own(platform: str, name: str, asked: dict[int, str]) -> None:
    for volume, word in asked.items():
        speaker = found(platform, name, volume=volume)
        assert speaker is not None
        assert {"--stdin", "--pipe-mode"} & set(speaker.command), "no text on the command line"
        option = "-a" if name == "espeak-ng" else "-i"
        assert speaker.command[speaker.command.index(option) + 1] == word


def test_volume_of_a_mac_is_embedded_and_of_windows_in_the_script() -> None:
    mac, windows = found("darwin", "say", volume=25), found("win32", "powershell", volume=25)
    assert mac is not None
    assert mac.before == "[[volm 0.25]] "
    assert windows is not None
    assert "$s.Volume = 25;" in windows.command[-1]
    assert "try { $s.SelectVoiceByHints(" in windows.command[-1]
    assert "OpenStandardInput" in windows.command[-1]


def speech(text: str, *, volume: int = 80) -> "array.array[int]":
    """The samples that the real espeak-ng makes of a text, 22,050 a second."""
    speaker = find_speaker(ENGLISH.voices, volume=volume)
    assert speaker is not None
    done = subprocess.run(
        (*speaker.command, "--stdout"),
        input=(speaker.before + text + "\n").encode(),
        capture_output=True,
        check=True,
        timeout=30,
    )
    samples = array.array("h")
    samples.frombytes(done.stdout[_HEAD_BYTES:][: -(len(done.stdout) % 2) or None])
    return samples


def seconds_heard(samples: "array.array[int]") -> float:
    """From the first to the last sample that can be heard."""
    loud = [at for at, sample in enumerate(samples) if abs(sample) > 300]
    return (loud[-1] - loud[0]) / 22_050 if loud else 0.0


@needs_espeak
def test_every_sentence_is_heard_and_none_is_a_speech() -> None:
    said = sorted({ENGLISH.spoken(shown) for shown in guide_sentences()} - {""})
    # a step's text is a coach's; those of the guide are longest in the drills
    took = {text: seconds_heard(speech(text)) for text in said}
    assert not {text: s for text, s in took.items() if not 0.4 < s < 10.0}
    eases = [s for text, s in took.items() if text.startswith("Ease off")]
    assert max(eases) < 4.0


@needs_espeak
def test_a_text_that_looks_like_an_option_is_spoken() -> None:
    assert seconds_heard(speech("-v de --version hello there")) > 1.0


@needs_espeak
def test_louder_is_louder() -> None:
    loudness = [max(map(abs, speech("Ease off.", volume=volume))) for volume in (0, 20, 60)]
    assert loudness[0] < 50
    assert loudness[0] < loudness[1] < loudness[2]


@needs_espeak
def test_one_thirty_four_is_said_faster_than_its_digits() -> None:
    assert seconds_heard(speech("one thirty-four")) < seconds_heard(speech("134"))


@needs_espeak
def test_the_version_is_a_number() -> None:
    speaker = find_speaker(ENGLISH.voices)
    assert speaker is not None
    version = version_of(speaker)
    assert version is not None
    assert version[0].isdigit()


def test_a_program_without_a_version_has_none() -> None:
    assert version_of(Speaker(name="say", command=("say",))) is None
    gone = Speaker(name="gone", command=("gone",), version=("/no/such/program", "--version"))
    assert version_of(gone) is None
