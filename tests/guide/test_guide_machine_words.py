"""Each machine has its own words, and nobody is told to stop pedalling on a rower."""

import pytest

from hrguide.athlete.athlete import Machine
from hrguide.guide.command import Command
from hrguide.guide.cue import CueKind
from hrguide.guide.machine_words import words_of
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout

STROKES = ("rower", "skierg")


@pytest.mark.parametrize("machine", [machine.value for machine in Machine])
def test_strokes_and_revolutions_are_not_mixed(machine: str) -> None:
    said = words_of(machine)
    everything = " ".join((said.doing, said.lightly, said.cadence, said.less))
    assert ("rpm" in everything) is (machine not in STROKES)
    assert ("stroke" in everything) is (machine in STROKES)
    assert ("edal" in everything) is (machine not in STROKES)
    assert said.hands_free is (machine not in STROKES)
    assert "less" in said.less


def test_a_machine_nobody_knows_has_general_words() -> None:
    assert words_of("treadmill").less == "a little less"


@pytest.mark.parametrize(
    ("machine", "words"), [("rower", "Stop rowing"), ("skierg", "Stop skiing")]
)
def test_what_is_said_at_a_stop(machine: str, words: str) -> None:
    session = Session(workout=parse_workout("5 min easy"), machine=machine)
    moments = session.command(at_s=10.0, command=Command.STOP.value)
    said = [m.cue for m in moments if m.cue is not None and m.cue.kind is CueKind.STOP]
    assert [words in cue.text for cue in said] == [True]
