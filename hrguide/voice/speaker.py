"""The programs that speak: which one this computer has, and how each is asked.

Comes in: the platform, a volume of 0-100, a voice. Goes out: a command line without the text in it.
The text goes through the program's standard input alone: no shell reads it, and one that begins
with a dash is no option. Nothing is started here.
"""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hrguide.voice.phrases import Voices
from hrguide.voice.volume import DEFAULT_VOLUME, VOLUME_MAX

WORDS_A_MINUTE: Final = 160  # espeak's 175 is hard to follow out of breath [J]
Which = Callable[[str], str | None]

# System.Speech is part of the .NET Framework of every Windows; stdin is read as UTF-8 whatever the
# console's code page. A missing voice leaves the default one.
_POWERSHELL: Final = (
    "Add-Type -AssemblyName System.Speech; "
    "$in = [Console]::OpenStandardInput(); "
    "$text = (New-Object IO.StreamReader($in, [Text.Encoding]::UTF8)).ReadToEnd(); "
    "$s = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
    "$s.Volume = {volume}; "
    "try {{ $s.SelectVoiceByHints('NotSet', 'NotSet', 0, "
    "[Globalization.CultureInfo]'{voice}') }} catch {{ }}; "
    "$s.Speak($text)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A program that speaks what it reads until the end of its input, then ends.

    name: as people know it. command: how it is started. before: put before each text. version: the
    command that tells its version, None where there is none.
    """

    name: str
    command: tuple[str, ...]
    before: str = ""
    version: tuple[str, ...] | None = None


def find_speaker(
    voices: Voices,
    *,
    volume: int = DEFAULT_VOLUME,
    platform: str = sys.platform,
    which: Which = shutil.which,
) -> Speaker | None:
    """The best there is on this platform, None where nothing speaks."""
    if platform == "darwin":
        return _say(which, volume)
    if platform == "win32":
        return _powershell(which, volume, voices)
    return _espeak(which, volume, voices) or _spd_say(which, volume, voices)


def _espeak(which: Which, volume: int, voices: Voices) -> Speaker | None:
    for name in ("espeak-ng", "espeak"):
        program = which(name)
        if program:
            # -a is 0-200, and 100 is its usual loudness (espeak-ng --help)
            amplitude = str(volume * 2)
            asked = ("-v", voices.espeak, "-a", amplitude, "-s", str(WORDS_A_MINUTE))
            command = (program, "--stdin", *asked)
            return Speaker(name=name, command=command, version=(program, "--version"))
    return None


def _spd_say(which: Which, volume: int, voices: Voices) -> Speaker | None:
    """Its daemon speaks: what it was given it says to the end, also when spd-say is killed."""
    program = which("spd-say")
    if program is None:
        return None
    intensity = str(volume * 2 - 100)  # -i is -100 to 100 (spd-say manual)
    command = (program, "--pipe-mode", "--wait", "-l", voices.espeak, "-i", intensity)
    return Speaker(name="spd-say", command=command, version=(program, "--version"))


def _say(which: Which, volume: int) -> Speaker | None:
    program = which("say")
    if program is None:
        return None
    # The command has no option for loudness; the embedded one takes 0-1 (Apple, Speech Synthesis
    # Programming Guide, "Embedded Speech Commands").
    before = f"[[volm {volume / VOLUME_MAX:.2f}]] "
    return Speaker(name="say", command=(program, "-r", str(WORDS_A_MINUTE)), before=before)


def _powershell(which: Which, volume: int, voices: Voices) -> Speaker | None:
    program = which("powershell")
    if program is None:
        return None
    script = _POWERSHELL.format(volume=volume, voice=voices.windows)
    command = (program, "-NoProfile", "-NonInteractive", "-Command", script)
    return Speaker(name="Windows", command=command)


def how_to_install(platform: str = sys.platform) -> str:
    """What to type where nothing speaks."""
    if platform in ("darwin", "win32"):
        return "It is part of the system; ask whoever set up this computer."
    return "For spoken cues: sudo apt install espeak-ng"
