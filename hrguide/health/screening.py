"""The health page as answered, and what holds somebody back until a professional has cleared them.

Comes in: which of the page's seven lines fit, on which day; later perhaps who cleared them, when.
Goes out: a frozen record for the athlete's file, and whether the page is due. The answers steer
nothing but gentle mode and the formulas; nothing here diagnoses. It reads no clock.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from hrguide.errors import UsageError

PAGE_AGAIN_MONTHS: Final = 12  # product.md: the page again after 12 months
# A clearance speaks of the body it saw: it lasts as long as a page of answers does [J].
CLEARED_MONTHS: Final = 12
NAME_MAX_CHARS: Final = 80  # of whoever cleared somebody; as of an athlete's name


class HealthItem(StrEnum):
    """The lines of the health page, in its order (PAR-Q+ style, our own words)."""

    HEART = "heart"
    CHEST = "chest"
    DIZZY = "dizzy"
    ILLNESS = "illness"
    MEDICINE = "medicine"
    BONES = "bones"
    SUPERVISED = "supervised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """A professional said light exercise is fine. by: who, in the athlete's words."""

    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The page as it was last answered. yes: the lines that fit, in the page's order, may be ().

    clearance: given for these answers; a page answered anew needs a new one, because something
    changed or a year went by.
    """

    asked_on: date
    yes: tuple[HealthItem, ...] = ()
    clearance: Clearance | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "yes", tuple(item for item in HealthItem if item in self.yes))

    @property
    def holds_back(self) -> bool:
        """Something fits and nobody has cleared it: gentle mode."""
        return bool(self.yes) and self.clearance is None


def page_due(kept: Health | None, today: date) -> bool:
    """Whether the page is to be asked: never answered, or 12 months ago.

    A page dated after today (a clock that was wrong) is asked again too.
    """
    if kept is None or kept.asked_on > today:
        return True
    return today >= _months_later(kept.asked_on, PAGE_AGAIN_MONTHS)


def clear(kept: Health, *, by: str, on: date, today: date) -> Health:
    """Cleared by whom and when: gentle mode ends.

    Raises UsageError for nobody, a day to come, or one so long ago that it is to be asked again.
    """
    who = " ".join(by.split())
    if not any(letter.isalpha() for letter in who) or len(who) > NAME_MAX_CHARS:
        raise UsageError(
            f"{by[:NAME_MAX_CHARS]!r} is nobody's name",
            hint="Write who cleared you, for example: Dr Roe.",
        )
    if on > today:
        raise UsageError(f"{on} is yet to come", hint="Write the day it was said.")
    if today >= _months_later(on, CLEARED_MONTHS):
        raise UsageError(
            f"{on} is more than {CLEARED_MONTHS} months ago", hint="Ask again, then enter that day."
        )
    return replace(kept, clearance=Clearance(by=who, on=on))


def slows_the_heart(before: Health | None, now: Health, *, known: bool) -> bool:
    """Whether formulas are off after this page. known: what the athlete's file says so far.

    A medicine told of on an earlier page and no longer on this one is no longer taken; one that was
    entered by hand stays.
    """
    if HealthItem.MEDICINE in now.yes:
        return True
    was_of_the_page = before is not None and HealthItem.MEDICINE in before.yes
    return known and not was_of_the_page


def _months_later(day: date, months: int) -> date:
    """The same day of a later month; the 28th where that month may be too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))
