"""The guide's numbers as a text file: printed from a ride, edited, laid over a replay.

Comes in: a `Policy`, or TOML text. Goes out: TOML text, or a `Policy`. Names that the file leaves
out keep their default; a name or a value that cannot be is an error, because a typing mistake that
is passed over would make every comparison worthless. No live ride reads such a file.
"""

import difflib
import json
import tomllib
from dataclasses import fields
from pathlib import Path

from hrguide.errors import BadFileError
from hrguide.guide.policy import Policy
from hrguide.ride.facts import from_plain, to_plain
from hrguide.ride.fields import FieldError

_HEAD = """\
# How the guide decides. Units stand in the names: _s seconds, _bpm beats a minute, _p a chance.
# Edit, then see what would change: hrguide replay RIDE --policy FILE --compare
"""
_MAY_BE_NEGATIVE = ("falling_bpm_per_s",)


def policy_text(policy: Policy) -> str:
    """All its parameters, one a line; `parse_policy` reads it back."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in to_plain(policy).items()]
    return _HEAD + "\n".join(lines) + "\n"


def parse_policy(text: str, *, name: str = "the policy") -> Policy:
    """The policy of a file. Raises BadFileError, naming the parameter."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFileError(f"{name} is not TOML: {error}", hint=_HINT) from error
    known = [field.name for field in fields(Policy)]
    for word, value in values.items():
        if word not in known:
            near = difflib.get_close_matches(word, known, n=1)
            perhaps = f" Did you mean {near[0]}?" if near else ""
            raise BadFileError(f"{name}: no parameter is called {word!r}.{perhaps}", hint=_HINT)
        _check(name, word, value)
    try:
        return from_plain(Policy, values, name, [])
    except FieldError as error:
        raise BadFileError(f"{name}: {error}", hint=_HINT) from error


def read_policy(path: Path) -> Policy:
    """As `parse_policy`, of a file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFileError(f"{path} cannot be read: {error}", hint=_HINT) from error
    return parse_policy(text, name=path.name)


_HINT = "Print one to edit: hrguide replay RIDE --show-policy"


def _check(name: str, word: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return  # from_plain says what is wrong with it
    top = 1.0 if word.endswith("_p") else float("inf")
    low = -top if word in _MAY_BE_NEGATIVE else 0.0
    if not low <= value <= top:  # nan neither
        bounds = "0 to 1" if word.endswith("_p") else "0 or more"
        raise BadFileError(f"{name}: {word} = {value} must be {bounds}", hint=_HINT)
