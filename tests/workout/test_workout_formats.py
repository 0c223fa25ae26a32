"""Workouts of other programs: read by a stated rule, written, and refused when broken."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.errors import BadFileError, UsageError
from hrguide.workout.formats.course import read_course
from hrguide.workout.formats.intensity import LACTATE_RATE, MAX_RATE, POWER, Scale, zone
from hrguide.workout.formats.intervals import read_intervals
from hrguide.workout.formats.qz import read_qz
from hrguide.workout.formats.sheet import ridden
from hrguide.workout.formats.zwo import WRITTEN, read_zwo, write_zwo
from hrguide.workout.shelf import list_workouts, load_workout, read_workout
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.wording import workout_text
from hrguide.workout.workout import Effort
from tests.workout.cases import understood

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "fixtures" / "broken"
RECORDED = ROOT.parent / "shared" / "recordings" / "workouts"

recorded = pytest.mark.skipif(not RECORDED.is_dir(), reason="no recordings beside the repository")

# file: seconds in all (None: not all of it has a time), steps
RECORDINGS = {
    "workout_fit_WorkoutCustomTargetValues.fit": (None, 4),
    "workout_fit_WorkoutIndividualSteps.fit": (None, 4),
    "workout_fit_WorkoutRepeatGreaterThanStep.fit": (None, 4),
    "workout_fit_WorkoutRepeatSteps.fit": (None, 1 + 3 * 2 + 1),
    "workout_gc_1x60m_at_56-75pct.erg": (70 * 60, 43),
    "workout_gc_20x30s_at_128pctFTP.erg": (70 * 60, 45),
    "workout_gc_2x20m_at_88-94pct.erg": (70 * 60, 8),
    "workout_gc_ERG_03_75pct.mrc": (60.5 * 60, 38),
    "workout_qz_Easy_intervals.zwo": (120 + 300 + 8 * 240 + 2 * 300 + 120, 21),
    "workout_qz_HIIT_Aerobic.zwo": (55 * 60, 19),
    "workout_qz_Short_Mix_by_Jonathan.zwo": (31 * 60, 25),
    "workout_qz_Tabata_with_sweet_spot.zwo": (45 * 60, 25),
    "workout_qz_Tempo_and_endurance.zwo": (51 * 60, 18),
    "workout_qz_calorie_barbara.xml": (40 * 60, 20),
    "workout_qz_echelon.xml": (32 * 20, 32),
    "workout_qz_fogliano.xml": (71 * 60, 71),
    "workout_qz_hrzones_1h_treadmill.xml": (80 * 60, 15),
    "workout_qz_hrzones_example.xml": (3 * 60, 3),
}


def _read(text: str) -> list[str]:
    return understood(parse_workout(text))


@recorded
def test_every_recording_is_accounted_for() -> None:
    assert {path.name for path in RECORDED.iterdir()} == set(RECORDINGS)


@recorded
@pytest.mark.parametrize(("name", "expected"), RECORDINGS.items())
def test_every_recording_is_read_with_its_length(
    name: str, expected: tuple[float | None, int]
) -> None:
    workout = load_workout(RECORDED / name)
    assert (workout.total_s, len(workout.steps)) == expected
    assert workout.text.startswith("# ")  # the rule stands above it
    assert parse_workout(workout_text(workout)).steps == workout.steps


@pytest.mark.parametrize(
    ("scale", "pct", "effort", "beyond"),
    [
        (POWER, 0, Effort.REST, False),
        (POWER, 54.9, Effort.EASY, False),
        (POWER, 55, Effort.MODERATELY_EASY, False),
        (POWER, 65.9, Effort.MODERATELY_EASY, False),
        (POWER, 66, Effort.MODERATE, False),
        (POWER, 76.9, Effort.MODERATE, False),
        (POWER, 77, Effort.MODERATE, True),
        (POWER, 150, Effort.MODERATE, True),
        (MAX_RATE, 72, Effort.EASY, False),
        (MAX_RATE, 75, Effort.MODERATELY_EASY, False),
        (MAX_RATE, 80, Effort.MODERATE, False),
        (LACTATE_RATE, 91, Effort.MODERATE, True),
    ],
)
def test_a_percentage_becomes_an_effort(
    scale: Scale, pct: float, effort: Effort, beyond: bool
) -> None:
    assert scale.asked(pct) == type(scale.asked(pct))(effort, beyond)


def test_zones_are_counted_from_one() -> None:
    assert [zone(n).effort for n in range(1, 6)] == [
        Effort.EASY,
        Effort.MODERATELY_EASY,
        *[Effort.MODERATE] * 3,
    ]
    assert [zone(n).beyond for n in range(1, 6)] == [False, False, False, True, True]


@given(
    st.lists(
        st.tuples(st.floats(1, 2000), st.floats(0, 200), st.floats(0, 200)), min_size=1, max_size=8
    )
)
def test_a_course_keeps_its_length_and_neighbours_differ(
    stretches: list[tuple[float, float, float]],
) -> None:
    steps = ridden(stretches, POWER)
    total = sum(seconds for seconds, _, _ in stretches)
    assert abs(sum(step[0] for step in steps) - total) <= 1
    assert all(step[0] == int(step[0]) > 0 for step in steps)


def test_a_ramp_is_cut_where_one_effort_becomes_another() -> None:
    steps = ridden([(400.0, 40.0, 80.0)], POWER)
    assert [(s, a.effort, a.beyond) for s, a, _, _ in steps] == [
        (150.0, Effort.EASY, False),  # 40-55 %
        (110.0, Effort.MODERATELY_EASY, False),  # 55-66 %
        (140.0, Effort.MODERATE, True),  # 66-80 %
    ]


ZWO = b"""<?xml version="1.0"?>
<workout_file><name>Test &amp; try</name><sportType>bike</sportType><workout>
<Warmup Duration="400" PowerLow="0.40" PowerHigh="0.65"/>
<SteadyState Duration="60.0" PowerLow="0.60" PowerHigh="0.64">
  <textevent timeoffset="5" message="go"/></SteadyState>
