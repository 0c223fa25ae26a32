"""One heart beat on the RR clock, with the verdict on it and the reason.

A beat is never altered or dropped: what is doubtful carries a verdict instead.
"""

from dataclasses import dataclass
from enum import StrEnum


class BeatVerdict(StrEnum):
    """What the live rule thinks of an RR interval (physiology.md D2)."""

    GOOD = "good"
    MISSED = "missed"  # about 2 or 3 times the median: beats in between were not seen
    EXTRA = "extra"  # with its neighbour about one median: a beat too many
    SHORT = "short"
    LONG = "long"
    OUT_OF_LIMITS = "out_of_limits"  # outside 250-2000 ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A beat's place on the RR clock and what is thought of the interval that ends with it.

    at_s: when the beat happened, seconds since the ride file's header, by the RR clock.
    rr_s: the interval that ended with it, seconds, exactly as the strap sent it.
    median_s: the local median it was judged against, None while there is none.
    """

    at_s: float
    rr_s: float
    verdict: BeatVerdict
    median_s: float | None = None

    @property
    def is_good(self) -> bool:
        """Whether the interval may be used as it is."""
        return self.verdict is BeatVerdict.GOOD
