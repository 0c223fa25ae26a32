"""Heart-rate variability seen live: once a second from the stream's newest two minutes.

Comes in: the stream and the time. Goes out: a `BeatsNow`. alpha1 is computed anew every 5 s, at
whole multiples of 5 s, so that any chopping of the session's grid gives the same. It changes
nothing in the stream and steers nobody.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from hrguide.beats.beat import Beat, BeatVerdict
from hrguide.beats.dfa import DEFINITION, EVERY_S, WINDOW_S, LiveAlpha1, live_alpha1
from hrguide.beats.gate import REFUSED_PCT
from hrguide.beats.pulse_variability import BadBeats, BeatsNow
from hrguide.beats.stream import BeatStream

TACHOGRAM_BEATS: Final = 140  # two a column of a trace 70 columns wide [J]
PAIRS_MIN: Final = 30
"""Good neighbours that make an RMSSD [J]: half a minute at 60 bpm, the shortest record for which
it is commonly given."""
MS_PER_S: Final = 1000.0


class Variability:
    """Looks at one stream; remembers its last alpha1."""

    def __init__(self, stream: BeatStream) -> None:
        self._stream = stream
        self._alpha1: LiveAlpha1 | None = None

    def look(self, at_s: float, *, steady_s: float) -> BeatsNow:
        """The picture at `at_s`, a whole second.

        steady_s: seconds since the effort asked for last changed, `math.inf` where none is.
        """
        stream = self._stream
        beats = stream.recent_rr(WINDOW_S, at_s)
        artefact_pct = stream.pulse(at_s).artefact_pct
        newest = self._alpha1
        if newest is None or at_s % EVERY_S == 0 or at_s - newest.at_s >= EVERY_S:
            newest = self._alpha1 = live_alpha1(
                beats, at_s=at_s, artefact_pct=artefact_pct, steady_s=steady_s
            )
        return BeatsNow(
            at_s=at_s,
            alpha1=newest.value,
            alpha1_reason=newest.reason and newest.reason.value,
            alpha1_definition=DEFINITION,
            rmssd_ms=rmssd_ms(beats)
            if artefact_pct is not None and artefact_pct <= REFUSED_PCT
            else None,
            recent=_bad_beats(_counts(beats), sum([beat.gap_s for beat in beats])),
            ride=_bad_beats(stream.beats_by_verdict, stream.gap_s),
            tachogram=tuple([(beat.rr_s, beat.is_good) for beat in beats[-TACHOGRAM_BEATS:]]),
        )


def rmssd_ms(beats: Sequence[Beat]) -> float | None:
    """Root mean square of the differences between good neighbours, ms; None for under 30."""
    total = 0.0
    pairs = 0
    for before, after in pairwise(beats):
        if before.is_good and after.is_good and not after.gap_s:
            total += (after.rr_s - before.rr_s) ** 2
            pairs += 1
    return MS_PER_S * math.sqrt(total / pairs) if pairs >= PAIRS_MIN else None


def _counts(beats: Sequence[Beat]) -> Mapping[BeatVerdict, int]:
    counts = dict.fromkeys(BeatVerdict, 0)
    for beat in beats:
        if not beat.closes_pair:
            counts[beat.verdict] += 1
    return counts


def _bad_beats(counts: Mapping[BeatVerdict, int], gap_s: float) -> BadBeats:
    others = (BeatVerdict.SHORT, BeatVerdict.LONG, BeatVerdict.OUT_OF_LIMITS)
    return BadBeats(
        missed=counts[BeatVerdict.MISSED],
        extra=counts[BeatVerdict.EXTRA],
        ectopic=counts[BeatVerdict.ECTOPIC],
        long_short=sum([counts[verdict] for verdict in others]),
        gap_s=gap_s,
    )
