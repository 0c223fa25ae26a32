"""`hrguide workout`: words in, stdout, stderr and exit code out."""

import io
import json
import re
import sys
from pathlib import Path

import pytest

from hrguide.cli.main import main
from hrguide.cli.names import complete_workout
from hrguide.errors import ExitCode
from hrguide.workout.outline import as_json
from hrguide.workout.shelf import load_workout
from hrguide.workout.whiteboard import parse_workout


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HRGUIDE_HOME", str(tmp_path))
    return tmp_path


def _stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_list_names_every_built_in_with_its_length(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workout", "list"]) == ExitCode.DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:2] == ["flush", "34:00"]
    assert [line.split()[0] for line in lines] == [
        *("flush", "back-drills", "beginner", "easy20", "hr-rests", "talk-test"),
    ]
    assert all(len(line) <= 80 for line in lines)


def test_list_as_json_lines(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "workouts").mkdir()
    (home / "workouts" / "bad.txt").write_text("5 min hard\n", encoding="utf-8")
    assert main(["workout", "list", "--json"]) == ExitCode.DONE
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0]["name"] == "flush"
    assert (rows[0]["total_s"], rows[0]["steps"], rows[0]["file"]) == (2040, 19, None)
    assert rows[-1]["name"] == "bad"
    assert "line 1, column 7" in rows[-1]["error"]


def test_show_prints_the_text_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workout", "show", "flush"]) == ExitCode.DONE
    assert capsys.readouterr().out == load_workout("flush").text


def test_check_prints_table_totals_and_time_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workout", "check", "flush"]) == ExitCode.DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "0   0:00   1/5    3:00  easy             3 minutes easy"
    assert lines[21] == (
        "34:00 in 19 steps: moderate 5:00, moderately easy 10:00, easy 15:00, rest 4:00"
    )
    assert lines[-1].endswith("34:00")
    assert all(len(line) <= 80 for line in lines)


def test_check_json_is_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workout", "check", "flush", "--json"]) == ExitCode.DONE
    out = capsys.readouterr().out
    assert json.loads(out) == as_json(load_workout("flush"))
    assert out.count("\n") == 1


def test_check_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _stdin(monkeypatch, b"3 x (1 min easy)\r\n")
    assert main(["workout", "check", "-", "--json"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["total_s"] == 180


def test_check_tells_file_line_column_and_ends_with_6(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "my.txt"
    path.write_text("5 Rounds\n-3 minutes easy\n-2 minutes moderatly easy\n", encoding="utf-8")
    assert main(["workout", "check", str(path)]) == 6
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{path}: line 3, column 12: cannot read 'moderatly'" in said.err
    assert "moderately" in said.err


def test_an_error_of_standard_input_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _stdin(monkeypatch, b"3 min\n")
    assert main(["workout", "check", "-"]) == ExitCode.BAD_FILE
    assert "standard input: line 1, column 1: no effort in '3 min'" in capsys.readouterr().err


def test_an_unknown_workout_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workout", "check", "nothing-here"]) == ExitCode.USAGE
    assert "there is no workout 'nothing-here'" in capsys.readouterr().err


def test_names_can_be_completed(home: Path) -> None:
    import click

    (home / "workouts").mkdir()
    (home / "workouts" / "flat.txt").write_text("3 min easy", encoding="utf-8")
    context = click.Context(click.Command("check"))
    argument = click.Argument(["workout"])
    assert [c.value for c in complete_workout(context, argument, "fl")] == ["flat", "flush"]
    assert [c.type for c in complete_workout(context, argument, "./my")] == ["file"]


def test_convert_prints_text_and_writes_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zwo = tmp_path / "flush.zwo"
    assert main(["workout", "convert", "flush", "--to", "zwo", "--output", str(zwo)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["workout", "convert", str(zwo), "--to", "whiteboard"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("# flush (from Zwift)\n# Below 55 % of FTP became easy")
    fit = tmp_path / "flush.fit"
    assert main(["workout", "convert", "flush", "--to", "fit", "--output", str(fit)]) == 0
    assert main(["workout", "check", str(fit), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total_s"] == 2040


def test_convert_replaces_nothing_unasked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there.zwo"
    there.write_text("mine", encoding="utf-8")
    words = ["workout", "convert", "flush", "--to", "zwo", "--output", str(there)]
    assert main(words) == ExitCode.USAGE
    assert "is there already" in capsys.readouterr().err
    assert there.read_text(encoding="utf-8") == "mine"
    assert main([*words, "--force"]) == ExitCode.DONE
    assert there.read_text(encoding="utf-8").startswith("<workout_file>")


def test_convert_prints_no_bytes_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workout", "convert", "flush", "--to", "fit"]) == ExitCode.USAGE
    assert "--output" in capsys.readouterr().err


def test_convert_into_a_folder_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = str(tmp_path / "none" / "x.zwo")
    assert main(["workout", "convert", "flush", "--to", "zwo", "--output", nowhere]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_check_of_a_foreign_file_shows_the_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zwo = tmp_path / "flush.zwo"
    main(["workout", "convert", "flush", "--to", "zwo", "--output", str(zwo)])
    capsys.readouterr()
    assert main(["workout", "check", str(zwo)]) == ExitCode.DONE
    said = capsys.readouterr()
    assert "Below 55 % of FTP became easy" in said.err
    assert said.out.startswith("#   start")


def test_every_example_of_the_help_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workout", "--help"]) == ExitCode.DONE
    lines = capsys.readouterr().out.splitlines()
    first = next(i for i, line in enumerate(lines) if line.strip().startswith("5 rounds "))
    shown = [line.strip() for line in lines[first : first + 10]]
    assert all(len(line) <= 80 for line in lines)
    examples = [example for line in shown for example in re.split(r"\s{2,}", line)]
    assert len(examples) == 20
    for example in examples[1:]:
        assert len(parse_workout(f"2 rounds\n- 1 min easy\n{example}\n").steps) >= 2
