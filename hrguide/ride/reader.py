"""A ride file read back: its header, its events, and what is wrong with it.

Comes in: a path. Goes out: a `Ride`. A last line that the crash tore is dropped and told; any
other line that cannot be read is an error with its number, or, with `skip_bad`, is counted and
passed over. Lines of newer versions are passed over with a note. It repairs nothing on the disk
and refuses to guess.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from hrguide.bluetooth.source import LinkChange, Received
from hrguide.errors import BadFileError
from hrguide.ride.fields import FieldError, shown_text
from hrguide.ride.header import Header
from hrguide.ride.lines import (
    Answered,
    CommandLine,
    Event,
    Footer,
    Lap,
    Said,
    UnknownLine,
    decode_header_line,
    decode_line,
    parse_object,
)

_NEWLINE: Final = b"\n"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"  # an editor's doing
_POWER_CUT: Final = b"\0"  # a file system may leave a run of these behind the last synced byte


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A place that could not be read. line: 1-based; byte: from 0, in a file without lines."""

    expected: str
    got: str
    line: int | None = None
    byte: int | None = None

    @property
    def place(self) -> str:
        """Where, in words."""
        return f"byte {self.byte}" if self.line is None else f"line {self.line}"


class BadRideError(BadFileError):
    """A recording with a line, or a byte, that cannot be read."""

    def __init__(self, *, path: Path, damage: Damage, hint: str) -> None:
        super().__init__(
            f"{path.name}, {damage.place}: expected {damage.expected}, got {damage.got}",
            hint=hint,
        )
        self.path = path
        self.damage = damage


@dataclass(frozen=True, kw_only=True)
class Ride:
    """A recorded ride.

    path: None for one that was never a file. events: in file order, without the header.
    damage: places passed over with `skip_bad`. torn: the bytes of a torn last line, dropped.
    notes: what a newer version wrote and this one passes over, each once. understood: how a file
    of unknown columns was read, in sentences.
    """

    header: Header
    events: tuple[Event, ...]
    path: Path | None = None
    damage: tuple[Damage, ...] = ()
    torn: bytes = b""
    notes: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()

    @cached_property
    def footer(self) -> Footer | None:
        """The end of a whole ride, None where it was interrupted."""
        for event in reversed(self.events):
            if isinstance(event, Footer):
                return event
        return None

    @property
    def is_complete(self) -> bool:
        """Whether the ride came to its footer."""
        return self.footer is not None

    @cached_property
    def last_at_s(self) -> float:
        """The latest time on any line, 0 where there is none."""
        times = (event.at_s for event in self.events if not isinstance(event, UnknownLine))
        return max(times, default=0.0)

    @property
    def name(self) -> str:
        """The ride's id: its file name without the ending."""
        return self.path.stem if self.path is not None else "ride"

    @cached_property
    def packets(self) -> tuple[Received, ...]:
        """The notifications, in order."""
        return tuple(event for event in self.events if isinstance(event, Received))

    @cached_property
    def links(self) -> tuple[LinkChange, ...]:
        """The link changes, in order."""
        return tuple(event for event in self.events if isinstance(event, LinkChange))

    @cached_property
    def commands(self) -> tuple[CommandLine, ...]:
        """The rider's commands, in order."""
        return tuple(event for event in self.events if isinstance(event, CommandLine))

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """The cues as they were said live."""
        return tuple(event for event in self.events if isinstance(event, Said))

    @cached_property
    def laps(self) -> tuple[Lap, ...]:
        """The laps of a foreign recorder, in order."""
        return tuple(event for event in self.events if isinstance(event, Lap))

    @cached_property
    def answers(self) -> dict[str, int | str]:
        """The last answer to each question that steers nothing."""
        answered = (event for event in self.events if isinstance(event, Answered))
        return {event.question: event.answer for event in answered}


