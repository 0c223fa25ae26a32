"""Answers that cannot all be right, found and said.

Comes in: a belief and the evidence of one machine. Goes out: a sentence, or None. An answer is odd
where the likeliest threshold leaves it hardly more likely than a mistake. (Its average over the
belief was tried: two camps of equal size then excuse each other.) Refuses to throw any away: the
belief only stays wide until newer answers outvote the odd ones.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from hrguide.athlete.evidence import TalkAnswer, ThresholdEvidence
from hrguide.zones.grid import Cells
from hrguide.zones.likelihood import likelihood

RECENT_DAYS: Final = 56  # older answers may differ because the athlete changed [J]
ODD_BELOW: Final = 0.06  # of the likelihood's own top: three times what a pure mistake has [J]
TOO_MANY: Final = 0.25  # one in four is bad luck (3-5 % a lapse), more is not [J]
FEWEST: Final = 2


def disagreement(
    cells: Cells, pieces: Sequence[ThresholdEvidence], as_of: date | None
) -> str | None:
    """Say which share of the recent evidence does not fit, None where most of it does."""
    if as_of is None:
        return None
    since = as_of - timedelta(days=RECENT_DAYS)
    recent = [piece for piece in pieces if piece.day >= since and isinstance(piece, TalkAnswer)]
    if len(recent) < FEWEST:
        return None
    likeliest = cells.index(max(cells))
    odd = sum(_is_odd(piece, likeliest) for piece in recent)
    if odd <= TOO_MANY * len(recent):
        return None
    return f"{odd} of the last {len(recent)} answers do not fit the others"


def _is_odd(piece: TalkAnswer, likeliest: int) -> bool:
    likely = likelihood(piece)
    return likely[likeliest] < ODD_BELOW * max(likely)
