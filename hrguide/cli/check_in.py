"""The questions of a ride between "who?" and "ready": health, today's back, soreness, machine.

Comes in: the rider's profile, somebody who answers. Goes out: `CheckedIn`: how the ride may be
ridden, and the answers it keeps. What persists (the health page, a clearance) is in the athlete's
file before the next question, so that leaving here forgets nothing. Asks in the order of danger;
the rules are `health/`'s, the questions `questions.py`'s. No option answers in a person's place.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.clinic import Clinic
from hrguide.athlete.profile import Profile
from hrguide.cli import questions
from hrguide.cli.answers import Answers
from hrguide.cli.morning import ask_morning
from hrguide.errors import NotStartedError, UsageError
from hrguide.health import wording
from hrguide.health.screening import Health, HealthItem, clear, page_due, slows_the_heart
from hrguide.health.today import (
    ADULT_YEARS,
    MORE_THAN_A_BIT,
    Back,
    Gentle,
    NotToday,
    Refusal,
    decide,
    of_back,
)
from hrguide.screen.question import Asks

SORENESS_BEFORE: Final = "soreness_before"  # in the ride file


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn:
    """How this ride may be ridden. gentle: the reasons, () where nothing holds back.

    answers: for the ride file, question and answer. as_usual: False where medicine was not taken as
    usual, so that evidence of other days says less.
    """

    profile: Profile
    machine: Machine
    gentle: tuple[Gentle, ...]
    answers: tuple[tuple[str, int | str], ...]
    as_usual: bool = True


class CheckIn:
    """One rider's way through the questions.

    named: the machine of the command line. takes_defaults: `--yes`.
    """

    def __init__(
        self,
        home: Path,
        profile: Profile,
        *,
        asks: Asks,
        clinic: Clinic,
        today: date,
        named: str | None = None,
        takes_defaults: bool = False,
        wished_gentle: bool = False,
    ) -> None:
        self._home = home
        self._profile = profile
        self._asks = asks
        self._clinic = clinic
        self._clinic_line = wording.clinic_line(clinic.name, clinic.telephone)
        self._today = today
        self._named = named
        self._takes_defaults = takes_defaults
        self._wished_gentle = wished_gentle
        self._kept: list[tuple[str, int | str]] = []

    async def run(self) -> CheckedIn:
        """Ask all of it. Raises NotStartedError where nothing is to be ridden today."""
        accompanied = await self._is_accompanied()
        is_page_due = page_due(self._profile.health, self._today)
        if is_page_due:
            await self._health_page()
        back = await self._back()
        soreness, machine = await self._soreness_and_machine()
        await ask_morning(self._home, self._profile.name, asks=self._asks, today=self._today)
        if not is_page_due:
            await self._anything_changed()
        as_usual = await self._is_medicine_as_usual()
        way = decide(
            health=self._health,
            back=back,
            soreness=soreness,
            age_years=self._profile.age_years_on(self._today),
            accompanied=accompanied,
            pushes=self._clinic.pushes,
            wished_gentle=self._wished_gentle,
        )
        if isinstance(way, NotToday):
            raise await self._refusal(way.refusal)
        if machine is not self._profile.machine:
            self._change(machine=machine)
        return CheckedIn(
            profile=self._profile,
            machine=machine,
            gentle=way.gentle,
            answers=tuple(self._kept),
            as_usual=as_usual,
        )

    @property
    def _health(self) -> Health:
        health = self._profile.health
        assert health is not None, "the page is asked before anything needs it"
        return health

    def _change(self, **changes: object) -> None:
        self._profile = store.change(self._home, self._profile.name, **changes)

    async def _is_accompanied(self) -> bool:
        """Under 18, each ride."""
        if self._profile.age_years_on(self._today) >= ADULT_YEARS:
            return True
        if await self._asks.choice(questions.accompanied()) == questions.NO:
            raise await self._refusal(Refusal.UNACCOMPANIED)
        self._kept.append(("accompanied", questions.YES))
        return True

    async def _health_page(self) -> None:
        """S2, and what a yes means."""
        before = self._profile.health
        yes = await self._asks.ticks(questions.health_page())
        health = Health(asked_on=self._today, yes=tuple(HealthItem(word) for word in yes))
        limits = slows_the_heart(before, health, known=self._profile.limits_heart_rate)
        self._change(health=health, limits_heart_rate=limits)
        if health.holds_back:
            await self._what_it_means(health)

    async def _what_it_means(self, health: Health) -> None:
        if self._given("cleared_by"):
            await self._cleared()
            return
        asked = questions.what_it_means(health, clinic=self._clinic_line)
        answer = await self._asks.choice(asked)
        if answer == questions.CLEARED:
            await self._cleared()
        elif answer == questions.NOT_TODAY:
            raise NotStartedError(wording.NOT_RIDDEN, hint=wording.LEFT)

    async def _cleared(self) -> None:
        """By whom, and when."""
        health, today = self._health, self._today

        def who(typed: str) -> str:
            cleared = clear(health, by=typed, on=today, today=today)
            assert cleared.clearance is not None
            return cleared.clearance.by

        by = await self._asks.text(questions.cleared_by(who))

        def when(typed: str) -> Health:
            return clear(health, by=by, on=_day(typed, today), today=today)

        self._change(health=await self._asks.text(questions.cleared_on(when)))

    async def _anything_changed(self) -> None:
        """Every ride that does not ask the page itself; a file with the page in it has answered."""
        health = self._health
        if health.holds_back and self._given("cleared_by"):
            await self._cleared()
            return
        if self._given("health") and not self._given("changed"):
            if set(await self._asks.ticks(questions.health_page())) != set(health.yes):
                await self._health_page()
            return
        answer = await self._asks.choice(questions.changed(held_back=health.holds_back))
        if answer == questions.YES:
            await self._health_page()
        elif answer == questions.CLEARED:
            await self._cleared()

    async def _back(self) -> Back:
        """S3, every ride."""
        back = Back(await self._asks.choice(questions.back()))
        refusal = of_back(back)
        if refusal is not None:
            raise await self._refusal(refusal)
        self._kept.append(("back", back.value))
        return back

    async def _soreness_and_machine(self) -> tuple[int, Machine]:
        """0-10, and on what: the last machine stands unless another is chosen on the same page."""
        named = self._machine_named()
        asked = None if named is not None else questions.machine(self._profile.machine)
        knows_last = asked is not None and asked.default is not None
        scale = questions.soreness(machine=asked if knows_last else None)
        rated = await self._asks.scale(scale)
        assert rated.number is not None, "an answer is needed"
        self._kept.append((SORENESS_BEFORE, rated.number))
        if rated.number >= MORE_THAN_A_BIT:
            await self._offer_assessment(rated.number)
        if named is not None or asked is None:
            return rated.number, Machine(named or Machine.BIKEERG)
        return rated.number, Machine(rated.aside or await self._asks.choice(asked))

    def _machine_named(self) -> Machine | None:
        """The machine where nothing has to be asked; None where somebody can say."""
        if self._named is not None:
            return Machine(self._named)
        nobody = isinstance(self._asks, Answers) and self._asks.otherwise is None
        if (self._takes_defaults or nobody) and not self._given("machine"):
            return self._profile.machine or Machine.BIKEERG
        return None

    async def _offer_assessment(self, soreness: int) -> None:
        asked = questions.more_than_a_bit(soreness, clinic=self._clinic_line)
        if await self._asks.choice(asked) == questions.NOT_TODAY:
            raise NotStartedError(wording.NOT_RIDDEN, hint=self._next_step(Refusal.ASSESSMENT))

    async def _is_medicine_as_usual(self) -> bool:
        if not self._profile.limits_heart_rate:
            return True
        answer = await self._asks.choice(questions.medicine_as_usual())
        self._kept.append(("medicine_as_usual", answer))
        return answer == questions.YES

    async def _refusal(self, refusal: Refusal) -> NotStartedError:
        """Told on a page of its own first; the error ends it."""
        await self._asks.tell(
            questions.refused(refusal, number=self._clinic.emergency, clinic=self._clinic_line)
        )
        return NotStartedError(wording.NOT_RIDDEN, hint=self._next_step(refusal))

    def _next_step(self, refusal: Refusal) -> str:
        return wording.next_step(refusal, number=self._clinic.emergency, clinic=self._clinic_line)

    def _given(self, name: str) -> bool:
        return isinstance(self._asks, Answers) and self._asks.has(name)


def refuse_harder_stages(gentle: tuple[Gentle, ...]) -> None:
    """A talk test goes a little harder each stage: not for somebody whom health or back holds back.

    Raises NotStartedError.
    """
    if Gentle.HEALTH in gentle or Gentle.SORENESS in gentle:
        raise NotStartedError(
            "a talk test goes a little harder each stage, and today is a gentle day",
            hint="The session itself asks how you can talk, gently: hrguide ride",
        )


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
