"""`hrguide athlete` from the outside: words in, words and exit codes out."""

import json
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.cli.main import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HRGUIDE_HOME", str(tmp_path))
    return tmp_path


def test_add_show_set_use_forget(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["athlete", "add", "José", "--age", "38", "--resting", "58"]) == 0
    assert main(["athlete", "set", "josé", "--max", "181", "--clear", "resting"]) == 0
    assert main(["athlete", "use", "José"]) == 0
    capsys.readouterr()
    assert main(["athlete", "show", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["name"], shown["age_years"], shown["max_bpm"]) == ("José", 38, 181)
    assert "resting_bpm" not in shown
    assert main(["athlete", "forget", "José", "--yes"]) == 0
    assert "Deleted" in capsys.readouterr().err
    assert store.everybody(home).profiles == ()


def test_health_answers_are_never_listed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["athlete", "add", "Kim", "--age", "61", "--limits-heart-rate", "--ceiling", "123"])
    main(["athlete", "set", "Kim", "--ceiling", "124"])
    main(["athlete", "list"])
    main(["athlete", "list", "--json"])
    main(["athlete", "show", "Kim"])
    main(["athlete", "show", "Kim", "--json"])
    said = "".join(capsys.readouterr())
    assert "Kim" in said
    for secret in ("limit", "12" + "3", "124", "ceiling"):
        assert secret not in said.replace(str(home), "")
    main(["athlete", "show", "Kim", "--health"])
    said = capsys.readouterr().out
    assert "limits_heart_rate   yes" in said
    assert "124" in said


def test_data_is_on_stdout_and_talk_on_stderr(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["athlete", "list"]) == 0
    quiet = capsys.readouterr()
    assert quiet.out == ""
    assert "hrguide athlete add" in quiet.err
    main(["athlete", "add", "Sam", "--age", "38"])
    assert capsys.readouterr().out == ""
    main(["athlete", "set", "Sam", "--sex", "female", "--quiet"])
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "words",
    [
        ["add", "Sam"],  # no terminal to ask for the age on
        ["add", "Sam", "--age", "300"],
        ["add", "\x1b[2J", "--age", "38"],
        ["show"],
        ["show", "Kim"],
        ["set", "Kim", "--age", "40"],
        ["use", "Kim"],
        ["forget", "Kim", "--yes"],
    ],
)
def test_what_cannot_be_ends_with_2_and_a_next_step(
    home: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["athlete", *words]) == 2
    said = capsys.readouterr().err
    assert said.startswith("hrguide: ")
    assert len(said.splitlines()) >= 2
    assert "\x1b" not in said


def test_a_change_of_nothing_is_no_change(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["athlete", "add", "Sam", "--age", "38"])
    assert main(["athlete", "set", "Sam"]) == 2


def test_a_broken_file_ends_with_6_and_the_others_are_listed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["athlete", "add", "Sam", "--age", "38"])
    main(["athlete", "add", "Kim", "--age", "61"])
    store.profile_path(home, "Sam").write_text("name = \n")
    capsys.readouterr()
    assert main(["athlete", "list"]) == 6
    said = capsys.readouterr()
    assert "Kim" in said.out
    assert "sam.toml, line 1" in said.err


def test_nobody_is_forgotten_without_being_asked(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["athlete", "add", "Sam", "--age", "38"])
    assert main(["athlete", "forget", "Sam"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert store.load(home, "Sam").name == "Sam"
