"""How far ranges may move from one round to the next (physiology.md L1).

Comes in: the ranges of the round that ends and the belief as it stands in the rest. Goes out: the
ranges of the next round: up by at most 6 bpm, down without limit. Moving inside a round, or
pushing a tired rider up in one jump, is what it refuses to do.
"""

from collections.abc import Mapping
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.zones.belief import Belief
from hrguide.zones.ranges import Range, between, edges_bpm, ranges

UP_MAX_BPM: Final = 6  # L1: a first "comfortable" must not raise the whole session at once


def next_ranges(before: Mapping[str, Range], belief: Belief, athlete: Athlete) -> dict[str, Range]:
    """The ranges of the next round. before: those of the round that ends; {} limits nothing."""
    fresh = ranges(belief, athlete)
    if not fresh or not before:
        return fresh
    old_top, new_top = before["moderate"].high_bpm, fresh["moderate"].high_bpm
    too_far = new_top - old_top - UP_MAX_BPM
    if too_far <= 0:
        return fresh
    edges = tuple(edge - too_far for edge in edges_bpm(belief, athlete))
    one = fresh["moderate"]
    return between(edges, provisional=one.provisional, source=one.source)
