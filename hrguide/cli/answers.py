"""Answers in a JSON file, for scripts: `hrguide ride --answers FILE.json` (or `-`).

Comes in: one JSON object; a person gave each answer, so health answers may stand in it. Goes out:
the questions answered from it, and asked of somebody else where it is silent. Refuses a key it does
not know and a value that cannot be; a health question without an answer is a ride that is not
started, never a guess.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from hrguide.errors import BadFileError, HrguideError, NotStartedError, UsageError
from hrguide.health.screening import HealthItem
from hrguide.health.today import SORENESS_LEAST, SORENESS_MOST
from hrguide.plain_text import clean_lines, json_text
from hrguide.screen.question import Asks, Choice, Notice, Pick, Rated, Scale, Text, Ticks

T = TypeVar("T")

# Key, what may stand there. The README has the same table; `--yes` answers none of `ABOUT_HEALTH`.
KEYS: Final = {
    "athlete": "the name",
    "age": "whole years, of somebody new",
    "machine": "bikeerg, rower, skierg or echobike",
    "health": "[] or the lines that fit: heart, chest, dizzy, illness, medicine, bones, supervised",
    "changed": "true or false: anything changed since last time",
    "cleared_by": "who cleared you for light exercise",
    "cleared_on": "the day, 2026-11-20",
    "medicine_as_usual": "true or false",
    "accompanied": "true or false: under 18, a coach or therapist is there",
    "back": "sore, something_else or emergency",
    "soreness": "0-10",
    "morning_after": "0-10, null for not remembered",
    "soreness_after": "0-10",
    "effort": "0-10",
    "resume": "true or false: go on with an interrupted ride",
}
ABOUT_HEALTH: Final = frozenset(
    {"health", "changed", "medicine_as_usual", "accompanied", "back", "soreness"}
)
STDIN: Final = "-"
_MOST_BYTES: Final = 100_000  # fifteen answers take 500
_FLAGS: Final = ("changed", "medicine_as_usual", "accompanied", "resume")
_SCALES: Final = ("soreness", "morning_after", "soreness_after", "effort")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a file answers; `source` names it, None where there is no file. Implements `Asks`.

    otherwise: asked where the file is silent, None where nobody can be.
    """

    given: Mapping[str, Any]
    source: str | None = None
    otherwise: Asks | None = None

    def has(self, name: str) -> bool:
        return name in self.given

    async def choice(self, asked: Choice) -> str:
        if asked.name not in self.given:
            if self.otherwise is not None:
                return await self.otherwise.choice(asked)
            if asked.default is not None:
                return asked.default
            raise self._silent(asked.name)
        value = self.given[asked.name]
        word = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        if word not in [option.value for option in asked.options]:
            raise self._bad(asked.name)
        return word

    async def ticks(self, asked: Ticks) -> tuple[str, ...]:
        if asked.name not in self.given:
            if self.otherwise is not None:
                return await self.otherwise.ticks(asked)
            raise self._silent(asked.name)
        return tuple(self.given[asked.name])

    async def scale(self, asked: Scale) -> Rated:
        if asked.name not in self.given:
            if self.otherwise is not None:
                return await self.otherwise.scale(asked)
            if asked.skip is None:
                raise self._silent(asked.name)
            return Rated(number=None)
        if self.given[asked.name] is None and asked.skip is None:
            raise self._bad(asked.name)
        aside = None if asked.aside is None else await self._aside(asked.aside)
        return Rated(number=self.given[asked.name], aside=aside)

    async def text(self, asked: Text[T]) -> T:
        if asked.name not in self.given:
            if self.otherwise is not None:
                return await self.otherwise.text(asked)
            raise self._silent(asked.name)
        try:
            return asked.read(str(self.given[asked.name]))
        except HrguideError as error:
            raise BadFileError(
                f"{self.source}: {asked.name}: {error.message}", hint=error.hint
            ) from error

    async def pick(self, asked: Pick) -> str | None:
        if asked.name not in self.given:
            if self.otherwise is not None:
                return await self.otherwise.pick(asked)
            raise UsageError(
                f"several athletes ride here ({', '.join(asked.names)}), and nobody can be asked",
                hint="Say who: hrguide ride --athlete NAME.",
            )
        name = str(self.given[asked.name])
        return name if name in asked.names else None

    async def tell(self, notice: Notice) -> None:
        if self.otherwise is not None:
            await self.otherwise.tell(notice)
            return
        for line in (notice.title, *notice.lines):
            print(clean_lines(line), file=sys.stderr)

    async def _aside(self, asked: Choice) -> str | None:
        """A small choice beside an answered one has its default: nobody is asked for it."""
        if asked.name in self.given:
            return await self.choice(asked)
        return asked.default

    def _silent(self, name: str) -> HrguideError:
        where = "nobody can be asked" if self.source is None else f"{self.source} is silent"
        hint = f'Answer at a terminal, or --answers FILE.json with "{name}": {KEYS[name]}.'
        if name in ABOUT_HEALTH:
            return NotStartedError(
                f'"{name}" is a question about health that only a person can answer, and {where}',
                hint=hint,
            )
        return UsageError(f'"{name}" has no answer: {where}', hint=hint)

    def _bad(self, name: str) -> HrguideError:
        return _bad_value(str(self.source), name, self.given[name])


