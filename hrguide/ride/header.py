"""The first line of a ride file: all that the ride's decisions depend on besides the packets.

Comes in: who rides, on what, by which rules. Goes out: one JSON object, and back:
`decode_header(encode_header(h)) == h`. It decides nothing and opens nothing; `replay.py` makes a
session of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import Evidence
from hrguide.guide.policy import Policy
from hrguide.ride.facts import (
    evidence_from_plain,
    evidence_to_plain,
    from_plain,
    ranges_from_plain,
    ranges_to_plain,
    to_plain,
)
from hrguide.ride.fields import FieldError, Fields, shown
from hrguide.zones.ranges import Range

if TYPE_CHECKING:
    from hrguide.ride.facts import Record

FORMAT: Final = 1
"""Raised when an older reader would misread a line; a new kind or key alone does not raise it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The foreign file that an imported ride was made from. sha256: of its bytes, in hex."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a ride begins with.

    hrguide_version: of the program that decided live, or that imported. started: the wall clock at
    `at_s` 0, with its zone; None only where an import does not know it. athlete: None where nobody
    was named: no threshold rule, no ceiling. evidence: as it stood when the ride began. learned:
    kinetics of earlier rides as plain JSON. waiting: the first step begins with the command
    `start`, not at `at_s` 0. ranges: given ones, which never move; None: they are made from the
    evidence. as_usual: False where medicine that slows the heart was not taken as usual that day.
    simulated: a demo. synthesised: the packets were made from another format, whose file
    is the origin.
    """

    hrguide_version: str
    started: datetime | None
    workout_text: str
    workout_name: str = "workout"
    athlete: Athlete | None = None
    evidence: tuple[Evidence, ...] = ()
    machine: Machine = Machine.BIKEERG
    learned: Mapping[str, object] | None = None
    policy: Policy = field(default_factory=Policy)
    gentle: bool = False
    as_usual: bool = True
    waiting: bool = False
    ranges: Mapping[str, Range] | None = None
    simulated: bool = False
    synthesised: bool = False
    origin: Origin | None = None
    format: int = FORMAT

    def __post_init__(self) -> None:
        if self.started is None and not self.synthesised:
            raise ValueError("a recorded ride needs the wall clock it started at")
        if self.started is not None and self.started.utcoffset() is None:
            raise ValueError(f"started {self.started} has no zone")


def encode_header(header: Header) -> dict[str, object]:
    """The header as plain JSON values, the version first: a reader must see it before the rest."""
    return {
        "kind": "header",
        "format": header.format,
        "hrguide": header.hrguide_version,
        "started": header.started and header.started.isoformat(),
        "simulated": header.simulated,
        "synthesised": header.synthesised,
        "origin": header.origin and to_plain(header.origin),
        "athlete": header.athlete and to_plain(header.athlete),
        "evidence": evidence_to_plain(header.evidence),
        "machine": header.machine.value,
        "gentle": header.gentle,
        "as_usual": header.as_usual,
        "waiting": header.waiting,
        "ranges": None if header.ranges is None else ranges_to_plain(header.ranges),
        "learned": header.learned,
        "policy": to_plain(header.policy),
        "workout": {"name": header.workout_name, "text": header.workout_text},
    }


def decode_header(value: object) -> tuple[Header, tuple[str, ...]]:
    """The header, and notes on what this version does not know in it. Raises FieldError."""
    asked = Fields(value, "the header")
    if (kind := asked.text("kind")) != "header":
        raise FieldError(expected="the header of a ride", got=f"a {shown(kind)} line")
    notes: list[str] = []
    workout = Fields(asked.value("workout"), "the header's workout")
    try:
        header = Header(
            format=_decode_format(asked, notes),
            hrguide_version=asked.text("hrguide"),
            started=_decode_started(asked),
            simulated=asked.flag("simulated"),
            synthesised=asked.flag("synthesised"),
            origin=_optional(Origin, asked, "origin", notes),
            athlete=_optional(Athlete, asked, "athlete", notes),
            evidence=evidence_from_plain(asked.listed("evidence"), notes),
            machine=Machine(asked.word("machine", [machine.value for machine in Machine])),
            gentle=asked.flag("gentle"),
            as_usual=asked.flag("as_usual", True),
            waiting=asked.flag("waiting"),
            ranges=ranges_from_plain(asked.value("ranges"), notes) if asked.has("ranges") else None,
            learned=asked.mapping("learned"),
            policy=from_plain(Policy, asked.value("policy"), "the policy", notes),
            workout_name=workout.text("name", "workout"),
            workout_text=workout.text("text"),
        )
    except ValueError as error:
        raise FieldError(expected="possible facts in the header", got=str(error)) from error
    return header, (*notes, *workout.left_over(), *asked.left_over())


def _optional(
    record_type: "type[Record]", asked: Fields, name: str, notes: list[str]
) -> "Record | None":
    value = asked.value(name, None)
    return None if value is None else from_plain(record_type, value, f"the {name}", notes)


def _decode_format(asked: Fields, notes: list[str]) -> int:
    number = asked.whole("format")
    if number < 1:
        raise FieldError(expected=f'"format" from 1 to {FORMAT}', got=shown(number))
    if number > FORMAT:
        notes.append(f"format {number} is newer than this hrguide's {FORMAT}")
    return number


def _decode_started(asked: Fields) -> datetime | None:
    text = asked.text("started", None)
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise FieldError(
            expected='"started" as a date and time with zone (2026-11-22T18:09:12+01:00)',
            got=shown(text),
        ) from None
