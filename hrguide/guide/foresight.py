"""The forecast the guide speaks by: kinetics and memory, each as far as it has been right.

Comes in, once a second: the heart rate or none; where steps begin, what they ask, when they end and
what follows. Goes out: mean and honest spread so many seconds ahead. Every second it foresees 30 s
ahead, and 30 s later looks how that went: the share of the bank, of the memory and of "it stays as
it is" follows from least squares over what it saw of this rider, and so does the spread (real
riders need some 1.7 times what the models think, physiology.md K6).
"""

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.guide.expected import Expected
from hrguide.guide.kinetics import Bank, Demand, Forecast
from hrguide.guide.memory import LikeSteps

LOOK_S: Final = 30  # E2's horizon: the one that is scored
EARLY_S: Final = 90  # K's phases: before it the step's change is under way
FORGET: Final = 0.999  # of what was seen of this rider: some 15 minutes [J]
# Shares to begin with, (bank, memory), and how firmly, in bpm^2 of seen change.
SHARES_ALONE: Final = {True: (0.95, 0.0), False: (0.85, 0.0)}
SHARES_BOTH: Final = {True: (0.5, 0.45), False: (0.5, 0.35)}
FIRMNESS_BPM2: Final = {True: 6000.0, False: 1500.0}
SPREAD_FIRST: Final = 1.5  # variance against the bank's: between simulated (1.1) and real (2.9)
SPREAD_FIRM_S: Final = 45.0  # seconds of forecasts that first value weighs as much as
SPREAD_TYPICAL_BPM2: Final = {True: 25.0, False: 10.0}
CUE_SD_BPM: Final = 8.0  # E3: after a cue the effort may change by so much ...
CUE_AFTER_S: Final = 6.0  # ... once the rider reacts (E4: 5-15 s), before the heart's dead time
LEAST_SD_BPM: Final = 1.0  # a strap's rounding, and a heart's own restlessness


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAhead:
    """A step as the forecast knows it. kind: what makes steps alike. centre_bpm: the middle of its
    range, None where it has none.
    """

    kind: str
    centre_bpm: float | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    """A forecast waiting for its truth. bank, memory: changes from `hr_bpm`; bucket: see _Tally."""

    step: int
    hr_bpm: float
    bank: float
    memory: float | None
    variance: float
    told_bpm: float
    early: bool


class _Tally:
    """Least squares of what was seen: change ~ a x bank + c x memory, and the spread beside it."""

    __slots__ = ("_bb", "_bm", "_by", "_error", "_firm", "_first", "_mm", "_my", "_variance")

    def __init__(self, first: tuple[float, float], firm: float, typical_bpm2: float) -> None:
        self._first = first
        self._firm = firm
        self._bb = self._bm = self._mm = self._by = self._my = 0.0
        self._variance = SPREAD_FIRM_S * typical_bpm2
        self._error = SPREAD_FIRST * self._variance

    @property
    def shares(self) -> tuple[float, float]:
        """(bank's, memory's); what is missing to 1 is that of "it stays"."""
        a, c = self._first
        bb, mm, bm = self._bb + self._firm, self._mm + self._firm, self._bm
        by, my = self._by + a * self._firm, self._my + c * self._firm
        if c == 0.0:
            return _share(by / bb), 0.0
        det = bb * mm - bm * bm
        return _share((by * mm - my * bm) / det), _share((my * bb - by * bm) / det)

    @property
    def spread(self) -> float:
        """Variance seen against the bank's."""
        return self._error / self._variance

    def learn(self, bank: float, memory: float, change: float, error: float, var: float) -> None:
        self._bb = FORGET * self._bb + bank * bank
        self._bm = FORGET * self._bm + bank * memory
        self._mm = FORGET * self._mm + memory * memory
        self._by = FORGET * self._by + bank * change
        self._my = FORGET * self._my + memory * change
        self._error = FORGET * self._error + error * error
        self._variance = FORGET * self._variance + var


