"""The live artefact rule: which RR intervals may be used as they are.

Comes in: intervals placed on the RR clock, one by one. Goes out: beats with their final verdict,
at most one beat late. It looks only backwards (and one beat ahead for pairs), never alters an
interval, never drops one, and knows nothing of heart rates or packets: `signal.py` does.

The rule is physiology.md D2. With m the median of the last 11 accepted intervals and th =
5.2 x the 75 % quantile of |RR - m| over the last 91 accepted, but at least 25 ms and at most 20 %
of m: accept within th of m. Else `MISSED` where a half or a third of it lies near m; a short one
waits for the next: `EXTRA` where the two add up to m, `ECTOPIC` where a long one follows (ours:
D2 has no word for it), else `SHORT`; otherwise `LONG`. After 5 refusals in a row that agree with
each other the level has really changed, and the rule starts again from them.

Where we deviate from D2:

* An interval within th of the accepted one right before it is accepted, too. A heart that swings
  with the breath, or starts to work, leaves the median of 11 behind but moves from beat to beat in
  small steps; a bad interval stands apart from both. On hand-annotated beats of people jogging and
  hand-biking (GUDB, 30 recordings) the share of beats refused falls from 1.1 to 0.3 %.
* A sudden drop within th waits for the next as well, and is `ECTOPIC` where that one turns back up
  past m, by more than 5.2 x the 75 % quantile of the steps between accepted neighbours (4 to 25 %
  of m). After a change of pace th stands at its 20 % for a minute, and a beat 15 % early hides in
  it; the step up after it is twice as large, and no breath does that.
* D2 starts again after any 5 refusals. Five that do not agree are no level: a strap that counts
  T waves, too, sends 250 and 450 ms in turn, and half of that would pass as good. There the rule
  waits for 15, and an `EXTRA` pair, whose sum agrees with m, is not counted.
"""

from collections import deque
from typing import Final, NamedTuple

from hrguide.beats.beat import Beat, BeatVerdict
from hrguide.beats.sorted_window import SortedWindow
from hrguide.beats.timeline import RR_MAX_S, RR_MIN_S

LEVEL_BEATS: Final = 11  # accepted intervals in the median (Lipponen and Tarvainen 2019)
SPREAD_BEATS: Final = 91  # accepted intervals in the spread (the same)
SPREAD_TIMES: Final = 5.2  # the same; a quarter of normal intervals lie beyond the q75
SPREAD_SHARE: Final = 0.75  # the quantile of |RR - m| (physiology.md D2)
LIMIT_MIN_S: Final = 0.025  # D2: near 170 bpm true intervals vary by 3 ms, packets round to 1
LIMIT_MAX_SHARE: Final = 0.20  # D2, Malik's 20 % of the level
STEP_MIN_SHARE: Final = 0.04  # D1: the floor under the spread of steps, of the level
STEP_MAX_SHARE: Final = 0.25  # an ectopic beat 15 % early is followed by a step of 30 % [J]
MISSED_SHARE: Final = 0.12  # D2: how near a half or a third must be to the level
MISSED_TIMES: Final = (2, 3)  # D2; four and more beats in one interval pass the 2-s limit
SEED_BEATS: Final = 5  # accepted unseen at the start: fewer give no median at rest (prototype)
SPREAD_FROM_BEATS: Final = 11  # accepted before the spread is worth anything (prototype)
SPREAD_START_SHARE: Final = 0.03  # of the level, the spread assumed until then (prototype)
LEVEL_CHANGED_BEATS: Final = 5  # D2: refusals in a row after which the level has changed
NOISE_BEATS: Final = 15
"""Refusals in a row after which any level is better than the old one [J]: 5 s at 180 bpm."""


class _Interval(NamedTuple):
    """An interval that waits for the next, and what it is if nothing comes of the two."""

    at_s: float
    rr_s: float
    gap_s: float
    median_s: float
    alone: BeatVerdict
    drop_s: float  # from the accepted interval before it; 0 where there was none


