"""A heart-rate range for an effort, and where it comes from.

Library contract: `ranges(belief, athlete) -> {"easy" | "moderately easy" | "moderate": Range}`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The heart rates asked of an effort.

    low_bpm: None where only a ceiling is known ("under 120"). high_bpm: the top.
    provisional: belief SD above 8 bpm, or no personal evidence: shown, never pushing.
    source: provenance in words, e.g. "formula, +-15: a guess".
    """

    low_bpm: int | None
    high_bpm: int
    provisional: bool
    source: str
