"""`hrguide replay`: a recorded ride again, decision by decision.

Comes in: a ride, or any recording, and what to lay over it. Goes out: the live screen at
any speed, a line now and then without a terminal, or the JSON lines; on stderr how many cues differ
from what was said. It records nothing and changes no file.
"""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hrguide.cli.names import complete_ride
from hrguide.cli.options import (
    athlete_option,
    home_option,
    json_option,
    machine_option,
    no_flash_option,
    no_sound_option,
    quiet_option,
)
from hrguide.cli.over import Laid, Over, lay_over, over_options, zones_option
from hrguide.cli.recording import open_word, say, skip_bad_option
from hrguide.plain_text import clean

if TYPE_CHECKING:
    from hrguide.cli.look import Look
    from hrguide.clock import Clock
    from hrguide.moment import Moment
    from hrguide.ride.reader import Ride
    from hrguide.ride.told import CueChanges
    from hrguide.screen.keyboard import Keyboard
    from hrguide.screen.screen import Screen
    from hrguide.session import Session
    from hrguide.zones.ranges import Range

AS_FAST_AS_IT_GOES: Final = "max"
ON_SCREEN: Final = "10"  # 34 minutes in 3.4: slow enough to follow a step
SLOWEST, FASTEST = 0.1, 1000.0  # as in demo: above 1000 there is `max`
SOUND_UP_TO_SPEED: Final = 2.0  # faster, 3-2-1 would be one long noise
LINE_EVERY_S: Final = 30.0
_CHANGES_SHOWN: Final = 10


