"""The workouts at hand: those built in, those in HOME/workouts, any file by its path.

Comes in: a name or a path. Goes out: a `Workout`; its errors name file and line. It refuses files
that are no text or too big to be a workout, and never looks further than it was told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final

from hrguide.errors import BadFileError, UsageError
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Workout, WorkoutError

LIBRARY: Final = Path(__file__).with_name("library")
DEFAULT_WORKOUT: Final = "flush"  # the clinic's own text
FOLDER: Final = "workouts"  # below the home folder
MAX_BYTES: Final = 1_000_000  # 4,000 lines of 250 signs; a text of a coach has 200 bytes [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """One workout that can be ridden by its name.

    file: where it stands, None for one built in. workout: None where the file cannot be read;
    error then says why.
    """

    name: str
    file: Path | None
    workout: Workout | None
    error: BadFileError | None = None


def load_workout(name_or_path: str | Path, home: Path | None = None) -> Workout:
    """A workout by name (in HOME/workouts first, then built in), else by path.

    home: the home folder, None for built-ins and paths alone. Raises UsageError where there is
    none, BadFileError (WorkoutError with line and column) where it cannot be read.
    """
    name = str(name_or_path)
    if isinstance(name_or_path, str):
        for folder in _folders(home):
            if (shelved := folder / f"{name}.txt").is_file() and Path(name).name == name:
                file = f"{name}.txt" if folder == LIBRARY else str(shelved)
                return read_workout(_content(shelved), name=name, file=file)
    path = Path(name_or_path)
    if not path.exists():
        raise UsageError(f"there is no workout {name!r}", hint=_perhaps(name, home))
    return read_workout(_content(path), name=path.stem, file=name)


def list_workouts(home: Path | None = None) -> tuple[Shelved, ...]:
    """The built-ins (the clinic's first), then those in HOME/workouts; broken ones too."""
    own = sorted(home.joinpath(FOLDER).glob("*.txt")) if home is not None else []
    replaced = {path.stem for path in own}
    built_in = sorted(
        (path for path in LIBRARY.glob("*.txt") if path.stem not in replaced),
        key=lambda path: (path.stem != DEFAULT_WORKOUT, path.stem),
    )
    return tuple(_shelved(path) for path in (*built_in, *own))


def read_workout(content: bytes, *, name: str, file: str) -> Workout:
    """A workout from a file's bytes; file: what errors call it."""
    if len(content) > MAX_BYTES:
        raise BadFileError(
            f"{file}: {len(content)} bytes are too many for a workout",
            hint="Is it the right file? A workout is a short text: hrguide workout show flush",
        )
    if not _is_plain(content):
        from hrguide.workout.formats.foreign import whiteboard_text  # XML: no built-in needs it

        converted = whiteboard_text(content, file)
        if converted is not None:
            return _read_converted(converted, name, file)
    try:
        return parse_workout(_text(content, file), name=name)
    except WorkoutError as error:
        from hrguide.workout.formats.intervals import read_intervals  # 17 ms no built-in needs

        converted = read_intervals(_text(content, file))
        if converted is not None:
            return _read_converted(converted, name, file)
        raise error.in_file(file) from None


def _read_converted(text: str, name: str, file: str) -> Workout:
    """A workout out of another program; what is wrong with it has no line in the file."""
    try:
        return parse_workout(text, name=name)
    except WorkoutError as error:
        raise BadFileError(
            f"{file}: {error.problem} {error.words!r}",
            hint=error.hint,
        ) from None


def _is_plain(content: bytes) -> bool:
    """Whether it begins as a text of a coach does; then no other format need be loaded."""
    return content[:1].isalnum() or content[:1] in b"-*#"


def about(workout: Workout) -> str:
    """What its author says of it: the first comment of its text, else its first line."""
    return next(filter(None, remarks(workout)), workout.text.strip().partition("\n")[0].strip())


def remarks(workout: Workout) -> tuple[str, ...]:
    """The comments at the top of its text; of a foreign file: the rule it was read by."""
    lines = [line.strip() for line in workout.text.splitlines() if line.strip()]
    above = takewhile(lambda line: line.startswith("#"), lines)
    return tuple(line.lstrip("#").strip() for line in above)


def rules(workout: Workout) -> tuple[str, ...]:
    """Of a workout that came from another program: by which rule its numbers became efforts."""
    if not workout.text.lstrip().startswith("#"):
        return ()
    from hrguide.workout.formats.intensity import RULES  # no text of a coach needs it

    return tuple(line for line in remarks(workout) if line in RULES)


def _shelved(path: Path) -> Shelved:
    file = None if path.parent == LIBRARY else path
    try:
        workout = read_workout(_content(path), name=path.stem, file=str(path))
    except BadFileError as error:
        return Shelved(name=path.stem, file=file, workout=None, error=error)
    return Shelved(name=path.stem, file=file, workout=workout)


def _folders(home: Path | None) -> Iterator[Path]:
    if home is not None:
        yield home / FOLDER
    yield LIBRARY


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFileError(
            f"{path}: cannot be read: {error.strerror or error}",
            hint="Check the path and who may read it. Built in: hrguide workout list",
        ) from error


def _text(content: bytes, file: str) -> str:
    """UTF-8 with or without its mark, or UTF-16 as some editors of Windows write it."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if marked else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start]
        raise WorkoutError(
            line=before.count(b"\n") + 1,
            column=error.start - (before.rfind(b"\n") + 1) + 1,
            words=f"0x{content[error.start]:02X}",
            hint="Save the file as plain UTF-8 text.",
            problem="not text, the byte",
            file=file,
        ) from None


def _perhaps(name: str, home: Path | None) -> str:
    import difflib  # for a wrong name only

    names = [path.stem for folder in _folders(home) for path in folder.glob("*.txt")]
    near = difflib.get_close_matches(name, names, n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    return f"{meant}See: hrguide workout list"
