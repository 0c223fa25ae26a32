"""RR intervals of a stored ride, corrected: what an analysis that needs every beat works on.

Comes in: RR intervals as the strap sent them. Goes out: corrected ones, with the label of each
interval that came in and what was done to it. The recording is not touched; a ride keeps its raw
beats for ever. It finds nothing itself (`artefacts.py` does) and computes no index.

An extra beat's two intervals are merged; an interval that hides beats is split; an ectopic beat's
two intervals keep their sum where that is two intervals' worth, so the time line stays; else, as a
long or short interval is, they are interpolated. Values for what nobody measured come from
`fill.py`, and from measured intervals alone. A gap is left as it is. The ride is looked at again
until no fewer artefacts are found (as neurokit2 does): small ones hide beside large ones.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from hrguide.beats.artefacts import (
    GAP_S,
    Artefact,
    Labels,
    find_artefacts,
    hidden_beats,
    level_of,
)
from hrguide.beats.fill import NO_SUM, filled
from hrguide.beats.intervals import Floats, Ints, RrIntervals, checked_rr_s

PASSES_MAX: Final = 10
"""Looks at a ride, at most [J]; real ones need two to four."""


class RrLabel(StrEnum):
    """What an interval was found to be."""

    NORMAL = "normal"
    ECTOPIC = "ectopic"
    MISSED = "missed"
    EXTRA = "extra"
    LONG_SHORT = "long_short"
    GAP = "gap"


class RrAction(StrEnum):
    """What was done to an interval."""

    KEPT = "kept"
    SHARED = "shared"  # with its neighbour: their sum kept, the beat between them moved
    INTERPOLATED = "interpolated"
    SPLIT = "split"
    MERGED = "merged"  # with its neighbour


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedRR:
    """A ride's intervals after correction.

    rr_s: corrected intervals, s; not as many as came in where beats were missed or too many.
    labels, actions: for each interval that came in, in its order.
    """

    rr_s: tuple[float, ...]
    labels: tuple[RrLabel, ...]
    actions: tuple[RrAction, ...]


SHARED_SHARE: Final = 0.12
"""How near the mean of an ectopic pair must lie to the level, of the level: as a missed beat's
half must (physiology.md D2)."""

_KEPT: Final = RrAction.KEPT
_NORMAL, _ECTOPIC, _MISSED, _EXTRA, _LONG_SHORT, _GAP = (int(kind) for kind in Artefact)
_LABELS: Final = (
    RrLabel.NORMAL,
    RrLabel.ECTOPIC,
    RrLabel.MISSED,
    RrLabel.EXTRA,
    RrLabel.LONG_SHORT,
    RrLabel.GAP,
)


def correct_rr(rr_s: RrIntervals) -> CorrectedRR:
    """Find and correct the artefacts in `rr_s`, s, oldest first (Lipponen and Tarvainen 2019).

    With fewer than 11 intervals there is nothing to compare with, and all are kept. Raises
    UsageError where an interval is no positive number of seconds.
    """
    ride = _Ride(checked_rr_s(rr_s))
    labels = np.zeros(ride.values_s.size, np.int8)
    fewest = ride.values_s.size + 1
    for _ in range(PASSES_MAX):
        level_s = level_of(ride.values_s)
        found = find_artefacts(ride.values_s, level_s)
        wrong = int(np.count_nonzero((found != _NORMAL) & (found != _GAP)))
        if wrong >= fewest:
            break
        new = np.flatnonzero(found != _NORMAL)
        new = new[labels[ride.owner[new]] == _NORMAL]
        labels[ride.owner[new]] = found[new]
        if not wrong:
            break
        fewest = wrong
        ride.correct(level_s, found)
    ride.fill(smooth=True)
    named = [_LABELS[_NORMAL]] * labels.size
    for at in np.flatnonzero(labels != _NORMAL).tolist():
        named[at] = _LABELS[labels[at]]
    return CorrectedRR(
        rr_s=tuple(ride.values_s.tolist()), labels=tuple(named), actions=tuple(ride.actions)
    )


class _Ride:
    """The intervals so far, which of them were measured, and what was done to those that came in.

    owner: which interval that came in each stands for. sum_of: which of `sums_s` each is part of.
    """

    def __init__(self, rr_s: Floats) -> None:
        self.values_s = rr_s
        self.owner = np.arange(rr_s.size)
        self.actions = [_KEPT] * rr_s.size
        self._measured = np.ones(rr_s.size, np.bool_)
        self._sum_of = np.full(rr_s.size, NO_SUM)
        self._sums_s = np.zeros(0)

    def correct(self, level_s: Floats, labels: Labels) -> None:
        """One pass: what the labels say, done."""
        rr_s = self.values_s
        touched = (labels != _NORMAL) & (labels != _GAP)
        broken = np.isin(self._sum_of, self._sum_of[touched & (self._sum_of != NO_SUM)])
        self._sum_of[broken] = NO_SUM  # a sum with a part that is something else now says nothing
        values_s, counts = rr_s.copy(), np.ones(rr_s.size, np.int64)
        measured = self._measured.copy()
        merged = np.zeros(rr_s.size, np.bool_)
        extra = _pairs(labels, _EXTRA)
        values_s[extra] += values_s[extra + 1]
        measured[extra] &= measured[extra + 1]
        counts[extra + 1] = 0
        merged[extra] = merged[extra + 1] = True
        self._note(np.flatnonzero(merged), RrAction.MERGED)
        missed = np.flatnonzero(labels == _MISSED)
        counts[missed] += hidden_beats(rr_s[missed], level_s[missed])
        values_s[missed] /= counts[missed]
        self._note(missed, RrAction.SPLIT)
        self._add_sums(missed[:, None])
        between = touched & ~merged & (labels != _MISSED)  # also an extra one whose half is a gap
        self._note(np.flatnonzero(between), RrAction.INTERPOLATED)
        pairs = _pairs(labels, _ECTOPIC)
        off_s = np.abs(rr_s[pairs] + rr_s[pairs + 1] - 2 * level_s[pairs])
        # it lasts as long as two beats: then only the one between was early
        shared = pairs[off_s <= 2 * SHARED_SHARE * level_s[pairs]]
        shared = shared[:, None] + np.arange(2)
        self._note(shared.ravel(), RrAction.SHARED)
        self._add_sums(shared)
        measured[between | (labels == _MISSED)] = False
        self._measured = np.repeat(measured, counts)
        self._sum_of = np.repeat(self._sum_of, counts)
        self.owner = np.repeat(self.owner, counts)
        self.values_s = np.repeat(values_s, counts)
        self.fill(smooth=False)

    def fill(self, *, smooth: bool) -> None:
        """Values for what was not measured: smooth ones only when nothing is looked for any more.

        A cubic leans on its neighbours, and one of them may be an artefact not yet found, which
        then looks like part of a wave.
        """
        known = self._measured & (self.values_s <= GAP_S)
        self.values_s = filled(
            self.values_s, ~self._measured, known, self._sum_of, self._sums_s, smooth=smooth
        )

    def _add_sums(self, parts: Ints) -> None:
        """Note the sums of intervals that were all measured, before they are changed.

        parts: sums x places.
        """
        parts = parts[self._measured[parts].all(axis=1)]
        numbers = self._sums_s.size + np.arange(len(parts))
        self._sum_of[parts] = numbers[:, None]
        self._sums_s = np.append(self._sums_s, self.values_s[parts].sum(axis=1))

    def _note(self, places: Ints, action: RrAction) -> None:
        for place in self.owner[places].tolist():
            self.actions[place] = action


def _pairs(labels: Labels, label: int) -> Ints:
    """The first of each two intervals in a row that have this label."""
    has = labels == label
    firsts: list[int] = []
    for at in np.flatnonzero(has[:-1] & has[1:]).tolist():
        if not firsts or at > firsts[-1] + 1:
            firsts.append(at)
    return np.array(firsts, dtype=np.int64)
