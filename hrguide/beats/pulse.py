"""The heart rate now and whether it may be believed: what `beats/` hands to the session.

Comes in: nothing (records only). The reader that fills them lives in `beats/stream.py`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Signal(StrEnum):
    """How far the strap may be trusted at this moment."""

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
    ARTEFACTS = "artefacts"  # too many doubtful beats
    OTHER_STRAP = "other_strap"  # a different device answers
    BAD_PACKETS = "bad_packets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Heart rate and signal at one moment.

    hr_bpm: 30-230, or None when it may not be believed. silent_s: seconds since the last packet
    that carried a heart rate, None before the first. artefact_pct: doubtful beats among expected
    ones over the last 120 s, None before there are any.
    """

    hr_bpm: int | None
    signal: Signal
    reason: SignalReason | None = None
    silent_s: float | None = None
    artefact_pct: float | None = None
