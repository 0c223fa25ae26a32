"""Which column is which, in a table that some program or app exported.

Comes in: the lines of a file. Goes out: a `Table`: the separator, whether decimals have a comma,
and the column for time, heart rate, RR, power and cadence, each with its unit; and sentences that
say so, to be shown before anything is made of it. Columns are told by their names and checked by
what stands in them. It refuses a table without a time or a heart rate, with the names it saw.
"""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from itertools import pairwise
from typing import Final

from hrguide.ride.fields import FieldError, shown_text

HEADER_WITHIN: Final = 40  # lines: a title and a few facts may stand above the names
ROWS_LOOKED_AT: Final = 400  # enough to see a column run on; a whole file need not be parsed twice
COLUMNS_MAX: Final = 500
LINE_MAX_CHARACTERS: Final = 100_000  # a rower's log has a force curve in each line: 2,000
KINDS: Final = ("time_s", "hr_bpm", "rr_s", "power_w", "cadence_rpm")

_SEPARATORS: Final = (",", ";", "\t")
_READABLE: Final = 0.8  # of the cells that say something; the rest are rows the app left half empty
_NAMES: Final = {
    "time_s": r"time|timestamp|elapsed|seconds?|secs?|date|zeit|sekunden?|temps|tiempo|tempo|tid",
    "hr_bpm": r"heart ?rate|hr|hr ?bpm|bpm|pulse?|herzfrequenz|hf|fc|freq\w* card\w*|hartslag",
    "rr_s": r"rr|r r|ibi|nn|rr ?ms|rr ?intervals?",
    "power_w": r"power|watts?|leistung|puissance|potencia|potenza",
    "cadence_rpm": r"cadence|stroke rate|strokes per min(ute)?|spm|rpm|trittfrequenz|cadencia",
}
# words that make a column one about something else, or about a whole stretch
_NOT_THIS: Final = re.compile(
    r"\b(avg|average|mean|max|maximum|min|zone|target|split|pace|500 ?m|1k|drive|recover|slide|rest"
    r"|end|row|limit|smoothed|calculated|per|lap|ratio|resting|work|workout)\b"
)
_MAY_STAND: Final = {"time_s": {"drive"}, "cadence_rpm": {"per", "min"}}  # driveStartMs is a time
_PART: Final = re.compile(r"\b(interval|lap)\b")
PARTS_MAX: Final = 100
_COMMA_NUMBER: Final = re.compile(r"[-+]?\d+,\d+")
_CLOCK: Final = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{1,2}(?:[.,]\d+)?)")
_CLOCK_ZONE: Final = re.compile(r"[T ]\d{1,2}:\d{2}")
_STEP_MS: Final = 100.0  # a median step of more than this between rows is no number of seconds
_RR_SECONDS_BELOW: Final = 10.0  # no interval lasts 10 s, and none 10 ms


