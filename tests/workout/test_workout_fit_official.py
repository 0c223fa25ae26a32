"""Converted FIT workouts say the same to the official decoder and to an independent one.

The official SDK stands in an environment of its own (`tests/ride/official_fit.py` says which): its
licence and its versions are no business of ours.
"""

import json
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import fitdecode

from hrguide.workout.formats.fit_workout import write_fit
from hrguide.workout.shelf import list_workouts, load_workout
from hrguide.workout.targets import BPM_MAX, BPM_MIN
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Step, StepKind, Workout
from tests.ride.official_fit import OFFICIAL_PYTHON, needs_official
from tests.workout.cases import readable

ROOT = Path(__file__).parents[2]
RECORDED = ROOT.parent / "shared" / "recordings" / "workouts"
# Runs in the SDK's environment: reads every file named, prints one JSON list of what it found.
READ_ALL = """
import json, sys
from garmin_fit_sdk import Decoder, Stream
found = []
for path in sys.argv[1:]:
    decoder = Decoder(Stream.from_file(path))
    whole = decoder.is_fit() and decoder.check_integrity()
    messages, errors = Decoder(Stream.from_file(path)).read()
    found.append({"whole": whole, "errors": [str(e) for e in errors], "messages": messages})
print(json.dumps(found, default=str))
"""
FIELDS = (
    "wkt_step_name",
    "intensity",
    "duration_type",
    "duration_time",
    "duration_distance",
    "duration_hr",
    "duration_calories",
    "target_type",
    "custom_target_heart_rate_low",
    "custom_target_heart_rate_high",
)

StepSeen = Mapping[str, object]


@cache
def workouts() -> dict[str, Workout]:
    """The built-ins, every readable text of the fixtures, and the recordings where they are."""
    found = {one.name: one.workout for one in list_workouts() if one.workout is not None}
    found |= {case.name: parse_workout(case.text, name=case.name) for case in readable()}
    if RECORDED.is_dir():
        found |= {path.stem: load_workout(path) for path in sorted(RECORDED.iterdir())}
    return found


def expected(name: str) -> tuple[StepSeen, ...]:
    return tuple(_expected(step) for step in workouts()[name].steps)


def _expected(step: Step) -> StepSeen:
    """What a decoder must see of a step of ours, None where the field is not written."""
    seen: dict[str, object] = dict.fromkeys(FIELDS)
    name = (step.effort.value if step.effort else step.text).encode()[:39]
    seen["wkt_step_name"] = name.decode(errors="ignore")
    seen["intensity"] = "rest" if step.kind is StepKind.REST else "active"
    seen["target_type"] = "open"
    if step.low_bpm is not None or step.high_bpm is not None:
        seen["target_type"] = "heart_rate"
        seen["custom_target_heart_rate_low"] = (step.low_bpm or BPM_MIN) + 100
        seen["custom_target_heart_rate_high"] = (step.high_bpm or BPM_MAX) + 100
    until = step.until
    if until is None:
        seen |= {"duration_type": "time", "duration_time": step.duration_s}
    elif until.distance_m is not None:
        seen |= {"duration_type": "distance", "duration_distance": until.distance_m}
    elif until.calories is not None:
        seen |= {"duration_type": "calories", "duration_calories": until.calories}
    elif until.hr_below is not None:
        seen |= {"duration_type": "hr_less_than", "duration_hr": until.hr_below + 100}
    elif until.hr_above is not None:
        seen |= {"duration_type": "hr_greater_than", "duration_hr": until.hr_above + 100}
    else:
        seen["duration_type"] = "open"
    return seen


def written(folder: Path) -> dict[str, Path]:
    paths = {}
    for number, (name, workout) in enumerate(workouts().items()):
        paths[name] = folder / f"{number}.fit"
        paths[name].write_bytes(write_fit(workout))
    return paths


def _as_numbers(value: object) -> object:
    """An encoded heart rate is told by its number: below 356 it has no name in the profile."""
    return float(value) if isinstance(value, int | float) else value


@needs_official
def test_the_official_decoder_reads_every_workout_with_the_same_steps(tmp_path: Path) -> None:
    paths = written(tmp_path)
    done = subprocess.run(
        [str(OFFICIAL_PYTHON), "-I", "-c", READ_ALL, *paths.values()],
        capture_output=True,
        text=True,
        check=True,
    )
    for name, found in zip(paths, json.loads(done.stdout), strict=True):
        assert (found["whole"], found["errors"]) == (True, []), name
        messages = found["messages"]
        assert messages["file_id_mesgs"][0]["type"] == "workout"
        assert messages["workout_mesgs"][0]["num_valid_steps"] == len(expected(name)), name
        steps = messages["workout_step_mesgs"]
        assert [step["message_index"] for step in steps] == list(range(len(steps)))
        for wanted, step in zip(expected(name), steps, strict=True):
            seen = {field: _as_numbers(step.get(field)) for field in FIELDS}
            assert seen == {field: _as_numbers(value) for field, value in wanted.items()}, name


def test_an_independent_decoder_reads_every_workout_with_the_same_steps(tmp_path: Path) -> None:
    for name, path in written(tmp_path).items():
        with fitdecode.FitReader(str(path), check_crc=fitdecode.CrcCheck.RAISE) as reader:
            frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
        assert [frame.name for frame in frames[:2]] == ["file_id", "workout"]
        for wanted, frame in zip(expected(name), frames[2:], strict=True):
            assert frame.name == "workout_step"
            seen = {field: _as_numbers(_of(frame, field)) for field in FIELDS}
            assert seen == {field: _as_numbers(value) for field, value in wanted.items()}, name


def _of(frame: fitdecode.FitDataMessage, field: str) -> object:
    return frame.get_value(field, fallback=None)
