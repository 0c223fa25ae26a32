"""Flat frozen records as JSON objects, by their own type hints: athlete, policy, range, evidence.

Comes in: a dataclass of numbers, words, flags, dates and enums. Goes out: a plain object with the
same field names, and back: `from_plain(type(r), to_plain(r)) == r`. A name the record does not
know is left to a note; a name the object lacks takes the record's default, so older rides are
read for ever. It refuses nested records other than by the caller's own hand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from hrguide.athlete.evidence import KINDS, Evidence, kind_of
from hrguide.errors import HrguideError
from hrguide.ride.fields import FieldError, Fields, as_number, shown
from hrguide.zones.ranges import Range

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)


def to_plain(record: "DataclassInstance") -> dict[str, object]:
    """The record's fields as JSON values; None is null, so that a missing name can mean older."""
    plain: dict[str, object] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Enum):
            value = value.value
        elif isinstance(value, date):
            value = value.isoformat()
        plain[field.name] = value
    return plain


def from_plain(
    record_type: "type[Record]", value: object, where: str, notes: list[str]
) -> "Record":
    """A record of that type; names it has no place for are added to `notes`.

    Raises FieldError for a value of the wrong type and for what the record itself refuses.
    """
    asked = Fields(value, where)
    hints = _hints(record_type)
    values: dict[str, Any] = {}
    for field in fields(record_type):
        if asked.has(field.name):
            what = f'"{field.name}" in {where}'
            values[field.name] = _as_hinted(asked.value(field.name), hints[field.name], what)
        elif asked.is_null(field.name) and _accepts_none(hints[field.name]):
            values[field.name] = None
        elif field.default is MISSING and field.default_factory is MISSING:
            asked.value(field.name)  # raises, with the name and the place
    notes.extend(asked.left_over())
    try:
        return record_type(**values)
    except (HrguideError, ValueError) as error:
        raise FieldError(expected=f"possible facts in {where}", got=str(error)) from error


def ranges_to_plain(ranges: Mapping[str, Range]) -> dict[str, object]:
    """Effort -> range, as plain objects."""
    return {effort: to_plain(placed) for effort, placed in ranges.items()}


def ranges_from_plain(value: object, notes: list[str]) -> dict[str, Range]:
    """Effort -> range. Raises FieldError."""
    if not isinstance(value, dict):
        raise FieldError(expected="ranges as an object of efforts", got=shown(value))
    return {
        effort: from_plain(Range, placed, f"the range of {effort}", notes)
        for effort, placed in value.items()
    }


def evidence_to_plain(pieces: Iterable[Evidence]) -> list[object]:
    """Each piece with its kind's word under "evidence" ("kind" is a lab threshold's own field)."""
    return [{"evidence": kind_of(piece), **to_plain(piece)} for piece in pieces]


def evidence_from_plain(values: Iterable[object], notes: list[str]) -> tuple[Evidence, ...]:
    """The pieces; one of a kind this version does not know is left out, with a note.

    Raises FieldError.
    """
    pieces: list[Evidence] = []
    for value in values:
        word = Fields(value, "a piece of evidence").text("evidence")
        kind = KINDS.get(word)
        if kind is None:
            notes.append(f"evidence {word!r}")
            continue
        assert isinstance(value, dict)
        facts = {name: fact for name, fact in value.items() if name != "evidence"}
        pieces.append(from_plain(kind, facts, f"evidence {word!r}", notes))
    return tuple(pieces)


@cache
def _hints(record_type: type) -> dict[str, Any]:
    return get_type_hints(record_type)


def _accepts_none(hint: Any) -> bool:
    return NoneType in get_args(hint)


def _as_hinted(value: object, hint: Any, what: str) -> object:
    """The JSON value as the hint wants it; a union takes the first member that fits."""
    if get_origin(hint) in (Union, UnionType):
        members = [member for member in get_args(hint) if member is not NoneType]
        for member in members[:-1]:
            try:
                return _as_hinted(value, member, what)
            except FieldError:
                continue
        return _as_hinted(value, members[-1], what)
    if get_origin(hint) is Literal:
        return _as_one_of(value, get_args(hint), what)
    if hint is float:
        return as_number(value, what)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(_as_one_of(value, tuple(member.value for member in hint), what))
    if hint is date:
        return _as_date(value, what)
    if hint in (int, str, bool):
        if type(value) is not hint:
            raise FieldError(expected=f"{what} as {_WORDS[hint]}", got=shown(value))
        return value
    raise TypeError(f"{what}: no JSON form for {hint!r}")


_WORDS = {int: "a whole number", str: "text", bool: "true or false"}


def _as_one_of(value: object, words: tuple[object, ...], what: str) -> object:
    if value not in words:
        listed = ", ".join(str(word) for word in words)
        raise FieldError(expected=f"{what} as one of {listed}", got=shown(value))
    return value


def _as_date(value: object, what: str) -> date:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else _no_date(value, what)
    except ValueError:
        return _no_date(value, what)


def _no_date(value: object, what: str) -> date:
    raise FieldError(expected=f"{what} as a date (2026-11-22)", got=shown(value))
