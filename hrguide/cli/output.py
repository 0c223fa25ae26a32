"""A file that a verb was asked to write: whole or not at all, and never over another unasked.

Comes in: a name, bytes. Goes out: the file, for its owner alone. It makes no folders.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from hrguide.errors import BadFileError, UsageError


def refuse_overwriting(path: Path, *, force: bool) -> None:
    """Raises UsageError where something is there already."""
    if path.exists() and not force:
        raise UsageError(f"{path} is there already", hint="Overwrite it with --force.")


def write_whole(path: Path, content: bytes) -> None:
    """The whole file beside its place, then put in place in one move. Raises BadFileError."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        try:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            beside.replace(path)
        finally:
            with suppress(FileNotFoundError):
                beside.unlink()
    except OSError as error:
        raise BadFileError(
            f"cannot write {path}: {error.strerror or error}",
            hint="Name another place with --output.",
        ) from error
