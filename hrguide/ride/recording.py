"""Any recording that can be replayed, told by its content: ride files and what others wrote.

Comes in: a path, or bytes with a name. Goes out: a `Ride`. FIT, TCX, GPX, Polar HRM, CSV and RR
text are made into rides of synthesised packets; a file's ending decides nothing. What it cannot
tell, or is too large for any recording, is refused with the formats it knows.
"""

import gzip
import io
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from hrguide import __version__
from hrguide.errors import BadFileError
from hrguide.ride.formats.csv import read_csv
from hrguide.ride.formats.rr_text import read_rr_text
from hrguide.ride.reader import Ride, decode_ride

KNOWN: Final = "Known: .hrg, FIT, TCX, GPX, Polar HRM, CSV with a time and a heart rate, RR text."
FILE_MAX_BYTES: Final = 64 * 1024 * 1024  # a day at 1 Hz as TCX, with all its words, is half that
_PIECE_BYTES: Final = 1 << 20
_HEAD_BYTES: Final = 1 << 20  # whoever writes that many comments wrote no recording
LINES_MAX: Final = 1_000_000  # a day at 10 Hz
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_LINE_ENDS: Final = b"\n\r\x0b\x0c\x1c\x1d\x1e"  # and two of more bytes: where text is split
_WIDE_LINE_ENDS: Final = (b"\xc2\x85", b"\xe2\x80")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF_16_TAGS: Final = (b"\xff\xfe<\0", b"\xfe\xff\0<")  # expat reads both
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_FIT_AT: Final = slice(8, 12)
_HRM_SECTION: Final = b"[params]"
_OTHER_SEPARATORS: Final = frozenset(b";\t")


class Readable(Protocol):
    """An open file, packed or not."""

    def read(self, size: int, /) -> bytes: ...


class FormatReader(Protocol):
    """What reads one format."""

    def __call__(
        self, content: bytes, *, path: Path, hrguide_version: str, skip_bad: bool = False
    ) -> Ride: ...


def read_ride(
    path: Path | str, *, skip_bad: bool = False, columns: Mapping[str, str] | None = None
) -> Ride:
    """Read a ride file, or make a ride of a watch's, app's or program's file (library contract).

    skip_bad: pass over what cannot be read and list it in `damage`. columns: of a table, time_s,
    hr_bpm, rr_s, power_w, cadence_rpm -> its own name for it. Raises BadRideError with file, line
    or byte, expected and got; BadFileError where there is no file, or no recording in it.
    """
    return open_recording(
        Path(path), hrguide_version=__version__, skip_bad=skip_bad, columns=columns
    )


def open_recording(
    path: Path,
    *,
    hrguide_version: str,
    skip_bad: bool = False,
    columns: Mapping[str, str] | None = None,
) -> Ride:
    """A ride from any file that can be replayed.

    hrguide_version: written into the header of what is made from a foreign file. columns: of a
    table, time_s, hr_bpm, ... -> its own name for it. Raises BadRideError for a place that cannot
    be read, BadFileError for a file of no known kind.
    """
    return decode_recording(
        read_limited(path),
        path=path,
        hrguide_version=hrguide_version,
        skip_bad=skip_bad,
        columns=columns,
    )


def read_limited(path: Path) -> bytes:
    """The file's bytes. Raises BadFileError where they cannot be had, or are too many."""
    try:
        with path.open("rb") as file:
            content = at_most(file, FILE_MAX_BYTES + 1)
    except OSError as error:
        raise BadFileError(
            f"cannot read {path}: {error.strerror}",
            hint="Check the path; `hrguide report last` takes the newest ride.",
        ) from error
    if len(content) > FILE_MAX_BYTES:
        raise too_large(path.name)
    return content


def at_most(file: Readable, count: int) -> bytes:
    """Up to `count` bytes, piece by piece: asked for at once, their room is taken at once."""
    pieces = []
    while count > 0 and (piece := file.read(min(count, _PIECE_BYTES))):
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def too_large(name: str) -> BadFileError:
    """The error for more bytes than any recording has."""
    return BadFileError(
        f"{name} has more than {FILE_MAX_BYTES // 2**20} MB: no recording of a day is that long",
        hint=KNOWN,
    )


