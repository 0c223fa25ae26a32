"""Numbers of ride after ride as one row of small bars.

Comes in: numbers in order of time, None where there is none. Goes out: one letter each, low to
high, a dot for what is not known. It says no figures: those stand beside it in words.
"""

from collections.abc import Sequence
from typing import Final

BARS: Final = "▁▂▃▄▅▆▇█"
UNKNOWN: Final = "·"


def spark(
    values: Sequence[float | None],
    *,
    columns: int,
    low: float | None = None,
    high: float | None = None,
) -> str:
    """The newest that fit. low, high: the scale; None: of the numbers shown."""
    shown = values[-columns:] if columns > 0 else ()
    known = [value for value in shown if value is not None]
    if not known:
        return ""
    bottom = min(known) if low is None else low
    top = max(known) if high is None else high
    return "".join(_bar(value, bottom, top) for value in shown)


def _bar(value: float | None, bottom: float, top: float) -> str:
    if value is None:
        return UNKNOWN
    if top <= bottom:
        return BARS[len(BARS) // 2]
    share = (value - bottom) / (top - bottom)
    return BARS[max(0, min(len(BARS) - 1, int(share * len(BARS))))]
