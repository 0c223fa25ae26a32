"""A day on a command line: 2026-11-22, `today`, `yesterday`.

Comes in: a word. Goes out: a date. Refuses what it would have to guess (03/04/2026).
"""

from collections.abc import Callable
from datetime import date, timedelta

import click

from hrguide.cli.options import Verb


def day_option(*names: str, says: str) -> Callable[[Verb], Verb]:
    """An option whose value is a day, None where it is not given."""
    return click.option(*names, callback=_day, metavar="DATE", help=says)


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
