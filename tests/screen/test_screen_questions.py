"""Questions answered by single keys: what a key does, when it counts, and what is drawn."""

import asyncio
from collections.abc import Callable
from datetime import date
from types import TracebackType
from typing import Self, TypeVar

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.athlete.athlete import Machine
from hrguide.cli import questions
from hrguide.errors import UsageError
from hrguide.health.today import Refusal
from hrguide.screen.after import EFFORT, SORENESS_AFTER, AfterRide
from hrguide.screen.ask import NobodyThereError
from hrguide.screen.asked import Asked, OnScale, Picked, Ticked, Typed
from hrguide.screen.canvas import NO_COLOURS
from hrguide.screen.clipboard import Clipboard
from hrguide.screen.question import Rated, Text
from hrguide.screen.setting import Closing
from hrguide.screen.sheet import draw_sheet, page_count
from tests.screen.fakes import FakeOutlet
from tests.screen.sheets import sheets

T = TypeVar("T")
keys = st.lists(st.sampled_from("0123456789snobrey!?+q \n\x7fAx"), max_size=12)


def pressed(asked: Asked[T], typed: str) -> Asked[T]:
    """After these keys, of which the last answers it, and none before."""
    for key in typed[:-1]:
        assert not asked.press(key), key
    assert asked.press(typed[-1])
    return asked


@pytest.mark.parametrize(
    ("typed", "number"), [("0", 0), ("7", 7), ("1\n", 1), ("10", 10), ("1\x7f4", 4), ("135\n", 1)]
)
def test_a_scale_takes_one_digit_and_ten(typed: str, number: int) -> None:
    assert pressed(OnScale(questions.soreness(machine=None)), typed).answer == Rated(number=number)


def test_soreness_has_no_answer_by_enter_but_the_morning_after_has() -> None:
    asked = OnScale(questions.soreness(machine=None))
    assert not asked.press("\n")
    morning = questions.morning_after(sheets_day())
    assert pressed(OnScale(morning), "\n").answer == Rated(number=None)


def sheets_day() -> date:
    return date(2026, 11, 21)


def test_the_last_machine_stands_and_another_is_one_key() -> None:
    machine = questions.machine(Machine.ROWER)
    assert pressed(OnScale(questions.soreness(machine=machine)), "6").answer.aside == "rower"
    assert pressed(OnScale(questions.soreness(machine=machine)), "s6").answer.aside == "skierg"


def test_lines_of_the_page_are_ticked_and_unticked() -> None:
    page = questions.health_page()
    assert pressed(Ticked(page), "n").answer == ()
    assert pressed(Ticked(page), "15\n").answer == ("heart", "medicine")
    assert pressed(Ticked(page), "155\n").answer == ("heart",)
    assert pressed(Ticked(page), "1n1n").answer == ()  # n with a mark on the page is no answer
    assert not Ticked(page).press("\n")


def test_a_name_is_typed_mended_and_refused_with_the_reason() -> None:
    asked = Typed(Text(name="age", title="Age?", read=_at_least_18))
    for key in "7\n":
        assert not asked.press(key)
    assert "too young" in _drawn(asked)
    assert pressed(asked, "388\x7f\n").answer == 38


def _at_least_18(typed: str) -> int:
    if int(typed) < 18:
        raise UsageError("too young", hint="18 or more.")
    return int(typed)


def test_one_of_many_is_found_by_first_letters() -> None:
    names = (*(f"Patient {number:02}" for number in range(30)), "Zoe", "Zora")
    assert pressed(Picked(questions.who(names)), "zoe\n").answer == "Zoe"
    assert pressed(Picked(questions.who(names)), "z2").answer == "Zora"
    assert pressed(Picked(questions.who(names)), "q\x7f3").answer == "Patient 02"
    assert pressed(Picked(questions.who(names)), "+").answer is None
    assert not Picked(questions.who(names)).press("\n")


@pytest.mark.parametrize("name", sorted(sheets()))
@settings(max_examples=30)
@given(typed=keys)
def test_no_key_breaks_a_question(name: str, typed: list[str]) -> None:
    asked = sheets()[name]
    for key in typed:
        if asked.press(key):
            break
        draw_sheet(asked.sheet(), 40, 12)


@pytest.mark.parametrize("name", sorted(sheets()))
@pytest.mark.parametrize("size", [(80, 24), (40, 12), (30, 8), (200, 60)])
def test_no_word_of_a_question_is_lost_at_any_size(name: str, size: tuple[int, int]) -> None:
    sheet = sheets()[name].sheet()
    pages = range(page_count(sheet, *size))
    drawn = " ".join(" ".join(draw_sheet(sheet, *size, page=page).texts()) for page in pages)
    there = drawn.split()
    for paragraph in sheet.body:
        for word in paragraph.text.split():
            assert word in there, word
    if size[0] >= 40:
        assert sheet.prompt.split()[-1] in there


def _drawn(asked: Asked[object]) -> str:
    return "\n".join(draw_sheet(asked.sheet(), 80, 24).texts())


