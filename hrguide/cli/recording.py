"""RIDE or FILE on a command line, opened; and what there is to say about how it read.

Comes in: a word, the home folder. Goes out: a `Ride`, and on stderr what was passed over in it.
Refuses to replay or to sum up.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from hrguide import __version__
from hrguide.athlete import store
from hrguide.athlete.home import home_folder
from hrguide.plain_text import clean_lines
from hrguide.ride.folder import LAST, find_ride
from hrguide.ride.reader import Damage, Ride
from hrguide.ride.recording import open_recording

_LINES_NAMED: Final = 5


def skip_bad_option(verb: click.decorators.FC) -> click.decorators.FC:
    """`--skip-bad` as `skip_bad: bool`."""
    return click.option(
        "--skip-bad", is_flag=True, help="Read on where lines are damaged, and say how many."
    )(verb)


def open_word(
    word: str, *, home: Path | None, skip_bad: bool, quiet: bool, athlete: str | None = None
) -> Ride:
    """The ride that a word means: a path, an id, or `last` (of that athlete, if one is named)."""
    path = find_ride(home_folder(home), word, athlete=athlete if word == LAST else None)
    ride = open_recording(path, hrguide_version=__version__, skip_bad=skip_bad)
    if not quiet:
        for line in remarks(ride):
            say(line)
    return ride


def remarks(ride: Ride) -> tuple[str, ...]:
    """What was passed over while reading."""
    told = []
    if ride.damage:
        told.append(_passed_over(ride.damage))
    if ride.torn:
        told.append(f"the last line is torn ({len(ride.torn)} bytes) and left out")
    if ride.notes:
        told.append(f"not used by this version: {', '.join(ride.notes)}")
    return tuple(told)


def _passed_over(damage: Sequence[Damage]) -> str:
    """Which lines, or at which bytes."""
    in_lines = damage[0].line is not None
    unit = ("line" if in_lines else "place") + ("" if len(damage) == 1 else "s")
    named = damage[:_LINES_NAMED]
    places = [str(each.line) if in_lines else each.place for each in named]
    more = ", ..." if len(damage) > _LINES_NAMED else ""
    return f"{len(damage)} {unit} could not be read and passed over: {', '.join(places)}{more}"


def whose_last(home: Path | None, named: str | None) -> str | None:
    """Whose newest ride `last` is: the one named, else, with several athletes, the one in use."""
    if named is not None:
        return store.load(home_folder(home), named).name
    folder = home_folder(home)
    return store.in_use(folder) if len(store.everybody(folder).profiles) > 1 else None


def say(text: str) -> None:
    """Talk goes to stderr: stdout is data."""
    click.echo(clean_lines(text), err=True)
