"""`hrguide athlete move RIDE --to NAME`: the wrong person's ride, repaired with its evidence.

Comes in: a ride and the right name. Goes out: the ride under that name, its evidence in the right
diary and no longer in the wrong one, what it taught and the strap no longer the wrong person's.
"""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from hrguide.athlete import store
from hrguide.athlete.diary import Entry, forget_entry, note, read_diary
from hrguide.athlete.home import home_folder
from hrguide.athlete.learned import drop_lesson, keep_lesson
from hrguide.athlete.names import recorded_key
from hrguide.athlete.profile import RememberedStrap
from hrguide.cli.names import complete_athlete, complete_ride
from hrguide.cli.options import home_option, quiet_option
from hrguide.errors import UsageError
from hrguide.plain_text import clean
from hrguide.ride.folder import find_ride
from hrguide.ride.moved import move_ride
from hrguide.ride.reader import Ride, read_ride


@click.command(name="move")
@click.argument("ride", shell_complete=complete_ride)
@click.option("--to", required=True, metavar="NAME", shell_complete=complete_athlete)
@home_option
@quiet_option
def command(ride: str, to: str, home: Path | None, quiet: bool) -> None:
    """Give a ride to whom it belongs: hrguide athlete move last --to Bo

    Its evidence moves with it. The ranges it was guided by stay as they were that day.
    """
    folder = home_folder(home)
    right = store.load(folder, to)
    path = find_ride(folder, ride)
    before = read_ride(path)
    wrong = None if before.header.athlete is None else before.header.athlete.name
    new = move_ride(folder, path, to=right.name)
    assert wrong is not None, "nobody's ride is refused"
    pieces = 0
    if recorded_key(wrong) is not None:  # a name nobody can have here has no diary either
        pieces = _move_evidence(folder, wrong, right.name, old=path.stem, new=new.stem)
        _move_strap(folder, wrong, right.name, before)
        lesson = drop_lesson(folder, wrong, path.stem)
        if lesson is not None:
            keep_lesson(folder, right.name, replace(lesson, ride=new.stem))
    if not quiet:
        told = "1 piece" if pieces == 1 else f"{pieces} pieces"
        click.echo(
            clean(f"{new.stem} is {right.name}'s now, not {wrong}'s, with {told} of evidence."),
            err=True,
        )


def _move_evidence(home: Path, wrong: str, right: str, *, old: str, new: str) -> int:
    """Noted in the right diary before it is forgotten in the wrong one: none is lost between."""
    entries = _of_ride(home, wrong, old)
    known = [entry.piece for entry in _of_ride(home, right, new)]
    note(home, right, [entry.piece for entry in entries if entry.piece not in known], ride=new)
    for entry in entries:
        forget_entry(home, wrong, entry.id)
    return len(entries)


def _of_ride(home: Path, name: str, ride: str) -> list[Entry]:
    return [entry for entry in read_diary(home, name) if entry.ride == ride and not entry.forgotten]


def _move_strap(home: Path, wrong: str, right: str, ride: Ride) -> None:
    """A strap learned in this ride was learned for the wrong person."""
    worn = {packet.device for packet in ride.packets if packet.device is not None}
    with suppress(UsageError):  # the wrong name may be gone by now
        strap = store.strap_of(home, wrong)
        if strap is None or strap.address not in worn:
            return
        store.forget_strap(home, wrong)
        if store.strap_of(home, right) is None:
            kept = RememberedStrap(address=strap.address, name=strap.name)
            store.remember_strap(home, right, kept)
