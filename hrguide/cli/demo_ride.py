"""A simulated athlete's ride, from the drawn body to what to type next.

Comes in: what was wished for on the command line. Goes out: an exit code, a ride file, lines on
stderr. It differs from `live_ride.py` in the source of packets and the clock, and asks nobody.
"""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from hrguide import __version__
from hrguide.athlete.athlete import Athlete
from hrguide.athlete.home import home_folder
from hrguide.bluetooth.source import LinkChange, Received
from hrguide.cli.look import Look
from hrguide.cli.riding import Outcome, Rim, ride_it
from hrguide.clock import JumpingClock, RealClock
from hrguide.errors import UsageError
from hrguide.moment import Moment
from hrguide.ride.header import Header
from hrguide.ride.replay import open_session
from hrguide.ride.resume import close_interrupted
from hrguide.ride.writer import create_ride
from hrguide.screen.pages import done
from hrguide.screen.screen import Screen
from hrguide.screen.setting import Setting, Strap
from hrguide.simulate.faults import parse_fault
from hrguide.simulate.heart import Traits
from hrguide.simulate.rider import HABITS
from hrguide.simulate.source import SimulatedStrap
from hrguide.workout.workout import Workout

NAME: Final = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The command line of `demo`. speed: None for as fast as it goes."""

    seed: int
    speed: float | None
    faults: tuple[str, ...]
    rider: str
    look: Look
    home: Path | None


class WatchedStrap:
    """A simulated strap whose link the screen hears of, as it hears of a real one."""

    def __init__(self, strap: SimulatedStrap, screen: Screen) -> None:
        self._strap = strap
        self._screen = screen
        self._shown = Strap()
        self.latest: Moment | None = None

    def take(self, to_s: float) -> Sequence[Received | LinkChange]:
        """The strap's events, untouched."""
        events = self._strap.take(to_s)
        for event in events:
            if isinstance(event, LinkChange):
                self._shown = replace(
                    self._shown,
                    state=event.state,
                    reason=event.reason,
                    name=event.name or self._shown.name,
                )
            elif event.characteristic == "2a19":
                self._shown = replace(self._shown, battery_pct=event.payload[0])
            else:
                continue
            self._screen.strap(self._shown)
        return events

    def hear(self, moment: Moment) -> Sequence[str]:
        """What the simulated rider answers."""
        self.latest = moment
        return self._strap.hear(moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridden:
    """A demo that is over. latest: its last Moment."""

    outcome: Outcome
    latest: Moment | None


def demo_ride(wish: Demo, setting: Setting, screen: Screen) -> Ridden:
    """Ride on a screen that is open. Raises HrguideError for what is told in one line."""
    strap = SimulatedStrap(
        seed=wish.seed,
        habits=HABITS[wish.rider],
        faults=[parse_fault(fault) for fault in wish.faults],
    )
    header = _header(strap.traits, setting.workout)
    writer = create_ride(home_folder(wish.home), header, name=NAME, on_trouble=screen.notice)
    source = WatchedStrap(strap, screen)
    ended = False
    try:
        rim = Rim(
            source=source,
            clock=JumpingClock() if wish.speed is None else RealClock(speed=wish.speed),
            screen=screen,
            look=wish.look,
            setting=setting,
        )
        outcome = asyncio.run(ride_it(open_session(header), writer, rim))
        ended = outcome.ending is not None
    finally:
        if not ended:  # nobody can go on with a simulated rider: whole rides only
            with suppress(UsageError):  # its footer was written before the interruption
                close_interrupted(writer.path)
    return Ridden(outcome=outcome, latest=source.latest)


def _header(body: Traits, workout: Workout) -> Header:
    """A newcomer, as in a first session: age, sex and activity are known, no heart rate is.

    The first step begins at once: nobody is to be waited for.
    """
    return Header(
        hrguide_version=__version__,
        started=datetime.now().astimezone(),
        workout_text=workout.text,
        workout_name=workout.name,
        athlete=Athlete(NAME, body.age_years, sex=body.sex, activity=body.activity),
        simulated=True,
    )


def say_what_next(ridden: Ridden, setting: Setting) -> None:
    """The summary, for whoever saw no live screen or has left it, and the next thing to type."""
    outcome, latest = ridden.outcome, ridden.latest
    ride = outcome.path.stem
    if outcome.ending is not None and latest is not None:
        closing = outcome.tally.closing(
            outcome.session, saved_as=outcome.path.name, ending=outcome.ending
        )
        for said in done(latest, setting, closing)[0]:
            _say(said.text)
        _say("")
    _say("That was a simulated rider. What next?")
    _say(f"  hrguide report {ride}    one page about it")
    _say(f"  hrguide replay {ride}    the same decisions again")
    _say(f"  {'hrguide'.ljust(len(f'hrguide report {ride}'))}    your turn, with your own strap")


def _say(words: str) -> None:
    print(words, file=sys.stderr)
