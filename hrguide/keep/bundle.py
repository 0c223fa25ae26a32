"""Rides and athletes whole in one zip: every file byte for byte, and a list of what is in it.

Comes in: files. Goes out: a zip whose names are the places of the files in a home folder, with a
list of their hashes at its beginning. The same files give the same zip. It is written beside its
place and put there in one move, for its owner alone.
"""

import json
import os
import secrets
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import IO, Final

from hrguide.errors import BadFileError, UsageError
from hrguide.keep.belongings import ATHLETES, RIDES, Belongings

MANIFEST: Final = "hrguide.json"
FORMAT: Final = 1
"""Raised when an older hrguide would misread a zip."""

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a zip knows; the rides carry their own
_CHUNK_BYTES: Final = 1 << 20


def pack(
    found: Belongings,
    output: Path,
    *,
    athlete: str | None,
    hrguide_version: str,
    each: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Write the zip and return how many files are in it. each: told how many are done.

    athlete: whose it is, None for rides alone. Raises UsageError where two rides have one name,
    BadFileError where a file cannot be read or written, or changes meanwhile.
    """
    members = _members(found)
    beside = output.with_name(f".{output.name}.{secrets.token_hex(4)}.new")
    try:
        hashes = {name: _hash(path) for name, path in members}
        listed = {
            "hrguide_zip": FORMAT,
            "hrguide": hrguide_version,
            "athlete": athlete,
            "files": hashes,
        }
        try:
            descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w+b") as file:
                _write(file, json.dumps(listed, indent=1).encode(), members, hashes, each)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(output)
        finally:
            with suppress(FileNotFoundError):
                beside.unlink()
    except OSError as error:
        raise BadFileError(
            f"cannot write {output}: {error.strerror or error}",
            hint="Name another place with --output.",
        ) from error
    return len(members)


def _members(found: Belongings) -> Sequence[tuple[str, Path]]:
    members = [(f"{ATHLETES}/{path.name}", path) for path in found.files]
    members += [(f"{RIDES}/{path.name}", path) for path in found.rides]
    members.sort()
    names = [name for name, _path in members]
    for name, after in pairwise(names):
        if name == after:
            raise UsageError(
                f"two of the rides are called {Path(name).stem}",
                hint="Name each ride once, or write two zips.",
            )
    return members


def _write(
    file: IO[bytes],
    listed: bytes,
    members: Sequence[tuple[str, Path]],
    hashes: dict[str, str],
    each: Callable[[int, int], None],
) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(MANIFEST), listed)
        for done, (name, path) in enumerate(members, start=1):
            told = sha256()
            with path.open("rb") as source, archive.open(_entry(name), "w") as target:
                while chunk := source.read(_CHUNK_BYTES):
                    told.update(chunk)
                    target.write(chunk)
            if told.hexdigest() != hashes[name]:
                raise OSError(0, f"{path.name} changed meanwhile")
            each(done, len(members))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix on any system, so that the same files give the same zip
    entry.external_attr = 0o600 << 16
    return entry


def _hash(path: Path) -> str:
    told = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            told.update(chunk)
    return told.hexdigest()
