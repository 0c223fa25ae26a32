"""A zip of `bundle.py` brought home: every file to its place, byte for byte, over nothing.

Comes in: a zip, the home folder. Goes out: what is new, what was there already, what is otherwise
there and was left. All of the zip is checked before anything is written. Refuses a name that leads
anywhere but to a ride's or an athlete's place, a file that is not as its list says, and more than
anybody rode.
"""

import json
import os
import re
import secrets
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from hrguide.athlete.files import locked
from hrguide.athlete.home import FILE_MODE, private_folder
from hrguide.athlete.store import EVIDENCE_ENDING, LEARNED_ENDING, PROFILE_ENDING, check_profile
from hrguide.errors import BadFileError
from hrguide.keep.belongings import ATHLETES, RIDES
from hrguide.keep.bundle import FORMAT, MANIFEST

FILES_MAX: Final = 50_000  # twenty years of three rides a day, and some
FILE_MAX_BYTES: Final = 64 * 1024 * 1024  # as any recording's (`ride.recording`)
TOTAL_MAX_BYTES: Final = 16 * 1024**3  # FILES_MAX rides of 34 min have 10 GB
_LIST_MAX_BYTES: Final = 32 * 1024 * 1024
_CHUNK_BYTES: Final = 1 << 20
# One part, no drive, no stream, no hidden file, nothing that a terminal or a shell obeys.
_RIDE: Final = re.compile(rf"{RIDES}/(?![.-])[^/\\:*?\"<>|\x00-\x1f\x7f]{{1,200}}\.hrg")
_STEM: Final = r"[A-Za-z0-9%_~-]{1,160}"  # as `athlete.names.file_stem` writes them
_ENDINGS: Final = "|".join(map(re.escape, (PROFILE_ENDING, EVIDENCE_ENDING, LEARNED_ENDING)))
_ATHLETE: Final = re.compile(rf"{ATHLETES}/({_STEM})({_ENDINGS})")
_HINT: Final = "Export it again where it comes from: hrguide athlete export NAME"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """By their places in the home folder. new: written. there: the same already. left: there with
    other content, so not written; of an athlete none of their files is then.
    """

    new: tuple[str, ...]
    there: tuple[str, ...]
    left: tuple[str, ...]


