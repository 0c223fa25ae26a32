"""Bad beats planted into good ones, so that it is known where they are."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from hrguide.beats.beat import Beat
from hrguide.beats.correct import RrLabel
from hrguide.beats.judge import Judge

Kind = Literal["missed", "extra", "ectopic"]

EDGE_BEATS = 12  # none in the seed, none where nothing follows
APART_BEATS = 4  # one event does not disturb the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Intervals with faults, and the times (s, from the first beat) at which they were planted."""

    rr_s: tuple[float, ...]
    at_s: tuple[float, ...]


def plant(rr_s: Sequence[float], kind: Kind, share: float, rng: random.Random) -> Planted:
    """`share` of the beats are missed, doubled by an extra one, or come 15-35 % early (D1)."""
    times: list[float | None] = [0.0, *accumulate(rr_s)]
    planted: list[float] = []
    extra: list[float] = []
    number = EDGE_BEATS
    while number < len(rr_s) - EDGE_BEATS:
        beat_s = times[number]
        assert beat_s is not None
        if rng.random() >= share:
            number += 1
            continue
        if kind == "missed":
            times[number] = None
        elif kind == "extra":
            beat_s += rr_s[number] * rng.uniform(0.3, 0.7)
            extra.append(beat_s)
        else:
            beat_s -= rr_s[number - 1] * rng.uniform(0.15, 0.35)
            times[number] = beat_s
        planted.append(beat_s)
        number += APART_BEATS
    told = sorted([at_s for at_s in times if at_s is not None] + extra)
    steps = tuple(after - before for before, after in pairwise(told))
    return Planted(rr_s=steps, at_s=tuple(planted))


def judged(rr_s: Sequence[float]) -> list[Beat]:
    """All beats with a final verdict, the first interval starting at 0."""
    judge = Judge()
    beats: list[Beat] = []
    for at_s, interval_s in zip(accumulate(rr_s), rr_s, strict=True):
        beats += judge.judge(at_s, interval_s)
    return beats


def found(planted: Planted, beats: Sequence[Beat]) -> int:
    """How many of the planted beats lie in or at the end of an interval that was refused."""
    refused = [(beat.at_s - beat.rr_s, beat.at_s) for beat in beats if not beat.is_good]
    return sum(
        any(from_s - 1e-6 <= at_s <= to_s + 1e-6 for from_s, to_s in refused)
        for at_s in planted.at_s
    )


def labelled(planted: Planted, labels: Sequence[RrLabel]) -> int:
    """How many of the planted beats lie in or at the end of an interval that has a label."""
    spans = [
        (to_s - rr_s, to_s)
        for to_s, rr_s, label in zip(accumulate(planted.rr_s), planted.rr_s, labels, strict=True)
        if label is not RrLabel.NORMAL
    ]
    return sum(
        any(from_s - 1e-6 <= at_s <= to_s + 1e-6 for from_s, to_s in spans) for at_s in planted.at_s
    )


def refused_pct(rr_s: Sequence[float]) -> float:
    """Share of the intervals that were refused, %."""
    beats = judged(rr_s)
    return 100.0 * sum(not beat.is_good for beat in beats) / len(beats)
