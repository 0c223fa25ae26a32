"""The store: files for the owner alone, edited in place, never half written, never mixed up."""

import stat
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.home import home_folder
from hrguide.athlete.profile import Profile, RememberedStrap
from hrguide.errors import BadFileError, UsageError

TOLD_ON = date(2025, 11, 22)


def sam(**facts: object) -> Profile:
    return Profile(**{"name": "Sam", "age_years": 38, "age_on": TOLD_ON, **facts})  # type: ignore[arg-type]


FULL = sam(
    sex="female",
    activity="active",
    resting_bpm=58,
    max_bpm=181.5,
    limits_heart_rate=True,
    ceiling_bpm=150,
    machine=Machine.ROWER,
    sound=False,
    strap=RememberedStrap(address="E2:6A:11:22:33:44", name="TICKR 8A2F"),
)


def test_what_is_added_is_loaded(tmp_path: Path) -> None:
    store.add(tmp_path, FULL)
    assert store.load(tmp_path, "sam") == FULL
    assert store.load(tmp_path, "SAM").athlete(on=TOLD_ON) == Athlete(
        "Sam", 38, "female", "active", 58, 181.5, True, 150
    )


def test_the_least_that_can_be_known_is_loaded(tmp_path: Path) -> None:
    path = store.add(tmp_path, sam())
    assert store.load(tmp_path, "Sam") == sam()
    assert "limits_heart_rate" not in path.read_text()


def test_files_are_the_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    path = store.add(home, sam())
    store.use(home, "Sam")
    store.change(home, "Sam", resting_bpm=55)
    for file in (path, home / "settings.toml"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    for folder in (path.parent, home, home.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder


def test_comments_and_own_keys_survive_a_change(tmp_path: Path) -> None:
    path = store.add(tmp_path, FULL)
    text = path.read_text().replace("sex = ", "# asked in spring\nsex = ")
    text = text.replace("[strap]", '[strap]\ncolour = "red"  # hers')
    path.write_text(text + '\n[coach]\nname = "Kim"\n')
    store.change(tmp_path, "Sam", resting_bpm=54, strap=RememberedStrap(address="new"))
    after = path.read_text()
    for kept in ("# asked in spring", 'colour = "red"  # hers', '[coach]\nname = "Kim"'):
        assert kept in after
    changed = store.load(tmp_path, "Sam")
    assert changed.resting_bpm == 54
    assert changed.strap == RememberedStrap(address="new", name=None)


def test_a_change_that_cannot_be_leaves_the_file_alone(tmp_path: Path) -> None:
    path = store.add(tmp_path, FULL)
    before = path.read_bytes()
    with pytest.raises(UsageError):
        store.change(tmp_path, "Sam", resting_bpm=200)
    with pytest.raises(UsageError):
        store.change(tmp_path, "Sam", sex="other")
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir() if file.name.endswith(".new")] == []


def test_a_name_is_taken_once(tmp_path: Path) -> None:
    store.add(tmp_path, FULL)
    with pytest.raises(UsageError, match="Sam already"):
        store.add(tmp_path, sam(name="SAM"))
    assert store.load(tmp_path, "Sam") == FULL


def test_a_value_of_no_sense_names_file_and_line(tmp_path: Path) -> None:
    path = store.add(tmp_path, FULL)
    line = next(
        number
        for number, text in enumerate(path.read_text().splitlines(), start=1)
        if text.startswith("resting_bpm")
    )
    for wrong in ("'low'", "400", "true", "nan"):
        path.write_text(path.read_text().replace("resting_bpm = 58", f"resting_bpm = {wrong}"))
        with pytest.raises(BadFileError) as caught:
            store.load(tmp_path, "Sam")
        assert f"{path}, line {line}:" in caught.value.message
        assert caught.value.hint
        path.write_text(path.read_text().replace(f"resting_bpm = {wrong}", "resting_bpm = 58"))


def test_a_wrong_strap_names_its_own_line(tmp_path: Path) -> None:
    path = store.add(tmp_path, FULL)
    path.write_text(path.read_text().replace('name = "TICKR 8A2F"', "name = 7"))
    with pytest.raises(BadFileError, match=rf"line {len(path.read_text().splitlines())}:"):
        store.load(tmp_path, "Sam")


def test_what_is_no_toml_names_file_and_line(tmp_path: Path) -> None:
    path = store.add(tmp_path, sam())
    path.write_text(path.read_text() + "\nthis is prose\n")
    with pytest.raises(BadFileError, match=r"sam\.toml, line 6: not TOML"):
        store.load(tmp_path, "Sam")
    path.write_bytes(b"name = 'x'\n\xff\xfe")
    with pytest.raises(BadFileError, match=r"sam\.toml, line 2: not UTF-8"):
        store.load(tmp_path, "Sam")


def test_a_missing_age_is_asked_for_by_name(tmp_path: Path) -> None:
    path = store.add(tmp_path, sam())
    path.write_text('name = "Sam"\n')
    with pytest.raises(BadFileError, match="age_years is missing"):
        store.load(tmp_path, "Sam")


def test_a_file_given_to_another_name_is_not_believed(tmp_path: Path) -> None:
    path = store.add(tmp_path, sam())
    path.rename(path.with_name("kim.toml"))
    with pytest.raises(BadFileError, match="should be kim's"):
        store.load(tmp_path, "kim")


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    path = store.add(tmp_path, sam())
    store.add(tmp_path, sam(name="Kim"))
    path.write_text("age_years = ")
    roll = store.everybody(tmp_path)
    assert [profile.name for profile in roll.profiles] == ["Kim"]
    assert "sam.toml, line 1" in roll.broken[0].message


def test_nobody_is_an_answer_with_a_next_step(tmp_path: Path) -> None:
    assert store.everybody(tmp_path) == store.Roll(profiles=(), broken=())
    with pytest.raises(UsageError, match="no athlete 'Kim'") as caught:
        store.load(tmp_path, "Kim")
    assert "hrguide athlete add Kim" in caught.value.hint


def test_the_strap_is_remembered_and_forgotten(tmp_path: Path) -> None:
    store.add(tmp_path, sam())
    strap = RememberedStrap(address="AA:BB", name=None)
    assert store.strap_of(tmp_path, "Sam") is None
    store.remember_strap(tmp_path, "Sam", strap)
    assert store.strap_of(tmp_path, "Sam") == strap
    store.forget_strap(tmp_path, "Sam")
    assert store.strap_of(tmp_path, "Sam") is None
    assert store.load(tmp_path, "Sam") == sam()


def test_forgetting_takes_evidence_and_use_with_it(tmp_path: Path) -> None:
    path = store.add(tmp_path, sam())
    store.add(tmp_path, sam(name="Kim"))
    store.use(tmp_path, "Sam")
    evidence = store.evidence_path(tmp_path, "Sam")
    evidence.write_text("{}\n")
    (tmp_path / "rides").mkdir()
    gone = store.forget(tmp_path, "Sam")
    assert gone.removed == (path, evidence)
    assert str(tmp_path / "rides") in gone.remaining[0]
    assert store.in_use(tmp_path) is None
    assert [profile.name for profile in store.everybody(tmp_path).profiles] == ["Kim"]
    with pytest.raises(UsageError):
        store.forget(tmp_path, "Sam")


def test_a_file_that_cannot_be_read_can_be_forgotten(tmp_path: Path) -> None:
    path = store.add(tmp_path, sam())
    path.write_text("= = =")
    store.forget(tmp_path, "Sam")
    assert not path.exists()


def test_in_use_survives_in_settings_with_comments(tmp_path: Path) -> None:
    store.add(tmp_path, sam())
    (tmp_path / "settings.toml").write_text('# mine\nother = "kept"  # yes\n')
    store.use(tmp_path, "sam")
    assert store.in_use(tmp_path) == "Sam"
    assert (tmp_path / "settings.toml").read_text().startswith('# mine\nother = "kept"  # yes\n')
    store.profile_path(tmp_path, "Sam").unlink()
    assert store.in_use(tmp_path) is None


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2025, 11, 22), 38),
        (date(2026, 11, 21), 38),
        (date(2026, 11, 22), 39),
        (date(2035, 12, 1), 48),
        (date(2020, 1, 1), 38),
    ],
)
def test_the_age_keeps_up_and_never_runs_ahead(day: date, age: int) -> None:
    assert sam().age_years_on(day) == age