def unpack(
    home: Path, path: Path, *, each: Callable[[int, int], None] = lambda done, total: None
) -> Unpacked:
    """Bring it home. each: told how many files are done.

    Raises BadFileError, with nothing written, for a zip that is not whole, not ours, or would write
    anywhere else; and where the disk refuses.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            hashes = _listed(archive, path.name)
            _check(archive, hashes, path.name)
            with locked(home):
                return _bring_home(home, archive, hashes, each)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise BadFileError(f"{path.name} is no whole zip: {error}", hint=_HINT) from error
    except OSError as error:
        raise BadFileError(
            f"cannot bring {path.name} home: {error.strerror or error}",
            hint="Check the path, and whether there is room.",
        ) from error


def is_bundle(path: Path) -> bool:
    """Whether it is a zip that `bundle.py` wrote, by its list."""
    try:
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return False


def _listed(archive: zipfile.ZipFile, shown: str) -> dict[str, str]:
    """The list: place -> hash."""
    entries = archive.infolist()
    if not any(entry.filename == MANIFEST for entry in entries):
        raise BadFileError(
            f"{shown} is no zip of hrguide's: it has no {MANIFEST}",
            hint="Recordings in any zip come in by `hrguide import`.",
        )
    if len(entries) > FILES_MAX:
        raise BadFileError(f"{shown} has {len(entries)} entries, over {FILES_MAX}", hint=_HINT)
    with archive.open(MANIFEST) as file:
        content = file.read(_LIST_MAX_BYTES + 1)
    try:
        listed = json.loads(content) if len(content) <= _LIST_MAX_BYTES else None
    except (ValueError, RecursionError):
        listed = None
    if not isinstance(listed, dict) or not isinstance(listed.get("files"), dict):
        raise BadFileError(f"{shown}: {MANIFEST} is no list of files", hint=_HINT)
    if listed.get("hrguide_zip") != FORMAT:
        raise BadFileError(
            f"{shown} is of format {listed.get('hrguide_zip')!r}, not {FORMAT}",
            hint="A newer hrguide wrote it: update this one.",
        )
    hashes: dict[str, str] = {}
    for name, told in listed["files"].items():
        if not isinstance(told, str) or not _SHA256.fullmatch(told):
            raise BadFileError(f"{shown}: no hash of {name!r}", hint=_HINT)
        hashes[name] = told
    return hashes


def _check(archive: zipfile.ZipFile, hashes: Mapping[str, str], shown: str) -> None:
    """Names, hashes and sizes of all, before anything is written."""
    names = [entry.filename for entry in archive.infolist()]
    for name in (*names, *hashes):
        if name != MANIFEST and not _RIDE.fullmatch(name) and not _ATHLETE.fullmatch(name):
            raise BadFileError(
                f"{shown}: {name!r} is no place of a ride or an athlete; nothing was written",
                hint=_HINT,
            )
    if sorted(names) != sorted([MANIFEST, *hashes]):
        raise BadFileError(f"{shown}: its files are not those of its list", hint=_HINT)
    total_bytes = 0
    for name, told in hashes.items():
        found = sha256()
        size_bytes = _copy(archive, name, found.update)
        total_bytes += size_bytes
        if size_bytes > FILE_MAX_BYTES or total_bytes > TOTAL_MAX_BYTES:
            raise BadFileError(f"{shown}: {name} is larger than any ride", hint=_HINT)
        if found.hexdigest() != told:
            raise BadFileError(f"{shown}: {name} is not as its list says", hint=_HINT)
    for name in hashes:
        matched = _ATHLETE.fullmatch(name)
        if matched is not None and matched[2] == PROFILE_ENDING:
            check_profile(matched[1], archive.read(name), shown=f"{shown}: {name}")


def _copy(archive: zipfile.ZipFile, name: str, take: Callable[[bytes], object]) -> int:
    """The file in parts; it stops behind the size of any ride, whatever the zip claims."""
    size_bytes = 0
    with archive.open(name) as file:
        while size_bytes <= FILE_MAX_BYTES and (chunk := file.read(_CHUNK_BYTES)):
            size_bytes += len(chunk)
            take(chunk)
    return size_bytes


def _bring_home(
    home: Path,
    archive: zipfile.ZipFile,
    hashes: Mapping[str, str],
    each: Callable[[int, int], None],
) -> Unpacked:
    state = {name: _state(home / name, told) for name, told in hashes.items()}
    differing = {
        matched[1]
        for name, is_same in state.items()
        if is_same is False and (matched := _ATHLETE.fullmatch(name)) is not None
    }
    new: list[str] = []
    left: list[str] = []
    for done, name in enumerate(sorted(hashes), start=1):
        matched = _ATHLETE.fullmatch(name)
        if state[name] is False or (matched is not None and matched[1] in differing):
            if state[name] is not True:
                left.append(name)
        elif state[name] is None and not _is_strangers(home, name, hashes):
            _place(home / name, archive, name)
            new.append(name)
        elif state[name] is None:
            left.append(name)
        each(done, len(hashes))
    there = tuple(name for name in sorted(hashes) if state[name] is True and name not in left)
    return Unpacked(new=tuple(new), there=there, left=tuple(left))


def _is_strangers(home: Path, name: str, hashes: Mapping[str, str]) -> bool:
    """Evidence without its athlete's file must not become that of somebody who is here."""
    matched = _ATHLETE.fullmatch(name)
    if matched is None:
        return False
    profile = f"{ATHLETES}/{matched[1]}{PROFILE_ENDING}"
    return profile not in hashes and (home / profile).exists()


def _state(path: Path, told: str) -> bool | None:
    """True: there, the same. False: there, otherwise. None: not there."""
    found = sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                found.update(chunk)
    except FileNotFoundError:
        return None
    return found.hexdigest() == told


def _place(path: Path, archive: zipfile.ZipFile, name: str) -> None:
    """The whole file beside its place, then put there; never over another."""
    private_folder(path.parent)
    beside = path.with_name(f".{secrets.token_hex(4)}.new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            _copy(archive, name, file.write)
            file.flush()
            os.fsync(file.fileno())
        _move_over_nothing(beside, path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def _move_over_nothing(beside: Path, path: Path) -> None:
    """Claim the name with an empty file, which the move then replaces: nobody's file is lost."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))
    beside.replace(path)
