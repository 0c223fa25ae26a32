"""The strap as it was while a ride was recorded, for the screen of its replay.

Comes in: a ride's link changes and battery packets. Goes out: the `Strap` record at a time. A
foreign recording knows of no link: its strap is simply there.
"""

from collections import deque
from dataclasses import replace
from typing import Final

from hrguide.bluetooth.source import LinkChange, LinkState, Received
from hrguide.ride.reader import Ride
from hrguide.screen.setting import Strap

_BATTERY: Final = "2a19"  # one byte, percent


class RecordedStrap:
    """Asked with times that do not run back."""

    def __init__(self, ride: Ride) -> None:
        self._waiting = deque(
            event
            for event in ride.events
            if isinstance(event, LinkChange)
            or (isinstance(event, Received) and event.characteristic == _BATTERY)
        )
        has_links = any(isinstance(event, LinkChange) for event in self._waiting)
        self._strap = Strap(state=LinkState.SCANNING if has_links else LinkState.CONNECTED)
        self._told: Strap | None = None

    def at(self, at_s: float) -> Strap | None:
        """The strap at this time, None where it is as at the last call."""
        while self._waiting and self._waiting[0].at_s <= at_s:
            event = self._waiting.popleft()
            if isinstance(event, Received):
                percent = event.payload[0] if event.payload else None
                self._strap = replace(self._strap, battery_pct=percent)
            else:
                self._strap = replace(
                    self._strap,
                    state=event.state,
                    reason=event.reason,
                    name=event.name or self._strap.name,
                )
        news = self._strap if self._strap != self._told else None
        self._told = self._strap
        return news
