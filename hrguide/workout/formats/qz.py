"""Training programs of QZ (XML rows, many with heart-rate zones): read as whiteboard text.

Comes in: bytes. Goes out: text. A row's heart rate is what counts here; speed, incline and
resistance are only told. It refuses rows without a length.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from hrguide.errors import BadFileError
from hrguide.workout.formats.intensity import ZONE_RULE, Asked, zone
from hrguide.workout.formats.safe_xml import number, read_xml
from hrguide.workout.formats.sheet import commented, rounds_lines, sheet, step_line, timed_line
from hrguide.workout.targets import BPM_MAX, BPM_MIN
from hrguide.workout.wording import duration_words
from hrguide.workout.workout import Effort

_CLOCK = re.compile(r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-9]{1,2})(?:\.[0-9]+)?")
_HINT = "Export it again from QZ."
_MET_IN_ZONE = ("duration", "zonehr", "hrmin", "hrmax")


def read_qz(content: bytes, file: str) -> str:
    """A QZ program as whiteboard text. Raises BadFileError."""
    root = read_xml(content, file)
    blocks: list[list[str]] = [[]]
    for element in root:
        if element.tag == "repeat":
            inner = [line for row in element if row.tag == "row" for line in _row(row, file)]
            count = int(number(element, "times", file) or 1)
            if not 1 <= count <= 2000:
                raise BadFileError(f"{file}: <repeat times={count}>", hint=_HINT)
            blocks += [rounds_lines(count, inner) if inner else [], []]
        elif element.tag == "row":
            blocks[-1] += _row(element, file)
    if not any(blocks):
        raise BadFileError(f"{file}: a QZ program without rows", hint=_HINT)
    rule = ZONE_RULE if b"zonehr" in content else "No heart rates in it: every step is free."
    return sheet(["From QZ.", "" if b"hrmax" in content else rule], blocks)


def _row(row: ElementTree.Element, file: str) -> Iterator[str]:
    seconds = _seconds(row, file)
    told = ", ".join(f"{name} {value}" for name, value in row.items() if name not in _MET_IN_ZONE)
    low, high = _bpm(row, "hrmin", file), _bpm(row, "hrmax", file)
    number_of_zone = number(row, "zonehr", file)
    if number_of_zone is not None and number_of_zone > 0:
        said = f"zone {number_of_zone:g}, {told}" if told else f"zone {number_of_zone:g}"
        yield timed_line(zone(int(number_of_zone)), seconds, said)
    elif high is not None:
        target = f"{low}-{high} bpm" if low is not None and low < high else f"under {high} bpm"
        yield commented(f"{duration_words(seconds)} {target}", told)
    else:
        yield step_line(Asked(Effort.FREE), duration_words(seconds), told)


def _bpm(row: ElementTree.Element, name: str, file: str) -> int | None:
    """A heart rate; QZ writes 0 or -1 where there is none."""
    value = number(row, name, file)
    return round(value) if value is not None and BPM_MIN <= value <= BPM_MAX else None


def _seconds(row: ElementTree.Element, file: str) -> float:
    text = row.get("duration", "")
    clock = _CLOCK.fullmatch(text.strip())
    seconds = 0
    if clock is not None:
        hours, minutes, rest = (int(part or 0) for part in clock.groups())
        seconds = hours * 3600 + minutes * 60 + rest
    if not seconds:
        raise BadFileError(
            f"{file}: <row duration={text!r}>: expected hours:minutes:seconds", hint=_HINT
        )
    return float(seconds)
