"""A fault's span of the ride, and the machinery of faults that only rewrite packets.

Comes in: a strap's packets. Goes out: the same packets with another measurement inside, at the
same times. It refuses to add, drop or delay a packet: `link_faults.py` does that.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from hrguide.bluetooth.heart_rate import (
    BadPacketError,
    HeartRateMeasurement,
    decode_heart_rate,
    encode_heart_rate,
)
from hrguide.bluetooth.source import Received


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From `begin_s` up to but not including `end_s`, seconds since the ride file's header."""

    begin_s: float
    end_s: float

    def __contains__(self, at_s: float) -> bool:
        return self.begin_s <= at_s < self.end_s


# What the strap would have said, and whether the fault is on: what it says instead. Called for
# every packet of the ride, so that a distortion can know what came before and settle its debts.
Distortion = Callable[[HeartRateMeasurement, bool], HeartRateMeasurement]


class Rewrite:
    """A fault that changes what packets say."""

    def __init__(self, window: Window, distortion: Distortion) -> None:
        self._window = window
        self._distortion = distortion

    def change(self, packet: Received) -> tuple[Received, ...]:
        """The packet with the distorted measurement; its own bytes where nothing is changed."""
        try:
            said = decode_heart_rate(packet.payload)
        except BadPacketError:  # broken by an earlier fault: nothing in it to rewrite
            return (packet,)
        told = self._distortion(said, packet.at_s in self._window)
        if told == said:
            return (packet,)
        return (replace(packet, payload=encode_heart_rate(told)),)

    def own(self, to_s: float) -> tuple[()]:
        """Nothing: a rewritten packet is all there is."""
        return ()
