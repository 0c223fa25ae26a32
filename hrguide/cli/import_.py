"""`hrguide import`: recordings of watches, apps and other programs become rides here.

Comes in: files, folders, zips. Goes out: on stdout the id of each ride (or a line of JSON), on
stderr how it was read; a table's columns are shown, and asked about on a terminal, before they are
used. One file that cannot be read does not stop the others; the exit code says that there was one.
It deletes nothing, and changes a ride that is there only with `--force`.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hrguide import __version__
from hrguide.athlete.home import home_folder
from hrguide.cli.day import start_option
from hrguide.cli.options import (
    athlete_option,
    home_option,
    json_option,
    machine_option,
    quiet_option,
)
from hrguide.cli.progress import Bar, bar
from hrguide.cli.recording import remarks, say, skip_bad_option
from hrguide.errors import ExitCode, HrguideError, UsageError
from hrguide.plain_text import clean, json_text

if TYPE_CHECKING:
    from hrguide.ride.archive import Found
    from hrguide.ride.header import Header
    from hrguide.ride.keep import Kept
    from hrguide.ride.reader import Ride

_NAMED: Final = 5


def _columns(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> dict[str, str] | None:
    from hrguide.ride.formats.csv_columns import KINDS

    found = {}
    for word in value:
        kind, sign, name = word.partition("=")
        if kind not in KINDS or not sign:
            raise click.BadParameter(f"{word!r} is not KIND=NAME with KIND {', '.join(KINDS)}.")
        found[kind] = name
    return found or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The command line, besides the files."""

    home: Path
    columns: dict[str, str] | None
    steps_from_laps: bool
    athlete: str | None
    machine: str | None
    on: datetime | None
    skip_bad: bool
    replace: bool
    asks: bool
    as_json: bool
    quiet: bool


@click.command(name="import", short_help="Recordings of watches and apps become rides.")
@click.argument(
    "files", metavar="FILES...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--steps", type=click.Choice(["laps"]), help="Make each lap a step of the ride's workout."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    callback=_columns,
    metavar="KIND=NAME",
    help="Of a CSV: which column is time_s, hr_bpm, rr_s, power_w or cadence_rpm.",
)
@start_option("--on", "on", says="When files that carry no date began.")
@click.option("--yes", is_flag=True, help="Take a table's columns as they were understood.")
@click.option("--force", is_flag=True, help="Import again what is here already, in its place.")
@skip_bad_option
@athlete_option
@machine_option
@json_option
@quiet_option
@home_option
def command(
    files: tuple[Path, ...],
    steps: str | None,
    columns: dict[str, str] | None,
    on: datetime | None,
    yes: bool,
    force: bool,
    skip_bad: bool,
    athlete: str | None,
    machine: str | None,
    as_json: bool,
    quiet: bool,
    home: Path | None,
) -> int:
    """Import FIT, TCX, GPX, Polar HRM, CSV or RR text; folders and zips too.

    Each becomes a ride that replay, report and tune read. Without --athlete it is nobody's: no
    threshold, no ceiling. The original is not changed; imported twice it is one ride.
    """
    wanted = Wanted(
        home=home_folder(home),
        columns=columns,
        steps_from_laps=steps is not None,
        athlete=athlete,
        machine=machine,
        on=on,
        skip_bad=skip_bad,
        replace=force,
        asks=not yes and sys.stdin.isatty() and sys.stderr.isatty(),
        as_json=as_json,
        quiet=quiet,
    )
    return _Import(wanted).run(files)


