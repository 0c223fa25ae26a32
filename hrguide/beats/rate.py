"""The heart rate by the beats, to check the strap's own number against.

Comes in: beats with their verdict. Goes out: the rate of the good ones among them. The number
shown is never this one. It is the strap's own, as sent, or none: the rider compares the screen
with the strap's display or a watch and must find the same; a strap sees its whole ECG, while we
see intervals of which some are bad; and two rates taking turns would move the number where the
heart did not. The beats only decide whether the strap's number may be believed (`signal.py`).
"""

from collections import deque
from typing import Final

from hrguide.beats.beat import Beat

RATE_WINDOW_S: Final = 8.0  # physiology.md D3, HR-RR mismatch: median RR over 8 s
RATE_BEATS: Final = 4
"""Fewest good beats that make a rate [J]: what 8 s hold at 30 bpm, the slowest believed."""

S_PER_MIN: Final = 60.0


class BeatRate:
    """The good beats of the last 8 s of the RR clock."""

    __slots__ = ("_good", "_newest_s")

    def __init__(self) -> None:
        self._good: deque[tuple[float, float]] = deque()  # at_s, rr_s
        self._newest_s = 0.0

    def add(self, beat: Beat) -> None:
        """Take a beat in, in the order of the RR clock."""
        self._newest_s = beat.at_s
        if beat.is_good:
            self._good.append((beat.at_s, beat.rr_s))
        from_s = beat.at_s - RATE_WINDOW_S
        while self._good and self._good[0][0] <= from_s:
            self._good.popleft()

    def bpm(self, at_s: float) -> float | None:
        """60 / median RR of the good beats; None where they are few, or older than 8 s."""
        good = self._good
        if len(good) < RATE_BEATS or at_s - self._newest_s > RATE_WINDOW_S:
            return None
        ordered = sorted([rr_s for _, rr_s in good])
        middle = len(ordered) // 2
        if len(ordered) % 2:
            return S_PER_MIN / ordered[middle]
        return 2 * S_PER_MIN / (ordered[middle - 1] + ordered[middle])
