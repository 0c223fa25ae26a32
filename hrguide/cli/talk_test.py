"""`hrguide talk-test`: where "only just" begins, in one guided ride.

Comes in: options, on a terminal. Goes out: a recorded ride whose stages are aimed with the present
belief, its answers in the athlete's diary, the result with its spread on stderr. The ride is
`live_ride.py`'s: this only makes the workout, once it is known who rides on what. Refuses where
nobody can answer: a talk test without a key is none.
"""

from datetime import date
from pathlib import Path

import click

from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import known_evidence
from hrguide.athlete.evidence import Answer, TalkAnswer
from hrguide.athlete.home import home_folder
from hrguide.athlete.profile import Profile
from hrguide.cli.options import (
    athlete_option,
    home_option,
    machine_option,
    no_flash_option,
    no_sound_option,
    quiet_option,
    voice_options,
)
from hrguide.errors import UsageError
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Workout
from hrguide.zones.belief import Belief, threshold_belief
from hrguide.zones.stages import talk_test_text


class TalkTest:
    """Aims the stages, and tells afterwards what they showed."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._aimed: tuple[Profile, Machine, date, int] | None = None

    def aim(self, profile: Profile, machine: Machine, on: date) -> Workout:
        """The workout for this rider, machine and day. UsageError where a limit leaves no room."""
        known = known_evidence(self._home, profile.name)
        athlete = profile.athlete(on)
        text = talk_test_text(threshold_belief(athlete, known, machine, as_of=on), athlete)
        self._aimed = (profile, machine, on, len(known))
        return parse_workout(text, name="talk-test")

    def result(self) -> tuple[str, ...]:
        """What was answered where, and the threshold after it beside that before."""
        if self._aimed is None:
            return ()
        profile, machine, on, before = self._aimed
        known = known_evidence(self._home, profile.name)
        answers = [piece for piece in known[before:] if isinstance(piece, TalkAnswer)]
        if not answers:
            return ("No answer was taken: the threshold stands as it was.",)
        athlete = profile.athlete(on)
        after = threshold_belief(athlete, known, machine, as_of=on)
        was = threshold_belief(athlete, known[:before], machine, as_of=on)
        beside = "" if athlete.formulas_off and not was.personal else f" (before: {_told(was)})"
        return (
            f"On the {machine.words} you {_heard(answers)}.",
            f'"Only just" begins at about {_told(after)}{beside}.',
            "All of it: hrguide zones",
        )


def _heard(answers: list[TalkAnswer]) -> str:
    """ "talked easily up to 121, only just at 134 and 139, and not at 146"."""

    def at(answer: Answer) -> list[str]:
        return [f"{piece.hr_bpm:.0f}" for piece in answers if piece.answer == answer]

    easy, just, no = at("comfortable"), at("only_just"), at("no")
    parts = [f"talked easily up to {max(easy, key=float)}"] if easy else []
    parts += [f"only just at {' and '.join(just)}"] if just else []
    parts += [f"not at {' and '.join(no)}"] if no else []
    return ", ".join(parts)


def _told(belief: Belief) -> str:
    return f"{belief.mean_bpm:.0f} +-{belief.sd_bpm:.0f}"


@click.command(short_help='Find where "only just" begins.')
@athlete_option
@machine_option
@click.option("--strap", metavar="NAME", help="This strap (its name or address), no other.")
@click.option("--gentle", is_flag=True, help="Nothing pushes.")
@quiet_option
@no_sound_option
@voice_options
@no_flash_option
@home_option
def command(
    athlete: str | None,
    machine: str | None,
    strap: str | None,
    gentle: bool,
    quiet: bool,
    no_sound: bool,
    voice: str | None,
    voice_volume: int,
    no_flash: bool,
    home: Path | None,
) -> int:
    """Find the heart rate at which talking turns from easy to "only just", in one ride.

    A warm-up, then about three minutes a stage, a little harder each. Late in each stage you read
    a short text aloud and press 1 (easily), 2 (only just) or 3 (no). It ends at the first "no", or
    at your ceiling: half an hour at most, never all out.
    """
    from hrguide.cli.live_ride import live_ride
    from hrguide.cli.look import Look, voice_wish
    from hrguide.cli.wish import Wish

    look = Look(
        sound=not no_sound,
        flash=not no_flash,
        voice=voice_wish(voice, silent=no_sound or quiet),
        voice_volume=voice_volume,
    )
    if not look.is_live:
        raise UsageError(
            "a talk test asks, and nobody can answer here",
            hint="Type it on a terminal: hrguide talk-test. Without one: hrguide ride",
        )
    test = TalkTest(home_folder(home))
    code = live_ride(
        Wish(
            home=home,
            workout="talk-test",
            athlete=athlete,
            machine=machine,
            strap=strap,
            gentle=gentle,
            without_strap=False,
            resume=None,
            quiet=quiet,
            look=look,
            aim=test.aim,
        )
    )
    if not quiet:
        for line in test.result():
            click.echo(line, err=True)
    return code
