"""What a strap says, as the rest of hrguide hears it: bytes with a time.

A strap, a recording and a simulated athlete are three sources of the same records. Times are
`at_s`: seconds since the ride file's header, monotonic, never a wall clock. This module decodes
nothing and opens nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from hrguide.moment import Moment


class LinkState(StrEnum):
    """Where the radio link to the strap stands."""

    SCANNING = "scanning"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    LOST = "lost"
    OFF = "off"  # given up, or riding without a strap


class LinkReason(StrEnum):
    """Why the link is not what one would wish; the sentence and next command live beside it."""

    BLUETOOTH_OFF = "bluetooth_off"
    NO_ADAPTER = "no_adapter"
    ADAPTER_REMOVED = "adapter_removed"
    NO_SERVICE = "no_service"  # bluetoothd (or its bus) is not running
    NO_PERMISSION = "no_permission"
    NOT_FOUND = "not_found"  # no strap advertises
    SEVERAL = "several"  # more than one strap and none of them known
    OTHER_STRAP = "other_strap"  # a strap is here, but not the one that is known: never in silence
    OUT_OF_RANGE = "out_of_range"  # link loss, or a connect that timed out
    SILENT = "silent"  # link up, but no packet: our own watchdog
    REFUSED = "refused"  # the strap does not serve heart rate, or dropped us while connecting
    WITHOUT = "without"  # the rider chose to go by clock and talk
    FAILED = "failed"  # anything else; the detail carries the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One notification as it came: raw bytes, when, from whom.

    device: the address (Linux, Windows) or per-machine UUID (macOS) of the sender, None where a
    recording does not know it.
    characteristic: "2a37" heart rate measurement, "2a19" battery level.
    """

    at_s: float
    payload: bytes
    device: str | None = None
    characteristic: str = "2a37"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChange:
    """The link came, went or could not be had."""

    at_s: float
    state: LinkState
    reason: LinkReason | None = None
    device: str | None = None
    name: str | None = None
    detail: str | None = None


class PacketSource(Protocol):
    """Anything that bytes with a time come from: strap, recording, simulated athlete."""

    def take(self, to_s: float) -> Sequence[Received | LinkChange]:
        """All that arrived up to and including `to_s` and was not taken before, in time order."""
        ...

    def hear(self, moment: "Moment") -> Sequence[str]:
        """A simulated rider listens to cues here and may answer with commands; others: ()."""
        ...
