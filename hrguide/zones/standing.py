"""Where an athlete stands on one machine on one day: all that `hrguide zones` tells.

Comes in: the athlete, the pieces that count, a machine, a day. Goes out: a frozen Standing: belief,
ranges, ceilings, the pull of each piece, what would sharpen it. It formats nothing and reads no
file; the numbers are those a ride of that day would begin with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import Evidence, MeasuredMax, RestingRate
from hrguide.zones.advice import Advice, best_question, is_held_back
from hrguide.zones.belief import Belief, threshold_belief
from hrguide.zones.ceilings import Ceilings, ceilings
from hrguide.zones.pull import Pull, pulls
from hrguide.zones.ranges import Range, lowest_bpm, ranges
from hrguide.zones.rounds import led_by_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """ranges: {} where nothing may be said yet. words_first: round 1 of a ride that day goes by
    words. start: the belief before any answer (age, rest, maximum), None where formulas are off.
    advice: None before any answer, and where they do not agree: a formula sends nobody anywhere.
    held_back: an answer would teach something, but not under the ceilings. later: pieces of later
    days, which do not count.
    """

    athlete: Athlete
    on: date
    belief: Belief
    start: Belief | None
    ranges: Mapping[str, Range]
    limits: Ceilings
    pulls: tuple[Pull, ...]
    advice: Advice | None
    words_first: bool
    held_back: bool
    later: int

    @property
    def is_known(self) -> bool:
        """Whether a threshold may be told at all: a formula's, or the athlete's own."""
        return bool(self.ranges)

    @property
    def is_at_rest(self) -> bool:
        """The answers put the threshold where no range fits above rest: some cannot be right."""
        return self.belief.personal and self.belief.mean_bpm < lowest_bpm(self.belief)

    @property
    def is_provisional(self) -> bool:
        """Shown, never pushing."""
        return any(one.provisional for one in self.ranges.values())


def standing(
    athlete: Athlete, evidence: Sequence[Evidence], *, machine: Machine, on: date
) -> Standing:
    """The state of `machine` on that day; pieces of later days do not count."""
    belief = threshold_belief(athlete, evidence, machine, as_of=on)
    found = ranges(belief, athlete)
    limits = ceilings(belief, athlete)
    asks = bool(found) and belief.personal and belief.disagreement is None
    facts = [piece for piece in evidence if isinstance(piece, MeasuredMax | RestingRate)]
    return Standing(
        athlete=athlete,
        on=on,
        belief=belief,
        start=None if athlete.formulas_off else threshold_belief(athlete, facts, machine, as_of=on),
        ranges=found,
        limits=limits,
        pulls=pulls(athlete, evidence, belief, as_of=on),
        advice=best_question(belief, athlete) if asks else None,
        held_back=asks and is_held_back(belief, athlete),
        later=sum(piece.day > on for piece in evidence),
        words_first=led_by_words(belief, athlete),
    )
