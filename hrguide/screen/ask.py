"""The same questions on a terminal without a live screen: lines out, a line in.

Comes in: a way to read a line without holding up the scan behind it. Goes out: answers that passed
their check. An answer that cannot be is asked again with the reason; the end of input is
`NobodyThereError`, never a guessed answer. Questions go to stderr: stdout is data.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TextIO, TypeVar

from hrguide.errors import HrguideError, UsageError
from hrguide.health.today import SORENESS_LEAST, SORENESS_MOST
from hrguide.plain_text import clean, clean_lines
from hrguide.screen.question import Choice, Notice, Option, Pick, Rated, Scale, Text, Ticks

T = TypeVar("T")
ReadLine = Callable[[], Awaitable[str | None]]
_TRIES: Final = 20  # somebody who answers nonsense twenty times is a script
_NEW_KEY: Final = "+"
_AFTER_MORE: Final = "Then answer."


class NobodyThereError(UsageError):
    """A question had to be asked and stdin had ended."""


class Asker:
    """Implements `Asks`. read_line: the next line without its newline, None at the end of input."""

    def __init__(self, *, read_line: ReadLine, out: TextIO) -> None:
        self._read_line = read_line
        self._out = out

    def say(self, text: str = "") -> None:
        """A line, nothing asked."""
        self._out.write(clean_lines(text) + "\n")
        self._out.flush()

    async def choice(self, asked: Choice) -> str:
        self._begin(asked.title, asked.before)
        self._list(asked.options)
        self._paragraphs(asked.after)
        by_key = {option.key: option.value for option in asked.options}
        usual = next((o.key for o in asked.options if o.value == asked.entered), None)

        def read(answer: str) -> str:
            key = answer.lower() or (usual or "")
            if key == "?" and asked.more:
                raise UsageError("\n  ".join(asked.more), hint=_AFTER_MORE)
            if key not in by_key:
                raise UsageError(f"{answer!r} is none of them", hint=_one_of(by_key))
            return by_key[key]

        return await self._until(f"[{usual}] " if usual else "> ", read)

    async def ticks(self, asked: Ticks) -> tuple[str, ...]:
        self._begin(asked.title)
        self._list((*asked.options, asked.none))
        by_key = {option.key: option.value for option in asked.options}

        def read(answer: str) -> tuple[str, ...]:
            keys = answer.lower().replace(",", " ").split()
            if keys == ["?"] and asked.more:
                raise UsageError("\n  ".join(asked.more), hint=_AFTER_MORE)
            if keys == [asked.none.key]:
                return ()
            if not keys or not all(key in by_key for key in keys):
                raise UsageError(
                    f"{answer!r} is none of them",
                    hint=f"{asked.none.key}, or one or more of {', '.join(by_key)}.",
                )
            return tuple(by_key[key] for key in keys)

        return await self._until("> ", read)

    async def scale(self, asked: Scale) -> Rated:
        self._begin(asked.title, asked.after)

        def read(answer: str) -> int | None:
            if not answer and asked.skip is not None:
                return None
            if not answer.isascii() or not answer.isdigit() or int(answer) > SORENESS_MOST:
                raise UsageError(
                    f"{answer!r} is not on the scale",
                    hint=f"A whole number from {SORENESS_LEAST} to {SORENESS_MOST}.",
                )
            return int(answer)

        skip = "" if asked.skip is None else f"(Enter: {asked.skip}) "
        number = await self._until(f"{skip}> ", read)
        aside = None if asked.aside is None else await self.choice(asked.aside)
        return Rated(number=number, aside=aside)

    async def text(self, asked: Text[T]) -> T:
        self._paragraphs(asked.before)
        shown = f"{asked.title} [{asked.default}] " if asked.default else f"{asked.title} "
        return await self._until(shown, lambda answer: asked.read(answer or asked.default or ""))

    async def pick(self, asked: Pick) -> str | None:
        self._begin(asked.title)
        names = {str(number): name for number, name in enumerate(asked.names, start=1)}
        self._list(Option(key=key, value=key, words=name) for key, name in names.items())
        self.say(f"  {_NEW_KEY}  {asked.new}")

        def read(answer: str) -> str | None:
            if answer == _NEW_KEY:
                return None
            if answer in names:
                return names[answer]
            start = answer.casefold()
            found = [name for name in asked.names if start and name.casefold().startswith(start)]
            if len(found) != 1:
                raise UsageError(
                    f"{answer!r} is {'several' if found else 'none'} of them",
                    hint=f"A number, first letters, or {_NEW_KEY}.",
                )
            return found[0]

        return await self._until("> ", read)

    async def tell(self, notice: Notice) -> None:
        self._begin(notice.title, notice.lines)

    def _begin(self, title: str, lines: Iterable[str] = ()) -> None:
        self.say(title)
        self._paragraphs(lines)

    def _paragraphs(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.say(f"  {line}")

    def _list(self, options: Iterable[Option]) -> None:
        for option in options:
            self.say(f"  {option.key}  {option.words}")

    async def _until(self, shown: str, read: Callable[[str], T]) -> T:
        for _ in range(_TRIES):
            self._out.write(clean_lines(shown))
            self._out.flush()
            line = await self._read_line()
            if line is None:
                break
            try:
                return read(clean(line).strip())
            except HrguideError as error:
                self.say(f"  {error.message.rstrip('.')}. {error.hint}")
        raise NobodyThereError(
            f"no answer to {shown.strip()!r}", hint="Answer it at a terminal, or use an option."
        )


def _one_of(keys: Iterable[str]) -> str:
    return f"One of {', '.join(keys)}."
