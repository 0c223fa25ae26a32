"""What a ride holds, as sums: the yardsticks that imports and exports are compared by."""

from dataclasses import dataclass

from hrguide.bluetooth.heart_rate import decode_heart_rate
from hrguide.ride.erg import ERG, decode_erg
from hrguide.ride.lines import HEART_RATE
from hrguide.ride.reader import Ride


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """seconds: from the first heart rate to the last. rate_sum: no rate counts as 0."""

    seconds: float
    packets: int
    rate_sum: int
    rr: int
    laps: int
    watts: int


def heard(ride: Ride) -> Heard:
    """The sums of a ride."""
    heart = [
        (packet.at_s, decode_heart_rate(packet.payload))
        for packet in ride.packets
        if packet.characteristic == HEART_RATE
    ]
    erg = [decode_erg(packet.payload) for packet in ride.packets if packet.characteristic == ERG]
    return Heard(
        seconds=round(heart[-1][0] - heart[0][0], 3),
        packets=len(heart),
        rate_sum=sum(told.hr_bpm for _at_s, told in heart),
        rr=sum(len(told.rr_ticks) for _at_s, told in heart),
        laps=len(ride.laps),
        watts=sum(told.power_w or 0 for told in erg),
    )


def rr_ticks(ride: Ride) -> list[int]:
    """Every interval, in 1/1024 s, in order."""
    return [
        ticks
        for packet in ride.packets
        if packet.characteristic == HEART_RATE
        for ticks in decode_heart_rate(packet.payload).rr_ticks
    ]
