"""Which format a file is in, told by its content; and reading it as whiteboard text.

Comes in: bytes. Goes out: whiteboard text, or None where it is no other program's format. It
refuses XML it does not know; names and endings of files mean nothing here.
"""

from hrguide.errors import BadFileError
from hrguide.workout.formats.course import MARK, read_course
from hrguide.workout.formats.fit_file import MAGIC
from hrguide.workout.formats.fit_workout import read_fit
from hrguide.workout.formats.qz import read_qz
from hrguide.workout.formats.safe_xml import read_xml
from hrguide.workout.formats.zwo import read_zwo

_LOOK_AT = 400  # bytes at the beginning that tell a course


def whiteboard_text(content: bytes, file: str) -> str | None:
    """The file as whiteboard text, None where it is a text already. Raises BadFileError."""
    if content[8:12] == MAGIC:
        return read_fit(content, file)
    start = content[:_LOOK_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.upper().startswith(MARK.encode()):
        return read_course(content, file)
    if not start.startswith((b"<", b"<\x00", b"\xff\xfe<", b"\xfe\xff\x00<")):
        return None
    root = read_xml(content, file)
    match root.tag:
        case "workout_file" | "workout":
            return read_zwo(content, file)
        case "rows":
            return read_qz(content, file)
        case _:
            raise BadFileError(
                f"{file}: XML with the root <{root.tag}>, which is no workout I know",
                hint="Known are Zwift's workout_file (.zwo) and QZ's rows (.xml).",
            )
