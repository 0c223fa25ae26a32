"""What a ride file holds, however damaged: every line that can be read, and which cannot.

Comes in: the path of a ride file. Goes out: a `Salvaged`: its state in one word, the lines that
stand, the places that do not, each with its number. Unlike the reader it does not let one wrong
time drop all that follows: it keeps the most lines that are in order together. It changes nothing
on the disk, and leaves a ride in progress alone.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from hrguide.bluetooth.source import LinkChange, Received
from hrguide.ride.fields import FieldError
from hrguide.ride.header import FORMAT, Header
from hrguide.ride.lines import (
    HEART_RATE,
    CommandLine,
    Event,
    Footer,
    UnknownLine,
    decode_header_line,
    decode_line,
)
from hrguide.ride.lock import is_in_progress
from hrguide.ride.reader import Damage, split_torn
from hrguide.ride.recording import read_limited

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class State(StrEnum):
    """What is to be said of a ride file."""

    WHOLE = "whole"
    INTERRUPTED = "interrupted"  # it lacks its end, and nothing else but a torn last line
    DAMAGED = "damaged"  # a line of it cannot be read
    HEADLESS = "without its first line"  # what depends on it is gone; heart rates may stand
    NOTHING = "empty"  # no header and no heart rate: there is nothing to mend
    IN_PROGRESS = "in progress"  # a living process writes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that can be read, byte for byte. number: 1-based."""

    number: int
    content: bytes
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """A ride file looked through. content: all its bytes, () lines of a ride in progress are not
    read. head: the header's own bytes. torn: the bytes of a torn last line.
    """

    path: Path
    state: State
    content: bytes = b""
    header: Header | None = None
    head: bytes = b""
    lines: tuple[Line, ...] = ()
    damage: tuple[Damage, ...] = ()
    torn: bytes = b""

    @property
    def last_at_s(self) -> float:
        """The latest time of any line that stands, 0 where there is none."""
        times = (one.event.at_s for one in self.lines if not isinstance(one.event, UnknownLine))
        return max(times, default=0.0)

    @property
    def packets(self) -> int:
        """Heart-rate notifications that stand."""
        return sum(_is_heart_rate(one.event) for one in self.lines)

    @property
    def has_footer(self) -> bool:
        return any(isinstance(one.event, Footer) for one in self.lines)

    @property
    def may_be_mended(self) -> bool:
        return self.state in (State.INTERRUPTED, State.DAMAGED, State.HEADLESS)


def salvage(path: Path) -> Salvaged:
    """Look through a ride file. Raises BadFileError where its bytes cannot be had."""
    try:
        if is_in_progress(path):
            return Salvaged(path=path, state=State.IN_PROGRESS)
    except OSError:
        pass  # the reading says why
    content = read_limited(path)
    whole, torn = split_torn(content)
    rows = whole.removeprefix(_BYTE_ORDER_MARK).split(b"\n")
    if rows[-1] == b"":
        rows.pop()
    header, damage = _header(rows)
    format_ = FORMAT if header is None else header.format
    lines, unreadable = _readable(rows[1:] if rows else [], format_)
    kept, out_of_order = _in_order(lines)
    wrong = (*damage, *sorted((*unreadable, *out_of_order), key=_place))
    found = Salvaged(
        path=path,
        state=State.DAMAGED,
        content=content,
        header=header,
        head=rows[0] if header is not None else b"",
        lines=tuple(kept),
        damage=wrong,
        torn=torn,
    )
    return _with_state(found)


def _with_state(found: Salvaged) -> Salvaged:
    if found.header is None:
        state = State.HEADLESS if found.packets else State.NOTHING
    elif found.damage:
        state = State.DAMAGED
    elif found.torn or not found.has_footer:
        state = State.INTERRUPTED
    else:
        state = State.WHOLE
    return replace(found, state=state)


def _header(rows: Sequence[bytes]) -> tuple[Header | None, tuple[Damage, ...]]:
    if not rows:
        return None, (Damage(line=1, expected="the header of a ride", got="nothing whole"),)
    try:
        return decode_header_line(_text(rows[0]))[0], ()
    except FieldError as error:
        return None, (Damage(line=1, expected=error.expected, got=error.got),)


def _readable(rows: Sequence[bytes], file_format: int) -> tuple[list[Line], list[Damage]]:
    lines: list[Line] = []
    damage: list[Damage] = []
    for number, row in enumerate(rows, start=2):
        try:
            event, _notes = decode_line(_text(row), file_format=file_format)
        except FieldError as error:
            damage.append(Damage(line=number, expected=error.expected, got=error.got))
        else:
            lines.append(Line(number=number, content=row, event=event))
    return lines, damage


def _in_order(lines: Sequence[Line]) -> tuple[list[Line], list[Damage]]:
    """The most causes whose times do not run back, and the first footer behind them all."""
    causes = [one for one in lines if isinstance(one.event, Received | LinkChange | CommandLine)]
    stand = _longest_rise([_at_s(one) for one in causes])
    dropped = {one.number for place, one in enumerate(causes) if place not in stand}
    damage = [
        Damage(line=number, expected='"at_s" in order', got=f"{_time_on(causes, number):g}")
        for number in sorted(dropped)
    ]
    standing = [one for one in causes if one.number not in dropped]
    last_line, last_s = (standing[-1].number, _at_s(standing[-1])) if standing else (0, 0.0)
    ended = False
    for one in lines:
        if isinstance(one.event, Footer):
            if ended or one.number < last_line or one.event.at_s < last_s:
                dropped.add(one.number)
                damage.append(
                    Damage(line=one.number, expected="one footer, at the end", got="a footer")
                )
            else:
                ended = True
    return [one for one in lines if one.number not in dropped], damage


def _longest_rise(times_s: Sequence[float]) -> set[int]:
    """The places of a longest subsequence that never falls (patience sorting)."""
    ends: list[float] = []  # the lowest last time of a rise of that length
    at: list[int] = []
    before: list[int] = []
    for place, time_s in enumerate(times_s):
        length = bisect_right(ends, time_s)
        before.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(time_s)
            at.append(place)
        else:
            ends[length] = time_s
            at[length] = place
    stand: set[int] = set()
    place = at[-1] if at else -1
    while place >= 0:
        stand.add(place)
        place = before[place]
    return stand


def _at_s(line: Line) -> float:
    assert not isinstance(line.event, UnknownLine)
    return line.event.at_s


def _time_on(lines: Sequence[Line], number: int) -> float:
    return next(_at_s(one) for one in lines if one.number == number)


def _is_heart_rate(event: Event) -> bool:
    return isinstance(event, Received) and event.characteristic == HEART_RATE


def _place(damage: Damage) -> int:
    return damage.line or 0


def _text(row: bytes) -> str:
    try:
        return row.decode()
    except UnicodeDecodeError as error:
        raise FieldError(
            expected="UTF-8 text", got=f"byte 0x{row[error.start]:02x} at column {error.start + 1}"
        ) from None
