"""Where a number comes from, in words a rider reads in one glance (product.md, promise 3).

Comes in: a Belief. Goes out: "from 8 talk answers, 12 Nov, bike erg, threshold 138 +-6" or
"formula, +-15: a guess". Refuses to round doubt away: every sentence carries its spread.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.athlete.evidence import (
    AlphaCrossing,
    LabThreshold,
    Rpe,
    SteadyRide,
    TalkAnswer,
    ThresholdEvidence,
)
from hrguide.zones.belief import Belief

_WORDS: Final[tuple[tuple[type, str, str], ...]] = (
    (TalkAnswer, "talk answer", "talk answers"),
    (LabThreshold, "lab test", "lab tests"),
    (AlphaCrossing, "alpha1 crossing", "alpha1 crossings"),
    (Rpe, "effort rating", "effort ratings"),
    (SteadyRide, "steady ride", "steady rides"),
)
_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"  # English whatever the locale


def provenance(belief: Belief) -> str:
    """Source, day, machine, threshold and its spread."""
    spread = f"+-{belief.sd_bpm:.0f}"
    if not belief.personal:
        return f"formula, {spread}: a guess"
    pieces = belief.own or belief.borrowed
    machine = belief.machine.words
    if not belief.own:
        there = sorted({_machine_words(piece) for piece in pieces})
        machine = f"{' and '.join(there)}, borrowed for the {machine}"
    newest = max(piece.day for piece in pieces)
    words = (
        f"from {counted(pieces)}, {day_words(newest, belief.as_of)}, {machine}, "
        f"threshold {belief.mean_bpm:.0f} {spread}"
    )
    return words if belief.disagreement is None else f"{words}; {belief.disagreement}"


def _machine_words(piece: ThresholdEvidence) -> str:
    return "a laboratory" if piece.machine is None else Machine(piece.machine).words


def counted(pieces: Sequence[ThresholdEvidence]) -> str:
    """ "3 talk answers", "8 talk answers and 1 lab test"."""
    parts = []
    for kind, one, many in _WORDS:
        if number := sum(isinstance(piece, kind) for piece in pieces):
            parts.append(f"{number} {one if number == 1 else many}")
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def day_words(day: date, as_of: date | None) -> str:
    """ "12 Nov", with the year where it is another one than that of `as_of`."""
    words = f"{day.day} {_MONTHS[3 * day.month - 3 : 3 * day.month]}"
    return words if as_of is None or day.year == as_of.year else f"{words} {day.year}"
