"""Polar HRM: RR intervals of an RR monitor, or one heart rate every so many seconds.

Comes in: the file's text, sections of an INI file. Goes out: a ride; its interval times become
laps. `Interval=238` says RR in ms; 5, 15, 60 and the like are seconds between rows. The columns
beside a heart rate (speed, cadence, altitude, power) are those that `SMode` switches on. Only what
the Polar HRM file format's own description names is read; notes and summaries are not.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from hrguide.ride.erg import CADENCE_MAX_RPM, POWER_MAX_W, erg_packet
from hrguide.ride.fields import FieldError, shown_text
from hrguide.ride.formats.foreign import (
    HR_MAX_BPM,
    LAST_MAX_S,
    RR_MAX_S,
    Input,
    foreign_ride,
    require_heart_rate,
    synthesised_packet,
)
from hrguide.ride.formats.rr_text import packets_of
from hrguide.ride.lines import Lap
from hrguide.ride.reader import BadRideError, Damage, Ride

RR_MODE: Final = 238  # Polar HRM file format 1.26: "238 = R-R data"
EVERY_MAX_S: Final = 600  # nobody samples a heart every ten minutes: not a number of seconds
_SMODE_COLUMNS: Final = ("speed", "cadence", "altitude", "power")  # SMode's first four switches
_MS_PER_S: Final = 1000.0
_HINT: Final = "`--skip-bad` reads on without such rows."
_PARAMETERS: Final = "Params"
_ROWS: Final = "HRData"
_TIMES: Final = "IntTimes"
_LINES_A_LAP: Final = 5

Lines = Sequence[tuple[int, str]]


def read_hrm(content: bytes, *, path: Path, hrguide_version: str, skip_bad: bool = False) -> Ride:
    """A ride from the bytes of an HRM file. Raises BadRideError with line, expected and got."""
    sections = _sections(content.decode("latin-1"))
    rows = _Rows(_parameters(sections.get(_PARAMETERS, ())))
    try:
        inputs = rows.inputs(sections.get(_ROWS, ()))
    except FieldError as error:
        damage = Damage(line=1, expected=error.expected, got=error.got)
        raise BadRideError(path=path, damage=damage, hint="Is it an HRM file?") from None
    if rows.damage and not skip_bad:
        raise BadRideError(path=path, damage=rows.damage[0], hint=_HINT)
    require_heart_rate(inputs, path.name)
    return foreign_ride(
        inputs,
        path=path,
        content=content,
        hrguide_version=hrguide_version,
        started=rows.started,
        laps=list(_laps(sections.get(_TIMES, ()), inputs[-1].at_s)),
        damage=rows.damage,
    )


class _Rows:
    """The rows of the data section. damage: those that cannot be read."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._parameters = parameters
        self.damage: list[Damage] = []

    @property
    def started(self) -> datetime | None:
        """The wall clock at second 0, in this computer's zone: the file names none."""
        text = f"{self._parameters.get('Date', '')} {self._parameters.get('StartTime', '')}"
        try:
            return datetime.strptime(text.partition(".")[0], "%Y%m%d %H:%M:%S").astimezone()
        except (ValueError, OverflowError):
            return None

    def inputs(self, rows: Lines) -> list[Input]:
        """The packets. Raises FieldError where the file does not say what its rows are."""
        written = self._parameters.get("Interval", "")
        every_s = int(written) if written.isdecimal() and len(written) < 5 else 0
        if every_s == RR_MODE:
            return self._of_intervals(rows)
        if not 0 < every_s <= EVERY_MAX_S:
            raise FieldError(
                expected=f"Interval= as {RR_MODE} (RR) or 1 to {EVERY_MAX_S} s",
                got=shown_text(written),
            )
        return list(self._of_rates(rows, every_s))

    def _of_intervals(self, rows: Lines) -> list[Input]:
        found: list[float] = []
        total_s = 0.0
        for number, line in rows:
            try:
                rr_s = _number("an RR interval in ms", line, RR_MAX_S * _MS_PER_S) / _MS_PER_S
                if rr_s < 1 / 1024:
                    raise FieldError(expected="an RR interval above 0 ms", got=shown_text(line))
                total_s += rr_s
                if total_s > LAST_MAX_S:
                    raise FieldError(expected="at most 24 h of intervals", got="more")
                found.append(rr_s)
            except FieldError as error:
                self._refuse(number, error)
        return list(packets_of(found))

    def _of_rates(self, rows: Lines, every_s: int) -> Iterator[Input]:
        switches = self._parameters.get("SMode", "")
        columns = [
            name for name, switch in zip(_SMODE_COLUMNS, switches, strict=False) if switch == "1"
        ]
        for place, (number, line) in enumerate(rows):
            at_s = float(place * every_s)
            cells = line.split()
            try:
                if at_s > LAST_MAX_S:
                    raise FieldError(expected="at most 24 h of rows", got="more")
                hr_bpm = _number("a heart rate", cells[0], HR_MAX_BPM)
                beside = dict(zip(columns, cells[1:], strict=False))
                erg = {
                    "power_w": _optional("power", beside, POWER_MAX_W),
                    "cadence_rpm": _optional("cadence", beside, CADENCE_MAX_RPM),
                }
            except FieldError as error:
                self._refuse(number, error)
                continue
            yield synthesised_packet(at_s, hr_bpm)
            if any(value is not None for value in erg.values()):
                yield erg_packet(at_s, **erg)

    def _refuse(self, number: int, error: FieldError) -> None:
        self.damage.append(Damage(line=number, expected=error.expected, got=error.got))


def _sections(text: str) -> dict[str, list[tuple[int, str]]]:
    """Section -> its lines that say something, numbered."""
    found: dict[str, list[tuple[int, str]]] = {}
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        word = line.strip()
        if word.startswith("[") and word.endswith("]"):
            lines = found.setdefault(word[1:-1], [])
        elif word:
            lines.append((number, word))
    return found


def _parameters(lines: Lines) -> dict[str, str]:
    pairs = (line.partition("=") for _number, line in lines)
    return {name.strip(): value.strip() for name, _sign, value in pairs}


def _laps(lines: Lines, last_s: float) -> Iterator[Lap]:
    """Five lines each, the first of which begins with the time it ended at."""
    from_s = 0.0
    for _number, line in lines[::_LINES_A_LAP]:
        hours, minutes, seconds = ([*line.split()[0].split(":"), "", ""])[:3]
        try:
            to_s = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
        except ValueError:
            return
        if not from_s < to_s <= last_s + 1:
            return
        yield Lap(at_s=from_s, duration_s=round(to_s - from_s, 3))
        from_s = to_s


def _optional(name: str, cells: Mapping[str, str], highest: float) -> float | None:
    return _number(name, cells[name], highest) if name in cells else None


def _number(what: str, text: str, highest: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= highest:
        raise FieldError(expected=f"{what}, at most {highest:g}", got=shown_text(text))
    return value
