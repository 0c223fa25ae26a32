"""The belief about an athlete's talk threshold on one machine, worked out from all evidence.

Comes in: an athlete, dated evidence in any order, a machine, a day. Goes out: a Belief (mean,
SD, quantiles). It is recomputed each time, never stored: prior, then day by day the evidence,
with a random walk between. What shares one doubt (another machine's offset, a laboratory's bias)
is put together first and the doubt added once, so that ten readings of one bias stay one opinion.
A "no" never raises the threshold, a "comfortable" never lowers it: exactly so for answers of one
day and for newer ones; an answer slipped in between older ones that contradict each other can move
their weights by a bpm. Refuses to look at a clock: without `as_of` it is the newest evidence's day.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Final

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import (
    AlphaCrossing,
    Evidence,
    HeartTimes,
    LabThreshold,
    Rpe,
    SteadyRide,
    TalkAnswer,
    ThresholdEvidence,
)
from hrguide.errors import UsageError
from hrguide.zones import grid
from hrguide.zones.disagreement import disagreement
from hrguide.zones.grid import Cells
from hrguide.zones.likelihood import likelihood
from hrguide.zones.prior import OFFSET_BPM, TALK_BIAS_SD_BPM, believed_rest_bpm, prior
from hrguide.zones.reserve import reserve

SD_FLOOR_BPM: Final = 3.5  # H2: wrong cut points alone bias c by 1.7-2.7 bpm
SD_FLOOR_DISAGREEING_BPM: Final = 12.0  # answers that cannot all be right: as wide as a prior [J]
MACHINE_SD_BPM: Final = 9.0  # A5: cycling against treadmill, total error 9.9 bpm, r = 0.32 [V]
RUNNING_OFFSET_BPM: Final = 0  # A5: a laboratory's treadmill
# H1's 1 bpm^2 a week, counted in whole calendar weeks. Its "+2^2 after a break of 3 weeks" is left
# out: an answer within the break, however empty, would take it away and so move the threshold.
# The walk keeps the mean: an answer given later never moves the threshold the wrong way. It ends at
# most of the prior's variance, for time alone makes nobody less known than a stranger. (Tried and
# worse: an end at SD 12, where answers of five years ago outvoted today's; a pull back to the
# prior, where a "no" after a long break raised a low threshold by bpm.)
WALK_SHARE_OF_PRIOR: Final = 0.8
WEEKS_MAX: Final = 400  # what is put together without that end: a walk of SD 20, wider than any use
ALPHA_PERSON_SCALE_BPM: Final = 12.0  # C4: Student-t(4) between people
ALPHA_PERSON_FREEDOM: Final = 4
RPE_PERSON_SD_BPM: Final = 7.0  # H2: between people
STEADY_RIDES_ONE_A_WEEKS: Final = 4  # easy rides repeat one fact; the highest of 4 weeks speaks
OTHER_DAYS_SD_BPM: Final = 6.0  # L7: medicine not taken as usual, other days say less today

# The pull of a piece is a belief without it: up to that piece it is the same, and remembered.
_STEPS_KEPT: Final = 128

Step = tuple[date, Cells]


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """Where the talk threshold lies. cells: weights on `grid.CENTRES_BPM`, summing to 1.

    as_of: the day it holds for, None without evidence. rest_bpm: the resting rate that ranges are
    laid from. own: the evidence of this machine; borrowed: of others. disagreement: in words,
    where answers cannot all be right; the spread is then at least 12 bpm.
    """

    cells: Cells
    machine: Machine
    as_of: date | None
    rest_bpm: float
    measured_max_bpm: float | None = None
    own: tuple[ThresholdEvidence, ...] = ()
    borrowed: tuple[ThresholdEvidence, ...] = ()
    disagreement: str | None = None

    @property
    def mean_bpm(self) -> float:
        return grid.mean_bpm(self.cells)

    @property
    def sd_bpm(self) -> float:
        """SD, at least 3.5 bpm (12 where the answers disagree)."""
        return max(self._floor_bpm, self._raw_sd_bpm)

    @property
    def personal(self) -> bool:
        """Anything at all is known of this person's threshold."""
        return bool(self.own or self.borrowed)

    def quantile(self, p: float) -> float:
        """The heart rate (bpm) that the threshold lies below with probability p, 0 < p < 1."""
        if not 0.0 < p < 1.0:
            raise UsageError(f"quantile {p} is not between 0 and 1", hint="Use for example 0.4.")
        raw, mean = grid.quantile_bpm(self.cells, p), self.mean_bpm
        return mean + (raw - mean) * self.sd_bpm / self._raw_sd_bpm

    def interval(self, mass: float) -> tuple[float, float]:
        """(low_bpm, high_bpm) holding the threshold with probability `mass`, tails alike."""
        return self.quantile((1.0 - mass) / 2), self.quantile((1.0 + mass) / 2)

    @property
    def _raw_sd_bpm(self) -> float:
        return float(max(grid.variance_bpm2(self.cells), 1 / 12) ** 0.5)  # a cell is 1 bpm wide

    @property
    def _floor_bpm(self) -> float:
        return SD_FLOOR_BPM if self.disagreement is None else SD_FLOOR_DISAGREEING_BPM


