"""`hrguide workout`: what there is to ride, and how a text is understood.

Comes in: a name, a file or `-` for standard input. Goes out: lists, texts and tables on stdout,
or JSON. A text that cannot be read ends with exit code 6 and "FILE: line L, column C: ...". It
refuses to change any file.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from hrguide.athlete.home import home_folder
from hrguide.cli.names import complete_workout
from hrguide.cli.options import home_option, json_option
from hrguide.errors import UsageError
from hrguide.plain_text import clean, clean_lines, json_text
from hrguide.workout.outline import as_json, clock, table, time_line
from hrguide.workout.shelf import (
    Shelved,
    about,
    list_workouts,
    load_workout,
    read_workout,
    remarks,
)
from hrguide.workout.workout import Workout

STDIN: Final = "-"


def _whiteboard(workout: Workout) -> bytes:
    """A text is kept as its author wrote it; another program's came with its rule above it."""
    return workout.text.encode()


def _zwo(workout: Workout) -> bytes:
    from hrguide.workout.formats.zwo import write_zwo

    return write_zwo(workout).encode()


def _fit(workout: Workout) -> bytes:
    from hrguide.workout.formats.fit_workout import write_fit

    return write_fit(workout)


FORMS: Final[dict[str, Callable[[Workout], bytes]]] = {
    "whiteboard": _whiteboard,
    "zwo": _zwo,
    "fit": _fit,
}


@click.group(name="workout")
def command() -> None:
    """Sessions to ride: the built-in ones, your own, any text file.

    A workout is a text as a coach writes it on a whiteboard. Your own stand in the folder
    workouts of the home folder, one file each. A line each for what can be written:

    \b
      5 rounds                                - 3 min easy
      - 2:30 moderately easy                  - 90 s moderate
      - 1 1/2 min free                        - 5 min 120-130 bpm
      - 5 min under 135 bpm                   - 5 min 85-95 % of threshold
      - row 500 metres easy                   - 12 cal moderate, at most 2 min
      * rest 1 min between rounds             - rest 1 min each round
      rest until HR under 110, at most 3 min  easy until key
      3x(4 min easy, 1 min moderate)          every 4 min x 5: 3 min moderate
      warm-up 5 min                           cool-down 5 min
      bench rotation 5 breaths a side         # a remark
    """


@command.command(name="list")
@json_option
@home_option
def list_(as_json: bool, home: Path | None) -> None:
    """The workouts you can ride by name."""
    shelved = list_workouts(home_folder(home))
    if as_json:
        for one in shelved:
            print(json_text(_listed(one)))
        return
    width = max(len(one.name) for one in shelved)
    for one in shelved:
        name = clean(one.name).ljust(width)
        if one.workout is None:
            why = clean(one.error.message) if one.error is not None else ""
            print(f"{name}  cannot be read: {why}")
            continue
        mine = "  (yours)" if one.file is not None else ""
        print(f"{name}  {_length(one.workout):>6}  {clean(about(one.workout))}{mine}")


@command.command()
@click.argument("workout", shell_complete=complete_workout)
@home_option
def show(workout: str, home: Path | None) -> None:
    """The text of a workout, as its author wrote it: hrguide workout show flush"""
    print(clean_lines(_load(workout, home).text.removesuffix("\n")))


@command.command()
@click.argument("workout", metavar="FILE", shell_complete=complete_workout)
@json_option
@home_option
def check(workout: str, as_json: bool, home: Path | None) -> None:
    """How a text is understood, step by step: hrguide workout check my.txt

    FILE is a file, a name from the list, or - for standard input.
    """
    found = _load(workout, home)
    if as_json:
        print(json_text(_as_json(found)))
        return
    for line in remarks(found):
        click.echo(clean(line), err=True)
    picture = time_line(found)
    print(clean_lines(table(found)) + (f"\n{picture}" if picture else ""), end="")


@command.command()
@click.argument("workout", metavar="FILE", shell_complete=complete_workout)
@click.option("--to", "form", type=click.Choice(list(FORMS)), required=True, help="What to write.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to."
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@home_option
def convert(workout: str, form: str, output: Path | None, force: bool, home: Path | None) -> None:
    """Read any workout, write it for another program.

    Zwift (.zwo), trainer courses (.erg, .mrc), QZ's XML, FIT workouts and intervals.icu's text are
    read. Their power became effort by a rule, which stands above the text: --to whiteboard.
    """
    content = FORMS[form](_load(workout, home))
    if output is None:
        if form == "fit":
            raise UsageError("FIT is no text for a terminal", hint="Add --output FILE.fit")
        print(clean_lines(content.decode()), end="")
        return
    try:
        with output.open("wb" if force else "xb") as file:
            file.write(content)
    except FileExistsError:
        hint = "Choose another name, or add --force."
        raise UsageError(f"{output} is there already", hint=hint) from None
    except OSError as error:
        hint = "Check the folder and who may write to it."
        raise UsageError(f"{output}: cannot be written: {error.strerror}", hint=hint) from error
    click.echo(f"written: {output}", err=True)


_as_json = as_json  # under `check` the name is the option's


def _load(workout: str, home: Path | None) -> Workout:
    if workout == STDIN:
        return read_workout(sys.stdin.buffer.read(), name="workout", file="standard input")
    return load_workout(workout, home_folder(home))


def _listed(one: Shelved) -> dict[str, object]:
    total = None if one.workout is None else as_json(one.workout)["total_s"]
    return {
        "name": one.name,
        "file": None if one.file is None else str(one.file),
        "total_s": total,
        "steps": None if one.workout is None else len(one.workout.steps),
        "about": None if one.workout is None else about(one.workout),
        "error": None if one.error is None else one.error.message,
    }


def _length(workout: Workout) -> str:
    if workout.total_s is not None:
        return clock(workout.total_s) if workout.total_s else "drills"
    known = sum(step.duration_s or 0.0 for step in workout.steps)
    return f"{clock(known)}+"