def _speed(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None or value == AS_FAST_AS_IT_GOES:
        return value
    try:
        speed = float(value)
    except ValueError:
        speed = 0.0
    if not SLOWEST <= speed <= FASTEST:
        raise click.BadParameter(f"{value!r} is not {SLOWEST:g} to {FASTEST:g}, or max.")
    return value


@click.command(short_help="A recorded ride again, decision by decision.")
@click.argument("recording", metavar="RIDE|FILE", shell_complete=complete_ride)
@click.option(
    "--speed",
    callback=_speed,
    metavar="X|max",
    help="1 is real time; 10 on a screen, max elsewhere, unless you say.",
)
@over_options
@zones_option
@click.option("--as", "as_athlete", metavar="ATHLETE", help="As --athlete.")
@click.option("--compare", is_flag=True, help="Only say which cues that changes, and when.")
@click.option("--show-policy", is_flag=True, help="Print the ride's policy, a file to edit.")
@skip_bad_option
@athlete_option
@machine_option
@json_option
@quiet_option
@no_sound_option
@no_flash_option
@home_option
def command(
    recording: str,
    speed: str | None,
    workout: str | None,
    steps: str | None,
    offset_s: float | None,
    ranges: "dict[str, Range] | None",
    policy: dict[str, float | int | str],
    zones: "dict[str, Range] | None",
    as_athlete: str | None,
    compare: bool,
    show_policy: bool,
    skip_bad: bool,
    athlete: str | None,
    machine: str | None,
    as_json: bool,
    quiet: bool,
    no_sound: bool,
    no_flash: bool,
    home: Path | None,
) -> None:
    """Run a recording through the guide again: the same packets, the same decisions.

    RIDE is a path, an id, or `last`; FILE is anything that `hrguide import` reads. --athlete lays
    somebody's facts over it, --workout another session, --zones other heart rates, --policy other
    numbers of the guide's; --compare tells which cues that changes.
    """
    ride = open_word(recording, home=home, skip_bad=skip_bad, quiet=quiet)
    laid = Laid(
        workout=workout,
        from_laps=steps is not None,
        offset_s=offset_s,
        ranges=zones if ranges is None else {**(zones or {}), **ranges},
        policy=policy,
        athlete=as_athlete or athlete,
        machine=machine,
    )
    ride, over = lay_over(ride, laid, home)
    if show_policy:
        from hrguide.ride.policy_file import policy_text

        click.echo(policy_text(over.policy or ride.header.policy), nl=False)
    elif compare:
        from hrguide.cli.replay_compare import compare_cues

        compare_cues(ride, over, as_json=as_json)
    else:
        look = _look(speed, as_json=as_json, sound=not no_sound, flash=not no_flash)
        _show(ride, over, look, speed=speed, quiet=quiet)


def _look(speed: str | None, *, as_json: bool, sound: bool, flash: bool) -> "Look":
    from hrguide.cli.look import Look

    is_slow = speed not in (None, AS_FAST_AS_IT_GOES) and float(speed or 0) <= SOUND_UP_TO_SPEED
    return Look(as_json=as_json, sound=is_slow and sound, flash=flash, every_s=LINE_EVERY_S)


def _show(ride: "Ride", over: Over, look: "Look", *, speed: str | None, quiet: bool) -> None:
    from hrguide.cli.look import open_screen
    from hrguide.screen.setting import Setting

    session = over.open(ride)
    setting = Setting(
        workout=session.workout,
        athlete_name=_name(ride, over),
        machine=over.machine or ride.header.machine.value,
        knows_numbers=session.ranges.is_personal,
        simulated=ride.header.simulated,
    )
    show = Show(ride=ride, session=session, over=over, screen=open_screen(look, setting))
    pace = speed or (ON_SCREEN if look.is_live else AS_FAST_AS_IT_GOES)
    asyncio.run(show.run(pace, with_keys=look.is_live))
    if not quiet:
        show.tell_changes()


class Show:
    """One replay on one screen."""

    def __init__(self, *, ride: "Ride", session: "Session", over: Over, screen: "Screen") -> None:
        from hrguide.ride.lines import Said

        self._ride = ride
        self._session = session
        self._over = over
        self._screen = screen
        self._said: list[Said] = []
        self._came_to_its_end = False

    async def run(self, pace: str, *, with_keys: bool) -> None:
        """Show every Moment at its time, to the end, or until the watcher leaves (q)."""
        from hrguide.clock import JumpingClock, RealClock
        from hrguide.screen.keyboard import NoKeyboard, open_keyboard

        clock: Clock
        clock = JumpingClock() if pace == AS_FAST_AS_IT_GOES else RealClock(speed=float(pace))
        with ExitStack() as open_things:
            open_things.enter_context(self._screen)
            keyboard: Keyboard = NoKeyboard()
            if with_keys:
                keyboard = open_keyboard(asyncio.get_running_loop())
            open_things.enter_context(keyboard)
            await self._show_all(clock, keyboard)
            if with_keys:
                await self._linger(keyboard)

    async def _show_all(self, clock: "Clock", keyboard: "Keyboard") -> None:
        from hrguide.cli.recorded_strap import RecordedStrap
        from hrguide.ride.told import said_in

        recorded = RecordedStrap(self._ride)
        for moment in self._moments():
            if moment.at_s > clock.now_s():
                await clock.sleep_until(moment.at_s)
            if (strap := recorded.at(moment.at_s)) is not None:
                self._screen.strap(strap)
            self._said += said_in((moment,))
            self._screen.show(moment)
            if self._screen.gone or not self._obey(keyboard):
                return
        self._came_to_its_end = True

    def _moments(self) -> Iterator["Moment"]:
        from hrguide.ride.replay import run_through

        survivors_only = self._over.workout is not None
        return run_through(self._session, self._ride, survivors_only=survivors_only)

    async def _linger(self, keyboard: "Keyboard") -> None:
        """Leave the last picture until a key is pressed."""
        self._screen.notice("End of the recording: press q")
        while self._came_to_its_end and not self._screen.gone:
            self._screen.show()
            if not self._obey(keyboard):
                return
            await asyncio.sleep(0.25)

    def _obey(self, keyboard: "Keyboard") -> bool:
        """Do what the keys say; False where the watcher leaves."""
        for key in keyboard.take():
            if key == "q":
                return False
            if key == "d":
                self._screen.toggle_detail()
            elif key == "s":
                self._screen.toggle_sound()
            elif key == "\x0c":
                self._screen.repaint()
        return True

    def tell_changes(self) -> None:
        """On stderr: which cues differ from what was said, where that was recorded."""
        from hrguide.ride.told import cue_changes

        if not self._came_to_its_end:
            return
        changes = cue_changes(self._ride, self._said)
        if changes is None:
            return
        version = self._ride.header.hrguide_version
        many = "1 cue differs" if changes.count == 1 else f"{changes.count} cues differ"
        if changes.count == 0:
            say(f"Every cue as version {version} said it.")
        else:
            say(f"{many} from what version {version} said.")
            _list_changes(changes)


def _list_changes(changes: "CueChanges") -> None:
    from hrguide.report.clock_words import clock

    both = [("said then", line) for line in changes.only_said]
    both += [("says now", line) for line in changes.only_replayed]
    both.sort(key=lambda pair: pair[1].at_s)
    for when, line in both[:_CHANGES_SHOWN]:
        say(f"  {clock(line.at_s):>7}  {when:<9}  {line.cue:<12} {clean(line.text)}")
    if len(both) > _CHANGES_SHOWN:
        say(f"  and {len(both) - _CHANGES_SHOWN} more")


def _name(ride: "Ride", over: Over) -> str:
    athlete = over.athlete or ride.header.athlete
    return "" if athlete is None else athlete.name
