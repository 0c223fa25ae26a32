"""Plain questions before the live screen: a line out, a line in.

Comes in: a way to read a line without holding up the scan behind it. Goes out: answers that passed
their check. An answer that cannot be is asked again with the reason; the end of input is
`NobodyThereError`, never a guessed answer. Questions go to stderr: stdout is data.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TextIO, TypeVar

from hrguide.errors import HrguideError, UsageError
from hrguide.plain_text import clean, clean_lines

T = TypeVar("T")
ReadLine = Callable[[], Awaitable[str | None]]
_TRIES: Final = 20  # somebody who answers nonsense twenty times is a script


class NobodyThereError(UsageError):
    """A question had to be asked and stdin had ended."""


class Asker:
    """Asks. read_line: the next line without its newline, None at the end of input."""

    def __init__(self, *, read_line: ReadLine, out: TextIO) -> None:
        self._read_line = read_line
        self._out = out

    def say(self, text: str = "") -> None:
        """A line, nothing asked."""
        self._out.write(clean_lines(text) + "\n")
        self._out.flush()

    async def text(self, question: str, *, default: str | None = None) -> str:
        """Words; Enter takes the default. Without a default something must be said."""
        shown = f"{question} [{default}] " if default else f"{question} "

        def read(answer: str) -> str:
            if answer or default:
                return answer or default or ""
            raise UsageError("nothing was said", hint="Type it, then Enter.")

        return await self._until(shown, read)

    async def number(
        self, question: str, *, low: float, high: float, default: float | None = None
    ) -> float | None:
        """A number from low to high; Enter takes the default, None where there is none."""
        shown = f"{question} [{default:g}] " if default is not None else f"{question} "

        def read(answer: str) -> float | None:
            if not answer:
                return default
            try:
                number = float(answer.replace(",", "."))
            except ValueError:
                raise UsageError(
                    f"{answer!r} is no number", hint=f"A number from {low:g} to {high:g}."
                ) from None
            if not low <= number <= high:
                raise UsageError(
                    f"{number:g} is outside {low:g}-{high:g}", hint="Check the number."
                )
            return number

        return await self._until(shown, read)

    async def choice(
        self, question: str, choices: Mapping[str, str], *, default: str | None = None
    ) -> str:
        """One of the keys of `choices` (key -> what it means); Enter takes the default."""
        self.say(question)
        for key, meaning in choices.items():
            self.say(f"  {key}  {meaning}")

        def read(answer: str) -> str:
            key = answer.lower() or (default or "")
            if key in choices:
                return key
            raise UsageError(f"{answer!r} is none of them", hint=f"One of {', '.join(choices)}.")

        return await self._until(f"[{default}] " if default else "> ", read)

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
                self.say(f"  {error.message}. {error.hint}")
        raise NobodyThereError(
            f"no answer to {shown.strip()!r}", hint="Answer it at a terminal, or use an option."
        )
