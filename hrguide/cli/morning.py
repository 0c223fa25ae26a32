"""The morning after: how sore was the back after the last ride, asked once, at the next start.

Comes in: the athlete's rides. Goes out: one more answer in the last of them. Asked of another day
than the ride's and while it can be remembered; told as it is, without a claim about the cause.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from hrguide.athlete.names import name_key, recorded_key
from hrguide.cli import questions
from hrguide.cli.questions import MORNING_AFTER
from hrguide.errors import HrguideError
from hrguide.ride.addendum import add_answers
from hrguide.ride.folder import read_header, ride_paths
from hrguide.ride.header import Header
from hrguide.ride.lines import Answered
from hrguide.ride.reader import Ride, read_ride
from hrguide.screen.question import Asks

SKIPPED: Final = "skipped"  # asked and not remembered: not asked again
REMEMBERED_DAYS: Final = 7  # soreness lasts 1-3 days (physiology.md G); later it is a guess [J]
_LOOKED_AT: Final = 40  # newest rides of a shared computer: a week of a busy clinic [J]


async def ask_morning(
    home: Path, name: str, *, asks: Asks, today: date, turns_back: bool = False
) -> bool:
    """Ask about the athlete's last ride, if that is due, and keep the answer with it.

    False where the rider turned back to the question before.
    """
    ride = last_ride(home, name, today=today)
    if ride is None or ride.path is None or ride.header.started is None:
        return True
    on = ride.header.started.date()
    if not 1 <= (today - on).days <= REMEMBERED_DAYS or MORNING_AFTER in ride.answers:
        return True
    rated = await asks.scale(replace(questions.morning_after(on), turns_back=turns_back))
    if rated.turned_back:
        return False
    answer = Answered(
        at_s=ride.last_at_s,
        question=MORNING_AFTER,
        answer=SKIPPED if rated.number is None else rated.number,
    )
    add_answers(ride.path, [answer])
    return True


def last_ride(home: Path, name: str, *, today: date) -> Ride | None:
    """The athlete's newest ride that came to its end; None where there is none to be read."""
    newest: tuple[str, Path] | None = None
    for path in reversed(ride_paths(home)[-_LOOKED_AT:]):
        header = _header(path)
        if header is None or not _is_of(header, name) or header.started is None:
            continue
        if header.started.date() > today:
            continue  # the clock was wrong then, or is now
        key = header.started.isoformat()
        if newest is None or key > newest[0]:
            newest = (key, path)
    if newest is None:
        return None
    try:
        ride = read_ride(newest[1], skip_bad=True)
    except HrguideError:
        return None  # `report` tells what is wrong with it; a start is no place for that
    return ride if ride.is_complete else None


def _header(path: Path) -> Header | None:
    try:
        return read_header(path)
    except OSError:
        return None


def _is_of(header: Header, name: str) -> bool:
    if header.simulated or header.synthesised or header.athlete is None:
        return False
    return recorded_key(header.athlete.name) == name_key(name)
