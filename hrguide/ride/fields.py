"""Typed fields out of one JSON object, with what was expected and what stood there.

Comes in: one line's object, as `json` read it. Goes out: plain values of the asked type, or a
`FieldError` with `expected` and `got`; and the names nobody asked for, so that a line of a newer
version is read with a note instead of a failure. It knows neither rides nor files.
"""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar, overload

LONGEST_S: Final = 2 * 86_400.0  # a day's workout, paused overnight; beyond it nobody rides [J]
GOT_CHARACTERS: Final = 60  # of a value shown in an error: enough to find it, fits one line

Default = TypeVar("Default")
_REQUIRED: Final = object()


class FieldError(Exception):
    """A value that is not what the format says; a file's reader makes its error of it."""

    def __init__(self, *, expected: str, got: str) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got


class Fields:
    """One JSON object, asked field by field; each question marks its name as known."""

    __slots__ = ("_known", "_object", "_where")

    def __init__(self, value: object, where: str) -> None:
        """where: what the object is, in words ("a packet"). Raises FieldError if it is none."""
        if not isinstance(value, dict):
            raise FieldError(expected=f"{where} as a JSON object", got=shown(value))
        self._object: dict[str, object] = value
        self._known: set[str] = {"kind"}
        self._where = where

    def left_over(self) -> tuple[str, ...]:
        """The names that were never asked for, in file order."""
        return tuple(f"{self._where}: {name}" for name in self._object if name not in self._known)

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        self._known.add(name)
        return self._object.get(name) is not None

    def is_null(self, name: str) -> bool:
        """Whether the field is there as null."""
        return name in self._object and self._object[name] is None

    def value(self, name: str, default: object = _REQUIRED) -> object:
        """The field as it stands; a missing or null one is the default, or an error."""
        self._known.add(name)
        found = self._object.get(name)
        if found is not None:
            return found
        if default is _REQUIRED:
            got = "null" if name in self._object else "nothing"
            raise FieldError(expected=f'"{name}" in {self._where}', got=got)
        return default

    @overload
    def number(self, name: str) -> float: ...
    @overload
    def number(self, name: str, default: Default) -> float | Default: ...
    def number(self, name: str, default: object = _REQUIRED) -> object:
        """A finite number, int or float as written: an int prints as an int again in a replay."""
        found = self.value(name, default)
        return found if found is default else as_number(found, f'"{name}" in {self._where}')

    @overload
    def seconds(self, name: str) -> float: ...
    @overload
    def seconds(self, name: str, default: Default) -> float | Default: ...
    def seconds(self, name: str, default: object = _REQUIRED) -> object:
        """A finite number of seconds, from 0 to two days."""
        found = self.number(name, default)
        if isinstance(found, int | float) and not 0 <= found <= LONGEST_S:
            raise FieldError(expected=f'"{name}" from 0 to {LONGEST_S:.0f} s', got=shown(found))
        return found

    @overload
    def whole(self, name: str) -> int: ...
    @overload
    def whole(self, name: str, default: Default) -> int | Default: ...
    def whole(self, name: str, default: object = _REQUIRED) -> object:
        """A whole number."""
        found = self.value(name, default)
        if found is not default and (not isinstance(found, int) or isinstance(found, bool)):
            raise FieldError(
                expected=f'"{name}" in {self._where} as a whole number', got=shown(found)
            )
        return found

    @overload
    def text(self, name: str) -> str: ...
    @overload
    def text(self, name: str, default: Default) -> str | Default: ...
    def text(self, name: str, default: object = _REQUIRED) -> object:
        """A string."""
        found = self.value(name, default)
        if found is not default and not isinstance(found, str):
            raise FieldError(expected=f'"{name}" in {self._where} as text', got=shown(found))
        return found

    def flag(self, name: str, default: bool = False) -> bool:
        """true or false."""
        found = self.value(name, default)
        if not isinstance(found, bool):
            raise FieldError(
                expected=f'"{name}" in {self._where} as true or false', got=shown(found)
            )
        return found

    def listed(self, name: str) -> list[object]:
        """A list; a missing one is empty."""
        found = self.value(name, [])
        if not isinstance(found, list):
            raise FieldError(expected=f'"{name}" in {self._where} as a list', got=shown(found))
        return found

    def mapping(self, name: str) -> Mapping[str, object] | None:
        """An object of its own, None where there is none."""
        found = self.value(name, None)
        if found is not None and not isinstance(found, dict):
            raise FieldError(expected=f'"{name}" in {self._where} as an object', got=shown(found))
        return found

    def word(self, name: str, words: Iterable[str]) -> str:
        """One of some words."""
        known = tuple(words)
        found = self.text(name)
        if found not in known:
            raise FieldError(
                expected=f'"{name}" in {self._where} as one of {", ".join(known)}',
                got=shown(found),
            )
        return found


def as_number(value: object, what: str) -> float:
    """A finite int or float as it is; anything else is a FieldError."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        raise FieldError(expected=f"{what} as a finite number", got=shown(value))
    return value


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number of more than 308 digits
        return False


def shown(value: object) -> str:
    """A value as an error shows it: JSON, cut to one short line."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= GOT_CHARACTERS else f"{text[:GOT_CHARACTERS]}..."


def shown_text(line: str) -> str:
    """Raw text as an error shows it: quoted, what cannot be printed escaped, cut short."""
    return ascii(line) if len(line) <= GOT_CHARACTERS else f"{line[:GOT_CHARACTERS]!a}..."
