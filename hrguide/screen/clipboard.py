"""The questions of a ride on a full screen, a key each: the clipboard at the clinic's door.

Comes in: questions, one after the other. Goes out: answers. It takes the terminal's other screen
and gives it back, so no health answer stays in the scrollback. A key counts only once all of the
page was shown: at 40x12 the wording follows on further pages, and nobody agrees to what they have
not seen (an urgent one counts at once). The scan behind it goes on; its state stands below.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType
from typing import Final, Self, TextIO, TypeVar

from hrguide.errors import UsageError
from hrguide.screen import giveback
from hrguide.screen.ask import NobodyThereError
from hrguide.screen.asked import Asked, OneOf, OnScale, Picked, Read, Ticked, Typed
from hrguide.screen.canvas import RESET, Tone
from hrguide.screen.keyboard import Keyboard, open_keyboard
from hrguide.screen.keys import ENTER, SPACE
from hrguide.screen.live import palette_for
from hrguide.screen.outlet import Outlet, TerminalOutlet
from hrguide.screen.question import Choice, Notice, Pick, Rated, Scale, Text, Ticks
from hrguide.screen.sheet import Sheet, draw_sheet, page_count

T = TypeVar("T")

# The alternate screen without a cursor; the text typed has a mark of its own.
_TAKE: Final = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004l\x1b[2J"
_GIVE_BACK: Final = RESET + "\x1b[?7h\x1b[?25h\x1b[?1049l"
_LOOK_S: Final = 0.25  # how often the strap's state and the window's size are looked at


class Clipboard:
    """Implements `Asks`. A context manager: inside it the terminal is ours.

    status: a line about the strap, asked for at each picture. head: beside the program's name.
    """

    def __init__(
        self,
        *,
        outlet: Outlet,
        keyboard: Callable[[Callable[[], None]], Keyboard],
        palette: Mapping[Tone, str],
        ascii_only: bool = False,
        head: str = "",
        close: Callable[[], None] | None = None,
    ) -> None:
        self._outlet = outlet
        self._open_keyboard = keyboard
        self._palette = palette
        self._ascii_only = ascii_only
        self._head = head
        self._close = close
        self._open = ExitStack()
        self._keyboard: Keyboard | None = None
        self._came = asyncio.Event()
        self._waiting: list[str] = []
        self._rows: tuple[str, ...] = ()
        self.status: Callable[[], str] = str

    def __enter__(self) -> Self:
        held = giveback.hold(self._take, self._give_back)
        self._open.callback(giveback.release, held)
        self._keyboard = self._open.enter_context(self._open_keyboard(self._came.set))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()
        self._keyboard = None

    def close(self) -> None:
        """Let go of the terminal for good."""
        if self._close is not None:
            self._close()
            self._close = None

    async def choice(self, asked: Choice) -> str:
        return await self._ask(OneOf(asked))

    async def ticks(self, asked: Ticks) -> tuple[str, ...]:
        return await self._ask(Ticked(asked))

    async def scale(self, asked: Scale) -> Rated:
        return await self._ask(OnScale(asked))

    async def text(self, asked: Text[T]) -> T:
        return await self._ask(Typed(asked))

    async def pick(self, asked: Pick) -> str | None:
        return await self._ask(Picked(asked))

    async def tell(self, notice: Notice) -> None:
        await self._ask(Read(notice))

    async def _ask(self, asked: Asked[T]) -> T:
        if self._keyboard is None:
            with self:
                return await self._until_answered(asked)
        return await self._until_answered(asked)

    async def _until_answered(self, asked: Asked[T]) -> T:
        turning = _Pages(asked)
        while True:
            turning.fit(self._outlet.size())
            self._paint(turning)
            key = await self._key()
            if key is not None and turning.press(key):
                return asked.answer

    async def _key(self) -> str | None:
        """The next key, None where a while went by without one."""
        if self._outlet.gone:
            raise NobodyThereError(
                "the terminal is gone", hint="Open another one: hrguide ride asks again."
            )
        if not self._waiting:
            try:
                await asyncio.wait_for(self._came.wait(), _LOOK_S)
            except TimeoutError:
                return None
            finally:
                self._came.clear()
            assert self._keyboard is not None
            self._waiting += self._keyboard.take()
        return self._waiting.pop(0) if self._waiting else None

    def _paint(self, turning: "_Pages") -> None:
        width, height = turning.size
        canvas = draw_sheet(
            turning.sheet(status=self.status(), head=self._head), width, height, page=turning.page
        )
        rows = canvas.painted(self._palette, ascii_only=self._ascii_only)
        if self._outlet.is_behind or rows == self._rows:  # in this order: asking sends what waits
            return
        clear = "\x1b[2J" if len(rows) != len(self._rows) else ""
        painted = "".join(f"\x1b[{number};1H{row}" for number, row in enumerate(rows, start=1))
        self._outlet.send(f"\x1b[?2026h{clear}{painted}\x1b[?2026l")
        self._rows = rows

    def _take(self) -> None:
        self._rows = ()
        self._outlet.send(_TAKE)

    def _give_back(self) -> None:
        self._outlet.send_last(_GIVE_BACK)


class _Pages:
    """Which page of a question is shown, and whether all of it has been."""

    def __init__(self, asked: Asked[object]) -> None:
        self._asked = asked
        self._more = False
        self._all_seen = False
        self.page = 0
        self.size = (0, 0)

    def fit(self, size: tuple[int, int]) -> None:
        self.size = size
        last = page_count(self.sheet(), *size) - 1
        self.page = min(self.page, last)
        if not self._more and (self.page == last or not self._asked.reads_all):
            self._all_seen = True

    def sheet(self, *, status: str = "", head: str = "") -> Sheet:
        sheet = self._asked.sheet()
        if self._more:
            sheet = _more_sheet(sheet, self._asked.more)
        return replace(sheet, status="" if sheet.urgent else status, head=head)

    def press(self, key: str) -> bool:
        last = page_count(self.sheet(), *self.size) - 1
        if self._asked.is_urgent(key):
            return self._asked.press(key)
        if self._more or not self._all_seen:
            self._turn(key, last)
            return False
        if not self._asked.takes_text:
            if key == SPACE and last > 0:
                self.page = (self.page + 1) % (last + 1)
                return False
            if key == "?" and self._asked.more:
                self._more, self.page = True, 0
                return False
        return self._asked.press(key)

    def _turn(self, key: str, last: int) -> None:
        if self.page < last:
            self.page += key in (SPACE, ENTER)
        elif self._more:
            self._more, self.page = False, 0


def _more_sheet(sheet: Sheet, lines: tuple[str, ...]) -> Sheet:
    notice = Read(Notice(title=sheet.title, lines=lines)).sheet()
    return replace(notice, prompt="any key: back to the question")


def open_clipboard(
    stream: TextIO, *, head: str, environ: Mapping[str, str] = os.environ
) -> Clipboard:
    """The clipboard of a real terminal; call it in the running event loop."""
    if not sys.stdin.isatty():
        raise UsageError("nobody sits at this terminal", hint="Answer by --answers FILE.json.")
    outlet = TerminalOutlet(stream)
    encoding = (stream.encoding or "").lower().replace("-", "")
    loop = asyncio.get_running_loop()
    return Clipboard(
        outlet=outlet,
        keyboard=lambda wake: open_keyboard(loop, wake=wake),
        palette=palette_for(environ),
        ascii_only=not encoding.startswith("utf") or environ.get("TERM") == "linux",
        head=head,
        close=outlet.close,
    )
