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
    ECTOPIC = "ectopic"  # short, then long: a beat that came early, and the pause after it
    SHORT = "short"
    LONG = "long"
    OUT_OF_LIMITS = "out_of_limits"  # outside 250-2000 ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A beat's place on the RR clock and what is thought of the interval that ends with it.

    at_s: when the beat happened, seconds since the ride file's header, by the RR clock.
    rr_s: the interval that ended with it, seconds, exactly as the strap sent it.
    median_s: the local median it was judged against, None while there is none.
    missing: how many beats the interval hides (1 or 2 for `MISSED`, else 0).
    closes_pair: whether it is the second interval of an `EXTRA` or `ECTOPIC` pair; a pair is
    two bad intervals, but one bad beat.
    gap_s: seconds in which nobody heard a beat, before the interval began; 0 where it joins on.
    """

    at_s: float
    rr_s: float
    verdict: BeatVerdict
    median_s: float | None = None
    missing: int = 0
    closes_pair: bool = False
    gap_s: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether the interval may be used as it is."""
        return self.verdict is BeatVerdict.GOOD
