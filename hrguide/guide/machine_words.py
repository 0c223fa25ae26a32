"""The words of each machine: what one does on it, what is counted, how to do a little less.

Comes in: a machine's name as in the ride's header. Goes out: a frozen `MachineWords`. One
reviewable place: "5 rpm less" is nonsense on a rower, and "stop pedalling" on a ski erg. It knows
no heart rate: when to say any of it is the guide's and the screen's business.
"""

from dataclasses import dataclass
from typing import Final

from hrguide.athlete.athlete import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineWords:
    """What is said of one machine.

    doing: "Stop ..."; lightly: a whole order; cadence: the unit its display shows; less: how to
    ease off, in its own units; hands_free: a key can be pressed while riding.
    """

    doing: str
    lightly: str
    cadence: str
    less: str
    hands_free: bool = True


# A fan or flywheel takes about the cube of its speed: 5 of 70 rpm, or 2 of 24 strokes a minute, is
# a fifth of the power: a difference of some 10 bpm at these efforts [J].
_WORDS: Final[dict[Machine, MachineWords]] = {
    Machine.BIKEERG: MachineWords(
        doing="pedalling", lightly="Pedal lightly", cadence="rpm", less="5 rpm less"
    ),
    Machine.ROWER: MachineWords(
        doing="rowing",
        lightly="Row lightly",
        cadence="strokes a minute",
        less="2 strokes a minute less, long and light",
        hands_free=False,
    ),
    Machine.SKIERG: MachineWords(
        doing="skiing",
        lightly="Ski lightly",
        cadence="strokes a minute",
        less="2 strokes a minute less, lighter pulls",
        hands_free=False,
    ),
    Machine.ECHOBIKE: MachineWords(
        doing="pedalling",
        lightly="Pedal lightly",
        cadence="rpm",
        less="5 rpm less, arms along for the ride",
    ),
}
_ANY: Final = MachineWords(
    doing="now", lightly="Go lightly", cadence="strokes", less="a little less"
)


def words_of(machine: str) -> MachineWords:
    """The words of a machine; general ones where it is not known."""
    return next((said for known, said in _WORDS.items() if known.value == machine), _ANY)
