"""What a ride needs, one check each: facts in, a finding with the next command out.

Comes in: facts that `doctor.py` gathered (sizes, folders, a reason of the radio). Goes out:
`Finding` records. Looks at nothing itself but the folder it is given, so each case is a test.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hrguide.athlete.home import FOLDER_MODE
from hrguide.bluetooth.reasons import Platform, explain
from hrguide.bluetooth.source import LinkReason

FULL_COLUMNS, FULL_ROWS = 80, 24  # product.md, "hrguide ride": 80x24 and up
SMALL_COLUMNS, SMALL_ROWS = 40, 12  # the compact screen
# A ride of 34 minutes is 0.3 MB (a packet a second at 100-150 bytes): room for a hundred
FREE_MIN_MB: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the doctor's page.

    ok: whether a ride can do with it. next_step: what to type or do, None where all is well.
    """

    check: str
    ok: bool
    found: str
    next_step: str | None = None


def check_terminal(
    *, is_terminal: bool, columns: int, rows: int, encoding: str, colour: bool
) -> tuple[Finding, ...]:
    """Size, letters and colour of the screen; without a terminal a line a second serves."""
    if not is_terminal:
        found = "not a terminal: a ride would print a line a second instead of its screen"
        return (Finding(check="terminal", ok=True, found=found),)
    size = f"{columns}x{rows}"
    if columns < SMALL_COLUMNS or rows < SMALL_ROWS:
        wants = f"Make the window at least {FULL_COLUMNS}x{FULL_ROWS}, or the letters smaller."
        screen = Finding(check="terminal", ok=False, found=f"{size} is too small", next_step=wants)
    elif columns < FULL_COLUMNS or rows < FULL_ROWS:
        wants = f"{FULL_COLUMNS}x{FULL_ROWS} shows it all: a larger window, or smaller letters."
        found = f"{size}: the compact screen"
        screen = Finding(check="terminal", ok=True, found=found, next_step=wants)
    else:
        found = size if colour else f"{size}, without colour: words and symbols say the same"
        screen = Finding(check="terminal", ok=True, found=found)
    return screen, _check_letters(encoding)


def _check_letters(encoding: str) -> Finding:
    if encoding.lower().replace("-", "").replace("_", "") == "utf8":
        return Finding(check="letters", ok=True, found="UTF-8")
    found = f"{encoding}: bars and names may come out wrong"
    wants = "Set a UTF-8 locale, for example: export LANG=C.UTF-8 (Windows: chcp 65001)"
    return Finding(check="letters", ok=False, found=found, next_step=wants)


def check_bluetooth(
    reason: LinkReason | None, *, platform: Platform, heard: tuple[str, ...]
) -> Finding:
    """reason: why a scan could not run, None where it could. heard: the straps it heard."""
    if reason is not None:
        words = explain(reason, platform)
        return Finding(check="bluetooth", ok=False, found=words.sentence, next_step=words.next_step)
    if not heard:
        wants = explain(LinkReason.NOT_FOUND, platform).next_step
        return Finding(check="bluetooth", ok=True, found="works; no strap near", next_step=wants)
    return Finding(check="bluetooth", ok=True, found=f"works; heard {', '.join(heard)}")


def check_sound(player: str | None, *, platform: Platform) -> Finding:
    """player: the program that plays tones, None where only the terminal's bell is left."""
    if platform is Platform.WINDOWS:
        return Finding(check="sound", ok=True, found="tones by Windows")
    if player is not None:
        return Finding(check="sound", ok=True, found=f"tones by {Path(player).name}")
    found = "no player: the terminal's bell, and the screen flashes"
    wants = "For tones that differ: sudo apt install alsa-utils"
    return Finding(check="sound", ok=True, found=found, next_step=wants)


def check_voice(
    speaker: str | None, *, install: str, tried: bool = False, trouble: str | None = None
) -> Finding:
    """speaker: what would say the cues, None where nothing can; install: what to type then.

    tried: it was asked to say something; trouble: what it did instead.
    """
    if speaker is None:
        found = "none: cues are tones and words on the screen"
        return Finding(check="voice", ok=not tried, found=found, next_step=install)
    if trouble is not None:
        wants = "Is there a sound device, and not muted? A ride goes without: --voice off"
        return Finding(check="voice", ok=False, found=f"{speaker} {trouble}", next_step=wants)
    if tried:
        wants = "Heard nothing? Turn the sound up, or louder for a ride: --voice-volume 100"
        return Finding(check="voice", ok=True, found=f"{speaker} has spoken", next_step=wants)
    return Finding(
        check="voice", ok=True, found=speaker, next_step="To hear it: hrguide doctor --voice"
    )


def check_awake(*, works: bool, words: str) -> Finding:
    """Whether the display stays on; words: `screen.awake`'s, with what to do after a colon."""
    found, _, wants = words.partition(": ")
    return Finding(check="display", ok=works, found=found, next_step=wants.capitalize() or None)


def check_home(folder: Path) -> Finding:
    """Whether rides can be kept there, and whether only their owner can read them."""
    if not folder.exists():
        above = next(parent for parent in folder.parents if parent.exists())
        if not os.access(above, os.W_OK | os.X_OK):
            return _no_home(f"{folder} cannot be made: {above} is not yours to write")
        return Finding(check="folder", ok=True, found=f"{folder} (made at the first ride)")
    if not folder.is_dir():
        return _no_home(f"{folder} is not a folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        return _no_home(f"{folder} is not yours to write")
    mode = stat.S_IMODE(folder.stat().st_mode)
    if os.name == "posix" and mode & ~FOLDER_MODE:
        found = f"{folder} can be read by others (mode {mode:o})"
        wants = f"Type: chmod {FOLDER_MODE:o} '{folder}'"
        return Finding(check="folder", ok=False, found=found, next_step=wants)
    return Finding(check="folder", ok=True, found=str(folder))


def _no_home(found: str) -> Finding:
    wants = "Choose another folder with --home DIR, or set HRGUIDE_HOME."
    return Finding(check="folder", ok=False, found=found, next_step=wants)


def check_disk(free_bytes: int) -> Finding:
    """Whether a ride fits."""
    free_mb = free_bytes // 1_000_000
    if free_mb < FREE_MIN_MB:
        wants = "Free some space: a ride takes less than 1 MB, but a full disk loses its end."
        found = f"{free_mb} MB free"
        return Finding(check="disk", ok=False, found=found, next_step=wants)
    return Finding(check="disk", ok=True, found=f"{free_mb / 1000:.1f} GB free")


def check_unfinished(rides: tuple[Path, ...]) -> Finding:
    """Rides that were interrupted: nothing is lost, but somebody should look."""
    if not rides:
        return Finding(check="rides", ok=True, found="none interrupted")
    newest = rides[-1].stem
    wants = f"`hrguide ride` offers to go on or to close it; to look: hrguide report {newest}"
    found = f"{len(rides)} interrupted, the newest {newest}"
    return Finding(check="rides", ok=True, found=found, next_step=wants)
