"""The heart rate now and whether it may be believed: what `beats/` hands to the session.

Comes in: nothing (records only). The reader that fills them lives in `beats/stream.py`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

BPM_MIN: Final = 30  # physiology.md D3: below it no reading is believed
BPM_MAX: Final = 230  # D3: above it neither


class Signal(StrEnum):
    """How far the strap may be trusted at this moment.

    Without a heart rate it is `POOR` for 8 s and `LOST` from then on, whatever the reason; with
    one it is never `LOST`.
    """

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    LOST = "lost"


class SignalReason(StrEnum):
    """Why the signal is not good (physiology.md D3)."""

    WAITING = "waiting"  # nothing heard yet
    SILENT = "silent"  # no packet for 4 s, or more
    ZERO = "zero"
    OUT_OF_RANGE = "out_of_range"  # below 30 or above 230 bpm
    NO_CONTACT = "no_contact"
    FROZEN = "frozen"
    JUMP = "jump"  # faster than a heart can
    DOUBLED = "doubled"
    HALVED = "halved"
    CADENCE = "cadence"  # an optical sensor counts the legs
    MISMATCH = "mismatch"  # the strap's number and its own beats disagree
    ARTEFACTS = "artefacts"  # too many doubtful beats
    GAP = "gap"  # beats of the last half minute were not heard
    CLOCK = "clock"  # more beats than there was time for
    OTHER_STRAP = "other_strap"  # a different device answers
    BAD_PACKETS = "bad_packets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Heart rate and signal at one moment.

    hr_bpm: 30-230, or None when it may not be believed. silent_s: seconds since the last packet
    whose heart rate could be believed, None before the first. artefact_pct: bad and missing beats
    among expected ones over the 120 s up to the last packet, None before there are any.
    strap_bpm: what the strap said last, believed or not, and beats_bpm: the rate of its beats; both
    steer nothing. Raises ValueError for an hr_bpm that
    no heart has.
    """

    hr_bpm: int | None
    signal: Signal
    reason: SignalReason | None = None
    silent_s: float | None = None
    artefact_pct: float | None = None
    strap_bpm: int | None = None
    beats_bpm: float | None = None

    def __post_init__(self) -> None:
        if self.hr_bpm is not None and not BPM_MIN <= self.hr_bpm <= BPM_MAX:
            raise ValueError(f"hr_bpm {self.hr_bpm} is outside {BPM_MIN}-{BPM_MAX}")
