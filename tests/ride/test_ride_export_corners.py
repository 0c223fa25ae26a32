"""Corners of what goes out and of what is laid over, each once changed without a test seeing it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fitdecode
import pytest

from hrguide.athlete import store
from hrguide.athlete.diary import note
from hrguide.athlete.profile import Profile
from hrguide.cli.main import main
from hrguide.cli.over import Laid, lay_over
from hrguide.errors import ExitCode
from hrguide.guide.command import Command
from hrguide.guide.policy import Policy
from hrguide.ride.erg import erg_packet
from hrguide.ride.export.fit import encode_fit
from hrguide.ride.export.tcx import encode_tcx
from hrguide.ride.export.told import tell
from hrguide.ride.lap_steps import lap_workout
from hrguide.ride.lines import CommandLine, Ending, Event, Footer, Lap
from hrguide.ride.reader import Ride, read_ride
from hrguide.workout.whiteboard import parse_workout
from tests.ride.ride_examples import EVIDENCE, SAM, a_header, a_packet

LAST_S = 40.0
TCX = "{http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2}"


def _ride(*more: Event, text: str = "20 s easy\nrest 20 s\n", **facts: object) -> Ride:
    events: list[Event] = [a_packet(float(at), 100 + at % 3, 600) for at in range(int(LAST_S) + 1)]
    events += more
    events.sort(key=lambda event: event.at_s)  # type: ignore[union-attr]
    events.append(Footer(at_s=LAST_S, ending=Ending.DONE))
    header = a_header(workout_text=text, athlete=None, evidence=(), **facts)
    return Ride(path=Path("ride.hrg"), header=header, events=tuple(events))


def _messages(ride: Ride, name: str) -> list[dict[str, Any]]:
    with fitdecode.FitReader(encode_fit(tell(ride))) as reader:
        return [
            {field.name: field.value for field in frame.fields}
            for frame in reader
            if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == name
        ]


def test_a_rest_is_a_rest_in_fit() -> None:
    assert [lap["intensity"] for lap in _messages(_ride(), "lap")] == ["active", "rest"]


def test_watts_below_zero_are_none_pushed() -> None:
    ride = _ride(erg_packet(3.0, power_w=-5), erg_packet(4.0, power_w=90))
    records = _messages(ride, "record")
    assert [record["power"] for record in records[3:6]] == [0, 90, None]


def test_beats_of_the_set_up_are_shown_to_nobody_else() -> None:
    """They come home to us in the packets; to others the ride begins at its start."""
    ride = _ride(CommandLine(at_s=10.0, command=Command.START), waiting=True)
    shown = [
        each for hrv in _messages(ride, "hrv") for each in hrv["time"] or () if each is not None
    ]
    assert len(shown) == LAST_S + 1 - 10


def test_tcx_escapes_what_a_coach_wrote_and_has_its_last_second() -> None:
    text = "20 s easy\n20 s <fast> & loose\n"
    told = tell(_ride())
    told = replace(told, stretches=(*told.stretches[:1], replace(told.stretches[1], name=text)))
    tree = ElementTree.fromstring(encode_tcx(told))
    assert [notes.text for notes in tree.iter(f"{TCX}Notes")][1] == text
    laps = [len(list(lap.iter(f"{TCX}Trackpoint"))) for lap in tree.iter(f"{TCX}Lap")]
    assert laps == [20, 21]


def test_steps_of_laps_last_as_long_as_the_ride() -> None:
    ride = _ride(Lap(at_s=5.0, duration_s=10.0), text="40 s free")
    workout = parse_workout(lap_workout(ride))
    assert [step.duration_s for step in workout.steps] == [5, 10, 25]


def test_a_file_that_knows_its_date_keeps_it(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("time,heart rate\n2026-11-07 10:00:00Z,100\n2026-11-07 10:00:01Z,101\n")
    home = tmp_path / "home"
    words = ["import", str(table), "--on", "2020-01-01", "--home", str(home)]
    assert main(words) == ExitCode.DONE
    (path,) = (home / "rides").glob("*.hrg")
    assert read_ride(path).header.started == datetime(2026, 11, 7, 10, tzinfo=UTC)


@pytest.mark.parametrize("who", ["Sam", "sam", "Kim"])
def test_what_is_not_laid_over_stays_the_rides(who: str, tmp_path: Path) -> None:
    """A policy's other numbers, and for the rider what was known on that day."""
    for name in ("Sam", "Kim"):
        store.add(tmp_path, Profile(name=name, age_years=38, age_on=datetime.now(UTC).date()))
        note(tmp_path, name, [EVIDENCE[1]])
    ride = _ride()
    header = replace(ride.header, athlete=SAM, evidence=EVIDENCE, policy=Policy(cue_spacing_s=33.5))
    laid = Laid(
        workout=None,
        from_laps=False,
        offset_s=None,
        ranges=None,
        policy={"ease_p": 0.8},
        athlete=who,
        machine=None,
    )
    _, over = lay_over(replace(ride, header=header), laid, tmp_path)
    assert over.policy == Policy(cue_spacing_s=33.5, ease_p=0.8)
    assert over.evidence == (None if who.lower() == "sam" else (EVIDENCE[1],))
