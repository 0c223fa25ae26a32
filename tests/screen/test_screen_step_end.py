"""What ends a step that the clock does not end, in words."""

from dataclasses import replace

import pytest

from hrguide.moment import Moment, Phase
from hrguide.screen.draw import draw
from hrguide.screen.frame import frame
from hrguide.screen.memory import Remembered
from hrguide.screen.setting import Setting
from hrguide.screen.step_end import end_line
from hrguide.workout.formats.intensity import POWER
from hrguide.workout.whiteboard import parse_workout
from tests.screen.scenes import BY_DISTANCE, OVER, READY, REST_ON_RATE, SETTING, UNTIL


def line(text: str, **changes: object) -> str:
    assert BY_DISTANCE.step is not None
    step = replace(BY_DISTANCE.step, index=0, held_s=changes.pop("held_s", None))  # type: ignore[arg-type]
    moment: Moment = replace(BY_DISTANCE, step=step, **changes)  # type: ignore[arg-type]
    return end_line(moment, parse_workout(text).steps[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 min easy", ""),
        ("500 m easy", "500 m by the machine's display, then Enter"),
        (
            "12 cal moderate, at most 2 min",
            "12 calories by the machine's display, then Enter, or at 2:00",
        ),
        ("free until key", "Enter ends it"),
        ("rest until HR under 110", "ends under 110 bpm for 5 s"),
        (
            "easy until HR over 120, at most 4 min",
            "ends over 120 bpm for 5 s, or at 4:00",
        ),
    ],
)
def test_in_words(text: str, expected: str) -> None:
    assert line(text) == expected


def test_how_long_it_has_been_held_is_told() -> None:
    assert line("rest until HR under 110", held_s=3.0) == "ends under 110 bpm for 5 s (held 3 s)"


def test_without_a_heart_rate_the_way_out_is_told() -> None:
    text = "rest until HR under 110, at most 3 min"
    assert line(text, hr_bpm=None) == "no heart rate: n goes on, or at 3:00"
    assert line("500 m easy", hr_bpm=None).startswith("500 m")


def test_nothing_is_told_in_a_pause() -> None:
    assert line("500 m easy", phase=Phase.PAUSED) == ""


def test_the_clock_of_an_untimed_step_is_the_steps_own() -> None:
    drawn = frame(REST_ON_RATE, UNTIL, Remembered())
    assert (drawn.time, drawn.time_label) == ("1:04", "so far")
    assert drawn.bar is not None
    assert drawn.bar.high_bpm == 110


@pytest.mark.parametrize(
    ("machine", "less"),
    [
        ("bikeerg", "5 rpm less"),
        ("echobike", "5 rpm less, arms along for the ride"),
        ("rower", "2 strokes a minute less, long and light"),
        ("skierg", "2 strokes a minute less, lighter pulls"),
    ],
)
def test_each_machine_eases_in_its_own_units(machine: str, less: str) -> None:
    assert frame(OVER, replace(SETTING, machine=machine), Remembered()).instruction.feel == less


def test_a_step_on_another_machine_has_that_machines_words() -> None:
    workout = parse_workout("6 rounds\n- ski 1 min moderately easy\n- bike 1 min easy")
    setting: Setting = replace(SETTING, workout=workout)
    assert OVER.step is not None
    for index, word in ((0, "pulls"), (1, "rpm")):
        moment = replace(OVER, step=replace(OVER.step, index=index))
        assert word in frame(moment, setting, Remembered()).instruction.feel


def test_the_rule_that_made_efforts_of_power_is_shown_before_the_ride() -> None:
    workout = parse_workout(f"# {POWER.rule}\n20 min easy")
    for width, height in ((80, 24), (40, 12)):
        drawn = draw(frame(READY, replace(SETTING, workout=workout), Remembered()), width, height)
        assert "Below 55 % of FTP became easy" in "\n".join(drawn.texts())
