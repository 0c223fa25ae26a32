"""Bytes from a terminal turned into plain characters.

Comes in: what a read gave, with its time. Goes out: one character a key. Arrow keys, function keys,
answers of the terminal and pasted escape codes give nothing: an arrow must never read as `x`, and
Home (ESC [ 1 ~) never as a talk answer. Alt and a key is that key.
"""

import codecs
from enum import Enum, auto
from typing import Final

ESC: Final = "\x1b"
# A terminal sends a sequence in one go; after a longer break the next byte is a key of its own. So
# a lone Escape, or half a sequence, can swallow an `x` for a tenth of a second at most.
SEQUENCE_S: Final = 0.1


class _State(Enum):
    """Where in an escape sequence we are (ECMA-48, 5.3-5.6)."""

    PLAIN = auto()
    ESCAPE = auto()  # after ESC
    CONTROL = auto()  # CSI: ESC [ ... final byte 0x40-0x7E
    SINGLE = auto()  # SS3: ESC O and one more
    STRING = auto()  # OSC, DCS, SOS, PM, APC: up to BEL or ESC \
    STRING_END = auto()  # ESC inside a string


class Keystrokes:
    """The state between two reads."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        self._state = _State.PLAIN
        self._last_s = float("-inf")
        self._control_is_empty = True

    def feed(self, data: bytes, at_s: float) -> tuple[str, ...]:
        """The keys in these bytes, Enter as a newline. at_s: monotonic, of the read."""
        if at_s - self._last_s > SEQUENCE_S:
            self._state = _State.PLAIN
        self._last_s = at_s
        keys: list[str] = []
        for letter in self._decoder.decode(data):
            key = self._step(letter)
            if key:
                keys.append("\n" if key == "\r" else key)
        return tuple(keys)

    def _step(self, letter: str) -> str | None:
        state = self._state
        if state is _State.PLAIN:
            if letter == ESC:
                self._state = _State.ESCAPE
                return None
            return letter
        if state is _State.ESCAPE:
            return self._after_escape(letter)
        if state is _State.CONTROL:
            self._in_control(letter)
        elif state is _State.SINGLE or self._ends_string(letter):
            self._state = _State.PLAIN
        else:
            self._state = _State.STRING_END if letter == ESC else _State.STRING
        return None

    def _ends_string(self, letter: str) -> bool:
        return letter == "\x07" or (self._state is _State.STRING_END and letter == "\\")

    def _after_escape(self, letter: str) -> str | None:
        if letter == ESC:
            return None
        if letter == "[":
            self._state = _State.CONTROL
            self._control_is_empty = True
        elif letter == "O":
            self._state = _State.SINGLE
        elif letter in "]PX^_":
            self._state = _State.STRING
        else:
            self._state = _State.PLAIN
            return letter  # Alt and a key
        return None

    def _in_control(self, letter: str) -> None:
        if letter == "[" and self._control_is_empty:
            self._state = _State.SINGLE  # the Linux console's F1-F5: ESC [ [ A
        elif letter == ESC:
            self._state = _State.ESCAPE
        elif "\x40" <= letter <= "\x7e":
            self._state = _State.PLAIN
        self._control_is_empty = False
