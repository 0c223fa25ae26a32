"""`hrguide demo`: the whole session with a simulated athlete, no strap and no hardware.

Comes in: a seed, a speed, faults to order. Goes out: the ride as anybody would see it, its file
(athlete `demo`, marked simulated), a summary and what to type next. Everything behind the seam of
packets is what a real ride uses. It asks nothing: the simulated rider answers for itself.
"""

from pathlib import Path
from typing import Final

import click

from hrguide.cli.names import complete_workout
from hrguide.cli.options import (
    home_option,
    json_option,
    no_flash_option,
    no_sound_option,
    quiet_option,
    voice_options,
)
from hrguide.errors import ExitCode

# For this rider the formula is 15 bpm too high, and every kind of cue is heard once or more.
DEFAULT_SEED: Final = 30
DEFAULT_SPEED: Final = "20"  # issue 2: over in under two minutes
AS_FAST_AS_IT_GOES: Final = "max"
SLOWEST, FASTEST = 0.1, 1000.0  # ten times slower shows every tick; above 1000 there is `max`
SOUND_UP_TO_SPEED: Final = 2.0  # faster, 3-2-1 would be one long noise


def _speed(ctx: click.Context, param: click.Parameter, value: str) -> float | None:
    """The speed as a factor, None for `max`."""
    if value == AS_FAST_AS_IT_GOES:
        return None
    try:
        speed = float(value)
    except ValueError:
        speed = 0.0
    if not SLOWEST <= speed <= FASTEST:
        raise click.BadParameter(f"{value!r} is not {SLOWEST:g} to {FASTEST:g}, or max.")
    return speed


@click.command(short_help="See a whole session, no strap needed.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=DEFAULT_SEED,
    show_default=True,
    help="Which rider, which day.",
)
@click.option(
    "--speed",
    callback=_speed,
    default=DEFAULT_SPEED,
    show_default=True,
    metavar="X|max",
    help="1 is real time, max as fast as it goes.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="NAME",
    help="Something goes wrong: disconnect, or disconnect@600+150 (at second 600, for 150 s).",
)
@click.option(
    "--workout",
    default="flush",
    shell_complete=complete_workout,
    help="A name from `hrguide workout list`, or a file.",
)
@click.option(
    "--rider",
    type=click.Choice(["obedient", "typical", "careless"]),
    default="typical",
    show_default=True,
    help="How the rider takes what it is told.",
)
@json_option
@quiet_option
@no_sound_option
@voice_options
@no_flash_option
@home_option
def command(
    seed: int,
    speed: float | None,
    faults: tuple[str, ...],
    workout: str,
    rider: str,
    as_json: bool,
    quiet: bool,
    no_sound: bool,
    voice: str | None,
    voice_volume: int,
    no_flash: bool,
    home: Path | None,
) -> int:
    """The whole session with a simulated rider: no strap, no hardware, no questions.

    It is recorded like any ride and marked as simulated. Keys work as in a ride.
    """
    from hrguide.athlete.home import home_folder
    from hrguide.cli.look import Look, first_picture, open_screen, voice_wish
    from hrguide.screen.setting import Setting
    from hrguide.workout.shelf import load_workout

    sound = not no_sound and speed is not None and speed <= SOUND_UP_TO_SPEED
    look = Look(
        as_json=as_json,
        sound=sound,
        flash=not no_flash,
        every_s=30.0,
        voice=voice_wish(voice, silent=no_sound or quiet),
        voice_volume=voice_volume,
    )
    setting = Setting(workout=load_workout(workout, home_folder(home)), simulated=True)
    with open_screen(look, setting) as screen:
        if look.is_live:
            screen.show(first_picture(setting.workout))
        # Behind the first picture: the heart, the session and the file take as long again.
        from hrguide.cli.demo_ride import Demo, demo_ride, say_what_next
        from hrguide.cli.riding import raise_if_unsaved

        ridden = demo_ride(
            Demo(seed=seed, speed=speed, faults=faults, rider=rider, look=look, home=home),
            setting,
            screen,
        )
    if not quiet:
        say_what_next(ridden, setting)
    raise_if_unsaved(ridden.outcome)
    return ExitCode.DONE
