"""A ride with a real strap, from the first question to the last line.

Comes in: what the rider wished for on the command line. Goes out: an exit code. The radio's task
runs beside the questions and the ride; whatever it finds or loses, the ride goes on.
"""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.clinic import load_clinic
from hrguide.athlete.home import home_folder
from hrguide.athlete.profile import Profile
from hrguide.bluetooth.choose import RememberedStrap
from hrguide.bluetooth.reasons import COMPUTER_REASONS, error_for, platform_of
from hrguide.bluetooth.source import LinkReason, LinkState, PacketSource
from hrguide.cli import questions
from hrguide.cli.afterwards import ask_after, keep_answer
from hrguide.cli.answers import Answers
from hrguide.cli.begin import Begun, begin_new, begin_resumed, keep_what_was_learned
from hrguide.cli.check_in import SORENESS_BEFORE, CheckIn, refuse_harder_stages
from hrguide.cli.look import Look, open_screen
from hrguide.cli.loosen import offers_drills, with_drills
from hrguide.cli.reception import at_the_desk, somebody, strap_status
from hrguide.cli.riding import Outcome, Rim, raise_if_unsaved, ride_it
from hrguide.cli.strap_line import AutoStart, StrapLine
from hrguide.cli.who import who_rides
from hrguide.clock import RealClock
from hrguide.errors import ExitCode, HrguideError
from hrguide.health import wording
from hrguide.plain_text import clean
from hrguide.ride.lines import Ending
from hrguide.ride.replay import header_workout
from hrguide.ride.resume import Interrupted, close_interrupted, interrupted, resumable
from hrguide.screen.awake import Awake
from hrguide.screen.question import Asks
from hrguide.screen.screen import Screen
from hrguide.screen.setting import Setting, Strap
from hrguide.simulate.recorded import RecordedBeats
from hrguide.workout.shelf import DEFAULT_WORKOUT, load_workout
from hrguide.workout.workout import Workout

if TYPE_CHECKING:
    from hrguide.bluetooth.client import StrapClient
    from hrguide.bluetooth.radio import Radio

