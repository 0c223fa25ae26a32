"""A question being answered by single keys: what was pressed so far, and the page it shows.

Comes in: one key at a time. Goes out: the sheet to draw, and in the end the answer. Pure: no
terminal, no time. A key that means nothing here does nothing.
"""

from typing import Final, Generic, Protocol, TypeVar

from hrguide.errors import HrguideError
from hrguide.health import wording
from hrguide.health.today import SORENESS_MOST
from hrguide.screen.canvas import Tone
from hrguide.screen.keys import ENTER
from hrguide.screen.question import (
    TURNED_BACK,
    Choice,
    Notice,
    Option,
    Pick,
    Rated,
    Scale,
    Text,
    Ticks,
)
from hrguide.screen.sheet import BLANK, Paragraph, Sheet

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
BACKSPACE: Final = ("\x7f", "\b")
NEW_KEY: Final = "+"  # no name begins with it, so it never stands in the way of first letters
BY_NUMBER: Final = 9  # names that one digit can choose
_TURN_BACK: Final = f"   Backspace  {wording.TURN_BACK}"


class Asked(Protocol[T_co]):
    """A question in somebody's hands."""

    @property
    def answer(self) -> T_co:
        """The answer, once `press` gave True."""
        ...

    @property
    def more(self) -> tuple[str, ...]:
        """What "?" tells; () where there is no more."""
        ...

    @property
    def takes_text(self) -> bool:
        """Whether every key is a letter of the answer: space and "?" too."""
        ...

    @property
    def reads_all(self) -> bool:
        """Whether all of the page must have been shown before a key counts."""
        ...

    def is_urgent(self, key: str) -> bool:
        """Whether the key counts before that."""
        ...

    def press(self, key: str) -> bool:
        """Take a key; True when the question is answered by it."""
        ...

    def sheet(self) -> Sheet: ...


class _Plain:
    """What most questions are: no text, nothing urgent."""

    takes_text = False
    reads_all = True
    more: tuple[str, ...] = ()

    def is_urgent(self, key: str) -> bool:
        del key
        return False


class OneOf(_Plain):
    """A `Choice`."""

    def __init__(self, asked: Choice) -> None:
        self._asked = asked
        self.answer = ""
        self.more = asked.more

    def is_urgent(self, key: str) -> bool:
        return any(option.key == key and option.urgent for option in self._asked.options)

    def press(self, key: str) -> bool:
        if key in BACKSPACE and self._asked.turns_back:
            self.answer = TURNED_BACK
            return True
        if key == ENTER and self._asked.entered is not None:
            self.answer = self._asked.entered
            return True
        for option in self._asked.options:
            if option.key == key.lower():
                self.answer = option.value
                return True
        return False

    def sheet(self) -> Sheet:
        asked = self._asked
        return Sheet(
            title=asked.title,
            body=(
                *_paragraphs(asked.before),
                *(BLANK for _ in asked.before[:1]),
                *_options(asked.options, asked.entered),
                *(BLANK for _ in asked.after[:1]),
                *_paragraphs(asked.after, Tone.QUIET),
            ),
            prompt=_prompt(asked.options, asked.entered, asked.more)
            + (_TURN_BACK if asked.turns_back else ""),
        )


class Ticked(_Plain):
    """`Ticks`: a key marks a line or takes the mark away, Enter ends it."""

    def __init__(self, asked: Ticks) -> None:
        self._asked = asked
        self._values: list[str] = []
        self.more = asked.more

    @property
    def answer(self) -> tuple[str, ...]:
        return tuple(self._values)

    def press(self, key: str) -> bool:
        key = key.lower()
        if key == ENTER:
            return bool(self._values)
        if key == self._asked.none.key:
            return not self._values
        for option in self._asked.options:
            if option.key == key:
                if option.value in self._values:
                    self._values.remove(option.value)
                else:
                    self._values.append(option.value)
        return False

    def sheet(self) -> Sheet:
        asked = self._asked
        first, last = asked.options[0].key, asked.options[-1].key
        none = f"{asked.none.key}  {asked.none.words}"
        done = "Enter  that's all" if self._values else none
        more = "   ?  tell me more" if asked.more else ""
        return Sheet(
            title=asked.title,
            body=tuple(
                _ticked(option, is_on=option.value in self._values) for option in asked.options
            ),
            prompt=f"{done}   {first}-{last}  {asked.ones}{more}",
        )


class OnScale(_Plain):
    """A `Scale`: one digit, but 1 waits for a 0 or Enter."""

    def __init__(self, asked: Scale) -> None:
        self._asked = asked
        self._one = False
        self._number: int | None = None
        self._turned_back = False
        self._aside = None if asked.aside is None else asked.aside.default

    @property
    def answer(self) -> Rated:
        return Rated(number=self._number, aside=self._aside, turned_back=self._turned_back)

    def press(self, key: str) -> bool:
        if self._one:
            return self._after_one(key)
        if key in BACKSPACE and self._asked.turns_back:
            self._turned_back = True
            return True
        if key.isascii() and key.isdigit():
            self._one = key == "1"
            self._number = None if self._one else int(key)
            return not self._one
        if self._asked.aside is not None:
            for option in self._asked.aside.options:
                if option.key == key.lower():
                    self._aside = option.value
        return key == ENTER and self._asked.skip is not None

    def _after_one(self, key: str) -> bool:
        if key in BACKSPACE:
            self._one = False
        elif key == "0":
            self._number = SORENESS_MOST
            return True
        elif key == ENTER:
            self._number = 1
            return True
        return False

    def sheet(self) -> Sheet:
        asked = self._asked
        body = _paragraphs(asked.after)
        if asked.aside is not None:
            body = (
                *body,
                BLANK,
                Paragraph(asked.aside.title, Tone.STRONG),
                *(
                    _ticked(option, is_on=option.value == self._aside)
                    for option in asked.aside.options
                ),
                *_paragraphs(asked.aside.after, Tone.QUIET),
            )
        prompt = "0-9, or 1 and 0 for ten"
        if self._one:
            prompt = f"1_   {wording.TEN_OR_ONE}"
        elif asked.skip is not None:
            prompt = f"0-10   Enter  {asked.skip}"
        if asked.turns_back and not self._one:
            prompt += _TURN_BACK
        return Sheet(title=asked.title, body=body, prompt=prompt)


