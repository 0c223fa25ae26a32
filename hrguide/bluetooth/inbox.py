"""The queue between the radio's callbacks and the run loop: bounded, in order, counted.

A callback appends and is gone; the run loop takes what is due. It drops nothing in silence: what
does not fit is counted, and the count travels to the ride file as a link change's detail.
"""

from collections import deque
from typing import Final

from hrguide.bluetooth.source import LinkChange, Received

# 4 notifications a second (the busiest strap known) for 17 minutes: a loop that sleeps longer is
# a suspended laptop, during which no strap notifies.
CAPACITY: Final = 4096


class Inbox:
    """What arrived and was not taken yet, oldest first.

    dropped: packets that found it full, ever. deepest: the most that ever waited.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._waiting: deque[Received | LinkChange] = deque()
        self._capacity = capacity
        self.dropped = 0
        self.deepest = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, event: Received | LinkChange) -> None:
        """Append; a packet that finds the queue full is counted and dropped, a link change fits."""
        if isinstance(event, Received) and len(self._waiting) >= self._capacity:
            self.dropped += 1
            return
        self._waiting.append(event)
        self.deepest = max(self.deepest, len(self._waiting))

    def take(self, to_s: float) -> tuple[Received | LinkChange, ...]:
        """All up to and including `to_s`, in the order it came."""
        due = []
        while self._waiting and self._waiting[0].at_s <= to_s:
            due.append(self._waiting.popleft())
        return tuple(due)