NO_STRAP_S: Final = 20.0  # product.md: no strap after 20 s


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
        self._sound: bool | None = None
        self._gentle: tuple[str, ...] = ()
        self._loosens = False
        self._clinic = load_clinic(self._home)
        self._asks: Asks = wish.asker or Answers(given={})

    async def run(self) -> int:
        named = self._wish.workout or self._clinic.workout or DEFAULT_WORKOUT
        workout = load_workout(named, self._home)  # a typo is told before any question
        if self._wish.asker is None:
            self._asks = somebody(self._wish.look, self._wish.answers)
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
                    with at_the_desk(self._asks, self._strap_status):
                        begun = await self._begin(workout, started)
                outcome = await self._ride(begun, clock)
                if self._loosens and not outcome.started:
                    begun = with_drills(self._home, begun, on_trouble=self._trouble)
                    outcome = await self._ride(begun, clock, starts=True)
                if outcome.started:
                    await self._ask_after(outcome)
            finally:
                if radio is not None:
                    radio.cancel()
        return self._end(begun, outcome)

    async def _begin(self, workout: Workout, started: datetime) -> Begun:
        """Everything that is asked before a ride, and its file."""
        wish, today = self._wish, started.date()
        clinic = wording.clinic_line(self._clinic.name, self._clinic.telephone)
        profile = await who_rides(
            self._home, named=wish.athlete, asks=self._asks, today=today, clinic=clinic
        )
        known = profile.strap
        self._prefer(
            None if known is None else RememberedStrap(address=known.address, name=known.name)
        )
        self._sound = profile.sound
        checked_in = await CheckIn(
            self._home,
            profile,
            asks=self._asks,
            clinic=self._clinic,
            today=today,
            named=wish.machine,
            takes_defaults=wish.yes,
            wished_gentle=wish.gentle,
        ).run()
        profile, machine = checked_in.profile, checked_in.machine
        if wish.aim is not None:
            refuse_harder_stages(checked_in.gentle)
            workout = wish.aim(profile, machine, today)
        athlete = profile.athlete(today)
        ceiling_bpm = self._clinic.lowest_ceiling(athlete.ceiling_bpm)
        self._gentle = tuple(wording.GENTLE[reason] for reason in checked_in.gentle)
        return begin_new(
            self._home,
            profile=profile,
            machine=machine,
            workout=workout,
            gentle=bool(checked_in.gentle),
            started=started,
            on_trouble=self._trouble,
            athlete=replace(athlete, ceiling_bpm=ceiling_bpm),
            answers=checked_in.answers,
            as_usual=checked_in.as_usual,
        )

    def _strap_status(self) -> str:
        client = self._client
        if client is None:
            return strap_status(None, None)
        return strap_status(client.state, None if client.strap is None else client.strap.name)

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

    def _loosen(self) -> None:
        self._loosens = True

    async def _ride(self, begun: Begun, clock: RealClock, *, starts: bool = False) -> Outcome:
        look = self._wish.look
        if self._sound is False:
            look = replace(look, sound=False)
        setting = Setting(
            workout=header_workout(begun.header),
            athlete_name=begun.header.athlete.name if begun.header.athlete else "",
            machine=begun.header.machine.value,
            knows_numbers=begun.session.ranges.is_personal,
            clinic=wording.clinic_line(self._clinic.name, self._clinic.telephone),
            emergency_number=self._clinic.emergency,
            gentle=next(iter(self._gentle), None),
            offers_drills=offers_drills(begun),
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
            heard=self._keep_sound(begun),
            loosen=self._loosen if setting.offers_drills else None,
            starts=starts,
            soreness=_whole(begun.answers.get(SORENESS_BEFORE)),
            keep_answer=lambda question, answer: self._keep_answer(begun, question, answer),
        )
        if self._sound or self._wish.yes:
            screen.heard(look.sound)  # answered before: not asked again
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
        asks = self._asks
        if isinstance(asks, Answers) and asks.otherwise is None and not asks.has("resume"):
            return None
        whose = fresh.header.athlete.name if fresh.header.athlete is not None else "somebody"
        asked = questions.resume(whose, fresh.path.stem, ago_s=fresh.ago_s, at_s=fresh.last_at_s)
        return fresh if await asks.choice(asked) == questions.YES else None

    def _end(self, begun: Begun, outcome: Outcome) -> int:
        if not outcome.started:
            outcome.path.unlink(missing_ok=True)  # nothing was ridden: there is nothing to keep
            raise_if_no_strap(self._client, asked_nobody=self._asked_nobody)
            return ExitCode.DONE
        self._keep(begun, outcome)
        raise_if_unsaved(outcome)
        if not self._wish.quiet:
            self._say(f"saved: {outcome.path.name}    see it: hrguide report {outcome.path.stem}")
        if outcome.ending is None:
            return ExitCode.INTERRUPTED
        client = self._client
        lost = client is not None and client.state is LinkState.LOST and outcome.tally.blind_at_end
        if self._asked_nobody and lost and client is not None:
            raise error_for(
                client.reason or LinkReason.OUT_OF_RANGE,
                platform_of(sys.platform),
                was_connected=True,
            )
        return ExitCode.DONE

    @property
    def _asked_nobody(self) -> bool:
        """Nobody is there to answer while riding: the exit codes 3, 4 and 5 stand for that."""
        person = None if isinstance(self._wish.asker, Answers) else self._wish.asker
        return not self._wish.look.is_live and person is None

    async def _ask_after(self, outcome: Outcome) -> None:
        """Soreness and effort, where S14 did not ask them by key; not of somebody unwell."""
        if outcome.ending not in (None, Ending.STOPPED) and not self._wish.look.is_live:
            await ask_after(outcome.path, self._asks)

    def _keep_answer(self, begun: Begun, question: str, answer: int) -> None:
        try:
            keep_answer(begun.writer.path, question, answer)
        except HrguideError as error:
            self._trouble(error.message)

    def _keep_sound(self, begun: Begun) -> Callable[[bool], None]:
        """ "Did you hear that?" is asked once in a lifetime."""

        def heard(yes: bool) -> None:
            if begun.header.athlete is not None:
                with suppress(HrguideError):
                    store.change(self._home, begun.header.athlete.name, sound=yes)

        return heard

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


def _whole(answer: int | str | None) -> int | None:
    return answer if isinstance(answer, int) else None


def raise_if_no_strap(client: "StrapClient | None", *, asked_nobody: bool) -> None:
    """Exit codes 3 and 4 stand only where nobody can be asked (product.md)."""
    if client is None or not asked_nobody:
        return
    reason = client.reason or LinkReason.NOT_FOUND
    was_connected = reason not in COMPUTER_REASONS and client.state is LinkState.LOST
    raise error_for(reason, platform_of(sys.platform), was_connected=was_connected)
