"""Faults to order: what can go wrong between a heart and a program, by name, time and duration.

Comes in: a name such as `disconnect@600+150`. Goes out: a `Fault` that changes a strap's packets
or adds events of its own. Faults compose: packets go through all of them in the order given, and
what a fault adds by itself (a lost link, a neighbour's packets) is none of the others' business.
It refuses to delay a packet, so the order of arrival always holds.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from hrguide.bluetooth.heart_rate import Contact
from hrguide.bluetooth.source import LinkChange, Received
from hrguide.errors import UsageError
from hrguide.simulate.beat_faults import DrySkin, doubled, ectopics, fill_500, halved, missed
from hrguide.simulate.link_faults import BadPackets, Disconnect, Dropout, Neighbour, Repeat
from hrguide.simulate.rate_faults import Held, jump, zeros
from hrguide.simulate.window import Rewrite, Window


class Fault(Protocol):
    """One thing that goes wrong for a while."""

    def change(self, packet: Received) -> Sequence[Received]:
        """What becomes of a heart rate packet of the rider's strap: usually one, none or two."""
        ...

    def own(self, to_s: float) -> Sequence[Received | LinkChange]:
        """Events the fault itself causes, up to and including `to_s`, each given once."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultOrder:
    """A fault as ordered: `name` at `at_s` for `duration_s` seconds of the ride."""

    name: str
    at_s: float
    duration_s: float

    def __str__(self) -> str:
        return f"{self.name}@{self.at_s:g}+{self.duration_s:g}"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A fault's maker, and when it happens where nobody says."""

    build: Callable[[Window, random.Random], Fault]
    at_s: float
    duration_s: float


# Times where none is ordered: in round 2 of the clinic's session (it begins at 420 s), long
# enough to be noticed, over before the ride is.
FAULTS: Final[dict[str, _Kind]] = {
    "zeros": _Kind(lambda window, _: Rewrite(window, zeros), 600, 20),
    "dropout": _Kind(lambda window, _: Dropout(window), 600, 30),
    "freeze": _Kind(lambda window, _: Rewrite(window, Held()), 600, 90),
    "contact_loss": _Kind(lambda window, _: Rewrite(window, Held(Contact.NONE)), 600, 30),
    "doubled": _Kind(lambda window, _: Rewrite(window, doubled()), 600, 30),
    "halved": _Kind(lambda window, _: Rewrite(window, halved()), 600, 30),
    "ectopics": _Kind(lambda window, rng: Rewrite(window, ectopics(rng)), 600, 300),
    "missed": _Kind(lambda window, rng: Rewrite(window, missed(rng)), 600, 300),
    "disconnect": _Kind(lambda window, _: Disconnect(window), 600, 150),
    "neighbour": _Kind(Neighbour, 600, 120),
    "bad_packets": _Kind(BadPackets, 600, 60),
    "jump": _Kind(lambda window, _: Rewrite(window, jump), 600, 20),
    "fill_500": _Kind(lambda window, _: Rewrite(window, fill_500), 600, 60),
    "dry_strap": _Kind(lambda window, rng: Rewrite(window, DrySkin(rng)), 0, 180),
    "repeat": _Kind(lambda window, _: Repeat(window), 600, 300),
}

_ORDER: Final = re.compile(
    r"(?P<name>[a-z_0-9]+?)(?:@(?P<at>\d+(?:\.\d+)?))?(?:\+(?P<duration>\d+(?:\.\d+)?))?", re.ASCII
)


def parse_fault(text: str) -> FaultOrder:
    """`name`, `name@AT`, `name+DURATION` or `name@AT+DURATION`, seconds of the ride.

    What is left out is the fault's own default. Raises UsageError with all the names.
    """
    match = _ORDER.fullmatch(text.strip())
    kind = FAULTS.get(match["name"]) if match else None
    if match is None or kind is None:
        raise UsageError(
            f"no such fault: {text!r}",
            hint=f"Faults: {', '.join(sorted(FAULTS))}. With a time: disconnect@600+150.",
        )
    return FaultOrder(
        name=match["name"],
        at_s=kind.at_s if match["at"] is None else float(match["at"]),
        duration_s=kind.duration_s if match["duration"] is None else float(match["duration"]),
    )


def build_fault(order: FaultOrder, rng: random.Random) -> Fault:
    """The fault at work; `rng` is its own, so that one fault never changes another."""
    window = Window(begin_s=order.at_s, end_s=order.at_s + order.duration_s)
    return FAULTS[order.name].build(window, rng)
