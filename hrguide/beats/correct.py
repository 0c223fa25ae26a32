"""RR intervals of a stored ride, corrected: what an analysis that needs every beat works on.

Comes in: RR intervals as the strap sent them. Goes out: corrected ones, with the label of each
interval that came in and what was done to it. The recording is not touched; a ride keeps its raw
beats for ever. It finds nothing itself (`artefacts.py` does) and computes no index.

An extra beat's two intervals are merged; an interval that hides beats is split evenly; an ectopic
beat's two intervals keep their sum where that is two intervals' worth, so the time line stays, and
are shaped like their neighbours; else, as a long or short interval is, they are interpolated
between the nearest good ones. A gap is left as it is. The ride is looked at again until no fewer
artefacts are found (as neurokit2 does): small ones hide beside large ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from hrguide.beats.artefacts import Artefact, Labels, find_artefacts, hidden_beats, level_of
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
    values = checked_rr_s(rr_s)
    labels = np.zeros(values.size, np.int8)
    actions = [_KEPT] * values.size
    owner = np.arange(values.size)  # which interval that came in each stands for
    fewest = values.size + 1
    for _ in range(PASSES_MAX):
        level_s = level_of(values)
        found = find_artefacts(values, level_s)
        wrong = int(np.count_nonzero((found != _NORMAL) & (found != _GAP)))
        if wrong >= fewest:
            break
        new = np.flatnonzero(found != _NORMAL)
        new = new[labels[owner[new]] == _NORMAL]
        labels[owner[new]] = found[new]
        if not wrong:
            break
        fewest = wrong
        values, counts = _corrected(values, level_s, found, owner, actions)
        owner = np.repeat(owner, counts)
    named = [_LABELS[_NORMAL]] * labels.size
    for at in np.flatnonzero(labels != _NORMAL).tolist():
        named[at] = _LABELS[labels[at]]
    return CorrectedRR(rr_s=tuple(values.tolist()), labels=tuple(named), actions=tuple(actions))


def _corrected(
    rr_s: Floats, level_s: Floats, labels: Labels, owner: Ints, actions: list[RrAction]
) -> tuple[Floats, Ints]:
    """The intervals after one pass, and how many each became; notes what was done in `actions`."""
    values = rr_s.copy()
    counts = np.ones(rr_s.size, np.int64)
    missed = np.flatnonzero(labels == _MISSED)
    counts[missed] += hidden_beats(rr_s[missed], level_s[missed])
    values[missed] /= counts[missed]
    _note(actions, owner, missed.tolist(), RrAction.SPLIT)
    merged = np.zeros(rr_s.size, np.bool_)
    for first in _pairs(labels, _EXTRA):
        values[first] += values[first + 1]
        counts[first + 1] = 0
        merged[first : first + 2] = True
        _note(actions, owner, (first, first + 1), RrAction.MERGED)
    unknown = np.flatnonzero(
        (labels == _ECTOPIC)
        | (labels == _LONG_SHORT)
        | ((labels == _EXTRA) & ~merged)  # its other half is a gap
    )
    _note(actions, owner, unknown.tolist(), RrAction.INTERPOLATED)
    values[unknown] = np.nan
    shared = [
        first
        for first in _pairs(labels, _ECTOPIC)
        if abs(rr_s[first] + rr_s[first + 1] - 2 * level_s[first])
        <= 2 * SHARED_SHARE * level_s[first]
    ]
    values = _interpolated(np.repeat(values, counts))
    at = np.cumsum(counts) - counts
    for first in shared:
        pair = slice(at[first], at[first] + 2)
        values[pair] += (rr_s[first] + rr_s[first + 1] - values[pair].sum()) / 2
        _note(actions, owner, (first, first + 1), RrAction.SHARED)
    return values, counts


def _pairs(labels: Labels, label: int) -> list[int]:
    """The first of each two intervals in a row that have this label."""
    has = labels == label
    firsts: list[int] = []
    for at in np.flatnonzero(has[:-1] & has[1:]).tolist():
        if not firsts or at > firsts[-1] + 1:
            firsts.append(at)
    return firsts


def _interpolated(values: Floats) -> Floats:
    """Unknown ones on a straight line between the nearest known."""
    unknown = np.isnan(values)
    if unknown.any():
        known = np.flatnonzero(~unknown)
        values[unknown] = np.interp(np.flatnonzero(unknown), known, values[known])
    return values


def _note(actions: list[RrAction], owner: Ints, places: Sequence[int], action: RrAction) -> None:
    for place in places:
        actions[owner[place]] = action