<IntervalsT Repeat="2" OnDuration="30" OffDuration="60" OnPower="1.2" OffPower="0.5"/>
<FreeRide Duration="120" FlatRoad="1"/>
<MaxEffort Duration="10"/>
<Cooldown Duration="100" PowerLow="0.50" PowerHigh="0.30"/>
</workout></workout_file>"""


def test_a_zwift_file() -> None:
    text = read_zwo(ZWO, "test.zwo")
    assert text.startswith("# Test & try (from Zwift)\n# Below 55 % of FTP became easy")
    assert _read(text) == [
        "total 870 s",
        "easy 240 s",
        "moderately easy 160 s",
        "moderately easy 60 s",
        *["1/2 moderate 30 s", "1/2 easy 60 s", "2/2 moderate 30 s", "2/2 easy 60 s"],
        *["free 120 s", "moderate 10 s", "easy 100 s"],
    ]
    assert "# 120 % of FTP, harder than hrguide leads" in text


def test_a_zwift_file_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "no_ending"
    path.write_bytes(b"\xef\xbb\xbf\n" + ZWO)
    assert load_workout(path).total_s == 870.0


def test_a_course_in_watts() -> None:
    content = b"""[COURSE HEADER]
FTP = 200
DESCRIPTION = a test
MINUTES WATTS
[END COURSE HEADER]
[COURSE DATA]
0.0	80
5.0	80
5.0	150
7.5	150
7.5	80
10.0	80
[END COURSE DATA]
"""
    text = read_course(content, "test.erg")
    assert text.startswith("# a test\n# From a course in watts, FTP 200.\n")
    assert _read(text) == ["total 600 s", "easy 300 s", "moderate 150 s", "easy 150 s"]


def test_a_qz_program_with_heart_rates() -> None:
    content = b"""<rows><row duration="00:05:00" zonehr="2" speed="6"/>
<repeat times="2"><row duration="1:00" hrmin="120" hrmax="130"/>
<row duration="00:00:30" hrmin="0" hrmax="125"/></repeat>
<row duration="00:02:00" power="100"/></rows>"""
    assert _read(read_qz(content, "test.xml")) == [
        "total 600 s",
        "moderately easy 300 s",
        *["1/2 work 60 s 120-130 bpm", "1/2 work 30 s ...-125 bpm"],
        *["2/2 work 60 s 120-130 bpm", "2/2 work 30 s ...-125 bpm"],
        "free 120 s",
    ]


INTERVALS = """Warmup
- 10m 50% 90rpm

Main Set 3x
- 4m 75-80% HR
- Recovery 1m30 Z1 HR

Tempo
- 5m 88% LTHR
- 20m freeride
- 1km 70% HR
- 5m 200w
- 400s ramp 40-80%

