"""Plain CSV: `time_s,hr_bpm` and optionally `rr_s,power_w,cadence_rpm`, with a header line.

Comes in: the file's text. Goes out: a ride of synthesised packets, one a row for the heart and one
for the erg. A cell may be empty; `rr_s` may hold several intervals with spaces between. A row that
cannot be read is an error with its line and column, or, with `skip_bad`, counted. Other columns
are left alone with a note.
"""

import csv
import math
from pathlib import Path
from typing import Final

from hrguide.bluetooth.source import Received
from hrguide.ride.erg import erg_packet
from hrguide.ride.fields import FieldError, shown
from hrguide.ride.formats.foreign import (
    HR_MAX_BPM,
    LAST_MAX_S,
    RR_MAX_S,
    foreign_ride,
    synthesised_packet,
)
from hrguide.ride.reader import BadRideError, Damage, Ride

REQUIRED: Final = ("time_s", "hr_bpm")
OPTIONAL: Final = ("rr_s", "power_w", "cadence_rpm")
_POWER_MAX_W: Final = 3000  # above any sprint on an erg: a column of something else
_CADENCE_MAX_RPM: Final = 300
_HINT: Final = "A line is like 12.0,131 under the columns time_s,hr_bpm (decimal point, not comma)."


def read_csv(content: bytes, *, path: Path, hrguide_version: str, skip_bad: bool = False) -> Ride:
    """A ride from the bytes of a CSV file. Raises BadRideError with line, expected and got."""
    lines = content.decode("utf-8-sig", errors="replace").splitlines()
    numbered = [
        (number, line) for number, line in enumerate(lines, start=1) if _says_something(line)
    ]
    columns = _columns(numbered, path)
    rows = _Rows(columns, path, skip_bad)
    for number, line in numbered[1:]:
        rows.take(number, next(csv.reader([line])))
    return foreign_ride(
        rows.packets,
        path=path,
        content=content,
        hrguide_version=hrguide_version,
        damage=rows.damage,
        notes=_notes(columns),
    )


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _columns(numbered: list[tuple[int, str]], path: Path) -> list[str]:
    number, first = numbered[0] if numbered else (1, "")
    columns = [name.strip().lower() for name in next(csv.reader([first]), [])]
    missing = [name for name in REQUIRED if name not in columns]
    if missing or len(set(columns)) < len(columns):
        raise BadRideError(
            path=path,
            damage=Damage(
                line=number, expected="the columns time_s,hr_bpm, each once", got=shown(first)
            ),
            hint="Optional columns: rr_s,power_w,cadence_rpm; others are left alone.",
        )
    return columns


def _notes(columns: list[str]) -> tuple[str, ...]:
    unused = [name for name in columns if name not in (*REQUIRED, *OPTIONAL)]
    return tuple(f"column {name}" for name in unused)


class _Rows:
    """The rows under the header line, read one by one."""

    def __init__(self, columns: list[str], path: Path, skip_bad: bool) -> None:
        self.packets: list[Received] = []
        self.damage: list[Damage] = []
        self._columns = columns
        self._path = path
        self._skip_bad = skip_bad
        self._last_s = 0.0

    def take(self, number: int, row: list[str]) -> None:
        """One row: a packet, nothing (no heart rate there), or damage."""
        try:
            packets = self._packets_of(row)
        except FieldError as error:
            damage = Damage(line=number, expected=error.expected, got=error.got)
            if not self._skip_bad:
                raise BadRideError(path=self._path, damage=damage, hint=_HINT) from None
            self.damage.append(damage)
        else:
            self.packets += packets

    def _packets_of(self, row: list[str]) -> list[Received]:
        if len(row) != len(self._columns):
            raise FieldError(expected=f"{len(self._columns)} cells", got=f"{len(row)}")
        cells = dict(zip(self._columns, (cell.strip() for cell in row), strict=True))
        at_s = _number("time_s", cells["time_s"], LAST_MAX_S)
        if at_s is None:
            raise FieldError(expected="a time_s", got="nothing")
        if at_s < self._last_s:
            raise FieldError(expected=f"time_s of {self._last_s:g} or later", got=f"{at_s:g}")
        hr_bpm = _number("hr_bpm", cells["hr_bpm"], HR_MAX_BPM)
        rr_s = [_interval(word) for word in cells.get("rr_s", "").split()]
        power_w = _number("power_w", cells.get("power_w", ""), _POWER_MAX_W)
        cadence_rpm = _number("cadence_rpm", cells.get("cadence_rpm", ""), _CADENCE_MAX_RPM)
        self._last_s = at_s
        packets = []
        if hr_bpm is not None or rr_s:
            packets.append(synthesised_packet(at_s, hr_bpm or 0, rr_s))  # 0: the strap had no rate
        if power_w is not None or cadence_rpm is not None:
            packets.append(erg_packet(at_s, power_w=power_w, cadence_rpm=cadence_rpm))
        return packets


def _interval(word: str) -> float:
    rr_s = _number("rr_s", word, RR_MAX_S)
    assert rr_s is not None
    if rr_s == 0.0:
        raise FieldError(expected="rr_s above 0", got=shown(word))
    return rr_s


def _number(name: str, cell: str, highest: float) -> float | None:
    """A cell as a number from 0 to `highest`; None where it is empty."""
    if not cell:
        return None
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not 0 <= value <= highest:
        raise FieldError(expected=f"{name} as a number from 0 to {highest:g}", got=shown(cell))
    return value
