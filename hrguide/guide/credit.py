"""How far each forecaster has been right about this rider, and so how far it is believed now.

Comes in: what the bank and the memory foresaw, and how the heart rate then moved. Goes out: the
change to tell, and how much wider than the bank's own its spread must be. Shares of bank and memory
follow from least squares, apart for each stretch of a step and for how much was known of it; over
them stands one trust for all, which falls back to "it stays as it is" where the whole has overshot
(physiology.md K: on real rides no model may do much worse than that). It foresees nothing itself.

Tried and worse: one pair of shares for a step's whole first 90 s, quickly learned. The large
changes of the first 30 s then rule over the small ones after them: 0.88 instead of 0.75 of
persistence at 30-90 s on simulated riders, 0.64 instead of 0.58 in real like steps.
"""

from enum import IntEnum
from typing import Final

FORGET: Final = 0.999  # a second: of what was seen of this rider some 15 minutes count [J]
# Seen change, in bpm^2, that a first share weighs as much as: a quarter of an hour's. [J]
FIRM_BPM2: Final = (6000.0, 6000.0, 1500.0)
SHARE_MOST: Final = 1.1  # a forecaster too timid so far may be stretched, but not far [J]
SPREAD_FIRM_S: Final = 45.0  # seconds of forecasts that the first spread weighs as much as [J]
SPREAD_TYPICAL_BPM2: Final = (25.0, 15.0, 10.0)  # the bank's usual variance 30 s ahead
# Variance against the bank's: between simulated riders (1.1) and real ones (K6: 1.7^2).
SPREAD_FIRST: Final = (2.0, 1.8, 1.5)
TRUST_FIRM_BPM2: Final = 3000.0  # as FIRM_BPM2, for the trust in the whole
TRUST_FORGET: Final = 0.998  # a second: some 8 minutes; what no longer works is found out soon
TRUST_LEAST: Final = 0.3


class Stretch(IntEnum):
    """Which part of a step a forecast is made in: K's phases, until 30 s, until 90 s, after."""

    TURNING = 0
    SETTLING = 1
    SETTLED = 2

    @classmethod
    def at(cls, into_s: float) -> "Stretch":
        if into_s <= 30.0:
            return cls.TURNING
        return cls.SETTLING if into_s <= 90.0 else cls.SETTLED


class Known(IntEnum):
    """What is known of a step: nothing, what it should ask, or how like steps went, too."""

    NOTHING = 0
    DEMAND = 1
    LIKE_STEPS = 2


# (bank's, memory's) to begin with, by Known and Stretch; the rest to 1 is "it stays as it is".
# Chosen on the matched simulated riders and on the rides that `guidance_real.TUNED_ON` names.
FIRST_SHARES: Final = (
    ((0.85, 0.0), (0.75, 0.0), (0.45, 0.0)),
    ((1.0, 0.0), (1.0, 0.0), (0.6, 0.0)),
    ((0.8, 0.2), (0.9, 0.1), (0.9, 0.1)),
)


class _Shares:
    """Least squares of what was seen: change ~ a x bank + c x memory."""

    __slots__ = ("_bb", "_bm", "_by", "_firm", "_first", "_mm", "_my")

    def __init__(self, first: tuple[float, float], firm_bpm2: float) -> None:
        self._first = first
        self._firm = firm_bpm2
        self._bb = self._bm = self._mm = self._by = self._my = 0.0

    @property
    def value(self) -> tuple[float, float]:
        a, c = self._first
        bb, mm, bm = self._bb + self._firm, self._mm + self._firm, self._bm
        by, my = self._by + a * self._firm, self._my + c * self._firm
        if c == 0.0:
            return _share(by / bb), 0.0
        det = bb * mm - bm * bm
        return _share((by * mm - my * bm) / det), _share((my * bb - by * bm) / det)

    def learn(self, bank: float, memory: float, change: float) -> None:
        self._bb = FORGET * self._bb + bank * bank
        self._bm = FORGET * self._bm + bank * memory
        self._mm = FORGET * self._mm + memory * memory
        self._by = FORGET * self._by + bank * change
        self._my = FORGET * self._my + memory * change


class _Ratio:
    """A running ratio of two sums, `first` to begin with, weighed as `firm` of the lower one."""

    __slots__ = ("_forget", "_lower", "_upper")

    def __init__(self, first: float, firm: float, forget: float) -> None:
        self._forget = forget
        self._lower = firm
        self._upper = first * firm

    @property
    def value(self) -> float:
        return self._upper / self._lower

    def learn(self, upper: float, lower: float) -> None:
        self._upper = self._forget * self._upper + upper
        self._lower = self._forget * self._lower + lower


class Credit:
    """All that was seen of this rider's forecasts."""

    def __init__(self) -> None:
        self._shares = {
            (known, stretch): _Shares(FIRST_SHARES[known][stretch], FIRM_BPM2[stretch])
            for known in Known
            for stretch in Stretch
        }
        self._spread = {
            stretch: _Ratio(
                SPREAD_FIRST[stretch], SPREAD_FIRM_S * SPREAD_TYPICAL_BPM2[stretch], FORGET
            )
            for stretch in Stretch
        }
        self._trusted = self._foreseen = 0.0

    def change_bpm(self, stretch: Stretch, known: Known, bank: float, memory: float) -> float:
        """The change to expect before trust; bank, memory: the changes they foresee, bpm."""
        a, c = self._shares[known, stretch].value
        return a * bank + c * memory

    @property
    def trust(self) -> float:
        """The share of that change to tell; never more than all of it."""
        share = (self._trusted + TRUST_FIRM_BPM2) / (self._foreseen + TRUST_FIRM_BPM2)
        return min(1.0, max(TRUST_LEAST, share))

    def spread(self, stretch: Stretch) -> float:
        """Variance seen against the bank's."""
        return self._spread[stretch].value

    def learn(
        self,
        stretch: Stretch,
        known: Known,
        *,
        bank: float,
        memory: float,
        foreseen: float,
        told: float,
        variance: float,
        change: float,
    ) -> None:
        """A forecast's truth is here. All changes in bpm from the rate it was made at.

        foreseen: `change_bpm` then; told: what was told of it; variance: the bank's.
        """
        self._shares[known, stretch].learn(bank, memory, change)
        self._spread[stretch].learn((change - told) ** 2, variance)
        self._foreseen = TRUST_FORGET * self._foreseen + foreseen * foreseen
        self._trusted = TRUST_FORGET * self._trusted + foreseen * change


def _share(value: float) -> float:
    return min(SHARE_MOST, max(0.0, value))
