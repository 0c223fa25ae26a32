"""A heart-rate range for each effort, and where it comes from.

Library contract: `ranges(belief, athlete) -> {"easy" | "moderately easy" | "moderate": Range}`.
Comes in: a Belief and the athlete. Goes out: ranges that share their edges, laid as fractions of
the reserve below a careful quantile of the threshold, under every ceiling. Where the reserve is too
narrow for three, one "under N" for all. Refuses to make ranges from a formula that is off.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import TalkAnswer
from hrguide.zones.belief import Belief
from hrguide.zones.ceilings import ceilings, lowest_no_bpm
from hrguide.zones.provenance import provenance

EFFORTS: Final = ("easy", "moderately easy", "moderate")
# H3 (Foster 2009: last comfortable stage 0.89 of the reserve at "only just", the one before 0.76):
# lower edges of the three, and the top of moderate, as fractions of (c - rest).
FRACTIONS: Final = (0.62, 0.78, 0.90, 1.02)
WIDTHS_BPM: Final = (10, 8, 8)  # H3: the forecast errs by 4 bpm, less is pointless to aim at
CAREFUL_QUANTILE: Final = 0.25  # L2: while little is known, or under medicine
QUANTILE: Final = 0.40  # H3: overshooting costs 1.5x undershooting on a recovery day
SURE_SD_BPM: Final = 8.0  # L2, L3: below it a range may push
NARROW_BPM: Final = 40.0  # L6: with less between rest and threshold no three ranges fit
ABOVE_REST_BPM: Final = 10  # L6


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


def ranges(belief: Belief, athlete: Athlete) -> dict[str, Range]:
    """The three ranges by effort; {} where formulas are off and nothing personal is known."""
    if athlete.formulas_off and not belief.personal:
        return {}
    return between(edges_bpm(belief, athlete), belief)


def between(edges: tuple[int, ...], belief: Belief) -> dict[str, Range]:
    """Ranges between four rising edges; from a single one, "under" it for every effort."""
    provisional = not belief.personal or belief.sd_bpm > SURE_SD_BPM
    source = provenance(belief)
    lows: tuple[int | None, ...] = edges[:3] if len(edges) == 4 else (None,) * 3
    highs = edges[1:] if len(edges) == 4 else edges * 3
    return {
        effort: Range(low_bpm=low, high_bpm=high, provisional=provisional, source=source)
        for effort, low, high in zip(EFFORTS, lows, highs, strict=True)
    }


def edges_bpm(
    belief: Belief, athlete: Athlete, answers: Iterable[TalkAnswer] = ()
) -> tuple[int, ...]:
    """The four edges, or one where the reserve is too narrow for three ranges.

    answers: this ride's, which alone make a ceiling under medicine.
    """
    rest = belief.rest_bpm
    reserve = belief.quantile(quantile_used(belief, athlete)) - rest
    lower = [round(rest + fraction * reserve) for fraction in FRACTIONS[:3]]
    top = round(rest + max(FRACTIONS[3] * reserve, ABOVE_REST_BPM))
    limits = ceilings(belief, athlete, answers)
    for limit in (limits.hard_bpm, limits.session_bpm, lowest_no_bpm(belief)):
        top = top if limit is None else min(top, int(limit))
    return (top,) if reserve < NARROW_BPM else fitted([*lower, top], lowest_bpm(belief))


def lowest_bpm(belief: Belief) -> float:
    """No range reaches below it (L6)."""
    return belief.rest_bpm + ABOVE_REST_BPM


def fitted(wished: Sequence[int], lowest: float) -> tuple[int, ...]:
    """Edges at least WIDTHS_BPM apart, pushed downwards only; one edge where that is too low."""
    edges = [wished[3]]
    for edge, width in zip(wished[2::-1], WIDTHS_BPM[::-1], strict=True):
        edges.insert(0, min(edge, edges[0] - width))
    return tuple(edges) if edges[0] >= lowest else (wished[3],)


def quantile_used(belief: Belief, athlete: Athlete) -> float:
    """L2: careful while little is known or under medicine, else the quantile of the loss."""
    careful = belief.sd_bpm > SURE_SD_BPM or athlete.limits_heart_rate
    return CAREFUL_QUANTILE if careful else QUANTILE
