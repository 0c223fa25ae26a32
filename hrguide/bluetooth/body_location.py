"""The codec of the Body Sensor Location characteristic (0x2A38): where the strap is worn.

One byte in, a place out, and back. Layout from Bluetooth SIG, Heart Rate Service 1.0, section
3.2. A value the specification does not name is unknown, never an error.
"""

from enum import StrEnum
from typing import Final

BODY_SENSOR_LOCATION: Final = "2a38"


class BodyLocation(StrEnum):
    """The order is the wire's."""

    OTHER = "other"
    CHEST = "chest"
    WRIST = "wrist"
    FINGER = "finger"
    HAND = "hand"
    EAR_LOBE = "ear lobe"
    FOOT = "foot"


_PLACES: Final = tuple(BodyLocation)


def decode_body_location(payload: bytes) -> BodyLocation | None:
    """The place, or None where the strap sent none that is known."""
    if not payload or payload[0] >= len(_PLACES):
        return None
    return _PLACES[payload[0]]


def encode_body_location(location: BodyLocation) -> bytes:
    """The place as a 0x2A38 value."""
    return bytes([_PLACES.index(location)])