class Typed(_Plain, Generic[T]):
    """A `Text`, letter by letter; what is wrong with it is told, and it can be mended."""

    takes_text = True

    def __init__(self, asked: Text[T]) -> None:
        self._asked = asked
        self._typed = ""
        self._wrong = ""
        self._answer: list[T] = []

    @property
    def answer(self) -> T:
        return self._answer[-1]

    def press(self, key: str) -> bool:
        if key == ENTER:
            return self._end()
        if key in BACKSPACE:
            self._typed = self._typed[:-1]
        elif key.isprintable():
            self._typed += key
        return False

    def _end(self) -> bool:
        try:
            self._answer.append(self._asked.read(self._typed.strip() or self._asked.default or ""))
        except HrguideError as error:
            self._wrong = f"{error.message}. {error.hint}"
            self._typed = ""
            return False
        return True

    def sheet(self) -> Sheet:
        asked = self._asked
        default = f"[{asked.default}] " if asked.default and not self._typed else ""
        wrong = (BLANK, Paragraph(self._wrong, Tone.WARN)) if self._wrong else ()
        return Sheet(
            title=asked.title,
            body=(*_paragraphs(asked.before), *wrong),
            prompt=f"{default}> {self._typed}_{'   Enter' if self._typed or default else ''}",
        )


class Picked(_Plain):
    """A `Pick`: a digit, or first letters and Enter; the list narrows while one types."""

    takes_text = True
    reads_all = False  # a list of names: whoever sees their own has read enough

    def __init__(self, asked: Pick) -> None:
        self._asked = asked
        self._typed = ""
        self.answer: str | None = None

    def press(self, key: str) -> bool:
        if key == NEW_KEY:
            self.answer = None
            return True
        found = self._found()
        if key.isascii() and key.isdigit() and 1 <= int(key) <= min(len(found), BY_NUMBER):
            self.answer = found[int(key) - 1]
            return True
        if key == ENTER:
            if self._typed and len(found) == 1:
                self.answer = found[0]
                return True
        elif key in BACKSPACE:
            self._typed = self._typed[:-1]
        elif key.isprintable() and not key.isdigit():
            self._typed += key
        return False

    def _found(self) -> list[str]:
        start = self._typed.strip().casefold()
        return [name for name in self._asked.names if name.casefold().startswith(start)]

    def sheet(self) -> Sheet:
        found = self._found()
        rest = len(found) - BY_NUMBER
        letters = f"first letters and Enter{f' ({rest} more)' if rest > 0 else ''}"
        digits = "1" if len(found) == 1 else f"1-{min(len(found), BY_NUMBER)}"
        prompt = f"> {self._typed}_" if self._typed else f"{digits}, or {letters}"
        return Sheet(
            title=self._asked.title,
            body=(
                Paragraph(self._asked.new, key=NEW_KEY),
                *(
                    Paragraph(name, key=str(number))
                    for number, name in enumerate(found[:BY_NUMBER], start=1)
                ),
                *(() if found else (Paragraph("nobody begins like that", Tone.QUIET),)),
            ),
            prompt=prompt,
        )


class Read(_Plain):
    """A `Notice`: Enter, once it was read."""

    def __init__(self, notice: Notice) -> None:
        self._notice = notice
        self.answer = None

    def press(self, key: str) -> bool:
        return key in (ENTER, "q")

    def sheet(self) -> Sheet:
        return Sheet(
            title=self._notice.title,
            body=_paragraphs(self._notice.lines, spaced=True),
            prompt="Enter",
            urgent=self._notice.urgent,
        )


def _paragraphs(
    lines: tuple[str, ...], tone: Tone = Tone.PLAIN, *, spaced: bool = False
) -> tuple[Paragraph, ...]:
    paragraphs = [Paragraph(line, tone) for line in lines]
    if spaced:
        paragraphs = [each for paragraph in paragraphs for each in (paragraph, BLANK)][:-1]
    return tuple(paragraphs)


def _options(options: tuple[Option, ...], default: str | None) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(option.words, key=option.key, marked=option.value == default)
        for option in options
    )


def _ticked(option: Option, *, is_on: bool) -> Paragraph:
    """A cross beside the key: seen without colours too."""
    return Paragraph(option.words, key=f"{option.key} {'X' if is_on else ' '}", marked=is_on)


def _prompt(options: tuple[Option, ...], default: str | None, more: tuple[str, ...]) -> str:
    keys = " ".join(option.key for option in options)
    usual = next((option.words for option in options if option.value == default), None)
    enter = "" if usual is None else f"   Enter  {usual}"
    return f"{keys}{enter}{'   ?  tell me more' if more else ''}"
