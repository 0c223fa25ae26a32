"""`hrguide athlete export`, `import` and `delete`: yours to keep or delete, whole.

Comes in: an athlete's name, or rides. Goes out: one zip and its path on stdout; or files back in
their places; or nothing any more of what was named. Deletion is asked once, on a terminal, or told
with `--yes`. Refuses rides in progress, and to write over anything.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hrguide import __version__
from hrguide.athlete import store
from hrguide.athlete.home import home_folder
from hrguide.athlete.names import file_stem
from hrguide.cli.names import complete_athlete, complete_ride
from hrguide.cli.options import Verb, home_option, quiet_option
from hrguide.cli.output import refuse_overwriting
from hrguide.cli.progress import bar
from hrguide.errors import ExitCode, UsageError
from hrguide.plain_text import clean_lines

if TYPE_CHECKING:  # `athlete list` waits neither for zips nor for rides
    from hrguide.keep.belongings import Belongings
    from hrguide.keep.erase import Erased


def _of_whom(verb: Verb) -> Verb:
    """NAME or `--ride RIDE`, as `name: str | None` and `rides: tuple[str, ...]`."""
    ride = click.option(
        "--ride",
        "rides",
        multiple=True,
        metavar="RIDE",
        shell_complete=complete_ride,
        help="This ride, instead of an athlete with everything; may be given again.",
    )
    return click.argument("name", required=False, shell_complete=complete_athlete)(ride(verb))


@click.command(name="export")
@_of_whom
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--force", is_flag=True, help="Overwrite the output.")
@home_option
@quiet_option
def export(
    name: str | None,
    rides: tuple[str, ...],
    output: Path | None,
    force: bool,
    home: Path | None,
    quiet: bool,
) -> None:
    """An athlete with all rides, in one zip: hrguide athlete export Sam

    Everything is in it, health answers too: keep it where only you can read it. `hrguide athlete
    import` brings it home again, on any computer.
    """
    from hrguide.keep.bundle import pack

    folder = home_folder(home)
    found = _found(folder, name, rides)
    if name is not None and store.profile_path(folder, name).exists():
        name = store.load(folder, name).name  # a file that cannot be read would not come home
    path = output or Path(_file_name(name, found))
    refuse_overwriting(path, force=force)
    with bar("Packing", quiet=quiet) as shown:
        count = pack(found, path, athlete=name, hrguide_version=__version__, each=shown.at)
    click.echo(path)
    _say(f"{_counted(count, 'file')}, {_rides(len(found.rides))} among them.", quiet)
    _tell_headless(found, quiet)


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@home_option
@quiet_option
def import_(file: Path, home: Path | None, quiet: bool) -> int:
    """Bring an exported zip home: hrguide athlete import sam.zip

    What is here already stays as it is: a file that differs is left out, and named.
    """
    from hrguide.keep.belongings import RIDES
    from hrguide.keep.unpack import unpack

    folder = home_folder(home)
    with bar("Unpacking", quiet=quiet) as shown:
        found = unpack(folder, file, each=shown.at)
    for place in found.new:
        if place.startswith(f"{RIDES}/"):
            click.echo(Path(place).stem)
    _say(f"{len(found.new)} files are new here, {len(found.there)} were here already.", quiet)
    for place in found.left:
        _say(f"hrguide: {place} is here with other content, or is part of what is; left out", False)
    return ExitCode.USAGE if found.left else ExitCode.DONE


@click.command(name="delete")
@_of_whom
@click.option("--yes", is_flag=True, help="Do not ask.")
@home_option
@quiet_option
def delete(
    name: str | None, rides: tuple[str, ...], yes: bool, home: Path | None, quiet: bool
) -> None:
    """Delete an athlete with all rides for good, or a ride: hrguide athlete delete --ride last

    A ride takes the evidence with it that was heard in it. `athlete export` first keeps a copy.
    """
    from hrguide.cli.cached import history_cache
    from hrguide.keep.erase import erase_athlete, erase_rides

    folder = home_folder(home)
    found = _found(folder, name, rides)
    what = _in_words(name, found)
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"deleting {what} cannot be undone", hint="Add --yes if you mean it.")
        click.confirm(clean_lines(f"Delete {what} for good?"), abort=True, err=True)
    if name is not None:
        gone = erase_athlete(folder, name, found)
    else:
        gone = erase_rides(folder, found.rides)
    history_cache(folder).drop(path.name for path in found.rides)
    _say(_gone_words(gone), quiet)
    _tell_headless(found, quiet)


def _found(home: Path, name: str | None, rides: tuple[str, ...]) -> "Belongings":
    """What is meant; nothing of it is in progress."""
    from hrguide.keep.belongings import Belongings, belongings_of, refuse_in_progress
    from hrguide.ride.folder import SUFFIX, find_ride

    if (name is None) == (not rides):
        raise UsageError(
            "which athlete, or which rides?", hint="Name one: NAME, or --ride RIDE [--ride RIDE]"
        )
    if name is not None:
        return belongings_of(home, name)
    paths = tuple(dict.fromkeys(find_ride(home, word) for word in rides))
    for path in paths:
        if path.suffix != SUFFIX:
            raise UsageError(f"{path} is no ride file", hint="RIDE is an id, or `last`.")
    refuse_in_progress(paths)
    return Belongings(rides=paths)


def _file_name(name: str | None, found: "Belongings") -> str:
    if name is not None:
        return f"{file_stem(name)}.zip"
    return f"{found.rides[0].stem}.zip" if len(found.rides) == 1 else "rides.zip"


def _in_words(name: str | None, found: "Belongings") -> str:
    if name is None:
        return ", ".join(path.stem for path in found.rides)
    return f"{name}, with evidence and {_rides(len(found.rides))},"


def _gone_words(gone: "Erased") -> str:
    told = [_rides(len(gone.rides))]
    if gone.files:
        told.append(f"{_counted(len(gone.files), 'file')} of their own")
    if gone.pieces:
        told.append(f"{_counted(gone.pieces, 'piece')} of evidence")
    return f"Deleted: {', '.join(told)}."


def _rides(count: int) -> str:
    return _counted(count, "ride")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _tell_headless(found: "Belongings", quiet: bool) -> None:
    if found.headless:
        told = ", ".join(found.headless)
        _say(f"Whose these are cannot be read, so they are not among them: {told}", quiet)


def _say(words: str, quiet: bool) -> None:
    if not quiet:
        click.echo(clean_lines(words), err=True)