class TimeUnit(Enum):
    """How a column tells the time."""

    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"
    CLOCK = "h:mm:ss"
    DATE = "date and time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column that is used. place: from 0. per_s: what a second, or one unit, is written as."""

    place: int
    name: str
    per_unit: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How the file is read. rows: (line number, cells). part: the place of a column that numbers
    the intervals, None where there is none. width: cells of a whole row.
    """

    separator: str
    decimal_comma: bool
    time: Column
    time_unit: TimeUnit
    columns: Mapping[str, Column]
    rows: Sequence[tuple[int, list[str]]]
    width: int
    part: int | None = None

    @property
    def understood(self) -> tuple[str, ...]:
        """What is made of which column, in sentences."""
        used = [f'time from "{self.time.name}" ({self.time_unit.value})']
        words = {"hr_bpm": "heart rate", "power_w": "power", "cadence_rpm": "cadence"}
        for kind, column in self.columns.items():
            unit = ""
            if kind == "rr_s":
                unit = " (seconds)" if column.per_unit == 1.0 else " (milliseconds)"
            used.append(f'{words.get(kind, "RR")} from "{column.name}"{unit}')
        separator = {"\t": "tabs", ";": "semicolons", ",": "commas"}[self.separator]
        decimals = ", decimals with a comma" if self.decimal_comma else ""
        return (f"read as: {'; '.join(used)}", f"columns separated by {separator}{decimals}")

    def number(self, cell: str) -> float | None:
        """A cell as a number, None where it is empty. Raises ValueError."""
        return _number(cell, self.decimal_comma)


def find_columns(lines: Sequence[str], wanted: Mapping[str, str] | None = None) -> Table:
    """What the table is. wanted: kind -> a column's own name, where the user says it.

    Raises FieldError with what was looked for and what stands there.
    """
    header, separator, names = _header(lines)
    rows = [
        (number, cells)
        for number, cells in _cells(lines, separator, after=header)
        if any(cell for cell in cells)
    ]
    looked_at = [cells for _number_, cells in rows[:ROWS_LOOKED_AT]]
    comma = any(
        _COMMA_NUMBER.fullmatch(cell) for cells in looked_at[:50] for cell in cells[: len(names)]
    )
    asked = _asked(names, wanted or {})
    found: dict[str, Column] = {}
    for kind in KINDS[1:]:
        column = _choose(kind, names, looked_at, comma, asked)
        if column is not None:
            found[kind] = column
    if "hr_bpm" not in found:
        raise FieldError(expected="a column with the heart rate", got=_listed(names))
    time, unit = _time(names, looked_at, comma, asked)
    return Table(
        separator=separator,
        decimal_comma=comma,
        time=time,
        time_unit=unit,
        columns=found,
        rows=rows,
        width=len(names),
        part=_part(names, [cells for _line, cells in rows]),
    )


def as_date(cell: str) -> datetime | None:
    """A cell as a date and time; UTC where it names no zone. None where it is none."""
    try:
        at = datetime.fromisoformat(cell.replace("/", "-"))
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.utcoffset() is None else at


def as_clock_s(cell: str) -> float | None:
    """h:mm:ss or m:ss as seconds, None where it is neither."""
    told = _CLOCK.fullmatch(cell)
    if told is None:
        return None
    hours, minutes, seconds = told.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))


def _header(lines: Sequence[str]) -> tuple[int, str, list[str]]:
    """The line with the names: where, separated by what, and the names."""
    for place, line in enumerate(lines[:HEADER_WITHIN]):
        for separator in sorted(_SEPARATORS, key=line.count, reverse=True):
            names = _split(line, separator)
            if 2 <= len(names) <= COLUMNS_MAX and any(_is_named("hr_bpm", n) for n in names):
                return place, separator, names
    first = next((line for line in lines if line.strip()), "")
    raise FieldError(
        expected="a line of column names, the heart rate's among them", got=shown_text(first)
    )


def _cells(lines: Sequence[str], separator: str, *, after: int) -> list[tuple[int, list[str]]]:
    found = []
    for number, line in enumerate(lines[after + 1 :], start=after + 2):
        if line.strip():
            found.append((number, _split(line, separator)))
    return found


def _split(line: str, separator: str) -> list[str]:
    if len(line) > LINE_MAX_CHARACTERS:
        return [line]
    try:
        (cells,) = csv.reader([line], delimiter=separator, skipinitialspace=True)
    except (csv.Error, ValueError):  # a cell of more than 128 kB, or an open quotation mark
        return [line]
    return [cell.strip() for cell in cells]


def _words(name: str) -> str:
    """A name in small letters, its parts apart: "stroke.hrBpm" -> "stroke hr bpm"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.sub(r"[^a-z0-9äöüéèáíóú]+", " ", apart.lower()).strip()


def _is_named(kind: str, name: str) -> bool:
    words = _words(name)
    if re.search(rf"\b(?:{_NAMES[kind]})\b", words) is None:
        return kind == "time_s" and re.search(r"\bstart ms\b", words) is not None
    others = set(_NOT_THIS.findall(words))
    return not others - _MAY_STAND.get(kind, set())


