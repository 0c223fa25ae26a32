"""What hrguide itself wrote into a FIT file: packets and commands as they were.

Comes in: messages with hrguide's developer fields, in file order. Goes out: the inputs of the ride,
to the last bit, and the workout in its own words. Straps are numbered, their addresses stayed at
home. A file of another program has none of this.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.bluetooth.source import LinkChange, LinkState, Received
from hrguide.guide.command import Command
from hrguide.ride.fields import FieldError, shown
from hrguide.ride.formats import fit_names as names
from hrguide.ride.formats.foreign import LAST_MAX_S, Input
from hrguide.ride.lines import CommandLine

_KNOWN: Final = {command.value: command for command in Command}
_STATES: Final = {state.value: state for state in LinkState}


class OwnRide:
    """Inputs in file order; empty for a file that hrguide did not write."""

    def __init__(self) -> None:
        self.inputs: list[Input] = []
        self.workout_text: str | None = None
        self.waiting = False
        self.simulated = False
        self.start_at_s: int | None = None
        self.machine: Machine | None = None
        self._last_s = 0.0

    def take(self, fields: Mapping[int, object]) -> None:
        """The developer fields of one hrv, event or session message.

        Raises FieldError for a time or a command that cannot be.
        """
        text = fields.get(names.WORKOUT)
        if isinstance(text, str) and text:
            self.workout_text = text
        self.waiting = self.waiting or fields.get(names.WAITING) == 1
        self.simulated = self.simulated or fields.get(names.SIMULATED) == 1
        start = fields.get(names.START_AT_S)
        if isinstance(start, int):
            self.start_at_s = start
        word = fields.get(names.MACHINE)
        self.machine = next((each for each in Machine if each.value == word), self.machine)
        at_s = fields.get(names.AT_S)
        if at_s is None:
            return
        if not isinstance(at_s, float) or not self._last_s <= at_s <= LAST_MAX_S:
            raise FieldError(
                expected=f"at_s from {self._last_s:g} to {LAST_MAX_S:g}", got=shown(at_s)
            )
        found = _input(at_s, fields)
        if found is not None:
            self.inputs.append(found)
            self._last_s = at_s


def _input(at_s: float, fields: Mapping[int, object]) -> Input | None:
    strap = fields.get(names.STRAP)
    device = f"strap {strap}" if isinstance(strap, int) and strap > 0 else None
    packet = fields.get(names.PACKET)
    if isinstance(packet, bytes | Sequence) and not isinstance(packet, str):
        size, *payload = packet
        return Received(at_s=at_s, payload=bytes(payload[:size]), device=device)
    word = fields.get(names.COMMAND)
    if isinstance(word, str) and word:
        if word not in _KNOWN:
            raise FieldError(expected=f"one of {', '.join(_KNOWN)}", got=shown(word))
        return CommandLine(at_s=at_s, command=_KNOWN[word])
    state = fields.get(names.LINK)
    if isinstance(state, str) and state in _STATES:
        return LinkChange(at_s=at_s, state=_STATES[state], device=device)
    return None
