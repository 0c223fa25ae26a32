"""`hrguide doctor`: is everything there that a ride needs, and if not, what to type next.

Comes in: this computer. Goes out: a line a check, on stdout, and exit code 3 where there is no
Bluetooth. It listens for straps for a few seconds and changes nothing. What each fact means stands
in `doctor_checks.py`.
"""

import asyncio
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from hrguide import __version__
from hrguide.athlete.home import home_folder
from hrguide.bluetooth.radio import Radio
from hrguide.bluetooth.reasons import platform_of
from hrguide.bluetooth.source import LinkReason
from hrguide.cli.doctor_checks import (
    Finding,
    check_awake,
    check_bluetooth,
    check_disk,
    check_home,
    check_sound,
    check_terminal,
    check_unfinished,
    check_voice,
)
from hrguide.cli.options import home_option, json_option
from hrguide.clock import Clock, RealClock
from hrguide.errors import ExitCode
from hrguide.plain_text import clean, json_text
from hrguide.ride.folder import unfinished
from hrguide.screen import awake
from hrguide.screen.sound import choose_player
from hrguide.voice.phrases import load_phrases
from hrguide.voice.process import version_of
from hrguide.voice.speaker import find_speaker, how_to_install
from hrguide.voice.trial import say_once

LISTEN_S = 4.0  # straps advertise once a second or more often; a worn one is heard by then
REFUSED_WITHIN_S = 0.3  # an inhibitor without its service has given up by then


@click.command()
@click.option("--voice", "speaks", is_flag=True, help="Say something, to hear the voice.")
@json_option
@home_option
@click.pass_context
def command(ctx: click.Context, speaks: bool, as_json: bool, home: Path | None) -> ExitCode:
    """Check what a ride needs on this computer.

    Each line is `ok` or `not ok`, with the next command to type. Ends with exit code 3 where there
    is no Bluetooth: a ride by clock and talk, `hrguide demo` and everything else still work.
    """
    radio = ctx.obj if isinstance(ctx.obj, Radio) else None
    has_bluetooth = True
    for finding in _findings(home_folder(home), radio, speaks=speaks):
        if finding.check == "bluetooth":
            has_bluetooth = finding.ok
        click.echo(json_text(asdict(finding)) if as_json else _line(finding))
    return ExitCode.DONE if has_bluetooth else ExitCode.NO_BLUETOOTH


def _findings(home: Path, radio: Radio | None, *, speaks: bool) -> Iterator[Finding]:
    """One after the other, so that the page grows while the radio listens."""
    version = f"{platform.python_version()}, hrguide {__version__}, {platform.system()}"
    yield Finding(check="python", ok=True, found=version)
    yield from check_terminal(
        is_terminal=sys.stdout.isatty(),
        columns=shutil.get_terminal_size().columns,
        rows=shutil.get_terminal_size().lines,
        encoding=sys.stdout.encoding,
        colour="NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb",
    )
    player = choose_player()
    yield check_sound(player[0] if player else None, platform=platform_of(sys.platform))
    yield _voice(speaks=speaks)
    display = awake.check(settle=lambda: time.sleep(REFUSED_WITHIN_S))
    yield check_awake(works=display.works, words=display.words)
    yield check_home(home)
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    yield check_disk(shutil.disk_usage(there).free)
    yield check_unfinished(unfinished(home))
    reason, heard = asyncio.run(listen(radio or Radio(), RealClock()))
    yield check_bluetooth(reason, platform=platform_of(sys.platform), heard=heard)


def _voice(*, speaks: bool) -> Finding:
    phrases = load_phrases()
    speaker = find_speaker(phrases.voices)
    if speaker is None:
        return check_voice(None, install=how_to_install(), tried=speaks)
    trouble = say_once(speaker, phrases.spoken(phrases.test)) if speaks else None
    name = " ".join(filter(None, (speaker.name, version_of(speaker))))
    return check_voice(name, install=how_to_install(), tried=speaks, trouble=trouble)


async def listen(radio: Radio, clock: Clock) -> tuple[LinkReason | None, tuple[str, ...]]:
    """Why a scan could not run (None: it could), and the straps it heard."""
    from hrguide.bluetooth.client_scan import RADIO_ERRORS, scan
    from hrguide.bluetooth.failures import reason_of

    try:
        straps = await scan(radio, clock=clock, seconds=LISTEN_S)
    except RADIO_ERRORS as error:
        return reason_of(error), ()
    return None, tuple(strap.name or strap.address for strap in straps)


def _line(finding: Finding) -> str:
    word = click.style("ok    ", fg="green") if finding.ok else click.style("not ok", fg="red")
    line = f"{word}  {finding.check:<10} {clean(finding.found)}"
    return f"{line}\n{'':19}-> {clean(finding.next_step)}" if finding.next_step else line
