"""Evidence: dated observations about one athlete, from which the talk threshold is worked out.

Comes in: numbers somebody read or answered. Goes out: frozen, checked records; the library's
contract has their names. Nothing is ever derived here; `zones/likelihood.py` says what each piece
is worth. `HeartTimes` alone says nothing of the threshold: the forecast begins with it. Refuses
impossible values with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from hrguide.athlete.athlete import MAX_MAX_BPM, MAX_MIN_BPM, RESTING_MIN_BPM, Machine
from hrguide.errors import UsageError

Answer = Literal["comfortable", "only_just", "no"]
LabKind = Literal["VT1", "LT1", "VT2", "LT2"]
MaxKind = Literal["test", "peak"]
RestKind = Literal["seated", "bound"]

HR_MIN_BPM: Final = 30  # physiology.md D3: below 30 and above 230 no reading is believed
HR_MAX_BPM: Final = 230
RPE_MIN: Final = 6  # Borg's scale runs from 6 to 20
RPE_MAX: Final = 20
STEP_MAX_S: Final = 86_400  # no step is longer than a day
STEADY_MIN_MINUTES: Final = 20  # physiology.md H2: from here a steady ride says something
SETTLED_REST_MAX_BPM: Final = 150  # a "lowest 30 s" above it was not rest [J]
# physiology.md E1: tau_on 28-58 s in people measured, dead time 3-15 s. The bounds are what one
# could still call an answer of the heart: faster is a sprint's first beats, slower is drift [J].
TAU_ON_MIN_S: Final = 8
TAU_ON_MAX_S: Final = 200
DEAD_TIME_MAX_S: Final = 30
SHOWN_CHARACTERS: Final = 30  # of a refused value
RIDES_MAX_CHARACTERS: Final = 1000  # twenty ids of rides, and room


@dataclass(frozen=True, slots=True)
class TalkAnswer:
    """What the athlete answered to "can you talk?" at a heart rate.

    answer: "comfortable" | "only_just" | "no". on: date or ISO text. into_step_s: seconds of
    steady effort before the question; None where it was long enough (a talk test).
    """

    hr_bpm: float
    answer: Answer
    machine: str
    on: date | str
    into_step_s: float | None = None

    def __post_init__(self) -> None:
        _heart_rate(self.hr_bpm)
        if self.answer not in ("comfortable", "only_just", "no"):
            raise UsageError(
                f"answer {self.answer!r} is not one I know",
                hint="Use comfortable, only_just or no.",
            )
        if self.into_step_s is not None:
            _between("time into the step", self.into_step_s, 0, STEP_MAX_S, "s")
        _settle(self)

    @property
    def day(self) -> date:
        return _day(self.on)


@dataclass(frozen=True, slots=True)
class LabThreshold:
    """A threshold from a laboratory. machine: None for another one (treadmill, running)."""

    hr_bpm: float
    machine: str | None
    on: date | str
    kind: LabKind = "VT1"

    def __post_init__(self) -> None:
        _heart_rate(self.hr_bpm)
        if self.kind not in ("VT1", "LT1", "VT2", "LT2"):
            raise UsageError(
                f"threshold {self.kind!r} is not one I know", hint="Use VT1, LT1, VT2 or LT2."
            )
        _settle(self)

    @property
    def day(self) -> date:
        return _day(self.on)


@dataclass(frozen=True, slots=True)
class AlphaCrossing:
    """The heart rate at which DFA-alpha1 fell through 0.75 in one ride."""

    hr_bpm: float
    machine: str
    on: date | str

    def __post_init__(self) -> None:
        _heart_rate(self.hr_bpm)
        _settle(self)

    @property
    def day(self) -> date:
        return _day(self.on)


@dataclass(frozen=True, slots=True)
class Rpe:
    """Perceived exertion (Borg 6-20) at a steady heart rate."""

    hr_bpm: float
    rpe: float
    machine: str
    on: date | str

    def __post_init__(self) -> None:
        _heart_rate(self.hr_bpm)
        _between("perceived exertion", self.rpe, RPE_MIN, RPE_MAX, "on Borg's scale")
        _settle(self)

    @property
    def day(self) -> date:
        return _day(self.on)


@dataclass(frozen=True, slots=True)
class SteadyRide:
    """At least 20 min ridden to the end at a steady heart rate, drift under 3 bpm in 10 min."""

    hr_bpm: float
    minutes: float
    machine: str
    on: date | str

    def __post_init__(self) -> None:
        _heart_rate(self.hr_bpm)
        _between("steady ride", self.minutes, STEADY_MIN_MINUTES, STEP_MAX_S / 60, "minutes")
        _settle(self)

    @property
    def day(self) -> date:
        return _day(self.on)


@dataclass(frozen=True, slots=True)
class MeasuredMax:
    """The highest clean heart rate: of a maximal "test", or a "peak" seen (a lower bound only)."""

    hr_bpm: float
    on: date | str
    how: MaxKind = "test"

    def __post_init__(self) -> None:
        _between("maximum heart rate", self.hr_bpm, MAX_MIN_BPM, MAX_MAX_BPM, "bpm")
        if self.how not in ("test", "peak"):
            raise UsageError(f"maximum by {self.how!r} is not known", hint="Use test or peak.")
        _settle(self)

    @property
    def day(self) -> date:
        return _day(self.on)


@dataclass(frozen=True, slots=True)
class RestingRate:
    """Resting heart rate: read "seated", or the lowest of a set-up, which is a "bound" above it."""

    hr_bpm: float
    on: date | str
    how: RestKind = "seated"

    def __post_init__(self) -> None:
        _between("resting heart rate", self.hr_bpm, RESTING_MIN_BPM, SETTLED_REST_MAX_BPM, "bpm")
        if self.how not in ("seated", "bound"):
            raise UsageError(f"rest by {self.how!r} is not known", hint="Use seated or bound.")
        _settle(self)

    @property
    def day(self) -> date:
        return _day(self.on)


@dataclass(frozen=True, slots=True)
class HeartTimes:
    """How late this heart answers: seconds until it moves, and those that 2/3 of a rise take.

    tau_on_s: time constant of the way up, 8-200. dead_time_s: 0-30. on: the day of the newest ride
    it was read off. rides: their ids, with ", " between; "" where somebody typed it. The newest of
    a machine counts; it is no evidence of the threshold.
    """

    tau_on_s: float
    dead_time_s: float
    machine: str
    on: date | str
    rides: str = ""

    def __post_init__(self) -> None:
        _between("time constant", self.tau_on_s, TAU_ON_MIN_S, TAU_ON_MAX_S, "s")
        _between("dead time", self.dead_time_s, 0, DEAD_TIME_MAX_S, "s")
        if not isinstance(self.rides, str) or len(self.rides) > RIDES_MAX_CHARACTERS:
            raise UsageError(
                f"rides {str(self.rides)[:40]!r} are not ids of rides in "
                f"{RIDES_MAX_CHARACTERS} letters or fewer",
                hint='Write their ids with ", " between, or leave them out.',
            )
        _settle(self)

    @property
    def day(self) -> date:
        return _day(self.on)


ThresholdEvidence = TalkAnswer | LabThreshold | AlphaCrossing | Rpe | SteadyRide
HeartRateEvidence = ThresholdEvidence | MeasuredMax | RestingRate
Evidence = HeartRateEvidence | HeartTimes

# What each kind is called in files: stored for ever.
KINDS: Final[Mapping[str, type[Evidence]]] = {
    "talk_answer": TalkAnswer,
    "lab_threshold": LabThreshold,
    "alpha_crossing": AlphaCrossing,
    "rpe": Rpe,
    "steady_ride": SteadyRide,
    "measured_max": MeasuredMax,
    "resting_rate": RestingRate,
    "heart_times": HeartTimes,
}


def kind_of(piece: Evidence) -> str:
    """The word of a piece's kind in files."""
    return next(word for word, kind in KINDS.items() if type(piece) is kind)


