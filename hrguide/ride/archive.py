"""The recordings in files, folders and zips: what there is to import.

Comes in: paths as somebody typed them. Goes out: names and bytes, one by one. A zip is read in
memory, entry by entry, up to the size of a recording; nothing is unpacked to the disk, so no name
in it can lead anywhere. Refuses zips within zips, encrypted entries, entries that unpack to
hundreds of times their size, and more of them than anybody rode.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from hrguide.errors import BadFileError, HrguideError
from hrguide.ride.recording import FILE_MAX_BYTES, KNOWN, at_most, read_limited, too_large

ENTRIES_MAX: Final = 50_000  # twenty years of three rides a day, in one export
ENDINGS: Final = frozenset({".hrg", ".fit", ".tcx", ".gpx", ".hrm", ".csv", ".tsv", ".txt", ".gz"})
RATIO_MAX: Final = 200  # of unpacked to packed: TCX comes to 50, zeros to 1,000
_SMALL_BYTES: Final = 1 << 20  # unpacked whatever the ratio
_ZIP: Final = b"PK\x03\x04"
_ZIP_EMPTY: Final = b"PK\x05\x06"
_HINT: Final = "Download it again, or unpack it and import the folder."


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One file. path: its name alone where it stood in a zip; never opened then. shown: as it is
    told. content: its bytes, or why they cannot be had. is_named: somebody typed this very file.
    """

    path: Path
    shown: str
    content: bytes | HrguideError
    is_named: bool


def found_in(paths: Iterable[Path]) -> Iterator[Found]:
    """Every file meant by the paths, in order of their names; read when it is its turn."""
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        else:
            yield from _open(path, shown=path.name, is_named=True)


def _in_folder(folder: Path) -> Iterator[Found]:
    found_one = False
    for inside in sorted(folder.rglob("*")):
        if inside.is_file() and (_may_be_one(inside.name) or inside.suffix.lower() == ".zip"):
            found_one = True
            yield from _open(inside, shown=str(inside.relative_to(folder)), is_named=False)
    if not found_one:
        wrong = BadFileError(f"{folder} holds no recording", hint=KNOWN)
        yield Found(path=folder, shown=str(folder), content=wrong, is_named=True)


def _open(path: Path, *, shown: str, is_named: bool) -> Iterator[Found]:
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start in (_ZIP, _ZIP_EMPTY):
            yield from _in_zip(path, shown)
            return
        content: bytes | HrguideError = read_limited(path)
    except OSError as error:
        content = BadFileError(f"cannot read {path}: {error.strerror}", hint="Check the path.")
    except HrguideError as error:
        content = error
    yield Found(path=path, shown=shown, content=content, is_named=is_named)


def _in_zip(path: Path, shown: str) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > ENTRIES_MAX:
                raise BadFileError(
                    f"{shown} has {len(entries)} entries, more than {ENTRIES_MAX}", hint=_HINT
                )
            found_one = False
            for entry in entries:
                name = PurePosixPath(entry.filename.replace("\\", "/")).name
                if _may_be_one(name):
                    found_one = True
                    yield Found(
                        path=Path(name),
                        shown=f"{shown}: {name}",
                        content=_read(archive, entry, name),
                        is_named=False,
                    )
            if not found_one:
                raise BadFileError(f"{shown} holds no recording", hint=f"{KNOWN} No zip in a zip.")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        wrong = BadFileError(f"{shown} is no whole zip file: {error}", hint=_HINT)
        yield Found(path=path, shown=shown, content=wrong, is_named=True)
    except BadFileError as error:
        yield Found(path=path, shown=shown, content=error, is_named=True)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes | HrguideError:
    """The entry's bytes; its own claim about their number is not believed."""
    most = min(FILE_MAX_BYTES, max(_SMALL_BYTES, RATIO_MAX * entry.compress_size))
    try:
        with archive.open(entry) as file:
            content = at_most(file, most + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        return BadFileError(f"{name} cannot be unpacked: {error}", hint=_HINT)
    except (zlib.error, ValueError) as error:
        return BadFileError(f"{name} cannot be unpacked: {error}", hint=_HINT)
    if len(content) <= most:
        return content
    if most == FILE_MAX_BYTES:
        return too_large(name)
    return BadFileError(
        f"{name} unpacks to more than {RATIO_MAX} times its size: no recording does", hint=_HINT
    )


def _may_be_one(name: str) -> bool:
    return Path(name).suffix.lower() in ENDINGS and not name.startswith((".", "._"))