class Hands:
    """A keyboard: the next keys, a few at a time, each given only once it is asked for."""

    def __init__(self, *portions: str) -> None:
        self.portions = list(portions)
        self.wake: Callable[[], None] = lambda: None

    def __call__(self, wake: Callable[[], None]) -> "Hands":
        self.wake = wake
        return self

    def __enter__(self) -> Self:
        self.wake()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return

    def take(self) -> tuple[str, ...]:
        portion = self.portions.pop(0) if self.portions else ""
        if self.portions:
            self.wake()
        return tuple(portion)


def a_clipboard(outlet: FakeOutlet, hands: Hands) -> Clipboard:
    return Clipboard(outlet=outlet, keyboard=hands, palette=NO_COLOURS, head="")


def seen(outlet: FakeOutlet) -> str:
    terminal = pyte.Screen(outlet.columns, outlet.rows)
    pyte.Stream(terminal).feed(outlet.text.replace("\x1b[?1049l", ""))
    return "\n".join(terminal.display)


def test_a_key_counts_only_once_all_of_the_page_was_shown() -> None:
    """40x12: "none of these" on the first page of two is pressed by nobody who has read both."""

    async def answer() -> tuple[str, ...]:
        board = a_clipboard(FakeOutlet(40, 12), Hands("n", "1", " ", "7", "\n"))
        return await board.ticks(questions.health_page())

    assert asyncio.run(answer()) == ("supervised",)


def test_an_emergency_counts_at_once() -> None:
    async def answer() -> str:
        return await a_clipboard(FakeOutlet(30, 8), Hands("s", "!")).choice(questions.back())

    assert asyncio.run(answer()) == "emergency"


def test_more_is_told_and_the_question_comes_back() -> None:
    outlet = FakeOutlet()

    async def answer() -> tuple[str, ...]:
        return await a_clipboard(outlet, Hands("?", "n", "n")).ticks(questions.health_page())

    assert asyncio.run(answer()) == ()
    assert "eparmedx.com" in outlet.text


def test_nothing_of_the_answers_stays_on_the_terminal() -> None:
    outlet = FakeOutlet()

    async def answer() -> None:
        with a_clipboard(outlet, Hands("1", "\n", "s")) as board:
            await board.ticks(questions.health_page())
            await board.choice(questions.back())

    asyncio.run(answer())
    assert outlet.text.count("\x1b[?1049h") == outlet.text.count("\x1b[?1049l") == 1


def test_the_strap_stands_below_but_not_below_an_emergency() -> None:
    outlet = FakeOutlet()

    async def answer() -> None:
        with a_clipboard(outlet, Hands("s", "\n")) as board:
            board.status = lambda: "strap: TICKR"
            await board.choice(questions.back())
            assert "strap: TICKR" in seen(outlet)
            refusal = Refusal.EMERGENCY
            await board.tell(questions.refused(refusal, number="112", clinic=None))

    asyncio.run(answer())
    assert "strap: TICKR" not in seen(outlet)
    assert "GET HELP NOW" in seen(outlet)


def test_a_terminal_that_went_away_is_nobodys_answer() -> None:
    outlet = FakeOutlet()
    outlet.gone = True

    async def answer() -> str:
        return await a_clipboard(outlet, Hands("s")).choice(questions.back())

    with pytest.raises(NobodyThereError):
        asyncio.run(answer())


def test_the_last_page_takes_soreness_and_effort_and_then_lets_go() -> None:
    kept: list[tuple[str, int]] = []
    after = AfterRide(Closing(soreness_before=6), lambda *answer: kept.append(answer))
    assert after.closing.asks == SORENESS_AFTER
    assert [after.press(key) for key in "41"] == [True, True]
    assert after.closing.one
    assert after.press("0")
    assert kept == [(SORENESS_AFTER, 4), (EFFORT, 10)]
    assert (after.closing.soreness_after, after.closing.effort_0_10) == (4, 10)
    assert after.closing.asks is None
    assert not after.press("\n")  # now Enter leaves


def test_the_slots_may_be_left_open() -> None:
    kept: list[tuple[str, int]] = []
    after = AfterRide(Closing(), lambda *answer: kept.append(answer))
    assert after.press("\n")
    assert after.closing.asks == EFFORT
    assert not after.press("q")  # leaves at any time
    assert after.press("\n")
    assert not after.press("\n")
    assert kept == []


def test_a_mistyped_slot_is_opened_again() -> None:
    kept: list[tuple[str, int]] = []
    after = AfterRide(Closing(), lambda *answer: kept.append(answer))
    assert not after.press("\x7f")  # nothing to turn back to
    for key in ("9", "\x7f"):
        assert after.press(key)
    assert after.closing.asks == SORENESS_AFTER
    for key in ("4", "2", "\x7f", "3"):
        assert after.press(key)
    assert (after.closing.soreness_after, after.closing.effort_0_10) == (4, 3)
    assert dict(kept) == {SORENESS_AFTER: 4, EFFORT: 3}  # in the file the last one counts


def test_somebody_unwell_is_asked_nothing() -> None:
    after = AfterRide(Closing(stopped=True), lambda *answer: None)
    assert after.closing.asks is None
    assert not after.press("4")
