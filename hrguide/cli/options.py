"""The options that several verbs share, and how a shell completes their values.

Comes in: nothing. Goes out: decorators, so that `--athlete` means the same under every verb, and
completers that look at the names of files only. Refuses to decide what a value means, and to
import a radio, numpy or the screen: a shell asks here between two key presses.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from hrguide.athlete.athlete import Machine
from hrguide.cli.names import complete_athlete
from hrguide.voice.volume import DEFAULT_VOLUME, VOLUME_MAX, VOLUME_MIN

Verb = TypeVar("Verb", bound=Callable[..., Any])
Decorator = Callable[[Verb], Verb]


def athlete_option(verb: Verb) -> Verb:
    """`--athlete NAME` as `athlete: str | None`."""
    return click.option(
        "--athlete",
        metavar="NAME",
        shell_complete=complete_athlete,
        help="Who it is about. With several athletes a ride always asks.",
    )(verb)


def machine_option(verb: Verb) -> Verb:
    """`--machine` as `machine: str | None`, one of `athlete.Machine`'s values."""
    return click.option(
        "--machine",
        type=click.Choice([machine.value for machine in Machine]),
        help="What you sit or stand on.",
    )(verb)


def json_option(verb: Verb) -> Verb:
    """`--json` as `as_json: bool`."""
    return click.option(
        "--json", "as_json", is_flag=True, help="JSON lines on stdout, for another program."
    )(verb)


def quiet_option(verb: Verb) -> Verb:
    """`--quiet` as `quiet: bool`."""
    return click.option("--quiet", is_flag=True, help="Say only what went wrong.")(verb)


def no_sound_option(verb: Verb) -> Verb:
    """`--no-sound` as `no_sound: bool`."""
    return click.option("--no-sound", is_flag=True, help="No tones, no voice.")(verb)


def voice_options(verb: Verb) -> Verb:
    """`--voice on|off` as `voice: str | None`, `--voice-volume` as `voice_volume: int`."""
    volume = click.option(
        "--voice-volume",
        type=click.IntRange(VOLUME_MIN, VOLUME_MAX),
        default=DEFAULT_VOLUME,
        show_default=True,
        envvar="HRGUIDE_VOICE_VOLUME",
        help="How loud the voice is, 0 to 100; else $HRGUIDE_VOICE_VOLUME.",
    )
    voice = click.option(
        "--voice",
        type=click.Choice(["on", "off"]),
        envvar="HRGUIDE_VOICE",
        help="Say the cues aloud; else $HRGUIDE_VOICE, else where there is sound and a speaker.",
    )
    return voice(volume(verb))


def no_flash_option(verb: Verb) -> Verb:
    """`--no-flash` as `no_flash: bool`."""
    return click.option(
        "--no-flash", is_flag=True, help="The screen does not flash at a change of step."
    )(verb)


def home_option(verb: Verb) -> Verb:
    """`--home DIR` (else HRGUIDE_HOME) as `home: Path | None`, None for the platform's folder."""
    return click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="HRGUIDE_HOME",
        metavar="DIR",
        help="Where athletes and rides are kept; else $HRGUIDE_HOME.",
    )(verb)
