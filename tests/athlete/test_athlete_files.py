"""Small files: whole or not at all, whatever was torn before."""

import json
import sys
from pathlib import Path

import pytest

from hrguide.athlete.files import append_json_line, locked, read_text, remove, replace_text
from hrguide.errors import BadFileError


def test_a_torn_end_is_cut_whole_even_if_longer_than_what_follows(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    append_json_line(path, {"n": 1})
    path.write_bytes(path.read_bytes() + b'{"a long line that was torn": "in the mid')
    append_json_line(path, {"n": 2})
    assert [json.loads(line) for line in path.read_text().splitlines()] == [{"n": 1}, {"n": 2}]


def test_a_last_line_without_its_newline_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_text('{"n": 1}')
    append_json_line(path, {"n": "李"})
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["n"] for line in lines] == [1, "李"]


def test_a_replacement_that_fails_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "file"
    replace_text(path, "old")
    with pytest.raises(UnicodeEncodeError):
        replace_text(path, "new \ud800")
    assert read_text(path) == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_removing_says_whether_there_was_anything(tmp_path: Path) -> None:
    replace_text(tmp_path / "file", "x")
    assert remove(tmp_path / "file")
    assert not remove(tmp_path / "file")
    with pytest.raises(BadFileError):
        remove(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks by another call")
def test_while_one_changes_files_nobody_else_gets_the_lock(tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / ".lock").open("wb") as other:
        with locked(tmp_path), pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
