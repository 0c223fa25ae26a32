"""The codec of the Battery Level characteristic (0x2A19): how long the strap will last.

One byte in, percent out, and back. Layout from Bluetooth SIG, Battery Service 1.0, section 3.1:
uint8, 0-100. Anything else is unknown, never an error: no ride waits for a battery.
"""

from typing import Final

BATTERY_SERVICE: Final = "180f"
BATTERY_LEVEL: Final = "2a19"
_FULL_PCT: Final = 100


def decode_battery(payload: bytes) -> int | None:
    """Percent, 0-100; None where the strap sent no byte or one above 100."""
    if not payload or payload[0] > _FULL_PCT:
        return None
    return payload[0]


def encode_battery(percent: int) -> bytes:
    """The level as a 0x2A19 value. Raises ValueError outside 0-100."""
    if not 0 <= percent <= _FULL_PCT:
        raise ValueError(f"battery {percent} % is outside 0-100")
    return bytes([percent])
