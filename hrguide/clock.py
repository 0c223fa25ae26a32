"""Time for the rim: the only place that looks at a clock.

Seconds count from the moment a clock is made (the ride file's header). The machine below
`session.py` never sees a clock: its time comes with the data.
"""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Seconds since the ride's header, and a way to wait for a later one."""

    def now_s(self) -> float:
        """Seconds since the header, never decreasing."""
        ...

    async def sleep_until(self, at_s: float) -> None:
        """Return at `at_s`, or at once where it has passed."""
        ...


class RealClock:
    """Monotonic time at `speed` times its pace; sleeps to absolute times, so no error adds up.

    start_s: what the clock shows when it is made (a resumed ride does not begin at 0).
    """

    def __init__(self, *, speed: float = 1.0, start_s: float = 0.0) -> None:
        if not speed > 0:
            raise ValueError(f"speed {speed} must be above 0")
        self._speed = speed
        self._zero = time.monotonic() - start_s / speed

    def now_s(self) -> float:
        return (time.monotonic() - self._zero) * self._speed

    async def sleep_until(self, at_s: float) -> None:
        await asyncio.sleep(max(0.0, (at_s - self.now_s()) / self._speed))


class JumpingClock:
    """As fast as it goes: a wait is over at once and the time is what was waited for."""

    def __init__(self, *, start_s: float = 0.0) -> None:
        self._now_s = start_s

    def now_s(self) -> float:
        return self._now_s

    async def sleep_until(self, at_s: float) -> None:
        self._now_s = max(self._now_s, at_s)
        await asyncio.sleep(0)
