"""What the screen shows of the strap, and what happens where nobody presses a key.

Comes in: the strap's client and the Moments. Goes out: a `Strap` record for each turn. `AutoStart`
takes the place of the keys without a terminal: it starts with the first believable heart rate, and
leaves where there is none to come.
"""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from hrguide.beats.pulse import Signal
from hrguide.bluetooth.reasons import explain, platform_of
from hrguide.bluetooth.source import LinkReason, LinkState
from hrguide.clock import Clock
from hrguide.guide.command import Command
from hrguide.moment import Moment, Phase
from hrguide.screen.screen import Screen
from hrguide.screen.setting import Strap

if TYPE_CHECKING:
    from hrguide.bluetooth.client import StrapClient

_CHOICES: Final = 9  # straps offered: one digit each


class StrapLine:
    """Keeps the screen's strap line true."""

    def __init__(self, client: "StrapClient", screen: Screen, clock: Clock) -> None:
        self._client = client
        self._screen = screen
        self._clock = clock
        self._since_s = clock.now_s()
        self._clean_since_s: float | None = None

    def watch(self, moments: Sequence[Moment]) -> None:
        """Called each turn with its Moments, before they are shown."""
        for moment in moments:
            if moment.signal is not Signal.GOOD:
                self._clean_since_s = None
            elif self._clean_since_s is None:
                self._clean_since_s = moment.at_s
        now_s = self._clock.now_s()
        client = self._client
        self._screen.strap(
            Strap(
                state=client.state,
                reason=client.reason,
                name=client.strap.label if client.strap is not None else None,
                battery_pct=client.battery_pct,
                clean_s=None if self._clean_since_s is None else now_s - self._clean_since_s,
                waited_s=now_s - self._since_s,
                hint=self._hint(),
            )
        )

    def choose(self, number: int) -> None:
        """The rider pressed a digit where several straps are about."""
        seen = self._client.straps_seen()
        if self._asks() and 1 <= number <= min(len(seen), _CHOICES):
            self._client.choose_strap(seen[number - 1].address)

    def _asks(self) -> bool:
        return self._client.reason in (LinkReason.SEVERAL, LinkReason.OTHER_STRAP)

    def _hint(self) -> str | None:
        reason = self._client.reason
        if self._asks():
            seen = self._client.straps_seen()[:_CHOICES]
            return "  ".join(f"{n} {each.label}" for n, each in enumerate(seen, start=1))
        if reason is None or self._client.state is LinkState.CONNECTED:
            return None
        return explain(reason, platform_of(sys.platform)).next_step


class AutoStart:
    """A desk without hands.

    gives_up: asked while nothing is heard; True ends the waiting (no strap, no Bluetooth).
    """

    def __init__(self, *, at_once: bool, gives_up: Callable[[], bool]) -> None:
        self._at_once = at_once
        self._gives_up = gives_up
        self.left = False

    def take(self, moment: Moment | None) -> Sequence[Command]:
        """`start` once there is something to ride by; nothing else, ever."""
        if moment is None or moment.phase is not Phase.READY:
            return ()
        if self._at_once or moment.hr_bpm is not None:
            return (Command.START,)
        self.left = self._gives_up()
        return ()
