"""How many beats were bad: over the last two minutes, the last half minute, and the ride.

Comes in: beats with their final verdict, and gaps. Goes out: shares in percent and counts by kind.
It decides nothing: `signal.py` and, later, alpha1's gate draw the lines.

A share is bad beats among expected ones (physiology.md D2). A missed interval hides beats that
were expected; an extra pair is one expected beat and one too many; an ectopic pair is one early
beat and one in its place; a gap of g seconds hides g/m beats.
"""

from collections import deque
from typing import Final

from hrguide.beats.beat import Beat, BeatVerdict

WINDOW_S: Final = 120.0
"""The window of the share shown, s: alpha1's own (physiology.md C1, D2)."""

NOW_S: Final = 30.0
"""The window that says how it is now, s: 50 beats at 100 bpm; bad beats of two minutes ago are no
reason to hide a heart rate that is clean again [J]."""

_Counted = tuple[float, int, int]  # at_s, bad beats, expected beats


class _Window:
    """Bad and expected beats of the last `span_s` seconds of the RR clock."""

    __slots__ = ("_beats", "_span_s", "bad", "expected")

    def __init__(self, span_s: float) -> None:
        self._span_s = span_s
        self._beats: deque[_Counted] = deque()
        self.bad = 0
        self.expected = 0

    def add(self, counted: _Counted) -> None:
        self._beats.append(counted)
        self.bad += counted[1]
        self.expected += counted[2]

    def forget_before(self, at_s: float) -> None:
        beats, from_s = self._beats, at_s - self._span_s
        while beats and beats[0][0] <= from_s:
            _, bad, expected = beats.popleft()
            self.bad -= bad
            self.expected -= expected


class Tally:
    """Counts beats as they become final."""

    __slots__ = (
        "_bad",
        "_expected",
        "_gap_beats",
        "_gaps",
        "_now",
        "_window",
        "by_verdict",
        "gap_s",
    )

    def __init__(self) -> None:
        self._window = _Window(WINDOW_S)
        self._now = _Window(NOW_S)
        self._gaps: deque[tuple[float, float, float]] = deque()  # from_s, to_s, median_s
        self._bad = 0
        self._expected = 0
        self._gap_beats = 0.0
        self.gap_s = 0.0
        self.by_verdict = dict.fromkeys(BeatVerdict, 0)

    def add(self, beat: Beat) -> None:
        """Count a beat, in the order of the RR clock.

        `by_verdict` counts intervals, a pair as one: its second half is no second fault.
        """
        bad, expected = _counts(beat)
        if not beat.closes_pair:
            self.by_verdict[beat.verdict] += 1
        self._bad += bad
        self._expected += expected
        counted = (beat.at_s, bad, expected)
        self._window.add(counted)
        self._now.add(counted)

    def add_gap(self, *, from_s: float, to_s: float, median_s: float) -> None:
        """Count seconds without beats; median_s: the interval that would have filled them."""
        self._gaps.append((from_s, to_s, median_s))
        self._gap_beats += (to_s - from_s) / median_s
        self.gap_s += to_s - from_s

    def forget_before(self, at_s: float) -> None:
        """Let go of what has left the windows that end at `at_s`."""
        self._window.forget_before(at_s)
        self._now.forget_before(at_s)
        while self._gaps and self._gaps[0][1] <= at_s - WINDOW_S:
            self._gaps.popleft()

    def artefact_pct(
        self, at_s: float, *, silent_from_s: float | None, median_s: float
    ) -> float | None:
        """Bad and missing beats among expected ones over the 120 s up to `at_s`; None before any.

        silent_from_s: since when no beat has come, where that is a gap still open; median_s: the
        interval that would have filled it.
        """
        missing = sum(
            (to_s - max(from_s, at_s - WINDOW_S)) / gap_median_s
            for from_s, to_s, gap_median_s in self._gaps
        )
        if silent_from_s is not None:
            missing += (at_s - max(silent_from_s, at_s - WINDOW_S)) / median_s
        return _pct(self._window.bad + missing, self._window.expected + missing)

    def ride_artefact_pct(self) -> float | None:
        """The same over everything heard so far, without a gap still open."""
        return _pct(self._bad + self._gap_beats, self._expected + self._gap_beats)

    def heard(self) -> tuple[int, int]:
        """Bad and expected among the beats heard in 120 s; a gap that is over is not among them."""
        return self._window.bad, self._window.expected

    def heard_now(self) -> tuple[int, int]:
        """The same over the last 30 s."""
        return self._now.bad, self._now.expected


def _counts(beat: Beat) -> tuple[int, int]:
    """Bad beats and expected beats that an interval stands for."""
    match beat.verdict:
        case BeatVerdict.GOOD:
            return 0, 1
        case BeatVerdict.MISSED:
            return beat.missing, beat.missing + 1
        case BeatVerdict.EXTRA:
            return (0, 1) if beat.closes_pair else (1, 0)
        case BeatVerdict.ECTOPIC:
            return (0, 1) if beat.closes_pair else (1, 1)
        case BeatVerdict.SHORT | BeatVerdict.LONG | BeatVerdict.OUT_OF_LIMITS:
            return 1, 1


def _pct(bad: float, expected: float) -> float | None:
    return min(100.0, 100.0 * bad / expected) if expected > 0 else None
