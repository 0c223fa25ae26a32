"""`hrguide athlete`: who rides here.

Comes in: words and, on a terminal, answers. Goes out: profiles on stdout (or as JSON lines), talk
on stderr. A health answer is set by an option or in the file and never listed; `show --health`
is the one place that says it. Refuses to ask where nobody can answer.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from hrguide.athlete import store
from hrguide.athlete.athlete import AGE_MAX_YEARS, AGE_MIN_YEARS, Machine
from hrguide.athlete.home import home_folder
from hrguide.athlete.names import clean_name
from hrguide.athlete.profile import HEALTH_KEYS, Profile
from hrguide.cli import athlete_keep, evidence, move
from hrguide.cli.day import day_option
from hrguide.cli.names import complete_athlete
from hrguide.cli.options import Verb, home_option, json_option, quiet_option
from hrguide.cli.whom import only_or_in_use
from hrguide.errors import ExitCode, UsageError
from hrguide.health.screening import Health
from hrguide.health.screening import clear as cleared
from hrguide.plain_text import clean, clean_lines, json_text

# Option, the profile's field, what `show` calls it.
_CLEARABLE: Final = {
    "sex": "sex",
    "activity": "activity",
    "resting": "resting_bpm",
    "max": "max_bpm",
    "ceiling": "ceiling_bpm",
    "machine": "machine",
    "strap": "strap",
    "sound": "sound",
    "health": "health",
}


def _facts(verb: Verb) -> Verb:
    """The options that `add` and `set` share."""
    decorators: tuple[Callable[[Verb], Verb], ...] = (
        click.option("--age", type=int, metavar="YEARS", help="Whole years; keeps up by itself."),
        click.option("--sex", type=click.Choice(["female", "male"])),
        click.option("--activity", type=click.Choice(["untrained", "active", "trained"])),
        click.option("--resting", type=float, metavar="BPM", help="At rest, seated, measured."),
        click.option("--max", "peak", type=float, metavar="BPM", help="Measured, never a formula."),
        click.option(
            "--limits-heart-rate/--no-limits-heart-rate",
            "limits",
            default=None,
            help="Takes medicine that slows the heart: no formulas, no pushing.",
        ),
        click.option(
            "--ceiling", type=float, metavar="BPM", help="A limit of yours or your clinic's."
        ),
        click.option("--machine", type=click.Choice([machine.value for machine in Machine])),
    )
    for decorate in reversed(decorators):
        verb = decorate(verb)
    return verb


def _cleaned(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    return None if value is None else clean_name(value)


def _name_argument(verb: Verb) -> Verb:
    return click.argument("name", callback=_cleaned, shell_complete=complete_athlete)(verb)


@click.group(name="athlete")
def command() -> None:
    """Who rides here.

    Each athlete is one small text file that you may edit.
    """


@command.command()
@click.argument("name", callback=_cleaned)
@_facts
@home_option
@quiet_option
def add(name: str, home: Path | None, quiet: bool, **given: Any) -> None:
    """Add an athlete: hrguide athlete add Sam --age 38"""
    folder = home_folder(home)
    if given["age"] is None:
        given["age"] = _ask_age(name)
    profile = Profile(name=name, **_fields(given))
    path = store.add(folder, profile)
    _say(f"Added {profile.name}, in {path}.", quiet)


@command.command(name="list")
@home_option
@json_option
def list_(home: Path | None, as_json: bool) -> int:
    """Everybody on this computer; * is the one reports are about."""
    folder = home_folder(home)
    roll = store.everybody(folder)
    chosen = store.in_use(folder)
    for profile in roll.profiles:
        used = chosen is not None and profile.name == chosen
        if as_json:
            click.echo(json_text({**_shown(profile), "in_use": used}))
        else:
            facts = [str(profile.age_years_on(date.today())), profile.sex, profile.activity]
            words = ", ".join(fact for fact in facts if fact)
            click.echo(f"{'*' if used else ' '} {clean(profile.name)}  ({words})")
    for error in roll.broken:
        click.echo(clean_lines(f"hrguide: {error.message}\n  {error.hint}"), err=True)
    if not roll.profiles and not roll.broken:
        click.echo("Nobody yet. To add: hrguide athlete add Sam --age 38", err=True)
    return ExitCode.BAD_FILE if roll.broken else ExitCode.DONE


@command.command()
@click.argument("name", required=False, callback=_cleaned, shell_complete=complete_athlete)
@click.option("--health", is_flag=True, help="Health answers too; look who reads along.")
@home_option
@json_option
def show(name: str | None, health: bool, home: Path | None, as_json: bool) -> None:
    """What is kept about an athlete."""
    folder = home_folder(home)
    profile = store.load(folder, name or only_or_in_use(folder))
    facts = _shown(profile, health=health)
    if as_json:
        click.echo(json_text(facts, default=str))  # a date as ISO text
        return
    for key, value in facts.items():
        click.echo(f"{key:<20}{clean(_in_words(value))}")
    click.echo(f"{'file':<20}{store.profile_path(folder, profile.name)}")


@command.command(name="set")
@_name_argument
@_facts
@click.option(
    "--clear", multiple=True, type=click.Choice(sorted(_CLEARABLE)), help="Unknown again."
)
@click.option("--cleared-by", metavar="WHO", help="A professional cleared you: gentle mode ends.")
@day_option("--cleared-on", "cleared_on", says="On which day, with --cleared-by.")
@home_option
@quiet_option
def set_(
    name: str,
    clear: tuple[str, ...],
    cleared_by: str | None,
    cleared_on: date | None,
    home: Path | None,
    quiet: bool,
    **given: Any,
) -> None:
    """Change what is known: hrguide athlete set Sam --resting 58 --clear max"""
    folder = home_folder(home)
    changes = {**_fields(given), **{_CLEARABLE[key]: None for key in clear}}
    if cleared_by is not None or cleared_on is not None:
        changes["health"] = _cleared(store.load(folder, name), cleared_by, cleared_on)
    if not changes:
        raise UsageError("nothing to change", hint="See `hrguide athlete set --help`.")
    profile = store.change(folder, name, **changes)
    told = [key for key in changes if key not in HEALTH_KEYS and key != "age_on"]
    _say(f"Changed {profile.name}{': ' if told else ''}{', '.join(told)}.", quiet)


@command.command()
@_name_argument
@home_option
@quiet_option
def use(name: str, home: Path | None, quiet: bool) -> None:
    """Whom reports are about; with several athletes a ride still asks."""
    profile = store.use(home_folder(home), name)
    _say(f"Reports are about {profile.name} now.", quiet)


@command.command()
@_name_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
@home_option
@quiet_option
def forget(name: str, yes: bool, home: Path | None, quiet: bool) -> None:
    """Delete an athlete's file and evidence; rides stay (`delete` takes them too)."""
    folder = home_folder(home)
    path = store.profile_path(folder, name)
    if path.exists() and not yes:
        if not sys.stdin.isatty():
            raise UsageError(
                f"forgetting {name} cannot be undone", hint="Add --yes if you mean it."
            )
        click.confirm(f"Delete {path} and its evidence for good?", abort=True, err=True)
    gone = store.forget(folder, name)
    for file in gone.removed:
        _say(f"Deleted {file}.", quiet)
    for words in gone.remaining:
        _say(words, quiet)


