"""`hrguide tune`: past rides read for what they say of your threshold.

Comes in: rides (the athlete's newest ones if none is named), and a yes. Goes out: what it would add
to the diary and what that would change, on stdout; talk on stderr. It writes only with `--accept`,
or asked and answered yes on a terminal. A ride that cannot be read is told and passed over.
"""

import sys
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import Entry, note, read_diary
from hrguide.athlete.evidence import HeartTimes
from hrguide.athlete.home import home_folder
from hrguide.athlete.profile import Profile
from hrguide.cli.day import day_option
from hrguide.cli.names import complete_ride
from hrguide.cli.options import (
    athlete_option,
    home_option,
    json_option,
    machine_option,
    quiet_option,
)
from hrguide.cli.recording import say, skip_bad_option
from hrguide.cli.whom import whom
from hrguide.errors import HrguideError
from hrguide.plain_text import clean, json_text

if TYPE_CHECKING:
    from hrguide.cli.tune_page import Tuning
    from hrguide.cli.tune_rides import Wanted
    from hrguide.tune.observed import Observed
    from hrguide.tune.outcome import Change, RideChange
    from hrguide.tune.proposals import Proposal

REPLAYED: Final = 3  # rides whose cues are shown where none is named: a replay takes seconds


@click.command(short_help="Read past rides for what they say of your threshold.")
@click.argument("rides", metavar="[RIDES]...", nargs=-1, shell_complete=complete_ride)
@click.option("--accept", is_flag=True, help="Note what is proposed, without asking.")
@day_option("--on", "on", says="The day of files that carry none.")
@skip_bad_option
@athlete_option
@machine_option
@json_option
@quiet_option
@home_option
def command(
    rides: tuple[str, ...],
    accept: bool,
    on: date | None,
    skip_bad: bool,
    athlete: str | None,
    machine: str | None,
    as_json: bool,
    quiet: bool,
    home: Path | None,
) -> None:
    """Propose evidence from past rides; nothing is noted before you say so.

    RIDES are paths, ids, `last`, or files that `replay` reads; without one, the newest 20 of the
    athlete's own. Read are steady stretches, clean peaks, the lowest heart rate before the start,
    alpha1, the pace at which the heart answers (the next forecast begins with it), and answers of
    rides that never came to their end. --machine: rides on this one only,
    and what files that name none were ridden on.
    """
    from hrguide.cli.tune_rides import Wanted, open_rides

    folder = home_folder(home)
    profile = whom(folder, athlete)
    entries = read_diary(folder, profile.name)
    wanted = Wanted(
        words=rides,
        name=profile.name,
        machine=None if machine is None else Machine(machine),
        otherwise=Machine(machine or profile.machine or Machine.BIKEERG),
        day=on,
        skip_bad=skip_bad,
        quiet=quiet,
    )
    progress = _Progress(is_shown=sys.stderr.isatty() and not quiet)
    observed = open_rides(folder, wanted, entries, each=progress.tell)
    found = _tune(profile, entries, observed, wanted, progress)
    progress.clear()
    noted: tuple[Entry, ...] = ()
    if not as_json:
        from hrguide.cli.tune_page import page

        click.echo("\n".join(map(clean, page(found))))
    if _may_write(found.proposals, accept=accept, as_json=as_json, quiet=quiet):
        noted = _write(folder, profile.name, found.proposals)
        if not quiet:
            say(f"Noted: {', '.join(entry.id for entry in noted)}.")
    if as_json:
        from hrguide.cli.tune_page import as_json as plain

        ids = [entry.id for entry in noted]
        click.echo(json_text(plain(found, ids)))


class _Progress:
    """One line on a terminal that says what is being read; it leaves no trace."""

    def __init__(self, *, is_shown: bool) -> None:
        self._is_shown = is_shown

    def tell(self, words: str) -> None:
        if self._is_shown:
            click.echo(f"\r\x1b[K{clean(words)}", nl=False, err=True)

    def clear(self) -> None:
        self.tell("")


def _tune(
    profile: Profile,
    entries: Sequence[Entry],
    observed: "Sequence[Observed]",
    wanted: "Wanted",
    progress: _Progress,
) -> "Tuning":
    from hrguide.cli.tune_page import Tuning
    from hrguide.tune.outcome import change_of, pull_bpm
    from hrguide.tune.pace import paces
    from hrguide.tune.proposals import propose

    today = date.today()
    athlete = profile.athlete(today)
    paced = paces(observed)
    proposals = propose(observed, entries, athlete, today=today, paces=paced)
    machines = list(dict.fromkeys(ride.machine for ride in observed))
    changes = tuple(
        change_of(athlete, entries, proposals, machine, today=today) for machine in machines
    )
    pulls = tuple(
        pull_bpm(athlete, entries, proposals, one, machines[0], today=today) for one in proposals
    )
    return Tuning(
        name=profile.name,
        on=today,
        rides=tuple(observed),
        proposals=proposals,
        pulls_bpm=pulls,
        changes=changes,
        cues=_cues(profile, entries, observed, proposals, changes, wanted, progress),
        paces=paced,
    )


def _cues(
    profile: Profile,
    entries: Sequence[Entry],
    observed: "Sequence[Observed]",
    proposals: "Sequence[Proposal]",
    changes: "Sequence[Change]",
    wanted: "Wanted",
    progress: _Progress,
) -> "tuple[RideChange, ...]":
    """The cues of rides on machines whose zones or pace move; of the newest 3 if none is named."""
    from hrguide.tune.outcome import cues_of
    from hrguide.tune.proposals import accepted

    today = date.today()
    moved = {change.machine for change in changes if not change.is_none}
    pieces = [one.piece for one in accepted(proposals)]
    moved |= {Machine(piece.machine) for piece in pieces if isinstance(piece, HeartTimes)}
    rides = [ride for ride in observed if ride.machine in moved]
    found = []
    for ride in rides if wanted.words else rides[-REPLAYED:]:
        progress.tell(f"replaying {ride.name}")
        try:
            found.append(cues_of(ride, profile.athlete(today), entries, proposals, today=today))
        except HrguideError as error:  # a workout this version cannot read: the evidence stands
            progress.clear()
            say(f"hrguide: {ride.name} cannot be replayed: {error.message}\n  {error.hint}")
    return tuple(found)


def _may_write(
    proposals: "Sequence[Proposal]", *, accept: bool, as_json: bool, quiet: bool
) -> bool:
    from hrguide.tune.proposals import accepted

    count = len(accepted(proposals))
    if not count:
        return False
    if accept:
        return True
    if not as_json and sys.stdin.isatty() and sys.stdout.isatty():
        what = "it" if count == 1 else f"these {count}"
        return click.confirm(f"\nNote {what}?", default=False, err=True)
    if not quiet:
        say("Nothing was noted. To note it: the same with --accept.")
    return False


def _write(folder: Path, name: str, proposals: "Sequence[Proposal]") -> tuple[Entry, ...]:
    from hrguide.tune.proposals import accepted

    noted: list[Entry] = []
    for ride, of_ride in groupby(accepted(proposals), key=lambda one: one.ride):
        noted += note(folder, name, [one.piece for one in of_ride], ride=ride)
    return tuple(noted)
