"""Faults of the intervals: ectopic, missed, doubled and halved beats, fill values, dry skin.

Comes in: what the strap would have said. Goes out: the same with other RR intervals. All but the
fill values keep the sum of the intervals, as a real heart and a real strap's clock do: a beat
that is missed makes the next interval longer.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from hrguide.bluetooth.heart_rate import Contact, HeartRateMeasurement

ECTOPIC_SHARE: Final = 0.05  # of beats: clearly there, far from unusable (D1 tests 3 %)
ECTOPIC_EARLY: Final = (0.15, 0.35)  # D1: a premature beat 15-35 % early, the pause makes it up
MISSED_SHARE: Final = 0.05
FILL_TICKS: Final = 512  # 500 ms, as posted (ryanbr/noop #2371)
FILL_COUNT: Final = 3  # a packet a second: half as much again as time allows
DRY_MISSED_SHARE: Final = 0.10  # D3: "first 2-5 min noisy"; well past 5 % artefacts [J]
DRY_EXTRA_SHARE: Final = 0.10
DRY_WILD_SHARE: Final = 0.15  # packets whose rate is off, as its average eats the wrong beats [J]
DRY_WILD_FACTOR: Final = (0.7, 1.5)
DRY_CONTACT_LOST_SHARE: Final = 0.05
_UINT16_MAX: Final = 0xFFFF

# One interval and the ticks owed from before: intervals told, ticks owed from now on.
IntervalRule = Callable[[int, int], tuple[tuple[int, ...], int]]


class Intervals:
    """Rewrites intervals by a rule that may hold time back; pays it out when the fault ends."""

    def __init__(self, rule: IntervalRule, *, rate_factor: float = 1.0) -> None:
        self._rule = rule
        self._rate_factor = rate_factor
        self._owed_ticks = 0

    def __call__(self, said: HeartRateMeasurement, on: bool) -> HeartRateMeasurement:
        if not on and not self._owed_ticks:
            return said
        told: list[int] = []
        for ticks in said.rr_ticks:
            rule = self._rule if on else _pay
            now, self._owed_ticks = rule(ticks, self._owed_ticks)
            told.extend(min(interval, _UINT16_MAX) for interval in now)
        hr_bpm = round(said.hr_bpm * self._rate_factor) if on else said.hr_bpm
        return replace(said, hr_bpm=hr_bpm, rr_ticks=tuple(told))


def _pay(ticks: int, owed: int) -> tuple[tuple[int, ...], int]:
    return (ticks + owed,), 0


def doubled() -> Intervals:
    """Each beat counted twice: intervals halved, rate doubled (D3: doubling)."""
    return Intervals(lambda ticks, owed: ((ticks // 2, ticks - ticks // 2), owed), rate_factor=2.0)


def halved() -> Intervals:
    """Every other beat seen: pairs of intervals become one, rate halved (D3: halving)."""
    return Intervals(
        lambda ticks, owed: ((ticks + owed,), 0) if owed else ((), ticks), rate_factor=0.5
    )


def ectopics(rng: random.Random) -> Intervals:
    """One beat in twenty comes early, the pause after it makes up for it."""

    def rule(ticks: int, owed: int) -> tuple[tuple[int, ...], int]:
        if owed or rng.random() >= ECTOPIC_SHARE:
            return (ticks + owed,), 0
        early = round(ticks * rng.uniform(*ECTOPIC_EARLY))
        return (ticks - early,), early

    return Intervals(rule)


def missed(rng: random.Random, *, share: float = MISSED_SHARE) -> Intervals:
    """One beat in twenty is not seen: its interval is added to the next."""

    def rule(ticks: int, owed: int) -> tuple[tuple[int, ...], int]:
        if rng.random() < share:
            return (), ticks + owed
        return (ticks + owed,), 0

    return Intervals(rule)


def fill_500(said: HeartRateMeasurement, on: bool) -> HeartRateMeasurement:
    """Three intervals of 500 ms in every packet, whatever the heart does (ryanbr/noop #2371)."""
    return replace(said, rr_ticks=(FILL_TICKS,) * FILL_COUNT) if on else said


class DrySkin:
    """A strap put on dry: beats missed and invented, a wild rate now and then, contact flickers."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._intervals = Intervals(self._rule)

    def __call__(self, said: HeartRateMeasurement, on: bool) -> HeartRateMeasurement:
        told = self._intervals(said, on)
        if not on:
            return told
        if self._rng.random() < DRY_WILD_SHARE:
            told = replace(told, hr_bpm=round(said.hr_bpm * self._rng.uniform(*DRY_WILD_FACTOR)))
        if said.contact is Contact.DETECTED and self._rng.random() < DRY_CONTACT_LOST_SHARE:
            told = replace(told, contact=Contact.NONE)
        return told

    def _rule(self, ticks: int, owed: int) -> tuple[tuple[int, ...], int]:
        draw = self._rng.random()
        if draw < DRY_MISSED_SHARE:
            return (), ticks + owed
        whole = ticks + owed
        if draw < DRY_MISSED_SHARE + DRY_EXTRA_SHARE:
            first = round(whole * self._rng.uniform(0.2, 0.8))
            return (first, whole - first), 0
        return (whole,), 0
