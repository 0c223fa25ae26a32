"""What effort to expect of a step before the heart has answered it.

Comes in: a step's kind and the middle of its range, and, as steps end, the demand they turned out
to have. Goes out: a `Demand`. A rider repeats themself: who rode the last "moderate" 8 bpm too hard
most likely rides this one so too (physiology.md E2, K6). Plain Bayes of one number per kind, and
one for how much harder the rider sets off. Tried and no better: learning from the rider's scatter
how far to trust either (same figures).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.guide.kinetics import Demand

REST_BPM: Final = 88.0  # K6: rests and free rolling settle at some 80-95 bpm ...
REST_SD_BPM: Final = 12.0
REST_SHARE_NOW: Final = 0.3  # ... more where the heart is high: the slow part of its way down [J]
# E4: some set off 15 bpm too hard for 30 s, most do not; together, and what differs from step to
# step. Judging it from half a minute of a heart that has hardly answered errs by some 5 bpm. [J]
OPENING_S: Final = 30.0
OPENING_BPM: Final = 3.0
OPENING_SD_BPM: Final = 6.0
OPENING_FRESH_BPM: Final = 2.0
OPENING_SEEN_SD_BPM: Final = 5.0
OPENING_HEARD_SHARE: Final = 1.2  # less than a fifth more known than expected: nothing was heard
# E2: a demand prior of SD 12 = what lasts of a rider's pacing, and what is new in each step. [J]
HABIT_BPM2: Final = 80.0
FRESH_BPM2: Final = 64.0
JUMP_SD_BPM: Final = 14.0  # E2's bank without a prior: widened by that much
REMEMBERED: Final = 6  # observations of a kind; older ones no longer speak
LEARNED_BPM2: Final = 8.0**2  # another day is another form: doubt of an earlier ride's plateau [J]
REST_KINDS: Final = ("rest",)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A step's demand as it turned out; centre_bpm: the middle of the range it had, if any."""

    demand_bpm: float
    variance: float
    centre_bpm: float | None


@dataclass(frozen=True, slots=True)
class Plateau:
    """What a kind of step asked of the heart in an earlier ride; centre_bpm: of its range then."""

    demand_bpm: float
    centre_bpm: float | None = None


class Expected:
    """Expectations by kind of step. plateaus: of earlier rides, by kind."""

    def __init__(self, plateaus: Mapping[str, Plateau] | None = None) -> None:
        self._seen: dict[str, list[_Seen]] = {
            kind: [_Seen(one.demand_bpm, LEARNED_BPM2, one.centre_bpm)]
            for kind, one in (plateaus or {}).items()
        }

    def of(self, kind: str, centre_bpm: float | None, now_bpm: float | None = None) -> Demand:
        """The demand to expect of such a step now. now_bpm: the heart rate, where known."""
        start_bpm = centre_bpm
        if kind in REST_KINDS and centre_bpm is None:
            above_bpm = 0.0 if now_bpm is None else now_bpm - REST_BPM
            start_bpm = REST_BPM + REST_SHARE_NOW * above_bpm
        seen: Sequence[_Seen] = self._seen.get(kind, ())
        if start_bpm is None and not seen:
            return Demand(None, JUMP_SD_BPM)
        if start_bpm is None:
            mean, precision = 0.0, 0.0
        else:
            doubt = REST_SD_BPM**2 if kind in REST_KINDS else HABIT_BPM2
            mean, precision = start_bpm, 1.0 / doubt
        for one in seen:
            moved = 0.0
            if one.centre_bpm is not None and centre_bpm is not None:
                moved = centre_bpm - one.centre_bpm
            weight = 1.0 / (one.variance + FRESH_BPM2)
            mean = (mean * precision + (one.demand_bpm + moved) * weight) / (precision + weight)
            precision += weight
        return Demand(mean, (1.0 / precision + FRESH_BPM2) ** 0.5)

    def learn(
        self, kind: str, centre_bpm: float | None, demand_bpm: float, variance: float
    ) -> None:
        """A step of this kind had that demand, give or take."""
        seen = self._seen.setdefault(kind, [])
        seen.append(_Seen(demand_bpm, variance, centre_bpm))
        del seen[:-REMEMBERED]

    def to_keep(self) -> dict[str, list[float | None]]:
        """By kind, the demand to begin the next ride with, and the middle of the range it is for.

        The range may be another one by then; the rider's distance from it goes with it.
        """
        kept: dict[str, list[float | None]] = {}
        for kind, seen in self._seen.items():
            centre_bpm = seen[-1].centre_bpm
            demand = self.of(kind, centre_bpm)
            if demand.mean_bpm is not None:
                kept[kind] = [round(demand.mean_bpm, 1), centre_bpm]
        return kept


class Opening:
    """How much harder than it settles this rider begins a step, bpm. known: of an earlier ride."""

    def __init__(self, known: tuple[float, float] | None = None) -> None:
        self._bpm, self._variance = known or (OPENING_BPM, OPENING_SD_BPM**2)

    @property
    def bpm(self) -> float:
        return self._bpm

    @property
    def sd_bpm(self) -> float:
        return float((self._variance + OPENING_FRESH_BPM**2) ** 0.5)

    def added_to(self, demand: Demand) -> Demand:
        """What a step of that demand asks at first."""
        if demand.mean_bpm is None:
            return demand
        return Demand(demand.mean_bpm + self._bpm, math.hypot(demand.sd_bpm, self.sd_bpm))

    def learn(
        self, asked: Demand, first: tuple[float, float], settled: tuple[float, float]
    ) -> None:
        """The demand (mean, variance) half a minute into a step, and at its end.

        asked: what was expected of its beginning. It is taken out of `first` again: the opening
        expected so far must not confirm itself.
        """
        heard, told = 1.0 / first[1], 0.0 if asked.mean_bpm is None else 1.0 / asked.sd_bpm**2
        if heard <= OPENING_HEARD_SHARE * told:
            return
        first_bpm = (first[0] * heard - (asked.mean_bpm or 0.0) * told) / (heard - told)
        doubt = 1.0 / (heard - told) + settled[1] + OPENING_SEEN_SD_BPM**2
        gain = self._variance / (self._variance + doubt)
        self._bpm += gain * (first_bpm - settled[0] - self._bpm)
        self._variance *= 1.0 - gain

    def to_keep(self) -> list[float]:
        """For the next ride: mean and variance; another day is another form."""
        return [round(self._bpm, 2), round(self._variance + OPENING_FRESH_BPM**2, 2)]
