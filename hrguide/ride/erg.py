"""What an erg said beside the heart: power and cadence, as packets of a ride.

Comes in: watts and revolutions or strokes a minute. Goes out: the bytes of an Indoor Bike Data
notification (0x2AD2), and back. Layout from Bluetooth SIG, Fitness Machine Service 1.0, section
4.9: flags, then what they promise, in the order of their bits. So a recorded erg and an imported
file are one kind of line. It judges nothing; a rower's strokes stand where a bike's turns do.
"""

import math
import struct
from dataclasses import dataclass
from typing import Final

from hrguide.bluetooth.source import Received

ERG: Final = "2ad2"
CADENCE_STEPS: Final = 2  # FTMS 4.9.1.4: instantaneous cadence in 0.5 / min
POWER_MAX_W: Final = 0x7FFF  # a signed 16-bit number on the wire
CADENCE_MAX_RPM: Final = 0xFFFF / CADENCE_STEPS

_MORE_DATA: Final = 0x0001  # set: the instantaneous speed is *not* there
_CADENCE: Final = 0x0004
_POWER: Final = 0x0040
_SIZES: Final = (2, 2, 2, 2, 3, 2, 2)  # of the fields by flag bit, up to the power


@dataclass(frozen=True, slots=True, kw_only=True)
class ErgReading:
    """power_w: whole watts. cadence_rpm: in halves. None where the erg does not say."""

    power_w: int | None = None
    cadence_rpm: float | None = None


def encode_erg(reading: ErgReading) -> bytes:
    """The reading as a notification. Raises struct.error for what does not fit 16 bits."""
    flags = _MORE_DATA
    rest = b""
    if reading.cadence_rpm is not None:
        flags |= _CADENCE
        rest += struct.pack("<H", math.floor(reading.cadence_rpm * CADENCE_STEPS + 0.5))
    if reading.power_w is not None:
        flags |= _POWER
        rest += struct.pack("<h", reading.power_w)
    return struct.pack("<H", flags) + rest


def decode_erg(payload: bytes) -> ErgReading:
    """The reading in a notification; nothing where it is cut short."""
    flags = int.from_bytes(payload[:2], "little")
    at = 2
    found: dict[int, int] = {}
    for bit, size in enumerate(_SIZES):
        is_there = not flags & _MORE_DATA if bit == 0 else bool(flags & 1 << bit)
        if is_there:
            raw = payload[at : at + size]
            at += size
            if len(raw) == size:
                found[1 << bit] = int.from_bytes(raw, "little", signed=1 << bit == _POWER)
    cadence = found.get(_CADENCE)
    return ErgReading(
        power_w=found.get(_POWER),
        cadence_rpm=None if cadence is None else cadence / CADENCE_STEPS,
    )


def erg_packet(
    at_s: float, *, power_w: float | None = None, cadence_rpm: float | None = None
) -> Received:
    """One synthesised notification; watts are rounded, both kept to what the wire can carry."""
    reading = ErgReading(
        power_w=None if power_w is None else max(-POWER_MAX_W, min(round(power_w), POWER_MAX_W)),
        cadence_rpm=None if cadence_rpm is None else max(0.0, min(cadence_rpm, CADENCE_MAX_RPM)),
    )
    return Received(at_s=at_s, payload=encode_erg(reading), characteristic=ERG)
