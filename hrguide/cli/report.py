"""`hrguide report`: one page about a ride.

Comes in: RIDE (the newest one if none is named), or a file that `replay` reads. Goes out: the page
on stdout, or one line of JSON, or a file for a browser, a picture or a PDF. It changes no ride, and
overwrites nothing without `--force`.
"""

import sys
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hrguide.athlete.home import home_folder
from hrguide.cli.names import complete_ride
from hrguide.cli.options import athlete_option, home_option, json_option, quiet_option
from hrguide.cli.output import refuse_overwriting, write_whole
from hrguide.cli.recording import open_word, say, skip_bad_option, whose_last
from hrguide.errors import UsageError
from hrguide.plain_text import json_text
from hrguide.ride.folder import LAST

if TYPE_CHECKING:
    from hrguide.report.recovery import Fall
    from hrguide.ride.reader import Ride

KINDS: Final = ("html", "png", "pdf")
_STDOUT: Final = "-"


@click.command(short_help="One page about a ride.")
@click.argument("ride", metavar="[RIDE]", default=LAST, shell_complete=complete_ride)
@click.option("--html", "kind", flag_value="html", help="A page for a browser, in one file.")
@click.option("--png", "kind", flag_value="png", help="A picture; needs hrguide[plots].")
@click.option("--pdf", "kind", flag_value="pdf", help="The same for paper; needs hrguide[plots].")
@click.option(
    "--output", metavar="FILE", help="Else RIDE with the kind's ending, here; - for stdout."
)
@click.option("--force", is_flag=True, help="Overwrite the output.")
@click.option("--steps", type=click.Choice(["laps"]), help="Take a recording's laps as its steps.")
@skip_bad_option
@athlete_option
@json_option
@quiet_option
@home_option
def command(
    ride: str,
    kind: str | None,
    output: str | None,
    force: bool,
    steps: str | None,
    skip_bad: bool,
    athlete: str | None,
    as_json: bool,
    quiet: bool,
    home: Path | None,
) -> None:
    """What happened in a ride: time in each verdict, steps, rests, answers, cues, signal.

    RIDE is a path, an id, or `last`. With several athletes `last` is that of the one in use
    (hrguide athlete use), or of the one named with --athlete. `--html` makes a page with pictures:
    it opens offline, on a telephone too, and prints on two sheets.
    """
    from hrguide.report.page import page
    from hrguide.report.summary import summarise

    kind = _kind(kind, output, as_json=as_json)
    whose = whose_last(home, athlete) if ride == LAST else None
    found = open_word(ride, home=home, skip_bad=skip_bad, quiet=quiet, athlete=whose)
    if steps is not None:
        found = _by_laps(found)
    if kind is not None:
        _write(found, kind, output, home=home, force=force, quiet=quiet)
    elif as_json:
        click.echo(json_text(asdict(summarise(found)), default=_iso))
    else:
        click.echo(page(summarise(found), _earlier(found, home)))


def _kind(kind: str | None, output: str | None, *, as_json: bool) -> str | None:
    """What kind of file is asked for, None for the page on stdout."""
    if kind is None and output is not None:
        kind = Path(output).suffix.lower().removeprefix(".")
        if kind not in KINDS:
            raise UsageError("which kind of file?", hint="Say so: --html, --png or --pdf.")
    if kind is not None and as_json:
        raise UsageError("--json writes lines, and a file was asked for", hint="Ask for one.")
    return kind


def _write(
    ride: "Ride", kind: str, output: str | None, *, home: Path | None, force: bool, quiet: bool
) -> None:
    path = None if output == _STDOUT else Path(output or f"{ride.name}.{kind}")
    if path is not None:
        refuse_overwriting(path, force=force)
    content = _encode(ride, kind, home)
    if path is None:
        sys.stdout.buffer.write(content)
        return
    write_whole(path, content)
    click.echo(path)
    if not quiet:
        say(f"{ride.name}: {len(content) / 1000:.0f} kB of {kind.upper()}")


def _encode(ride: "Ride", kind: str, home: Path | None) -> bytes:
    """The bytes; what draws them is imported only where it is wanted."""
    from hrguide.report.ridden import ride_again
    from hrguide.report.summary import sum_up

    if kind != "html":
        from hrguide.report.plots import draw, require_matplotlib

        require_matplotlib()
        ridden = ride_again(ride)
        return draw(ridden, sum_up(ridden), kind)
    from hrguide.report.html import html_page

    ridden = ride_again(ride)
    return html_page(ridden, sum_up(ridden), _earlier(ride, home)).encode()


def _earlier(ride: "Ride", home: Path | None) -> "tuple[Fall, ...]":
    from hrguide.cli.earlier import earlier_falls

    return earlier_falls(ride, home_folder(home))


def _by_laps(ride: "Ride") -> "Ride":
    from hrguide.ride.lap_steps import lap_workout

    header = replace(ride.header, workout_text=lap_workout(ride), workout_name="laps")
    return replace(ride, header=header)


def _iso(value: object) -> str:
    """Dates in JSON; nothing else in a summary needs it."""
    assert isinstance(value, datetime)
    return value.isoformat()
