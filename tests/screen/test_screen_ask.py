"""Questions before the ride: defaults, second tries, and nobody there."""

import asyncio
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hrguide.athlete.names import clean_name
from hrguide.screen.ask import Asker, NobodyThereError
from hrguide.screen.line_reader import LineReader
from hrguide.screen.question import Choice, Option, Pick, Rated, Scale, Text, Ticks


class Typed:
    """Lines as somebody would type them; then the end of input."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)

    async def __call__(self) -> str | None:
        return next(self._lines, None)


def asker(*lines: str) -> tuple[Asker, io.StringIO]:
    out = io.StringIO()
    return Asker(read_line=Typed(*lines), out=out), out


MACHINES = Choice(
    name="machine",
    title="Machine?",
    options=(
        Option(key="b", value="bikeerg", words="bike erg"),
        Option(key="r", value="rower", words="rower"),
    ),
    more=("Take the one that bothers the back least.",),
)
HEALTH = Ticks(
    name="health",
    title="Does any of these fit you?",
    options=(
        Option(key="1", value="heart", words="heart trouble"),
        Option(key="2", value="chest", words="pain in the chest"),
    ),
    none=Option(key="n", value="none", words="none of these"),
    ones="this one",
)


def name(default: str | None = None) -> Text[str]:
    return Text(name="athlete", title="Your first name?", read=clean_name, default=default)


def test_text_takes_what_is_typed_or_the_default() -> None:
    who, out = asker("  Sam ", "")
    assert asyncio.run(who.text(name())) == "Sam"
    assert asyncio.run(who.text(name("sam"))) == "sam"
    assert "Your first name? [sam] " in out.getvalue()


def test_text_asks_again_where_nothing_was_said() -> None:
    who, out = asker("", "Sam")
    assert asyncio.run(who.text(name())) == "Sam"
    assert "a name needs a letter" in out.getvalue()


def test_text_drops_what_a_terminal_would_obey() -> None:
    who, _ = asker("Sam\x1b[2J")
    assert asyncio.run(who.text(name())) == "Sam[2J"


def test_a_scale_is_checked_and_asked_again_with_the_reason() -> None:
    who, out = asker("many", "11", "-1", "", "10")
    assert asyncio.run(who.scale(Scale(name="soreness", title="How sore?"))) == Rated(number=10)
    assert out.getvalue().count("is not on the scale") == 4
    assert "A whole number from 0 to 10." in out.getvalue()


def test_a_scale_may_be_skipped_where_it_says_so() -> None:
    who, out = asker("")
    scale = Scale(name="morning_after", title="And then?", skip="I do not remember")
    assert asyncio.run(who.scale(scale)) == Rated(number=None)
    assert "I do not remember" in out.getvalue()


def test_choice_is_one_of_its_keys() -> None:
    who, out = asker("z", "?", "B")
    assert asyncio.run(who.choice(MACHINES)) == "bikeerg"
    assert "One of b, r." in out.getvalue()
    assert "  r  rower" in out.getvalue()
    assert "bothers the back least" in out.getvalue()


def test_enter_is_an_answer_only_where_there_is_a_default() -> None:
    who, _ = asker("", "r", "")
    assert asyncio.run(who.choice(MACHINES)) == "rower"
    assert asyncio.run(who.choice(replace(MACHINES, default="rower"))) == "rower"


@pytest.mark.parametrize(
    ("typed", "expected"), [("n", ()), ("1 2", ("heart", "chest")), ("2", ("chest",))]
)
def test_lines_of_the_page_are_ticked_in_one_line(typed: str, expected: tuple[str, ...]) -> None:
    who, out = asker("", "n 1", "3", typed)
    assert asyncio.run(who.ticks(HEALTH)) == expected
    assert out.getvalue().count("is none of them") == 3


def test_a_name_is_picked_by_number_or_first_letters() -> None:
    pick = Pick(name="athlete", title="Who rides?", names=("ada", "Bo", "Bob"), new="somebody new")
    who, _ = asker("2", "AD", "b", "bob", "+")
    assert asyncio.run(who.pick(pick)) == "Bo"
    assert asyncio.run(who.pick(pick)) == "ada"
    assert asyncio.run(who.pick(pick)) == "Bob"  # "b" alone is two of them
    assert asyncio.run(who.pick(pick)) is None


def test_nobody_there_is_an_error_and_never_an_answer() -> None:
    for lines in ((), ("z",) * 50):
        who, _ = asker(*lines)
        with pytest.raises(NobodyThereError) as told:
            asyncio.run(who.choice(MACHINES))
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