def predict(cells: Cells, weeks: int, *, at_most_bpm2: float | None = None) -> Cells:
    """The belief `weeks` later: fitness wanders by 1 bpm^2 a week; the mean stays.

    at_most_bpm2: the walk stops where the variance gets there.
    """
    steps = min(weeks, WEEKS_MAX)
    if at_most_bpm2 is not None and steps > 0:
        steps = min(steps, int(max(0.0, at_most_bpm2 - grid.variance_bpm2(cells))))
    return cells if steps <= 0 else grid.spread(cells, grid.walk_taps(steps))


def update(cells: Cells, likely: Sequence[float]) -> Cells:
    """Bayes: the belief after evidence. Evidence that is impossible everywhere changes nothing."""
    return grid.normalised(tuple(map(mul, cells, likely)), otherwise=cells)


def threshold_belief(
    athlete: Athlete,
    evidence: Iterable[Evidence] = (),
    machine: str = Machine.BIKEERG,
    as_of: date | str | None = None,
    *,
    as_usual: bool = True,
) -> Belief:
    """The belief about the talk threshold (bpm) on `machine`, from all evidence up to `as_of`.

    as_of: date or ISO text; None for the newest evidence's day. as_usual: False where medicine
    was not taken as usual that day: evidence of other days then counts with 6 bpm more doubt.
    """
    here = _machine(machine)
    until = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    pieces = [
        piece
        for piece in evidence
        if not isinstance(piece, HeartTimes)  # the forecast's: its day is no day of this belief
        and (until is None or piece.day <= until)
    ]
    until = until or max((piece.day for piece in pieces), default=None)
    known = reserve(athlete, pieces)
    thresholds = _of_threshold(pieces, athlete)
    own = tuple(piece for piece in thresholds if piece.machine == here)
    borrowed = tuple(piece for piece in thresholds if piece.machine != here)
    start = prior(athlete, here, known)
    cells = start
    if until is not None:
        timeline = [*_opinions(own), *_from_other_machines(borrowed, here)]
        today = None if as_usual else until
        bound = WALK_SHARE_OF_PRIOR * grid.variance_bpm2(start)
        cells = _through_time(start, timeline, until, at_most_bpm2=bound, other_days_until=today)
    return Belief(
        cells=cells,
        machine=here,
        as_of=until,
        rest_bpm=believed_rest_bpm(athlete, known),
        measured_max_bpm=known.measured_max_bpm,
        own=own,
        borrowed=borrowed,
        disagreement=disagreement(cells, own, until),
    )


def _of_threshold(pieces: Iterable[Evidence], athlete: Athlete) -> list[ThresholdEvidence]:
    """What speaks of the threshold, in an order that does not depend on how it came in."""
    kept = [
        piece
        for piece in pieces
        if isinstance(piece, ThresholdEvidence)
        and not (isinstance(piece, AlphaCrossing) and athlete.limits_heart_rate)  # G: unreliable
    ]
    return sorted(kept, key=lambda piece: (piece.day, type(piece).__name__, repr(piece)))


