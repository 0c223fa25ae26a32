"""The athletes of this computer: one TOML file each, which people may edit.

Comes in: the home folder and names. Goes out: Profiles; files under HOME/athletes (0600 in a 0700
folder) changed in place, so that comments, order and unknown keys survive. Every change is made
under a lock and put in place in one move. The athlete "in use" (HOME/settings.toml) serves reports
only: a ride always asks who. Refuses to guess at a file it cannot read: it names the line.
"""

import re
import tomllib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hrguide.athlete.files import locked, read_text, remove, replace_text
from hrguide.athlete.names import clean_name, file_stem, name_key, stem_name
from hrguide.athlete.profile import BadKeyError, Profile, RememberedStrap, from_table
from hrguide.errors import BadFileError, UsageError

_HEAD: Final = "# An athlete of hrguide. You may edit this file; comments and your own keys stay.\n"
_SETTINGS_HEAD: Final = "# Settings of hrguide.\n"
ATHLETES_FOLDER: Final = "athletes"
PROFILE_ENDING: Final = ".toml"
EVIDENCE_ENDING: Final = ".evidence.jsonl"
LEARNED_ENDING: Final = ".learned.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """Everybody on this computer. broken: files that cannot be read, each with its reason."""

    profiles: tuple[Profile, ...]
    broken: tuple[BadFileError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """removed: the files deleted. remaining: in words, what of this athlete is still there."""

    removed: tuple[Path, ...]
    remaining: tuple[str, ...]


def athletes_folder(home: Path) -> Path:
    return home / ATHLETES_FOLDER


def profile_path(home: Path, name: str) -> Path:
    """Where this athlete's file is, or would be."""
    return athletes_folder(home) / f"{file_stem(name)}{PROFILE_ENDING}"


def evidence_path(home: Path, name: str) -> Path:
    """Where this athlete's evidence is, or would be."""
    return athletes_folder(home) / f"{file_stem(name)}{EVIDENCE_ENDING}"


def learned_path(home: Path, name: str) -> Path:
    """Where what rides taught about this athlete's heart is, or would be."""
    return athletes_folder(home) / f"{file_stem(name)}{LEARNED_ENDING}"


def files_of(home: Path, name: str) -> tuple[Path, ...]:
    """Every file that is this athlete's own, whether it is there or not; the profile first."""
    return profile_path(home, name), evidence_path(home, name), learned_path(home, name)


def check_profile(stem: str, content: bytes, *, shown: str) -> None:
    """Raises BadFileError where these are not the bytes of the profile that is kept as `stem`.

    shown: what the error calls them.
    """
    try:
        name = from_table(_parsed(content.decode(), Path(shown))).name
    except (UnicodeDecodeError, UsageError) as error:
        raise BadFileError(
            f"{shown}: no athlete's file: {error}", hint="Export it anew."
        ) from error
    if file_stem(name) != stem:
        raise BadFileError(f"{shown}: it is {name!r}'s file", hint="Export it anew.")


def add(home: Path, profile: Profile) -> Path:
    """Write a new athlete's file and return its path. UsageError where the name is taken."""
    path = profile_path(home, profile.name)
    with locked(athletes_folder(home)):
        if path.exists():
            raise UsageError(
                f"there is an athlete {_display_name(path)} already",
                hint=f"To change: hrguide athlete set {_quoted(profile.name)} --age ..., "
                "or add a second name.",
            )
        replace_text(path, _edited(_HEAD, {}, profile.as_table(), path))
    return path


def load(home: Path, name: str) -> Profile:
    """The athlete of this name. UsageError where there is none, BadFileError for a bad file."""
    path = profile_path(home, name)
    profile = _read(path, name)
    if name_key(profile.name) != name_key(name):
        raise BadFileError(
            f"{path}: it should be {clean_name(name)}'s, but says name = {profile.name!r}",
            hint="Correct the name in the file, or give the file back its own name.",
        )
    return profile


def everybody(home: Path) -> Roll:
    """All athletes by name; a file that cannot be read does not hide the others."""
    profiles: list[Profile] = []
    broken: list[BadFileError] = []
    for path in sorted(athletes_folder(home).glob("*.toml")):
        if path.name.startswith("."):
            continue
        try:
            profiles.append(_read(path, stem_name(path.stem)))
        except BadFileError as error:
            broken.append(error)
    profiles.sort(key=lambda profile: name_key(profile.name))
    return Roll(profiles=tuple(profiles), broken=tuple(broken))


def change(home: Path, name: str, **changes: object) -> Profile:
    """Set fields of the athlete's Profile (None: unknown again) and return it as it is now.

    The name stays: a person of another name is another athlete.
    """
    path = profile_path(home, name)
    with locked(athletes_folder(home)):
        before = load(home, name)
        after = _with(before, changes)
        text = read_text(path)
        replace_text(path, _edited(text, before.as_table(), after.as_table(), path))
    return after


