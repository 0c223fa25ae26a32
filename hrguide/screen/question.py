"""What is asked before and after a ride: one record a question, and the seam that answers it.

Comes in: words from whoever asks (`health/wording.py`, `cli/`). Goes out: the same question to
three kinds of asking: one key on a full screen (`clipboard.py`), a line on a plain terminal
(`ask.py`), a JSON file (`cli/answers.py`). `name` is the question's key in such a file. Nothing is
decided here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

T = TypeVar("T")
TURNED_BACK: Final = "turned_back"  # the answer to a Choice whose rider turned back


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """key: pressed or typed; value: what it stands for; words: as shown beside the key.

    urgent: counts at once, even where more of the page is to come.
    """

    key: str
    value: str
    words: str
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of `options`. before, after: paragraphs around them. default: a value that Enter takes.

    by_key: Enter takes nothing, a key of the page must be pressed; the default is for a file that
    is silent. more: told on "?". turns_back: Backspace leaves it unanswered (`TURNED_BACK`), for
    the question before it.
    """

    name: str
    title: str
    options: tuple[Option, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    default: str | None = None
    by_key: bool = False
    more: tuple[str, ...] = ()
    turns_back: bool = False

    @property
    def entered(self) -> str | None:
        """What Enter takes."""
        return None if self.by_key else self.default


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """Any of `options`, or `none` alone. ones: words for their keys ("1-7 this one")."""

    name: str
    title: str
    options: tuple[Option, ...]
    none: Option
    ones: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """0 to 10. skip: words for an Enter that answers nothing; None where an answer is needed.

    aside: a second, smaller choice on the same page that has a default and needs no key.
    turns_back: as of `Choice`.
    """

    name: str
    title: str
    after: tuple[str, ...] = ()
    skip: str | None = None
    aside: Choice | None = None
    turns_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """The answer to a Scale.

    number: None where it was skipped. aside: its value, None without. turned_back: unanswered.
    """

    number: int | None
    aside: str | None = None
    turned_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Generic[T]):
    """Words to type. read: turns them into the answer, HrguideError where they are none.

    default: taken by Enter.
    """

    name: str
    title: str
    read: Callable[[str], T]
    before: tuple[str, ...] = ()
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One of `names` by number or first letters, or somebody new."""

    name: str
    title: str
    names: tuple[str, ...]
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to read, nothing asked; title is drawn as urgent where it is."""

    title: str
    lines: tuple[str, ...]
    urgent: bool = False


class Asks(Protocol):
    """Somebody, or something, that answers. Raises HrguideError where nobody can."""

    async def choice(self, asked: Choice) -> str: ...

    async def ticks(self, asked: Ticks) -> tuple[str, ...]: ...

    async def scale(self, asked: Scale) -> Rated: ...

    async def text(self, asked: Text[T]) -> T: ...

    async def pick(self, asked: Pick) -> str | None:
        """One of the names, None for somebody new."""
        ...

    async def tell(self, notice: Notice) -> None: ...
