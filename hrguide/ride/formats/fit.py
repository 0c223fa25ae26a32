"""FIT activities of watches, bike computers and apps, through fitdecode.

Comes in: the file's bytes. Goes out: a ride of synthesised packets with its laps; or, of a file
that hrguide wrote itself, the packets and commands as they were. A truncated or damaged file is an
error with its byte, and with `skip_bad` what stands before it; so is a wrong check sum. Sizes that
a header claims are not believed: nothing is reserved for them. It keeps no position.
"""

import io
import struct
from pathlib import Path
from typing import Any, Final

import fitdecode

from hrguide.errors import BadFileError
from hrguide.ride.fields import GOT_CHARACTERS, FieldError
from hrguide.ride.formats.fit_activity import Activity
from hrguide.ride.formats.foreign import foreign_ride, require_heart_rate
from hrguide.ride.reader import BadRideError, Damage, Ride

MAGIC: Final = b".FIT"  # at byte 8 of every FIT file
FRAMES_MAX: Final = 400_000  # a day at 1 Hz with four messages a second
VALUES_MAX: Final = 4_000_000  # of all messages: a day of 45 a second, which take 15 s to read
SIZE_MAX_BYTES: Final = (
    24 * 1024 * 1024
)  # a day of a watch that writes 100 bytes a record is a third
_HEADER: Final = struct.Struct("<BBHI4s")
_CRC_BYTES: Final = 2
_LOCALS: Final = 16  # a local number has 4 bits
_TEXT: Final = "string"  # decoded at once, however long

# What fitdecode raises on damaged bytes: its own errors and, where it trusts a definition, these.
_DAMAGED: Final = (
    fitdecode.FitError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    struct.error,
)


def read_fit(content: bytes, *, path: Path, hrguide_version: str, skip_bad: bool = False) -> Ride:
    """A ride from the bytes of a FIT file.

    Raises BadRideError with the byte, expected and got; BadFileError where it holds no heart rate.
    """
    if len(content) > SIZE_MAX_BYTES:
        raise BadFileError(
            f"{path.name} has {len(content) >> 20} MB, more than a day of any watch",
            hint="Cut it into days with the program it comes from.",
        )
    activity = Activity()
    whole, unfinished = _with_size(content)
    fatal = _read(whole, activity)
    damage = [*activity.damage, *(each for each in (unfinished or fatal,) if each is not None)]
    if damage and not skip_bad:
        raise BadRideError(path=path, damage=damage[0], hint=_hint(activity))
    inputs = activity.inputs()
    require_heart_rate(inputs, path.name)
    return foreign_ride(
        inputs,
        path=path,
        content=content,
        hrguide_version=hrguide_version,
        started=activity.started,
        machine=activity.machine,
        laps=activity.laps(),
        workout_text=activity.own.workout_text,
        waiting=activity.own.waiting,
        simulated=activity.own.simulated,
        damage=damage,
    )


def _with_size(content: bytes) -> tuple[bytes, Damage | None]:
    """The file as fitdecode can read it: a recorder that died left a size of 0 in the header."""
    if len(content) < _HEADER.size:
        return content, None
    size, protocol, profile, body, magic = _HEADER.unpack_from(content)
    rest = len(content) - size
    if magic != MAGIC or body != 0 or rest <= _CRC_BYTES:
        return content, None
    header = _HEADER.pack(size, protocol, profile, rest, magic)
    # the header's own check sum no longer fits: 0 stands for "none"
    mended = header + bytes(size - _HEADER.size) + content[size:]
    return mended, Damage(
        byte=4, expected="the size of the file", got="0: the recording was never finished"
    )


def _read(content: bytes, activity: Activity) -> Damage | None:
    """All messages into the activity; what ended the reading before the file did."""
    stream = io.BytesIO(content)
    reader = fitdecode.FitReader(
        stream,
        processor=None,
        check_crc=fitdecode.CrcCheck.READONLY,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    frames = values = 0
    costs = [0] * _LOCALS
    try:
        for frame in reader:
            frames += 1
            if frame.frame_type == fitdecode.FIT_FRAME_DEFINITION:
                # a definition takes as long as a message of one value a field
                values += len(frame.field_defs) + len(frame.dev_field_defs)
                costs[frame.local_mesg_num] = _values_in(frame)
            elif frame.frame_type == fitdecode.FIT_FRAME_DATA:
                values += max(costs[frame.local_mesg_num], len(frame.fields))
                try:
                    activity.take(frame)
                except FieldError as error:
                    activity.damage.append(
                        Damage(byte=stream.tell(), expected=error.expected, got=error.got)
                    )
            elif frame.frame_type == fitdecode.FIT_FRAME_CRC and not frame.matched:
                return Damage(
                    byte=stream.tell() - _CRC_BYTES,
                    expected="the check sum of what stands before it",
                    got=f"{frame.crc:#06x}",
                )
            if frames > FRAMES_MAX or values > VALUES_MAX:
                return Damage(
                    byte=stream.tell(),
                    expected=f"a day: up to {FRAMES_MAX} messages, {VALUES_MAX} values in all",
                    got="more",
                )
    except fitdecode.FitEOFError:
        size, _protocol, _profile, body, _magic = _HEADER.unpack_from(content)
        return Damage(
            byte=len(content),
            expected=f"the {size + body + _CRC_BYTES} bytes its header claims",
            got=f"the end after {len(content)}",
        )
    except _DAMAGED as error:
        words = " ".join(f"{error}".split()) or type(error).__name__
        return Damage(byte=stream.tell(), expected="a FIT message", got=words[:GOT_CHARACTERS])
    return None if frames else Damage(byte=0, expected="a FIT header", got="an empty file")


def _values_in(definition: Any) -> int:
    """How many values each message of this definition has: arrays count by their length."""
    return sum(
        1 if each.base_type.name == _TEXT else each.size // (each.base_type.size or 1)
        for each in definition.all_field_defs
    )


def _hint(activity: Activity) -> str:
    if not activity.seconds:
        return "Nothing in it can be saved. Copy it again from the watch or program."
    minutes = activity.seconds / 60
    return f"`--skip-bad` saves what can be read: {minutes:.0f} min of it."
