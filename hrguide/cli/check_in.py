"""The questions of a ride between "who?" and "ready": health, today's back, soreness, machine.

Comes in: the rider's profile, somebody who answers. Goes out: `CheckedIn`: how the ride may be
ridden, and the answers it keeps. What persists (the health page, a clearance) is in the athlete's
file before the next question, so that leaving here forgets nothing. Asks in the order of danger;
the rules are `health/`'s, the words `health/wording.py`'s. No option answers in a person's place.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.clinic import Clinic
from hrguide.athlete.profile import Profile
from hrguide.cli.answers import Answers
from hrguide.cli.morning import ask_morning
from hrguide.cli.who import machine_choice
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
from hrguide.screen.question import Asks, Choice, Notice, Option, Scale, Text, Ticks

_YES: Final = "yes"
_NO: Final = "no"
_CLEARED: Final = "cleared"
_GENTLY: Final = "gently"
_NOT_TODAY: Final = "not_today"
SORENESS_BEFORE: Final = "soreness_before"  # in the ride file
_BACK_KEYS: Final = {Back.SORE: "s", Back.SOMETHING_ELSE: "o", Back.EMERGENCY: "!"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn:
    """How this ride may be ridden. gentle: the reasons, () where nothing holds back.

    answers: for the ride file, question and answer. as_usual: False where medicine was not taken as
    usual, so that evidence of other days says nothing.
    """

    profile: Profile
    machine: Machine
    gentle: tuple[Gentle, ...]
    answers: tuple[tuple[str, int | str], ...]
    as_usual: bool = True


class CheckIn:
    """One rider's way through the questions. named: the machine of the command line."""

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
        if machine is not self._profile.machine:
            self._profile = store.change(self._home, self._profile.name, machine=machine)
        health = self._profile.health
        assert health is not None, "the page was just answered"
        way = decide(
            health=health,
            back=back,
            soreness=soreness,
            age_years=self._profile.age_years_on(self._today),
            accompanied=accompanied,
            pushes=self._clinic.pushes,
            wished_gentle=self._wished_gentle,
        )
        if isinstance(way, NotToday):
            await self._refuse(way.refusal)
            raise AssertionError("a refusal ends it")
        return CheckedIn(
            profile=self._profile,
            machine=machine,
            gentle=way.gentle,
            answers=tuple(self._kept),
            as_usual=as_usual,
        )

    @property
    def _clinic_line(self) -> str | None:
        return wording.clinic_line(self._clinic.name, self._clinic.telephone)

    @property
    def _clinic_lines(self) -> tuple[str, ...]:
        return () if self._clinic_line is None else (self._clinic_line,)

    async def _is_accompanied(self) -> bool:
        """Under 18, each ride."""
        if self._profile.age_years_on(self._today) >= ADULT_YEARS:
            return True
        answer = await self._asks.choice(
            Choice(
                name="accompanied",
                title=wording.MINOR,
                options=(
                    Option(key="y", value=_YES, words=wording.MINOR_YES),
                    Option(key="n", value=_NO, words=wording.MINOR_NO),
                ),
            )
        )
        if answer == _NO:
            await self._refuse(Refusal.UNACCOMPANIED)
        self._kept.append(("accompanied", _YES))
        return True

    async def _health_page(self) -> None:
        """S2, and what a yes means."""
        before = self._profile.health
        yes = await self._asks.ticks(
            Ticks(
                name="health",
                title=wording.HEALTH,
                options=tuple(
                    Option(key=str(number), value=item.value, words=wording.HEALTH_ITEMS[item])
                    for number, item in enumerate(HealthItem, start=1)
                ),
                none=Option(key="n", value="none", words=wording.HEALTH_NONE),
                ones=wording.HEALTH_ONES,
                more=wording.HEALTH_MORE,
            )
        )
        health = Health(asked_on=self._today, yes=tuple(HealthItem(word) for word in yes))
        self._profile = store.change(
            self._home,
            self._profile.name,
            health=health,
            limits_heart_rate=slows_the_heart(
                before, health, known=self._profile.limits_heart_rate
            ),
        )
        if health.holds_back:
            await self._what_it_means(health)

    async def _what_it_means(self, health: Health) -> None:
        if _given(self._asks, "cleared_by"):
            await self._cleared(health)
            return
        answer = await self._asks.choice(
            Choice(
                name="held_back",
                title=wording.MEANS,
                before=(
                    *(wording.MEANS_OF[item] for item in health.yes),
                    wording.MEANS_GENTLE,
                    *self._clinic_lines,
                ),
                options=(
                    Option(key="g", value=_GENTLY, words=wording.MEANS_GO_ON),
                    Option(key="c", value=_CLEARED, words=wording.MEANS_CLEARED),
                    Option(key="q", value=_NOT_TODAY, words=wording.MEANS_NOT_TODAY),
                ),
                default=_GENTLY,
            )
        )
        if answer == _CLEARED:
            await self._cleared(health)
        elif answer == _NOT_TODAY:
            raise NotStartedError(wording.NOT_RIDDEN, hint=wording.LEFT)

    async def _cleared(self, health: Health) -> None:
        """By whom, and when."""
        by = await self._asks.text(
            Text(
                name="cleared_by",
                title=wording.CLEARED_BY,
                read=lambda who: _cleared(health, who, self._today, self._today),
            )
        )
        cleared = await self._asks.text(
            Text(
                name="cleared_on",
                title=wording.CLEARED_ON,
                read=lambda day: _cleared(health, _who(by), _day(day, self._today), self._today),
            )
        )
        self._profile = store.change(self._home, self._profile.name, health=cleared)

    async def _anything_changed(self) -> None:
        """Every ride that does not ask the page itself. A file that has the page again has answered:
        nothing changed where it says the same.
        """
        health = self._profile.health
        held_back = health is not None and health.holds_back
        if held_back and health is not None and _given(self._asks, "cleared_by"):
            await self._cleared(health)
            return
        if _given(self._asks, "health") and not _given(self._asks, "changed"):
            assert isinstance(self._asks, Answers)
            if health is None or set(self._asks.given["health"]) != set(health.yes):
                await self._health_page()
            return
        cleared = Option(key="c", value=_CLEARED, words=wording.CLEARED_NOW)
        answer = await self._asks.choice(
            Choice(
                name="changed",
                title=wording.CHANGED,
                before=(wording.CHANGED_SUCH_AS,),
                options=(
                    Option(key="n", value=_NO, words=wording.CHANGED_NO),
                    Option(key="y", value=_YES, words=wording.CHANGED_YES),
                    *((cleared,) if held_back else ()),
                ),
            )
        )
        if answer == _YES:
            await self._health_page()
        elif answer == _CLEARED and health is not None:
            await self._cleared(health)

    async def _back(self) -> Back:
        """S3, every ride: the three ways."""
        answer = await self._asks.choice(
            Choice(
                name="back",
                title=wording.BACK,
                options=tuple(
                    Option(
                        key=_BACK_KEYS[back],
                        value=back.value,
                        words=words,
                        urgent=back is Back.EMERGENCY,
                    )
                    for back, words in wording.BACK_WAYS.items()
                ),
            )
        )
        back = Back(answer)
        refusal = of_back(back)
        if refusal is not None:
            await self._refuse(refusal)
        self._kept.append(("back", back.value))
        return back

    async def _soreness_and_machine(self) -> tuple[int, Machine]:
        """0-10, and on what: the last machine stands unless another is chosen on the same page."""
        machine = self._machine()
        knows_last = isinstance(machine, Choice) and machine.default is not None
        rated = await self._asks.scale(
            Scale(
                name="soreness",
                title=wording.SORENESS,
                after=(wording.SORENESS_SCALE,),
                aside=machine if isinstance(machine, Choice) and knows_last else None,
            )
        )
        assert rated.number is not None, "an answer is needed"
        self._kept.append((SORENESS_BEFORE, rated.number))
        if rated.number >= MORE_THAN_A_BIT:
            await self._offer_assessment(rated.number)
        if isinstance(machine, Machine):
            return rated.number, machine
        return rated.number, Machine(rated.aside or await self._asks.choice(machine))

    def _machine(self) -> Choice | Machine:
        nobody = isinstance(self._asks, Answers) and self._asks.otherwise is None
        named = self._named
        takes_default = (self._takes_defaults or nobody) and not _given(self._asks, "machine")
        if named is None and takes_default:
            named = (self._profile.machine or Machine.BIKEERG).value
        return machine_choice(self._profile, named=named)

    async def _offer_assessment(self, soreness: int) -> None:
        answer = await self._asks.choice(
            Choice(
                name="more_than_a_bit",
                title=f"{soreness} of 10. {wording.MORE_THAN_A_BIT}",
                before=(*wording.MORE_THAN_A_BIT_MEANS, *self._clinic_lines),
                options=(
                    Option(key="q", value=_NOT_TODAY, words=wording.MEANS_NOT_TODAY),
                    Option(key="g", value=_GENTLY, words=wording.MEANS_GO_ON),
                ),
                default=_GENTLY,
            )
        )
        if answer == _NOT_TODAY:
            raise NotStartedError(
                wording.NOT_RIDDEN,
                hint=wording.next_step(
                    Refusal.ASSESSMENT, number=self._clinic.emergency, clinic=self._clinic_line
                ),
            )

    async def _is_medicine_as_usual(self) -> bool:
        """Each ride, where it is taken (physiology.md L7)."""
        if not self._profile.limits_heart_rate:
            return True
        answer = await self._asks.choice(
            Choice(
                name="medicine_as_usual",
                title=wording.AS_USUAL,
                options=(
                    Option(key="y", value=_YES, words=wording.AS_USUAL_YES),
                    Option(key="n", value=_NO, words=wording.AS_USUAL_NO),
                ),
            )
        )
        self._kept.append(("medicine_as_usual", answer))
        return answer == _YES

    async def _refuse(self, refusal: Refusal) -> None:
        """Tell it, and end: NotStartedError."""
        number, clinic = self._clinic.emergency, self._clinic_line
        await self._asks.tell(
            Notice(
                title=wording.REFUSED[refusal],
                lines=wording.refusal_lines(refusal, number=number, clinic=clinic),
                urgent=refusal is Refusal.EMERGENCY,
            )
        )
        hint = wording.next_step(refusal, number=number, clinic=clinic)
        raise NotStartedError(wording.NOT_RIDDEN, hint=hint)


def _given(asks: Asks, name: str) -> bool:
    return isinstance(asks, Answers) and asks.has(name)


def _cleared(health: Health, who: str, on: date, today: date) -> Health:
    return clear(health, by=who, on=on, today=today)


def _who(health: Health) -> str:
    return "" if health.clearance is None else health.clearance.by


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
