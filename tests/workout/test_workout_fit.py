"""FIT workouts: the container as a symmetric pair, and workouts through it and back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.errors import BadFileError
from hrguide.workout.formats.fit_file import Kind, crc, decode_fit, encode_fit
from hrguide.workout.formats.fit_workout import read_fit, write_fit
from hrguide.workout.shelf import load_workout
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import StepKind
from tests.workout.cases import understood

RECORDED = Path(__file__).parents[3] / "shared" / "recordings" / "workouts"
KIND = Kind(
    number=27, layout=((254, 0x84, 2), (0, 0x07, 16), (1, 0x00, 1), (2, 0x86, 4), (7, 0x02, 1))
)

messages = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            254: st.integers(0, 0xFFFE),
            0: st.text(
                st.characters(codec="ascii", exclude_characters="\x00"), min_size=1, max_size=15
            ),
            1: st.integers(0, 0xFE),
            2: st.integers(0, 0xFFFFFFFE),
            7: st.integers(0, 0xFE),
        },
    ),
    max_size=5,
)


@given(messages)
def test_decode_of_encode(fields: list[dict[int, int | str]]) -> None:
    content = encode_fit([(KIND, one) for one in fields])
    decoded = decode_fit(content, "x.fit")
    assert [dict(message.fields) for message in decoded] == fields
    assert {message.number for message in decoded} <= {27}


def test_the_check_sum_is_fits() -> None:
    assert crc(b"123456789") == 0xBB3D  # CRC-16/ARC, as FIT uses it: the published check value


def test_a_name_is_cut_between_signs() -> None:
    content = encode_fit([(KIND, {0: "ä" * 10})])
    assert decode_fit(content, "x.fit")[0].fields == {0: "ä" * 7}


@given(st.data())
def test_damaged_bytes_are_an_error(data: st.DataObject) -> None:
    content = write_fit(load_workout("flush"))
    at = data.draw(st.integers(0, len(content) - 1))
    damaged = bytearray(content)
    damaged[at] ^= data.draw(st.integers(1, 255))
    cut = bytes(damaged)[: data.draw(st.integers(0, len(content)))]
    for broken in (bytes(damaged), cut):
        said = _text_or_error(broken)
        # versions and the header's own check sum say nothing about the steps
        assert isinstance(said, BadFileError) or broken == content or at in (1, 2, 3, 12, 13)


@given(st.data())
def test_any_body_with_a_right_check_sum_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(write_fit(load_workout("beginner"))[:-2])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(14, len(content) - 1))] = data.draw(st.integers(0, 255))
    fixed = bytes(content) + crc(bytes(content)).to_bytes(2, "little")
    assert _text_or_error(fixed)


def _text_or_error(content: bytes) -> str | BadFileError:
    try:
        return read_fit(content, "x.fit")
    except BadFileError as error:
        return error


@pytest.mark.parametrize("name", ["flush", "easy20", "beginner", "hr-rests"])
def test_a_workout_through_fit_and_back(name: str) -> None:
    workout = load_workout(name)
    again = parse_workout(read_fit(write_fit(workout), "x.fit"))
    assert [(s.kind, s.effort, s.duration_s) for s in again.steps] == [
        (s.kind, s.effort, s.duration_s) for s in workout.steps
    ]
    ends = [(s.until.hr_below if s.until else None) for s in again.steps]
    assert ends == [(s.until.hr_below if s.until else None) for s in workout.steps]


def test_ranges_distances_and_calories_through_fit_and_back() -> None:
    text = (
        "5 min 120-130 bpm\n500 metres easy\n12 cal moderate\n"
        "easy until HR over 120\nfree until key"
    )
    again = parse_workout(read_fit(write_fit(parse_workout(text)), "x.fit"))
    assert understood(again) == understood(parse_workout(text))


def test_our_files_say_the_same_to_an_independent_decoder(tmp_path: Path) -> None:
    fitdecode = pytest.importorskip("fitdecode")
    workout = load_workout("hr-rests")
    path = tmp_path / "x.fit"
    path.write_bytes(write_fit(workout))
    with fitdecode.FitReader(str(path), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    assert [frame.name for frame in frames] == ["file_id", "workout", *["workout_step"] * 16]
    assert frames[0].get_value("type") == "workout"
    assert frames[1].get_value("num_valid_steps") == 16
    for step, frame in zip(workout.steps, frames[2:], strict=True):
        assert frame.get_value("message_index") == step.index
        assert frame.get_value("wkt_step_name") == step.effort
        if step.kind is StepKind.REST:
            assert frame.get_value("intensity") == "rest"
            assert frame.get_value("duration_type") == "hr_less_than"
            assert frame.get_value("duration_hr") == 110 + 100
        else:
            assert frame.get_value("duration_type") == "time"
            assert frame.get_value("duration_time") == step.duration_s


@pytest.mark.skipif(not RECORDED.is_dir(), reason="no recordings beside the repository")
def test_repeats_zones_and_heart_rates_of_the_official_examples() -> None:
    text = read_fit((RECORDED / "workout_fit_WorkoutRepeatSteps.fit").read_bytes(), "x.fit")
    assert understood(parse_workout(text)) == [
        "total open",
        "moderately easy 60 s",
        *["1/3 moderate until metres 500.0", "1/3 moderate until metres 500.0"],
        *["2/3 moderate until metres 500.0", "2/3 moderate until metres 500.0"],
        *["3/3 moderate until metres 500.0", "3/3 moderate until metres 500.0"],
        "easy until HR under 125 held 5 s",
    ]


def _foreign(*steps: dict[int, int | str]) -> list[str]:
    """What is understood of a file with these steps: 1 and 2 the end, 3 to 6 the target."""
    kind = Kind(
        number=27,
        layout=(
            *((254, 0x84, 2), (1, 0x00, 1), (2, 0x86, 4), (3, 0x00, 1), (4, 0x86, 4)),
            *((5, 0x86, 4), (6, 0x86, 4), (7, 0x00, 1)),
        ),
    )
    content = encode_fit([(kind, {254: i, **step}) for i, step in enumerate(steps)])
    return understood(parse_workout(read_fit(content, "x.fit")))


MINUTE: dict[int, int | str] = {1: 0, 2: 60_000, 3: 1, 4: 1}  # in heart-rate zone 1


def test_repeats_go_back_to_the_step_they_name() -> None:
    zone_2 = {**MINUTE, 4: 2}
    repeat: dict[int, int | str] = {1: 6, 2: 1, 3: 2, 4: 2}  # from step 1 on, twice
    assert _foreign(MINUTE, MINUTE, zone_2, repeat, MINUTE) == [
        "total 360 s",
        "easy 60 s",
        *["1/2 easy 60 s", "1/2 moderately easy 60 s", "2/2 easy 60 s"],
        *["2/2 moderately easy 60 s", "easy 60 s"],
    ]


def test_repeats_in_repeats() -> None:
    inner: dict[int, int | str] = {1: 6, 2: 1, 4: 2}
    outer: dict[int, int | str] = {1: 6, 2: 0, 4: 2}
    assert _foreign(MINUTE, MINUTE, inner, outer) == [
        "total 360 s",
        *["1/2 easy 60 s", "1/2 1/2 easy 60 s", "1/2 2/2 easy 60 s"],
        *["2/2 easy 60 s", "2/2 1/2 easy 60 s", "2/2 2/2 easy 60 s"],
    ]


def test_repeats_until_something_are_ridden_once() -> None:
    until_hr: dict[int, int | str] = {1: 11, 2: 0, 4: 80}
    assert _foreign(MINUTE, until_hr) == ["total 60 s", "1/1 easy 60 s"]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({3: 1, 4: 0, 5: 220, 6: 230}, "work 60 s 120-130 bpm"),
        ({3: 1, 4: 0, 5: 0, 6: 235}, "work 60 s ...-135 bpm"),
        ({3: 1, 4: 0, 5: 74, 6: 78}, "moderately easy 60 s"),  # of the maximum
        ({3: 4, 4: 0, 5: 40, 6: 50}, "easy 60 s"),  # of FTP
        ({3: 4, 4: 0, 5: 1200, 6: 1210}, "free 60 s"),  # watts
        ({3: 4, 4: 3}, "moderate 60 s"),
        ({3: 2, 7: 1}, "rest 60 s"),
        ({3: 2, 7: 4}, "easy 60 s"),
        ({3: 2, 7: 0}, "free 60 s"),
    ],
)
def test_targets(target: dict[int, int | str], expected: str) -> None:
    assert _foreign({1: 0, 2: 60_000, **target}) == ["total 60 s", expected]
