"""How loud the voice is: one scale for all speakers, 0 (silent) to 100 (as loud as they go).

Nothing is imported here: a shell that completes an option asks for it between two key presses.
"""

from typing import Final

VOLUME_MIN: Final = 0
VOLUME_MAX: Final = 100
DEFAULT_VOLUME: Final = 80  # above the fan of an erg, without the strain of a small loudspeaker
