"""A ride run once more, and what showed on the way: the one source of the page and the pictures.

Comes in: a `Ride`. Goes out: a `Ridden`: the Moments of its replay, its session, each interval with
its verdict, and the belief about the threshold before and after. It sums up and draws nothing.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from hrguide.moment import Moment, Phase
from hrguide.ride.reader import Ride
from hrguide.ride.replay import open_session, run_through
from hrguide.session import Session

_COLLECT_EVERY_S: Final = 60.0  # the session remembers 300 s of beats (`BeatStream`)
_COLLECT_SPAN_S: Final = 120.0  # a beat's verdict is final a beat late, its packet up to 4 s
_QUANTILES: Final = 200  # of a belief: its shape to the width of a line [J]
_POINTS: Final = 72  # of a hill 400 pixels wide
_REACH_SD: Final = 2.9  # what lies beyond is a line's width [J]
_SMOOTH_SD: Final = 0.25  # cells are 1 bpm wide: it rounds their steps, and widens the hill by 1 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An RR interval: the time of the beat that ended it, its length, whether it is believed."""

    at_s: float
    rr_s: float
    is_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hill:
    """A belief as a shape. points: heart rate (bpm) and density (1/bpm), rising heart rates.

    is_guess: a formula's, nothing is known of this person's own threshold.
    """

    mean_bpm: float
    sd_bpm: float
    is_guess: bool
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Ridden:
    """before, after: the belief about the threshold; None where there is no athlete."""

    ride: Ride
    session: Session
    moments: tuple[Moment, ...]
    intervals: tuple[Interval, ...]
    before: Hill | None
    after: Hill | None

    @cached_property
    def seconds(self) -> tuple[Moment, ...]:
        """The Moments at whole seconds, each second once."""
        return tuple(whole_seconds(self.moments))


def ride_again(ride: Ride) -> Ridden:
    """Replay the ride. Raises WorkoutError where its workout cannot be read."""
    session = open_session(ride.header)
    before = _hill(session)
    moments: list[Moment] = []
    intervals: list[Interval] = []
    next_s = _COLLECT_EVERY_S
    for moment in run_through(session, ride):
        moments.append(moment)
        if moment.at_s >= next_s:
            intervals += _new_intervals(session, moment.at_s, intervals)
            next_s = moment.at_s + _COLLECT_EVERY_S
    if moments:
        intervals += _new_intervals(session, moments[-1].at_s, intervals)
    return Ridden(
        ride=ride,
        session=session,
        moments=tuple(moments),
        intervals=tuple(intervals),
        before=before,
        after=_hill(session),
    )


def whole_seconds(moments: tuple[Moment, ...]) -> Iterator[Moment]:
    """The first Moment of each whole second."""
    last_s = -1.0
    for moment in moments:
        if moment.at_s == int(moment.at_s) and moment.at_s > last_s:
            last_s = moment.at_s
            yield moment


def is_riding(moment: Moment) -> bool:
    """In a step or a rest: not before the start, in a drill, a pause, stopped or after the end."""
    drills = moment.step is not None and moment.step.is_drill
    return moment.phase in (Phase.STEP, Phase.REST) and not drills


def _new_intervals(session: Session, at_s: float, known: list[Interval]) -> Iterator[Interval]:
    newest_s = known[-1].at_s if known else -1.0
    for beat in session.beats.recent_rr(_COLLECT_SPAN_S, at_s):
        if beat.at_s > newest_s:
            yield Interval(at_s=beat.at_s, rr_s=beat.rr_s, is_good=beat.is_good)


def _hill(session: Session) -> Hill | None:
    """The belief, with its floor of doubt, by its own quantiles."""
    belief = session.ranges.belief
    if belief is None:
        return None
    mean_bpm, sd_bpm = belief.mean_bpm, belief.sd_bpm
    shares = [(step + 0.5) / _QUANTILES for step in range(_QUANTILES)]
    edges = [belief.quantile(share) for share in shares]
    reach = [
        mean_bpm + _REACH_SD * sd_bpm * (2 * step / _POINTS - 1) for step in range(_POINTS + 1)
    ]
    half = _SMOOTH_SD * sd_bpm
    points = tuple(
        (bpm, (_below(bpm + half, edges, shares) - _below(bpm - half, edges, shares)) / (2 * half))
        for bpm in reach
    )
    return Hill(mean_bpm=mean_bpm, sd_bpm=sd_bpm, is_guess=not belief.personal, points=points)


def _below(bpm: float, edges: list[float], shares: list[float]) -> float:
    """The probability that the threshold lies below `bpm`, between its quantiles by a line."""
    place = bisect_left(edges, bpm)
    if place in (0, len(edges)):
        return shares[0] if place == 0 else shares[-1]
    low, high = edges[place - 1], edges[place]
    part = (bpm - low) / (high - low)
    return shares[place - 1] + part * (shares[place] - shares[place - 1])
