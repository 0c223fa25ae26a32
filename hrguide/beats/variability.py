"""Heart-rate variability seen live: once a second from the stream's newest two minutes.

Comes in: the stream and the time. Goes out: a `BeatsNow`. The newest intervals are as of this
second. alpha1 is computed anew every 5 s: its window is taken at whole multiples of 5 s, and the
number is there one second later; what is counted over two minutes follows a second after that. So
no second pays for more than one of them, and any chopping of the session's grid gives the same. It
changes nothing in the stream and steers nobody.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import mul
from typing import Final, NamedTuple

from hrguide.beats.beat import Beat, BeatVerdict
from hrguide.beats.dfa import (
    DEFINITION,
    EVERY_S,
    WINDOW_S,
    LiveAlpha1,
    OpenAlpha1,
    open_alpha1,
)
from hrguide.beats.gate import AFTER_DEMAND_S, REFUSED_PCT
from hrguide.beats.pulse import SignalReason
from hrguide.beats.pulse_variability import BadBeats, BeatsNow
from hrguide.beats.stream import BeatStream

PAIRS_MIN: Final = 30
"""Good neighbours that make an RMSSD [J]: half a minute at 60 bpm, the shortest record for which
it is commonly given."""
COUNTED_AFTER_S: Final = 2.0  # after alpha1's two seconds
MS_PER_S: Final = 1000.0
NO_HEARTS_BEATS: Final = frozenset(
    {
        SignalReason.NO_CONTACT,
        SignalReason.FROZEN,
        SignalReason.DOUBLED,
        SignalReason.HALVED,
        SignalReason.MISMATCH,
        SignalReason.CLOCK,
    }
)
"""Faults whose intervals look good one by one and are no heart's: a strap that repeats one interval
had an alpha1 of 1.5 and 0 % bad beats. While they are in the two minutes there is none."""

_GOOD: Final = BeatVerdict.GOOD


class _Counted(NamedTuple):
    """What two minutes of beats come to."""

    at_s: float
    rmssd_ms: float | None
    recent: BadBeats
    ride: BadBeats


class Variability:
    """Looks at one stream; remembers its last alpha1 and counts."""

    def __init__(self, stream: BeatStream) -> None:
        self._stream = stream
        self._alpha1: LiveAlpha1 | None = None
        self._opened: OpenAlpha1 | LiveAlpha1 | None = None
        self._taken_s = 0.0  # when the newest window was taken
        self._doubted_s = -math.inf  # when the intervals were last no heart's
        self._counted: _Counted | None = None

    def look(self, at_s: float, *, steady_s: float) -> BeatsNow:
        """The picture at `at_s`, a whole second.

        steady_s: seconds since the effort asked for last changed, `math.inf` where none is.
        """
        counted = self._counted
        if self._stream.pulse(at_s).reason in NO_HEARTS_BEATS:
            self._doubted_s = at_s
        newest = self._look_at_alpha1(at_s, steady_s)
        if (
            counted is None
            or at_s % EVERY_S == COUNTED_AFTER_S
            or at_s - counted.at_s >= EVERY_S
            or (self._doubted_s == at_s and counted.rmssd_ms is not None)
        ):
            counted = self._counted = self._count(at_s)
        return BeatsNow(
            at_s=at_s,
            alpha1=newest.value,
            alpha1_reason=newest.reason and newest.reason.value,
            alpha1_definition=DEFINITION,
            rmssd_ms=counted.rmssd_ms,
            recent=counted.recent,
            ride=counted.ride,
            tachogram=self._stream.tachogram,
        )

    def _look_at_alpha1(self, at_s: float, steady_s: float) -> LiveAlpha1:
        """The newest alpha1; takes a new window where one is due, and ends one that was taken."""
        newest, opened = self._alpha1, self._opened
        if (
            newest is None
            or at_s % EVERY_S == 0
            or at_s - self._taken_s >= min(EVERY_S, steady_s)  # a new effort ends the old number
            or self._doubted_s == at_s  # and so does a fault that leaves no heart's beats
        ):
            self._taken_s = at_s
            opened = open_alpha1(
                # near a step no beat is looked at: that is most of a clinic's session
                () if steady_s < AFTER_DEMAND_S else self._stream.recent_rr(WINDOW_S, at_s),
                at_s=at_s,
                artefact_pct=self._bad_pct(at_s),
                steady_s=steady_s,
            )
            if newest is None and isinstance(opened, OpenAlpha1):
                opened = opened.close()
        elif isinstance(opened, OpenAlpha1):
            opened = opened.close()
        if isinstance(opened, LiveAlpha1):
            newest = opened
        self._alpha1, self._opened = newest, opened
        assert newest is not None
        return newest

    def _bad_pct(self, at_s: float) -> float | None:
        """Bad beats of the two minutes; all of them where some were no heart's."""
        if at_s - self._doubted_s < WINDOW_S:
            return 100.0
        return self._stream.pulse(at_s).artefact_pct

    def _count(self, at_s: float) -> _Counted:
        beats = self._stream.recent_rr(WINDOW_S, at_s)
        artefact_pct = self._bad_pct(at_s)
        followed = artefact_pct is not None and artefact_pct <= REFUSED_PCT
        counts = Counter([beat.verdict for beat in beats if not beat.closes_pair])
        return _Counted(
            at_s=at_s,
            rmssd_ms=rmssd_ms(beats) if followed else None,
            recent=_bad_beats(counts, sum([beat.gap_s for beat in beats])),
            ride=_bad_beats(self._stream.beats_by_verdict, self._stream.gap_s),
        )


def rmssd_ms(beats: Sequence[Beat]) -> float | None:
    """Root mean square of the differences between good neighbours, ms; None for under 30."""
    steps_s = [
        beat.rr_s - before.rr_s
        for before, beat in pairwise(beats)
        if beat.verdict is _GOOD and before.verdict is _GOOD and not beat.gap_s
    ]
    if len(steps_s) < PAIRS_MIN:
        return None
    return MS_PER_S * math.sqrt(sum(map(mul, steps_s, steps_s)) / len(steps_s))


def _bad_beats(counts: Mapping[BeatVerdict, int], gap_s: float) -> BadBeats:
    others = (BeatVerdict.SHORT, BeatVerdict.LONG, BeatVerdict.OUT_OF_LIMITS)
    return BadBeats(
        missed=counts[BeatVerdict.MISSED],
        extra=counts[BeatVerdict.EXTRA],
        ectopic=counts[BeatVerdict.ECTOPIC],
        long_short=sum([counts[verdict] for verdict in others]),
        gap_s=gap_s,
    )
