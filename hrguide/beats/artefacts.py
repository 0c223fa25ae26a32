"""Which intervals of a stored ride are artefacts: Lipponen and Tarvainen's rules.

Comes in: all RR intervals of a ride. Goes out: a label for each. It looks both ways, 45 intervals
back and ahead, so it serves finished rides; `judge.py` is the live rule. It corrects nothing:
`correct.py` does.

J. A. Lipponen and M. P. Tarvainen, A robust algorithm for heart rate variability time series
artefact correction using novel beat classification, J Med Eng Technol 43 (2019) 173-181, doi
10.1080/03091902.2019.1640306; the rules are listed in physiology.md D1. With dRR the step to an
interval from the one before, Th1 = 5.2 x the quartile deviation of |dRR| over 91 steps, D =
dRR / Th1, and M, Th2 alike for the distance from the median of 11 (negative ones doubled), a step
with |D| > 1 is looked at: *ectopic* where both neighbouring steps turn back, else *long* or
*short* by the steps after it or by |M| > 3, and of those *missed* where half of it, *extra* where
it and the next together lie within Th2 of the median.

Where we deviate:

* Th1 and Th2 are at least 4 % of the median interval. In exercise RR vary by 3 ms, and without a
  floor 1-3 % of clean beats are refused, as many as alpha1's gate allows (physiology.md D1).
* They are at most 25 % of it. With one beat in ten bad, three steps in ten are, the quartiles lie
  among them and the rule is blind to what it was made for.
* An ectopic beat's middle step is at least 12 % of the median, and a long or short interval at
  least so far from it. On hand-annotated beats in motion (GUDB, 250 Hz) the smaller ones are the
  reader's hand and the breath: 1.7 % of true intervals were refused, now 0.3 %, and alpha1 of a
  clean ride no longer rises by 0.06 because it was "corrected".
* Of two ectopic steps in a row the larger is the beat's middle. A beat that came early after a
  slightly long interval was found one interval too soon, and the true one before it "corrected".
* A short interval that makes a whole one with the next is *extra*, even where the one before it
  was long: an ectopic beat's two intervals last two beats.
* An interval may hide two beats, not only one, and a part of it may be 12 % off the median, as the
  live rule has it (physiology.md D2).
* An interval over 3 s is a gap: nobody knows what was in it.
* Both intervals beside an ectopic beat are labelled, and both that an extra beat makes of one.

Since nothing within 12 % of its neighbours gets a label, whatever the quartiles are, they are
looked up only near what lies further off. The labels are the same, and the work a tenth.
"""

from enum import IntEnum
from statistics import median
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from hrguide.beats.intervals import Floats, Ints
from hrguide.beats.judge import MISSED_SHARE

SPREAD_BEATS: Final = 91  # Lipponen and Tarvainen 2019
LEVEL_BEATS: Final = 11  # the same
SPREAD_TIMES: Final = 5.2  # the same: alpha, 99.95 % of normally distributed steps
ECTOPIC_SLOPE: Final = 0.13  # the same, c1
ECTOPIC_OFFSET: Final = 0.17  # the same, c2
FAR_TIMES: Final = 3.0  # the same: |M| above it is long or short
LIMIT_MIN_SHARE: Final = 0.04  # of the median interval: physiology.md D1
LIMIT_MAX_SHARE: Final = 0.25  # of it: the live rule's largest step (judge.py) [J]
LEAST_SHARE: Final = 0.12  # of it: a beat 6 % early; see above
HIDDEN_MAX: Final = 2  # beats that one interval may hide: physiology.md D2
GAP_S: Final = 3.0  # physiology.md C1: no gap above it in a window

Labels = NDArray[np.int8]


class Artefact(IntEnum):
    """What an interval is, as a number that fits an array."""

    NORMAL = 0
    ECTOPIC = 1
    MISSED = 2
    EXTRA = 3
    LONG_SHORT = 4
    GAP = 5


_ECTOPIC, _MISSED, _EXTRA, _LONG_SHORT, _GAP = (
    int(kind) for kind in Artefact if kind is not Artefact.NORMAL
)


