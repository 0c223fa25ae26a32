"""Deleted for good: rides with what they taught, athletes with everything, and nothing else."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.athlete import store
from hrguide.athlete.diary import forget_entry, note, read_diary
from hrguide.athlete.evidence import TalkAnswer
from hrguide.athlete.learned import Lesson, keep_lesson, read_lessons
from hrguide.athlete.profile import Profile
from hrguide.athlete.struck import strike_ride
from hrguide.cli.cached import CACHE_VARIABLE, history_cache
from hrguide.cli.main import main
from hrguide.errors import ExitCode
from hrguide.ride.lock import release_lock, take_lock
from tests.history.rides_made import RIDE, keep_ride
from tests.ride.ride_examples import STARTED

DAY = STARTED.date()
ANSWER = TalkAnswer(131, "only_just", "bikeerg", DAY)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Sam with two rides, Bo with one; evidence and a lesson of each ride; one piece of no ride."""
    folder = tmp_path / "home"
    for name, days in (("Sam", (1, 2)), ("Bo", (3,))):
        store.add(folder, Profile(name=name, age_years=38, age_on=DAY))
        note(folder, name, [ANSWER])
        for day in days:
            ride = keep_ride(folder, day=day, name=name).stem
            note(folder, name, [ANSWER], ride=ride)
            lesson = Lesson(ride=ride, machine=RIDE.header.machine, workout="w", learned={})
            keep_lesson(folder, name, lesson)
    return folder


def _athlete(home: Path, *words: str) -> int:
    return main(["athlete", *words, "--home", str(home)])