def decode_recording(
    content: bytes,
    *,
    path: Path,
    hrguide_version: str,
    skip_bad: bool = False,
    columns: Mapping[str, str] | None = None,
) -> Ride:
    """A ride from a file's bytes; errors as `open_recording`. path: names it, and is not opened."""
    if content.startswith(_GZIP):
        content = _unpacked(content, path.name)
        path = path.with_suffix("") if path.suffix == ".gz" else path
    start = content[:4096].removeprefix(_BYTE_ORDER_MARK).lstrip()
    if start.startswith(b"{") or path.suffix == ".hrg":
        return decode_ride(content, path=path, skip_bad=skip_bad)
    read = _reader_of(content, start)
    if read is not None:
        return read(content, path=path, hrguide_version=hrguide_version, skip_bad=skip_bad)
    _refuse_if_no_text(content, path.name)
    first = _first_line(start)
    if columns is None and not _is_number(first) and not _is_table(content):
        shown = first[:60].decode(errors="replace")
        raise BadFileError(f"{path.name} begins with {shown!r}: no format I know", hint=KNOWN)
    if columns is None and _is_number(first):
        read = read_rr_text
    elif columns is None and b"time_s" in first.lower() and not set(first) & _OTHER_SEPARATORS:
        read = read_csv
    if read is not None:
        return read(content, path=path, hrguide_version=hrguide_version, skip_bad=skip_bad)
    from hrguide.ride.formats.csv_sniffed import read_sniffed_csv

    return read_sniffed_csv(
        content, path=path, hrguide_version=hrguide_version, skip_bad=skip_bad, columns=columns
    )


def _reader_of(content: bytes, start: bytes) -> FormatReader | None:
    """The reader of a format that says what it is; imported only now: fitdecode costs 30 ms."""
    if content[_FIT_AT] == b".FIT":
        from hrguide.ride.formats.fit import read_fit

        return read_fit
    if start.startswith((b"<", *_UTF_16_TAGS)):
        from hrguide.ride.formats.track import read_track

        return read_track
    if start.lower().startswith(_HRM_SECTION):
        from hrguide.ride.formats.polar_hrm import read_hrm

        return read_hrm
    return None


def _refuse_if_no_text(content: bytes, name: str) -> None:
    if content.startswith(_ZIP):
        raise BadFileError(f"{name} is a zip file", hint="`hrguide import` looks into it.")
    if b"\0" in content and not content.startswith(_UTF_16):
        raise BadFileError(f"{name} is not text, and no format I know", hint=KNOWN)
    if not _first_line(content.removeprefix(_BYTE_ORDER_MARK)):
        raise BadFileError(f"{name} is empty", hint=KNOWN)
    lines = len(content) - len(content.translate(None, _LINE_ENDS))
    lines += sum(content.count(end) for end in _WIDE_LINE_ENDS)
    if lines > 2 * LINES_MAX:  # Windows ends a line with two of them
        raise BadFileError(f"{name} has more than {LINES_MAX} lines", hint=KNOWN)


def _unpacked(content: bytes, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            unpacked = at_most(packed, FILE_MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadFileError(
            f"{name} cannot be unpacked: {error}", hint="Copy it again from where it comes from."
        ) from None
    if len(unpacked) > FILE_MAX_BYTES:
        raise too_large(name)
    return unpacked


def _is_table(content: bytes) -> bool:
    """Whether it could be columns: a separator in several of the first lines."""
    if content.startswith(_UTF_16):
        return True
    lines = [line for line in content[:8192].splitlines()[:40] if line.strip()]
    return any(
        sum(1 for line in lines if separator in line) >= min(2, len(lines))
        for separator in (b",", b";", b"\t")
    )


def _first_line(content: bytes) -> bytes:
    """The first line that is neither empty nor a comment."""
    for line in content[:_HEAD_BYTES].splitlines():  # of millions, all would be taken apart
        word = line.strip()
        if word and not word.startswith(b"#"):
            return word
    return b""


def _is_number(word: bytes) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
