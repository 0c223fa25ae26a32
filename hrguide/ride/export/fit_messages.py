"""FIT messages of a few fields each, through fit-tool, at a speed one can wait for.

Comes in: message and field numbers with their values as FIT encodes them. Goes out: a whole file's
bytes. fit-tool's own message classes make a hundred empty fields each; here a message has the
fields it writes, which takes a seventh of the time, and fit-tool still defines, checks and encodes
them. Each layout has a local number of its own, so none is defined twice. It knows no rides.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fit_tool import FitFileBuilder
from fit_tool.base_type import BaseType
from fit_tool.data_message import DataMessage
from fit_tool.developer_field import DeveloperField
from fit_tool.field import Field

ENUM, UINT8, UINT16, UINT32 = BaseType.ENUM, BaseType.UINT8, BaseType.UINT16, BaseType.UINT32
UINT32Z, BYTE, FLOAT64, STRING = BaseType.UINT32Z, BaseType.BYTE, BaseType.FLOAT64, BaseType.STRING
SINT32: Final = BaseType.SINT32
_LOCALS: Final = 16  # FIT: a local number has 4 bits
_TELL_EVERY: Final = 50  # messages

Value = int | float | str | Sequence[int | float | None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One field of a layout. length: of an array or a text in bytes with its end; 1: a number."""

    number: int
    base: BaseType
    name: str
    length: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One kind of message: its fields, and those of the developer with index 0."""

    local: int
    number: int
    name: str
    slots: tuple[Slot, ...]
    own: tuple[Slot, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.local < _LOCALS:
            raise ValueError(f"local number {self.local}")


Message = tuple[Layout, Mapping[int, Value], Mapping[int, Value]]
"""A layout, its fields by number, its developer fields by number; what is missing is "none"."""


def encode_messages(
    messages: Sequence[Message], *, progress: Callable[[int, int], None] | None = None
) -> bytes:
    """A whole FIT file. progress: told how many messages of how many are done."""
    builder = FitFileBuilder(auto_define=True)
    for number, (layout, values, own) in enumerate(messages):
        builder.add(_message(layout, values, own))
        if progress is not None and number % _TELL_EVERY == 0:
            progress(number, len(messages))
    content: bytes = builder.build_bytes()
    if progress is not None:
        progress(len(messages), len(messages))
    return content


def _message(layout: Layout, values: Mapping[int, Value], own: Mapping[int, Value]) -> Any:
    fields = [
        _filled(
            Field(field_id=slot.number, name=slot.name, base_type=slot.base, growable=True),
            slot,
            values.get(slot.number),
        )
        for slot in layout.slots
    ]
    developer = [
        _filled(
            DeveloperField(
                field_id=slot.number,
                name=slot.name,
                base_type=slot.base,
                growable=True,
                developer_data_index=0,
            ),
            slot,
            own.get(slot.number),
        )
        for slot in layout.own
    ]
    return DataMessage(
        local_id=layout.local,
        global_id=layout.number,
        name=layout.name,
        fields=fields,
        developer_fields=developer,
    )


def _filled(field: Any, slot: Slot, value: Value) -> Any:
    """The field with its value, or with what means "none" in its type, at its full size."""
    if slot.base is STRING:
        text = str(value or "").encode()[: slot.length - 1].decode("utf-8", errors="ignore")
        field.set_encoded_value(0, text)
        field.size = slot.length
        return field
    listed = [value] if value is None or isinstance(value, int | float) else list(value)
    none = None if slot.base is FLOAT64 else slot.base.invalid_raw_value()
    for place in range(slot.length):
        one = listed[place] if place < len(listed) else None
        field.set_encoded_value(place, none if one is None else one)
    return field
