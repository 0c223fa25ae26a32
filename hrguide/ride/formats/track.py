"""TCX and GPX: points with a time, a heart rate and perhaps power, in XML from strangers.

Comes in: the file's bytes. Goes out: a ride, a packet a point, and a TCX file's laps. The XML is
read as it streams by: no tree is built, so a file of any shape costs its own length at most.
Document types and entities are refused before anything is expanded. A point that cannot be read is
an error with its line; with `skip_bad` it is passed over, and of a file that ends too soon what
stands before the end is kept. Positions are not looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from xml.parsers import expat

from hrguide.athlete.athlete import Machine
from hrguide.ride.erg import CADENCE_MAX_RPM, POWER_MAX_W, erg_packet
from hrguide.ride.fields import FieldError, shown_text
from hrguide.ride.formats.foreign import (
    HR_MAX_BPM,
    LAST_MAX_S,
    Input,
    foreign_ride,
    require_heart_rate,
    synthesised_packet,
)
from hrguide.ride.lines import Lap
from hrguide.ride.reader import BadRideError, Damage, Ride

_TEXT_MAX: Final = 64  # characters of a time or a number; longer is neither
ELEMENTS_MAX: Final = 5_000_000  # a day at 1 Hz has 1.2 million
DEPTH_MAX: Final = 100  # both formats nest ten deep
POINTS_MAX: Final = 1_000_000
LAPS_MAX: Final = 10_000
_ASLEEP_S: Final = 3600.0  # a lap that starts so long before its first point is another clock's
_POINTS: Final = ("Trackpoint", "trkpt")
_TIMES: Final = ("Time", "time")
_NUMBERS: Final = {  # element -> what it is; a heart rate stands in a <Value> of its own in TCX
    "hr": ("hr_bpm", HR_MAX_BPM),
    "cad": ("cadence_rpm", CADENCE_MAX_RPM),
    "Cadence": ("cadence_rpm", CADENCE_MAX_RPM),
    "RunCadence": ("cadence_rpm", CADENCE_MAX_RPM),
    "Watts": ("power_w", POWER_MAX_W),
    "power": ("power_w", POWER_MAX_W),
    "watts": ("power_w", POWER_MAX_W),
    "PowerInWatts": ("power_w", POWER_MAX_W),
}
_HINT: Final = "`--skip-bad` reads on without such points, and keeps what stands before a torn end."


@dataclass(slots=True)
class _Point:
    line: int
    at: datetime | None = None
    numbers: dict[str, float] = field(default_factory=dict)
    wrong: FieldError | None = None


@dataclass(slots=True)
class _Lap:
    start: datetime | None = None
    seconds: float | None = None
    rest: bool = False


def read_track(content: bytes, *, path: Path, hrguide_version: str, skip_bad: bool = False) -> Ride:
    """A ride from the bytes of a TCX or GPX file.

    Raises BadRideError with line, expected and got; BadFileError where it holds no heart rate.
    """
    track = _Track()
    torn = track.read(content)
    points = _Points(track)
    inputs = list(points.inputs())
    damage = [*points.damage, *([] if torn is None else [torn])]
    if damage and not skip_bad:
        raise BadRideError(path=path, damage=damage[0], hint=_HINT)
    require_heart_rate(inputs, path.name)
    return foreign_ride(
        inputs,
        path=path,
        content=content,
        hrguide_version=hrguide_version,
        started=points.zero,
        machine=track.machine,
        laps=points.laps(),
        damage=damage,
    )


class _Track:
    """Points and laps as they stand in the file."""

    def __init__(self) -> None:
        self.points: list[_Point] = []
        self.laps: list[_Lap] = []
        self.machine = Machine.BIKEERG
        self._path: list[str] = []
        self._elements = 0
        self._text = ""
        self._point: _Point | None = None

    def read(self, content: bytes) -> Damage | None:
        """All of it; what ended the reading before the file did."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse
        self._parser = parser
        try:
            parser.Parse(content.removeprefix(b"\xef\xbb\xbf").lstrip(), True)
        except expat.ExpatError as error:
            return Damage(
                line=error.lineno, expected="XML to the end", got=expat.ErrorString(error.code)
            )
        except FieldError as error:
            line = parser.CurrentLineNumber
            return Damage(line=line, expected=error.expected, got=error.got)
        except (ValueError, LookupError) as error:  # an encoding nobody knows
            return Damage(line=1, expected="XML in UTF-8", got=shown_text(str(error)))
        finally:
            del self._parser  # it holds our methods, and we hold it
        return None

    def _refuse(self, *_: object) -> None:
        raise FieldError(
            expected="elements alone", got="a document type or entity, which no recording needs"
        )

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._path.append(name)
        self._elements += 1
        if (
            len(self._path) > DEPTH_MAX
            or self._elements > ELEMENTS_MAX
            or len(self.points) > POINTS_MAX
            or len(self.laps) > LAPS_MAX
        ):
            raise FieldError(expected="a day of points, nested as both formats are", got="more")
        self._text = ""
        if name in _POINTS:
            self._point = _Point(line=self._parser.CurrentLineNumber)
        elif name == "Lap":
            self.laps.append(_Lap(start=_moment(attributes.get("StartTime", ""))))
        elif name == "Activity" and "row" in attributes.get("Sport", "").lower():
            self.machine = Machine.ROWER

    def _characters(self, text: str) -> None:
        if len(self._text) < _TEXT_MAX:
            self._text += text[:_TEXT_MAX]

    def _end(self, tag: str) -> None:
        name = self._path.pop()
        text = self._text.strip()
        self._text = ""
        point = self._point
        if name in _POINTS and point is not None:
            self.points.append(point)
            self._point = None
        elif point is not None:
            self._into_point(point, name, text)
        elif self.laps and self._path and self._path[-1] == "Lap":
            self._into_lap(self.laps[-1], name, text)
        elif name == "type" and "row" in text.lower():  # of a GPX track
            self.machine = Machine.ROWER

    def _into_point(self, point: _Point, name: str, text: str) -> None:
        try:
            if name in _TIMES:
                point.at = _moment(text)
                if point.at is None:
                    raise FieldError(expected="a time (2026-11-22T18:09:12Z)", got=shown_text(text))
            elif name == "Value" and self._path[-1] == "HeartRateBpm":
                point.numbers["hr_bpm"] = _number("hr_bpm", text, HR_MAX_BPM)
            elif name in _NUMBERS and text:
                what, highest = _NUMBERS[name]
                point.numbers[what] = _number(what, text, highest)
        except FieldError as error:
            point.wrong = point.wrong or error

    def _into_lap(self, lap: _Lap, name: str, text: str) -> None:
        if name == "TotalTimeSeconds":
            try:
                lap.seconds = _number("TotalTimeSeconds", text, LAST_MAX_S)
            except FieldError:
                lap.seconds = None  # the points still say how long it was
        elif name == "Intensity":
            lap.rest = text == "Resting"