class Foresight:
    """One ride's forecasts. learned: what `to_keep` of an earlier ride gave."""

    def __init__(self, learned: object | None = None) -> None:
        known = learned if isinstance(learned, Mapping) else {}
        self._bank = Bank(_numbers(known.get("weights")))
        self._expected = Expected(_plateaus(known.get("plateaus")))
        self._memory = LikeSteps(_paths(known.get("paths")))
        self._tallies = {
            (early, both): _Tally(
                (SHARES_BOTH if both else SHARES_ALONE)[early],
                FIRMNESS_BPM2[early],
                SPREAD_TYPICAL_BPM2[early],
            )
            for early in (True, False)
            for both in (True, False)
        }
        self._looks: deque[_Look | None] = deque()
        self._step: StepAhead | None = None
        self._then: StepAhead | None = None
        self._number = self._learned_number = 0
        self._before_cue: tuple[float, float] | None = None
        self._hr_bpm: float | None = None
        self._left_s: float | None = None

    def enter(self, step: StepAhead, then: StepAhead | None = None) -> None:
        """A step begins; `then` follows it, as far as is known."""
        self._learn_demand()
        self._step, self._then = step, then
        self._number += 1
        self._before_cue = None
        self._memory.begin(step.kind)
        self._bank.expect(self._expected.of(step.kind, step.centre_bpm))

    def cued(self) -> None:
        """The rider was told to change their effort: they may."""
        if self._before_cue is None and self._bank.started:
            self._before_cue = self._bank.demand()
        self._bank.expect(Demand(None, CUE_SD_BPM), in_s=CUE_AFTER_S)

    def step(self, hr_bpm: float | None, *, left_s: float | None = None) -> None:
        """One second passes. left_s: of the step, None where time does not end it."""
        self._left_s = left_s
        self._bank.step(hr_bpm)
        self._memory.hear(hr_bpm)
        if hr_bpm is not None:
            self._hr_bpm = hr_bpm
        if len(self._looks) == LOOK_S:
            self._score(self._looks.popleft(), hr_bpm)
        self._looks.append(self._look() if hr_bpm is not None else None)

    def forecast(self, at_s: float, ahead_s: float) -> Forecast | None:
        """`ahead_s` seconds after now (`at_s`); None before the first believed heart rate."""
        if self._hr_bpm is None:
            return None
        if ahead_s == LOOK_S and self._looks and self._looks[-1] is not None:
            look = self._looks[-1]
            mean, variance = look.told_bpm, look.variance
            tally = self._tallies[look.early, look.memory is not None]
        else:
            mean, variance, tally = self._told(ahead_s)
        sd_bpm = max(LEAST_SD_BPM, math.sqrt(variance * tally.spread))
        return Forecast(at_s=at_s + ahead_s, mean_bpm=mean, sd_bpm=sd_bpm)

    def to_keep(self) -> dict[str, object]:
        """Plain values for the athlete's next ride on this machine."""
        self._learn_demand()
        return {
            "weights": [round(weight, 4) for weight in self._bank.weights],
            "plateaus": self._expected.to_keep(),
            "paths": self._memory.to_keep(),
        }

    def _look(self) -> _Look:
        assert self._hr_bpm is not None
        hr_bpm = self._hr_bpm
        bank, variance = self._bank.forecast(LOOK_S, self._changes())
        memory = self._from_memory(LOOK_S)
        early = self._memory.into_s <= EARLY_S
        a, c = self._tallies[early, memory is not None].shares
        told = hr_bpm + a * (bank - hr_bpm) + c * ((memory or 0.0) - hr_bpm)
        return _Look(
            step=self._number,
            hr_bpm=hr_bpm,
            bank=bank - hr_bpm,
            memory=None if memory is None else memory - hr_bpm,
            variance=variance,
            told_bpm=told,
            early=early,
        )

    def _told(self, ahead_s: float) -> tuple[float, float, _Tally]:
        assert self._hr_bpm is not None
        hr_bpm = self._hr_bpm
        bank, variance = self._bank.forecast(ahead_s, self._changes())
        memory = self._from_memory(round(ahead_s))
        tally = self._tallies[self._memory.into_s <= EARLY_S, memory is not None]
        a, c = tally.shares
        told = hr_bpm + a * (bank - hr_bpm) + c * ((memory or 0.0) - hr_bpm)
        return told, variance, tally

    def _score(self, look: _Look | None, hr_bpm: float | None) -> None:
        if look is None or hr_bpm is None or self._number > look.step + 1:
            return
        tally = self._tallies[look.early, look.memory is not None]
        change = hr_bpm - look.hr_bpm
        tally.learn(look.bank, look.memory or 0.0, change, hr_bpm - look.told_bpm, look.variance)

    def _from_memory(self, ahead_s: int) -> float | None:
        then = None if self._then is None else self._then.kind
        found = self._memory.ahead(ahead_s, left_s=self._left_s, then=then)
        return None if found is None or self._hr_bpm is None else found.from_bpm(self._hr_bpm)

    def _changes(self) -> Sequence[tuple[float, Demand]]:
        left_s = self._left_s
        if left_s is None or self._then is None:
            return ()
        return ((left_s, self._expected.of(self._then.kind, self._then.centre_bpm)),)

    def _learn_demand(self) -> None:
        """What the step now ending turned out to ask; once for each."""
        if self._step is None or not self._bank.started or self._learned_number == self._number:
            return
        self._learned_number = self._number
        demand_bpm, variance = self._before_cue or self._bank.demand()
        self._expected.learn(self._step.kind, self._step.centre_bpm, demand_bpm, variance)


def _share(value: float) -> float:
    return min(1.1, max(0.0, value))


def _numbers(value: object) -> list[float] | None:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    return [float(one) for one in value]


def _plateaus(value: object) -> dict[str, float] | None:
    if not isinstance(value, Mapping):
        return None
    return {str(kind): float(bpm) for kind, bpm in value.items()}


def _paths(value: object) -> dict[str, list[float]] | None:
    if not isinstance(value, Mapping):
        return None
    return {str(key): path for key, one in value.items() if (path := _numbers(one))}
