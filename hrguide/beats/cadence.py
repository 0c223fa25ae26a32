"""Cadence lock: an optical sensor that counts the legs and calls them the heart.

Comes in: the sensor's number, and the cadence where an erg tells it. Goes out: whether the number
is the legs'. Only a sensor that sends no intervals is asked: a chest strap's beats speak for
themselves, and at 70 rpm a true 140 bpm is nothing rare. So nearness alone is no proof: the number
must have jumped onto the cadence, or move with it.
"""

from collections import deque
from statistics import StatisticsError, correlation
from typing import Final

MULTIPLES: Final = (1.0, 2.0, 0.5)  # physiology.md D3: strides, legs, every other stride
NEAR_BPM: Final = 3.0  # D3
NEAR_S: Final = 30.0  # D3
JUMP_BPM: Final = 10.0  # D3: onset, in under JUMP_WITHIN_S
JUMP_WITHIN_S: Final = 10.0
ALIKE: Final = 0.8  # D3: correlation of what changed within 30 s
CHANGE_S: Final = 30.0
STALE_S: Final = 5.0  # a cadence older than this is none: ergs speak at 1 Hz or more [J]


class CadenceWatch:
    """Follows number and cadence for a minute; `locked` from the moment it is sure."""

    __slots__ = ("_both", "_cadence_rpm", "_cadence_s", "_from_s", "_jumped", "_multiple", "locked")

    def __init__(self) -> None:
        self._both: deque[tuple[float, float, float]] = deque()  # at_s, bpm, rpm
        self._cadence_rpm = 0.0
        self._cadence_s: float | None = None
        self._from_s: float | None = None
        self._jumped = False
        self._multiple = 1.0
        self.locked = False

    def hear_cadence(self, at_s: float, cadence_rpm: float) -> None:
        """The erg's cadence, revolutions or strokes a minute; 0 while nobody pedals."""
        self._cadence_s, self._cadence_rpm = at_s, cadence_rpm

    def hear(self, at_s: float, bpm: int) -> None:
        """The sensor's number, at each packet."""
        if self._cadence_s is None or at_s - self._cadence_s > STALE_S or self._cadence_rpm <= 0:
            self._forget()
            return
        rpm = self._cadence_rpm
        both = self._both
        both.append((at_s, float(bpm), rpm))
        while both[0][0] < at_s - 2 * CHANGE_S:
            both.popleft()
        if self._from_s is not None and abs(bpm - self._multiple * rpm) >= NEAR_BPM:
            self._from_s, self.locked = None, False
        if self._from_s is None:
            self._begin(at_s, bpm, rpm)
        if self._from_s is not None and at_s - self._from_s >= NEAR_S:
            self.locked = self.locked or self._jumped or self._moves_alike(at_s)

    def _begin(self, at_s: float, bpm: int, rpm: float) -> None:
        near = [multiple for multiple in MULTIPLES if abs(bpm - multiple * rpm) < NEAR_BPM]
        if not near:
            return
        self._from_s, self._multiple = at_s, near[0]
        before = [then for then_s, then, _ in self._both if then_s >= at_s - JUMP_WITHIN_S]
        self._jumped = any(abs(bpm - then) > JUMP_BPM for then in before)

    def _moves_alike(self, at_s: float) -> bool:
        """Whether number and cadence changed together over the last minute."""
        old = [row for row in self._both if row[0] <= at_s - CHANGE_S]
        new = list(self._both)[len(self._both) - len(old) :]
        try:
            alike = correlation(
                [after[1] - before[1] for before, after in zip(old, new, strict=True)],
                [after[2] - before[2] for before, after in zip(old, new, strict=True)],
            )
        except StatisticsError:  # too few, or one of the two stood still
            return False
        return alike > ALIKE

    def _forget(self) -> None:
        self._both.clear()
        self._from_s = None
        self.locked = False
