"""Things that a live strap changes and a frozen one does not.

Comes in: the strap's number and its RR intervals, packet by packet. Goes out: for how long each
has been the same. It draws no conclusion; `signal.py` does.
"""

from hrguide.beats.signal import SILENT_S


class Stuck:
    """How long the integer has not moved, how many intervals in a row have been identical."""

    __slots__ = ("_bpm", "_from_s", "_heard_s", "_interval_s", "_rr_heard_s", "same_rr")

    def __init__(self) -> None:
        self._bpm: int | None = None
        self._from_s = 0.0
        self._heard_s = 0.0
        self._interval_s: float | None = None
        self._rr_heard_s: float | None = None
        self.same_rr = 0

    def hear(self, at_s: float, bpm: int, rr_s: tuple[float, ...]) -> None:
        """A packet. What was the same before a silence is no longer counted: nobody watched."""
        if bpm != self._bpm or at_s - self._heard_s > SILENT_S:
            self._bpm, self._from_s = bpm, at_s
        self._heard_s = at_s
        if rr_s:
            self._rr_heard_s = at_s
        for interval_s in rr_s:
            if interval_s == self._interval_s:
                self.same_rr += 1
            else:
                self._interval_s, self.same_rr = interval_s, 1

    @property
    def same_s(self) -> float:
        """Seconds between the first and the newest packet with the present integer."""
        return self._heard_s - self._from_s

    @property
    def same_rr_s(self) -> float:
        """How long these intervals are together, s."""
        return self.same_rr * (self._interval_s or 0.0)

    @property
    def rr_age_s(self) -> float | None:
        """Seconds from the newest packet with RR to the newest packet; None where none had RR."""
        return None if self._rr_heard_s is None else self._heard_s - self._rr_heard_s
