"""What is asked of the rider: a flat list of steps, in order.

Comes in: what a reader (`whiteboard.py`, `formats/`) understood. Goes out: frozen records. Rounds
are unrolled here; a step knows its round, how many there are and the rounds around them. It
refuses steps that could never end and numbers that cannot be meant; it reads no text.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from hrguide.athlete.athlete import Machine
from hrguide.errors import BadFileError

if TYPE_CHECKING:
    from hrguide.workout.plan import Part


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


class Side(StrEnum):
    """Which side a drill is done on; `first` and `other` where the rider chooses."""

    FIRST = "first side"
    OTHER = "other side"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A movement beside the erg, counted by the rider; at most one of the two counts is set.

    ours: the count is hrguide's own default, the workout gives none.
    """

    name: str
    repetitions: int | None = None
    breaths: int | None = None
    side: Side | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """What ends a step other than its time; exactly one of the first six is set.

    hr_below/hr_above in bpm, held for hold_s; key: the rider says so; distance_m, calories: by
    the erg or a key; answer: a talk answer. cap_s: the step ends then at the latest, None where
    nothing but the end itself (or `next`) ends it. ends_at_no: the answer "no" ends not only
    this step but its whole block (`Step.after_no`).
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

    def __post_init__(self) -> None:
        ends = (self.hr_below, self.hr_above, self.distance_m, self.calories)
        if sum(end is not None for end in ends) + self.key + self.answer != 1:
            raise ValueError(f"a step ends on exactly one thing, not {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the unrolled schedule.

    round: 1-based number in the innermost rounds, None outside; rounds: how many there are; a
    rest between rounds belongs to the round before it. outer: (round, rounds) of the rounds
    around those, outermost first.
    effort: None for a drill and for a step given in bpm or percent alone. duration_s: None where
    time does not end it (then `until` does). low_bpm/high_bpm: the coach's own numbers, None
    where the workout gives none. low_pct/high_pct: percent of the talk threshold in bpm, which
    only the session knows (`bounds_bpm`). machine: only where the workout names one.
    after_no: the index to go on at when a talk answer is "no" (len(steps): the end), None where
    a "no" changes nothing. text: the words as written.
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
    outer: tuple[tuple[int, int], ...] = ()
    low_pct: float | None = None
    high_pct: float | None = None
    machine: Machine | None = None
    drill: Drill | None = None
    after_no: int | None = None

    def __post_init__(self) -> None:
        if (self.duration_s is None) == (self.until is None):
            raise ValueError(f"step {self.text!r} ends either with time or on something else")
        if self.duration_s is not None and not self.duration_s > 0:
            raise ValueError(f"step {self.text!r} lasts {self.duration_s} s")

    def bounds_bpm(self, threshold_bpm: float | None) -> tuple[int | None, int | None]:
        """The step's own (low, high) in bpm; percents need the talk threshold, else (None, None).

        An open side ("under 135 bpm") is None.
        """
        if self.low_pct is None and self.high_pct is None:
            return self.low_bpm, self.high_bpm
        if threshold_bpm is None:
            return None, None
        low, high = (
            None if pct is None else round(threshold_bpm * pct / 100)
            for pct in (self.low_pct, self.high_pct)
        )
        return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Steps that follow each other in one round: indices first to stop, half-open.

    A round that holds further rounds appears once for each unbroken run of its own steps.
    """

    number: int
    rounds: int
    first: int
    stop: int
    outer: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workout:
    """A parsed workout.

    text: a whiteboard text that parses to these steps, so that a ride file can hold it (the
    source itself, kept whole, where it was one). plan: the rounds and sections as written, for
    printing; empty where the steps were made by hand.
    """

    text: str
    steps: tuple[Step, ...]
    name: str = "workout"
    plan: tuple["Part", ...] = ()

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

    @property
    def step_starts_s(self) -> tuple[float | None, ...]:
        """Where each step begins in the planned time; None after the first untimed step.

        Drills take no time here, as in `total_s`.
        """
        starts: list[float | None] = []
        at: float | None = 0.0
        for step in self.steps:
            starts.append(at)
            if step.kind is StepKind.DRILL or at is None:
                continue
            at = None if step.duration_s is None else at + step.duration_s
        return tuple(starts)

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds in the order they are ridden; steps outside rounds are in none."""
        found: list[Round] = []
        for step in self.steps:
            if step.round is None or step.rounds is None:
                continue
            last = found[-1] if found else None
            here = (step.round, step.rounds, step.outer, step.index)
            if last is not None and here == (last.number, last.rounds, last.outer, last.stop):
                found.pop()
                first = last.first
            else:
                first = step.index
            found.append(
                Round(
                    number=step.round,
                    rounds=step.rounds,
                    first=first,
                    stop=step.index + 1,
                    outer=step.outer,
                )
            )
        return tuple(found)


class WorkoutError(BadFileError):
    """A workout text that cannot be read: where, which words, and what to write instead.

    line, column: 1-based. words: the text that was not understood. hint: a suggestion.
    file: where the text came from, None for a text that was handed over.
    """

    def __init__(
        self,
        *,
        line: int,
        column: int,
        words: str,
        hint: str,
        problem: str = "cannot read",
        file: str | None = None,
    ) -> None:
        where = f"line {line}, column {column}"
        prefix = where if file is None else f"{file}: {where}"
        super().__init__(f"{prefix}: {problem} {words!r}", hint=hint)
        self.line = line
        self.column = column
        self.words = words
        self.problem = problem
        self.file = file

    def in_file(self, file: str) -> Self:
        """The same error, naming the file it is about."""
        return type(self)(
            line=self.line,
            column=self.column,
            words=self.words,
            hint=self.hint,
            problem=self.problem,
            file=file,
        )
