"""The desk: keys become commands, and what is nobody's decision stays at the rim."""

from dataclasses import replace
from types import TracebackType
from typing import Self

import pytest

from hrguide.beats.pulse import Signal
from hrguide.guide.command import Command
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Phase
from hrguide.screen.desk import Desk
from hrguide.screen.setting import Closing, Strap

RIDING = Moment(
    at_s=1.0,
    elapsed_s=1.0,
    hr_bpm=120,
    signal=Signal.GOOD,
    signal_reason=None,
    step=None,
    verdict=Verdict.ON_COURSE,
    phase=Phase.STEP,
)
READY = replace(RIDING, phase=Phase.READY, verdict=Verdict.READY)
DONE = replace(RIDING, phase=Phase.DONE, verdict=Verdict.DONE)


class Keys:
    def __init__(self, keys: str) -> None:
        self._keys = tuple(keys)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def take(self) -> tuple[str, ...]:
        keys, self._keys = self._keys, ()
        return keys


class Told:
    """A screen that remembers what it was told."""

    gone = False

    def __init__(self) -> None:
        self.said: list[str] = []
        self.asks = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def show(self, *moments: Moment) -> None: ...

    def strap(self, strap: Strap) -> None: ...

    def notice(self, words: str | None) -> None: ...

    def ask_finish(self, asking: bool) -> None:
        self.asks = asking

    def toggle_detail(self) -> None:
        self.said.append("detail")

    def toggle_sound(self) -> None:
        self.said.append("sound")

    def heard(self, yes: bool) -> None:
        self.said.append(f"heard {yes}")

    def close_with(self, closing: Closing) -> None: ...

    def repaint(self) -> None:
        self.said.append("repaint")


def test_commands_come_out_in_the_order_of_the_keys() -> None:
    desk = Desk(Keys("1n+x"), Told())
    assert list(desk.take(RIDING)) == [
        Command.TALK_COMFORTABLE,
        Command.NEXT,
        Command.PLUS_30,
        Command.STOP,
    ]
    assert desk.take(RIDING) == []


def test_what_is_no_decision_stays_at_the_rim() -> None:
    told = Told()
    assert Desk(Keys("sd\x0c"), told).take(RIDING) == []
    assert told.said == ["sound", "detail", "repaint"]


def test_finishing_is_asked_once() -> None:
    told = Told()
    assert Desk(Keys("q"), told).take(RIDING) == []
    assert told.asks
    assert Desk(Keys("qq"), Told()).take(RIDING) == [Command.FINISH]
    assert Desk(Keys("q1"), told).take(RIDING) == []
    assert not told.asks


@pytest.mark.parametrize("moment", [READY, DONE])
def test_before_the_start_and_after_the_end_q_leaves(moment: Moment) -> None:
    desk = Desk(Keys("q"), Told())
    assert desk.take(moment) == []
    assert desk.left


def test_before_the_start_digits_choose_a_strap_and_never_answer() -> None:
    chosen: list[int] = []
    desk = Desk(Keys("2"), Told(), choose_strap=chosen.append)
    assert desk.take(READY) == []
    assert chosen == [2]
    assert Desk(Keys("2"), Told(), choose_strap=chosen.append).take(RIDING) == [
        Command.TALK_ONLY_JUST
    ]


def test_w_goes_without_a_strap_and_starts() -> None:
    gone: list[bool] = []
    desk = Desk(Keys("w"), Told(), go_without=lambda: gone.append(True))
    assert list(desk.take(READY)) == [Command.START]
    assert gone == [True]


def test_nothing_is_pressed_before_there_is_a_picture() -> None:
    desk = Desk(Keys("x"), Told())
    assert desk.take(None) == ()
    assert list(desk.take(RIDING)) == [Command.STOP]


def test_drills_leave_the_ready_page_and_begin_without_another_enter() -> None:
    wanted: list[bool] = []
    before = Desk(Keys("d"), Told(), loosen=lambda: wanted.append(True))
    assert before.take(READY) == []
    assert (wanted, before.left) == ([True], True)
    after = Desk(Keys(""), Told(), starts=True)
    assert after.take(READY) == [Command.START]
    assert after.take(READY) == []
    not_offered = Desk(Keys("d"), Told())
    assert not_offered.take(READY) == []
    assert not not_offered.left
