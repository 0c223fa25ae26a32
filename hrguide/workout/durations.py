"""How long and how far, as people write it: "2:30", "1 1/2 min", "1h30", "45\"", "half a minute".

Comes in: tokens and a position. Goes out: an amount and the position behind it, or None where
none begins. It refuses "3-4 min" (which of them?), "2:75", and "3 m" (minutes or metres?).
"""

from fractions import Fraction
from typing import Final

from hrguide.workout.signs import DASH
from hrguide.workout.tokens import TokenKind, Tokens

MAX_S: Final = 24 * 3600  # product.md: more than 24 h is refused
METRES_FROM: Final = 100  # "500 m" is metres, "3 m" may be minutes: below this we ask [J]
MILE_M: Final = Fraction("1609.344")  # international mile, 1959

NUMBER_WORDS: Final = {
    word: Fraction(value)
    for value, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
} | {
    "eleven": Fraction(11),
    "twelve": Fraction(12),
    "fifteen": Fraction(15),
    "twenty": Fraction(20),
    "thirty": Fraction(30),
    "forty": Fraction(40),
    "sixty": Fraction(60),
    "ninety": Fraction(90),
}
_HOUR, _MINUTE = Fraction(3600), Fraction(60)
TIME_UNITS: Final = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), _HOUR),
    **dict.fromkeys(("min", "mins", "minute", "minutes", "mn", "'"), _MINUTE),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", '"'), Fraction(1)),
}
DISTANCE_UNITS: Final = {
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres", "mtr"), Fraction(1)),
    **dict.fromkeys(
        ("km", "kms", "k", "kilometer", "kilometers", "kilometre", "kilometres"), Fraction(1000)
    ),
    **dict.fromkeys(("mile", "miles", "mi"), MILE_M),
}
CALORIE_UNITS: Final = ("cal", "cals", "calorie", "calories", "kcal", "kcals")


def number_at(tokens: Tokens, i: int) -> tuple[Fraction, int] | None:
    """A number in digits or words at i; "a" and "half a" count where a unit follows."""
    value = tokens.value(i)
    if value is not None:
        return value, i + 1
    word = tokens.text(i)
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word], i + 1
    if word in ("a", "an") and tokens.text(i + 1) in TIME_UNITS:
        return Fraction(1), i + 1
    if word == "half" and tokens.text(i + 1) in ("a", "an"):
        return Fraction(1, 2), i + 2
    return None


def time_at(tokens: Tokens, i: int) -> tuple[float, int] | None:
    """Seconds at i, to 0.01 s. Raises WorkoutError for times that mean two things or none."""
    if tokens.kind(i) is TokenKind.CLOCK:
        return _clock(tokens, i)
    _refuse_range(tokens, i)
    total, j, unit = Fraction(0), i, Fraction(0)
    while (found := _amount(tokens, j, below=unit)) is not None:
        amount, unit, j = found
        total += amount
        if tokens.text(j) == "and" and _amount(tokens, j + 1, below=unit) is not None:
            j += 1  # "1 hour and 10 minutes"
    if j == i:
        return None
    trailing = tokens.value(j)
    if trailing is not None and tokens.glued(j) and unit > 1 and trailing < 60:  # "1h30", "1'30"
        total, j = total + trailing * unit / 60, j + 1
    return _checked(tokens, i, j, total), j


def distance_at(tokens: Tokens, i: int) -> tuple[float, int] | None:
    """Metres at i, to 0.1 m. Raises WorkoutError for "3 m"."""
    found = number_at(tokens, i)
    if found is None:
        return None
    amount, j = found[0], _hyphen(tokens, found[1])
    unit = tokens.text(j)
    if unit not in DISTANCE_UNITS:
        return None
    if unit == "m" and amount < METRES_FROM:
        hint = f"Write {_shown(amount)} min or {_shown(amount)} metres."
        raise tokens.error(i, j + 1, hint=hint, problem="minutes or metres?")
    metres = float(round(amount * DISTANCE_UNITS[unit], 1))
    if not 0 < metres <= 1_000_000:
        raise tokens.error(i, j + 1, hint="Write a distance between 1 m and 1000 km.")
    return metres, j + 1


