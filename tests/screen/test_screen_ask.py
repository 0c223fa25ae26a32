"""Questions before the ride: defaults, second tries, and nobody there."""

import asyncio
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hrguide.screen.ask import Asker, NobodyThereError
from hrguide.screen.line_reader import LineReader


class Typed:
    """Lines as somebody would type them; then the end of input."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)

    async def __call__(self) -> str | None:
        return next(self._lines, None)


def asker(*lines: str) -> tuple[Asker, io.StringIO]:
    out = io.StringIO()
    return Asker(read_line=Typed(*lines), out=out), out


def test_text_takes_what_is_typed_or_the_default() -> None:
    who, out = asker("  Sam ", "")
    assert asyncio.run(who.text("Your first name?")) == "Sam"
    assert asyncio.run(who.text("Your first name?", default="sam")) == "sam"
    assert "Your first name? [sam] " in out.getvalue()


def test_text_asks_again_where_nothing_was_said() -> None:
    who, _ = asker("", "Sam")
    assert asyncio.run(who.text("Name?")) == "Sam"


def test_text_drops_what_a_terminal_would_obey() -> None:
    who, _ = asker("Sam\x1b[2J")
    assert asyncio.run(who.text("Name?")) == "Sam[2J"


def test_number_is_checked_and_asked_again_with_the_reason() -> None:
    who, out = asker("many", "400", "38,5")
    assert asyncio.run(who.number("Age?", low=10, high=110)) == 38.5
    assert "'many' is no number" in out.getvalue()
    assert "400 is outside 10-110" in out.getvalue()


def test_number_may_be_left_out() -> None:
    who, _ = asker("", "")
    assert asyncio.run(who.number("Resting?", low=25, high=120)) is None
    assert asyncio.run(who.number("Age?", low=10, high=110, default=38)) == 38


def test_choice_is_one_of_its_keys() -> None:
    who, out = asker("z", "B")
    machines = {"b": "bike erg", "r": "rower"}
    assert asyncio.run(who.choice("Machine?", machines)) == "b"
    assert "One of b, r." in out.getvalue()
    assert "  r  rower" in out.getvalue()


def test_nobody_there_is_an_error_and_never_an_answer() -> None:
    for lines in ((), ("z",) * 50):
        who, _ = asker(*lines)
        with pytest.raises(NobodyThereError) as told:
            asyncio.run(who.choice("Your back?", {"s": "sore"}))
        assert told.value.hint


def test_lines_come_from_a_pipe_as_they_are_typed() -> None:
    read, write = os.pipe()

    async def conversation() -> list[str | None]:
        with os.fdopen(read) as stream:
            lines = LineReader(stream)
            os.write(write, b"Sam\n3")
            first = await lines()
            asking = asyncio.create_task(lines())
            await asyncio.sleep(0)
            assert not asking.done(), "half a line is no answer"
            os.write(write, b"8\r\nlast")
            second = await asking
            os.close(write)
            return [first, second, await lines(), await lines()]

    assert asyncio.run(conversation()) == ["Sam", "38", "last", None]


def test_a_question_can_be_given_up() -> None:
    """Ctrl-C while a question stands: the reader lets go of the terminal."""
    read, write = os.pipe()

    async def give_up() -> str | None:
        with os.fdopen(read) as stream:
            lines = LineReader(stream)
            asking = asyncio.create_task(lines())
            await asyncio.sleep(0)
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            assert not asyncio.get_running_loop().remove_reader(read), "nobody reads any more"
            os.write(write, b"later\n")
            return await lines()

    assert asyncio.run(give_up()) == "later"
    os.close(write)


def test_lines_come_from_a_file_too(tmp_path: Path) -> None:
    """A script's answers: epoll refuses regular files, so a thread reads them."""
    path = tmp_path / "answers"
    path.write_text("Sam\n38\n", encoding="utf-8")

    async def all_of_it() -> list[str | None]:
        with path.open(encoding="utf-8") as stream:
            lines = LineReader(stream)
            return [await lines(), await lines(), await lines()]

    assert asyncio.run(all_of_it()) == ["Sam", "38", None]
