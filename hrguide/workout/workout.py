"""What is asked of the rider: a flat list of steps, in order.

Comes in: what a reader (`whiteboard.py`, later other formats) understood. Goes out: frozen
records. Rounds are unrolled here; a step knows its round and how many there are.
"""

from dataclasses import dataclass
from enum import StrEnum

from hrguide.errors import BadFileError


class Effort(StrEnum):
    """How hard, in the clinic's words; `free` asks nothing."""

    EASY = "easy"
    MODERATELY_EASY = "moderately easy"
    MODERATE = "moderate"
    REST = "rest"
    FREE = "free"


class StepKind(StrEnum):
    """What a step is for."""

    WORK = "work"
    REST = "rest"
    DRILL = "drill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """What ends a step other than its time; exactly one of the first five is set.

    hr_below/hr_above in bpm, held for hold_s, at most cap_s seconds; key: the rider says so;
    distance_m, calories: by the erg or a key; answer: a talk answer.
    """

    hr_below: int | None = None
    hr_above: int | None = None
    key: bool = False
    distance_m: float | None = None
    calories: float | None = None
    answer: bool = False
    hold_s: float | None = None
    cap_s: float | None = None
    ends_at_no: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the unrolled schedule.

    round: 1-based number in the innermost rounds, None outside; rounds: how many there are.
    effort: None for a step given in bpm alone. duration_s: None where time does not end it.
    low_bpm/high_bpm: the coach's own numbers, None where the workout gives none.
    text: the words as written.
    """

    index: int
    kind: StepKind
    effort: Effort | None
    duration_s: float | None
    text: str
    round: int | None = None
    rounds: int | None = None
    low_bpm: int | None = None
    high_bpm: int | None = None
    until: Until | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workout:
    """A parsed workout. text: the source, kept whole, so that a ride file can hold it."""

    text: str
    steps: tuple[Step, ...]
    name: str = "workout"

    @property
    def total_s(self) -> float | None:
        """Seconds from first to last step without drills; None with untimed steps."""
        total = 0.0
        for step in self.steps:
            if step.kind is StepKind.DRILL:
                continue
            if step.duration_s is None:
                return None
            total += step.duration_s
        return total


class WorkoutError(BadFileError):
    """A workout text that cannot be read: where, which words, and what to write instead.

    line, column: 1-based. words: the text that was not understood. hint: a suggestion.
    """

    def __init__(
        self, *, line: int, column: int, words: str, hint: str, problem: str = "cannot read"
    ) -> None:
        super().__init__(f"line {line}, column {column}: {problem} {words!r}", hint=hint)
        self.line = line
        self.column = column
        self.words = words
