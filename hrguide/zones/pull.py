"""How far each piece of evidence pulls the threshold: with it less without it.

Comes in: the athlete and the pieces that count. Goes out: a pull in bpm for each, newest first.
Pulls do not add up to the whole: evidence that agrees shares its weight, and each piece alone is
hardly missed. The heart's pace on this machine stands among them, with no pull at all: it is the
forecast's. A long diary is worked out one by one for its newest pieces only; what is older
pulls together, as one (each pull is a whole belief, some milliseconds in a diary of years).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import Evidence, HeartTimes
from hrguide.zones.belief import Belief, threshold_belief

ONE_BY_ONE: Final = 16  # told singly: more than the 12 answers that count (H2), and a page's length


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """pieces: one, or the older ones together. pull_bpm: the mean with them less without them."""

    pieces: tuple[Evidence, ...]
    pull_bpm: float


def pulls(
    athlete: Athlete,
    evidence: Sequence[Evidence],
    belief: Belief,
    *,
    as_of: date | None,
    one_by_one: int = ONE_BY_ONE,
) -> tuple[Pull, ...]:
    """The pull of each piece up to `as_of`, newest first; `belief`: the one with all of them.

    Pieces of one day keep the order they were told in, the last told first.
    """
    pieces = [
        piece
        for piece in evidence
        if (as_of is None or piece.day <= as_of)
        and not (isinstance(piece, HeartTimes) and piece.machine != belief.machine)
    ]
    told = sorted(range(len(pieces)), key=lambda at: (pieces[at].day, at), reverse=True)
    groups: list[tuple[int, ...]] = [(at,) for at in told[:one_by_one]]
    if older := tuple(told[one_by_one:]):
        groups.append(older)
    return tuple(
        Pull(
            pieces=tuple(pieces[at] for at in group),
            pull_bpm=belief.mean_bpm - _without(athlete, pieces, group, belief),
        )
        for group in groups
    )


def _without(
    athlete: Athlete, pieces: Sequence[Evidence], gone: tuple[int, ...], belief: Belief
) -> float:
    """The threshold of the same day and machine, had these never been told."""
    kept = [piece for at, piece in enumerate(pieces) if at not in gone]
    return threshold_belief(athlete, kept, belief.machine, as_of=belief.as_of).mean_bpm
