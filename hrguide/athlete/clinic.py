"""The clinic that handed hrguide out: HOME/clinic.toml, written by its own people.

Comes in: the home folder. Goes out: a frozen `Clinic`, all unknown where there is no such file.
Refuses a key it does not know, naming the line: a limit that was mistyped must not be passed over.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hrguide.athlete.athlete import CEILING_MIN_BPM, MAX_MAX_BPM
from hrguide.athlete.files import read_text
from hrguide.errors import BadFileError

CLINIC_FILE: Final = "clinic.toml"
TEXT_MAX_CHARS: Final = 60  # name and telephone stand in one line of a screen
_EXAMPLE: Final = (
    'Known: name, telephone, emergency, workout = "flush", push = false, and below [limits] '
    "ceiling_bpm = 140."
)
_TEXTS: Final = ("name", "telephone", "emergency", "workout")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """What a clinic set. emergency: the number to call. workout: ridden where none is named.

    ceiling_bpm: for everybody here; a lower one of their own stands. pushes: False: gentle mode for
    all.
    """

    name: str | None = None
    telephone: str | None = None
    emergency: str | None = None
    workout: str | None = None
    ceiling_bpm: float | None = None
    pushes: bool = True

    def lowest_ceiling(self, own_bpm: float | None) -> float | None:
        """The lower of the clinic's limit and the athlete's own; None where there is neither."""
        given = [limit for limit in (own_bpm, self.ceiling_bpm) if limit is not None]
        return min(given, default=None)


def clinic_path(home: Path) -> Path:
    return home / CLINIC_FILE


def load_clinic(home: Path) -> Clinic:
    """The clinic of this computer. BadFileError where its file cannot be understood."""
    path = clinic_path(home)
    try:
        text = read_text(path)
    except FileNotFoundError:
        return Clinic()
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFileError(f"{path}: not TOML: {error}", hint=_EXAMPLE) from error
    limits = table.pop("limits", {})
    if not isinstance(limits, dict):
        raise _bad(path, text, "limits", "limits must be a table: a line [limits] of its own")
    _known(path, text, table, (*_TEXTS, "push"))
    _known(path, text, limits, ("ceiling_bpm",))
    return Clinic(
        **{key: _text(path, text, table, key) for key in _TEXTS},
        ceiling_bpm=_ceiling(path, text, limits),
        pushes=_pushes(path, text, table),
    )


def _known(path: Path, text: str, table: Mapping[str, object], keys: tuple[str, ...]) -> None:
    for key in table:
        if key not in keys:
            raise _bad(path, text, key, f"I do not know {key!r}")


def _text(path: Path, text: str, table: Mapping[str, object], key: str) -> str | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT_MAX_CHARS:
        raise _bad(path, text, key, f"{key} must be text of at most {TEXT_MAX_CHARS} letters")
    return " ".join(value.split())


def _pushes(path: Path, text: str, table: Mapping[str, object]) -> bool:
    value = table.get("push", True)
    if not isinstance(value, bool):
        raise _bad(path, text, "push", f"push must be true or false, not {value!r}")
    return value


def _ceiling(path: Path, text: str, limits: Mapping[str, object]) -> float | None:
    value = limits.get("ceiling_bpm")
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not CEILING_MIN_BPM <= float(str(value)) <= MAX_MAX_BPM:
        wanted = f"ceiling_bpm must be a heart rate of {CEILING_MIN_BPM}-{MAX_MAX_BPM}"
        raise _bad(path, text, "ceiling_bpm", f"{wanted}, not {value!r}")
    return float(str(value))


def _bad(path: Path, text: str, key: str, what: str) -> BadFileError:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().lstrip('["').startswith(key):
            return BadFileError(f"{path}, line {number}: {what}", hint=_EXAMPLE)
    return BadFileError(f"{path}: {what}", hint=_EXAMPLE)
