"""A day on a command line: 2026-11-22, `today`, `yesterday`; where it is asked, with a time.

Comes in: a word. Goes out: a date, or a time with this computer's zone. Refuses what it would have
to guess (03/04/2026).
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import click

from hrguide.cli.options import Verb


def day_option(*names: str, says: str) -> Callable[[Verb], Verb]:
    """An option whose value is a day, None where it is not given."""
    return click.option(*names, callback=_day, metavar="DATE", help=says)


def start_option(*names: str, says: str) -> Callable[[Verb], Verb]:
    """An option whose value is a day and perhaps a time: an aware datetime, None if not given."""
    return click.option(*names, callback=_start, metavar="DATE[ TIME]", help=says)


def _start(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """A day alone begins at midnight; a time without a zone is this computer's."""
    if value is None:
        return None
    word, gap, rest = value.strip().replace("T", " ").partition(" ")
    day = _day(ctx, param, word)
    assert day is not None
    try:
        at = datetime.combine(day, time.fromisoformat(rest.strip()) if gap else time.min)
        return at if at.utcoffset() is not None else at.astimezone()
    except (ValueError, OverflowError):
        raise click.BadParameter(
            f'{value!r} is not a day with a time. Write, for example, "2026-11-22 18:09".'
        ) from None


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    match value:
        case None:
            return None
        case "today":
            return date.today()
        case "yesterday":
            return date.today() - timedelta(days=1)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is not a day. Write year-month-day, for example 2026-11-22."
        ) from None
