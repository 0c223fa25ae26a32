"""The evidence of one athlete on disk: an append-only diary, a JSON line a piece.

Comes in: pieces of evidence, one by one, and the wish to forget one. Goes out: what is known, in
the order it was told. Forgetting adds a line and deletes none, so that yesterday's zones can always
be explained. It judges nothing: what a piece is worth is `zones/likelihood.py`'s business.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final

from hrguide.athlete.evidence import KINDS, Evidence, kind_of
from hrguide.athlete.files import append_json_line, locked, read_text
from hrguide.athlete.store import athletes_folder, evidence_path
from hrguide.errors import BadFileError, HrguideError, UsageError

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

    A torn last line (it never was whole) is left out. Raises BadFileError for any other bad line.
    """
    path = evidence_path(home, name)
    try:
        text = read_text(path)
    except FileNotFoundError:
        return ()
    entries: dict[str, Entry] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            _take(entries, json.loads(line))
        except (ValueError, KeyError, TypeError, HrguideError) as error:
            if number == len(lines):  # no newline behind it: the power went while it was written
                break
            raise BadFileError(
                f"{path}, line {number}: not a piece of evidence ({error})",
                hint="Correct the line, or move it away: each line stands for itself.",
            ) from error
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


def _take(entries: dict[str, Entry], line: dict[str, Any]) -> None:
    if "forget" in line:
        was = entries[line["forget"]]
        entries[was.id] = Entry(id=was.id, piece=was.piece, ride=was.ride, forgotten=True)
        return
    facts = dict(line)
    entry_id, word, ride = facts.pop("id"), facts.pop("evidence"), facts.pop("ride", None)
    entries[entry_id] = Entry(id=entry_id, piece=KINDS[word](**facts), ride=ride)


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
