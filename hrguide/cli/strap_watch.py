"""`hrguide strap watch`: one strap's packets as they come, and what becomes of the link.

Comes in: a radio and which strap. Goes out: a line a packet on stdout, the link's story on
stderr, and the error it ends with where there is nobody to ask. It judges and records nothing.
"""

import asyncio
import sys
from typing import Final

import click

from hrguide.bluetooth.choose import RememberedStrap
from hrguide.bluetooth.client import StrapClient
from hrguide.bluetooth.radio import Radio
from hrguide.bluetooth.reasons import COMPUTER_REASONS, error_for, explain, platform_of
from hrguide.bluetooth.reconnect import ReconnectPolicy
from hrguide.bluetooth.source import LinkChange, LinkReason, LinkState, Received
from hrguide.cli.strap_page import packet_line, packet_record
from hrguide.clock import Clock
from hrguide.plain_text import clean, json_text

# Long enough to fetch a bottle; whoever watches longer than that has walked off with the strap.
LOST_FOR_GOOD_S: Final = 60.0
# A question nobody is asked, or a computer that cannot: no use in waiting.
_END_AT_ONCE: Final = COMPUTER_REASONS | {
    LinkReason.NOT_FOUND,
    LinkReason.SEVERAL,
    LinkReason.OTHER_STRAP,
}


async def watch_strap(
    *,
    radio: Radio,
    clock: Clock,
    asked: str | None = None,
    remembered: RememberedStrap | None = None,
    packets: int | None = None,
    as_json: bool = False,
    quiet: bool = False,
) -> None:
    """Print until cancelled, or until `packets` came.

    Raises NoBluetoothError, NoStrapError or StrapLostError where it cannot go on.
    """
    client = StrapClient(
        clock=clock,
        radio=radio,
        remembered=remembered,
        asked=asked,
        policy=ReconnectPolicy(give_up_s=LOST_FOR_GOOD_S),
    )
    printer = _Printer(client, as_json=as_json, quiet=quiet, wanted=packets)
    async with asyncio.TaskGroup() as tasks:
        radio_task = tasks.create_task(client.run(), name="strap")
        try:
            while not printer.is_done:
                await client.arrived.wait()
                for event in client.take(clock.now_s()):
                    printer.show(event)
                await asyncio.sleep(0)  # a stamp a hair ahead of the clock must not spin us
        finally:
            radio_task.cancel()
    if printer.ended_by is not None:
        raise printer.error()


class _Printer:
    """Prints what arrives, and knows when there is nothing more to come."""

    def __init__(
        self, client: StrapClient, *, as_json: bool, quiet: bool, wanted: int | None
    ) -> None:
        self._client = client
        self._as_json = as_json
        self._quiet = quiet
        self._wanted = wanted
        self._shown = 0
        self._was_connected = False
        self.ended_by: LinkChange | None = None

    @property
    def is_done(self) -> bool:
        return self.ended_by is not None or (
            self._wanted is not None and self._shown >= self._wanted
        )

    def show(self, event: Received | LinkChange) -> None:
        if self.is_done:
            return
        if isinstance(event, LinkChange):
            self._tell(event)
        elif event.characteristic == "2a37":
            self._shown += 1
            battery_pct = self._client.battery_pct
            if self._as_json:
                click.echo(json_text(packet_record(event, battery_pct)))
            else:
                click.echo(packet_line(event, battery_pct))

    def error(self) -> Exception:
        """What the verb ends with; the question it cannot ask names the straps."""
        assert self.ended_by is not None
        reason = self.ended_by.reason or LinkReason.FAILED
        error = error_for(reason, platform_of(sys.platform), was_connected=self._was_connected)
        if reason in (LinkReason.SEVERAL, LinkReason.OTHER_STRAP):
            error.hint = (
                f"Heard: {clean(self.ended_by.detail or '')}. Name one: hrguide strap watch NAME"
            )
        return error

    def _tell(self, change: LinkChange) -> None:
        if change.state is LinkState.CONNECTED:
            self._was_connected = True
        reason = change.reason
        if change.state is LinkState.OFF or (reason in _END_AT_ONCE and not self._was_connected):
            self.ended_by = change
        elif not self._quiet:
            click.echo(_words(change), err=True)


def _words(change: LinkChange) -> str:
    label = clean(change.name or change.device or "") or "a strap"
    if change.reason is not None:
        return explain(change.reason, platform_of(sys.platform)).sentence
    if change.state is LinkState.SCANNING:
        return "Listening ..."
    if change.state is LinkState.CONNECTING:
        return f"Linking to {label} ..."
    return f"{label}: {clean(change.detail or '') or 'linked'}"