def forget(home: Path, name: str) -> Forgotten:
    """Delete the athlete's files; one that cannot be read is deleted too."""
    path = profile_path(home, name)
    with locked(athletes_folder(home)):
        if not path.exists():
            raise _nobody(name)
        removed = tuple(file for file in files_of(home, name) if remove(file))
    with locked(home):
        if _in_use_key(home) == name_key(name):
            _write_in_use(home, None)
    rides = home / "rides"
    remaining = (
        (
            f"Rides recorded as {clean_name(name)} stay in {rides}. To delete them too: "
            f"hrguide athlete delete {_quoted(clean_name(name))}",
        )
        if rides.is_dir()
        else ()
    )
    return Forgotten(removed=removed, remaining=remaining)


def use(home: Path, name: str) -> Profile:
    """Make this athlete the one that reports are about when none is named."""
    profile = load(home, name)
    with locked(home):
        _write_in_use(home, profile.name)
    return profile


def in_use(home: Path) -> str | None:
    """The name of the athlete in use, None where none is, or where that one is gone."""
    name = _settings(home).get("in_use")
    if not isinstance(name, str) or not profile_path(home, name).exists():
        return None
    return name


def remember_strap(home: Path, name: str, strap: RememberedStrap) -> Profile:
    """Keep the strap this athlete wears."""
    return change(home, name, strap=strap)


def forget_strap(home: Path, name: str) -> Profile:
    """The next ride looks for a strap as if for the first time."""
    return change(home, name, strap=None)


def strap_of(home: Path, name: str) -> RememberedStrap | None:
    """The strap this athlete wore last."""
    return load(home, name).strap


def _with(profile: Profile, changes: Mapping[str, object]) -> Profile:
    fields: dict[str, Any] = {key: getattr(profile, key) for key in profile.__slots__}
    return Profile(**{**fields, **changes})


def _read(path: Path, name: str) -> Profile:
    try:
        text = read_text(path)
    except FileNotFoundError:
        raise _nobody(name) from None
    try:
        return from_table(_parsed(text, path))
    except BadKeyError as error:
        raise _bad_line(path, _line_of(text, error.key), error.message, error.hint) from error
    except UsageError as error:
        raise BadFileError(f"{path}: {error.message}", hint=error.hint) from error


def _parsed(text: str, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = re.search(r"at line (\d+)", str(error))
        line = int(told.group(1)) if told else text.count("\n") + 1
        raise _bad_line(
            path,
            line,
            f"not TOML: {error}",
            "Correct it in a text editor: key = value, one a line.",
        ) from error


def _line_of(text: str, key: str) -> int | None:
    """The line of "key" or "table.key", None where it is not written out plainly."""
    *tables, last = key.split(".")
    wanted = [rf"\s*\[\s*{table}\s*\]" for table in tables] + [rf"\s*\[?\s*{last}\b"]
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(wanted[0], line):
            wanted.pop(0)
            if not wanted:
                return number
    return None


def _bad_line(path: Path, line: int | None, what: str, hint: str) -> BadFileError:
    where = str(path) if line is None else f"{path}, line {line}"
    return BadFileError(f"{where}: {what}", hint=hint)


def _edited(text: str, before: Mapping[str, Any], after: Mapping[str, Any], path: Path) -> str:
    """The text with only the keys that differ changed."""
    import tomlkit  # 40 ms, for writing only

    document = tomlkit.parse(text)
    _apply(document, before, after)
    edited = tomlkit.dumps(document)
    _parsed(edited, path)  # never put a file in place that we could not read again
    return edited


def _apply(
    table: MutableMapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    for key, value in after.items():
        old = before.get(key)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            _apply(table[key], old, value)
        elif old != value:
            table[key] = value
    for key in before.keys() - after.keys():
        del table[key]


def _settings(home: Path) -> dict[str, object]:
    path = home / "settings.toml"
    try:
        return _parsed(read_text(path), path)
    except FileNotFoundError:
        return {}


def _in_use_key(home: Path) -> str | None:
    name = _settings(home).get("in_use")
    return name_key(name) if isinstance(name, str) else None


def _write_in_use(home: Path, name: str | None) -> None:
    path = home / "settings.toml"
    before = _settings(home)
    after = {key: value for key, value in before.items() if key != "in_use"}
    if name is not None:
        after["in_use"] = name
    text = read_text(path) if path.exists() else _SETTINGS_HEAD
    replace_text(path, _edited(text, before, after, path))


def _display_name(path: Path) -> str:
    try:
        return _read(path, path.stem).name
    except BadFileError:
        return stem_name(path.stem)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _nobody(name: str) -> UsageError:
    return UsageError(
        f"there is no athlete {clean_name(name)!r} on this computer",
        hint="See who is: hrguide athlete list. To add: "
        f"hrguide athlete add {_quoted(clean_name(name))} --age YEARS",
    )
