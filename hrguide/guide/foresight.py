"""The forecast the guide speaks by: kinetics and memory, each as far as it has been right.

Comes in, once a second: the heart rate or none; where steps begin, what they ask, when they end and
what follows, and when the rider was told to change their effort. Goes out: mean and honest spread
so many seconds ahead. Every second it foresees 30 s ahead, and 30 s later looks how that went:
`credit.py` makes of it how far bank and memory are believed, and how wide the spread must be.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.guide.credit import Credit, Known, Stretch
from hrguide.guide.expected import OPENING_S, REST_KINDS, Expected, Opening
from hrguide.guide.kinetics import DELAYS_S, Bank, Demand, Forecast
from hrguide.guide.learned import learned_from
from hrguide.guide.memory import LikeSteps

LOOK_S: Final = 30  # E2's horizon: the one that is scored
CUE_SD_BPM: Final = 8.0  # E3: after a cue the effort may change by so much ...
CUE_AFTER_S: Final = 6.0  # ... once the rider reacts (E4: 5-15 s), before the heart's dead time
# E4: who heeds it (some 7 in 10) makes good 0.3 to 1.0 of the error told, a noticeable bit at least
CUE_SHARE: Final = 0.4
CUE_LEAST_BPM: Final = 2.8
# The opening is judged as late as it is seen unmixed, before the quickest heart answers its end,
OPENING_SEEN_S: Final = round(OPENING_S) + DELAYS_S[0] - 1
OPENING_LEARNED_S: Final = 75  # and against a demand that had time to show [J]
LEAST_SD_BPM: Final = 1.0  # a strap's rounding, and a heart's own restlessness
MOST_SD_BPM: Final = 50.0  # of a rate that may be anything a heart does


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAhead:
    """A step as the forecast knows it. kind: what makes steps alike. centre_bpm: the middle of its
    range, None where it has none.
    """

    kind: str
    centre_bpm: float | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    """A forecast waiting for its truth. bank, memory, foreseen, told: changes from `hr_bpm`.

    foreseen: before trust; variance: the bank's own.
    """

    step: int
    stretch: Stretch
    known: Known
    hr_bpm: float
    bank: float
    memory: float
    variance: float
    foreseen: float
    told: float


class Foresight:
    """One ride's forecasts. learned: see `learned.py`."""

    def __init__(self, learned: object | None = None) -> None:
        known = learned_from(learned)
        self._bank = Bank(known.weights)
        self._expected = Expected(known.plateaus)
        self._memory = LikeSteps(known.paths)
        self._opening = Opening(known.opening)
        self._credit = Credit()
        self._looks: deque[_Look | None] = deque()
        self._step: StepAhead | None = None
        self._then: StepAhead | None = None
        self._number = self._learned_number = 0
        self._before_cue: tuple[float, float] | None = None
        self._opened: tuple[float, float] | None = None
        self._asked = Demand(None, 0.0)
        self._hr_bpm: float | None = None
        self._left_s: float | None = None

    def enter(self, step: StepAhead, then: StepAhead | None = None) -> None:
        """A step begins; `then` follows it, as far as is known."""
        self._learn_demand()
        self._step, self._then = step, then
        self._number += 1
        self._before_cue = self._opened = None
        self._memory.begin(step.kind)
        demand = self._at_first(step)
        self._asked = demand
        self._bank.expect(demand)
        if step.kind not in REST_KINDS:
            opening = self._opening
            self._bank.expect(Demand(None, opening.sd_bpm, -opening.bpm), in_s=OPENING_S)

    def cued(self) -> None:
        """The rider was told to change their effort: they may."""
        by_bpm = 0.0
        centre_bpm = None if self._step is None else self._step.centre_bpm
        if self._bank.started:
            if self._before_cue is None:
                self._before_cue = self._settled_demand()
            if centre_bpm is not None:
                error_bpm = centre_bpm - self._bank.demand()[0]
                by_bpm = math.copysign(max(CUE_LEAST_BPM, CUE_SHARE * abs(error_bpm)), error_bpm)
        self._bank.expect(Demand(None, CUE_SD_BPM, by_bpm), in_s=CUE_AFTER_S)

    def step(self, hr_bpm: float | None, *, left_s: float | None = None) -> None:
        """One second passes. left_s: of the step, None where time does not end it."""
        self._left_s = left_s
        self._bank.step(hr_bpm)
        self._memory.hear(hr_bpm)
        if self._memory.into_s == OPENING_SEEN_S and self._bank.started and not self._before_cue:
            self._opened = self._bank.demand()
        if hr_bpm is not None:
            self._hr_bpm = hr_bpm
        if len(self._looks) == LOOK_S:
            self._score(self._looks.popleft(), hr_bpm)
        self._looks.append(self._look(LOOK_S) if hr_bpm is not None else None)

    def forecast(self, at_s: float, ahead_s: float) -> Forecast | None:
        """`ahead_s` seconds after now (`at_s`); None before the first believed heart rate."""
        if self._hr_bpm is None:
            return None
        waiting = self._looks[-1] if self._looks else None
        look = waiting if ahead_s == LOOK_S and waiting is not None else self._look(ahead_s)
        variance = look.variance * self._credit.spread(look.stretch)
        return Forecast(
            at_s=at_s + ahead_s,
            mean_bpm=look.hr_bpm + look.told,
            sd_bpm=min(MOST_SD_BPM, max(LEAST_SD_BPM, math.sqrt(variance))),
        )

    def to_keep(self) -> dict[str, object]:
        """Plain values for the athlete's next ride on this machine."""
        self._learn_demand()
        return {
            "weights": [round(weight, 4) for weight in self._bank.weights],
            "plateaus": self._expected.to_keep(),
            "opening": self._opening.to_keep(),
            "paths": self._memory.to_keep(),
        }

    def _look(self, ahead_s: float) -> _Look:
        assert self._hr_bpm is not None
        hr_bpm = self._hr_bpm
        bank_bpm, variance = self._bank.forecast(ahead_s, self._changes())
        memory_bpm = self._from_memory(round(ahead_s))
        known = Known.NOTHING if self._asked.mean_bpm is None else Known.DEMAND
        if memory_bpm is not None:
            known = Known.LIKE_STEPS
        stretch = Stretch.at(self._memory.into_s)
        bank = bank_bpm - hr_bpm
        memory = 0.0 if memory_bpm is None else memory_bpm - hr_bpm
        foreseen = self._credit.change_bpm(stretch, known, bank, memory)
        return _Look(
            step=self._number,
            stretch=stretch,
            known=known,
            hr_bpm=hr_bpm,
            bank=bank,
            memory=memory,
            variance=variance,
            foreseen=foreseen,
            told=self._credit.trust * foreseen,
        )

    def _score(self, look: _Look | None, hr_bpm: float | None) -> None:
        if look is None or hr_bpm is None or self._number > look.step + 1:
            return
        self._credit.learn(
            look.stretch,
            look.known,
            bank=look.bank,
            memory=look.memory,
            foreseen=look.foreseen,
            told=look.told,
            variance=look.variance,
            change=hr_bpm - look.hr_bpm,
        )

    def _from_memory(self, ahead_s: int) -> float | None:
        then = None if self._then is None else self._then.kind
        found = self._memory.ahead(ahead_s, left_s=self._left_s, then=then)
        return None if found is None or self._hr_bpm is None else found.from_bpm(self._hr_bpm)

    def _changes(self) -> Sequence[tuple[float, Demand]]:
        left_s = self._left_s
        if left_s is None or self._then is None:
            return ()
        return ((left_s, self._at_first(self._then)),)

    def _at_first(self, step: StepAhead) -> Demand:
        """What to expect of a step as it begins."""
        demand = self._expected.of(step.kind, step.centre_bpm, self._hr_bpm)
        return demand if step.kind in REST_KINDS else self._opening.added_to(demand)

    def _settled_demand(self) -> tuple[float, float]:
        """The demand believed now, without what the step's opening still adds."""
        demand_bpm, variance = self._bank.demand()
        is_rest = self._step is None or self._step.kind in REST_KINDS
        if is_rest or self._memory.into_s > OPENING_SEEN_S:
            return demand_bpm, variance
        return demand_bpm - self._opening.bpm, variance + self._opening.sd_bpm**2

    def _learn_demand(self) -> None:
        """What the step now ending turned out to ask; once for each."""
        if self._step is None or not self._bank.started or self._learned_number == self._number:
            return
        self._learned_number = self._number
        demand_bpm, variance = self._before_cue or self._settled_demand()
        learns = self._step.kind not in REST_KINDS and self._memory.into_s > OPENING_LEARNED_S
        if self._opened is not None and learns:
            self._opening.learn(self._asked, self._opened, (demand_bpm, variance))
        self._expected.learn(self._step.kind, self._step.centre_bpm, demand_bpm, variance)
