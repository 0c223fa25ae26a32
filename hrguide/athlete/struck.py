"""Evidence heard in a ride, struck out of the diary for good, with the ride.

Comes in: a name and a ride's id. Goes out: the diary without the lines of that ride, nor the lines
that forgot them; every other line stays byte for byte. Unlike forgetting, which adds a line so that
yesterday's zones can be explained: who deletes a ride wants nothing of it left.
"""

import json
from pathlib import Path

from hrguide.athlete.files import locked, read_text, replace_text
from hrguide.athlete.store import athletes_folder, evidence_path


def strike_ride(home: Path, name: str, ride: str) -> int:
    """Delete the evidence of the ride and return how many pieces that were.

    A line that cannot be read stays as it is. Raises BadFileError where the diary cannot be read or
    written.
    """
    path = evidence_path(home, name)
    with locked(athletes_folder(home)):
        try:
            lines = read_text(path).split("\n")  # a name may hold other ends of lines
        except FileNotFoundError:
            return 0
        ids = {
            told["id"] for told in map(_told, lines) if told.get("ride") == ride and "id" in told
        }
        if not ids:
            return 0
        kept = [line for line in lines if not _is_of(_told(line), ids)]
        replace_text(path, "\n".join(kept))
    return len(ids)


def _is_of(told: dict[str, object], ids: set[object]) -> bool:
    return told.get("id") in ids or told.get("forget") in ids


def _told(line: str) -> dict[str, object]:
    """The line's object; {} for one that cannot be read."""
    try:
        told = json.loads(line.removeprefix("\ufeff"))  # the mark some editors put in front
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    return {key: value for key, value in told.items() if isinstance(value, str)}