def _contents(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_an_athlete_goes_whole_and_nobody_else(home: Path) -> None:
    store.use(home, "Sam")
    before = _contents(home)
    assert _athlete(home, "delete", "sam", "--yes") == ExitCode.DONE
    after = _contents(home)
    assert {place for place in before if "sam" in place}.isdisjoint(after)
    of_bo = {place: content for place, content in before.items() if "bo" in place}
    assert of_bo.items() <= after.items()
    assert store.in_use(home) is None
    assert not any(b"Sam" in content for content in after.values())


def test_the_cache_forgets_them_too(home: Path) -> None:
    assert main(["history", "--athlete", "Sam", "--json", "--home", str(home)]) == 0
    assert set(history_cache(home).read()) >= {"2026-11-01-sam.hrg"}
    assert _athlete(home, "delete", "Sam", "--yes") == ExitCode.DONE
    assert not [name for name in history_cache(home).read() if "sam" in name]
    (kept,) = (home.parent / "cache").glob("*.sqlite3")
    assert b"Sam" not in kept.read_bytes()
    assert b"-sam" not in kept.read_bytes()


def test_a_ride_takes_its_evidence_and_its_lesson_with_it(home: Path) -> None:
    gone, stays = (entry for entry in read_diary(home, "Sam") if entry.ride is not None)
    forget_entry(home, "Sam", gone.id)
    assert _athlete(home, "delete", "--ride", "2026-11-01-sam", "--yes") == ExitCode.DONE
    assert [entry.ride for entry in read_diary(home, "Sam")] == [None, stays.ride]
    assert [lesson.ride for lesson in read_lessons(home, "Sam")] == ["2026-11-02-sam"]
    assert gone.id not in store.evidence_path(home, "Sam").read_text(encoding="utf-8")
    assert [path.stem for path in sorted((home / "rides").glob("*.hrg"))] == [
        "2026-11-02-sam",
        "2026-11-03-bo",
    ]


def test_without_a_terminal_it_takes_the_flag(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    before = _contents(home)
    for words in (("Sam",), ("--ride", "last")):
        assert _athlete(home, "delete", *words) == ExitCode.USAGE
        assert "--yes" in capsys.readouterr().err
    assert _contents(home) == before


@pytest.mark.parametrize(("answer", "stays"), [("n\n", True), ("\n", True), ("y\n", False)])
def test_on_a_terminal_it_is_asked_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, answer: str, stays: bool
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    typed = Terminal(answer)
    monkeypatch.setattr("sys.stdin", typed)
    code = _athlete(home, "delete", "Sam")
    assert code == (ExitCode.INTERRUPTED if stays else ExitCode.DONE)
    assert bool(list((home / "rides").glob("*sam*"))) is stays
    assert typed.read() == "", "one answer, one question"


@pytest.mark.parametrize("words", [("Sam",), ("--ride", "2026-11-01-sam", "--ride", "last")])
def test_a_ride_in_progress_keeps_everything(home: Path, words: tuple[str, ...]) -> None:
    before = _contents(home)
    with io.FileIO(home / "rides" / "2026-11-01-sam.hrg", "r+") as file:
        assert take_lock(file)
        for verb in (("delete", "--yes"), ("export", "--output", str(home / "x.zip"))):
            assert _athlete(home, verb[0], *words, *verb[1:]) == ExitCode.USAGE
        release_lock(file)
    assert _contents(home) == before


def test_what_was_cut_short_can_be_done_again(home: Path) -> None:
    """Rides of somebody whose own file is gone already."""
    store.forget(home, "Sam")
    assert _athlete(home, "delete", "Sam", "--yes") == ExitCode.DONE
    assert not list((home / "rides").glob("*sam*"))
    assert _athlete(home, "delete", "Sam", "--yes") == ExitCode.USAGE


@pytest.mark.parametrize("words", [(), ("Sam", "--ride", "last"), ("Nobody",)])
def test_what_is_meant_must_be_said(home: Path, words: tuple[str, ...]) -> None:
    before = _contents(home)
    for verb in ("delete", "export"):
        assert _athlete(home, verb, *words) == ExitCode.USAGE
    assert _contents(home) == before


def test_a_recording_that_is_no_ride_is_not_deleted(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "thesis.txt"
    other.write_text("800\n", encoding="utf-8")
    assert _athlete(home, "delete", "--ride", str(other), "--yes") == ExitCode.USAGE
    assert other.exists()


def test_exported_deleted_imported_is_as_before(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _contents(home)
    zipped = tmp_path / "sam.zip"
    assert _athlete(home, "export", "Sam", "--output", str(zipped)) == ExitCode.DONE
    assert capsys.readouterr().out == f"{zipped}\n"
    assert _athlete(home, "export", "Sam", "--output", str(zipped)) == ExitCode.USAGE
    assert _athlete(home, "delete", "Sam", "--yes") == ExitCode.DONE
    assert _athlete(home, "import", str(zipped)) == ExitCode.DONE
    assert capsys.readouterr().out == "2026-11-01-sam\n2026-11-02-sam\n"
    assert _contents(home) == before
    (home / "rides" / "2026-11-01-sam.hrg").write_bytes(b"mine")
    assert _athlete(home, "import", str(zipped)) == ExitCode.USAGE
    assert (home / "rides" / "2026-11-01-sam.hrg").read_bytes() == b"mine"


def test_rides_alone_go_into_a_zip_too(home: Path, tmp_path: Path) -> None:
    zipped = tmp_path / "two.zip"
    rides = ("--ride", "2026-11-01-sam", "--ride", "2026-11-03-bo")
    assert _athlete(home, "export", *rides, "--output", str(zipped)) == ExitCode.DONE
    new = tmp_path / "new"
    assert _athlete(new, "import", str(zipped)) == ExitCode.DONE
    assert set(_contents(new)) == {"rides/2026-11-01-sam.hrg", "rides/2026-11-03-bo.hrg"}


def test_an_athletes_file_that_cannot_be_read_is_not_packed_but_can_be_deleted(
    home: Path, tmp_path: Path
) -> None:
    store.profile_path(home, "Sam").write_text("name = \n", encoding="utf-8")
    zipped = tmp_path / "sam.zip"
    assert _athlete(home, "export", "Sam", "--output", str(zipped)) == ExitCode.BAD_FILE
    assert not zipped.exists()
    assert _athlete(home, "delete", "Sam", "--yes") == ExitCode.DONE
    assert not store.profile_path(home, "Sam").exists()


def test_a_name_in_a_ride_that_nobody_can_have_harms_nothing(home: Path) -> None:
    path = keep_ride(home, day=9, name="\x1b[31m")
    assert _athlete(home, "delete", "--ride", str(path), "--yes") == ExitCode.DONE
    assert not path.exists()


lines = st.lists(
    st.sampled_from(
        [
            '{"id": "a", "ride": "x"}',
            '\ufeff{"id": "a", "ride": "x", "of": "two\u2028lines"}',
            '{"id": "b", "ride": "y"}',
            '{"id": "c"}',
            '{"forget": "a"}',
            '{"forget": "b"}',
            '{"id": 5, "ride": "x"}',
            "no json \u2028 at all",
            "[]",
            "",
        ]
    ),
    max_size=8,
)


@given(lines, st.booleans())
def test_striking_out_leaves_every_other_line_byte_for_byte(some: list[str], ends: bool) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = store.evidence_path(Path(folder), "Sam")
        path.parent.mkdir()
        text = "\n".join(some) + ("\n" if ends else "")
        path.write_bytes(text.encode())
        strike_ride(Path(folder), "Sam", "x")
        left = path.read_bytes().decode()
    has_any = any('"a", "ride": "x"' in one for one in some)
    rest = [one for one in some if not has_any or '"a"' not in one]
    assert left.rstrip("\n").split("\n") == "\n".join(rest).rstrip("\n").split("\n")
