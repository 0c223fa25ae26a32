"""A table of another program: columns found by their names, shown, then read.

Comes in: the file's text, and what the user says of its columns. Goes out: a ride with `understood`
sentences. Rows without a time or a heart rate give no packet. Where the clock starts again (each
interval of some rowers' logs does) the parts are put one behind the other and become laps: the
rests between them are not in the file. RR that are one sample a row instead of every beat are left
out, with a note, unless the user names that column: beats missing would look like a bad strap.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from hrguide.errors import BadFileError
from hrguide.ride.erg import CADENCE_MAX_RPM, erg_packet
from hrguide.ride.fields import FieldError, shown, shown_text
from hrguide.ride.formats.csv_columns import (
    PARTS_MAX,
    Column,
    Table,
    TimeUnit,
    as_clock_s,
    as_date,
    find_columns,
)
from hrguide.ride.formats.foreign import (
    HR_MAX_BPM,
    LAST_MAX_S,
    RR_MAX_S,
    Input,
    foreign_ride,
    require_heart_rate,
    synthesised_packet,
)
from hrguide.ride.lines import Lap
from hrguide.ride.reader import BadRideError, Damage, Ride

COVERED_MIN: Final = 0.8  # of the time between rows: below, RR are samples and not every beat [J]
RESTART_WITHIN_S: Final = 60.0  # a clock that starts again starts near zero
_POWER_MAX_W: Final = 3000  # above any sprint on an erg: a column of something else
_HINT: Final = "`--skip-bad` reads on without such rows; `--column hr_bpm=NAME` names a column."


def read_sniffed_csv(
    content: bytes,
    *,
    path: Path,
    hrguide_version: str,
    skip_bad: bool = False,
    columns: Mapping[str, str] | None = None,
) -> Ride:
    """A ride from the bytes of a table. columns: time_s, hr_bpm, ... -> the file's own name.

    Raises BadFileError for a table without a time or a heart rate, BadRideError with line,
    expected and got for a row that cannot be read.
    """
    lines = _text(content).splitlines()
    try:
        table = find_columns(lines, columns)
    except FieldError as error:
        raise BadFileError(
            f"{path.name}, line 1: expected {error.expected}, got {error.got}", hint=_HINT
        ) from None
    rows = _Rows(table, every_beat="rr_s" in (columns or {}) or _has_every_beat(table))
    inputs = list(rows.inputs())
    if rows.damage and not skip_bad:
        raise BadRideError(path=path, damage=rows.damage[0], hint=_HINT)
    require_heart_rate(inputs, path.name)
    return foreign_ride(
        inputs,
        path=path,
        content=content,
        hrguide_version=hrguide_version,
        started=rows.started,
        laps=rows.laps,
        damage=rows.damage,
        understood=(*table.understood, *rows.remarks),
    )


def _text(content: bytes) -> str:
    """UTF-8, else what Windows programs write; UTF-16 by its mark. Line ends of any kind."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    return text.replace("\r\r\n", "\n")


