"""Where a ride's questions are answered: by keys, by lines, from a file, or by nobody.

Comes in: the look of the ride, `--answers`. Goes out: an `Asks`, to be entered while it asks: a
clipboard takes the terminal for that time and gives it back. It asks nothing itself.
"""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from hrguide.bluetooth.source import LinkState
from hrguide.cli.answers import STDIN, Answers, read_answers
from hrguide.cli.look import Look
from hrguide.health import wording
from hrguide.screen.ask import Asker
from hrguide.screen.clipboard import Clipboard, open_clipboard
from hrguide.screen.line_reader import LineReader
from hrguide.screen.question import Asks


def somebody(look: Look, answers: str | None) -> Asks:
    """Who answers; call it in the running event loop. Raises BadFileError for a bad file."""
    person = None if answers == STDIN else _person(look)
    if answers is not None:
        return read_answers(answers, otherwise=person)
    return person or Answers(given={})


def at_the_desk(asks: Asks, status: Callable[[], str]) -> AbstractContextManager[object]:
    """While questions are asked. status: a line about the strap."""
    person = asks.otherwise if isinstance(asks, Answers) else asks
    if isinstance(person, Clipboard):
        person.status = status
        return person
    return nullcontext()


def strap_status(state: LinkState | None, name: str | None) -> str:
    """What stands below the questions while the scan runs behind them."""
    match state:
        case None:
            return ""
        case LinkState.CONNECTED:
            return f"strap: {name or 'found'}"
        case _:
            return "strap: looking ..."


def _person(look: Look) -> Asks | None:
    if look.is_live:
        return open_clipboard(sys.stdout, head=wording.TITLE)
    if sys.stdin.isatty():
        return Asker(read_line=LineReader(sys.stdin), out=sys.stderr)
    return None
