"""The health page of one rider: once, after 12 months, when something changed; and a clearance.

Comes in: the rider's profile, somebody who answers. Goes out: the profile with what was said in it,
written to the athlete's file before the next question, so that leaving forgets nothing. Whether the
page is due and what a yes means for the ride are `health/`'s rules.
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hrguide.athlete import store
from hrguide.athlete.profile import Profile
from hrguide.cli import questions
from hrguide.cli.answers import Answers
from hrguide.errors import NotStartedError, UsageError
from hrguide.health import wording
from hrguide.health.screening import Health, HealthItem, clear, page_due, slows_the_heart
from hrguide.screen.question import TURNED_BACK, Asks


class HealthPage:
    """profile: as it stands after what was asked so far. clinic: where to book, in one line."""

    def __init__(
        self, home: Path, profile: Profile, *, asks: Asks, clinic: str | None, today: date
    ) -> None:
        self._home = home
        self._asks = asks
        self._clinic = clinic
        self._today = today
        self.profile = profile

    @property
    def is_due(self) -> bool:
        return page_due(self.profile.health, self._today)

    @property
    def health(self) -> Health:
        health = self.profile.health
        assert health is not None, "the page is asked before anything needs it"
        return health

    def change(self, **changes: object) -> None:
        """Into the athlete's file."""
        self.profile = store.change(self._home, self.profile.name, **changes)

    async def ask(self) -> None:
        """S2, and what a yes means. Raises NotStartedError where that is "not today"."""
        before = self.profile.health
        yes = await self._asks.ticks(questions.health_page())
        health = Health(asked_on=self._today, yes=tuple(HealthItem(word) for word in yes))
        limits = slows_the_heart(before, health, known=self.profile.limits_heart_rate)
        self.change(health=health, limits_heart_rate=limits)
        if health.holds_back:
            await self._what_it_means(health)

    async def anything_changed(self, *, turns_back: bool = False) -> bool:
        """Every ride that does not ask the page itself; a file with the page in it has answered.

        False where the rider turned back to the question before.
        """
        health = self.health
        if health.holds_back and self._given("cleared_by"):
            await self._cleared()
            return True
        if self._given("health") and not self._given("changed"):
            if set(await self._asks.ticks(questions.health_page())) != set(health.yes):
                await self.ask()
            return True
        asked = replace(questions.changed(held_back=health.holds_back), turns_back=turns_back)
        answer = await self._asks.choice(asked)
        if answer == questions.YES:
            await self.ask()
        elif answer == questions.CLEARED:
            await self._cleared()
        return answer != TURNED_BACK

    async def _what_it_means(self, health: Health) -> None:
        if self._given("cleared_by"):
            await self._cleared()
            return
        answer = await self._asks.choice(questions.what_it_means(health, clinic=self._clinic))
        if answer == questions.CLEARED:
            await self._cleared()
        elif answer == questions.NOT_TODAY:
            raise NotStartedError(wording.NOT_RIDDEN, hint=wording.LEFT)

    async def _cleared(self) -> None:
        """By whom, and when."""
        health, today = self.health, self._today

        def who(typed: str) -> str:
            cleared = clear(health, by=typed, on=today, today=today)
            assert cleared.clearance is not None
            return cleared.clearance.by

        by = await self._asks.text(questions.cleared_by(who))

        def when(typed: str) -> Health:
            return clear(health, by=by, on=_day(typed, today), today=today)

        self.change(health=await self._asks.text(questions.cleared_on(when)))

    def _given(self, name: str) -> bool:
        return isinstance(self._asks, Answers) and self._asks.has(name)


def _day(word: str, today: date) -> date:
    match word.lower():
        case "today":
            return today
        case "yesterday":
            return today - timedelta(days=1)
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise UsageError(
            f"{word!r} is not a day", hint="Year-month-day, for example 2026-11-22."
        ) from None
