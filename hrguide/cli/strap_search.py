"""The strap of a ride: looked for from second 0, behind the questions, and held while riding.

Comes in: which strap was named, later whose own it is. Goes out: the client whose packets the ride
takes, a line for the questions, what was worn in the end. It starts nothing where the rider goes
without a strap, and takes no strap in silence but the rider's own.
"""

import asyncio
import sys
from typing import TYPE_CHECKING, cast

from hrguide.bluetooth.choose import RememberedStrap
from hrguide.bluetooth.reasons import COMPUTER_REASONS, error_for, platform_of
from hrguide.bluetooth.source import LinkReason, LinkState
from hrguide.cli.reception import strap_status
from hrguide.cli.wish import Wish
from hrguide.clock import RealClock
from hrguide.errors import HrguideError

if TYPE_CHECKING:
    from hrguide.bluetooth.client import StrapClient
    from hrguide.bluetooth.radio import Radio


class StrapSearch:
    """client: None before `start`, and where no strap is wished for."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._task: asyncio.Task[None] | None = None
        self.client: StrapClient | None = None

    def start(self, tasks: asyncio.TaskGroup, clock: RealClock) -> None:
        """Begin to look, as a task beside the questions and the ride."""
        if self._wish.without_strap:
            return
        from hrguide.bluetooth.client import StrapClient  # bleak, only where a radio is wanted

        self.client = StrapClient(
            clock=clock,
            radio=cast("Radio | None", self._wish.radio),
            asked=self._wish.strap,
            knows_rider=False,
        )
        self._task = tasks.create_task(self.client.run(), name="strap")

    def stop(self) -> None:
        """The ride is over, or never began."""
        if self._task is not None:
            self._task.cancel()

    def prefer(self, address: str | None, name: str | None = None) -> None:
        """Who rides is known: their own strap, if they have one, unless one was named."""
        if self.client is None:
            return
        own = None
        if address is not None and self._wish.strap is None:
            own = RememberedStrap(address=address, name=name)
        self.client.prefer(own)

    def status(self) -> str:
        """A line below the questions."""
        client = self.client
        if client is None:
            return strap_status(None, None)
        return strap_status(client.state, None if client.strap is None else client.strap.name)

    def worn(self) -> tuple[str, str | None] | None:
        """Address and name of the strap at the end; None where there is none."""
        strap = None if self.client is None else self.client.strap
        return None if strap is None else (strap.address, strap.name)

    def why_none(self) -> HrguideError | None:
        """Why nothing was ridden with a strap, as an error; None where none was looked for."""
        client = self.client
        if client is None:
            return None
        reason = client.reason or LinkReason.NOT_FOUND
        was_connected = reason not in COMPUTER_REASONS and client.state is LinkState.LOST
        return error_for(reason, platform_of(sys.platform), was_connected=was_connected)

    def why_lost(self) -> HrguideError | None:
        """Why a strap that was there is gone for good, as an error; None where it is not gone."""
        client = self.client
        if client is None or client.state is not LinkState.LOST:
            return None
        reason = client.reason or LinkReason.OUT_OF_RANGE
        return error_for(reason, platform_of(sys.platform), was_connected=True)
