"""`hrguide report`: one page about a ride.

Comes in: RIDE (the newest one if none is named), or a file that `replay` reads. Goes out: the page
on stdout, or one line of JSON. It changes no file.
"""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from hrguide.cli.names import complete_ride
from hrguide.cli.options import athlete_option, home_option, json_option, quiet_option
from hrguide.cli.recording import open_word, skip_bad_option, whose_last
from hrguide.ride.folder import LAST


@click.command(short_help="One page about a ride.")
@click.argument("ride", metavar="[RIDE]", default=LAST, shell_complete=complete_ride)
@skip_bad_option
@athlete_option
@json_option
@quiet_option
@home_option
def command(
    ride: str, skip_bad: bool, athlete: str | None, as_json: bool, quiet: bool, home: Path | None
) -> None:
    """What happened in a ride: time in each verdict, steps, rests, answers, cues, signal.

    RIDE is a path, an id, or `last`. With several athletes `last` is that of the one in use
    (hrguide athlete use), or of the one named with --athlete.
    """
    from hrguide.report.page import page
    from hrguide.report.summary import summarise

    whose = whose_last(home, athlete) if ride == LAST else None
    found = open_word(ride, home=home, skip_bad=skip_bad, quiet=quiet, athlete=whose)
    summary = summarise(found)
    if as_json:
        click.echo(json.dumps(asdict(summary), ensure_ascii=False, default=_iso))
    else:
        click.echo(page(summary))


def _iso(value: object) -> str:
    """Dates in JSON; nothing else in a summary needs it."""
    assert isinstance(value, datetime)
    return value.isoformat()