def read_ride(path: Path | str, *, skip_bad: bool = False) -> Ride:
    """Read a `.hrg` file.

    skip_bad: pass over lines that cannot be read and list them in `damage`; the header must be
    readable in any case. Raises BadRideError with file, line, expected and got; BadFileError where
    there is no file, or no ride in it.
    """
    path = Path(path)
    return decode_ride(read_bytes(path), path=path, skip_bad=skip_bad)


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises BadFileError where they cannot be had."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFileError(
            f"cannot read {path}: {error.strerror}",
            hint="Check the path; `hrguide report last` takes the newest ride.",
        ) from error


def decode_ride(content: bytes, *, path: Path, skip_bad: bool = False) -> Ride:
    """A ride from its bytes; errors as `read_ride`."""
    whole, torn = split_torn(content)
    lines = whole.removeprefix(_BYTE_ORDER_MARK).split(_NEWLINE)
    if lines[-1] == b"":
        lines.pop()
    if not lines:
        got = f"{len(torn)} bytes of a torn line" if torn else "an empty file"
        raise BadRideError(
            path=path,
            damage=Damage(line=1, expected="the header of a ride", got=got),
            hint="The ride ended before anything was recorded; the file may be deleted.",
        )
    try:
        header, notes = decode_header_line(_text(lines[0]))
    except FieldError as error:
        raise BadRideError(
            path=path,
            damage=Damage(line=1, expected=error.expected, got=error.got),
            hint="Without its header no ride can be read. Is this an .hrg file?",
        ) from None
    return _Body(path, header, list(notes), skip_bad).read(lines[1:], torn)


def split_torn(content: bytes) -> tuple[bytes, bytes]:
    """The whole lines, and the bytes of a torn last one.

    A last line that lacks nothing but its newline is whole: no part of a JSON object is one.
    """
    content_end = len(content.rstrip(_POWER_CUT))
    cut = content[content_end:]
    content = content[:content_end]
    last_start = content.rfind(_NEWLINE) + 1
    last = content[last_start:]
    if not last or _is_whole(last):
        return content, cut
    return content[:last_start], last + cut


def _is_whole(line: bytes) -> bool:
    try:
        parse_object(_text(line))
    except FieldError:
        return False
    return True


class _Body:
    """The lines after the header, read one by one."""

    def __init__(self, path: Path, header: Header, notes: list[str], skip_bad: bool) -> None:
        self._path = path
        self._header = header
        self._notes = dict.fromkeys(notes)
        self._skip_bad = skip_bad
        self._events: list[Event] = []
        self._damage: list[Damage] = []
        self._input_at_s = 0.0
        self._ended = False

    def read(self, lines: list[bytes], torn: bytes) -> Ride:
        for number, line in enumerate(lines, start=2):
            try:
                self._take(line)
            except FieldError as error:
                self._refuse(Damage(line=number, expected=error.expected, got=error.got))
        return Ride(
            path=self._path,
            header=self._header,
            events=tuple(self._events),
            damage=tuple(self._damage),
            torn=torn,
            notes=tuple(self._notes),
        )

    def _take(self, line: bytes) -> None:
        event, notes = decode_line(_text(line), file_format=self._header.format)
        if isinstance(event, Received | LinkChange | CommandLine | Footer):
            if self._ended:
                raise FieldError(expected="nothing after the footer", got=shown_text(_text(line)))
            if event.at_s < self._input_at_s:
                raise FieldError(
                    expected=f'"at_s" of {self._input_at_s:g} or later', got=f"{event.at_s:g}"
                )
            self._input_at_s = event.at_s
            self._ended = isinstance(event, Footer)
        self._notes.update(dict.fromkeys(notes))
        self._events.append(event)

    def _refuse(self, damage: Damage) -> None:
        if not self._skip_bad:
            raise BadRideError(
                path=self._path,
                damage=damage,
                hint="`--skip-bad` reads on without such lines and says how many they were.",
            )
        self._damage.append(damage)


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise FieldError(
            expected="UTF-8 text", got=f"byte 0x{line[error.start]:02x} at column {error.start + 1}"
        ) from None
