"""Power, percentages and zones of other programs as hrguide's efforts, by one stated rule each.

Comes in: percent of FTP, of the maximum or the lactate-threshold heart rate, or a zone's number.
Goes out: an effort, and whether the file asks for more than hrguide leads: nothing here is harder
than moderate, "only just a conversation", so harder steps become moderate and say so.

The edges follow from the ranges of physiology.md F (easy to 0.78 of the talk threshold's reserve,
moderately easy to 0.90, moderate to 1.02), put on each scale:
* power: the talk threshold at 75 % of FTP (the top of Coggan's level 2), and a heart rate that
  starts at 0.15 of that reserve with no load [J]: edges at 55, 66 and 77 % of FTP;
* share of the maximum heart rate: Foster 2009 (physiology.md A1): 73 % at the last stage but one
  that was comfortable, 79 % at the last, 82 % at the first "only just";
* share of the lactate-threshold heart rate (LTHR, about 0.92 of the maximum [K]): those / 0.92.
"""

from dataclasses import dataclass
from typing import Final

from hrguide.workout.workout import Effort


@dataclass(frozen=True, slots=True)
class Asked:
    """An effort; beyond: the file asks for more than that."""

    effort: Effort
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Upper edges of easy, moderately easy and moderate on one scale, in percent of `of`."""

    of: str
    easy: float
    moderately_easy: float
    moderate: float

    def asked(self, pct: float) -> Asked:
        """The effort of a percentage; no load at all is rest."""
        if pct <= 0:
            return Asked(Effort.REST)
        if pct < self.easy:
            return Asked(Effort.EASY)
        if pct < self.moderately_easy:
            return Asked(Effort.MODERATELY_EASY)
        return Asked(Effort.MODERATE, beyond=pct >= self.moderate)

    @property
    def edges(self) -> tuple[float, ...]:
        """Where one effort becomes another, rising."""
        return (self.easy, self.moderately_easy, self.moderate)

    @property
    def rule(self) -> str:
        """The rule in one sentence, as it stands above a converted workout."""
        return (
            f"Below {self.easy:g} % of {self.of} became easy, below {self.moderately_easy:g} %"
            " moderately easy, the rest moderate: nothing here is led harder than that."
        )


POWER: Final = Scale("FTP", 55.0, 66.0, 77.0)
MAX_RATE: Final = Scale("the maximum heart rate", 73.0, 79.0, 83.0)
LACTATE_RATE: Final = Scale("the lactate-threshold heart rate", 79.0, 86.0, 90.0)

ZONE_RULE: Final = (
    "Zone 1 became easy, zone 2 moderately easy, zone 3 and above moderate: nothing here is led"
    " harder than that."
)

RULES: Final = (POWER.rule, MAX_RATE.rule, LACTATE_RATE.rule, ZONE_RULE)


def zone(number: int) -> Asked:
    """The effort of a heart-rate or power zone, as most programs count them from 1."""
    if number <= 1:
        return Asked(Effort.EASY)
    if number == 2:
        return Asked(Effort.MODERATELY_EASY)
    return Asked(Effort.MODERATE, beyond=number > 3)
