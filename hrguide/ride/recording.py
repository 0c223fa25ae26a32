"""Any recording that can be replayed: a ride file, plain CSV or RR text, told by its content.

Comes in: a path. Goes out: a `Ride`. What it cannot tell is refused with the formats it knows; a
file's ending decides nothing.
"""

from pathlib import Path
from typing import Final

from hrguide.errors import BadFileError
from hrguide.ride.formats.csv import read_csv
from hrguide.ride.formats.rr_text import read_rr_text
from hrguide.ride.reader import Ride, decode_ride, read_bytes

KNOWN: Final = "Known: .hrg, CSV (time_s,hr_bpm[,rr_s,power_w,cadence_rpm]), RR text (ms a line)."


def open_recording(path: Path, *, hrguide_version: str, skip_bad: bool = False) -> Ride:
    """A ride from any file that can be replayed.

    hrguide_version: written into the header of what is made from a foreign file. Raises
    BadRideError for a line that cannot be read, BadFileError for a file of no known kind.
    """
    content = read_bytes(path)
    start = content.removeprefix(b"\xef\xbb\xbf")
    if start.startswith(b"{") or path.suffix == ".hrg":
        return decode_ride(content, path=path, skip_bad=skip_bad)
    if b"\0" in content:
        kind = "a FIT file" if content[8:12] == b".FIT" else "not text"
        raise BadFileError(f"{path.name} is {kind}, which replay does not read", hint=KNOWN)
    first = _first_line(start)
    if not first:
        raise BadFileError(f"{path.name} is empty", hint=KNOWN)
    if _is_number(first):
        return read_rr_text(content, path=path, hrguide_version=hrguide_version, skip_bad=skip_bad)
    if b"time_s" in first.lower():
        return read_csv(content, path=path, hrguide_version=hrguide_version, skip_bad=skip_bad)
    shown = first[:60].decode(errors="replace")
    raise BadFileError(f"{path.name} begins with {shown!r}: no format I know", hint=KNOWN)


def _first_line(content: bytes) -> bytes:
    """The first line that is neither empty nor a comment."""
    for line in content.splitlines():
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
