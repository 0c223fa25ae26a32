"""Things that a live strap changes and a frozen one does not.

Comes in: the strap's number and its RR intervals, packet by packet. Goes out: for how long each
has been the same. It draws no conclusion; `signal.py` does.
"""

from hrguide.beats.signal import SILENT_S


class Stuck:
    """How long the integer has not moved, how many intervals in a row have been identical.

    A packet with the same list as the one before counts as identical throughout: a frozen strap
    repeats what it holds, be it one interval or three different ones.
    """

    __slots__ = ("_bpm", "_from_s", "_heard_s", "_list", "_rr_heard_s", "same_rr", "same_rr_s")

    def __init__(self) -> None:
        self._bpm: int | None = None
        self._from_s = 0.0
        self._heard_s = 0.0
        self._list: tuple[float, ...] = ()
        self._rr_heard_s: float | None = None
        self.same_rr = 0
        self.same_rr_s = 0.0

    def hear(self, at_s: float, bpm: int, rr_s: tuple[float, ...]) -> None:
        """A packet. What was the same before a silence is no longer counted: nobody watched."""
        if bpm != self._bpm or at_s - self._heard_s > SILENT_S:
            self._bpm, self._from_s = bpm, at_s
        self._heard_s = at_s
        if rr_s:
            self._rr_heard_s = at_s
            self._hear_intervals(rr_s)

    def _hear_intervals(self, rr_s: tuple[float, ...]) -> None:
        if rr_s == self._list:
            self.same_rr += len(rr_s)
            self.same_rr_s += sum(rr_s)
            return
        before_s = self._list[-1] if self._list else None
        self._list = rr_s
        for interval_s in rr_s:
            if interval_s != before_s:
                self.same_rr, self.same_rr_s = 0, 0.0
            self.same_rr += 1
            self.same_rr_s += interval_s
            before_s = interval_s

    @property
    def same_s(self) -> float:
        """Seconds between the first and the newest packet with the present integer."""
        return self._heard_s - self._from_s

    @property
    def rr_age_s(self) -> float | None:
        """Seconds from the newest packet with RR to the newest packet; None where none had RR."""
        return None if self._rr_heard_s is None else self._heard_s - self._rr_heard_s
