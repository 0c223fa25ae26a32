"""What `workout check` shows: the JSON contract, the table, the time line."""

import json

import pytest

from hrguide.workout.outline import as_json, clock, table, time_line, totals
from hrguide.workout.whiteboard import parse_workout

CLINIC = parse_workout(
    "5 Rounds\n-3 minutes easy\n-2 minutes moderately easy\n-1 minute moderate\n"
    "*Rest 1 minute between rounds.\n"
)


def _one(text: str) -> dict[str, object]:
    steps = as_json(parse_workout(text))["steps"]
    assert isinstance(steps, list)
    step: dict[str, object] = steps[0]
    return step


def test_the_contract_for_the_first_step_of_the_clinic_session() -> None:
    printed = json.dumps(as_json(CLINIC))
    first = (
        '{"total_s": 2040, "steps": [{"index": 0, "round": 1, "kind": "work", "effort": "easy", '
        '"duration_s": 180, "low_bpm": null, "high_bpm": null, "until": null, '
        '"text": "3 minutes easy"}, '
    )
    assert printed.startswith(first)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("until HR under 110, at most 3 min", {"hr_below": 110, "hold_s": 5, "cap_s": 180}),
        ("until HR under 110", {"hr_below": 110, "hold_s": 5, "cap_s": None}),
        ("until HR over 120 for 10 s", {"hr_above": 120, "hold_s": 10, "cap_s": None}),
        ("until key", {"key": True}),
        ("500 metres", {"distance_m": 500}),
        ("0.5 mile", {"distance_m": 804.7}),
        ("12 cal", {"calories": 12}),
        ("12 cal, at most 90 s", {"calories": 12, "cap_s": 90}),
        ("until a talk answer", {"answer": True}),
    ],
)
def test_what_ends_a_step(words: str, until: dict[str, object]) -> None:
    step = _one(f"easy {words}")
    assert step["until"] == until
    assert step["duration_s"] is None
    assert list(step) == [
        *("index", "round", "kind", "effort", "duration_s"),
        *("low_bpm", "high_bpm", "until", "text"),
    ]


def test_a_step_in_bpm_alone_has_no_effort() -> None:
    step = _one("5 min 120-130 bpm")
    assert (step["effort"], step["low_bpm"], step["high_bpm"]) == (None, 120, 130)
    assert step["kind"] == "work"


def test_a_percentage_has_no_bpm_until_a_threshold_is_known() -> None:
    step = _one("5 min 85-95 % of threshold")
    assert (step["effort"], step["low_bpm"], step["high_bpm"]) == (None, None, None)


def test_drills_have_their_own_steps_and_no_time() -> None:
    understood = as_json(parse_workout("bench rotation 5 breaths a side\n3 min easy"))
    assert understood["total_s"] == 180
    assert isinstance(understood["steps"], list)
    kinds = [(s["kind"], s["effort"], s["until"]) for s in understood["steps"]]
    assert kinds == [("drill", None, {"key": True})] * 2 + [("work", "easy", None)]


def test_whole_numbers_are_ints_and_parts_of_seconds_stay() -> None:
    assert json.dumps(_one("90 s easy")["duration_s"]) == "90"
    assert json.dumps(_one("79.81 s easy")["duration_s"]) == "79.81"


def test_the_table() -> None:
    text = (
        "Warm-up 3 min\n\n2 rounds\n- 2 min 120-130 bpm\n- row 500 m easy\n"
        "* rest until HR under 110, at most 3 min between rounds"
    )
    assert table(parse_workout(text)) == (
        "#  start  round  ends              effort        range        as written\n"
        "0  0:00          3:00              easy                       Warm-up 3 min\n"
        "1  3:00   1/2    2:00                            120-130 bpm  2 min 120-130 bpm\n"
        "2  5:00   1/2    500 m             easy (rower)               row 500 m easy\n"
        "3  ?      1/2    HR<110, max 3:00  rest                       rest until HR under 110,"
        " at most 3 min between rounds\n"
        "4  ?      2/2    2:00                            120-130 bpm  2 min 120-130 bpm\n"
        "5  ?      2/2    500 m             easy (rower)               row 500 m easy\n"
        "\n"
        "7:00 in 3 steps: own range 4:00, easy 3:00; and 3 steps without a fixed time\n"
    )


def test_the_table_leaves_out_what_nobody_says() -> None:
    assert table(parse_workout("3 min easy\n30 s rest")) == (
        "#  start  ends  effort  as written\n"
        "0  0:00   3:00  easy    3 min easy\n"
        "1  3:00   0:30  rest    30 s rest\n"
        "\n"
        "3:30 in 2 steps: easy 3:00, rest 0:30\n"
    )


def test_the_time_line() -> None:
    assert time_line(parse_workout("6 min easy\n3 min moderate\n3 min rest")) == (
        "moderate                                ###############\n"
        "easy      ##############################\n"
        "rest                                                   ...............\n"
        "          0:00                                                   12:00\n"
    )


def test_the_time_line_marks_what_has_no_fixed_time() -> None:
    line = time_line(parse_workout("3 min easy\nrest until HR under 110, at most 3 min"))
    assert line.splitlines() == [
        "easy  " + "#" * 30,
        "rest  " + " " * 30 + "?" * 30,
        "      0:00" + "about 6:00".rjust(56),
    ]


def test_only_drills_draw_no_time_line() -> None:
    drills = parse_workout("cat/cow\nbench rotation")
    assert time_line(drills) == ""
    assert totals(drills) == "3 drill steps"


def test_totals_of_the_clinic_session() -> None:
    assert totals(CLINIC) == (
        "34:00 in 19 steps: moderate 5:00, moderately easy 10:00, easy 15:00, rest 4:00"
    )


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0:00"),
        (59, "0:59"),
        (60, "1:00"),
        (3750, "1:02:30"),
        (79.8, "1:19.8"),
        (86400, "24:00:00"),
    ],
)
def test_a_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
