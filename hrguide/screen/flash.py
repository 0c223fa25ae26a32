"""The double flash for noisy gyms: when the screen stands reversed.

Comes in: cues with a time. Goes out: lit or not, at any time. At most two flashes in any second
(WCAG 2.3.1 allows three), however fast the cues come. Times are the rim's monotonic seconds: a demo
at 20 times the pace must not flash 20 times as often.
"""

from typing import Final

ON_S: Final = 0.25  # one turn of a 4 Hz screen
PERIOD_S: Final = 0.5
FLASHES: Final = 2
# From start to start. A late picture may light up to 0.25 s later than planned; with 1.5 s even
# then no second holds three.
APART_S: Final = 1.5


class Flash:
    """State of one screen's flashing."""

    def __init__(self) -> None:
        self._started_s = float("-inf")

    def start(self, now_s: float) -> None:
        """A cue came; ignored while the last double flash is recent."""
        if now_s - self._started_s >= APART_S:
            self._started_s = now_s

    def is_lit(self, now_s: float) -> bool:
        since_s = now_s - self._started_s
        return 0.0 <= since_s < FLASHES * PERIOD_S and since_s % PERIOD_S < ON_S
