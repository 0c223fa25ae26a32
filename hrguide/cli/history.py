"""`hrguide history`: the rides of an athlete, what changed over them, each as a row.

Comes in: whose, and which. Goes out: pictures and a table, JSON lines or CSV on stdout. It opens
the ride files that are new since the last time, the rest stands in a cache that may be deleted at
any time. It changes no ride.
"""

import csv
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import click

from hrguide.athlete.home import home_folder
from hrguide.athlete.names import name_key, recorded_key
from hrguide.cli.cached import history_cache
from hrguide.cli.day import day_option
from hrguide.cli.names import complete_workout
from hrguide.cli.options import (
    athlete_option,
    home_option,
    json_option,
    machine_option,
    quiet_option,
)
from hrguide.cli.progress import bar
from hrguide.cli.whom import only_or_in_use
from hrguide.errors import UsageError
from hrguide.history.gather import Gathered, gather
from hrguide.history.lines import Line, Tone, plain
from hrguide.history.page import Shown, page, rows_of
from hrguide.history.past import Heading, Past
from hrguide.history.table import Row, csv_rows, record
from hrguide.plain_text import clean, clean_lines, json_text

NARROWEST, WIDEST = 40, 80
_RESET: Final = "\x1b[0m"
_NAMED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which of the athlete's rides are shown."""

    since: date | None
    until: date | None
    machine: str | None
    workout: str | None

    def let_through(self, past: Past) -> bool:
        heading = past.heading
        on = None if heading.started is None else heading.started.date()
        if (self.since or self.until) and on is None:
            return False
        return (
            (self.since is None or on is None or on >= self.since)
            and (self.until is None or on is None or on <= self.until)
            and self.machine in (None, heading.machine)
            and (self.workout is None or heading.workout.casefold() == self.workout.casefold())
        )


@click.command(short_help="Your rides, and what changed over them.")
@athlete_option
@day_option("--since", "since", says="From this day on.")
@day_option("--until", "until", says="Up to this day.")
@machine_option
@click.option(
    "--workout", metavar="NAME", shell_complete=complete_workout, help="Rides of this workout."
)
@click.option("--simulated", is_flag=True, help="The demos, instead of an athlete's rides.")
@click.option("--nobodys", is_flag=True, help="Imports that carry no name, instead.")
@click.option("--all", "every", is_flag=True, help="All rides, not only those that fit the screen.")
@click.option("--csv", "as_csv", is_flag=True, help="A table for a spreadsheet on stdout.")
@click.option("--rebuild", is_flag=True, help="Find every figure anew.")
@json_option
@quiet_option
@home_option
def command(
    athlete: str | None,
    since: date | None,
    until: date | None,
    machine: str | None,
    workout: str | None,
    simulated: bool,
    nobodys: bool,
    every: bool,
    as_csv: bool,
    rebuild: bool,
    as_json: bool,
    quiet: bool,
    home: Path | None,
) -> None:
    """The threshold over months, time in range, recovery, soreness; then ride by ride.

    Recovery stands beside own earlier rests on the same machine that began within 8 bpm, of three
    rides or more. Soreness is shown as it was told. In CSV a text that a spreadsheet would take for
    a formula (it begins with = + - or @) has a ' in front.
    """
    if as_csv and as_json:
        raise UsageError("--csv and --json are two forms", hint="Name one of the two.")
    folder = home_folder(home)
    whose, wanted = _whose(folder, athlete, simulated=simulated, nobodys=nobodys)
    filters = Filters(since=since, until=until, machine=machine, workout=workout)
    found = _gathered(folder, wanted, rebuild=rebuild, quiet=quiet)
    rows = tuple(row for row in rows_of(found.pasts) if filters.let_through(row.past))
    if not quiet:
        _tell_headless(found.headless)
    if as_json:
        for row in rows:
            click.echo(json_text(record(row)))
    elif as_csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows(csv_rows(rows))
    else:
        _show(rows, whose, machine, found, every=every)


def _whose(
    folder: Path, named: str | None, *, simulated: bool, nobodys: bool
) -> tuple[str, Callable[[Heading], bool]]:
    """In words, and as a question to a ride's first line."""
    if sum((named is not None, simulated, nobodys)) > 1:
        raise UsageError(
            "--athlete, --simulated and --nobodys are three kinds of rides",
            hint="Name one of the three.",
        )
    if simulated:
        return "Demos", lambda heading: heading.simulated
    if nobodys:
        return "Nobody's", lambda heading: not heading.simulated and heading.athlete is None
    name = only_or_in_use(folder) if named is None else named
    key = name_key(name)

    def is_theirs(heading: Heading) -> bool:
        return (
            not heading.simulated
            and heading.athlete is not None
            and recorded_key(heading.athlete) == key
        )

    return name, is_theirs


def _gathered(
    folder: Path, wanted: Callable[[Heading], bool], *, rebuild: bool, quiet: bool
) -> Gathered:
    cache = history_cache(folder)
    if rebuild:
        cache.clear()
    with bar("Riding them again, once", quiet=quiet) as shown:
        found = gather(
            folder,
            cache,
            wanted=wanted,
            each=lambda done, total: shown.at(done, total, f"{done} of {total} rides"),
        )
    if not quiet:
        for sentence in cache.told:
            click.echo(clean_lines(sentence), err=True)
    return found


def _show(
    rows: tuple[Row, ...], whose: str, machine: str | None, found: Gathered, *, every: bool
) -> None:
    if not rows:
        some = " that the filters let through" if found.pasts else ""
        raise UsageError(
            f"there is no ride of {whose}{some}",
            hint="`hrguide ride` makes one; `hrguide history --simulated` shows the demos.",
        )
    width, height = _size()
    shown = Shown(whose=clean(whose), rows=rows, machine=machine)
    lines = page(shown, width=width, height=None if every else height)
    _print(lines)


def _tell_headless(ids: Iterable[str]) -> None:
    names = [clean(one) for one in ids]
    if names:
        more = ", ..." if len(names) > _NAMED else ""
        told = f"{', '.join(names[:_NAMED])}{more}"
        click.echo(
            f"Without a readable first line, so nobody's: {told}. See: hrguide recover", err=True
        )


def _print(lines: Iterable[Line]) -> None:
    ascii_only = not (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    if not sys.stdout.isatty() or os.environ.get("TERM", "dumb") in ("", "dumb"):
        click.echo("\n".join(plain(one, ascii_only=ascii_only) for one in lines))
        return
    from hrguide.screen.canvas import Tone as ScreenTone
    from hrguide.screen.live import palette_for

    palette = palette_for(os.environ)
    styles = {tone: palette[ScreenTone(tone.value)] for tone in Tone}
    click.echo("\n".join(_coloured(one, styles, ascii_only=ascii_only) for one in lines))


def _coloured(shown: Line, styles: dict[Tone, str], *, ascii_only: bool) -> str:
    told = []
    for piece in shown:
        text = plain((piece,), ascii_only=ascii_only)
        blanks = " " * (len(piece.text) - len(piece.text.rstrip()))
        style = styles[piece.tone]
        told.append(f"\x1b[{style}m{text}{_RESET}{blanks}" if style and text else text + blanks)
    return "".join(told).rstrip()


def _size() -> tuple[int, int | None]:
    """Columns and rows of the terminal; a file gets all rides, 80 wide."""
    if not sys.stdout.isatty():
        return WIDEST, None
    size = os.get_terminal_size(sys.stdout.fileno())
    return max(NARROWEST, min(WIDEST, size.columns or WIDEST)), size.lines or None