def calories_at(tokens: Tokens, i: int) -> tuple[float, int] | None:
    """Calories at i, as the erg counts them."""
    found = number_at(tokens, i)
    if found is None:
        return None
    amount, j = found[0], _hyphen(tokens, found[1])
    if tokens.text(j) not in CALORIE_UNITS:
        return None
    if not 0 < amount <= 100_000:
        raise tokens.error(i, j + 1, hint="Write a number of calories above 0.")
    return float(round(amount, 1)), j + 1


def _clock(tokens: Tokens, i: int) -> tuple[float, int]:
    """Minutes and seconds, or hours, minutes and seconds; a unit may name the first part."""
    parts, unit, j = tokens.items[i].parts, TIME_UNITS.get(tokens.text(i + 1)), i + 1
    if unit is not None:
        j += 1
    hours_first = len(parts) == 3 or unit == _HOUR
    wrong_unit = unit == 1 or (len(parts) == 3 and unit == _MINUTE)
    if len(parts) > 3 or wrong_unit or any(part > 59 for part in parts[1:]):
        hint = "Write minutes and seconds as 2:30, hours as 1:30:00."
        raise tokens.error(i, j, hint=hint, problem="no such time:")
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + part
    if hours_first and len(parts) == 2:
        seconds *= 60
    return _checked(tokens, i, j, Fraction(seconds)), j


def _amount(tokens: Tokens, i: int, below: Fraction) -> tuple[Fraction, Fraction, int] | None:
    """A number with a time unit smaller than `below` (0: any): (seconds, the unit, behind)."""
    found = number_at(tokens, i)
    if found is None:
        return None
    amount, j = found[0], _hyphen(tokens, found[1])
    word = tokens.text(j)
    unit = TIME_UNITS.get(word)
    if word == "'" and tokens.text(j + 1) == "'" and tokens.glued(j + 1):  # two primes: seconds
        unit, j = Fraction(1), j + 1
    if unit is None and word == "m" and (below == _HOUR or _seconds_follow(tokens, j + 1)):
        unit = _MINUTE  # "1h 30m" and "3m30s" leave no doubt
    if unit is None or (below and unit >= below):
        return None
    dotted = tokens.text(j + 1) == "." and tokens.glued(j + 1) and word in ("min", "sec", "hr")
    return amount * unit, unit, j + (2 if dotted else 1)


def _seconds_follow(tokens: Tokens, i: int) -> bool:
    return tokens.value(i) is not None and TIME_UNITS.get(tokens.text(i + 1)) == 1


def _refuse_range(tokens: Tokens, i: int) -> None:
    """ "3-4 min": hrguide will not pick one."""
    between = tokens.text(i + 1) in ("-", DASH, "to")
    if tokens.value(i) is None or not between or tokens.value(i + 2) is None:
        return
    if tokens.text(i + 3) in TIME_UNITS:
        low, high = _shown(tokens.value(i)), _shown(tokens.value(i + 2))
        unit = tokens.text(i + 3)
        hint = f"Write {low} {unit} or {high} {unit}."
        raise tokens.error(i, i + 4, hint=hint, problem="which of the two?")


def _hyphen(tokens: Tokens, i: int) -> int:
    """Skip the hyphen of "3-minute"."""
    joined = tokens.text(i) == "-" and tokens.glued(i) and tokens.glued(i + 1)
    return i + 1 if joined and tokens.kind(i + 1) is TokenKind.WORD else i


def _checked(tokens: Tokens, i: int, j: int, seconds: Fraction) -> float:
    if seconds < 1:
        raise tokens.error(i, j, hint="A step lasts at least 1 s.", problem="too short:")
    if seconds > MAX_S:
        raise tokens.error(i, j, hint="A workout lasts at most 24 h.", problem="too long:")
    return float(round(seconds, 2))


def _shown(value: Fraction | None) -> str:
    return f"{float(value or 0):g}"