def level_of(rr_s: Floats) -> Floats:
    """The median of the 11 intervals around each, s; fewer at the ends. In single precision."""
    side = LEVEL_BEATS // 2
    if rr_s.size < LEVEL_BEATS:
        return np.full(rr_s.size, np.median(rr_s)) if rr_s.size else rr_s
    rows = sliding_window_view(rr_s.astype(np.float32), LEVEL_BEATS).copy()
    rows.partition(side, axis=1)
    middle = rows[:, side].astype(np.float64)
    ends = rr_s[: LEVEL_BEATS - 1].tolist(), rr_s[:-LEVEL_BEATS:-1].tolist()
    first, last = ([median(end[: at + side + 1]) for at in range(side)] for end in ends)
    return np.concatenate([first, middle, last[::-1]])


def find_artefacts(rr_s: Floats, level_s: Floats | None = None) -> Labels:
    """The label of each interval (`Artefact`), one pass over them."""
    labels = np.zeros(rr_s.size, np.int8)
    if rr_s.size >= LEVEL_BEATS:
        _label_steps(rr_s, level_of(rr_s) if level_s is None else level_s, labels)
    labels[rr_s > GAP_S] = _GAP
    return labels


def hidden_beats(rr_s: Floats, level_s: Floats) -> Ints:
    """How many beats an interval would hide if it were missed beats' sum: at least 1."""
    beats: Ints = np.clip(np.rint(rr_s / level_s) - 1, 1, HIDDEN_MAX).astype(np.int64)
    return beats


def _label_steps(rr_s: Floats, level_s: Floats, labels: Labels) -> None:
    """Put a label on the intervals at and after large steps, in their order."""
    shares, large = _step_shares(rr_s, level_s)
    ectopic = _is_ectopic(rr_s, level_s, shares, large)
    outdone = _is_outdone(shares, large, ectopic)
    grows = np.abs(shares[large + 1]) < np.abs(shares[large + 2])
    # the interval itself, and the next where its step is smaller than the one after it
    wanted = np.zeros(rr_s.size + 1, np.bool_)
    wanted[large] = wanted[large[grows] + 1] = True
    looked_at = np.flatnonzero(wanted[:-1])
    alone = np.zeros(rr_s.size + 1, np.int8)
    alone[looked_at] = _label_alone(rr_s, level_s, shares, looked_at)
    matters = ectopic | (alone[large] != 0) | (grows & (alone[large + 1] != 0))
    matters &= ~outdone
    large = large[matters]
    rows = zip(
        large.tolist(),
        ectopic[matters].tolist(),
        alone[large].tolist(),
        np.where(grows[matters], alone[large + 1], 0).tolist(),
        strict=True,
    )
    found: list[tuple[int, int]] = []
    done = second = -1  # the newest interval that has its label, the newest of an ectopic pair
    for at, is_ectopic, label, next_label in rows:
        if at <= done:
            continue
        if is_ectopic and at - 1 > second:
            found += (at - 1, _ECTOPIC), (at, _ECTOPIC)
            done = second = at
            continue
        for each, its in ((at, label), (at + 1, next_label)):
            if its and each > done:
                done = each
                found.append((each, its))
                if its == _EXTRA:
                    done += 1
                    found.append((done, its))
    if found:
        places, named = zip(*found, strict=True)
        labels[list(places)] = named


def _step_shares(rr_s: Floats, level_s: Floats) -> tuple[Floats, Ints]:
    """D where it is needed and 0 elsewhere, four more at the end; and where |D| > 1.

    Needed is it near what can get a label at all: an interval 12 % off, a step as large, or two
    intervals that make one.
    """
    count = rr_s.size
    step_s = np.diff(rr_s, prepend=rr_s[0])
    size_s = np.abs(step_s)
    least_s = LEAST_SHARE * level_s
    suspect = np.zeros(count + 4, np.bool_)
    suspect[:count] = (np.abs(rr_s - level_s) >= least_s) | (size_s >= least_s)
    suspect[: count - 1] |= rr_s[:-1] + rr_s[1:] < (1 + LIMIT_MAX_SHARE) * level_s[:-1]
    looked_at = suspect.copy()
    looked_at[:-1] |= suspect[1:]  # whoever is looked at may have the next looked at
    needed = looked_at.copy()
    for offset in (1, 2, 3):
        needed[offset:] |= looked_at[:-offset]
    needed[:-1] |= looked_at[1:]
    places = np.flatnonzero(needed[:count])
    shares = np.zeros(count + 4)
    shares[places] = step_s[places] / _limits(size_s, places, level_s)
    return shares, np.flatnonzero(looked_at[:count] & (np.abs(shares[:count]) > 1))


