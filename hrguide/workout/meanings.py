"""What a stretch of a line can mean; each meaning is one small record or one member of an enum.

Comes in: nothing. Goes out: the records `pieces.py` makes and `drafts.py` builds steps from. It
refuses to know words.
"""

from dataclasses import dataclass
from enum import Enum

from hrguide.athlete.athlete import Machine
from hrguide.workout.heads import Head, Times
from hrguide.workout.targets import Bpm, HrEnd, Percent
from hrguide.workout.words import Mark
from hrguide.workout.workout import Effort, Side


@dataclass(frozen=True, slots=True)
class Time:
    """A length in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Cap:
    """ "At most" so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Distance:
    """A length in metres."""

    metres: float


@dataclass(frozen=True, slots=True)
class Calories:
    """A length in calories of the erg."""

    amount: float


@dataclass(frozen=True, slots=True)
class Count:
    """A drill's count; one of the two is set."""

    repetitions: int | None = None
    breaths: int | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides a drill is done on, in order."""

    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class KnownDrill:
    """One of the clinic's two drills."""

    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """ "Block 2", "station 1": for people."""


class Sign(Enum):
    """What parts a line."""

    SEPARATOR = "separator"
    OPEN = "("
    CLOSE = ")"
    COLON = ":"
    UNKNOWN = "unknown"  # a word not understood: part of a drill's name, or an error
    NOTE = "note"  # a remark in brackets
    DECORATION = "decoration"  # quotes and stars around words


Meaning = (
    Time
    | Cap
    | Distance
    | Calories
    | Count
    | Sides
    | KnownDrill
    | Label
    | Bpm
    | Percent
    | HrEnd
    | Head
    | Times
    | Effort
    | Machine
    | Mark
    | Sign
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A meaning and the tokens it stands in, start to end, half-open."""

    meaning: Meaning
    start: int
    end: int
