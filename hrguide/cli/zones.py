"""`hrguide zones`: your heart rates for each effort, and what they rest on.

Comes in: whose, on which machine, as of which day. Goes out: a page of text, one JSON object, or
the one line to take to a watch, on stdout. It changes nothing and asks nothing.
"""

import os
import sys
from datetime import date
from pathlib import Path

import click

from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import Entry, read_diary
from hrguide.athlete.home import home_folder
from hrguide.cli.day import day_option
from hrguide.cli.options import athlete_option, home_option, json_option, machine_option
from hrguide.cli.whom import whom
from hrguide.cli.zones_page import Page, as_json, card, page
from hrguide.plain_text import clean, clean_lines, json_text
from hrguide.zones.standing import standing

NARROWEST, WIDEST = 40, 80  # as the live screen; wider than 80 reads badly


@click.command(short_help="Your heart rates, and what they rest on.")
@athlete_option
@machine_option
@day_option("--as-of", "as_of", says="As they stood on that day; today if not given.")
@click.option("--card", "as_card", is_flag=True, help="One line, to set a watch by.")
@json_option
@home_option
def command(
    athlete: str | None,
    machine: str | None,
    as_of: date | None,
    as_card: bool,
    as_json: bool,
    home: Path | None,
) -> None:
    """Your heart rate for each effort: where it comes from and how sure it is.

    The threshold is the heart rate at which talking turns from easy to "only just"; every range is
    laid from it.
    """
    folder = home_folder(home)
    profile = whom(folder, athlete)
    on = as_of or date.today()
    here = Machine(machine) if machine is not None else profile.machine or Machine.BIKEERG
    entries = [entry for entry in read_diary(folder, profile.name) if not entry.forgotten]
    shown = Page(
        name=profile.name,
        state=standing(
            profile.athlete(on), [entry.piece for entry in entries], machine=here, on=on
        ),
        ids=_ids(entries),
    )
    if as_card:
        click.echo(clean_lines(card(shown)))
    elif as_json:
        click.echo(json_text(_as_json(shown)))
    else:
        click.echo("\n".join(map(clean, page(shown, width=_width(), ascii_only=_ascii_only()))))


_as_json = as_json  # under `command` the name is the option's


def _ids(entries: list[Entry]) -> dict[int, str]:
    """The diary's id of each piece, by the identity of its record: two pieces may be equal."""
    return {id(entry.piece): entry.id for entry in entries}


def _width() -> int:
    """Of the terminal; a file gets the full page."""
    if not sys.stdout.isatty():
        return WIDEST
    told = os.environ.get("COLUMNS", "")  # not `shutil`, which asks the same and costs 5 ms
    columns = int(told) if told.isdecimal() else os.get_terminal_size(sys.stdout.fileno()).columns
    return max(NARROWEST, min(WIDEST, columns or WIDEST))


def _ascii_only() -> bool:
    return not (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
