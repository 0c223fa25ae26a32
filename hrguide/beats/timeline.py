"""The RR clock: when each heart beat happened.

Comes in: the RR intervals of one packet and when the packet arrived. Goes out: a time for each
beat, seconds nobody heard a beat in, and whether the packet was only a copy. It judges no
interval, alters none and drops none; `judge.py` comes next.

Arrival times lie. A strap collects intervals and sends 0 to 9 of them about once a second; a
Polar H10's are up to 4 s old on arrival, and 3.5 s of beats have come within 2 s. So beats stand
on a clock of their own, which runs by adding up RR, and arrival only ties it down:

* The first packet's newest beat is put at its arrival.
* A beat cannot arrive before it happened. Where the sum would run ahead of arrival, the clock is
  set back to it, the order of beats kept. A true strap can be ahead only by as much as its first
  packet was late; what goes beyond that is `excess_s`: more beats than there was time for.
* Where the newest beat of a packet is older than any honest delay, beats are missing: the clock
  starts again at arrival and the difference is the gap.
* A smaller loss shows as a delay that stays. Over each block of 20 s the promptest packet should
  be nearly prompt; where even that one is 2 s behind, those seconds hold no beat.

The same list of intervals again within 0.2 s is a copy of the packet (a leaked subscription:
bleak #2002) where the clock has no room for it, or where the packet before had a copy, too: a leak
copies each of them. It is counted, not placed. With room, and after packets that came once, equal
lists in a burst are beats of their own.
"""

from dataclasses import dataclass
from typing import Final

LATEST_S: Final = 5.0
"""Oldest that a newest beat may be on arrival, s. Polar staff: 3 to 4 s (polar-ble-sdk #227), and
the packet's own period of 1 s on top; older means that beats in between were not heard."""

SETTLED_LAG_S: Final = 2.0
"""Delay of the promptest packet of a block that counts as a gap, s. Below the longest true
interval (2 s, physiology.md D2) the beat may simply not have come yet [J]."""

BLOCK_S: Final = 20.0
"""How long the promptest packet is looked for, s [J]: several times the longest delay, since a
strap that is late for a while has lost nothing."""

COPY_WITHIN_S: Final = 0.2
"""Copies of a notification arrive together (seen: the same millisecond); no strap sends faster
than 4 a second."""

RR_MIN_S: Final = 0.25
RR_MAX_S: Final = 2.0
"""Hard limits of an RR interval, s (physiology.md D2, D3: 240 and 30 bpm)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What one packet's RR intervals became.

    at_s: when each beat happened, as many as the intervals, oldest first, never decreasing, never
    after the arrival; empty for a copy. gap_s: seconds without beats, found with this packet, that
    lie before its first interval. excess_s: seconds of intervals beyond the time there was.
    copy: the packet had been heard before.
    """

    at_s: tuple[float, ...] = ()
    gap_s: float = 0.0
    excess_s: float = 0.0
    copy: bool = False


_NOTHING: Final = Placement()
_COPY: Final = Placement(copy=True)


class RrClock:
    """Puts intervals on the clock, packet by packet, in order of arrival."""

    __slots__ = (
        "_arrived_s",
        "_block_end_s",
        "_block_lag_s",
        "_copied",
        "_copied_before",
        "_late_start_s",
        "_list",
        "_now_s",
    )

    def __init__(self) -> None:
        self._now_s: float | None = None  # the newest beat
        self._arrived_s = 0.0  # the newest packet with intervals
        self._list: tuple[float, ...] = ()
        self._copied = False  # that packet came again
        self._copied_before = False  # and the one before it had
        self._late_start_s = 0.0  # how late the anchor may still turn out to have been
        self._block_end_s = 0.0
        self._block_lag_s = 0.0

    @property
    def newest_s(self) -> float | None:
        """When the newest beat happened; None before the first."""
        return self._now_s

    def place(self, arrived_s: float, rr_s: tuple[float, ...]) -> Placement:
        """Times for the intervals `rr_s` (s, oldest first) of a packet that came at `arrived_s`.

        An arrival before the last one counts as the last one's: time does not run backwards.
        """
        if not rr_s:
            return _NOTHING
        now_s = self._now_s
        total_s = sum(rr_s)
        if now_s is None:
            self._list, self._arrived_s = rr_s, arrived_s
            self._anchor(arrived_s)
            return Placement(at_s=_up_to(arrived_s, rr_s, arrived_s - total_s))
        arrived_s = max(arrived_s, self._arrived_s)
        lag_s = arrived_s - now_s - total_s
        if (
            rr_s == self._list
            and arrived_s - self._arrived_s < COPY_WITHIN_S
            and (lag_s < 0 or self._copied or self._copied_before)
        ):
            self._copied = True
            return _COPY
        self._list, self._arrived_s = rr_s, arrived_s
        self._copied_before, self._copied = self._copied, False
        if lag_s < 0:
            excess_s = self._set_back(arrived_s, rr_s, now_s)
            return Placement(at_s=_up_to(arrived_s, rr_s, now_s), excess_s=excess_s)
        gap_s = self._gap(arrived_s, lag_s)
        start_s = now_s + gap_s
        at_s = []
        for interval_s in rr_s:
            start_s += interval_s
            at_s.append(start_s if start_s < arrived_s else arrived_s)
        self._now_s = at_s[-1]
        return Placement(at_s=tuple(at_s), gap_s=gap_s)

    def _anchor(self, arrived_s: float) -> None:
        self._now_s = arrived_s
        self._late_start_s = LATEST_S
        self._block_end_s = arrived_s + BLOCK_S
        self._block_lag_s = 0.0

    def _set_back(self, arrived_s: float, rr_s: tuple[float, ...], now_s: float) -> float:
        """The clock to arrival; returns the seconds that no late start explains.

        An interval outside the hard limits is no time that beats could have filled.
        """
        believable_s = sum(rr for rr in rr_s if RR_MIN_S <= rr <= RR_MAX_S)
        ahead_s = max(0.0, now_s + believable_s - arrived_s)
        explained_s = min(ahead_s, self._late_start_s)
        self._late_start_s -= explained_s
        self._now_s = arrived_s
        self._block_lag_s = 0.0
        return ahead_s - explained_s

    def _gap(self, arrived_s: float, lag_s: float) -> float:
        """Seconds without beats before this packet, by how far its newest beat is behind."""
        if lag_s > LATEST_S:
            self._anchor(arrived_s)
            return lag_s
        self._block_lag_s = min(self._block_lag_s, lag_s)
        if arrived_s < self._block_end_s:
            return 0.0
        least_s = self._block_lag_s
        self._block_end_s = arrived_s + BLOCK_S
        self._block_lag_s = LATEST_S
        if least_s < SETTLED_LAG_S:
            return 0.0
        self._late_start_s = LATEST_S
        return least_s


def _up_to(arrived_s: float, rr_s: tuple[float, ...], not_before_s: float) -> tuple[float, ...]:
    """Beat times with the newest at arrival, none before the last beat of the packet before."""
    at_s = []
    end_s = arrived_s
    for interval_s in reversed(rr_s):
        at_s.append(end_s if end_s > not_before_s else not_before_s)
        end_s -= interval_s
    at_s.reverse()
    return tuple(at_s)
