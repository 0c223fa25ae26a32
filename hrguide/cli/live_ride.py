"""A ride with a real strap, from the first question to the last line.

Comes in: what the rider wished for on the command line. Goes out: an exit code. The radio's task
runs beside the questions and the ride; whatever it finds or loses, the ride goes on.
"""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from hrguide.athlete.athlete import Machine
from hrguide.athlete.home import home_folder
from hrguide.athlete.profile import Profile
from hrguide.bluetooth.choose import RememberedStrap
from hrguide.bluetooth.reasons import COMPUTER_REASONS, error_for, platform_of
from hrguide.bluetooth.source import LinkReason, LinkState, PacketSource
from hrguide.cli.begin import Begun, begin_new, begin_resumed, keep_what_was_learned
from hrguide.cli.look import Look, open_screen
from hrguide.cli.riding import Outcome, Rim, raise_if_unsaved, ride_it
from hrguide.cli.strap_line import AutoStart, StrapLine
from hrguide.cli.who import which_machine, who_rides
from hrguide.clock import RealClock
from hrguide.errors import ExitCode, HrguideError
from hrguide.plain_text import clean
from hrguide.ride.replay import header_workout
from hrguide.ride.resume import Interrupted, close_interrupted, interrupted, resumable
from hrguide.screen.ask import Asker
from hrguide.screen.awake import Awake
from hrguide.screen.line_reader import LineReader
from hrguide.screen.screen import Screen
from hrguide.screen.setting import Setting, Strap
from hrguide.simulate.recorded import RecordedBeats
from hrguide.workout.shelf import load_workout
from hrguide.workout.workout import Workout

if TYPE_CHECKING:
    from hrguide.bluetooth.client import StrapClient
    from hrguide.bluetooth.radio import Radio

