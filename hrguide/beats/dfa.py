"""DFA alpha1 live: of the last two minutes, in pure Python integers.

Comes in: the beats of the window with their verdicts. Goes out: alpha1, or why there is none. The
definition is `alpha1_over_time`'s own default (boxes 4-16 forward, smoothness priors 500), so that
the live number and the stored ride's agree on the same intervals; a test says so. The window is
corrected by the live verdicts: missed beats split evenly, extra ones merged, ectopic pairs shared,
the rest interpolated on straight lines (`correct_rr`, which sees both sides, bends them). It
imports no numpy, which alone costs 60 ms of the first frame, and it steers nobody: alpha1 is shown,
and no cue asks for it.

The squared distances from a box's line, times n (n^2 - 1), are whole numbers of running sums (see
`fluctuation.py`); intervals without their trend are rounded to whole nanoseconds. The work comes
in two halves, so that no single second of a ride has to pay for both.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import mul, sub
from typing import Final

from hrguide.beats.beat import Beat, BeatVerdict
from hrguide.beats.gate import AlphaReason, gate
from hrguide.beats.timeline import LATEST_S
from hrguide.beats.trend import SMOOTHNESS, without_trend

WINDOW_S: Final = 120.0  # physiology.md C1
EVERY_S: Final = 5.0  # C1: Kubios and Rogers use 5 to 20 s
SIZES: Final = range(4, 17)  # C1
DEFINITION: Final = (
    f"boxes {SIZES.start}-{SIZES.stop - 1} forward, smoothness priors {SMOOTHNESS:g}"
)
SHARED_SHARE: Final = 0.12  # of the level: as near as a missed beat's half must be (D2)
UNITS_PER_S: Final = 1_000_000_000
STILL_S: Final = 1e-7  # an SD below it is a float's rounding and no heart's variation

_GOOD: Final = BeatVerdict.GOOD
_LN: Final = tuple(math.log(size) for size in SIZES)
_LN_MEAN: Final = sum(_LN) / len(_LN)
_WEIGHTS: Final = tuple(
    (ln - _LN_MEAN) / sum((other - _LN_MEAN) ** 2 for other in _LN) for ln in _LN
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveAlpha1:
    """alpha1 of the two minutes up to `at_s`.

    value: None where `reason` forbids it; `some_artefacts` leaves it standing, flagged.
    """

    at_s: float
    value: float | None
    reason: AlphaReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlpha1:
    """A window that has passed the gate, half computed: its intervals without their trend.

    left_ns: whole nanoseconds.
    """

    at_s: float
    left_ns: tuple[int, ...]
    reason: AlphaReason | None

    def close(self) -> LiveAlpha1:
        """The other half of the work."""
        value = _slope(self.left_ns)
        reason = AlphaReason.NO_VARIATION if value is None else self.reason
        return LiveAlpha1(at_s=self.at_s, value=value, reason=reason)


def open_alpha1(
    beats: Sequence[Beat], *, at_s: float, artefact_pct: float | None, steady_s: float
) -> OpenAlpha1 | LiveAlpha1:
    """The first half of alpha1 of `beats`, those of the last 120 s, oldest first.

    All of it where the gate forbids it. artefact_pct: bad and missing beats of the same two
    minutes, None where none are expected yet. steady_s: seconds since the effort asked for last
    changed.
    """
    bad = [beat for beat in beats if beat.verdict is not _GOOD]
    gaps = [0.0, *(beat.rr_s for beat in bad), *(beat.gap_s for beat in beats)]
    if beats and at_s - beats[-1].at_s > LATEST_S:
        gaps.append(at_s - beats[-1].at_s)
    reason = gate(
        beats=len(beats),
        longest_gap_s=max(gaps),
        clean_s=sum([beat.rr_s for beat in beats]) - sum([beat.rr_s for beat in bad]),
        artefact_pct=100.0 if artefact_pct is None else artefact_pct,
        steady_s=steady_s,
    )
    if reason is not None and reason.forbids:
        return LiveAlpha1(at_s=at_s, value=None, reason=reason)
    rr_s = corrected(beats) if bad else [beat.rr_s for beat in beats]
    return OpenAlpha1(at_s=at_s, left_ns=_left_ns(rr_s), reason=reason)


def live_alpha1(
    beats: Sequence[Beat], *, at_s: float, artefact_pct: float | None, steady_s: float
) -> LiveAlpha1:
    """Both halves at once."""
    found = open_alpha1(beats, at_s=at_s, artefact_pct=artefact_pct, steady_s=steady_s)
    return found.close() if isinstance(found, OpenAlpha1) else found


def corrected(beats: Sequence[Beat]) -> list[float]:
    """The intervals of `beats`, s, with what their verdicts say put right."""
    values: list[float | None] = []
    shared: list[tuple[int, float]] = []
    opened: Beat | None = None
    for beat in beats:
        first, opened = opened, None
        match beat.verdict:
            case BeatVerdict.GOOD:
                values.append(beat.rr_s)
            case BeatVerdict.MISSED:
                values += [beat.rr_s / (beat.missing + 1)] * (beat.missing + 1)
            case BeatVerdict.EXTRA | BeatVerdict.ECTOPIC if not beat.closes_pair:
                opened = beat
                values.append(None)
            case BeatVerdict.EXTRA if first is not None:
                values[-1] = first.rr_s + beat.rr_s
            case BeatVerdict.ECTOPIC if first is not None:
                values.append(None)
                if _keeps_time(first, beat):
                    shared.append((len(values) - 2, first.rr_s + beat.rr_s))
            case _:
                values.append(None)
    whole = _interpolated(values)
    for at, sum_s in shared:
        off_s = (sum_s - whole[at] - whole[at + 1]) / 2
        whole[at] += off_s
        whole[at + 1] += off_s
    return whole


def alpha1_of(rr_s: Sequence[float]) -> float | None:
    """alpha1 of these intervals, s, at least 32, none corrected; None where they do not vary."""
    return _slope(_left_ns(rr_s))


def _left_ns(rr_s: Sequence[float]) -> tuple[int, ...]:
    """The intervals without their trend, in whole nanoseconds."""
    return tuple([round(value * UNITS_PER_S) for value in without_trend(rr_s)])


def _slope(left_ns: Sequence[int]) -> float | None:
    """The slope of ln F on ln n; None where there is no variation."""
    count = len(left_ns)
    if sum(map(mul, left_ns, left_ns)) <= count * (STILL_S * UNITS_PER_S) ** 2:
        return None
    mean = sum(left_ns) // count
    profile = list(accumulate([value - mean for value in left_ns]))
    sums = list(accumulate(profile, initial=0))
    squares = list(accumulate(map(mul, profile, profile), initial=0))
    placed = list(accumulate(map(mul, range(0, 2 * count, 2), profile), initial=0))
    slope = 0.0
    for size, weight in zip(SIZES, _WEIGHTS, strict=True):
        boxes = count // size
        end = boxes * size
        ends, placed_ends = sums[: end + 1 : size], placed[: end + 1 : size]
        s = list(map(sub, ends[1:], ends))
        middles = map(mul, range(size - 1, 2 * end, 2 * size), s)
        t = list(map(sub, map(sub, placed_ends[1:], placed_ends), middles))
        factor = size * size - 1
        distance = factor * (size * squares[end] - sum(map(mul, s, s))) - 3 * sum(map(mul, t, t))
        if distance <= 0:
            return None
        slope += weight * 0.5 * math.log(distance / (boxes * size * size * factor))
    return slope


def _keeps_time(first: Beat, second: Beat) -> bool:
    """Whether an ectopic pair lasts as long as two beats: then only the one between was early."""
    level_s = second.median_s
    if level_s is None:
        return False
    return abs(first.rr_s + second.rr_s - 2 * level_s) <= 2 * SHARED_SHARE * level_s


def _interpolated(values: Sequence[float | None]) -> list[float]:
    """Unknown ones on a straight line between the nearest known; at an end like the nearest."""
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if not known:
        return []
    whole = [known[0][1]] * known[0][0]
    for (at, value), (next_at, next_value) in pairwise(known):
        step = (next_value - value) / (next_at - at)
        whole += [value + step * further for further in range(next_at - at)]
    return whole + [known[-1][1]] * (len(values) - known[-1][0])
