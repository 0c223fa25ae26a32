"""A bar for what takes longer than a breath: on stderr, on a terminal only, gone when done.

Comes in: what is being done, and how far it is. Goes out: a line that moves. It measures no time
and decides nothing; without a terminal, or told to be quiet, it is not there.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

from hrguide.plain_text import clean


class Bar:
    """progress: None where nothing is shown."""

    def __init__(self, progress: "Progress | None", task: "TaskID | None") -> None:
        self._progress = progress
        self._task = task

    def at(self, done: int, total: int | None = None, words: str = "") -> None:
        """So many done, of so many where that is known; words: what is being done now."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total, words=clean(words))

    def ask(self, question: Callable[[], bool]) -> bool:
        """Put the bar away while a question is asked."""
        if self._progress is None:
            return question()
        self._progress.stop()
        try:
            return question()
        finally:
            self._progress.start()


@contextmanager
def bar(words: str, *, quiet: bool = False) -> Iterator[Bar]:
    """A bar while the block runs. words: what is being done."""
    if quiet or not sys.stderr.isatty():
        yield Bar(None, None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[words]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress, progress.add_task(words, total=None, words=""))
