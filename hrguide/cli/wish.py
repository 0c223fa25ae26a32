"""What a rider wished for on the command line of `ride` or `talk-test`.

Comes in: options as parsed. Goes out: one frozen record for `live_ride.py`. Nothing is looked up or
decided here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hrguide.athlete.athlete import Machine
from hrguide.athlete.profile import Profile
from hrguide.cli.look import Look
from hrguide.screen.question import Asks
from hrguide.workout.workout import Workout


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The command line of `ride`.

    radio, asker, speed: of a rehearsal; None, None and 1 for the computer's own radio, its own
    terminal and the real pace. workout: None for the clinic's, else the built-in one. answers: a
    JSON file's, "-" for stdin. yes: take what is usual where no health is asked.
    aim: makes the workout once it is known who rides on what that day, in place of `workout`.
    """

    home: Path | None
    workout: str | None
    athlete: str | None
    machine: str | None
    strap: str | None
    gentle: bool
    without_strap: bool
    resume: bool | None
    quiet: bool
    look: Look
    radio: object = None
    asker: Asks | None = None
    answers: str | None = None
    yes: bool = False
    speed: float = 1.0
    aim: Callable[[Profile, Machine, date], Workout] | None = None
