"""A ride with a real strap, from the first question to the last line.

Comes in: what the rider wished for on the command line. Goes out: an exit code. The strap is looked
for beside the questions and the ride; whatever is found or lost, the ride goes on.
"""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

from hrguide.athlete import store
from hrguide.athlete.clinic import load_clinic
from hrguide.athlete.home import home_folder
from hrguide.bluetooth.source import LinkReason, LinkState, PacketSource
from hrguide.cli.afterwards import ask_after, keep_answer
from hrguide.cli.answers import Answers
from hrguide.cli.begin import Begun, begin_new, begin_resumed, keep_what_was_learned
from hrguide.cli.check_in import SORENESS_BEFORE, CheckIn, refuse_harder_stages
from hrguide.cli.going_on import ride_to_go_on_with
from hrguide.cli.look import open_screen
from hrguide.cli.loosen import offers_drills, with_drills
from hrguide.cli.reception import at_the_desk, somebody
from hrguide.cli.riding import Outcome, Rim, raise_if_unsaved, ride_it
from hrguide.cli.strap_line import AutoStart, StrapLine
from hrguide.cli.strap_search import StrapSearch
from hrguide.cli.who import who_rides
from hrguide.cli.wish import Wish
from hrguide.clock import RealClock
from hrguide.errors import ExitCode, HrguideError
from hrguide.health import wording
from hrguide.plain_text import clean
from hrguide.ride.lines import Ending
from hrguide.ride.replay import header_workout
from hrguide.ride.resume import Interrupted
from hrguide.screen.awake import Awake
from hrguide.screen.question import Asks
from hrguide.screen.screen import Screen
from hrguide.screen.setting import Setting, Strap
from hrguide.simulate.recorded import RecordedBeats
from hrguide.workout.shelf import DEFAULT_WORKOUT, load_workout
from hrguide.workout.workout import Workout

NO_STRAP_S: Final = 20.0  # product.md: no strap after 20 s


def live_ride(wish: Wish) -> int:
    """Ride; returns the exit code. Raises HrguideError for what is told in one line."""
    return asyncio.run(LiveRide(wish).run())


class LiveRide:
    """One ride's wiring; `run` belongs into the event loop the radio lives in."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._home = home_folder(wish.home)
        self._strap = StrapSearch(wish)
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
        old = await ride_to_go_on_with(self._home, self._wish, asks=self._asks, say=self._say)
        clock = RealClock(speed=self._wish.speed)
        begun = None
        if old is not None:
            begun = self._resume(old)
            clock = RealClock(speed=self._wish.speed, start_s=begun.from_s)
        started = datetime.now().astimezone()
        async with asyncio.TaskGroup() as tasks:
            self._strap.start(tasks, clock)
            try:
                if begun is None:
                    with at_the_desk(self._asks, self._strap.status):
                        begun = await self._begin(workout, started)
                else:
                    self._strap.prefer(begun.strap_address)
                outcome = await self._ride(begun, clock)
                if self._loosens and not outcome.started:
                    begun = with_drills(self._home, begun, on_trouble=self._trouble)
                    outcome = await self._ride(begun, clock, starts=True)
                if outcome.started:
                    await self._ask_after(outcome)
            finally:
                self._strap.stop()
        return self._end(begun, outcome)

    def _resume(self, old: Interrupted) -> Begun:
        begun = begin_resumed(old, on_trouble=self._trouble)
        if begun.header.athlete is not None:
            with suppress(HrguideError):  # a profile that is gone or cannot be read says nothing
                self._sound = store.load(self._home, begun.header.athlete.name).sound
        return begun

    async def _begin(self, workout: Workout, started: datetime) -> Begun:
        """Everything that is asked before a ride, and its file."""
        wish, today = self._wish, started.date()
        clinic = wording.clinic_line(self._clinic.name, self._clinic.telephone)
        profile = await who_rides(
            self._home, named=wish.athlete, asks=self._asks, today=today, clinic=clinic
        )
        known = profile.strap
        if known is not None:
            self._strap.prefer(known.address, known.name)
        else:
            self._strap.prefer(None)
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

    def _loosen(self) -> None:
        self._loosens = True

    async def _ride(self, begun: Begun, clock: RealClock, *, starts: bool = False) -> Outcome:
        look = self._wish.look
        if self._sound is False:
            look = replace(look, sound=False)
        setting = self._setting(begun)
        screen = self._screen = open_screen(look, setting)
        client = self._strap.client
        line = None if client is None else StrapLine(client, screen, clock)
        if client is None:
            screen.strap(Strap(state=LinkState.OFF, reason=LinkReason.WITHOUT))
        source: PacketSource = RecordedBeats(()) if client is None else client
        rim = Rim(
            source=source,
            clock=clock,
            screen=screen,
            look=look,
            setting=setting,
            desk=None if look.is_live else self._no_hands(clock),
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

    def _setting(self, begun: Begun) -> Setting:
        header = begun.header
        return Setting(
            workout=header_workout(header),
            athlete_name=header.athlete.name if header.athlete else "",
            machine=header.machine.value,
            knows_numbers=begun.session.ranges.is_personal,
            clinic=wording.clinic_line(self._clinic.name, self._clinic.telephone),
            emergency_number=self._clinic.emergency,
            gentle=next(iter(self._gentle), None),
            offers_drills=offers_drills(begun),
        )

    def _no_hands(self, clock: RealClock) -> AutoStart:
        since_s = clock.now_s()
        return AutoStart(
            at_once=self._strap.client is None,
            gives_up=lambda: clock.now_s() - since_s >= NO_STRAP_S,
        )

    def _end(self, begun: Begun, outcome: Outcome) -> int:
        if not outcome.started:
            outcome.path.unlink(missing_ok=True)  # nothing was ridden: there is nothing to keep
            self._raise_where_nobody_reads(self._strap.why_none())
            return ExitCode.DONE
        self._keep(begun, outcome)
        raise_if_unsaved(outcome)
        if not self._wish.quiet:
            self._say(f"saved: {outcome.path.name}    see it: hrguide report {outcome.path.stem}")
        if outcome.ending is None:
            return ExitCode.INTERRUPTED
        if outcome.tally.blind_at_end:
            self._raise_where_nobody_reads(self._strap.why_lost())
        return ExitCode.DONE

    def _raise_where_nobody_reads(self, error: HrguideError | None) -> None:
        """Exit codes 3, 4 and 5 stand only where nobody can be asked (product.md)."""
        if error is not None and self._asked_nobody:
            raise error

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
        worn = self._strap.worn() if outcome.tally.heard_any else None
        with suppress(HrguideError):  # the ride is saved; a profile that vanished is no loss
            keep_what_was_learned(self._home, begun, outcome.session, strap=worn)

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
