"""May they ride today, and how: from the health page, today's back, soreness and age.

Comes in: answers a person gave. Goes out: `Go`, gently or not, with every reason, or `NotToday`.
Stop rules come first: an emergency outweighs all else. Pure; nothing is diagnosed.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hrguide.health.screening import Health

SORENESS_LEAST: Final = 0
SORENESS_MOST: Final = 10  # 0 nothing, 10 the worst one can imagine
MORE_THAN_A_BIT: Final = 7  # product.md: 7 or more is "more than a bit"
ADULT_YEARS: Final = 18  # product.md: under 18 with a coach or therapist


class Back(StrEnum):
    """Today's back, its three ways."""

    SORE = "sore"
    SOMETHING_ELSE = "something_else"
    EMERGENCY = "emergency"


class Refusal(StrEnum):
    """Why nothing is ridden today, the most urgent first."""

    EMERGENCY = "emergency"  # get help now
    ASSESSMENT = "assessment"  # book an assessment
    UNACCOMPANIED = "unaccompanied"  # under 18 and nobody there


class Gentle(StrEnum):
    """Why nothing pushes today; each stands in the ride as "gentle"."""

    HEALTH = "health"  # a yes on the health page, not cleared
    SORENESS = "soreness"  # 7 or more
    CLINIC = "clinic"  # `push = false` in clinic.toml
    WISHED = "wished"  # --gentle


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    """They may ride. gentle: every reason for gentle mode, () where there is none."""

    gentle: tuple[Gentle, ...] = ()

    @property
    def is_gentle(self) -> bool:
        return bool(self.gentle)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotToday:
    """They may not."""

    refusal: Refusal


def of_back(back: Back) -> Refusal | None:
    """What today's back forbids, before anything else is asked."""
    match back:
        case Back.EMERGENCY:
            return Refusal.EMERGENCY
        case Back.SOMETHING_ELSE:
            return Refusal.ASSESSMENT
        case Back.SORE:
            return None


def decide(
    *,
    health: Health,
    back: Back,
    soreness: int,
    age_years: float,
    accompanied: bool,
    pushes: bool = True,
    wished_gentle: bool = False,
) -> Go | NotToday:
    """The one decision before a ride.

    soreness: 0-10. accompanied: a coach or therapist is there; asked under 18 alone. pushes: False
    where the clinic has switched that off.
    """
    refusal = of_back(back)
    if refusal is None and age_years < ADULT_YEARS and not accompanied:
        refusal = Refusal.UNACCOMPANIED
    if refusal is not None:
        return NotToday(refusal=refusal)
    reasons = {
        Gentle.HEALTH: health.holds_back,
        Gentle.SORENESS: soreness >= MORE_THAN_A_BIT,
        Gentle.CLINIC: not pushes,
        Gentle.WISHED: wished_gentle,
    }
    return Go(gentle=tuple(reason for reason, holds in reasons.items() if holds))
