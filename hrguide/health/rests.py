"""What the back said in the rests, and what follows for the rounds to come.

Comes in: the answers of a ride's rests, in order; an unanswered rest is not among them. Goes out:
one of three ways on. Worse once makes the next round easy; worse twice, or sharp once, ends the
ride. Pure, so that the guide, a replay and a test ask the same rule; nothing is diagnosed.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

WORSE_ENDS: Final = 2  # product.md: worse twice, end; not in a row: a back that got worse is worse


class RestAnswer(StrEnum):
    """ "Your back now?"; SHARP is the word that needs no second time."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    SHARP = "sharp"


class WayOn(StrEnum):
    """How it goes on after a rest."""

    AS_PLANNED = "as_planned"
    NEXT_ROUND_EASY = "next_round_easy"  # easy throughout, and no push for the rest of the ride
    END = "end"  # "book an assessment"


def after_rest(answers: Sequence[RestAnswer]) -> WayOn:
    """The way on after the last of `answers`, oldest first; () where no rest was answered."""
    if RestAnswer.SHARP in answers or answers.count(RestAnswer.WORSE) >= WORSE_ENDS:
        return WayOn.END
    if answers and answers[-1] is RestAnswer.WORSE:
        return WayOn.NEXT_ROUND_EASY
    return WayOn.AS_PLANNED


def may_push(answers: Sequence[RestAnswer]) -> bool:
    """No push for the rest of a ride in which the back got worse (physiology.md L4)."""
    return RestAnswer.WORSE not in answers and RestAnswer.SHARP not in answers
