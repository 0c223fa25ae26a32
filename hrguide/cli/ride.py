"""`hrguide ride`: find the strap, lead the session, keep the ride.

Comes in: options. Goes out: an exit code. The scan starts at second 0, behind the questions; what
arrives meanwhile is kept. Parse, call, exit: the ride itself is `riding.py`'s.
"""

from pathlib import Path

import click

from hrguide.cli.names import complete_workout
from hrguide.cli.options import (
    athlete_option,
    home_option,
    json_option,
    machine_option,
    no_flash_option,
    no_sound_option,
    quiet_option,
    voice_options,
)


@click.command(short_help="Find the strap and ride.")
@click.argument("workout", required=False, shell_complete=complete_workout)
@athlete_option
@machine_option
@click.option("--strap", metavar="NAME|ADDRESS", help="Which strap, where several are about.")
@click.option("--gentle", is_flag=True, help="Nothing pushes; ceilings and ease stay.")
@click.option("--no-strap", is_flag=True, help="Go by clock and talk, look for no strap.")
@click.option("--resume/--no-resume", default=None, help="Go on with an interrupted ride, or not.")
@click.option(
    "--answers", metavar="FILE", help="The questions' answers as JSON; - for stdin (see README)."
)
@click.option("--yes", is_flag=True, help="Take what is usual; answers no question about health.")
@json_option
@quiet_option
@no_sound_option
@voice_options
@no_flash_option
@home_option
@click.pass_context
def command(
    context: click.Context,
    workout: str | None,
    athlete: str | None,
    machine: str | None,
    strap: str | None,
    gentle: bool,
    no_strap: bool,
    resume: bool | None,
    answers: str | None,
    yes: bool,
    as_json: bool,
    quiet: bool,
    no_sound: bool,
    voice: str | None,
    voice_volume: int,
    no_flash: bool,
    home: Path | None,
) -> int:
    """Find the chest strap and lead the session: the clinic's own, or WORKOUT.

    WORKOUT is a name from `hrguide workout list` or a file as a coach writes it on a whiteboard.
    Before it you are asked about your health (once), your back and how sore it is.

    \b
    While riding:  1 2 3 can you talk (easily, only just, no)   space pause
                   n next   + 30 s longer   d detail   s sound   q finish
                   x  STOP, unwell
    """
    from hrguide.cli.live_ride import live_ride
    from hrguide.cli.look import Look, voice_wish
    from hrguide.cli.wish import Wish

    wish = Wish(
        home=home,
        workout=workout,
        athlete=athlete,
        machine=machine,
        strap=strap,
        gentle=gentle,
        without_strap=no_strap,
        resume=resume,
        quiet=quiet,
        look=Look(
            as_json=as_json,
            sound=not no_sound,
            flash=not no_flash,
            voice=voice_wish(voice, silent=no_sound or quiet),
            voice_volume=voice_volume,
        ),
        radio=context.obj,
        answers=answers,
        yes=yes,
    )
    return live_ride(wish)
