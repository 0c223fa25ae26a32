"""`hrguide athlete evidence`: what is known about an athlete's threshold, piece by piece.

Comes in: words and, on a terminal, a second thought. Goes out: the diary on stdout (or as JSON
lines), talk on stderr. Impossible values are refused by their records; doubtful ones are asked
about, and without a terminal need `--sure`. Forgetting adds a line to the diary and deletes none.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, cast

import click

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.diary import Entry, forget_entry, known_evidence, note, read_diary
from hrguide.athlete.evidence import (
    AlphaCrossing,
    Answer,
    Evidence,
    HeartTimes,
    LabKind,
    LabThreshold,
    MaxKind,
    MeasuredMax,
    RestingRate,
    Rpe,
    SteadyRide,
    TalkAnswer,
    kind_of,
)
from hrguide.athlete.home import home_folder
from hrguide.cli.day import day_option
from hrguide.cli.names import complete_athlete
from hrguide.cli.options import home_option, json_option, machine_option, quiet_option
from hrguide.cli.whom import whom
from hrguide.errors import UsageError
from hrguide.plain_text import clean, json_text
from hrguide.zones.belief import threshold_belief
from hrguide.zones.doubts import doubts
from hrguide.zones.pieces import piece_words, place_words

KINDS: Final = {
    "talk": "comfortable, only_just or no",
    "lab": "VT1, LT1, VT2 or LT2",
    "alpha1": None,
    "max": "test or peak",
    "resting": None,
    "rpe": "6 to 20",
    "steady": "minutes, 20 or more",
    "pace": "seconds before it moves",
}
_EXAMPLES: Final = {
    "talk": "139 only_just",
    "rpe": "135 13",
    "steady": "128 40",
    "pace": "38 8",
}
_ANSWERS: Final = {"1": "comfortable", "2": "only_just", "3": "no", "easily": "comfortable"}


@click.group(name="evidence")
def command() -> None:
    """What is known about a threshold, piece by piece: list, add, forget."""


@command.command(name="list")
@click.argument("name", required=False, shell_complete=complete_athlete)
@home_option
@json_option
def list_(name: str | None, home: Path | None, as_json: bool) -> None:
    """Every piece, oldest first; x marks those that no longer count."""
    folder = home_folder(home)
    profile = whom(folder, name)
    entries = read_diary(folder, profile.name)
    for entry in entries:
        if as_json:
            click.echo(json_text(_plain(entry)))
        else:
            click.echo(clean(_line(entry, date.today())))
    if not entries:
        click.echo(
            f"Nothing is noted for {profile.name} yet. A ride notes its talk answers by itself.",
            err=True,
        )


@command.command()
@click.argument("name", shell_complete=complete_athlete)
@click.argument("kind", type=click.Choice(list(KINDS)), metavar="KIND")
@click.argument("bpm", metavar="BPM", type=float)
@click.argument("detail", required=False)
@day_option("--on", "on", says="The day of it; today if not given.")
@machine_option
@click.option(
    "--into-step", type=float, metavar="SECONDS", help="Talk: how long the effort was steady."
)
@click.option("--sure", is_flag=True, help="Yes, it is right, odd as it looks.")
@home_option
@json_option
@quiet_option
def add(
    name: str,
    kind: str,
    bpm: float,
    detail: str | None,
    on: date | None,
    machine: str | None,
    into_step: float | None,
    sure: bool,
    home: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Note one observation: hrguide athlete evidence add Sam talk 139 only_just

    \b
    talk BPM comfortable|only_just|no   could you talk, after 2-3 steady minutes?
    lab BPM VT1|LT1|VT2|LT2             a threshold from a laboratory; with
                                        --machine if it was on one of ours
    alpha1 BPM                          where DFA-alpha1 fell through 0.75
    max BPM test|peak                   a maximal test, or the highest ever seen
    resting BPM                         seated, after five quiet minutes
    rpe BPM 6-20                        how hard it felt, at a steady heart rate
    steady BPM MINUTES                  20 minutes or more, steady, to the end
    pace SECONDS SECONDS                what two thirds of a rise take this
                                        heart, and the dead time before it
    """
    folder = home_folder(home)
    profile = whom(folder, name)
    today = date.today()
    day = on or today
    if day > today:
        raise UsageError(f"{day} is yet to come", hint="Give the day of the observation: --on DATE")
    if into_step is not None and kind != "talk":
        raise UsageError(f"--into-step says nothing of {kind}", hint="Leave it out.")
    here = Machine(machine) if machine is not None else profile.machine or Machine.BIKEERG
    lab = machine if machine is None else here
    piece = _piece(kind, bpm, detail, day, here, lab, into_step)
    known = known_evidence(folder, profile.name)
    odd = doubts(piece, profile.athlete(day), known, today=today)
    if not (sure or _is_meant(odd)):
        click.echo("Nothing was noted.", err=True)
        return
    entry = note(folder, profile.name, [piece])[0]
    if as_json:
        click.echo(json_text(_plain(entry)))
    if not quiet:
        click.echo(f"Noted as {entry.id}: {_words(piece)}.", err=True)
        click.echo(_moved(profile.athlete(today), known, piece, here, today), err=True)