def _choose(
    kind: str,
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    comma: bool,
    asked: Mapping[str, int],
) -> Column | None:
    """The first column of that name whose cells are numbers, the plainest name first."""
    places = [place for place, name in enumerate(names) if _is_named(kind, name)]
    places.sort(key=lambda place: len(_words(names[place])))
    if kind in asked:
        places = [asked[kind]]
    for place in places:
        values = _numbers(rows, place, comma)
        if values:
            per_unit = 1.0
            if kind == "rr_s" and _median(values) >= _RR_SECONDS_BELOW:
                per_unit = 1000.0
            return Column(place=place, name=names[place], per_unit=per_unit)
    return None


def _time(
    names: Sequence[str], rows: Sequence[Sequence[str]], comma: bool, asked: Mapping[str, int]
) -> tuple[Column, TimeUnit]:
    """Of the columns named for time, the one that moves most often and seldom back."""
    places = [place for place, name in enumerate(names) if _is_named("time_s", name)]
    if "time_s" in asked:
        places = [asked["time_s"]]
    best: tuple[int, Column, TimeUnit] | None = None
    for place in places:
        told = _time_of(names[place], rows, place, comma)
        if told is None:
            continue
        unit, values = told
        steps = sum(1 for before, after in pairwise(values) if after > before)
        if best is None or steps > best[0]:
            per_unit = 1000.0 if unit is TimeUnit.MILLISECONDS else 1.0
            best = (steps, Column(place=place, name=names[place], per_unit=per_unit), unit)
    if best is None:
        raise FieldError(expected="a column with the time", got=_listed(names))
    return best[1], best[2]


def _time_of(
    name: str, rows: Sequence[Sequence[str]], place: int, comma: bool
) -> tuple[TimeUnit, list[float]] | None:
    cells = [cells[place] for cells in rows if len(cells) > place and cells[place]]
    if not cells:
        return None
    readers: tuple[tuple[TimeUnit, Callable[[str], float | None]], ...] = (
        (TimeUnit.DATE, _date_s),
        (TimeUnit.CLOCK, as_clock_s),
    )
    for unit, read in readers:
        values = [value for cell in cells if (value := read(cell)) is not None]
        if len(values) >= _READABLE * len(cells):
            return unit, values
    values = _numbers(rows, place, comma)
    if not values:
        return None
    steps = [after - before for before, after in pairwise(values) if after > before]
    in_ms = "ms" in _words(name).split() or (bool(steps) and _median(steps) > _STEP_MS)
    return (TimeUnit.MILLISECONDS if in_ms else TimeUnit.SECONDS), values


def _date_s(cell: str) -> float | None:
    if _CLOCK_ZONE.search(cell) is None:  # a date alone says nothing of seconds
        return None
    at = as_date(cell)
    return None if at is None else at.timestamp()


def _numbers(rows: Sequence[Sequence[str]], place: int, comma: bool) -> list[float]:
    """A column's numbers; none where too many of its cells are none."""
    cells = [cells[place] for cells in rows if len(cells) > place and cells[place]]
    values = []
    for cell in cells:
        try:
            value = _number(cell, comma)
        except ValueError:
            continue
        if value is not None:
            values.append(value)
    return values if cells and len(values) >= _READABLE * len(cells) else []


def _number(cell: str, comma: bool) -> float | None:
    if not cell:
        return None
    return float(cell.replace(",", ".") if comma else cell)


def _part(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The column that numbers the intervals: a few values, each for a while."""
    found = []
    for place, name in enumerate(names):
        if _PART.search(_words(name)):
            values = {cells[place] for cells in rows if len(cells) > place}
            if 1 < len(values) <= min(PARTS_MAX, len(rows) // 2):
                found.append((len(values), place))
    return min(found)[1] if found else None


def _asked(names: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int]:
    found = {}
    for kind, name in wanted.items():
        places = [place for place, each in enumerate(names) if each.lower() == name.lower()]
        if not places:
            raise FieldError(expected=f'a column "{name}"', got=_listed(names))
        found[kind] = places[0]
    return found


def _listed(names: Sequence[str]) -> str:
    return shown_text(", ".join(names))


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]
