"""The FIT container, as far as a workout file needs it: messages to bytes and back.

Comes in: bytes, or messages. Goes out: messages (a global number and fields by number), or bytes.
A symmetric pair, after the FIT protocol description: header of 12 or 14 bytes, definition and
data records, CRC-16. Developer fields are stepped over. It refuses files that are cut short or
whose check sum is wrong: a workout is too short to guess the rest of.
"""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hrguide.errors import BadFileError

MAGIC: Final = b".FIT"  # at byte 8 of every FIT file

Value = int | str

_CRC_NIBBLES: Final = (
    *(0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401),
    *(0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400),
)
_ENUM, _UINT8, _STRING, _UINT16, _UINT32, _UINT32Z = 0x00, 0x02, 0x07, 0x84, 0x86, 0x8C
_FORMATS: Final = {  # base type: struct format, the value that means "none"
    _ENUM: ("B", 0xFF),
    0x01: ("b", 0x7F),
    _UINT8: ("B", 0xFF),
    0x0A: ("B", 0),
    0x83: ("h", 0x7FFF),
    _UINT16: ("H", 0xFFFF),
    0x8B: ("H", 0),
    0x85: ("i", 0x7FFFFFFF),
    _UINT32: ("I", 0xFFFFFFFF),
    _UINT32Z: ("I", 0),
}
_HINT = "Copy it again from the watch or the program it comes from."


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: its global number, and its fields by number; absent or "none" is left out."""

    number: int
    fields: Mapping[int, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How fields of one kind of message are written: (field, base type, bytes)."""

    number: int
    layout: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Definition:
    number: int
    order: str
    layout: tuple[tuple[int, int, int], ...]
    developer_bytes: int


@dataclass(slots=True)
class _Place:
    content: bytes
    file: str
    at: int
    end: int
    definitions: dict[int, _Definition] = field(default_factory=dict)

    def take(self, count: int) -> bytes:
        if self.at + count > self.end:
            raise BadFileError(f"{self.file}: byte {self.at}: the file is cut short", hint=_HINT)
        self.at += count
        return self.content[self.at - count : self.at]


def decode_fit(content: bytes, file: str) -> tuple[Message, ...]:
    """All messages of a FIT file. Raises BadFileError with the byte."""
    if len(content) < 14 or content[8:12] != MAGIC or content[0] not in (12, 14):
        raise BadFileError(f"{file}: no FIT file", hint=_HINT)
    size = struct.unpack_from("<I", content, 4)[0]
    end = content[0] + size
    if end + 2 > len(content):
        raise BadFileError(
            f"{file}: {len(content)} bytes, its header says {end + 2}: cut short", hint=_HINT
        )
    if crc(content[:end]) != struct.unpack_from("<H", content, end)[0]:
        raise BadFileError(f"{file}: the check sum is wrong: the file is damaged", hint=_HINT)
    place = _Place(content, file, content[0], end)
    messages = []
    while place.at < place.end:
        header = place.take(1)[0]
        if header & 0x80:  # compressed time stamp
            messages.append(_data(place, (header >> 5) & 0x03))
        elif header & 0x40:
            place.definitions[header & 0x0F] = _definition(place, developer=bool(header & 0x20))
        else:
            messages.append(_data(place, header & 0x0F))
    return tuple(messages)


def encode_fit(messages: Iterable[tuple[Kind, Mapping[int, Value]]]) -> bytes:
    """A FIT file of these messages; fields not given are written as "none"."""
    body = bytearray()
    last: Kind | None = None
    for kind, fields in messages:
        if kind is not last:
            body += struct.pack("<BBBHB", 0x40, 0, 0, kind.number, len(kind.layout))
            body += b"".join(
                struct.pack("<BBB", number, size, base) for number, base, size in kind.layout
            )
            last = kind
        body += b"\x00" + b"".join(
            _encode_value(fields.get(number), base, size) for number, base, size in kind.layout
        )
    # protocol 1.0, profile 21.00: nothing newer is used
    header = struct.pack("<BBHI4s", 14, 0x10, 2100, len(body), MAGIC)
    content = header + struct.pack("<H", crc(header)) + bytes(body)
    return content + struct.pack("<H", crc(content))


def crc(content: bytes) -> int:
    """FIT's CRC-16, by nibbles."""
    value = 0
    for byte in content:
        for nibble in (byte & 0x0F, byte >> 4):
            value = (value >> 4) & 0x0FFF ^ _CRC_NIBBLES[value & 0x0F] ^ _CRC_NIBBLES[nibble]
    return value


def _definition(place: _Place, *, developer: bool) -> _Definition:
    _, big, *_ = place.take(2)
    order = ">" if big else "<"
    number, count = struct.unpack(f"{order}HB", place.take(3))
    layout = []
    for _ in range(count):
        name, size, base = struct.unpack("BBB", place.take(3))
        layout.append((name, base, size))
    extra = 0
    if developer:
        extra = sum(place.take(3)[1] for _ in range(place.take(1)[0]))
    return _Definition(number, order, tuple(layout), extra)


def _data(place: _Place, local: int) -> Message:
    definition = place.definitions.get(local)
    if definition is None:
        raise BadFileError(
            f"{place.file}: byte {place.at - 1}: data of a kind that was not defined", hint=_HINT
        )
    fields: dict[int, Value] = {}
    for name, base, size in definition.layout:
        value = _decode_value(place.take(size), base, definition.order)
        if value is not None:
            fields[name] = value
    place.take(definition.developer_bytes)
    return Message(number=definition.number, fields=fields)


def _decode_value(raw: bytes, base: int, order: str) -> Value | None:
    """One value; None for "none", for lists and for types a workout does not use."""
    if base == _STRING:
        return raw.split(b"\x00")[0].decode("utf-8", errors="replace") or None
    form, none = _FORMATS.get(base, ("", 0))
    if not form or struct.calcsize(form) != len(raw):
        return None
    value = int(struct.unpack(order + form, raw)[0])
    return None if value == none else value


def _encode_value(value: Value | None, base: int, size: int) -> bytes:
    if base == _STRING:
        text = str(value or "").encode()[: size - 1]
        while text and text.decode("utf-8", errors="ignore").encode() != text:
            text = text[:-1]  # a sign cut in the middle
        return text.ljust(size, b"\x00")
    form, none = _FORMATS[base]
    return struct.pack(f"<{form}", none if value is None else int(value))
