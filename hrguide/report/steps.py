"""Each step of a ride in a few numbers: how long, where the heart rate was, when it got there.

Comes in: the Moments of a ride, one by one. Goes out: a `StepSummary` for each step that was
ridden. Time in pauses counts nowhere. It says what was, never whether that was good.
"""

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from hrguide.moment import Moment, Phase, StepNow
from hrguide.report.forecast_error import errors_by_step

SETTLED_LAST_S: Final = 60.0  # of a step: after three quarters of a change (physiology.md E1)
SETTLED_FROM_S: Final = 90.0  # a shorter step never settles (design.md, "too_short")
SETTLED_AFTER_S: Final = 60.0  # physiology.md F: the first 60 s of a step are no "below" yet
FALL_AFTER_S: Final = 60.0  # physiology.md L9: "in the first 60 s of rest"
_FALL_TOLERANCE_S: Final = 1.0  # a Moment comes each 0.25 s; a packet may be a second old
_ENOUGH: Final = 0.5  # of a span must have a believed heart rate for its mean to stand [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Seconds from 60 s into a work step on, with a range and a believed heart rate."""

    within_s: float = 0.0
    over_s: float = 0.0
    under_s: float = 0.0

    @property
    def total_s(self) -> float:
        return self.within_s + self.over_s + self.under_s

    def __add__(self, other: "Settled") -> "Settled":
        return Settled(
            within_s=self.within_s + other.within_s,
            over_s=self.over_s + other.over_s,
            under_s=self.under_s + other.under_s,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSummary:
    """One step as ridden.

    ridden_s: on the step clock. mean_bpm, peak_bpm: of the believed heart rate. settled_bpm: the
    mean of the last 60 s of a step of 90 s or more. to_range_s: from the step's beginning to the
    first heart rate within the range; None where it never was, or where there was no range.
    from_bpm, fell_bpm: of a rest, the heart rate it began with and how far it fell in 60 s; None
    where the rest was shorter, was paused, or had no believed heart rate there. forecast_rms_bpm:
    of the forecasts 30 s ahead that fell into the step.
    """

    index: int
    round: int | None
    name: str
    is_rest: bool
    at_s: float
    ridden_s: float
    low_bpm: int | None
    high_bpm: int | None
    mean_bpm: float | None
    settled_bpm: float | None
    peak_bpm: int | None
    to_range_s: float | None
    from_bpm: int | None = None
    fell_bpm: int | None = None
    forecast_rms_bpm: float | None = None
    settled: Settled = field(default_factory=Settled)


@dataclass(slots=True)
class _Open:
    """A step being read."""

    first: Moment
    step: StepNow
    heard: list[tuple[float, int | None]] = field(default_factory=list)  # seconds in, bpm
    was_paused: bool = False
    to_range_s: float | None = None
    sides_s: dict[int, float] = field(default_factory=lambda: {-1: 0.0, 0: 0.0, 1: 0.0})


def summarise_steps(moments: Sequence[Moment], names: tuple[str, ...]) -> tuple[StepSummary, ...]:
    """One summary for each step ridden, in order. names: of the workout's steps, by index."""
    errors = errors_by_step(moments)
    return tuple(
        replace(step, forecast_rms_bpm=errors.get(step.index)) for step in _told(moments, names)
    )


def _told(moments: Iterable[Moment], names: tuple[str, ...]) -> Iterator[StepSummary]:
    reading: _Open | None = None
    last: Moment | None = None
    for moment in moments:
        if reading is not None and _is_over(moment, reading):
            yield _summary(reading, moment, names)
            reading = None
        if reading is None and moment.step is not None and moment.phase is not Phase.DONE:
            reading = _Open(moment, moment.step)
        if reading is not None:
            _hear(reading, moment)
        last = moment
    if reading is not None and last is not None:
        yield _summary(reading, last, names)


def _is_over(moment: Moment, reading: _Open) -> bool:
    return moment.step is None or moment.step.index != reading.step.index


def _hear(reading: _Open, moment: Moment) -> None:
    step = moment.step
    assert step is not None
    if moment.phase not in (Phase.STEP, Phase.REST):
        reading.was_paused = True
        return
    into_s = moment.elapsed_s - reading.first.elapsed_s
    hr_bpm = moment.hr_bpm
    lasted_s = into_s - reading.heard[-1][0] if reading.heard else 0.0
    reading.heard.append((into_s, hr_bpm))
    reading.step = step
    side = None if hr_bpm is None else _side(hr_bpm, step)
    if side is None:
        return
    if reading.to_range_s is None and side == 0:
        reading.to_range_s = into_s
    if into_s > SETTLED_AFTER_S and moment.phase is Phase.STEP:
        reading.sides_s[side] += lasted_s


def _side(hr_bpm: int, step: StepNow) -> int | None:
    """-1 under the step's range, 0 within, 1 over; None where there is no range."""
    if step.low_bpm is None and step.high_bpm is None:
        return None
    if step.low_bpm is not None and hr_bpm < step.low_bpm:
        return -1
    return int(step.high_bpm is not None and hr_bpm > step.high_bpm)


def _summary(reading: _Open, after: Moment, names: tuple[str, ...]) -> StepSummary:
    """after: the first Moment behind the step, or the ride's last."""
    step = reading.step
    ridden_s = after.elapsed_s - reading.first.elapsed_s
    rates = [hr_bpm for _into_s, hr_bpm in reading.heard if hr_bpm is not None]
    settled = [hr for into_s, hr in reading.heard if into_s > ridden_s - SETTLED_LAST_S]
    is_rest = reading.first.phase is Phase.REST
    from_bpm, fell_bpm = _fall(reading, after) if is_rest else (None, None)
    return StepSummary(
        index=step.index,
        round=step.round,
        name=step.effort or names[step.index],
        is_rest=is_rest,
        at_s=reading.first.at_s,
        ridden_s=ridden_s,
        low_bpm=step.low_bpm,
        high_bpm=step.high_bpm,
        mean_bpm=_mean([hr for _into_s, hr in reading.heard]),
        settled_bpm=_mean(settled) if ridden_s >= SETTLED_FROM_S else None,
        peak_bpm=max(rates, default=None),
        to_range_s=reading.to_range_s,
        from_bpm=from_bpm,
        fell_bpm=fell_bpm,
        settled=Settled(
            under_s=reading.sides_s[-1], within_s=reading.sides_s[0], over_s=reading.sides_s[1]
        ),
    )


def _mean(heard: list[int | None]) -> float | None:
    """The mean of what was believed, None where that is less than half."""
    rates = [hr_bpm for hr_bpm in heard if hr_bpm is not None]
    if not rates or len(rates) < _ENOUGH * len(heard):
        return None
    return statistics.fmean(rates)


def _fall(reading: _Open, after: Moment) -> tuple[int | None, int | None]:
    """The heart rate a rest began with, and how far it fell in 60 s (negative: it rose)."""
    from_bpm = reading.heard[0][1] if reading.heard else None
    if from_bpm is None or reading.was_paused:
        return from_bpm, None
    heard = [*reading.heard, (after.elapsed_s - reading.first.elapsed_s, after.hr_bpm)]
    later = [
        hr_bpm
        for into_s, hr_bpm in heard
        if abs(into_s - FALL_AFTER_S) <= _FALL_TOLERANCE_S and hr_bpm is not None
    ]
    return from_bpm, from_bpm - later[0] if later else None
