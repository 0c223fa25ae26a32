"""The rules other programs go by, as yardsticks: each compares a number now with a range.

Comes in, once a second: what the strap says (believed or not, as they do) and the step's range.
Goes out: "high", "low" or nothing. Written from what their users and sources describe, in our own
words; none knows that a heart answers late. No ride is guided by them: `Policy.rule` picks one
only for tests, benches and comparisons.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final, Literal

from hrguide.guide.policy import Rule

Side = Literal["high", "low"]

# Garmin FR955 (forum 348076): "the watch will start spamming alerts right away"; qdomyos-zwift
# looks every 10 s, and so is repeated here.
AT_ONCE_REPEAT_S: Final = 10.0
GRACE_S: Final = 20.0  # RunnerUp, TargetTrigger: none in a step's first 20 s
AVERAGE_S: Final = 20  # RunnerUp: the mean of 20 s, zeros and the step before included (#145)
AVERAGED_REPEAT_S: Final = 20.0  # RunnerUp: again as long as it lasts (#1110: 40 s "too late")
DWELL_LOW_S: Final = 20.0  # treadmill-runner: below for 20 s ...
DWELL_HIGH_S: Final = 10.0  # ... above for 10 s, then counted anew
HALF_MINUTE_S: Final = 30.0  # heart-beat2: one look every 30 s


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a rival looks at. strap_bpm: the strap's number, zero and stale ones too."""

    at_s: float
    into_s: float
    strap_bpm: int
    low_bpm: int | None
    high_bpm: int | None

    @property
    def side(self) -> Side | None:
        return self.side_of(self.strap_bpm)

    def side_of(self, hr_bpm: float) -> Side | None:
        """Which edge this heart rate lies outside of."""
        if self.high_bpm is not None and hr_bpm > self.high_bpm:
            return "high"
        if self.low_bpm is not None and hr_bpm < self.low_bpm:
            return "low"
        return None


class Rival:
    """One of the rules with its memory."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._last: deque[int] = deque(maxlen=AVERAGE_S)
        self._said_at_s = float("-inf")
        self._side: Side | None = None
        self._since_s = 0.0
        self._second = -1

    def tick(self, seen: Seen) -> Side | None:
        """The alarm of this second, at most one; later calls within it give nothing."""
        if int(seen.at_s) == self._second:
            return None
        self._second = int(seen.at_s)
        self._last.append(seen.strap_bpm)
        side = self._decide(seen)
        if side is not None:
            self._said_at_s = seen.at_s
        return side

    def _decide(self, seen: Seen) -> Side | None:
        silent_s = seen.at_s - self._said_at_s
        match self._rule:
            case Rule.AT_ONCE:
                return seen.side if silent_s >= AT_ONCE_REPEAT_S else None
            case Rule.AVERAGED:
                full = len(self._last) == AVERAGE_S and seen.into_s >= GRACE_S
                if not full or silent_s < AVERAGED_REPEAT_S:
                    return None
                return seen.side_of(sum(self._last) / AVERAGE_S)
            case Rule.DWELL:
                return self._dwelt(seen)
            case Rule.HALF_MINUTE:
                return seen.side if silent_s >= HALF_MINUTE_S else None
            case _:
                return None

    def _dwelt(self, seen: Seen) -> Side | None:
        side = seen.side
        if side is None or side != self._side:
            self._side, self._since_s = side, seen.at_s
            return None
        wait_s = DWELL_HIGH_S if side == "high" else DWELL_LOW_S
        if seen.at_s - self._since_s < wait_s:
            return None
        self._side = None
        return side
