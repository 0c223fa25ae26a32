"""The names a shell can complete: athletes, rides and workouts, read off the file names alone.

Comes in: the words typed so far. Goes out: names. Opens no file and raises nothing: a shell that
asks between two key presses gets an empty list where there is no folder.
"""

from pathlib import Path
from typing import Final

import click
from click.shell_completion import CompletionItem

from hrguide.athlete.home import home_folder
from hrguide.athlete.names import stem_name

# Beside the reader of workouts, whose import (40 ms) a shell need not wait for.
_BUILT_IN: Final = Path(__file__).parents[1] / "workout" / "library"


def complete_athlete(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Athletes with a profile on this computer."""
    names = [stem_name(stem) for stem in _stems(_home(ctx) / "athletes", "*.toml")]
    return [CompletionItem(name) for name in names if name.startswith(incomplete.lower())]


def complete_ride(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """`last` and the rides recorded on this computer, newest first; anything else is a file."""
    rides = ["last", *_stems(_home(ctx) / "rides", "*.hrg")[::-1]]
    found = [CompletionItem(ride) for ride in rides if ride.startswith(incomplete)]
    return found or [CompletionItem(incomplete, type="file")]


def complete_workout(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Workouts built in and of this computer; anything else is a file."""
    folders = (_BUILT_IN, _home(ctx) / "workouts")
    names = sorted({name for folder in folders for name in _stems(folder, "*.txt")})
    found = [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return found or [CompletionItem(incomplete, type="file")]


def _home(ctx: click.Context) -> Path:
    given = ctx.params.get("home")
    return home_folder(Path(given) if given is not None else None)


def _stems(folder: Path, pattern: str) -> list[str]:
    return sorted(path.stem for path in folder.glob(pattern))