class _Import:
    """One call of the verb."""

    def __init__(self, wanted: Wanted) -> None:
        from hrguide.ride.keep import Keeper

        self._wanted = wanted
        self._keeper: Keeper = Keeper(wanted.home)
        self._wrong: list[HrguideError] = []
        self._passed_over: list[str] = []
        self._new = self._known = 0
        self._declined = False
        self._bar = Bar(None, None)

    def run(self, files: Sequence[Path]) -> int:
        """Import all; the last error's exit code where there was one."""
        from hrguide.ride.archive import found_in
        from hrguide.ride.keep import CannotKeepError

        with bar("Importing", quiet=self._wanted.quiet) as self._bar:
            for number, found in enumerate(found_in(files), start=1):
                self._bar.at(number, words=found.shown)
                try:
                    self._take(found)
                except CannotKeepError as error:  # no room for the next one either
                    self._refuse(error)
                    break
        return self._close()

    def _take(self, found: "Found") -> None:
        from hrguide.ride.keep import CannotKeepError
        from hrguide.ride.reader import BadRideError

        if isinstance(found.content, HrguideError):
            self._refuse(found.content)
            return
        try:
            self._import(found, found.content)
        except CannotKeepError:
            raise
        except HrguideError as error:
            if found.is_named or isinstance(error, BadRideError | UsageError):
                self._refuse(error)
            else:  # somebody's notes beside the rides: no fault
                self._passed_over.append(found.shown)

    def _refuse(self, error: HrguideError) -> None:
        self._wrong.append(error)
        say(f"hrguide: {clean(error.message)}\n  {clean(error.hint)}")

    def _import(self, found: "Found", content: bytes) -> None:
        from hrguide.ride.recording import decode_recording

        wanted = self._wanted
        ride = decode_recording(
            content,
            path=found.path,
            hrguide_version=__version__,
            skip_bad=wanted.skip_bad,
            columns=wanted.columns,
        )
        if ride.header.origin is None or content[:1] == b"{":
            self._tell(found, ride, self._keeper.keep_file(ride, content))
            return
        if not self._is_agreed(found, ride):
            self._declined = True
            return
        ride = replace(ride, header=self._header(ride))
        self._tell(found, ride, self._keeper.keep(ride, replace=wanted.replace))

    def _is_agreed(self, found: "Found", ride: "Ride") -> bool:
        """Show how a table was understood; on a terminal ask whether that is right."""
        if not ride.understood or self._keeper.known(_sha256(ride)) is not None:
            return True
        lines = (found.shown, *ride.understood, _first_beat(ride))
        say("\n  ".join(clean(line) for line in lines))
        return not self._wanted.asks or self._bar.ask(
            lambda: click.confirm("Import it so?", default=True, err=True)
        )

    def _header(self, ride: "Ride") -> "Header":
        from hrguide.athlete.athlete import Machine
        from hrguide.ride.lap_steps import lap_workout

        wanted, header = self._wanted, ride.header
        if wanted.steps_from_laps:
            header = replace(header, workout_text=lap_workout(ride), workout_name="laps")
        if wanted.machine is not None:
            header = replace(header, machine=Machine(wanted.machine))
        if wanted.on is not None and header.started is None:
            header = replace(header, started=wanted.on)
        if wanted.athlete is None:
            return header
        return _owned(header, wanted.home, wanted.athlete)

    def _tell(self, found: "Found", ride: "Ride", kept: "Kept") -> None:
        self._new += kept.is_new
        self._known += not kept.is_new
        if self._wanted.as_json:
            click.echo(json_text(_as_json(found, ride, kept)))
        else:
            click.echo(clean(kept.path.stem))
        if self._wanted.quiet:
            return
        if not kept.is_new:
            why = ", which has the same heart rates" if kept.same_packets else ""
            say(
                f"{clean(found.shown)}: here already as {kept.path.stem}{why} "
                "(--force imports it again)"
            )
            return
        for line in remarks(ride):
            say(clean(f"{found.shown}: {line}"))

    def _close(self) -> int:
        if not self._wanted.quiet:
            if self._passed_over:
                names = ", ".join(clean(name) for name in self._passed_over[:_NAMED])
                more = ", ..." if len(self._passed_over) > _NAMED else ""
                say(f"{len(self._passed_over)} files are no recordings: {names}{more}")
            many = "1 ride" if self._new == 1 else f"{self._new} rides"
            here = f", {self._known} here already" if self._known else ""
            failed = f", {len(self._wrong)} could not be read" if self._wrong else ""
            say(f"{many} imported{here}{failed}.")
        if self._wrong:
            return self._wrong[-1].exit_code
        found_any = self._new or self._known or self._declined
        return ExitCode.DONE if found_any else ExitCode.BAD_FILE


def _owned(header: "Header", home: Path, name: str) -> "Header":
    """The ride as this athlete's: their facts, and what was known of them up to that day."""
    from hrguide.athlete import store
    from hrguide.athlete.diary import known_evidence

    day = date.today() if header.started is None else header.started.date()
    pieces = known_evidence(home, name)
    before = [piece for piece in pieces if _day(piece.on) <= day]
    return replace(header, athlete=store.load(home, name).athlete(day), evidence=tuple(before))


def _day(on: "date | str") -> date:
    return on if isinstance(on, date) else date.fromisoformat(on)


def _sha256(ride: "Ride") -> str:
    assert ride.header.origin is not None
    return ride.header.origin.sha256


def _first_beat(ride: "Ride") -> str:
    from hrguide.bluetooth.heart_rate import decode_heart_rate
    from hrguide.ride.lines import HEART_RATE

    first = next(packet for packet in ride.packets if packet.characteristic == HEART_RATE)
    told = decode_heart_rate(first.payload)
    return f"first heart rate: {told.hr_bpm} bpm at {first.at_s:g} s"


def _as_json(found: "Found", ride: "Ride", kept: "Kept") -> dict[str, object]:
    from hrguide.bluetooth.heart_rate import decode_heart_rate
    from hrguide.ride.lines import HEART_RATE

    heart = [
        decode_heart_rate(packet.payload)
        for packet in ride.packets
        if packet.characteristic == HEART_RATE
    ]
    started = ride.header.started
    return {
        "ride": kept.path.stem,
        "path": str(kept.path),
        "file": found.shown,
        "new": kept.is_new,
        "started": None if started is None else started.isoformat(),
        "duration_s": ride.last_at_s,
        "packets": len(heart),
        "rr": sum(len(told.rr_ticks) for told in heart),
        "laps": len(ride.laps),
        "damaged": len(ride.damage),
        "understood": list(ride.understood),
    }
