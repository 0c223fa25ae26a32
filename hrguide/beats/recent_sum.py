"""Sums and counts over the last seconds of arrival time.

Comes in: amounts with a time, in order. Goes out: their sum over the span that ends at the newest.
"""

from collections import deque


class RecentSum:
    """The sum of what came in the last `span_s` seconds."""

    __slots__ = ("_amounts", "_span_s")

    def __init__(self, span_s: float) -> None:
        self._span_s = span_s
        self._amounts: deque[tuple[float, float]] = deque()

    def add(self, at_s: float, amount: float) -> None:
        """Take an amount in; what is older than the span is forgotten."""
        self._amounts.append((at_s, amount))
        self._forget_before(at_s)

    def total(self, at_s: float) -> float:
        """The sum over the span up to `at_s`."""
        if not self._amounts:
            return 0.0
        self._forget_before(at_s)
        return sum([amount for _, amount in self._amounts])

    def _forget_before(self, at_s: float) -> None:
        amounts, from_s = self._amounts, at_s - self._span_s
        while amounts and amounts[0][0] <= from_s:
            amounts.popleft()
