"""The two slots of S14: soreness now, how hard it was; a digit each, Enter skips.

Comes in: keys after the end, and the `Closing` with its gaps. Goes out: the Closing as answered so
far, and each answer at once: a closed lid loses none. Backspace opens the last slot again, and the
answer given then is the one that counts. It asks nothing of somebody who stopped
unwell. Pure but for the callback.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from hrguide.health.today import SORENESS_MOST
from hrguide.screen.keys import ENTER
from hrguide.screen.setting import Closing

SORENESS_AFTER: Final = "soreness_after"
EFFORT: Final = "effort"
_BACKSPACE: Final = ("\x7f", "\b")


class AfterRide:
    """keep: told each answer as it is given, by its question's name in the ride file."""

    def __init__(self, closing: Closing, keep: Callable[[str, int], None]) -> None:
        self._keep = keep
        self._left = [] if closing.stopped else [SORENESS_AFTER, EFFORT]
        self._passed: list[str] = []
        self._one = False
        self._closing = closing

    @property
    def closing(self) -> Closing:
        """With what was answered, and the slot that is open."""
        return replace(self._closing, asks=self._left[0] if self._left else None, one=self._one)

    def press(self, key: str) -> bool:
        """Take a key; False where it is none of ours, and the page is left by it."""
        if self._one:
            self._after_one(key)
        elif key in _BACKSPACE and self._passed:
            self._left.insert(0, self._passed.pop())
        elif not self._left:
            return False
        elif key.isascii() and key.isdigit():
            if key == "1":
                self._one = True  # perhaps a ten
            else:
                self._answer(int(key))
        elif key == ENTER:
            self._passed.append(self._left.pop(0))
        else:
            return False
        return True

    def _after_one(self, key: str) -> None:
        if key == "0":
            self._answer(SORENESS_MOST)
        elif key == ENTER:
            self._answer(1)
        elif key in _BACKSPACE:
            self._one = False

    def _answer(self, number: int) -> None:
        name = self._left.pop(0)
        self._passed.append(name)
        self._one = False
        if name == SORENESS_AFTER:
            self._closing = replace(self._closing, soreness_after=number)
        else:
            self._closing = replace(self._closing, effort_0_10=number)
        self._keep(name, number)
