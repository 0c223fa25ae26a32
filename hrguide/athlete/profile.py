"""What hrguide keeps about one athlete between rides.

Comes in: answers given on a day, or the table of a TOML file. Goes out: a frozen Profile, and the
`Athlete` that zones are made from, with today's age. Kept is what was said, not what follows from
it: an age with the day it was told (no birth date is asked for or worked out), so the age keeps up
and is never more than a year behind. Refuses impossible values, naming the key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar, cast

from hrguide.athlete.athlete import Activity, Athlete, Machine, Sex
from hrguide.athlete.names import clean_name
from hrguide.errors import UsageError
from hrguide.health.screening import Clearance, Health, HealthItem

T = TypeVar("T")
HEALTH_KEYS: Final = ("limits_heart_rate", "ceiling_bpm", "health")  # never listed (product.md)


class BadKeyError(UsageError):
    """A value of a profile that cannot be; `key` says which, so that a file can name its line."""

    def __init__(self, key: str, message: str, *, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedStrap:
    """The strap this athlete wore last. address: as the system names it; name: as it says."""

    address: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One athlete as kept. Unknown is None.

    age_years: whole years, as told on age_on. sound: None where never asked. health: the page as it
    was last answered, None where it never was. The other fields are those of `Athlete`. Raises
    UsageError for impossible values.
    """

    name: str
    age_years: int
    age_on: date
    sex: Sex | None = None
    activity: Activity | None = None
    resting_bpm: float | None = None
    max_bpm: float | None = None
    limits_heart_rate: bool = False
    ceiling_bpm: float | None = None
    machine: Machine | None = None
    sound: bool | None = None
    strap: RememberedStrap | None = None
    health: Health | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_name(self.name))
        self.athlete(self.age_on)  # its checks are ours

    def age_years_on(self, day: date) -> int:
        """Age told plus whole years since; a day before it was told counts as that day."""
        since, until = self.age_on, max(day, self.age_on)
        before_anniversary = (until.month, until.day) < (since.month, since.day)
        return self.age_years + until.year - since.year - before_anniversary

    def athlete(self, on: date) -> Athlete:
        """The facts zones are made from, as they stand `on` that day."""
        return Athlete(
            name=self.name,
            age_years=self.age_years_on(on),
            sex=self.sex,
            activity=self.activity,
            resting_bpm=self.resting_bpm,
            max_bpm=self.max_bpm,
            limits_heart_rate=self.limits_heart_rate,
            ceiling_bpm=self.ceiling_bpm,
        )

    def as_table(self) -> dict[str, Any]:
        """Plain TOML values by key, unknown ones left out; `from_table` turns them back."""
        table: dict[str, Any] = {
            key: value
            for key in self.__slots__
            if key not in ("strap", "health") and (value := getattr(self, key)) is not None
        }
        if not self.limits_heart_rate:
            del table["limits_heart_rate"]  # nobody's file says what they do not have
        if self.machine is not None:
            table["machine"] = self.machine.value
        if self.strap is not None:
            table["strap"] = {"address": self.strap.address}
            if self.strap.name is not None:
                table["strap"]["name"] = self.strap.name
        if self.health is not None:
            table["health"] = _health_table(self.health)
        return table


def from_table(table: Mapping[str, object]) -> Profile:
    """A Profile from a TOML table; keys it does not know are left to whoever wrote them.

    Raises BadKeyError for a key that is missing or of the wrong kind, UsageError for values that
    cannot be together.
    """
    strap = _of(table, "strap", dict, "a table with an address")
    fields: dict[str, Any] = {
        "name": _needed(_of(table, "name", str, "text"), "name"),
        "age_years": _needed(_whole(table, "age_years"), "age_years"),
        "age_on": _needed(_of(table, "age_on", date, "a date such as 2025-11-22"), "age_on"),
        "sex": _of(table, "sex", str, "text"),
        "activity": _of(table, "activity", str, "text"),
        "resting_bpm": _number(table, "resting_bpm"),
        "max_bpm": _number(table, "max_bpm"),
        "ceiling_bpm": _number(table, "ceiling_bpm"),
        "limits_heart_rate": _of(table, "limits_heart_rate", bool, "true or false") or False,
        "machine": _machine(table),
        "sound": _of(table, "sound", bool, "true or false"),
        "strap": None if strap is None else _strap(cast(dict[str, object], strap)),
        "health": _health(table),
    }
    for key in ("sex", "activity", "name", "age_years", "resting_bpm", "max_bpm", "ceiling_bpm"):
        _check_alone(key, fields)
    return Profile(**fields)


