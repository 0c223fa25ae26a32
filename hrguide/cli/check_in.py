"""The questions of a ride between "who?" and "ready": health, today's back, soreness, machine.

Comes in: the rider's profile, somebody who answers. Goes out: `CheckedIn`: how the ride may be
ridden, and the answers it keeps. Asks in the order of danger; Backspace turns back to what was
mistyped, as long as nothing of it is kept. The rules are `health/`'s, the questions
`questions.py`'s. No option answers in a person's place.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.athlete.clinic import Clinic
from hrguide.athlete.profile import Profile
from hrguide.cli import questions
from hrguide.cli.answers import Answers
from hrguide.cli.health_page import HealthPage
from hrguide.cli.morning import ask_morning
from hrguide.errors import NotStartedError
from hrguide.health import wording
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
from hrguide.screen.question import TURNED_BACK, Asks

SORENESS_BEFORE: Final = "soreness_before"  # in the ride file


class _Turn(Enum):
    """What came of one question."""

    ASKED = auto()  # and can be asked again: nothing of it is kept yet
    PASSED = auto()  # not asked, or kept at once
    BACK = auto()  # the rider turned back to the one before


_Stage = Callable[[bool], Awaitable[_Turn]]


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
        self._asks = asks
        self._clinic = clinic
        self._clinic_line = wording.clinic_line(clinic.name, clinic.telephone)
        self._page = HealthPage(home, profile, asks=asks, clinic=self._clinic_line, today=today)
        self._today = today
        self._named = named
        self._takes_defaults = takes_defaults
        self._wished_gentle = wished_gentle
        self._kept: dict[str, int | str] = {}
        self._way = Back.SORE
        self._soreness = 0
        self._machine: Machine | None = None

    async def run(self) -> CheckedIn:
        """Ask all of it. Raises NotStartedError where nothing is to be ridden today."""
        accompanied = await self._is_accompanied()
        is_page_due = self._page.is_due
        if is_page_due:
            await self._page.ask()
        stages = [self._ask_back, self._ask_soreness, self._offer_assessment, self._ask_machine]
        stages += [self._ask_morning]
        stages += [] if is_page_due else [self._ask_changes]
        await _in_turn(stages)
        as_usual = await self._is_medicine_as_usual()
        way = decide(
            health=self._page.health,
            back=self._way,
            soreness=self._soreness,
            age_years=self._profile.age_years_on(self._today),
            accompanied=accompanied,
            pushes=self._clinic.pushes,
            wished_gentle=self._wished_gentle,
        )
        if isinstance(way, NotToday):
            raise await self._refusal(way.refusal)
        machine = self._machine or Machine.BIKEERG
        if machine is not self._profile.machine:
            self._page.change(machine=machine)
        return CheckedIn(
            profile=self._profile,
            machine=machine,
            gentle=way.gentle,
            answers=tuple(self._kept.items()),
            as_usual=as_usual,
        )

    @property
    def _profile(self) -> Profile:
        return self._page.profile

    async def _is_accompanied(self) -> bool:
        """Under 18, each ride."""
        if self._profile.age_years_on(self._today) >= ADULT_YEARS:
            return True
        if await self._asks.choice(questions.accompanied()) == questions.NO:
            raise await self._refusal(Refusal.UNACCOMPANIED)
        self._kept["accompanied"] = questions.YES
        return True

    async def _ask_back(self, turns_back: bool) -> _Turn:
        """S3, every ride."""
        answer = await self._asks.choice(replace(questions.back(), turns_back=turns_back))
        if answer == TURNED_BACK:
            return _Turn.BACK
        self._way = Back(answer)
        refusal = of_back(self._way)
        if refusal is not None:
            raise await self._refusal(refusal)
        self._kept["back"] = answer
        return _Turn.ASKED

    async def _ask_soreness(self, turns_back: bool) -> _Turn:
        """0-10, and on what: the last machine stands unless another is chosen on the same page."""
        self._machine = self._machine_named()
        beside = None
        if self._machine is None and self._profile.machine is not None:
            beside = questions.machine(self._profile.machine)
        scale = replace(questions.soreness(machine=beside), turns_back=turns_back)
        rated = await self._asks.scale(scale)
        if rated.turned_back:
            return _Turn.BACK
        assert rated.number is not None, "an answer is needed"
        self._soreness = self._kept[SORENESS_BEFORE] = rated.number
        if rated.aside is not None:
            self._machine = Machine(rated.aside)
        return _Turn.ASKED

    async def _offer_assessment(self, turns_back: bool) -> _Turn:
        """More than a bit of soreness; the digit may have been a slip."""
        if self._soreness < MORE_THAN_A_BIT:
            return _Turn.PASSED
        asked = questions.more_than_a_bit(self._soreness, clinic=self._clinic_line)
        answer = await self._asks.choice(replace(asked, turns_back=turns_back))
        if answer == questions.NOT_TODAY:
            raise NotStartedError(wording.NOT_RIDDEN, hint=self._next_step(Refusal.ASSESSMENT))
        return _Turn.BACK if answer == TURNED_BACK else _Turn.PASSED

    async def _ask_machine(self, turns_back: bool) -> _Turn:
        """Where none is known yet."""
        if self._machine_named() is not None or self._profile.machine is not None:
            return _Turn.PASSED
        answer = await self._asks.choice(replace(questions.machine(None), turns_back=turns_back))
        if answer == TURNED_BACK:
            return _Turn.BACK
        self._machine = Machine(answer)
        return _Turn.ASKED

    async def _ask_morning(self, turns_back: bool) -> _Turn:
        answered = await ask_morning(
            self._home,
            self._profile.name,
            asks=self._asks,
            today=self._today,
            turns_back=turns_back,
        )
        return _Turn.PASSED if answered else _Turn.BACK

    async def _ask_changes(self, turns_back: bool) -> _Turn:
        answered = await self._page.anything_changed(turns_back=turns_back)
        return _Turn.PASSED if answered else _Turn.BACK

    def _machine_named(self) -> Machine | None:
        """The machine where nothing has to be asked; None where somebody can say."""
        if self._named is not None:
            return Machine(self._named)
        nobody = isinstance(self._asks, Answers) and self._asks.otherwise is None
        if (self._takes_defaults or nobody) and not self._given("machine"):
            return self._profile.machine or Machine.BIKEERG
        return None

    async def _is_medicine_as_usual(self) -> bool:
        if not self._profile.limits_heart_rate:
            return True
        answer = await self._asks.choice(questions.medicine_as_usual())
        self._kept["medicine_as_usual"] = answer
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


async def _in_turn(stages: Sequence[_Stage]) -> None:
    """One after the other; turned back, again from the last one that can be asked again."""
    asked: list[int] = []
    at = 0
    while at < len(stages):
        turn = await stages[at](bool(asked))
        if turn is _Turn.BACK:
            at = asked.pop()
            continue
        if turn is _Turn.ASKED:
            asked.append(at)
        at += 1


def refuse_harder_stages(gentle: tuple[Gentle, ...]) -> None:
    """A talk test goes a little harder each stage: not for somebody whom health or back holds back.

    Raises NotStartedError.
    """
    if Gentle.HEALTH in gentle or Gentle.SORENESS in gentle:
        raise NotStartedError(
            "a talk test goes a little harder each stage, and today is a gentle day",
            hint="The session itself asks how you can talk, gently: hrguide ride",
        )
