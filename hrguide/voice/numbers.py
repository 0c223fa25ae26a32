"""Numbers as a coach says them: 134 is "one thirty-four".

Comes in: a text. Goes out: the same with its whole numbers in English words. "One hundred and
thirty-four" takes a speaker twice as long, and a breathless listener loses its end. A number above
999 or with a point is left for the speaker to read.
"""

import re
from typing import Final

# fmt: off
_SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
_NUMBER: Final = re.compile(r"(?<![\d.])\d{1,3}(?!\d|\.\d)")


def in_words(text: str) -> str:
    """Every whole number from 0 to 999 in words."""
    return _NUMBER.sub(lambda found: number_in_words(int(found[0])), text)


def number_in_words(number: int) -> str:
    """0-999: 98 ninety-eight, 100 one hundred, 104 one oh four, 134 one thirty-four."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    if not rest:
        return f"{_SMALL[hundreds]} hundred"
    joint = "oh " if rest < 10 else ""
    return f"{_SMALL[hundreds]} {joint}{_below_hundred(rest)}"


def _below_hundred(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")
