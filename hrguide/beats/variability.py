"""Heart-rate variability seen live: once a second from the stream's newest two minutes.

Comes in: the stream and the time. Goes out: a `BeatsNow`. The newest intervals are as of this
second; alpha1 is computed anew every 5 s, at whole multiples of 5 s, and what is counted over two
minutes 2 s later, so that no second pays for both and any chopping of the session's grid gives the
same. It changes nothing in the stream and steers nobody.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from hrguide.beats.beat import Beat, BeatVerdict
from hrguide.beats.dfa import DEFINITION, EVERY_S, WINDOW_S, LiveAlpha1, live_alpha1
from hrguide.beats.gate import AFTER_DEMAND_S, REFUSED_PCT
from hrguide.beats.pulse_variability import BadBeats, BeatsNow
from hrguide.beats.stream import BeatStream

PAIRS_MIN: Final = 30
"""Good neighbours that make an RMSSD [J]: half a minute at 60 bpm, the shortest record for which
it is commonly given."""
COUNTED_AFTER_S: Final = 2.0  # after alpha1's second
MS_PER_S: Final = 1000.0

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
        self._counted: _Counted | None = None

    def look(self, at_s: float, *, steady_s: float) -> BeatsNow:
        """The picture at `at_s`, a whole second.

        steady_s: seconds since the effort asked for last changed, `math.inf` where none is.
        """
        stream = self._stream
        newest, counted = self._alpha1, self._counted
        if (
            newest is None
            or at_s % EVERY_S == 0
            or at_s - newest.at_s >= min(EVERY_S, steady_s)  # a new effort ends the old number
        ):
            newest = self._alpha1 = live_alpha1(
                # near a step no beat is looked at: that is most of a clinic's session
                () if steady_s < AFTER_DEMAND_S else stream.recent_rr(WINDOW_S, at_s),
                at_s=at_s,
                artefact_pct=stream.pulse(at_s).artefact_pct,
                steady_s=steady_s,
            )
        if counted is None or at_s % EVERY_S == COUNTED_AFTER_S or at_s - counted.at_s >= EVERY_S:
            counted = self._counted = self._count(at_s)
        return BeatsNow(
            at_s=at_s,
            alpha1=newest.value,
            alpha1_reason=newest.reason and newest.reason.value,
            alpha1_definition=DEFINITION,
            rmssd_ms=counted.rmssd_ms,
            recent=counted.recent,
            ride=counted.ride,
            tachogram=stream.tachogram,
        )

    def _count(self, at_s: float) -> _Counted:
        beats = self._stream.recent_rr(WINDOW_S, at_s)
        artefact_pct = self._stream.pulse(at_s).artefact_pct
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
    total = 0.0
    pairs = 0
    before_s: float | None = None
    for beat in beats:
        if beat.verdict is not _GOOD:
            before_s = None
            continue
        rr_s = beat.rr_s
        if before_s is not None and not beat.gap_s:
            total += (rr_s - before_s) ** 2
            pairs += 1
        before_s = rr_s
    return MS_PER_S * math.sqrt(total / pairs) if pairs >= PAIRS_MIN else None


def _bad_beats(counts: Mapping[BeatVerdict, int], gap_s: float) -> BadBeats:
    others = (BeatVerdict.SHORT, BeatVerdict.LONG, BeatVerdict.OUT_OF_LIMITS)
    return BadBeats(
        missed=counts[BeatVerdict.MISSED],
        extra=counts[BeatVerdict.EXTRA],
        ectopic=counts[BeatVerdict.ECTOPIC],
        long_short=sum([counts[verdict] for verdict in others]),
        gap_s=gap_s,
    )
