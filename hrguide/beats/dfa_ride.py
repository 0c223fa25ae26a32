"""DFA alpha1 of a stored ride: of all its intervals, or over time, window by window.

Comes in: RR intervals, s. Goes out: alpha1, for each window with its bounds, how many of its beats
are bad, and why it is missing or doubtful. It never corrects: give it `correct_rr(...).rr_s`, since
one bad beat in two minutes moves alpha1 by 0.1-0.2 and the gate lets a few through. `dfa.py` is the
same for the live window, without numpy.

"DFA alpha1, boxes 4-16" is not one number. Boxes from the first beat (forward), from both ends, and
from every beat (overlap) differ by 0.03 rms and by up to 0.15 in a window, and detrending lowers a
ramp's by up to 0.4: each window says which definition it is. White noise has 0.583 and not 0.5,
1/f noise 1.02, Brown noise 1.54 (physiology.md C2).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

import numpy as np

from hrguide.beats.artefacts import Artefact, find_artefacts, hidden_beats, level_of
from hrguide.beats.fluctuation import (
    SIZES,
    Boxes,
    alpha1_of_columns,
    alpha1_of_ticks,
    fits_64_bits,
    whole_units,
)
from hrguide.beats.gate import (
    BEATS_MIN,
    CLEAN_SPAN_MIN_S,
    FLAGGED_PCT,
    REFUSED_PCT,
    AlphaReason,
)
from hrguide.beats.intervals import Floats, Ints, RrIntervals, checked_rr_s
from hrguide.beats.trend import SMOOTHNESS
from hrguide.beats.trend_ride import columns_without_trend
from hrguide.errors import UsageError

LEAST_BEATS: Final = 2 * (SIZES.stop - 1)
"""Two boxes of the largest size: one has no neighbour, and its slope no meaning [J]."""
US_PER_S: Final = 1_000_000
STILL_S: Final = 1e-7  # an SD below it is a float's rounding and no heart's variation

Detrend = Literal["smoothness_priors"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha1Window:
    """alpha1 of one window.

    first, last: its intervals, half-open: rr_s[first:last]. end_s: where it ends, s after the first
    interval began. alpha1: None where the gate refuses it. artefact_pct: bad beats among expected
    ones, None without the gate. reason: why alpha1 is missing, or `some_artefacts` where it is
    flagged; None where it is good. definition: boxes and detrending in words.
    """

    first: int
    last: int
    end_s: float
    alpha1: float | None
    artefact_pct: float | None
    reason: AlphaReason | None
    definition: str


def alpha1(rr_s: RrIntervals) -> float:
    """DFA alpha1 of these intervals, s: boxes 4-16 forward, no detrending, nothing corrected.

    Raises UsageError for fewer than 32 intervals, for one that is no positive number of seconds,
    and where they do not vary.
    """
    values = checked_rr_s(rr_s)
    if values.size < LEAST_BEATS:
        raise UsageError(
            f"alpha1 needs at least {LEAST_BEATS} intervals, these are {values.size}",
            hint="Take a longer stretch: 120 s is usual.",
        )
    whole = whole_units(values)
    ends = np.array([values.size])
    if whole is None or not fits_64_bits(whole[0]):
        slope = alpha1_of_columns(values[:, None], ends, Boxes.FORWARD)
    else:
        slope = alpha1_of_ticks(whole[0], np.array([0]), ends, Boxes.FORWARD)
    if float(np.ptp(values)) == 0.0 or not math.isfinite(float(slope[0])):
        raise UsageError(
            f"{values.size} intervals of {values[0]:g} s do not vary",
            hint="alpha1 is a slope of their variation; look whether the strap was stuck.",
        )
    return float(slope[0])


def alpha1_over_time(
    rr_s: RrIntervals,
    window_s: float = 120,
    every_s: float = 5,
    boxes: Literal["forward", "both", "overlap"] = "forward",
    detrend: Detrend = "smoothness_priors",
    gate: bool = True,
) -> tuple[Alpha1Window, ...]:
    """alpha1 of each window of `window_s` seconds, one every `every_s`.

    A window ends `window_s`, `window_s` + `every_s`, ... after the first interval began; in it are
    the intervals that end within its `window_s` seconds, both bounds included. detrend:
    "smoothness_priors" (lambda 500, each window by itself) or None. gate: leave alpha1 out where
    the window has over 5 % bad beats, fewer than 100, under 90 s of good ones or a gap over 3 s;
    without it alpha1 is there wherever it can be computed. Raises UsageError for intervals shorter
    than one window together, and for settings that are none of these.
    """
    values = checked_rr_s(rr_s)
    kind = _checked_settings(window_s, every_s, boxes, detrend)
    whole = whole_units(values)
    first, last, end_s = _windows(values, whole, float(window_s), float(every_s))
    ticks = whole[0] if whole is not None and detrend is None else None
    if ticks is not None and fits_64_bits(ticks):
        slopes = _slopes_of_ticks(ticks, first, last, kind)
    else:
        slopes = _slopes_of_columns(values, first, last, kind, detrend)
    words = f"boxes {SIZES.start}-{SIZES.stop - 1} {kind.value}, " + (
        "not detrended" if detrend is None else f"smoothness priors {SMOOTHNESS:g}"
    )
    pcts, reasons = _gated(values, first, last) if gate else (None, [None] * first.size)
    found = []
    rows = zip(first.tolist(), last.tolist(), end_s, slopes.tolist(), reasons, strict=True)
    for number, (start, stop, at_s, slope, reason) in enumerate(rows):
        if stop - start < LEAST_BEATS:
            reason = AlphaReason.TOO_FEW_BEATS
        elif not math.isfinite(slope):
            reason = reason if reason is not None and reason.forbids else AlphaReason.NO_VARIATION
        found.append(
            Alpha1Window(
                first=start,
                last=stop,
                end_s=at_s,
                alpha1=None if reason is not None and reason.forbids else slope,
                artefact_pct=None if pcts is None else pcts[number],
                reason=reason,
                definition=words,
            )
        )
    return tuple(found)


def _checked_settings(window_s: float, every_s: float, boxes: str, detrend: str | None) -> Boxes:
    for name, value in (("window_s", window_s), ("every_s", every_s)):
        if not (math.isfinite(value) and value > 0):
            raise UsageError(f"{name} is {value!r}", hint="Give seconds above 0.")
    if detrend not in ("smoothness_priors", None):
        raise UsageError(
            f"detrend is {detrend!r}", hint='Use "smoothness_priors", or None for no detrending.'
        )
    try:
        return Boxes(boxes)
    except ValueError:
        names = ", ".join(f'"{each.value}"' for each in Boxes)
        raise UsageError(f"boxes is {boxes!r}", hint=f"Use one of {names}.") from None


def _windows(
    rr_s: Floats, whole: tuple[Ints, int] | None, window_s: float, every_s: float
) -> tuple[Ints, Ints, list[float]]:
    """First and last interval (half-open) of each window, and where it ends, s.

    In whole numbers, so that no rounding of a sum decides on which side of a bound a beat is.
    """
    ticks, unit = whole or (np.rint(rr_s * US_PER_S).astype(np.int64), US_PER_S)
    ended = np.cumsum(ticks) * US_PER_S  # in 1 / (unit x microseconds)
    total_us = int(ended[-1]) // unit if rr_s.size else 0
    window_us, every_us = round(window_s * US_PER_S), max(round(every_s * US_PER_S), 1)
    if total_us < window_us:
        raise UsageError(
            f"{rr_s.size} intervals last {total_us / US_PER_S:.1f} s: no window of {window_s:g} s",
            hint="Give a longer ride or a shorter window_s.",
        )
    ends_us = np.arange(window_us, total_us + 1, every_us)
    first = np.searchsorted(ended, (ends_us - window_us) * unit, side="left")
    last = np.searchsorted(ended, ends_us * unit, side="right")
    return first, last, (ends_us / US_PER_S).tolist()


def _slopes_of_ticks(ticks: Ints, first: Ints, last: Ints, boxes: Boxes) -> Floats:
    """alpha1 of each window, nan where it has fewer than 32 beats."""
    slopes = np.full(first.size, np.nan)
    enough = np.flatnonzero(last - first >= LEAST_BEATS)
    slopes[enough] = alpha1_of_ticks(ticks, first[enough], last[enough], boxes)
    return slopes


def _slopes_of_columns(
    rr_s: Floats, first: Ints, last: Ints, boxes: Boxes, detrend: Detrend
) -> Floats:
    """The same, each window by itself, without its trend if wanted; nan where it does not vary."""
    counts = last - first
    slopes = np.full(first.size, np.nan)
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] >= LEAST_BEATS]
    if not order.size:
        return slopes
    counts = counts[order]
    beats = np.arange(counts[0])[:, None]
    inside = beats < counts
    columns = np.where(inside, rr_s[np.minimum(first[order] + beats, rr_s.size - 1)], 0.0)
    columns = np.where(inside, columns - columns.sum(axis=0) / counts, 0.0)
    if detrend is not None:
        columns = columns_without_trend(columns, counts)
    varies = np.sqrt(np.square(columns).sum(axis=0) / counts) > STILL_S
    slopes[order] = np.where(varies, alpha1_of_columns(columns, counts, boxes), np.nan)
    return slopes


def _gated(
    rr_s: Floats, first: Ints, last: Ints
) -> tuple[list[float], Sequence[AlphaReason | None]]:
    """Bad beats of each window in percent, and the reason against it (`gate.py`, in rows)."""
    level_s = level_of(rr_s)
    labels = find_artefacts(rr_s, level_s)
    bad = np.zeros(rr_s.size)
    expected = np.ones(rr_s.size)
    wrong = labels != Artefact.NORMAL
    bad[wrong] = 1.0
    missed = np.flatnonzero(labels == Artefact.MISSED)
    bad[missed] = hidden_beats(rr_s[missed], level_s[missed])
    expected[missed] += bad[missed]
    gaps = np.flatnonzero(labels == Artefact.GAP)
    bad[gaps] = expected[gaps] = rr_s[gaps] / float(np.median(rr_s))
    # of the two intervals of a pair one is bad: an extra beat beside a true one, an early beat
    for kind, beats in ((Artefact.EXTRA, 1.0), (Artefact.ECTOPIC, 2.0)):
        paired = labels == kind
        bad[paired] = 0.5
        expected[paired] = beats / 2.0
    bad_of, expected_of, clean_s, gap = (
        total[last] - total[first]
        for total in (
            _total(bad),
            _total(expected),
            _total(np.where(wrong, 0.0, rr_s)),
            _total(labels == Artefact.GAP),
        )
    )
    pcts = 100.0 * bad_of / np.maximum(expected_of, 1.0)
    reasons = np.select(
        [
            last - first < BEATS_MIN,
            gap > 0,
            clean_s < CLEAN_SPAN_MIN_S,
            pcts > REFUSED_PCT,
            pcts >= FLAGGED_PCT,
        ],
        [1, 2, 3, 4, 5],
        0,
    )
    return pcts.tolist(), [_REASONS[reason] for reason in reasons.tolist()]


_REASONS: Final = (
    None,
    AlphaReason.TOO_FEW_BEATS,
    AlphaReason.GAP,
    AlphaReason.SHORT_SPAN,
    AlphaReason.ARTEFACTS,
    AlphaReason.SOME_ARTEFACTS,
)


def _total(values: object) -> Floats:
    """Running sums, starting at 0."""
    return np.concatenate([[0.0], np.cumsum(cast(Floats, values))])