@command.command()
@click.argument("name", shell_complete=complete_athlete)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@home_option
@quiet_option
def forget(name: str, ids: tuple[str, ...], home: Path | None, quiet: bool) -> None:
    """Count a piece no longer; the diary keeps it, marked."""
    folder = home_folder(home)
    profile = whom(folder, name)
    for entry_id in ids:
        entry = forget_entry(folder, profile.name, entry_id)
        if not quiet:
            click.echo(f"{entry.id} counts no longer: {_words(entry.piece)}.", err=True)


def _piece(
    kind: str,
    bpm: float,
    detail: str | None,
    on: date,
    here: Machine,
    lab: Machine | None,
    into_step_s: float | None,
) -> Evidence:
    """The record; it refuses what cannot be (so the casts promise nothing)."""
    wants = KINDS[kind]
    if wants is None and detail is not None:
        raise UsageError(f"{detail!r} says nothing of {kind}", hint="Leave it out.")
    if wants is not None and detail is None and kind not in ("lab", "max"):
        raise UsageError(f"{kind} needs one word more: {wants}", hint=_example(kind))
    word = detail or ""
    make: dict[str, Callable[[], Evidence]] = {
        "talk": lambda: TalkAnswer(bpm, cast(Answer, _answer(word)), here, on, into_step_s),
        "lab": lambda: LabThreshold(bpm, lab, on, cast(LabKind, word.upper() or "VT1")),
        "alpha1": lambda: AlphaCrossing(bpm, here, on),
        "max": lambda: MeasuredMax(bpm, on, cast(MaxKind, word or "test")),
        "resting": lambda: RestingRate(bpm, on),
        "rpe": lambda: Rpe(bpm, _number(word, kind), here, on),
        "steady": lambda: SteadyRide(bpm, _number(word, kind), here, on),
        "pace": lambda: HeartTimes(bpm, _number(word, kind), here, on),
    }
    return make[kind]()


def _answer(word: str) -> str:
    plain = word.lower().replace("-", "_").replace(" ", "_")
    return _ANSWERS.get(plain, plain)


def _number(word: str, kind: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise UsageError(
            f"{word!r} is not a number; {kind} wants {KINDS[kind]}", hint=_example(kind)
        ) from None


def _example(kind: str) -> str:
    detail = _EXAMPLES[kind]
    return f"For example: hrguide athlete evidence add Sam {kind} {detail}"


def _is_meant(odd: tuple[str, ...]) -> bool:
    """Asked twice where it is odd. UsageError where nobody can be asked."""
    if not odd:
        return True
    said = "; ".join(odd)
    if not sys.stdin.isatty():
        raise UsageError(f"{said}.", hint="Nothing was noted. Add --sure if it is right.")
    click.echo(f"Odd: {said}.", err=True)
    return click.confirm("Note it all the same?", err=True)


def _moved(
    athlete: Athlete, known: tuple[Evidence, ...], piece: Evidence, machine: Machine, today: date
) -> str:
    """What the piece did to the threshold."""
    if isinstance(piece, HeartTimes):
        return f"The threshold stands; forecasts on the {machine.words} begin with it."
    before, after = (
        threshold_belief(athlete, pieces, machine, as_of=today)
        for pieces in (known, (*known, piece))
    )
    was, now = (f"{belief.mean_bpm:.0f} +-{belief.sd_bpm:.0f}" for belief in (before, after))
    if athlete.formulas_off and not after.personal:
        return "It says nothing of the threshold by itself."
    if athlete.formulas_off and not before.personal:
        return f"Threshold on the {machine.words}: {now}."
    return f"Threshold on the {machine.words}: {now} (it was {was})."


def _line(entry: Entry, today: date) -> str:
    mark = "x" if entry.forgotten else " "
    where = place_words(entry.piece)
    ride = f"  {entry.ride}" if entry.ride is not None else ""
    what = f"{piece_words(entry.piece):<28}{where:<12}"
    early = "  (yet to come: it does not count)" if entry.piece.day > today else ""
    return f"{mark} {entry.id}  {entry.piece.day}  {what}{ride}{early}".rstrip()


def _words(piece: Evidence) -> str:
    where = place_words(piece)
    return f"{piece_words(piece)}{f', {where}' if where else ''}, {piece.day}"


def _plain(entry: Entry) -> dict[str, object]:
    """One JSON object a piece: what every kind has, then its own facts."""
    piece = entry.piece
    facts = {
        key: value.isoformat() if isinstance(value, date) else value
        for key in piece.__slots__
        if (value := getattr(piece, key)) is not None
    }
    return {
        "id": entry.id,
        "evidence": kind_of(piece),
        **facts,
        "ride": entry.ride,
        "forgotten": entry.forgotten,
    }
