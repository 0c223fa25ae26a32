"""The last n numbers, kept in order, so that a median or a quantile is a look-up.

Comes in: one number at a time. Goes out: quantiles of the last n. It refuses nothing but NaN-free
numbers are the caller's duty: NaN has no place in an order.
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable


class SortedWindow:
    """A sliding window of `size` numbers; `push` costs one bisect in, one bisect out."""

    __slots__ = ("_arrived", "_ordered", "_size")

    def __init__(self, size: int) -> None:
        if size < 1:
            raise ValueError(f"size {size} must be at least 1")
        self._size = size
        self._arrived: deque[float] = deque()
        self._ordered: list[float] = []

    def __len__(self) -> int:
        return len(self._ordered)

    def push(self, value: float) -> None:
        """Take `value` in; the oldest goes where there are more than `size`."""
        ordered = self._ordered
        if len(ordered) == self._size:
            del ordered[bisect_left(ordered, self._arrived.popleft())]
        self._arrived.append(value)
        insort(ordered, value)

    def refill(self, values: Iterable[float]) -> None:
        """Forget everything and start from `values`, oldest first."""
        self._arrived.clear()
        self._ordered.clear()
        for value in values:
            self.push(value)

    def quantile(self, share: float) -> float:
        """The `share` quantile, 0-1, linear between neighbours (numpy's default).

        Raises ValueError where there is nothing.
        """
        ordered = self._ordered
        if not ordered:
            raise ValueError("no quantile of nothing")
        place = share * (len(ordered) - 1)
        below = int(place)
        if below + 1 == len(ordered):
            return ordered[below]
        low = ordered[below]
        return low + (place - below) * (ordered[below + 1] - low)