def test_an_age_told_on_a_leap_day_keeps_up() -> None:
    leap = sam(age_on=date(2024, 2, 29))
    assert leap.age_years_on(date(2025, 2, 28)) == 38
    assert leap.age_years_on(date(2025, 3, 1)) == 39


def test_changes_of_many_at_once_are_all_kept(tmp_path: Path) -> None:
    store.add(tmp_path, sam())
    keys = ("resting_bpm", "max_bpm", "ceiling_bpm", "sound")
    values: tuple[object, ...] = (55, 185, 150, True)

    def set_one(key: str, value: object) -> None:
        for _ in range(5):
            store.change(tmp_path, "Sam", **{key: value})

    threads = [
        threading.Thread(target=set_one, args=pair) for pair in zip(keys, values, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = store.load(tmp_path, "Sam")
    assert tuple(getattr(after, key) for key in keys) == values


def test_two_processes_add_the_same_name_once(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "hrguide.cli.main", "athlete", "add", "Sam", "--age", "38"]
    racers = [
        subprocess.Popen([*words, "--home", str(tmp_path)], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [racer.communicate(timeout=60)[1] for racer in racers]
    assert sorted(racer.returncode for racer in racers) == [0, 2, 2], said
    assert store.load(tmp_path, "Sam").age_years == 38


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "athletes").write_text("a file in the way")
    with pytest.raises(BadFileError, match="athletes") as caught:
        store.add(tmp_path, sam())
    assert "--home" in caught.value.hint


def test_home_is_given_then_named_then_the_platforms(tmp_path: Path) -> None:
    assert home_folder(tmp_path, {"HRGUIDE_HOME": "/other"}) == tmp_path
    assert home_folder(None, {"HRGUIDE_HOME": "/other"}) == Path("/other")
    assert home_folder(None, {}).name == "hrguide"
