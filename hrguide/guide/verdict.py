"""What the guide thinks of the heart rate now."""

from enum import StrEnum


class Verdict(StrEnum):
    """The JSON contract's words (design.md)."""

    READY = "ready"
    LEARNING = "learning"
    SETTLING = "settling"
    ON_COURSE = "on_course"
    HEADING_OVER = "heading_over"
    OVER = "over"
    HEADING_UNDER = "heading_under"
    UNDER = "under"
    TOO_SHORT = "too_short"
    RESTING = "resting"
    PAUSED = "paused"
    NO_SIGNAL = "no_signal"
    NO_RANGE = "no_range"
    STOPPED = "stopped"
    DONE = "done"
