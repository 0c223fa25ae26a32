"""A person's name, as a name and as the name of a file.

Comes in: what somebody typed. Goes out: the name as shown, the key that tells two athletes apart,
and a file name that every file system keeps apart too (macOS and Windows fold case, macOS changes
accents, Windows reserves words). Refuses names that would play tricks on a terminal.
"""

import unicodedata
from hashlib import sha256
from typing import Final
from urllib.parse import quote, unquote

from hrguide.errors import UsageError

NAME_MAX_CHARS: Final = 80  # long enough for any name seen on a clinic's list [J]
STEM_MAX_CHARS: Final = 120  # file systems allow 255 bytes; room for endings and temporary files
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
# Direction overrides let one name look like another; joiners (U+200C, U+200D) are letters' own.
_TURNS_TEXT: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_VISIBLE: Final = frozenset("LNS")  # letters, numbers, symbols (emoji)


def clean_name(typed: str) -> str:
    """The name as it is kept and shown: NFC, single spaces. UsageError where it is no name."""
    for char in typed:
        if unicodedata.category(char) in ("Cc", "Cs") and not char.isspace():
            raise _no_name(typed, f"the character U+{ord(char):04X} cannot stand in a name")
        if char in _TURNS_TEXT:
            raise _no_name(typed, f"the character U+{ord(char):04X} turns the direction of text")
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not any(unicodedata.category(char)[0] in _VISIBLE for char in name):
        raise _no_name(typed, "a name needs a letter")
    if len(name) > NAME_MAX_CHARS:
        raise _no_name(name[:20] + "...", f"it has more than {NAME_MAX_CHARS} characters")
    return name


def name_key(typed: str) -> str:
    """What tells two athletes apart: "Sam" and "sam" are one, "Jose" and "José" are two."""
    return unicodedata.normalize("NFC", clean_name(typed).lower())


def recorded_key(name: str) -> str | None:
    """`name_key` of a name out of a file somebody may have sent; None where no athlete here can be
    called that, so that one ride stops no other.
    """
    try:
        return name_key(name)
    except UsageError:
        return None


def file_stem(typed: str) -> str:
    """The file name without its ending: ASCII, one per key, unlike for unlike keys.

    What is not a-z, 0-9, "-" or "_" is percent-encoded; `stem_name` turns it back.
    """
    stem = quote(name_key(typed), safe="").replace(".", "%2E").replace("~", "%7E")
    if stem in _RESERVED:
        stem = f"%{ord(stem[0]):02X}{stem[1:]}"
    if len(stem) > STEM_MAX_CHARS:  # "~" stands in no other stem, so no short name can meet it
        stem = f"{stem[:80]}~{sha256(stem.encode()).hexdigest()[:24]}"
    return stem


def stem_name(stem: str) -> str:
    """A name to complete or to show where the file cannot be read: `file_stem` undone."""
    return unquote(stem.partition("~")[0])


def _no_name(typed: str, why: str) -> UsageError:
    return UsageError(
        f"{typed!r} cannot be an athlete's name: {why}",
        hint="Use a name you would write on a form, for example: hrguide athlete add Sam --age 38",
    )
