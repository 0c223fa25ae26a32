"""The names a shell can complete: athletes and rides, read off the file names alone.

Comes in: the words typed so far. Goes out: names. Opens no file and raises nothing: a shell that
asks between two key presses gets an empty list where there is no folder.
"""

import os
from pathlib import Path

import click
from click.shell_completion import CompletionItem


def complete_athlete(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Athletes with a profile on this computer."""
    return _stems(_home(ctx) / "athletes", "*.toml", incomplete)


def complete_ride(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """`last`, and the rides recorded on this computer, newest first; a path completes as a file."""
    rides = _stems(_home(ctx) / "rides", "*.hrg", incomplete)[::-1]
    last = [CompletionItem("last")] if "last".startswith(incomplete) else []
    return [*last, *rides] or [CompletionItem(incomplete, type="file")]


def _home(ctx: click.Context) -> Path:
    """As the option has it: --home, else HRGUIDE_HOME, else the platform's folder."""
    named = ctx.params.get("home") or os.environ.get("HRGUIDE_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("hrguide")


def _stems(folder: Path, pattern: str, incomplete: str) -> list[CompletionItem]:
    stems = sorted(path.stem for path in folder.glob(pattern))
    return [CompletionItem(stem) for stem in stems if stem.startswith(incomplete)]
