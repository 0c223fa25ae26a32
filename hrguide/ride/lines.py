"""One line of a ride file and the record it stands for, both ways.

Comes in: what happened (a packet, a link change, a command) or what readers should know (ranges
placed, a cue said, an answer that steers nothing, a lap). Goes out: one line of JSON, and back:
`decode_line(encode_line(e)) == (e, ())`. Causes only: no verdict, no forecast. It opens no file,
and refuses to guess at a line it cannot read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, assert_never

from hrguide.bluetooth.source import LinkChange, LinkReason, LinkState, Received
from hrguide.guide.command import Command
from hrguide.ride.facts import ranges_from_plain, ranges_to_plain
from hrguide.ride.fields import FieldError, Fields, shown, shown_text
from hrguide.ride.header import FORMAT, Header, decode_header, encode_header
from hrguide.zones.ranges import Range


class Ending(StrEnum):
    """How a ride came to its footer."""

    DONE = "done"  # the workout was ridden to its end
    FINISHED = "finished"  # the rider finished early
    STOPPED = "stopped"  # "stop now, unwell"
    CLOSED = "closed"  # interrupted, and closed at a later start
    IMPORTED = "imported"  # the end of a foreign recording


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandLine:
    """What the rider asked for, and when."""

    at_s: float
    command: Command


@dataclass(frozen=True, slots=True, kw_only=True)
class RangesPlaced:
    """For readers: the ranges a round began with, provenance in each.

    round: as the rider counts, None outside rounds. threshold_bpm, sd_bpm: the belief behind the
    ranges, None where there is none. learning: this round was led by words.
    """

    at_s: float
    round: int | None
    ranges: Mapping[str, Range]
    threshold_bpm: float | None = None
    sd_bpm: float | None = None
    learning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """For readers: a cue as it was said live. cue: its kind; text: its words."""

    at_s: float
    cue: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """For readers: an answer that steers no decision ("soreness_before": 6, "effort": 3)."""

    at_s: float
    question: str
    answer: int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lap:
    """For readers: a stretch that the foreign recorder called a lap.

    at_s: where it began. rest: the recorder called it a rest. name: as written there.
    """

    at_s: float
    duration_s: float
    rest: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """The last line of a whole ride: when the session was last advanced to, and why it ended."""

    at_s: float
    ending: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownLine:
    """A line of a newer version, kept as it stands; a replay passes over it, with a note."""

    kind: str
    text: str


Recorded = Received | LinkChange | CommandLine | RangesPlaced | Said | Answered | Lap | Footer
"""What this version writes; the first three are what a replay feeds to the session."""
Event = Recorded | UnknownLine
"""What this version reads."""

HEART_RATE: Final = "2a37"  # the characteristic a packet is of unless it says otherwise


def encode_line(record: Header | Event) -> bytes:
    """The record as one line of UTF-8 JSON with its newline.

    Floats are written by `repr`, so they come back to the last bit; text that is not Unicode
    (a lone surrogate from a file name) is escaped.
    """
    if isinstance(record, UnknownLine):
        return f"{record.text}\n".encode()
    plain = encode_header(record) if isinstance(record, Header) else _plain_event(record)
    try:
        return _dump(plain, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return _dump(plain, ensure_ascii=True).encode()


def decode_line(line: str, *, file_format: int = FORMAT) -> tuple[Event, tuple[str, ...]]:
    """The event on a line that is not the first, and notes on what is not known in it.

    A kind that is not known is an `UnknownLine`; so is a line that cannot be read in a file whose
    format is newer than ours. Raises FieldError.
    """
    plain = parse_object(line)
    kind = Fields(plain, "a line").text("kind")
    decode = _DECODERS.get(kind)
    if decode is None:
        if kind == "header":
            raise FieldError(expected="one header, on the first line", got="another header")
        return UnknownLine(kind=kind, text=line.strip()), (f"lines of kind {kind!r}",)
    asked = Fields(plain, f"a {kind} line")
    notes: list[str] = []
    try:
        event = decode(asked, notes)
    except FieldError:
        if file_format <= FORMAT:
            raise
        return UnknownLine(kind=kind, text=line.strip()), (f"a {kind} line",)
    return event, (*notes, *asked.left_over())


def decode_header_line(line: str) -> tuple[Header, tuple[str, ...]]:
    """The header on the first line, and notes. Raises FieldError."""
    return decode_header(parse_object(line))


def parse_object(line: str) -> object:
    """The line as JSON. Raises FieldError with what stands where it stops being JSON."""
    try:
        return json.loads(line, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        rest = line[error.pos :].strip()
        got = f"{shown_text(rest)} at column {error.colno}" if rest else "the end of the line"
        expected = "the end of the line" if error.msg == "Extra data" else "JSON"
        raise FieldError(expected=expected, got=got) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets without end
        raise FieldError(expected="a JSON object", got=shown_text(line)) from None


def _no_constant(word: str) -> float:
    raise FieldError(expected="finite numbers", got=word)


def _dump(plain: dict[str, object], *, ensure_ascii: bool) -> str:
    text = json.dumps(plain, ensure_ascii=ensure_ascii, separators=(",", ":"), allow_nan=False)
    return f"{text}\n"


def _plain_event(event: Event) -> dict[str, object]:
    match event:
        case Received():
            return _plain_packet(event)
        case LinkChange():
            return _plain_link(event)
        case CommandLine():
            return {"kind": "command", "at_s": event.at_s, "command": event.command.value}
        case RangesPlaced():
            return _plain_ranges(event)
        case Said():
            return {"kind": "said", "at_s": event.at_s, "cue": event.cue, "text": event.text}
        case Answered():
            return {
                "kind": "answered",
                "at_s": event.at_s,
                "question": event.question,
                "answer": event.answer,
            }
        case Lap():
            return _plain_lap(event)
        case Footer():
            return {"kind": "footer", "at_s": event.at_s, "ending": event.ending.value}
        case UnknownLine():
            raise TypeError("an unknown line is written as it stands")
        case _:
            assert_never(event)


def _plain_packet(packet: Received) -> dict[str, object]:
    plain: dict[str, object] = {"kind": "packet", "at_s": packet.at_s}
    if packet.characteristic != HEART_RATE:
        plain["characteristic"] = packet.characteristic
    if packet.device is not None:
        plain["device"] = packet.device
    plain["hex"] = packet.payload.hex()
    return plain


def _plain_link(change: LinkChange) -> dict[str, object]:
    plain: dict[str, object] = {"kind": "link", "at_s": change.at_s, "state": change.state.value}
    if change.reason is not None:
        plain["reason"] = change.reason.value
    for name in ("device", "name", "detail"):
        if (value := getattr(change, name)) is not None:
            plain[name] = value
    return plain


def _plain_ranges(event: RangesPlaced) -> dict[str, object]:
    return {
        "kind": "ranges",
        "at_s": event.at_s,
        "round": event.round,
        "learning": event.learning,
        "threshold_bpm": event.threshold_bpm,
        "sd_bpm": event.sd_bpm,
        "ranges": ranges_to_plain(event.ranges),
    }


def _plain_lap(lap: Lap) -> dict[str, object]:
    plain: dict[str, object] = {"kind": "lap", "at_s": lap.at_s, "duration_s": lap.duration_s}
    if lap.rest:
        plain["rest"] = True
    if lap.name is not None:
        plain["name"] = lap.name
    return plain


def _decode_packet(asked: Fields, _notes: list[str]) -> Received:
    hexed = asked.text("hex")
    try:
        payload = bytes.fromhex(hexed)
    except ValueError:
        raise FieldError(expected='"hex" as pairs of hex digits', got=shown(hexed)) from None
    return Received(
        at_s=asked.seconds("at_s"),
        payload=payload,
        device=asked.text("device", None),
        characteristic=asked.text("characteristic", HEART_RATE),
    )


def _decode_link(asked: Fields, _notes: list[str]) -> LinkChange:
    return LinkChange(
        at_s=asked.seconds("at_s"),
        state=LinkState(asked.word("state", [state.value for state in LinkState])),
        reason=LinkReason(asked.word("reason", [reason.value for reason in LinkReason]))
        if asked.has("reason")
        else None,
        device=asked.text("device", None),
        name=asked.text("name", None),
        detail=asked.text("detail", None),
    )


def _decode_command(asked: Fields, _notes: list[str]) -> CommandLine:
    word = asked.word("command", [command.value for command in Command])
    return CommandLine(at_s=asked.seconds("at_s"), command=Command(word))


def _decode_ranges(asked: Fields, notes: list[str]) -> RangesPlaced:
    return RangesPlaced(
        at_s=asked.seconds("at_s"),
        round=asked.whole("round", None),
        ranges=ranges_from_plain(asked.value("ranges"), notes),
        threshold_bpm=asked.number("threshold_bpm", None),
        sd_bpm=asked.number("sd_bpm", None),
        learning=asked.flag("learning"),
    )


def _decode_said(asked: Fields, _notes: list[str]) -> Said:
    return Said(at_s=asked.seconds("at_s"), cue=asked.text("cue"), text=asked.text("text"))


def _decode_answered(asked: Fields, _notes: list[str]) -> Answered:
    answer = asked.value("answer")
    if isinstance(answer, bool) or not isinstance(answer, int | str):
        raise FieldError(expected='"answer" as a whole number or text', got=shown(answer))
    return Answered(at_s=asked.seconds("at_s"), question=asked.text("question"), answer=answer)


def _decode_lap(asked: Fields, _notes: list[str]) -> Lap:
    return Lap(
        at_s=asked.seconds("at_s"),
        duration_s=asked.seconds("duration_s"),
        rest=asked.flag("rest"),
        name=asked.text("name", None),
    )


def _decode_footer(asked: Fields, _notes: list[str]) -> Footer:
    ending = asked.word("ending", [ending.value for ending in Ending])
    return Footer(at_s=asked.seconds("at_s"), ending=Ending(ending))


_DECODERS: Final[Mapping[str, Any]] = {
    "packet": _decode_packet,
    "link": _decode_link,
    "command": _decode_command,
    "ranges": _decode_ranges,
    "said": _decode_said,
    "answered": _decode_answered,
    "lap": _decode_lap,
    "footer": _decode_footer,
}