class _Rows:
    """The rows on the ride's clock. damage: those that cannot be read."""

    def __init__(self, table: Table, *, every_beat: bool) -> None:
        """every_beat: the RR column, if any, has an interval for each beat."""
        self.damage: list[Damage] = []
        self.laps: list[Lap] = []
        self.remarks: list[str] = []
        self.started: datetime | None = None
        self._table = table
        self._has_every_beat = every_beat
        if "rr_s" in table.columns and not self._has_every_beat:
            self.remarks.append(
                f'"{table.columns["rr_s"].name}" is one sample a row, not every beat: left out'
            )
        self._before_s = 0.0  # of the parts before this one
        self._last_s: float | None = None
        self._parts_from_s = [0.0]
        self._part = ""
        self._undated = 0

    def inputs(self) -> Iterator[Input]:
        """A packet for each heart rate, one of the erg for each power or cadence."""
        for number, cells in self._table.rows:
            try:
                yield from self._row(cells)
            except FieldError as error:
                self.damage.append(Damage(line=number, expected=error.expected, got=error.got))
        self._close()

    def _row(self, cells: list[str]) -> tuple[Input, ...]:
        if len(cells) != self._table.width:
            raise FieldError(expected=f"{self._table.width} cells", got=f"{len(cells)}")
        at_s = self._at_s(cells[self._table.time.place])
        numbers = {
            "hr_bpm": self._number(cells, "hr_bpm", HR_MAX_BPM),
            "power_w": self._number(cells, "power_w", _POWER_MAX_W),
            "cadence_rpm": self._number(cells, "cadence_rpm", CADENCE_MAX_RPM),
        }
        rr_s = self._number(cells, "rr_s", RR_MAX_S) if self._has_every_beat else None
        if at_s is None:
            self._undated += any(value is not None for value in numbers.values())
            return ()
        place = self._table.part
        at_s = self._continue(at_s, "" if place is None else cells[place])
        found: list[Input] = []
        hr_bpm = numbers.pop("hr_bpm")
        if hr_bpm is not None:
            found.append(synthesised_packet(at_s, hr_bpm, [rr_s] if rr_s else []))
        if any(value is not None for value in numbers.values()):
            found.append(erg_packet(at_s, **numbers))
        return tuple(found)

    def _at_s(self, cell: str) -> float | None:
        """Seconds on the file's own clock; of a date, since the first row."""
        if not cell:
            return None
        match self._table.time_unit:
            case TimeUnit.DATE:
                at = as_date(cell)
                if at is None:
                    raise FieldError(expected="a date and time", got=shown_text(cell))
                self.started = self.started or at
                at_s: float | None = (at - self.started).total_seconds()
            case TimeUnit.CLOCK:
                at_s = as_clock_s(cell)
            case _:
                at_s = self._plain(cell, self._table.time)
        if at_s is None or not 0 <= at_s <= LAST_MAX_S:
            raise FieldError(expected=f"a time from 0 to {LAST_MAX_S:g} s", got=shown_text(cell))
        return at_s

    def _continue(self, at_s: float, part: str) -> float:
        """The time since the first part began. part: the interval's number, if they have any."""
        last_s, is_new = self._last_s, part != self._part
        self._part = part
        if last_s is not None and at_s < last_s:
            starts_again = is_new or at_s <= min(RESTART_WITHIN_S, last_s / 2)
            if not starts_again or len(self._parts_from_s) >= PARTS_MAX:
                raise FieldError(expected=f"a time of {last_s:g} s or later", got=f"{at_s:g} s")
            self._before_s += last_s
            self._parts_from_s.append(self._before_s)
        if self._before_s + at_s > LAST_MAX_S:
            raise FieldError(expected="at most 24 h in all", got="more")
        self._last_s = at_s
        return round(self._before_s + at_s, 3)

    def _number(self, cells: list[str], kind: str, highest: float) -> float | None:
        column = self._table.columns.get(kind)
        if column is None:
            return None
        value = self._plain(cells[column.place], column)
        if value is not None and not 0 <= value <= highest:
            raise FieldError(
                expected=f"{kind} from 0 to {highest:g}", got=shown(cells[column.place])
            )
        return value

    def _plain(self, cell: str, column: Column) -> float | None:
        try:
            value = self._table.number(cell)
        except ValueError:
            raise FieldError(
                expected=f'a number under "{column.name}"', got=shown_text(cell)
            ) from None
        return None if value is None else value / column.per_unit

    def _close(self) -> None:
        if self._undated:
            self.remarks.append(f"{self._undated} rows without a time: left out")
        if len(self._parts_from_s) > 1:
            ends_s = [*self._parts_from_s[1:], self._before_s + (self._last_s or 0.0)]
            self.laps = [
                Lap(at_s=round(from_s, 3), duration_s=round(to_s - from_s, 3))
                for from_s, to_s in zip(self._parts_from_s, ends_s, strict=True)
                if to_s > from_s
            ]
            self.remarks.append(
                f"the clock starts again {len(self._parts_from_s) - 1} times: the parts are put "
                "one behind the other; rests between them are not in the file"
            )


def _has_every_beat(table: Table) -> bool:
    """Whether the intervals fill the time between the first row and the last."""
    column = table.columns.get("rr_s")
    if column is None:
        return False
    heard_s, rates = 0.0, []
    for _number, cells in table.rows:
        try:
            rr = table.number(cells[column.place])
            hr_bpm = table.number(cells[table.columns["hr_bpm"].place])
        except (ValueError, IndexError):
            continue
        if rr is not None and hr_bpm:
            heard_s += rr / column.per_unit
            rates.append(60.0 / hr_bpm)
    # one interval a beat: as many rows as beats, so their sum is the time they took; a table with
    # one row a second has its times that far apart instead
    span_s = _span_s(table)
    return bool(rates) and span_s is not None and heard_s >= COVERED_MIN * span_s


def _span_s(table: Table) -> float | None:
    """From the first row that has a time to the last."""
    times: list[float] = []
    for cells in (table.rows[0][1], table.rows[-1][1]) if table.rows else ():
        cell = cells[table.time.place] if len(cells) > table.time.place else ""
        if table.time_unit is TimeUnit.DATE:
            at = as_date(cell)
            value = None if at is None else at.timestamp()
        elif table.time_unit is TimeUnit.CLOCK:
            value = as_clock_s(cell)
        else:
            try:
                value = table.number(cell)
            except ValueError:
                value = None
            value = None if value is None else value / table.time.per_unit
        if value is None:
            return None
        times.append(value)
    return times[1] - times[0] if len(times) > 1 else None
