"""`hrguide import`, `export` and what is laid over a replay, as a user types them."""

import json
import os
import re
import stat
import zipfile
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.athlete.diary import note
from hrguide.athlete.evidence import TalkAnswer
from hrguide.athlete.profile import Profile
from hrguide.cli.main import main
from hrguide.errors import ExitCode
from hrguide.ride.reader import read_ride

IMPORTS = Path(__file__).parents[2] / "fixtures" / "broken" / "imports"
DEMO = Path(__file__).parents[2] / "fixtures" / "rides" / "theory.hrg"
GOOD = IMPORTS / "fit_every_field_ff.fit"  # whole, if odd
TABLE = "Zeit;Puls;Leistung\n0:00;100;90\n0:01;101;91\n0:02;102;92,5\n0:03;103;93\n"
LAPS = (
    '<?xml version="1.0"?><TrainingCenterDatabase><Activities><Activity Sport="Biking">'
    '<Lap StartTime="2026-11-07T10:00:00Z"><Intensity>Active</Intensity><Track>{}</Track></Lap>'
    '<Lap StartTime="2026-11-07T10:00:20Z"><Intensity>Resting</Intensity><Track>{}</Track></Lap>'
    "</Activity></Activities></TrainingCenterDatabase>\n"
)


def _points(seconds: range) -> str:
    return "".join(
        f"<Trackpoint><Time>2026-11-07T10:00:{at:02}Z</Time>"
        f"<HeartRateBpm><Value>{100 + at % 3}</Value></HeartRateBpm></Trackpoint>"
        for at in seconds
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def tcx(tmp_path: Path) -> Path:
    path = tmp_path / "ride.tcx"
    path.write_text(LAPS.format(_points(range(20)), _points(range(20, 40))), encoding="utf-8")
    return path


def _run(*words: object, home: Path) -> int:
    return main([*(str(word) for word in words), "--home", str(home)])


def test_imported_twice_it_is_one_ride(
    home: Path, tcx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("import", tcx, home=home) == ExitCode.DONE
    first = capsys.readouterr()
    renamed = tcx.rename(tcx.with_name("copy of ride.tcx"))
    assert _run("import", renamed, home=home) == ExitCode.DONE
    again = capsys.readouterr()
    assert first.out == again.out == "2026-11-07-ride\n"
    assert "here already as 2026-11-07-ride" in again.err
    (path,) = (home / "rides").glob("*.hrg")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    ride = read_ride(path)
    assert ride.header.synthesised
    assert ride.header.origin is not None
    assert ride.header.origin.name == "ride.tcx"
    assert ride.is_complete


def test_force_imports_again_in_its_place(
    home: Path, tcx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run("import", tcx, home=home)
    _run("import", tcx, "--force", "--steps", "laps", home=home)
    capsys.readouterr()
    (path,) = (home / "rides").glob("*.hrg")
    header = read_ride(path).header
    assert header.workout_text == "20 s free\n19 s rest\n"
    assert header.workout_name == "laps"


def test_steps_from_laps_need_laps(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rr = home.with_name("rr.txt")
    rr.write_text("812\n815\n820\n", encoding="utf-8")
    assert _run("import", rr, "--steps", "laps", home=home) == ExitCode.USAGE
    assert "has no laps" in capsys.readouterr().err


def test_a_table_is_shown_before_it_is_used(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "app.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert _run("import", path, "--on", "2026-11-07", home=home) == ExitCode.DONE
    told = capsys.readouterr()
    assert told.out == "2026-11-07-app\n"
    assert 'time from "Zeit" (h:mm:ss); heart rate from "Puls"; power from "Leistung"' in told.err
    assert "semicolons, decimals with a comma" in told.err
    assert "first heart rate: 100 bpm at 0 s" in told.err


def test_a_column_can_be_named(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "app.csv"
    path.write_text("t,HR,HR watch\n0,100,90\n1,101,91\n2,102,92\n", encoding="utf-8")
    assert _run("import", path, home=home) == ExitCode.BAD_FILE
    assert "a column with the time" in capsys.readouterr().err
    named = ("--column", "time_s=t", "--column", "hr_bpm=hr watch")
    assert _run("import", path, *named, "--json", home=home) == ExitCode.DONE
    plain = json.loads(capsys.readouterr().out)
    assert 'heart rate from "HR watch"' in plain["understood"][0]
    assert _run("import", path, "--column", "speed=x", home=home) == ExitCode.USAGE
    assert "KIND=NAME" in capsys.readouterr().err


def test_a_folder_and_a_zip_of_everything(
    home: Path, tmp_path: Path, tcx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "watch" / "2026"
    folder.mkdir(parents=True)
    (folder / "a.FIT").write_bytes(GOOD.read_bytes())
    (folder / "notes.txt").write_text("Dear diary, I rode.\n", encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.write(tcx, "deep/ride.tcx")
        archive.write(DEMO, "theory.hrg")
    assert _run("import", tmp_path / "watch", home=home) == ExitCode.DONE
    told = capsys.readouterr()
    assert len(told.out.split()) == 3
    assert "3 rides imported" in told.err
    assert "1 files are no recordings" in told.err
    copied = [path for path in (home / "rides").glob("*.hrg") if not read_ride(path).header.origin]
    assert [path.read_bytes() for path in copied] == [DEMO.read_bytes()]
    assert _run("import", tmp_path / "watch", home=home) == ExitCode.DONE
    assert "0 rides imported, 3 here already" in capsys.readouterr().err


def test_one_bad_file_does_not_stop_the_others(
    home: Path, tcx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = IMPORTS / "fit_cut_at_0500.fit"
    assert _run("import", bad, tcx, home=home) == ExitCode.BAD_FILE
    told = capsys.readouterr()
    assert told.out == "2026-11-07-ride\n"
    assert "byte 500" in told.err
    assert "--skip-bad` saves what can be read" in told.err
    assert _run("import", bad, "--skip-bad", "--quiet", home=home) == ExitCode.DONE


def test_an_athletes_import_is_theirs_with_what_was_known_that_day(
    home: Path, tcx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from datetime import date

    store.add(home, Profile(name="sam", age_years=38, age_on=date(2026, 11, 1)))
    pieces = [
        TalkAnswer(131.0, "only_just", "rower", date(2026, 11, 6)),
        TalkAnswer(139.0, "no", "rower", date(2026, 11, 8)),
    ]
    note(home, "sam", pieces)
    words = ("--athlete", "sam", "--machine", "rower")
    assert _run("import", tcx, *words, home=home) == ExitCode.DONE
    name = capsys.readouterr().out.strip()
    assert name == "2026-11-07-sam-ride"
    header = read_ride(home / "rides" / f"{name}.hrg").header
    assert header.athlete is not None
    assert header.athlete.name == "sam"
    assert header.machine.value == "rower"
    assert header.evidence == (pieces[0],)
    assert _run("replay", name, "--speed", "max", "--json", home=home) == ExitCode.DONE


def test_names_in_files_are_no_orders_to_a_terminal(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "evil\x1b[2J\r\nFORGED\u202e.fit"
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(hostile, GOOD.read_bytes())
        archive.writestr(f"2{hostile}", GOOD.read_bytes()[:300])
        archive.writestr("t\x1b[2J.csv", "Time;Heart rate\x1b[2J\n0;100\n1;101\n2;102\n")
    _run("import", tmp_path / "x.zip", home=home)
    told = capsys.readouterr()
    shown = told.out + told.err
    assert "evil" in shown
    assert not {char for char in shown if not char.isprintable()} - {"\n"}
    assert not re.search(r"^\s*FORGED", shown, re.MULTILINE)


@pytest.mark.parametrize("kind", ["fit", "rr", "json"])
def test_an_export_overwrites_nothing_by_itself(
    kind: str, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"out.{kind}"
    words = ("export", DEMO, "--to", kind, "--output", path)
    assert _run(*words, home=home) == ExitCode.DONE
    assert capsys.readouterr().out.strip() == str(path)
    written = path.read_bytes()
    assert written
    path.write_bytes(b"mine")
    assert _run(*words, home=home) == ExitCode.USAGE
    assert "--force" in capsys.readouterr().err
    assert path.read_bytes() == b"mine"
    assert _run(*words, "--force", home=home) == ExitCode.DONE
    assert path.read_bytes() == written
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_the_outputs_ending_names_the_format(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out.tcx"
    assert _run("export", DEMO, "--output", path, home=home) == ExitCode.DONE
    assert path.read_bytes().startswith(b"<?xml")
    assert _run("export", DEMO, "--output", tmp_path / "out", home=home) == ExitCode.USAGE
    assert "--to fit|tcx|csv|rr|json" in capsys.readouterr().err
    missing = tmp_path / "none" / "out.csv"
    assert _run("export", DEMO, "--output", missing, home=home) == ExitCode.BAD_FILE


def test_an_export_to_stdout_is_data_alone(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert _run("export", DEMO, "--to", "csv", "--output", "-", home=home) == ExitCode.DONE
    os.sync  # noqa: B018 - the buffer was flushed by the verb
    assert capfdbinary.readouterr().out.startswith(b"time_s,hr_bpm,rr_s,power_w,cadence_rpm\n")


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_offset_says_where_a_workout_begins(
    home: Path, tcx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workout = home.with_name("w.txt")
    workout.write_text("10 s easy\n10 s moderate\n", encoding="utf-8")
    words = ("replay", tcx, "--workout", workout, "--json", "--speed", "max")
    assert _run(*words, "--offset", "0:15", home=home) == ExitCode.DONE
    lines = _lines(capsys)
    steps = {line["at_s"]: line["step"] for line in lines}
    assert steps[14.0] is None
    assert steps[16.0] is not None
    assert steps[16.0]["effort"] == "easy"  # type: ignore[index]
    assert steps[26.0]["effort"] == "moderate"  # type: ignore[index]
    assert _run(*words, "--offset", "90", home=home) == ExitCode.USAGE
    assert "lasts 39 s" in capsys.readouterr().err
    assert _run("replay", tcx, "--offset", "5", home=home) == ExitCode.USAGE


def test_ranges_and_policy_are_laid_over(
    home: Path, tcx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workout = home.with_name("w.txt")
    workout.write_text("30 s easy\n", encoding="utf-8")
    words = ("replay", tcx, "--workout", workout, "--json", "--speed", "max")
    over = ("--range", "easy=90-95", "--policy", "ease_above_bpm=3")
    assert _run(*words, *over, home=home) == ExitCode.DONE
    step = _lines(capsys)[5]["step"]
    assert isinstance(step, dict)
    assert (step["low_bpm"], step["high_bpm"]) == (90, 95)
    for wrong in ("easy=95-90", "easy=10-20", "hard=90-95", "easy"):
        assert _run(*words, "--range", wrong, home=home) == ExitCode.USAGE
    for wrong in ("ease_p=nan", "no_such=1", "rule=louder"):
        assert _run(*words, "--policy", wrong, home=home) == ExitCode.USAGE
    capsys.readouterr()


def test_laps_are_steps_of_a_replay(
    home: Path, tcx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("replay", tcx, "--steps", "laps", "--json", "--speed", "max")
    assert _run(*words, home=home) == ExitCode.DONE
    steps = {line["at_s"]: line["step"] for line in _lines(capsys)}
    assert steps[10.0]["effort"] == "free"  # type: ignore[index]
    assert steps[30.0]["effort"] == "rest"  # type: ignore[index]
    assert _run(*words, "--workout", "flush", home=home) == ExitCode.USAGE
