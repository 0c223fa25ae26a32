"""The evidence of one athlete on disk: an append-only diary, a JSON line a piece.

Comes in: pieces of evidence, one by one, and the wish to forget one. Goes out: what is known, in
the order it was told. Forgetting adds a line and deletes none, so that yesterday's zones can always
be explained. It judges nothing: what a piece is worth is `zones/likelihood.py`'s business.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final

from hrguide.athlete.evidence import KINDS, Evidence, kind_of
from hrguide.athlete.files import append_json_line, locked, read_text
from hrguide.athlete.store import athletes_folder, evidence_path
from hrguide.errors import BadFileError, UsageError

_OF_THE_ENTRY: Final = ("id", "evidence", "ride")
_ID_BYTES: Final = 3  # 16 million ids: two of one athlete's hundreds hardly ever meet


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One piece as noted. id: six hex digits. forgotten: no longer counted."""

    id: str
    piece: Evidence
    ride: str | None = None
    forgotten: bool = False


def read_diary(home: Path, name: str) -> tuple[Entry, ...]:
    """Every entry, forgotten ones marked, oldest first; () where nothing was noted yet.

    A torn last line (it never was whole) is left out; a line that stands there twice counts once.
    Raises BadFileError for any other bad line, with its number and reason.
    """
    path = evidence_path(home, name)
    try:
        text = read_text(path)
    except FileNotFoundError:
        return ()
    entries: dict[str, Entry] = {}
    lines = text.removeprefix("\ufeff").split("\n")  # the mark that some editors put in front
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            told = json.loads(line, object_pairs_hook=_once_each)
        except (json.JSONDecodeError, RecursionError) as error:
            if number == len(lines):  # no newline behind it: the power went while it was written
                break
            raise _bad_line(path, number, f"no JSON ({error})") from error
        except ValueError as error:
            raise _bad_line(path, number, str(error)) from error
        try:
            _take(entries, told)
        except UsageError as error:
            raise _bad_line(path, number, error.message) from error
        except ValueError as error:
            raise _bad_line(path, number, str(error)) from error
    return tuple(entries.values())


def known_evidence(home: Path, name: str) -> tuple[Evidence, ...]:
    """The pieces that count, in the order they were told."""
    return tuple(entry.piece for entry in read_diary(home, name) if not entry.forgotten)


def note(
    home: Path, name: str, pieces: Iterable[Evidence], *, ride: str | None = None
) -> tuple[Entry, ...]:
    """Add pieces at the end. ride: the ride they were heard in."""
    path = evidence_path(home, name)
    noted = []
    with locked(athletes_folder(home)):
        for piece in pieces:
            entry = Entry(id=os.urandom(_ID_BYTES).hex(), piece=piece, ride=ride)
            append_json_line(path, _plain(entry))
            noted.append(entry)
    return tuple(noted)


def forget_entry(home: Path, name: str, entry_id: str) -> Entry:
    """Count it no longer. Raises UsageError where there is no such entry, or it is forgotten."""
    path = evidence_path(home, name)
    with locked(athletes_folder(home)):
        found = [entry for entry in read_diary(home, name) if entry.id == entry_id]
        if not found or found[0].forgotten:
            raise UsageError(
                f"{name} has no evidence {entry_id} that counts",
                hint=f"See `hrguide athlete evidence list {name}`.",
            )
        append_json_line(path, {"forget": entry_id})
    return found[0]


def _bad_line(path: Path, number: int, why: str) -> BadFileError:
    return BadFileError(
        f"{path}, line {number}: not a piece of evidence: {why}",
        hint="Correct the line, or move it away: each line stands for itself.",
    )


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys differ: of two heart rates nobody knows which was meant."""
    told = dict(pairs)
    if len(told) < len(pairs):
        twice = next(key for key, _ in pairs if [other for other, _ in pairs].count(key) > 1)
        raise ValueError(f'"{twice}" stands in it twice')
    return told


def _take(entries: dict[str, Entry], line: object) -> None:
    """Add what a line says. Raises ValueError or UsageError with the reason where it cannot be."""
    if not isinstance(line, dict):
        raise ValueError("it is no JSON object")
    if "forget" in line:
        was = entries.get(_text(line, "forget"))
        if was is None:
            raise ValueError(f"it forgets {line['forget']!r}, which stands nowhere above")
        entries[was.id] = Entry(id=was.id, piece=was.piece, ride=was.ride, forgotten=True)
        return
    entry_id, ride = _text(line, "id"), None
    if line.get("ride") is not None:
        ride = _text(line, "ride")
    piece = _piece(line)
    before = entries.setdefault(entry_id, Entry(id=entry_id, piece=piece, ride=ride))
    if before.piece != piece:
        raise ValueError(f"its id {entry_id!r} is that of another piece above")


def _piece(line: Mapping[str, Any]) -> Evidence:
    word = _text(line, "evidence")
    if word not in KINDS:
        raise ValueError(f"{word!r} is no kind that this version knows")
    kind = KINDS[word]
    facts = {key: value for key, value in line.items() if key not in _OF_THE_ENTRY}
    known = {field.name for field in fields(kind)}
    wanted = {field.name for field in fields(kind) if field.default is MISSING}
    if strange := facts.keys() - known:
        raise ValueError(f"{min(strange)!r} is nothing that this version knows of {word}")
    if missing := wanted - facts.keys():
        raise ValueError(f'"{min(missing)}" is missing')
    return kind(**facts)


def _text(line: Mapping[str, Any], key: str) -> str:
    value = line.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(
            f'"{key}" is missing' if value is None else f'"{key}" is {value!r}, not text'
        )
    return value


def _plain(entry: Entry) -> dict[str, object]:
    facts = dict(_plain_facts(entry.piece))
    ride = {} if entry.ride is None else {"ride": entry.ride}
    return {"id": entry.id, "evidence": kind_of(entry.piece), **ride, **facts}


def _plain_facts(piece: Evidence) -> Iterator[tuple[str, object]]:
    for key, value in asdict(piece).items():
        if isinstance(value, date):
            yield key, value.isoformat()
        elif isinstance(value, Enum):
            yield key, value.value
        else:
            yield key, value