def _settle(piece: Evidence) -> None:
    """Turn ISO text into a date and a machine's word into a Machine, once, when it is made."""
    object.__setattr__(piece, "on", _parsed_day(piece.on))
    if isinstance(piece, MeasuredMax | RestingRate) or piece.machine is None:
        return
    try:
        object.__setattr__(piece, "machine", Machine(piece.machine))
    except ValueError as error:
        raise UsageError(
            f"machine {piece.machine!r} is not one I know",
            hint=f"Use one of {', '.join(machine.value for machine in Machine)}.",
        ) from error


def _parsed_day(on: date | str) -> date:
    if isinstance(on, datetime):
        return on.date()
    if isinstance(on, date):
        return on
    try:
        return datetime.fromisoformat(on).date()
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{on!r} is not a date", hint="Write year-month-day, for example 2025-11-22."
        ) from error


def _day(on: date | str) -> date:
    assert isinstance(on, date)  # made so by _settle
    return on


def _heart_rate(hr_bpm: float) -> None:
    _between("heart rate", hr_bpm, HR_MIN_BPM, HR_MAX_BPM, "bpm")


def _shown(value: object) -> str:
    """A hand-edited file may hold anything, of any length."""
    text = repr(value)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."


def _between(what: str, value: float, low: float, high: float, unit: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise UsageError(
            f"{what} {_shown(value)} {unit} is outside {low:g}-{high:g}",
            hint="Check the number; what is not known is left out.",
        )