def read_answers(word: str, *, otherwise: Asks | None = None) -> Answers:
    """The answers of a file, or of stdin for "-". Raises BadFileError, naming the key."""
    source = "standard input" if word == STDIN else word
    try:
        given = json.loads(_text(word, source), object_pairs_hook=_once_each)
    except RecursionError as error:
        raise BadFileError(f"{source}: brackets within brackets", hint=_example()) from error
    except ValueError as error:
        raise BadFileError(f"{source}: not JSON: {error}", hint=_example()) from error
    if not isinstance(given, dict):
        raise BadFileError(f"{source}: expected one JSON object", hint=_example())
    for key, value in given.items():
        if key not in KEYS:
            raise BadFileError(
                f"{source}: I do not know {key!r}", hint=f"Known: {', '.join(KEYS)}."
            )
        if not _may_be(key, value):
            raise _bad_value(source, key, value)
    return Answers(given=given, source=source, otherwise=otherwise)


def _text(word: str, source: str) -> str:
    try:
        if word == STDIN:
            content = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with Path(word).open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise BadFileError(f"{source} is too long for answers", hint=_example())
        return content.decode("utf-8-sig")
    except OSError as error:
        raise BadFileError(
            f"cannot read {source}: {error.strerror or error}", hint="Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise BadFileError(f"{source} is no text in UTF-8", hint=_example()) from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two answers to one question are none: which of them is meant would be a guess."""
    given = dict(pairs)
    if len(given) != len(pairs):
        twice = next(key for key, _ in pairs if [name for name, _ in pairs].count(key) > 1)
        raise ValueError(f"{twice!r} is answered twice")
    return given


def _may_be(key: str, value: object) -> bool:
    """The right kind of value; what it must be among is checked where it is asked."""
    if key in _FLAGS:
        return isinstance(value, bool)
    if key in _SCALES:
        if value is None:
            return key != "soreness"
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return is_whole and SORENESS_LEAST <= int(str(value)) <= SORENESS_MOST
    if key == "health":
        return isinstance(value, list) and all(item in list(HealthItem) for item in value)
    if key == "age":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) and bool(value.strip())


def _bad_value(source: str, key: str, value: object) -> BadFileError:
    shown = json_text(value)[:60]
    return BadFileError(f'{source}: "{key}" cannot be {shown}', hint=f"It takes {KEYS[key]}.")


def _example() -> str:
    return 'For example: {"athlete": "Sam", "health": [], "back": "sore", "soreness": 4}'
