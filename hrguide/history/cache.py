"""What was found out about each ride file, kept in the user's cache folder; it may be lost.

Comes in: the place of the cache, what a ride file looks like from outside (size, time of change).
Goes out: what is known of that very file. Every line of it follows from the ride files: a cache
that cannot be read is made anew, one that cannot be written is done without, and both are told
once. Several hrguides may use it at a time: writers wait for each other at one lock. Refuses to
serve what another version found.
"""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hrguide.athlete.files import locked
from hrguide.athlete.home import FILE_MODE, private_folder
from hrguide.errors import BadFileError
from hrguide.history.past import (
    Figures,
    Heading,
    NoRecordError,
    decode_figures,
    decode_heading,
    encode_figures,
    encode_heading,
)

SCHEMA: Final = 2
"""Raised when a table or a record changes, or a figure is found in another way."""

REBUILT: Final = "The history's cache could not be read and is made anew."
_WAIT_S: Final = 10.0  # for another hrguide's transaction of some rows
# The disk's or another process's doing (sqlite.org, "Result and Error Codes"); all else is a cache
# that is none.
_NOT_THE_FILES_FAULT: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOMEM,
    }
)
_TABLE: Final = """
CREATE TABLE rides (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, code TEXT NOT NULL,
    heading TEXT, figures TEXT, wrong TEXT
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A file from outside. size_bytes, mtime_ns: as the system says; a change shows in one."""

    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was found in a file of that stamp. heading: None where its first line cannot be read.
    figures: None where they were not asked for yet, or where `wrong` says why there are none.
    """

    stamp: Stamp
    heading: Heading | None
    figures: Figures | None = None
    wrong: str | None = None

    @property
    def is_done(self) -> bool:
        """There is nothing more to find out."""
        return self.figures is not None or self.wrong is not None


class Cache:
    """The cache of one home folder. told: what there is to say about it, in sentences."""

    def __init__(self, path: Path, *, code: str) -> None:
        """path: of the database, made where it is not. code: of what finds the figures."""
        self._path = path
        self._code = f"{SCHEMA} {code}"
        self._is_off = False
        self.told: list[str] = []

    def read(self, name: str | None = None) -> dict[str, Known]:
        """Everything known, by the file's name; or what is known of one file."""
        if self._is_off or not self._path.exists():
            return {}
        query = "SELECT name, size, mtime_ns, heading, figures, wrong FROM rides WHERE code = ?"
        values = [self._code]
        if name is not None:
            query, values = f"{query} AND name = ?", [*values, name]
        try:
            with closing(self._open()) as base:
                rows = base.execute(query, values).fetchall()
        except sqlite3.Error as error:
            self._trouble(error)
            return {}
        found = {}
        for row in rows:
            with suppress(NoRecordError):  # found anew
                found[str(row[0])] = _known(row)
        return found

    def keep(self, found: Mapping[str, Known]) -> None:
        """Remember it, over what was known of files of those names."""
        rows = [(name, *self._row(known)) for name, known in found.items()]
        self._change("INSERT OR REPLACE INTO rides VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def drop(self, names: Iterable[str]) -> None:
        """Forget files for good: what stood there is overwritten."""
        if self._path.exists():
            self._change("DELETE FROM rides WHERE name = ?", [(name,) for name in names])

    def clear(self) -> None:
        """Forget everything."""
        with suppress(BadFileError, OSError), locked(self._path.parent):
            self._remove()

    def _row(self, known: Known) -> tuple[object, ...]:
        return (
            known.stamp.size_bytes,
            known.stamp.mtime_ns,
            self._code,
            None if known.heading is None else encode_heading(known.heading),
            None if known.figures is None else encode_figures(known.figures),
            known.wrong,
        )

    def _change(self, statement: str, rows: list[tuple[object, ...]]) -> None:
        """One transaction, under the lock that keeps writers and rebuilders apart."""
        if self._is_off or not rows:
            return
        try:
            with locked(self._path.parent):
                try:
                    self._write(statement, rows)
                except sqlite3.DatabaseError as error:
                    if not _is_spoilt(error):
                        raise
                    self._remove()
                    self._tell(REBUILT)
                    self._write(statement, rows)
        except (sqlite3.Error, BadFileError, OSError) as error:
            self._do_without(error)

    def _write(self, statement: str, rows: list[tuple[object, ...]]) -> None:
        private_folder(self._path.parent)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, FILE_MODE))
        with closing(self._open()) as base, base:
            if base.execute("PRAGMA user_version").fetchone()[0] != SCHEMA:
                base.execute("DROP TABLE IF EXISTS rides")
                base.execute(_TABLE)
                base.execute(f"PRAGMA user_version = {SCHEMA}")
            base.executemany(statement, rows)

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._path, timeout=_WAIT_S, isolation_level="IMMEDIATE")
        try:
            base.execute("PRAGMA secure_delete = ON")
            base.execute("PRAGMA trusted_schema = OFF")
        except sqlite3.Error:
            base.close()
            raise
        return base

    def _trouble(self, error: sqlite3.Error) -> None:
        """While reading: a spoilt cache goes, any other reason leaves us without one."""
        if not isinstance(error, sqlite3.DatabaseError) or not _is_spoilt(error):
            self._do_without(error)
            return
        try:
            with locked(self._path.parent):
                self._remove()
            self._tell(REBUILT)
        except (BadFileError, OSError) as wrong:
            self._do_without(wrong)

    def _remove(self) -> None:
        """The database and the journal beside it: a new one must never meet an old journal."""
        for ending in ("", "-journal", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _do_without(self, error: Exception) -> None:
        self._is_off = True
        why = error.message if isinstance(error, BadFileError) else str(error)
        self._tell(f"The history's cache cannot be used ({why}): each ride is read anew.")

    def _tell(self, sentence: str) -> None:
        if sentence not in self.told:
            self.told.append(sentence)


def _is_spoilt(error: sqlite3.DatabaseError) -> bool:
    """Whether it is the file that is wrong, and not the disk or the hour."""
    code = getattr(error, "sqlite_errorcode", None)  # none where Python itself found the fault
    return code is None or code & 0xFF not in _NOT_THE_FILES_FAULT


def _known(row: tuple[object, ...]) -> Known:
    """Raises NoRecordError."""
    _name, size, mtime_ns, heading, figures, wrong = row
    if type(size) is not int or type(mtime_ns) is not int:
        raise NoRecordError("no stamp")
    return Known(
        stamp=Stamp(size_bytes=size, mtime_ns=mtime_ns),
        heading=None if heading is None else decode_heading(_text(heading)),
        figures=None if figures is None else decode_figures(_text(figures)),
        wrong=None if wrong is None else _text(wrong),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NoRecordError(f"{value!r} is no text")
    return value
