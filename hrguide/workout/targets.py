"""Heart rates in a line: "120-130 bpm", "under 135", "85-95 % of threshold", "until HR under 110".

Comes in: tokens and a position. Goes out: a target in bpm or percent, or an end on heart rate.
It refuses a single number ("at 125 bpm": how far from it?), percent of anything but the talk
threshold, and rates no heart has.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from hrguide.workout.durations import time_at
from hrguide.workout.signs import DASH
from hrguide.workout.tokens import Tokens
from hrguide.workout.words import REFUSED, phrase_at

BPM_MIN: Final = 40  # below it no adult exercises [K]
BPM_MAX: Final = 230  # physiology.md D3: above 230 no reading is believed
PCT_MIN: Final = 30.0  # of the talk threshold; below lies rest [J]
PCT_MAX: Final = 150.0  # no threshold is so low that more could be meant [J]
AROUND_PCT: Final = 3.0  # "90 % of threshold" is 87-93 %: at 138 bpm the 8 bpm below which a
# range is narrower than the noise (physiology.md F2, "< 8 bpm pointless")
HOLD_S: Final = 5.0  # design.md: one sample must not end a rest
HOLD_MAX_S: Final = 60.0  # longer is more likely a misread "at most" [J]

_UNDER: Final = {
    **dict.fromkeys(("under", "below", "<", "at most", "max", "maximum", "not over"), True),
    **dict.fromkeys(("no higher than", "not above", "up to", "less than", "< ="), True),
    **dict.fromkeys(("no more than", "not more than", "cap", "capped at"), True),
}
_OVER: Final = {
    **dict.fromkeys(("over", "above", ">", "at least", "min", "minimum", "more than"), True),
    **dict.fromkeys(("not under", "not below", "> ="), True),
}
_FALLS: Final = {
    **dict.fromkeys(("under", "below", "<", "< =", "is under", "is below"), True),
    **dict.fromkeys(("drops to", "drops under", "drops below", "falls to", "down to"), True),
    **dict.fromkeys(("falls under", "falls below", "is down to", "lower than"), True),
}
_RISES: Final = {
    **dict.fromkeys(("over", "above", ">", "> =", "is over", "is above"), True),
    **dict.fromkeys(("reaches", "rises to", "rises over", "rises above", "up to", "hits"), True),
}
_AT: Final = {"at most": True, "at least": True}
_HEART: Final = {
    **dict.fromkeys(("hr", "heart rate", "pulse", "your heart rate", "the heart rate"), True),
    **dict.fromkeys(("your hr", "the hr", "your pulse", "my hr", "my heart rate"), True),
}
_UNTIL: Final = {**dict.fromkeys(("until", "till", "til", "' til"), True)}
_HOLDS: Final = {**dict.fromkeys(("for", "held", "held for", "hold", "during"), True)}
_THRESHOLD: Final = {
    f"{of}{the}{which}threshold{what}": True
    for of in ("", "of ")
    for the in ("", "the ", "your ", "my ")
    for which in ("", "talk ")
    for what in ("", " hr", " heart rate")
}
_PERCENT: Final = ("%", "percent", "pct")
_RANGE: Final = ("-", DASH, "to", "and")
_WHICH: Final = "Write a range, such as 120-130 bpm, or under 135 bpm."
_OF_WHAT: Final = "Of what? Only a percentage of the talk threshold is known: 85-95 % of threshold."


@dataclass(frozen=True, slots=True)
class Bpm:
    """A range in bpm; an open side is None."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Percent:
    """A range in percent of the talk threshold; an open side is None."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class HrEnd:
    """A step ends when the heart rate is under or over bpm for hold_s; falls None: not said."""

    bpm: int
    falls: bool | None
    hold_s: float


def target_at(tokens: Tokens, i: int) -> tuple[Bpm | Percent, int] | None:
    """A range at i. Raises WorkoutError where a heart rate is meant but cannot be."""
    heart = phrase_at(tokens, i, _HEART)
    j = heart[1] if heart is not None else i
    if phrase_at(tokens, j, _AT) is None:
        j = _past(tokens, j, ("is", "stays", "stay", "at", ":", "="))
    under, over = phrase_at(tokens, j, _UNDER), phrase_at(tokens, j, _OVER)
    if under is not None and (not over or under[1] > over[1]):
        return _limit(tokens, i, under[1], upper=True, sure=heart is not None)
    if over is not None:
        return _limit(tokens, i, over[1], upper=False, sure=heart is not None)
    j += tokens.text(j) == "between"
    low = tokens.value(j)
    if low is None:
        return None
    k = _past(tokens, j + 1, _PERCENT)
    high = tokens.value(k + 1) if tokens.text(k) in _RANGE else None
    if high is not None:
        return _range(tokens, i, (low, high), k + 2, sure=heart is not None)
    if tokens.text(j + 1) in _PERCENT:
        pct = _pct(tokens, i, j, low)
        end = _of_threshold(tokens, i, j + 2)
        return Percent(pct - AROUND_PCT, pct + AROUND_PCT), end
    if tokens.text(j + 1) == "bpm" or heart is not None:
        hint = f"How far from it? {_WHICH}"
        raise tokens.error(i, j + 1 + (tokens.text(j + 1) == "bpm"), hint=hint, problem="one rate:")
    return None


def hr_end_at(tokens: Tokens, i: int) -> tuple[HrEnd, int] | None:
    """ "until HR under 110 for 10 s" at i."""
    until = phrase_at(tokens, i, _UNTIL)
    if until is None:
        return None
    heart = phrase_at(tokens, until[1], _HEART)
    j = heart[1] if heart is not None else until[1]
    j = _past(tokens, j, ("is", "it", "gets", "goes", "your", "the", "you", "are"))
    falls, rises = phrase_at(tokens, j, _FALLS), phrase_at(tokens, j, _RISES)
    direction = None if falls is None and rises is None else falls is not None
    j = falls[1] if falls is not None else rises[1] if rises is not None else j
    value = tokens.value(j)
    if value is None:
        hint = "Write until HR under 110, until key, or until a talk answer."
        raise tokens.error(i, j + 1, hint=hint, problem="until what?")
    if (behind := tokens.text(j + 1)) in _PERCENT or time_at(tokens, j) is not None:
        hint = "Write a heart rate, such as: until HR under 110, at most 3 min."
        raise tokens.error(i, j + 2, hint=hint, problem="not a heart rate:")
    bpm = _bpm(tokens, i, j, value)
    j += 1 + (behind == "bpm")
    hold = phrase_at(tokens, j, _HOLDS)
    time = time_at(tokens, hold[1]) if hold is not None else None
    if hold is None or time is None:
        return HrEnd(bpm, direction, HOLD_S), j
    if time[0] > HOLD_MAX_S:
        hint = "Held for so long, or at most? Write: until HR under 110, at most 3 min."
        raise tokens.error(j, time[1], hint=hint, problem="ambiguous:")
    return HrEnd(bpm, direction, time[0]), time[1]


def _limit(
    tokens: Tokens, i: int, j: int, *, upper: bool, sure: bool
) -> tuple[Bpm | Percent, int] | None:
    """One side of a range: "under 135 bpm", "at least 120", "under 90 % of threshold"."""
    value, unit = tokens.value(j), tokens.text(j + 1)
    if value is None or time_at(tokens, j) is not None:
        return None  # "at most 3 min"
    if unit in _PERCENT:
        pct = _pct(tokens, i, j, value)
        end = _of_threshold(tokens, i, j + 2)
        return (Percent(None, pct) if upper else Percent(pct, None)), end
    _refuse_unit(tokens, i, j + 1)
    spoken = tokens.text(i) in ("under", "below", "over", "above", "<", ">", "not")
    if unit != "bpm" and not sure and not spoken:
        return None  # "max 5": of what, others will say
    bpm = _bpm(tokens, i, j, value)
    return (Bpm(None, bpm) if upper else Bpm(bpm, None)), j + 1 + (unit == "bpm")


def _range(
    tokens: Tokens, i: int, values: tuple[Fraction, Fraction], j: int, *, sure: bool
) -> tuple[Bpm | Percent, int] | None:
    """Two numbers, j behind the second."""
    low, high = values
    if tokens.text(j) in _PERCENT:
        end = _of_threshold(tokens, i, j + 1)
        target: Bpm | Percent = Percent(_pct(tokens, i, j, low), _pct(tokens, i, j, high))
    elif tokens.text(j) == "bpm" or sure:
        end = j + (tokens.text(j) == "bpm")
        target = Bpm(_bpm(tokens, i, j - 1, low), _bpm(tokens, i, j - 1, high))
    elif _refuse_unit(tokens, i, j) or low < BPM_MIN or high > BPM_MAX:
        return None
    else:
        hint = f"Heart rate? Write {float(low):g}-{float(high):g} bpm."
        raise tokens.error(i, j, hint=hint, problem="a range of what?")
    if low >= high:
        hint = "Write the lower number first."
        raise tokens.error(i, end, hint=hint, problem="not a range:")
    return target, end


def _of_threshold(tokens: Tokens, i: int, j: int) -> int:
    found = phrase_at(tokens, j, _THRESHOLD)
    if found is None:
        raise tokens.error(i, j, hint=_OF_WHAT, problem="a percentage of what?")
    return found[1]


def _refuse_unit(tokens: Tokens, i: int, j: int) -> bool:
    """Watts and the like behind a number; False, so that it can stand in a condition."""
    unit = tokens.text(j)
    if unit in REFUSED and unit not in ("max", "hard", "tempo", "fast"):
        raise tokens.error(i, j + 1, hint=REFUSED[unit])
    return False


def _bpm(tokens: Tokens, i: int, j: int, value: Fraction) -> int:
    if value.denominator != 1 or not BPM_MIN <= value <= BPM_MAX:
        hint = f"Write a whole number of bpm from {BPM_MIN} to {BPM_MAX}."
        raise tokens.error(i, j + 1, hint=hint, problem="no heart rate:")
    return int(value)


def _pct(tokens: Tokens, i: int, j: int, value: Fraction) -> float:
    if not PCT_MIN <= value <= PCT_MAX:
        hint = f"Write {PCT_MIN:g} to {PCT_MAX:g} % of threshold."
        raise tokens.error(i, j + 1, hint=hint, problem="no percentage of a threshold:")
    return float(round(value, 2))


def _past(tokens: Tokens, i: int, skipped: tuple[str, ...]) -> int:
    while tokens.text(i) in skipped:
        i += 1
    return i
