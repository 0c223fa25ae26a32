"""The cache may be lost, spoilt, forged or shared: what it says is true, or it says nothing."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hrguide.athlete.files import locked
from hrguide.history.cache import REBUILT, Cache, Known, Stamp
from tests.history.history_cases import a_past

STAMP = Stamp(size_bytes=5, mtime_ns=7)
PAST = a_past()
KNOWN = Known(stamp=STAMP, heading=PAST.heading, figures=PAST.figures)
DAMAGED = Known(stamp=STAMP, heading=PAST.heading, wrong="line 5: expected JSON, got 'x'")
HEADLESS = Known(stamp=STAMP, heading=None, wrong="no header")


def _cache(folder: Path, code: str = "0.1.0") -> Cache:
    return Cache(folder / "history.sqlite3", code=code)


def _spoil(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(statement)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    found = {"a.hrg": KNOWN, "b.hrg": DAMAGED, "c.hrg": HEADLESS}
    _cache(tmp_path).keep(found)
    cache = _cache(tmp_path)
    assert cache.read() == found
    assert cache.read("b.hrg") == {"b.hrg": DAMAGED}
    cache.keep({"b.hrg": KNOWN})
    cache.drop(["a.hrg", "never.hrg"])
    assert cache.read() == {"b.hrg": KNOWN, "c.hrg": HEADLESS}
    assert cache.told == []


def test_there_is_nothing_before_the_first_time(tmp_path: Path) -> None:
    cache = _cache(tmp_path / "deeper")
    assert cache.read() == {}
    cache.drop(["a.hrg"])
    assert not (tmp_path / "deeper").exists()


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        _cache(tmp_path / "new").keep({"a.hrg": KNOWN})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "history.sqlite3").stat().st_mode) == 0o600


def test_what_another_version_found_is_not_served(tmp_path: Path) -> None:
    _cache(tmp_path, "0.1.0").keep({"a.hrg": KNOWN})
    newer = _cache(tmp_path, "0.2.0")
    assert newer.read() == {}
    newer.keep({"a.hrg": DAMAGED})
    assert newer.read() == {"a.hrg": DAMAGED}


def test_what_is_dropped_is_not_left_in_the_file(tmp_path: Path) -> None:
    secret = Known(stamp=STAMP, heading=None, wrong="a secret of some length, told once")
    cache = _cache(tmp_path)
    cache.keep({"secret.hrg": secret, "a.hrg": KNOWN})
    cache.drop(["secret.hrg"])
    content = (tmp_path / "history.sqlite3").read_bytes()
    assert b"secret" not in content
    assert cache.read() == {"a.hrg": KNOWN}


SPOILT: dict[str, Callable[[Path], object]] = {
    "letters": lambda path: path.write_bytes(b"this is no database at all, whatever its name is"),
    "empty": lambda path: path.write_bytes(b""),
    "torn": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "zeros": lambda path: path.write_bytes(bytes(20_000)),
    "head only": lambda path: path.write_bytes(path.read_bytes()[:100] + b"\xff" * 8000),
    "other table": lambda path: _spoil(path, "ALTER TABLE rides RENAME TO walks"),
    "other column": lambda path: _spoil(path, "ALTER TABLE rides DROP COLUMN figures"),
}


@pytest.mark.parametrize("how", sorted(SPOILT))
def test_a_spoilt_cache_is_made_anew_with_a_word(tmp_path: Path, how: str) -> None:
    for reads_first in (True, False):
        _cache(tmp_path).clear()
        _cache(tmp_path).keep({"a.hrg": KNOWN})
        SPOILT[how](tmp_path / "history.sqlite3")
        cache = _cache(tmp_path)
        if reads_first:
            assert cache.read() == {}
        cache.keep({"b.hrg": DAMAGED})
        assert cache.read() == {"b.hrg": DAMAGED}
        assert cache.told in ([], [REBUILT]), "told once, and nothing else"
        assert cache.told or how in ("empty", "torn"), "SQLite itself may pass over these"


FORGED = {
    "figures of text": "UPDATE rides SET figures = 'x'",
    "figures of a number": "UPDATE rides SET figures = 5",
    "figures of bytes": "UPDATE rides SET figures = x'00ff'",
    "no heading's names": "UPDATE rides SET heading = '{}'",
    "why of bytes": "UPDATE rides SET wrong = x'1b5b'",
}


@pytest.mark.parametrize("how", sorted(FORGED))
def test_a_forged_row_is_found_anew(tmp_path: Path, how: str) -> None:
    _cache(tmp_path).keep({"a.hrg": KNOWN, "b.hrg": KNOWN})
    _spoil(tmp_path / "history.sqlite3", f"{FORGED[how]} WHERE name = 'a.hrg'")
    assert _cache(tmp_path).read() == {"b.hrg": KNOWN}


def test_a_folder_in_its_place_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite3").mkdir()
    cache = _cache(tmp_path)
    assert cache.read() == {}
    cache.keep({"a.hrg": KNOWN})
    assert len(cache.told) == 1
    assert "read anew" in cache.told[0]


def test_a_file_in_place_of_the_folder_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"")
    cache = _cache(tmp_path / "cache")
    cache.keep({"a.hrg": KNOWN})
    assert cache.read() == {}
    assert len(cache.told) == 1


def test_an_old_journal_never_meets_a_new_cache(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    _cache(tmp_path).keep({"a.hrg": KNOWN})
    path.write_bytes(b"spoilt" * 2000)
    path.with_name(f"{path.name}-journal").write_bytes(b"of the spoilt one")
    cache = _cache(tmp_path)
    cache.keep({"b.hrg": KNOWN})
    assert cache.read() == {"b.hrg": KNOWN}
    assert not path.with_name(f"{path.name}-journal").exists()


WRITER = """
import sys
from pathlib import Path
from hrguide.history.cache import Cache, Known, Stamp
cache = Cache(Path(sys.argv[1]) / "history.sqlite3", code="0.1.0")
for number in range(30):
    name = f"{sys.argv[2]}-{number}.hrg"
    cache.keep({name: Known(stamp=Stamp(size_bytes=number, mtime_ns=1), heading=None, wrong="w")})
    cache.read()
assert not cache.told, cache.told
"""


def test_several_hrguides_lose_nothing_of_each_other(tmp_path: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), who]) for who in "abc"
    ]
    assert [each.wait(timeout=60) for each in started] == [0, 0, 0]
    assert len(_cache(tmp_path).read()) == 90


def test_a_writer_waits_for_who_has_the_lock(tmp_path: Path) -> None:
    with locked(tmp_path):
        waiting = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), "a"])
        assert not (tmp_path / "history.sqlite3").exists()
    assert waiting.wait(timeout=60) == 0
    assert len(_cache(tmp_path).read()) == 30
