"""Workout text of intervals.icu ("- 10m 75-80% HR", "Main set 4x"): read as whiteboard text.

Comes in: text. Goes out: whiteboard text, or None where it is not wholly of that kind: there "m"
is minutes and a bare percentage is of FTP, so a text is taken for it only when every line fits.
It refuses nothing itself; the whiteboard's own reader complains about texts that are neither.
"""

import re
from collections.abc import Iterator
from typing import Final

from hrguide.workout.formats.intensity import (
    LACTATE_RATE,
    MAX_RATE,
    POWER,
    ZONE_RULE,
    Asked,
    Scale,
    zone,
)
from hrguide.workout.formats.sheet import ridden, rounds_lines, sheet, step_line, timed_line
from hrguide.workout.wording import duration_words
from hrguide.workout.workout import Effort

_TIME = r"(?=[0-9])(?:([0-9]+)h)?(?:([0-9]+)(?:m|')(?![a-z]))?(?:([0-9]+)(?:s|\")?)?(?![0-9a-z%.])"
_LENGTH = re.compile(rf"(?:^|\s){_TIME}")
_DISTANCE = re.compile(r"(?:^|\s)([0-9]+(?:\.[0-9]+)?)(km|mi|mtr)\b")
_SHARE = re.compile(
    r"(?:^|\s)([0-9]{1,3})%?(?:-([0-9]{1,3}))?%(?:\s*(hr|lthr|pace))?(?=\s|$|,)", re.IGNORECASE
)
_ZONE = re.compile(r"(?:^|\s)z([1-7])(?:-z([1-7]))?(?:\s*(hr|pace))?(?=\s|$|,)", re.IGNORECASE)
_WATTS = re.compile(r"(?:^|\s)[0-9]+(?:-[0-9]+)?w(?=\s|$|,)", re.IGNORECASE)
_TIMES = re.compile(r"(?:^|\s)([0-9]{1,3})x(?=\s|$|:)", re.IGNORECASE)
_SCALES: Final = {"hr": MAX_RATE, "lthr": LACTATE_RATE, "": POWER}


def read_intervals(text: str) -> str | None:
    """The whiteboard text, None where a line is not intervals.icu's."""
    blocks: list[list[str]] = []
    rules: set[str] = set()
    count, inner = 1, list[str]()
    for line in [*text.splitlines(), ""]:
        words = line.strip()
        if words.startswith("-"):
            steps = _step(words.lstrip("- "), rules)
            if steps is None:
                return None
            inner += steps
            continue
        if inner:
            blocks.append(rounds_lines(count, inner) if count > 1 else inner)
            count, inner = 1, []
        times = _TIMES.search(words)
        if times is not None:
            count = int(times[1])
        elif any(sign.isdigit() for sign in words):
            return None
    return sheet(["From intervals.icu.", *sorted(rules)], blocks) if blocks else None


def _step(words: str, rules: set[str]) -> list[str] | None:
    """The lines of one step; None where it has no length or no target."""
    share, zones = _SHARE.search(words), _ZONE.search(words)
    seconds, distance = _seconds(words), _DISTANCE.search(words)
    lower = words.lower()
    if (seconds is None) == (distance is None):
        return None
    if share is not None and (share[3] or "").lower() in _SCALES:
        scale = _SCALES[(share[3] or "").lower()]
        rules.add(scale.rule)
        low, high = float(share[1]), float(share[2] or share[1])
        if "ramp" in lower and seconds is not None:
            return list(_ramp(seconds, low, high, scale))
        asked = scale.asked((low + high) / 2)
    elif zones is not None and (zones[3] or "").lower() != "pace":
        rules.add(ZONE_RULE)
        asked = zone(int(zones[2] or zones[1]))
    elif "freeride" in lower or _WATTS.search(words) or (share or zones):
        asked = Asked(Effort.FREE)
    else:
        return None
    if "press lap" in lower:
        return [step_line(asked, "until key", words)]
    if distance is not None:
        units = {"km": "km", "mi": "miles", "mtr": "metres"}
        return [step_line(asked, f"{distance[1]} {units[distance[2]]}", words)]
    return [step_line(asked, duration_words(seconds or 0.0), words)]


def _ramp(seconds: float, low: float, high: float, scale: Scale) -> Iterator[str]:
    for part, asked, start, end in ridden([(seconds, low, high)], scale):
        yield timed_line(asked, part, f"ramp {start:.0f}-{end:.0f} %")


def _seconds(words: str) -> float | None:
    for found in _LENGTH.finditer(words):
        hours, minutes, seconds = found.groups()
        whole = found.group().strip()
        if (hours or minutes or (seconds and whole[-1] in 's"')) and "rpm" not in whole:
            return (
                float(int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)) or None
            )
    return None