command.add_command(evidence.command)
command.add_command(move.command)
command.add_command(athlete_keep.export)
command.add_command(athlete_keep.import_)
command.add_command(athlete_keep.delete)


def _cleared(profile: Profile, by: str | None, on: date | None) -> Health:
    if by is None or on is None:
        raise UsageError(
            "a clearance needs who and when", hint='--cleared-by "Dr Roe" --cleared-on 2026-11-20'
        )
    if profile.health is None or not profile.health.yes:
        raise UsageError(
            f"nothing on the health page holds {profile.name} back",
            hint="The page is asked at the next start: hrguide ride",
        )
    return cleared(profile.health, by=by, on=on, today=date.today())


def _fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """The profile's fields from the options that were given."""
    machine = given["machine"]
    fields = {
        "age_years": given["age"],
        "age_on": None if given["age"] is None else date.today(),
        "sex": given["sex"],
        "activity": given["activity"],
        "resting_bpm": _plain(given["resting"]),
        "max_bpm": _plain(given["peak"]),
        "limits_heart_rate": given["limits"],
        "ceiling_bpm": _plain(given["ceiling"]),
        "machine": None if machine is None else Machine(machine),
    }
    return {key: value for key, value in fields.items() if value is not None}


def _plain(value: float | None) -> float | int | None:
    """58, not 58.0, in a file that people read."""
    return int(value) if value is not None and value.is_integer() else value


def _ask_age(name: str) -> int:
    if not sys.stdin.isatty():
        raise UsageError(
            f"how old is {name}?", hint=f"Type: hrguide athlete add {json_text(name)} --age YEARS"
        )
    kind = click.IntRange(AGE_MIN_YEARS, AGE_MAX_YEARS)
    return int(click.prompt(f"How old is {name}, in whole years?", type=kind, err=True))


def _shown(profile: Profile, *, health: bool = False) -> dict[str, Any]:
    """Facts by key for people and programs; age as of today, health answers only when asked."""
    table = profile.as_table()
    facts = {key: value for key, value in table.items() if health or key not in HEALTH_KEYS}
    facts["age_years"] = profile.age_years_on(date.today())
    facts["age_on"] = profile.age_on.isoformat()
    return facts


def _in_words(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            return ", ".join(_in_words(part) for part in value.values())
        case list():
            return " + ".join(_in_words(part) for part in value) or "none"
        case _:
            return str(value)


def _say(words: str, quiet: bool) -> None:
    if not quiet:
        click.echo(clean_lines(words), err=True)
