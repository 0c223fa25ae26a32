"""Time for the rim: the only place that looks at a clock.

Seconds count from the moment a clock is made (the ride file's header). The machine below
`session.py` never sees a clock: its time comes with the data.
"""

import asyncio
import time
from typing import Final, Protocol

SUSPENDED_S: Final = 5.0  # a loop that turns 4 times a second and is gone for longer was asleep [J]


class Clock(Protocol):
    """Seconds since the ride's header, and a way to wait for a later one."""

    def now_s(self) -> float:
        """Seconds since the header, never decreasing."""
        ...

    async def sleep_until(self, at_s: float, wake: asyncio.Event | None = None) -> None:
        """Return at `at_s`, at once where it has passed, or as soon as `wake` is set."""
        ...

    def slept_s(self) -> float:
        """Seconds the computer was suspended since the last call; the clock has counted them."""
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
        self._looked = (time.monotonic(), time.time())

    def now_s(self) -> float:
        return (time.monotonic() - self._zero) * self._speed

    async def sleep_until(self, at_s: float, wake: asyncio.Event | None = None) -> None:
        delay_s = max(0.0, (at_s - self.now_s()) / self._speed)
        if wake is None:
            await asyncio.sleep(delay_s)
            return
        try:
            async with asyncio.timeout(delay_s):
                await wake.wait()
        except TimeoutError:
            return

    def slept_s(self) -> float:
        """Linux and macOS stop the monotonic clock in a suspend, Windows lets it run on: so both
        a wall clock that ran ahead and a turn that took too long count as sleep."""
        before, wall_before = self._looked
        now, wall_now = time.monotonic(), time.time()
        self._looked = (now, wall_now)
        unseen_s = (wall_now - wall_before) - (now - before)
        if unseen_s > SUSPENDED_S:
            self._zero -= unseen_s
            return unseen_s * self._speed
        turn_s = now - before
        return turn_s * self._speed if turn_s > SUSPENDED_S else 0.0


class JumpingClock:
    """As fast as it goes: a wait is over at once and the time is what was waited for."""

    def __init__(self, *, start_s: float = 0.0) -> None:
        self._now_s = start_s

    def now_s(self) -> float:
        return self._now_s

    async def sleep_until(self, at_s: float, wake: asyncio.Event | None = None) -> None:
        self._now_s = max(self._now_s, at_s)
        await asyncio.sleep(0)

    def slept_s(self) -> float:
        return 0.0
