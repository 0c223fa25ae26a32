"""Who is riding: the few facts zones can be made from.

Library contract: `Athlete(name, age_years, sex=None, activity=None, resting_bpm=None,
max_bpm=None, limits_heart_rate=False, ceiling_bpm=None)`. Unknown is None, never a default person.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from hrguide.errors import UsageError

Sex = Literal["female", "male"]
Activity = Literal["untrained", "active", "trained"]

AGE_MIN_YEARS: Final = 10  # younger: not for an unsupervised tool [J]
AGE_MAX_YEARS: Final = 110  # oldest plausible rider [J]
RESTING_MIN_BPM: Final = 25  # elite endurance athletes reach the high twenties [K]
RESTING_MAX_BPM: Final = 120  # above it is not rest, physiology.md G flags > 100 [J]
MAX_MIN_BPM: Final = 90  # measured maxima under rate-limiting medicine reach down to about 100 [K]
MAX_MAX_BPM: Final = 230  # physiology.md D3: above 230 no reading is believed
CEILING_MIN_BPM: Final = 60  # a limit below it would forbid sitting still [J]
ADULT_YEARS: Final = 18  # product.md: under 18 with a coach or therapist, formulas off


class Machine(StrEnum):
    """The four machines of the clinic's advice; a threshold belongs to one of them."""

    BIKEERG = "bikeerg"
    ROWER = "rower"
    SKIERG = "skierg"
    ECHOBIKE = "echobike"

    @property
    def words(self) -> str:
        """As people say it: "bike erg"."""
        return {
            Machine.BIKEERG: "bike erg",
            Machine.ROWER: "rower",
            Machine.SKIERG: "ski erg",
            Machine.ECHOBIKE: "echo bike",
        }[self]


@dataclass(frozen=True, slots=True)
class Athlete:
    """One person.

    age_years: whole or fractional years. resting_bpm: seated rest, measured. max_bpm: measured,
    never a formula. limits_heart_rate: takes medicine that slows the heart (turns formulas off).
    ceiling_bpm: a limit set by the athlete or a clinician. Raises UsageError for impossible values.
    """

    name: str
    age_years: float
    sex: Sex | None = None
    activity: Activity | None = None
    resting_bpm: float | None = None
    max_bpm: float | None = None
    limits_heart_rate: bool = False
    ceiling_bpm: float | None = None

    def __post_init__(self) -> None:
        _check("age", self.age_years, AGE_MIN_YEARS, AGE_MAX_YEARS, "years")
        _check("resting heart rate", self.resting_bpm, RESTING_MIN_BPM, RESTING_MAX_BPM, "bpm")
        _check("maximum heart rate", self.max_bpm, MAX_MIN_BPM, MAX_MAX_BPM, "bpm")
        _check("heart-rate limit", self.ceiling_bpm, CEILING_MIN_BPM, MAX_MAX_BPM, "bpm")
        if self.sex not in (None, "female", "male"):
            raise UsageError(f"sex {self.sex!r} is not one I know", hint="Use female or male.")
        if self.activity not in (None, "untrained", "active", "trained"):
            raise UsageError(
                f"activity {self.activity!r} is not one I know",
                hint="Use untrained, active or trained.",
            )
        rest, peak = self.resting_bpm, self.max_bpm
        if rest is not None and peak is not None and rest >= peak:
            raise UsageError(
                f"resting heart rate {rest:g} is not below the maximum {peak:g}",
                hint="Check both numbers; leave out the one you are not sure of.",
            )

    @property
    def formulas_off(self) -> bool:
        """Age formulas say nothing about this person (physiology.md L7; product.md, under 18)."""
        return self.limits_heart_rate or self.age_years < ADULT_YEARS


def _check(what: str, value: float | None, low: float, high: float, unit: str) -> None:
    if value is not None and not low <= value <= high:
        raise UsageError(
            f"{what} {value:g} {unit} is outside {low:g}-{high:g}",
            hint="Check the number; leave it out if you do not know it.",
        )