def _opinions(pieces: Sequence[ThresholdEvidence]) -> list[Step]:
    """The evidence of one machine as steps in time, each saying something of c by itself."""
    steps = [(piece.day, likelihood(piece)) for piece in pieces if isinstance(piece, TalkAnswer)]
    for kind, doubt in _SHARED_DOUBTS:
        alike = [piece for piece in pieces if isinstance(piece, kind)]
        if kind is SteadyRide:
            alike = _highest_of_each_month(alike)
        if alike:
            last, cells = _together([(piece.day, likelihood(piece)) for piece in alike])
            steps.append((last, doubt(cells)))
    return steps


def _from_other_machines(pieces: Sequence[ThresholdEvidence], here: Machine) -> list[Step]:
    """One opinion a machine, moved by the mean offset and made as doubtful as A5 says."""
    steps = []
    for other in sorted({piece.machine for piece in pieces}, key=str):
        opinions = _opinions([piece for piece in pieces if piece.machine == other])
        last, cells = _together(opinions)
        there = RUNNING_OFFSET_BPM if other is None else OFFSET_BPM[_machine(other)]
        moved = grid.shifted(cells, OFFSET_BPM[here] - there)
        steps.append((last, grid.spread(moved, grid.normal_taps(MACHINE_SD_BPM))))
    return steps


def _together(steps: Sequence[Step]) -> Step:
    """Several opinions on one unknown as one, on the last one's day, starting from no opinion."""
    last = max(day for day, _ in steps)
    return last, _through_time(grid.FLAT, steps, last)


def _through_time(
    start: Cells,
    steps: Iterable[Step],
    until: date,
    *,
    at_most_bpm2: float | None = None,
    other_days_until: date | None = None,
) -> Cells:
    """Evidence in the order of its days, with the walk between them and up to `until`."""
    cells, week, doubted = start, None, other_days_until is None
    for day, likely in sorted(steps, key=lambda step: step[0]):
        weeks = 0 if week is None else _week(day) - week
        week = _week(day)
        if not doubted and day == other_days_until:
            cells = _doubt_other_days(predict(cells, weeks, at_most_bpm2=at_most_bpm2))
            weeks, doubted = 0, True
        cells = _stepped(cells, weeks, likely, at_most_bpm2)
    if week is not None:
        cells = predict(cells, _week(until) - week, at_most_bpm2=at_most_bpm2)
    return cells if doubted else _doubt_other_days(cells)


@lru_cache(maxsize=_STEPS_KEPT)
def _stepped(cells: Cells, weeks: int, likely: Cells, at_most_bpm2: float | None) -> Cells:
    return update(predict(cells, weeks, at_most_bpm2=at_most_bpm2), likely)


def _doubt_other_days(cells: Cells) -> Cells:
    return grid.spread(cells, grid.normal_taps(OTHER_DAYS_SD_BPM))


def _highest_of_each_month(rides: Sequence[ThresholdEvidence]) -> list[ThresholdEvidence]:
    highest: dict[int, ThresholdEvidence] = {}
    for ride in rides:
        month = _week(ride.day) // STEADY_RIDES_ONE_A_WEEKS
        if month not in highest or ride.hr_bpm > highest[month].hr_bpm:
            highest[month] = ride
    return list(highest.values())


def _week(day: date) -> int:
    return day.toordinal() // 7


def _machine(word: str) -> Machine:
    try:
        return Machine(word)
    except ValueError as error:
        raise UsageError(
            f"machine {word!r} is not one I know",
            hint=f"Use one of {', '.join(machine.value for machine in Machine)}.",
        ) from error


def _normal_doubt(sd_bpm: float) -> Callable[[Cells], Cells]:
    return lambda cells: grid.spread(cells, grid.normal_taps(sd_bpm))


def _alpha_doubt(cells: Cells) -> Cells:
    """The person's alpha1 bias (heavy-tailed), and the talk bias between VT1 and c."""
    between = grid.student_taps(ALPHA_PERSON_SCALE_BPM, ALPHA_PERSON_FREEDOM)
    return grid.spread(grid.spread(cells, between), grid.normal_taps(TALK_BIAS_SD_BPM))


_SHARED_DOUBTS: Final[tuple[tuple[type, Callable[[Cells], Cells]], ...]] = (
    (LabThreshold, _normal_doubt(TALK_BIAS_SD_BPM)),
    (AlphaCrossing, _alpha_doubt),
    (Rpe, _normal_doubt(RPE_PERSON_SD_BPM)),
    (SteadyRide, _normal_doubt(TALK_BIAS_SD_BPM)),
)
