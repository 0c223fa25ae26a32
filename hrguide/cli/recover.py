"""`hrguide recover`: rides that were interrupted or damaged, what they hold, mended into copies.

Comes in: ride ids or paths, or none for all. Goes out: on stdout what each holds, or a line of
JSON. With `--mend` a copy is written beside each; no original is changed, and mending again makes
no second copy. A ride in progress is told and left alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import click

from hrguide import __version__
from hrguide.athlete.home import home_folder
from hrguide.cli.names import complete_ride
from hrguide.cli.options import home_option, json_option, quiet_option
from hrguide.cli.progress import bar
from hrguide.cli.recording import say
from hrguide.errors import BadFileError, ExitCode, HrguideError
from hrguide.plain_text import clean, json_text
from hrguide.ride.folder import find_ride, ride_paths
from hrguide.ride.mended import mend, mended_copy
from hrguide.ride.reader import Damage
from hrguide.ride.resume import resumable
from hrguide.ride.salvage import Salvaged, State, salvage

_LINES_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A ride to tell of. copy: its mended copy. is_new: made just now. goes_on: it may go on."""

    found: Salvaged
    copy: Path | None
    is_new: bool = False
    goes_on: bool = False


@click.command(short_help="Interrupted and damaged rides, mended into copies.")
@click.argument("rides", nargs=-1, metavar="[RIDES...]", shell_complete=complete_ride)
@click.option("--mend", "mends", is_flag=True, help="Write a mended copy of each.")
@json_option
@quiet_option
@home_option
def command(
    rides: tuple[str, ...], mends: bool, as_json: bool, quiet: bool, home: Path | None
) -> int:
    """What interrupted and damaged rides hold, and which line of them is bad.

    Nothing needs to be mended after a crash: `hrguide ride` goes on, or closes the ride, by itself.
    --mend makes a copy of each that reads without an error; the original stays as it is.
    """
    folder = home_folder(home)
    paths = [find_ride(folder, word) for word in rides] or list(ride_paths(folder))
    going_on = resumable(folder, now=datetime.now().astimezone())
    shown: list[Told] = []
    wrong: list[HrguideError] = []
    with bar("Looking through rides", quiet=quiet) as progress:
        for done, path in enumerate(paths):
            progress.at(done, len(paths), path.stem)
            goes_on = going_on is not None and going_on.path == path
            try:
                told = _looked_at(folder, path, mends=mends, goes_on=goes_on, named=bool(rides))
            except BadFileError as error:
                wrong.append(error)
                continue
            if told.found.state is not State.WHOLE or rides:
                shown.append(told)
    for told in shown:
        click.echo(json_text(_record(told)) if as_json else _block(_lines(told)))
    for each in wrong:
        say(f"hrguide: {each.message}\n  {each.hint}")
    if not quiet:
        say(_closing(shown, len(paths)))
    return ExitCode.BAD_FILE if wrong else ExitCode.DONE


def _looked_at(home: Path, path: Path, *, mends: bool, goes_on: bool, named: bool) -> Told:
    """goes_on: it would go on at the next start, and is mended only where it is named."""
    found = salvage(path)
    if mends and found.may_be_mended and (named or not goes_on):
        made = mend(home, found, hrguide_version=__version__)
        return Told(found=found, copy=made.path, is_new=made.is_new, goes_on=goes_on)
    copy = mended_copy(home, found, hrguide_version=__version__)
    return Told(found=found, copy=copy, goes_on=goes_on)


def _lines(told: Told) -> Iterator[str]:
    found = told.found
    yield f"{found.path.stem}: {found.state.value}{_whose(found)}"
    if found.state is State.IN_PROGRESS:
        yield "  another hrguide writes it; it is left alone"
        return
    if found.lines:
        yield f"  {_minutes(found.last_at_s)}, {found.packets} packets of heart rate{_last(found)}"
    for damage in found.damage[:_LINES_NAMED]:
        yield f"  {damage.place}: expected {damage.expected}, got {damage.got}"
    if len(found.damage) > _LINES_NAMED:
        yield f"  and {len(found.damage) - _LINES_NAMED} more lines"
    if found.torn:
        yield f"  the last line is torn ({len(found.torn)} bytes)"
    if found.header is not None and not found.has_footer:
        yield "  its end is missing"
    if told.goes_on:
        yield "  it may go on: hrguide ride"
    if told.copy is not None:
        yield f"  {'mended' if told.is_new else 'mended already'}: {told.copy.stem}"


def _whose(found: Salvaged) -> str:
    header = found.header
    if header is None:
        return ""
    who = "a demo" if header.simulated else header.athlete.name if header.athlete else "nobody's"
    return f"; {who}, {_day(header.started)}" if header.started else f"; {who}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y, %H:%M}"


def _last(found: Salvaged) -> str:
    if found.header is None or found.header.started is None:
        return ""
    last = found.header.started + timedelta(seconds=found.last_at_s)
    return f", the last line at {last:%H:%M:%S}"


def _minutes(seconds: float) -> str:
    minutes, left_s = divmod(int(seconds), 60)
    return f"{minutes}:{left_s:02} minutes"


def _block(lines: Iterable[str]) -> str:
    """Each line safe to show: names and words of damaged files are anybody's."""
    return "\n".join(map(clean, lines))


def _closing(shown: list[Told], looked_at: int) -> str:
    needy = [told for told in shown if told.found.may_be_mended]
    if not needy:
        every = f"all {looked_at} rides are" if looked_at != 1 else "the one ride is"
        some = any(told.found.state is not State.WHOLE for told in shown)
        return (
            "Nothing to mend." if some or not looked_at else f"Nothing to recover: {every} whole."
        )
    left = [told for told in needy if told.copy is None]
    if not left:
        return "Each has a mended copy; the originals stay as they are."
    return "To write mended copies beside them: hrguide recover --mend"


def _record(told: Told) -> dict[str, object]:
    found, header = told.found, told.found.header
    started = None if header is None else header.started
    return {
        "ride": found.path.stem,
        "path": str(found.path),
        "state": found.state.name.lower(),
        "athlete": None if header is None or header.athlete is None else header.athlete.name,
        "started": started and started.isoformat(),
        "simulated": None if header is None else header.simulated,
        "last_at_s": found.last_at_s if found.lines else None,
        "packets": found.packets,
        "damage": [_damage(one) for one in found.damage],
        "torn_bytes": len(found.torn),
        "has_end": found.has_footer,
        "goes_on": told.goes_on,
        "mended": None if told.copy is None else told.copy.stem,
        "mended_now": told.is_new,
    }


def _damage(damage: Damage) -> dict[str, object]:
    return {"line": damage.line, "expected": damage.expected, "got": damage.got}
