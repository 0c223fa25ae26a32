"""How long a strap may be silent: a pure judge of the time since its last packet.

Needed because a link may be dead and look alive: with bluetoothd killed there is no callback and
`is_connected` stays true for ever. A strap notifies about once a second, worn or not.
"""

from enum import Enum
from typing import Final

NO_BEAT_S: Final = 4.0  # product.md: "no beat for 4 s", number gone; four missed notifications
LOST_S: Final = 8.0  # product.md; late RR come up to 4 s after the beat, so 8 s is no hiccup


class Silence(Enum):
    """What a silence means."""

    NONE = "none"
    NO_BEAT = "no beat"
    LOST = "lost"


def judge_silence(silent_s: float) -> Silence:
    """The verdict on `silent_s` seconds since the last packet, or since the link came up."""
    if silent_s >= LOST_S:
        return Silence.LOST
    if silent_s >= NO_BEAT_S:
        return Silence.NO_BEAT
    return Silence.NONE
