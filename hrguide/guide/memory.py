"""The memory of like steps: the heart rate will move as it did at this second of the last one.

Comes in: where steps begin, and a heart rate (or none) each second. Goes out: the heart rate so
many seconds ahead, told from earlier steps of the same kind after the same kind. On real repeated
intervals this alone foresees better than any model tried (physiology.md K6), without knowing a
watt; a rider who paces by feel repeats less exactly, so `foresight.py` weighs it by how it did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LIKE_STEPS: Final = 3  # the newest ones count: fitness and drift move within a ride [J]
SMOOTH_S: Final = 2  # each remembered rate is the mean of 2 s to either side [J]
SAME_LENGTH_S: Final = 3  # steps this close in length end alike
LEVEL_KEPT: Final = 0.5  # of a difference in level between then and now, this much goes on [J]
KEPT_EVERY_S: Final = 5  # what a ride hands on to the next one: a rate each 5 s
KEPT_UNTIL_S: Final = 600  # and of no step more than its first ten minutes


@dataclass(slots=True)
class _Ridden:
    """A step: what it was, what came before, where it begins in the ride, how long it was."""

    kind: str
    before: str
    from_s: int
    length_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """now_bpm: the rate at this second of like steps. later_bpm: so many seconds after it."""

    now_bpm: float
    later_bpm: float

    def from_bpm(self, hr_bpm: float) -> float:
        """What it says of a heart rate that stands elsewhere now."""
        return self.later_bpm + LEVEL_KEPT * (hr_bpm - self.now_bpm)


class LikeSteps:
    """The steps of this ride, and those of earlier ones that were handed on."""

    def __init__(self, earlier: Mapping[str, Sequence[float]] | None = None) -> None:
        self._rates: list[float | None] = []
        self._steps: list[_Ridden] = []
        self._like: list[_Ridden] = []
        self._earlier = {key: _unpacked(path) for key, path in (earlier or {}).items()}
        self._path: list[float] | None = None

    @property
    def into_s(self) -> int:
        """Seconds heard of the current step."""
        return len(self._rates) - self._steps[-1].from_s if self._steps else 0

    def begin(self, kind: str) -> None:
        """A step of this kind begins."""
        now_s = len(self._rates)
        before = self._steps[-1].kind if self._steps else ""
        if self._steps:
            self._steps[-1].length_s = now_s - self._steps[-1].from_s
        like = [step for step in self._steps if step.kind == kind and step.before == before]
        self._like = like[-LIKE_STEPS:]
        self._path = None if like else self._earlier.get(_key(before, kind))
        self._steps.append(_Ridden(kind, before, now_s))

    def hear(self, hr_bpm: float | None) -> None:
        """One second of it."""
        self._rates.append(hr_bpm)

    def ahead(
        self, ahead_s: int, *, left_s: float | None = None, then: str | None = None
    ) -> Remembered | None:
        """What like steps say of `ahead_s` seconds from now; None where there were none.

        left_s: of the current step, None where unknown. then: the kind of the step after it.
        """
        into_s = self.into_s - 1
        if into_s < 0:
            return None
        pairs = [
            pair
            for step in self._like
            if (pair := self._in(step, into_s, ahead_s, left_s, then)) is not None
        ]
        if not pairs and self._path is not None:
            inside = left_s is None or ahead_s <= left_s
            if inside and into_s + ahead_s < len(self._path):
                pairs = [(self._path[into_s], self._path[into_s + ahead_s])]
        if not pairs:
            return None
        count = len(pairs)
        return Remembered(
            now_bpm=sum(now for now, _ in pairs) / count,
            later_bpm=sum(later for _, later in pairs) / count,
        )

    def to_keep(self) -> dict[str, list[float]]:
        """The newest step of each pair of kinds, for the next ride."""
        kept: dict[str, list[float]] = {}
        for step in self._steps:
            length_s = min(step.length_s or 0, KEPT_UNTIL_S)
            path = [self._rate(step.from_s + at_s) for at_s in range(0, length_s, KEPT_EVERY_S)]
            known = [round(rate, 1) for rate in path if rate is not None]
            if len(known) == len(path) > 1:
                kept[_key(step.before, step.kind)] = known
        return kept

    def _in(
        self, step: _Ridden, into_s: int, ahead_s: int, left_s: float | None, then: str | None
    ) -> tuple[float, float] | None:
        length_s = step.length_s or 0
        if into_s >= length_s:
            return None
        if into_s + ahead_s >= length_s and not self._goes_on_alike(step, into_s, left_s, then):
            return None
        now = self._rate(step.from_s + into_s)
        later = self._rate(step.from_s + into_s + ahead_s)
        return None if now is None or later is None else (now, later)

    def _goes_on_alike(
        self, step: _Ridden, into_s: int, left_s: float | None, then: str | None
    ) -> bool:
        """Whether that step ended when this one will, and was followed by what will follow."""
        if left_s is None or abs(into_s + 1 + left_s - (step.length_s or 0)) > SAME_LENGTH_S:
            return False
        after = self._steps.index(step) + 1
        return after < len(self._steps) and self._steps[after].kind == then

    def _rate(self, second: int) -> float | None:
        if second >= len(self._rates):
            return None
        near = self._rates[max(0, second - SMOOTH_S) : second + SMOOTH_S + 1]
        known = [rate for rate in near if rate is not None]
        return sum(known) / len(known) if known else None


def _key(before: str, kind: str) -> str:
    return f"{before} > {kind}"


def _unpacked(path: Sequence[float]) -> list[float]:
    """A rate for each second, straight lines between those kept."""
    filled: list[float] = []
    for at in range(len(path) - 1):
        slope = (path[at + 1] - path[at]) / KEPT_EVERY_S
        filled.extend(path[at] + slope * second for second in range(KEPT_EVERY_S))
    return [*filled, *path[-1:]]
