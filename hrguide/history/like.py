"""Recovery beside the rider's own like rests (physiology.md L9), and beside nobody else's.

Comes in: the rides of one athlete. Goes out: for each rest the median of what earlier rests like
it fell: same machine, so the same posture, begun within 8 bpm, of three rides or more. It is the
comparison of `report/recovery.py` for many rides at once, and like it knows no "normal".
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hrguide.history.past import Past, Rest
from hrguide.report.recovery import LIKE_BPM, LIKE_RIDES


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A rest beside earlier ones like it. rides: how many rides those were of. like_fell_bpm: their
    median, None where there were fewer than three rides.
    """

    rest: Rest
    rides: int
    like_fell_bpm: float | None


@dataclass(slots=True)
class _Like:
    """Earlier rests begun near one heart rate on one machine: what they fell, in order of size."""

    fell_bpm: list[int]
    rides: int = 0
    newest: str | None = None


def compare(pasts: Iterable[Past]) -> dict[str, tuple[Compared, ...]]:
    """Each ride's rests, by its id, beside those of earlier rides."""
    known: dict[tuple[str, int], _Like] = defaultdict(lambda: _Like([]))
    found: dict[str, tuple[Compared, ...]] = {}
    for past in sorted(pasts, key=lambda one: one.when):
        rests = () if past.figures is None else past.figures.rests
        machine = past.heading.machine
        found[past.ride] = tuple(_beside(known.get((machine, one.from_bpm)), one) for one in rests)
        for rest in rests:
            for from_bpm in range(rest.from_bpm - LIKE_BPM, rest.from_bpm + LIKE_BPM + 1):
                like = known[machine, from_bpm]
                insort(like.fell_bpm, rest.fell_bpm)
                if like.newest != past.ride:
                    like.newest = past.ride
                    like.rides += 1
    return found


def _beside(like: _Like | None, rest: Rest) -> Compared:
    if like is None or like.rides < LIKE_RIDES:
        return Compared(rest=rest, rides=0 if like is None else like.rides, like_fell_bpm=None)
    return Compared(rest=rest, rides=like.rides, like_fell_bpm=_middle(like.fell_bpm))


def _middle(ordered: list[int]) -> float:
    """The median of numbers that are in order already."""
    half, odd = divmod(len(ordered), 2)
    return float(ordered[half]) if odd else (ordered[half - 1] + ordered[half]) / 2


def middle_rest(compared: Iterable[Compared]) -> Compared | None:
    """The one rest that stands for a ride: of those with like rests, else of all, the one whose
    beginning is in the middle. A mean of unlike rests would be like none. None without a rest of
    60 s with a heart rate.
    """
    every = tuple(compared)
    shown = [one for one in every if one.like_fell_bpm is not None] or list(every)
    shown.sort(key=lambda one: one.rest.from_bpm)
    return shown[(len(shown) - 1) // 2] if shown else None
