"""Times and dates as the report writes them.

Comes in: seconds, a date. Goes out: "12:03", "1:02:03", "22 November 2026, 18:09".
"""

from datetime import datetime


def clock(seconds: float) -> str:
    """Whole seconds as m:ss, from an hour on h:mm:ss."""
    minutes, left_s = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left_s:02}" if hours else f"{minutes}:{left_s:02}"


def day(moment: datetime) -> str:
    """Day and time of day, as at the place of the ride."""
    return f"{moment.day} {moment:%B %Y, %H:%M}"
