"""A ride of the past as the history keeps it: what its first line says, and what came of it.

Comes in: the values that `figures.py` finds, or the JSON of the cache. Goes out: frozen records,
and back: `decode(encode(r)) == r`. It reads no ride and compares none. Soreness stands as it was
told; unknown is None.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_NUMBER: Final = (int, float)


class NoRecordError(ValueError):
    """What stands in the cache is none of these records; it is found anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the first line says. started: with its zone, None where an import does not know it.
    made_from: the name of the foreign file it was imported from.
    """

    athlete: str | None
    machine: str
    workout: str
    started: datetime | None
    simulated: bool = False
    made_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """The heart rate a rest began with, and how far it fell in 60 s (negative: it rose)."""

    from_bpm: int
    fell_bpm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What came of a ride that could be read.

    ended: how, None where it was interrupted. threshold_bpm, threshold_sd_bpm: the belief after it,
    None where no evidence was personal. ranges: effort -> (low, high) as they stood that day.
    within_s, over_s, under_s: of settled time (60 s into a step and on). soreness and effort: 0-10
    as told. back: the answers in rests, in order. mended_from: the ride it is a mended copy of.
    """

    ended: str | None = None
    ridden_s: float = 0.0
    rounds: int = 0
    rounds_ridden: int = 0
    threshold_bpm: float | None = None
    threshold_sd_bpm: float | None = None
    ranges: Mapping[str, tuple[int | None, int | None]]
    rests: tuple[Rest, ...] = ()
    within_s: float = 0.0
    over_s: float = 0.0
    under_s: float = 0.0
    soreness_before: int | None = None
    soreness_after: int | None = None
    morning_after: int | None = None
    effort: int | None = None
    back: tuple[str, ...] = ()
    cues: int = 0
    gentle: bool = False
    mended_from: str | None = None

    @property
    def within(self) -> float | None:
        """The share of settled time within the range, 0-1; None where there was none."""
        total_s = self.within_s + self.over_s + self.under_s
        return self.within_s / total_s if total_s else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A ride of the folder. figures: None where it cannot be read; wrong: then why."""

    ride: str
    heading: Heading
    figures: Figures | None
    wrong: str | None = None

    @property
    def when(self) -> tuple[datetime, str]:
        """Rides in order of time; one without a date stands before all others."""
        return self.heading.started or _LONG_AGO, self.ride


def encode_heading(heading: Heading) -> str:
    """As JSON."""
    started = heading.started and heading.started.isoformat()
    return json.dumps({**asdict(heading), "started": started})


def decode_heading(text: str) -> Heading:
    """Raises NoRecordError."""
    plain = _plain(text, _HEADING)
    started = plain["started"]
    try:
        plain["started"] = None if started is None else datetime.fromisoformat(started)
    except ValueError as error:
        raise NoRecordError(str(error)) from error
    if plain["started"] is not None and plain["started"].utcoffset() is None:
        raise NoRecordError(f"{started} has no zone")
    return Heading(**plain)


def encode_figures(figures: Figures) -> str:
    """As JSON."""
    return json.dumps(asdict(figures))


def decode_figures(text: str) -> Figures:
    """Raises NoRecordError."""
    plain = _plain(text, _FIGURES)
    try:
        plain["rests"] = tuple(
            Rest(from_bpm=_whole(one["from_bpm"]), fell_bpm=_whole(one["fell_bpm"]))
            for one in plain["rests"]
        )
        plain["ranges"] = {
            str(effort): (_bound(low), _bound(high))
            for effort, (low, high) in plain["ranges"].items()
        }
    except (TypeError, KeyError, ValueError) as error:
        raise NoRecordError(str(error)) from error
    plain["back"] = tuple(str(word) for word in plain["back"])
    return Figures(**plain)


_TEXT_OR_NONE: Final = (str, type(None))
_NUMBER_OR_NONE: Final = (*_NUMBER, type(None))
_WHOLE_OR_NONE: Final = (int, type(None))
_HEADING: Final[Mapping[str, tuple[type, ...]]] = {
    "athlete": _TEXT_OR_NONE,
    "machine": (str,),
    "workout": (str,),
    "started": _TEXT_OR_NONE,
    "simulated": (bool,),
    "made_from": _TEXT_OR_NONE,
}
_FIGURES: Final[Mapping[str, tuple[type, ...]]] = {
    "ended": _TEXT_OR_NONE,
    "ridden_s": _NUMBER,
    "rounds": (int,),
    "rounds_ridden": (int,),
    "threshold_bpm": _NUMBER_OR_NONE,
    "threshold_sd_bpm": _NUMBER_OR_NONE,
    "ranges": (dict,),
    "rests": (list,),
    "within_s": _NUMBER,
    "over_s": _NUMBER,
    "under_s": _NUMBER,
    "soreness_before": _WHOLE_OR_NONE,
    "soreness_after": _WHOLE_OR_NONE,
    "morning_after": _WHOLE_OR_NONE,
    "effort": _WHOLE_OR_NONE,
    "back": (list,),
    "cues": (int,),
    "gentle": (bool,),
    "mended_from": _TEXT_OR_NONE,
}
assert set(_HEADING) == {field.name for field in fields(Heading)}
assert set(_FIGURES) == {field.name for field in fields(Figures)}


def _plain(text: str, kinds: Mapping[str, tuple[type, ...]]) -> dict[str, Any]:
    """The object, each name there and of its kind: a cache may be anybody's bytes."""
    try:
        plain = json.loads(text, parse_constant=_no_number)
    except (ValueError, TypeError, RecursionError) as error:
        raise NoRecordError(str(error)) from error
    if not isinstance(plain, dict) or plain.keys() != kinds.keys():
        raise NoRecordError("other names than this version's")
    for name, kind in kinds.items():
        if type(plain[name]) not in kind:  # exact: True is no number
            raise NoRecordError(f"{name} is {plain[name]!r}")
    return plain


def _no_number(word: str) -> float:
    raise NoRecordError(word)


def _whole(value: object) -> int:
    if type(value) is not int:
        raise NoRecordError(f"{value!r} is no whole number")
    return value


def _bound(value: object) -> int | None:
    return None if value is None else _whole(value)