def _is_ectopic(rr_s: Floats, level_s: Floats, shares: Floats, large: Ints) -> NDArray[np.bool_]:
    """Whether both neighbouring steps turn back from each large one, and it is no extra beat's."""
    here = shares[large]
    before, after = shares[large - 1], shares[large + 1]
    turn = ECTOPIC_SLOPE * np.abs(here) + ECTOPIC_OFFSET
    turns = np.where(here > 0, np.maximum(before, after) < -turn, np.minimum(before, after) > turn)
    here_s, level_here_s = rr_s[large], level_s[large]
    beyond_s = np.append(rr_s, np.inf)[large + 1]
    in_two = np.abs(here_s + beyond_s - level_here_s) < LIMIT_MAX_SHARE * level_here_s
    found: NDArray[np.bool_] = (
        turns
        & (np.abs(here_s - rr_s[large - 1]) >= LEAST_SHARE * level_here_s)
        & ~((here < 0) & in_two)
    )
    return found


def _is_outdone(shares: Floats, large: Ints, ectopic: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether the step after an ectopic one is ectopic, too, and larger: then it is the middle."""
    everywhere = np.zeros(shares.size, np.bool_)
    everywhere[large[ectopic]] = True
    larger = np.abs(shares[large + 1]) > np.abs(shares[large])
    found: NDArray[np.bool_] = ectopic & everywhere[large + 1] & larger
    return found


def _label_alone(rr_s: Floats, level_s: Floats, shares: Floats, places: Ints) -> Labels:
    """Long, short or normal; of the long and short ones whether missed or extra."""
    off_s = rr_s - level_s
    far_s = np.where(off_s < 0, -2 * off_s, off_s)
    width_s = _limits(far_s, places, level_s)
    here, next_, after = shares[places], shares[places + 1], shares[places + 2]
    is_long = (here > 1) & (np.minimum(next_, after) < -1)
    is_short = (here < -1) & (np.maximum(next_, after) > 1)
    wrong = is_long | is_short | (far_s[places] > FAR_TIMES * width_s)
    rr_here_s, level_here_s = rr_s[places], level_s[places]
    beyond_s = np.append(rr_s, np.inf)[places + 1]
    extra = is_short & (np.abs(rr_here_s + beyond_s - level_here_s) < width_s)
    part_s = rr_here_s / (1 + hidden_beats(rr_here_s, level_here_s))
    near_s = np.maximum(width_s, MISSED_SHARE * level_here_s)
    missed = (off_s[places] > 0) & (np.abs(part_s - level_here_s) < near_s)
    least = np.abs(off_s[places]) >= LEAST_SHARE * level_here_s
    labels = np.select(
        [~wrong, extra, missed, least],
        [0, _EXTRA, _MISSED, _LONG_SHORT],
    )
    return labels.astype(np.int8)


def _limits(sizes_s: Floats, places: Ints, level_s: Floats) -> Floats:
    """5.2 x the quartile deviation of the 91 sizes around each place, within its bounds.

    Sorted in single precision: three times as fast, exact for a strap's 1/1024 s, and 30 ns off at
    most elsewhere.
    """
    if not places.size:
        return np.zeros(0)
    side = SPREAD_BEATS // 2
    count = sizes_s.size
    padded = np.full(count + 2 * side, np.inf, np.float32)
    padded[side : side + count] = sizes_s
    rows = sliding_window_view(padded, SPREAD_BEATS)[places]
    rows.sort(axis=1)
    known = np.minimum(count, places + side + 1) - np.maximum(0, places - side)
    low, high = (_quantile(rows, known, share) for share in (0.25, 0.75))
    level_s = level_s[places]
    limits: Floats = np.clip(
        SPREAD_TIMES * (high - low) / 2, LIMIT_MIN_SHARE * level_s, LIMIT_MAX_SHARE * level_s
    )
    return limits


def _quantile(rows: NDArray[np.float32], known: Ints, share: float) -> Floats:
    """Linear between neighbours (numpy's default), of the first `known` of each sorted row."""
    place = share * (known - 1)
    below = place.astype(np.int64)
    row = np.arange(len(rows))
    low = rows[row, below].astype(np.float64)
    high = rows[row, np.minimum(below + 1, known - 1)]
    value: Floats = low + (place - below) * (high - low)
    return value