def _check_alone(key: str, fields: Mapping[str, Any]) -> None:
    """Find the key that is wrong by itself, so that the message can name its line."""
    plain = {"name": "x", "age_years": 40, "age_on": fields["age_on"]}
    try:
        Profile(**{**plain, key: fields[key]})
    except UsageError as error:
        raise BadKeyError(key, error.message, hint=error.hint) from error


def _of(table: Mapping[str, object], key: str, kind: type[T], words: str) -> T | None:
    value = table.get(key)
    if value is not None and type(value) is not kind:  # exact: True is no number, a time no date
        raise BadKeyError(key, f"{key} must be {words}, not {value!r}", hint="Correct the value.")
    return value


def _number(table: Mapping[str, object], key: str) -> float | None:
    value = table.get(key)
    if value is not None and type(value) not in (int, float):
        raise BadKeyError(key, f"{key} must be a number, not {value!r}", hint="Correct the value.")
    return cast(float | None, value)


def _whole(table: Mapping[str, object], key: str) -> int | None:
    return _of(table, key, int, "a whole number")


def _needed(value: T | None, key: str) -> T:
    if value is None:
        raise BadKeyError(key, f"{key} is missing", hint=f"Add a line for {key}.")
    return value


def _machine(table: Mapping[str, object]) -> Machine | None:
    value = _of(table, "machine", str, "text")
    if value is None:
        return None
    known = [machine.value for machine in Machine]
    if value not in known:
        raise BadKeyError(
            "machine",
            f"machine {value!r} is not one I know",
            hint=f"Use one of {', '.join(known)}.",
        )
    return Machine(value)


def _strap(table: Mapping[str, object]) -> RememberedStrap | None:
    for key, value in table.items():
        if key in ("address", "name") and type(value) is not str:
            raise BadKeyError(
                f"strap.{key}", f"{key} must be text, not {value!r}", hint="Correct the value."
            )
    address = cast(str | None, table.get("address"))
    if address is None:
        return None
    return RememberedStrap(address=address, name=cast(str | None, table.get("name")))


def _health_table(health: Health) -> dict[str, Any]:
    table: dict[str, Any] = {
        "asked_on": health.asked_on,
        "yes": [item.value for item in health.yes],
    }
    if health.clearance is not None:
        table["cleared_by"] = health.clearance.by
        table["cleared_on"] = health.clearance.on
    return table


def _health(table: Mapping[str, object]) -> Health | None:
    """The page as kept. A value that cannot be is an error: it must never read as a "none"."""
    kept = _of(table, "health", dict, "a table")
    if kept is None:
        return None
    inside: dict[str, object] = {f"health.{key}": value for key, value in kept.items()}
    yes = _of(inside, "health.yes", list, "a list of words") or []
    known = [item.value for item in HealthItem]
    for word in yes:
        if word not in known:
            raise BadKeyError(
                "health.yes",
                f"{word!r} is no line of the health page",
                hint=f"Use some of {', '.join(known)}.",
            )
    asked_on = _of(inside, "health.asked_on", date, "a date such as 2025-11-22")
    by = _of(inside, "health.cleared_by", str, "text")
    on = _of(inside, "health.cleared_on", date, "a date such as 2025-11-22")
    if (by is None) != (on is None):
        raise BadKeyError(
            "health.cleared_by" if on is None else "health.cleared_on",
            "a clearance needs who and when",
            hint="Write both, cleared_by and cleared_on, or neither.",
        )
    return Health(
        asked_on=_needed(asked_on, "health.asked_on"),
        yes=tuple(HealthItem(word) for word in yes),
        clearance=None if by is None or on is None else Clearance(by=by, on=on),
    )