class _Points:
    """The points on the ride's clock. damage: those that cannot be where they stand."""

    def __init__(self, track: _Track) -> None:
        self._track = track
        self.damage: list[Damage] = []
        times = [point.at for point in track.points if point.at is not None]
        self.zero = times[0] if times else None
        start = track.laps[0].start if track.laps else None
        if self.zero is not None and start is not None:
            ahead_s = (self.zero - start).total_seconds()
            if 0 <= ahead_s <= _ASLEEP_S:
                self.zero = start
        self.last_s = 0.0

    def inputs(self) -> Iterator[Input]:
        """A packet for each heart rate, one of the erg for each power or cadence."""
        for point in self._track.points:
            try:
                at_s = self._at_s(point)
            except FieldError as error:
                self.damage.append(Damage(line=point.line, expected=error.expected, got=error.got))
                continue
            if at_s is None:
                continue
            self.last_s = at_s
            numbers = point.numbers
            if "hr_bpm" in numbers:
                yield synthesised_packet(at_s, numbers["hr_bpm"])
            if "power_w" in numbers or "cadence_rpm" in numbers:
                yield erg_packet(
                    at_s,
                    power_w=numbers.get("power_w"),
                    cadence_rpm=numbers.get("cadence_rpm"),
                )

    def laps(self) -> Sequence[Lap]:
        """Each up to the next one's start, the last by its own time or the last point."""
        dated = [(lap, self._since_zero(lap.start)) for lap in self._track.laps]
        known = [(lap, at_s) for lap, at_s in dated if at_s is not None]
        found = []
        for place, (lap, at_s) in enumerate(known):
            if place + 1 < len(known):
                took_s = known[place + 1][1] - at_s
            else:
                took_s = self.last_s - at_s if lap.seconds is None else lap.seconds
            if took_s > 0 and at_s + took_s <= LAST_MAX_S:
                found.append(Lap(at_s=at_s, duration_s=took_s, rest=lap.rest))
        return found

    def _at_s(self, point: _Point) -> float | None:
        if point.wrong is not None:
            raise point.wrong
        at_s = self._since_zero(point.at)
        if point.at is None and point.numbers:
            raise FieldError(expected="a time in the point", got="none")
        if at_s is not None and not self.last_s <= at_s <= LAST_MAX_S:
            raise FieldError(
                expected=f"a time from {self.last_s:g} s to {LAST_MAX_S:g} s", got=f"{at_s:g} s"
            )
        return at_s

    def _since_zero(self, at: datetime | None) -> float | None:
        if at is None or self.zero is None:
            return None
        return (at - self.zero).total_seconds()


def _moment(text: str) -> datetime | None:
    """A time with its zone; UTC, as both formats ask, where none is written."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.utcoffset() is None else at


def _number(what: str, text: str, highest: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= highest:
        raise FieldError(expected=f"{what} as a number from 0 to {highest:g}", got=shown_text(text))
    return value