class Judge:
    """Gives verdicts in the order of the beats; one of them may be waiting for the next."""

    __slots__ = (
        "_before_s",
        "_level",
        "_level_s",
        "_limit_s",
        "_noise",
        "_refused",
        "_spread",
        "_step_s",
        "_steps",
        "_waiting",
    )

    def __init__(self) -> None:
        self._level = SortedWindow(LEVEL_BEATS)
        self._spread = SortedWindow(SPREAD_BEATS)
        self._steps = SortedWindow(SPREAD_BEATS)
        self._level_s: float | None = None  # the median, None until the seed is complete
        self._limit_s = 0.0
        self._step_s = 0.0
        self._before_s: float | None = None  # the interval right before, where it was accepted
        self._refused: deque[float] = deque(maxlen=LEVEL_CHANGED_BEATS)
        self._noise = 0
        self._waiting: _Interval | None = None

    @property
    def median_s(self) -> float | None:
        """The local median interval, s; None while there is none."""
        return self._level_s

    def judge(self, at_s: float, rr_s: float, gap_s: float = 0.0) -> tuple[Beat, ...]:
        """The beats whose verdict became final with this one, oldest first: none to two.

        at_s: its place on the RR clock. rr_s: the interval that ends with it. gap_s: seconds
        without beats before the interval; no pair reaches over them.
        """
        level_s = self._level_s
        if level_s is None:
            return (self._seed(at_s, rr_s, gap_s),)
        first, self._waiting = self._waiting, None
        before: tuple[Beat, ...] = ()
        if first is not None:
            pair = None if gap_s > 0 else self._pair(first, rr_s, level_s)
            if pair is not None and not self._level_changed(rr_s):
                self._before_s = None
                second = Beat(
                    at_s=at_s, rr_s=rr_s, verdict=pair, median_s=level_s, closes_pair=True
                )
                return _beat(first, pair), second
            before = (self._decide(first),)
            if pair is not None:  # the level is new, and made of intervals like this one
                self._before_s = rr_s
                good = BeatVerdict.GOOD
                return (*before, Beat(at_s=at_s, rr_s=rr_s, verdict=good, median_s=level_s))
        if gap_s > 0:
            self._before_s = None
        return (*before, *self._judge_alone(at_s, rr_s, gap_s))

    def _judge_alone(self, at_s: float, rr_s: float, gap_s: float) -> tuple[Beat, ...]:
        """The verdict on an interval that closes no pair; none yet where it may open one."""
        level_s = self._level_s
        assert level_s is not None
        drop_s = 0.0 if self._before_s is None else self._before_s - rr_s
        verdict, missing = self._look(rr_s, level_s)
        if verdict is not BeatVerdict.GOOD and self._level_changed(rr_s):
            self._before_s = rr_s
            verdict, missing = BeatVerdict.GOOD, 0
        elif rr_s < level_s and (verdict is not BeatVerdict.GOOD or 2 * drop_s > self._step_s):
            self._waiting = _Interval(at_s, rr_s, gap_s, level_s, verdict, drop_s)
            return ()
        elif verdict is BeatVerdict.GOOD:
            self._accept(rr_s)
        else:
            self._before_s = None
        beat = Beat(
            at_s=at_s,
            rr_s=rr_s,
            verdict=verdict,
            median_s=level_s,
            missing=missing,
            gap_s=gap_s,
        )
        return (beat,)

    def _decide(self, first: _Interval) -> Beat:
        """The waiting interval is nothing but itself."""
        if first.alone is BeatVerdict.GOOD:
            self._accept(first.rr_s)
        else:
            self._before_s = None
        return _beat(first, first.alone)

    def _seed(self, at_s: float, rr_s: float, gap_s: float) -> Beat:
        verdict = BeatVerdict.OUT_OF_LIMITS
        if RR_MIN_S <= rr_s <= RR_MAX_S:
            verdict = BeatVerdict.GOOD
            self._level.push(rr_s)
            self._before_s = rr_s
            if len(self._level) == SEED_BEATS:
                self._settle()
        return Beat(at_s=at_s, rr_s=rr_s, verdict=verdict, gap_s=gap_s)

    def _look(self, rr_s: float, level_s: float) -> tuple[BeatVerdict, int]:
        """The verdict on an interval by itself, and how many beats it hides."""
        if not RR_MIN_S <= rr_s <= RR_MAX_S:
            return BeatVerdict.OUT_OF_LIMITS, 0
        limit_s = self._limit_s
        if abs(rr_s - level_s) <= limit_s:
            return BeatVerdict.GOOD, 0
        if self._before_s is not None and abs(rr_s - self._before_s) <= limit_s:
            return BeatVerdict.GOOD, 0
        if rr_s < level_s:
            return BeatVerdict.SHORT, 0
        near_s = max(limit_s, MISSED_SHARE * level_s)
        for times in MISSED_TIMES:
            if abs(rr_s / times - level_s) <= near_s:
                return BeatVerdict.MISSED, times - 1
        return BeatVerdict.LONG, 0

    def _pair(self, first: _Interval, second_s: float, level_s: float) -> BeatVerdict | None:
        """What a short interval and the one after it are together, None where nothing."""
        limit_s = self._limit_s
        if second_s > RR_MAX_S:
            return None
        if abs(first.rr_s + second_s - level_s) <= limit_s < abs(second_s - level_s):
            self._noise = 0  # the sum agrees with the level
            return BeatVerdict.EXTRA
        if second_s <= level_s or self._look(second_s, level_s)[0] is BeatVerdict.MISSED:
            return None
        refused = first.alone is not BeatVerdict.GOOD and second_s > level_s + limit_s
        turned = 2 * first.drop_s > self._step_s and second_s - first.rr_s > self._step_s
        return BeatVerdict.ECTOPIC if refused or turned else None

    def _accept(self, rr_s: float) -> None:
        """Learn from a good interval."""
        before_s, level_s = self._before_s, self._level_s
        assert level_s is not None
        off_s = abs(rr_s - level_s)
        if before_s is not None:
            step_s = abs(rr_s - before_s)
            self._steps.push(step_s)
            if off_s > self._limit_s:
                off_s = step_s
        self._level.push(rr_s)
        self._spread.push(off_s)
        self._before_s = rr_s
        self._refused.clear()
        self._noise = 0
        self._settle()

    def _level_changed(self, rr_s: float) -> bool:
        """Count a refusal; True where the refusals have become the new level."""
        self._noise += 1
        if not RR_MIN_S <= rr_s <= RR_MAX_S:
            return False
        refused = self._refused
        refused.append(rr_s)
        if len(refused) < LEVEL_CHANGED_BEATS:
            return False
        middle_s = sorted(refused)[LEVEL_CHANGED_BEATS // 2]
        far_s = LIMIT_MAX_SHARE * middle_s
        agree = max(refused) - middle_s <= far_s and middle_s - min(refused) <= far_s
        if not agree and self._noise < NOISE_BEATS:
            return False
        self._level.refill(refused)
        self._spread.refill(())  # what was normal at the old level says nothing about this one
        self._steps.refill(())
        refused.clear()
        self._noise = 0
        self._settle()
        return agree

    def _settle(self) -> None:
        """Median and limits from what has been accepted."""
        level_s = self._level_s = self._level.quantile(0.5)
        limit_s = SPREAD_TIMES * _spread_s(self._spread, level_s)
        self._limit_s = max(LIMIT_MIN_S, min(limit_s, LIMIT_MAX_SHARE * level_s))
        step_s = SPREAD_TIMES * _spread_s(self._steps, level_s)
        self._step_s = max(STEP_MIN_SHARE * level_s, min(step_s, STEP_MAX_SHARE * level_s))


def _spread_s(window: SortedWindow, level_s: float) -> float:
    if len(window) < SPREAD_FROM_BEATS:
        return SPREAD_START_SHARE * level_s
    return window.quantile(SPREAD_SHARE)


def _beat(interval: _Interval, verdict: BeatVerdict) -> Beat:
    """The waiting interval with its verdict."""
    return Beat(
        at_s=interval.at_s,
        rr_s=interval.rr_s,
        verdict=verdict,
        median_s=interval.median_s,
        gap_s=interval.gap_s,
    )