Cooldown
- 1h 45% press lap
"""


def test_text_of_intervals_icu() -> None:
    text = read_intervals(INTERVALS)
    assert text is not None
    assert _read(text) == [
        "total open",
        "easy 600 s",
        *[f"{n}/3 {words}" for n in (1, 2, 3) for words in ("moderately easy 240 s", "easy 90 s")],
        *["moderate 300 s", "free 1200 s", "easy until metres 1000.0", "free 300 s"],
        *["easy 150 s", "moderately easy 110 s", "moderate 140 s"],
        "easy until key True",
    ]


def test_it_is_found_by_its_content_and_only_when_every_line_fits() -> None:
    assert read_workout(INTERVALS.encode(), name="x", file="x.txt").total_s is None
    for doubtful in ("- 3 min easy", "- 10m", "5 rounds\n- 3m 60%", "- 10m 60%\n- 5 min hard", ""):
        assert read_intervals(doubtful) is None


def test_what_the_whiteboard_reads_is_never_taken_for_something_else() -> None:
    for shelved in list_workouts():
        assert shelved.workout is not None
        assert read_intervals(shelved.workout.text) is None


@pytest.mark.parametrize("name", ["flush", "easy20", "beginner"])
def test_a_zwift_file_written_reads_back_to_the_same_efforts(name: str) -> None:
    workout = load_workout(name)
    again = read_workout(write_zwo(workout).encode(), name=name, file="x.zwo")
    assert [(s.effort, s.duration_s) for s in again.steps] == [
        (s.effort, s.duration_s) for s in workout.steps
    ]
    assert again.total_s == workout.total_s


def test_what_is_written_for_an_effort_is_read_as_that_effort() -> None:
    assert {POWER.asked(share * 100).effort: share for share in WRITTEN.values()} == WRITTEN


def test_zwift_is_told_ranges_and_limits_in_words() -> None:
    text = "5 min 120-130 bpm\nrest until HR under 110, at most 3 min\ncat/cow"
    root = ElementTree.fromstring(write_zwo(parse_workout(text)))
    rides = root.findall("workout/*")
    assert [(e.tag, e.get("Duration"), e.get("Power")) for e in rides] == [
        ("FreeRide", "300", None),
        ("SteadyState", "180", "0"),
    ]
    assert [e.get("message") for e in root.iter("textevent")] == [
        "5 min 120-130 bpm  # 120-130 bpm",
        "rest until HR under 110, at most 3 min (3 min at most)",
    ]


def test_a_step_zwift_cannot_end_is_refused() -> None:
    with pytest.raises(UsageError, match=r"step 1 \('easy until key'\) has no time"):
        write_zwo(parse_workout("3 min easy\neasy until key"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("workout_entity_bomb.zwo", "line 2, column 24: a document type or entity"),
        ("workout_unknown_element.zwo", "I do not know the element <Moonwalk>"),
        ("workout_power_no_number.zwo", "<SteadyState Power='lots'>: expected a number"),
        ("workout_cut_short.zwo", "line 3, column 1: no XML: no element found"),
        ("workout_watts_without_ftp.erg", "watts without an FTP: 'none'"),
        ("workout_time_runs_back.mrc", "line 7: expected minutes and a level, time rising"),
        ("workout_row_without_length.xml", "<row duration=''>: expected hours:minutes:seconds"),
        ("workout_of_something_else.xml", "XML with the root <html>"),
        ("workout_damaged.fit", "the check sum is wrong"),
    ],
)
def test_a_broken_file_names_itself_and_what_is_wrong(name: str, said: str) -> None:
    path = BROKEN / name
    with pytest.raises(BadFileError) as caught:
        load_workout(path)
    assert caught.value.message.startswith(f"{path}: ")
    assert said in caught.value.message
    assert caught.value.hint


@given(st.integers(0, len(ZWO)), st.binary(max_size=4))
@settings(deadline=None)
def test_a_damaged_file_is_a_workout_or_an_error(at: int, put: bytes) -> None:
    content = ZWO[:at] + put + ZWO[at + len(put) :]
    try:
        workout = read_workout(content, name="x", file="x.zwo")
    except (BadFileError, UsageError):
        return
    assert workout.steps


def test_a_band_of_power_is_one_step_in_its_middle() -> None:
    content = b"""<workout_file><workout>
<SteadyState Duration="60" PowerLow="0.60" PowerHigh="0.70"/></workout></workout_file>"""
    assert _read(read_zwo(content, "x.zwo")) == ["total 60 s", "moderately easy 60 s"]


def test_an_effort_with_a_range_of_its_own_is_a_free_ride_in_zwift() -> None:
    root = ElementTree.fromstring(write_zwo(parse_workout("3 min easy, 120-130 bpm")))
    assert [e.tag for e in root.findall("workout/*")] == ["FreeRide"]


def test_a_qz_row_with_its_rates_the_wrong_way_round_keeps_the_ceiling() -> None:
    content = b"""<rows><row duration="00:01:00" hrmin="130" hrmax="125"/></rows>"""
    assert _read(read_qz(content, "x.xml")) == ["total 60 s", "work 60 s ...-125 bpm"]
