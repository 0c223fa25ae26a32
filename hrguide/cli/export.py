"""`hrguide export`: a ride as a file that other programs read.

Comes in: RIDE (or a recording), a format. Goes out: the file, whole or not at all, and its path on
stdout; `--output -` writes it to stdout instead. It overwrites nothing without `--force`, and says
nothing of who rode.
"""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hrguide.cli.day import start_option
from hrguide.cli.names import complete_ride
from hrguide.cli.options import athlete_option, home_option, quiet_option
from hrguide.cli.output import refuse_overwriting, write_whole
from hrguide.cli.progress import bar
from hrguide.cli.recording import open_word, say, skip_bad_option, whose_last
from hrguide.errors import UsageError
from hrguide.ride.folder import LAST

if TYPE_CHECKING:
    from hrguide.ride.export.told import Told

FORMATS: Final = {"fit": ".fit", "tcx": ".tcx", "csv": ".csv", "rr": ".txt", "json": ".json"}
_STDOUT: Final = "-"


@click.command(short_help="A ride as a file that other programs read.")
@click.argument("ride", metavar="RIDE", shell_complete=complete_ride)
@click.option(
    "--to", "to", type=click.Choice([*FORMATS]), help="Else what the output's name ends with."
)
@click.option(
    "--output", metavar="FILE", help="Else RIDE with the format's ending, here; - stdout."
)
@click.option("--force", is_flag=True, help="Overwrite the output.")
@start_option("--on", "on", says="When a ride that carries no date began.")
@skip_bad_option
@athlete_option
@quiet_option
@home_option
def command(
    ride: str,
    to: str | None,
    output: str | None,
    force: bool,
    on: datetime | None,
    skip_bad: bool,
    athlete: str | None,
    quiet: bool,
    home: Path | None,
) -> None:
    """Export a ride: FIT and TCX for training programs, CSV, RR intervals or JSON.

    RIDE is a path, an id, or `last`. A FIT file has records, a lap a step, beats, and comes home
    again by `hrguide import` with every decision as it was. No name and no answer goes with it.
    """
    kind = to or _by_ending(output)
    whose = whose_last(home, athlete) if ride == LAST else None
    found = open_word(ride, home=home, skip_bad=skip_bad, quiet=quiet, athlete=whose)
    path = None if output == _STDOUT else Path(output or f"{found.name}{FORMATS[kind]}")
    if path is not None:
        refuse_overwriting(path, force=force)
    from hrguide.ride.export.told import tell

    with bar(f"Writing {kind.upper()}", quiet=quiet) as shown:
        content = _encode(kind, tell(found, on=on), lambda done, total: shown.at(done, total))
    if path is None:
        sys.stdout.buffer.write(content)
        return
    write_whole(path, content)
    click.echo(path)
    if not quiet:
        say(f"{found.name}: {len(content) / 1000:.0f} kB of {kind.upper()}")


def _by_ending(output: str | None) -> str:
    ending = Path(output or "").suffix.lower()
    for kind, known in FORMATS.items():
        if ending == known:
            return kind
    raise UsageError("to which format?", hint=f"Say so: --to {'|'.join(FORMATS)}")


def _encode(kind: str, told: "Told", progress: Callable[[int, int], None]) -> bytes:
    """The bytes; each format is imported only where it is wanted."""
    if kind == "fit":
        from hrguide.ride.export.fit import encode_fit

        return encode_fit(told, progress=progress)
    if kind == "tcx":
        from hrguide.ride.export.tcx import encode_tcx

        return encode_tcx(told)
    from hrguide.ride.export import text

    return {"csv": text.encode_csv, "rr": text.encode_rr, "json": text.encode_json}[kind](told)