NO_STRAP_S: Final = 20.0  # product.md: no strap after 20 s


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The command line of `ride`.

    radio, asker, speed: of a rehearsal; None, None and 1 for the computer's own radio, its own
    terminal and the real pace.
    aim: makes the workout once it is known who rides on what that day, in place of `workout`.
    """

    home: Path | None
    workout: str
    athlete: str | None
    machine: str | None
    strap: str | None
    gentle: bool
    without_strap: bool
    resume: bool | None
    quiet: bool
    look: Look
    radio: object = None
    asker: Asker | None = None
    speed: float = 1.0
    aim: Callable[[Profile, Machine, date], Workout] | None = None


def live_ride(wish: Wish) -> int:
    """Ride; returns the exit code. Raises HrguideError for what is told in one line."""
    return asyncio.run(LiveRide(wish).run())


class LiveRide:
    """One ride's wiring; `run` belongs into the event loop the radio lives in."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._home = home_folder(wish.home)
        self._client: StrapClient | None = None
        self._screen: Screen | None = None
        self._asker = wish.asker
        if self._asker is None and wish.look.is_live:
            self._asker = Asker(read_line=LineReader(sys.stdin), out=sys.stderr)

    async def run(self) -> int:
        workout = load_workout(self._wish.workout, self._home)  # a typo is told before any question
        old = await self._interrupted_ride()
        clock = RealClock(speed=self._wish.speed)
        begun = None
        if old is not None:
            begun = begin_resumed(old, on_trouble=self._trouble)
            clock = RealClock(speed=self._wish.speed, start_s=begun.from_s)
        started = datetime.now().astimezone()
        async with asyncio.TaskGroup() as tasks:
            radio = self._start_radio(tasks, clock, begun)
            try:
                if begun is None:
                    profile = await who_rides(
                        self._home,
                        named=self._wish.athlete,
                        asker=self._asker,
                        today=started.date(),
                    )
                    known = profile.strap
                    self._prefer(
                        None
                        if known is None
                        else RememberedStrap(address=known.address, name=known.name)
                    )
                    machine = await which_machine(
                        profile, named=self._wish.machine, asker=self._asker
                    )
                    if self._wish.aim is not None:
                        workout = self._wish.aim(profile, machine, started.date())
                    begun = begin_new(
                        self._home,
                        profile=profile,
                        machine=machine,
                        workout=workout,
                        gentle=self._wish.gentle,
                        started=started,
                        on_trouble=self._trouble,
                    )
                outcome = await self._ride(begun, clock)
            finally:
                if radio is not None:
                    radio.cancel()
        return self._end(begun, outcome)

    def _start_radio(
        self, tasks: asyncio.TaskGroup, clock: RealClock, begun: Begun | None
    ) -> "asyncio.Task[None] | None":
        if self._wish.without_strap:
            return None
        from hrguide.bluetooth.client import StrapClient  # bleak, only where a radio is wanted

        self._client = StrapClient(
            clock=clock,
            radio=cast("Radio | None", self._wish.radio),
            asked=self._wish.strap,
            knows_rider=False,
        )
        if begun is not None:
            address = begun.strap_address
            self._prefer(None if address is None else RememberedStrap(address=address))
        return tasks.create_task(self._client.run(), name="strap")

    def _prefer(self, own: RememberedStrap | None) -> None:
        """Who rides is known: their own strap, if they have one, and no other in silence."""
        if self._client is not None:
            self._client.prefer(own if self._wish.strap is None else None)

    async def _ride(self, begun: Begun, clock: RealClock) -> Outcome:
        look = self._wish.look
        setting = Setting(
            workout=header_workout(begun.header),
            athlete_name=begun.header.athlete.name if begun.header.athlete else "",
            machine=begun.header.machine.value,
            knows_numbers=begun.session.ranges.is_personal,
        )
        screen = self._screen = open_screen(look, setting)
        client = self._client
        line = None if client is None else StrapLine(client, screen, clock)
        if client is None:
            screen.strap(Strap(state=LinkState.OFF, reason=LinkReason.WITHOUT))
        source: PacketSource = RecordedBeats(()) if client is None else client
        desk = None
        if not look.is_live:
            since_s = clock.now_s()
            desk = AutoStart(
                at_once=client is None,
                gives_up=lambda: clock.now_s() - since_s >= NO_STRAP_S,
            )
        rim = Rim(
            source=source,
            clock=clock,
            screen=screen,
            look=look,
            setting=setting,
            desk=desk,
            wake=None if client is None else client.arrived,
            choose_strap=None if line is None else line.choose,
            watch=None if line is None else line.watch,
            commands=begun.commands,
            from_s=begun.from_s,
            before=begun.before,
        )
        with screen, Awake():
            return await ride_it(begun.session, begun.writer, rim)

    async def _interrupted_ride(self) -> Interrupted | None:
        """The interrupted ride to go on with; what is too old for that is closed, and said."""
        now = datetime.now().astimezone()
        for old in interrupted(self._home, now=now):
            if not old.is_resumable and not old.header.simulated:
                close_interrupted(old.path)
                self._say(f"{old.path.stem} was interrupted; it is closed and kept.")
        fresh = resumable(self._home, now=now, athlete=self._wish.athlete)
        if fresh is None or self._wish.resume is False:
            return None
        if self._wish.resume:
            return fresh
        if self._asker is None:
            return None
        whose = fresh.header.athlete.name if fresh.header.athlete is not None else "somebody"
        answer = await self._asker.choice(
            f"The ride of {whose} ({fresh.path.stem}) was interrupted {fresh.ago_s / 60:.0f} min "
            f"ago, at minute {fresh.last_at_s / 60:.0f}.",
            {"g": f"go on with it, as {whose}", "n": "another ride (that one is kept)"},
            default="g",
        )
        return fresh if answer == "g" else None

    def _end(self, begun: Begun, outcome: Outcome) -> int:
        if not outcome.started:
            outcome.path.unlink(missing_ok=True)  # nothing was ridden: there is nothing to keep
            raise_if_no_strap(self._client, asked_nobody=self._asker is None)
            return ExitCode.DONE
        self._keep(begun, outcome)
        raise_if_unsaved(outcome)
        if not self._wish.quiet:
            self._say(f"saved: {outcome.path.name}    see it: hrguide report {outcome.path.stem}")
        if outcome.ending is None:
            return ExitCode.INTERRUPTED
        client = self._client
        lost = client is not None and client.state is LinkState.LOST and outcome.tally.blind_at_end
        if self._asker is None and lost and client is not None:
            raise error_for(
                client.reason or LinkReason.OUT_OF_RANGE,
                platform_of(sys.platform),
                was_connected=True,
            )
        return ExitCode.DONE

    def _keep(self, begun: Begun, outcome: Outcome) -> None:
        strap = None if self._client is None else self._client.strap
        known = None
        if strap is not None and outcome.tally.heard_any:
            known = (strap.address, strap.name)
        with suppress(HrguideError):  # the ride is saved; a profile that vanished is no loss
            keep_what_was_learned(self._home, begun, outcome.session, strap=known)

    def _trouble(self, words: str) -> None:
        """The disk refuses: on the screen where there is one."""
        if self._screen is not None:
            self._screen.notice(words)
        if self._screen is None or not self._wish.look.is_live:
            self._say(words)

    def _say(self, words: str) -> None:
        print(clean(words), file=sys.stderr)


def raise_if_no_strap(client: "StrapClient | None", *, asked_nobody: bool) -> None:
    """Exit codes 3 and 4 stand only where nobody can be asked (product.md)."""
    if client is None or not asked_nobody:
        return
    reason = client.reason or LinkReason.NOT_FOUND
    was_connected = reason not in COMPUTER_REASONS and client.state is LinkState.LOST
    raise error_for(reason, platform_of(sys.platform), was_connected=was_connected)
