"""A simulated athlete with a strap as a source of packets: the whole simulation behind one seam.

Comes in: a seed (and, where wanted, a body, habits, faults), the times to live to, and the
Moments the athlete sees. Goes out: the bytes a radio would deliver, the link's changes, and the
keys the athlete presses. The same seed and the same Moments give the same bytes, however `take`
is chopped, as long as each Moment is heard within half a second of its time. No numpy: this is
on the way to the demo's first picture.
"""

import random
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

from hrguide.bluetooth.heart_rate import Contact
from hrguide.bluetooth.source import LinkChange, LinkState, Received
from hrguide.moment import Moment
from hrguide.simulate.chest import Chest
from hrguide.simulate.faults import Fault, FaultOrder, build_fault
from hrguide.simulate.heart import Traits, draw_athlete
from hrguide.simulate.rider import TYPICAL, Habits, Rider

DEVICE: Final = "C0:00:00:00:00:01"
NAME: Final = "Simulated strap"
BATTERY_PCT: Final = 87  # well above the 20 % where the screen speaks of it
BATTERY_AT_S: Final = 0.25  # read once after connecting, as a client does
FELT_OVER_S: Final = 30.0  # L1: the heart rate of an answer is that of the 30 s before speech


class SimulatedStrap:
    """A `PacketSource` with a person inside.

    seed: fixes every draw. traits: the body, drawn where not given. habits: how it rides.
    faults: applied in this order. contact, sends_energy: as of `Strap`. rider: where given, rides
    instead of the one made from `habits` (a bench that brings its own).
    """

    def __init__(
        self,
        *,
        seed: int,
        traits: Traits | None = None,
        habits: Habits = TYPICAL,
        faults: Iterable[FaultOrder] = (),
        contact: Contact = Contact.DETECTED,
        sends_energy: bool = False,
        device: str = DEVICE,
        name: str = NAME,
    ) -> None:
        master = random.Random(seed)
        # All children are drawn whatever is given, so that giving one thing moves no other.
        body, chest, rider, faulty = (random.Random(master.getrandbits(64)) for _ in range(4))
        drawn = draw_athlete(body)
        self.traits = traits or drawn
        self.rider = Rider(self.traits, habits, rider)
        self._chest = Chest(
            self.traits,
            chest,
            device=device,
            contact=contact,
            sends_energy=sends_energy,
            start_bpm=self.rider.demand_bpm(0.0),
        )
        self._faults: tuple[Fault, ...] = tuple(
            build_fault(order, random.Random(faulty.getrandbits(64))) for order in faults
        )
        self._waiting: deque[Received] = deque()
        self._greeting: deque[Received | LinkChange] = deque(
            (
                LinkChange(at_s=0.0, state=LinkState.CONNECTED, device=device, name=name),
                Received(
                    at_s=BATTERY_AT_S,
                    payload=bytes([BATTERY_PCT]),
                    device=device,
                    characteristic="2a19",
                ),
            )
        )

    def take(self, to_s: float) -> Sequence[Received | LinkChange]:
        """All that arrived up to and including `to_s` and was not taken before, in time order."""
        self._waiting.extend(self._chest.live(to_s, self.rider.demand_bpm))
        events: list[Received | LinkChange] = []
        while self._greeting and self._greeting[0].at_s <= to_s:
            events.append(self._greeting.popleft())
        while self._waiting and self._waiting[0].at_s <= to_s:
            events.extend(self._through_faults(self._waiting.popleft()))
        for fault in self._faults:
            events.extend(fault.own(to_s))
        events.sort(key=lambda event: event.at_s)
        return events

    def hear(self, moment: Moment) -> Sequence[str]:
        """Let the athlete see a Moment; the commands given at its time."""
        felt_bpm = self.true_bpm(moment.at_s, over_s=FELT_OVER_S)
        return self.rider.hear(moment, felt_bpm=felt_bpm)

    def true_bpm(self, at_s: float, *, over_s: float = 0.25) -> float:
        """The heart's own rate, mean over the `over_s` seconds before `at_s`: ground truth."""
        return self._chest.true_bpm(at_s, over_s=over_s)

    def _through_faults(self, packet: Received) -> Sequence[Received]:
        packets: Sequence[Received] = (packet,)
        for fault in self._faults:
            packets = [out for each in packets for out in fault.change(each)]
        return packets
