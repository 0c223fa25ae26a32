"""One ride put together: file, session, screen, keys and loop around a source of packets.

Comes in: a header, a source, a clock. Goes out: the ride file and what there is to say afterwards.
`ride` (a strap) and `demo` (a simulated athlete) both come through here; so a demo shows and
records what a ride would. It asks nothing and chooses nothing.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from hrguide.bluetooth.source import PacketSource
from hrguide.cli.look import Look
from hrguide.cli.tally import Tally
from hrguide.clock import Clock
from hrguide.errors import BadFileError
from hrguide.moment import Moment
from hrguide.ride.lines import CommandLine, Ending, Footer
from hrguide.ride.writer import RideWriter
from hrguide.run import Desk as Hands
from hrguide.run import RideLoop
from hrguide.screen.after import AfterRide
from hrguide.screen.desk import Desk
from hrguide.screen.keyboard import open_keyboard
from hrguide.screen.screen import Screen
from hrguide.screen.setting import Setting
from hrguide.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it went. ending: None where the rider left before the end (the ride can be resumed).

    started: whether the workout began at all. unsaved_bytes: what a full disk did not take.
    """

    path: Path
    ending: Ending | None
    started: bool
    unsaved_bytes: int
    tally: Tally
    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Rim:
    """What is around a session while it is ridden.

    screen: entered by the caller, who knows what may be shown before and after. desk: takes the
    place of the keys where there is no terminal. wake: ends a wait early. watch: told of each
    turn's Moments. choose_strap, go_without, heard, loosen, starts: as of `Desk`. commands, from_s,
    before: of a resumed ride, the last its Moments so far. soreness: told before it. keep_answer:
    told what is answered at the end; None where nothing is asked there.
    """

    source: PacketSource
    clock: Clock
    screen: Screen
    look: Look
    setting: Setting
    desk: Hands | None = None
    wake: asyncio.Event | None = None
    watch: Callable[[Sequence[Moment]], None] | None = None
    choose_strap: Callable[[int], None] | None = None
    go_without: Callable[[], None] | None = None
    loosen: Callable[[], None] | None = None
    starts: bool = False
    commands: Sequence[CommandLine] = ()
    from_s: float = 0.0
    before: Sequence[Moment] = ()
    heard: Callable[[bool], None] | None = None
    soreness: int | None = None
    keep_answer: Callable[[str, int], None] | None = None


async def ride_it(session: Session, writer: RideWriter, rim: Rim) -> Outcome:
    """Ride to the end; the file is closed, with its footer, before the end is shown."""
    tally = Tally(rim.setting.workout)
    tally.take(rim.before)
    screen = rim.screen
    with ExitStack() as open_things:
        desk = _hands(rim, open_things)
        loop = RideLoop(
            session=session,
            source=rim.source,
            clock=rim.clock,
            journal=writer,
            screen=screen,
            desk=desk,
            wake=rim.wake,
            watch=_watching(tally, rim.watch),
            commands=rim.commands,
            from_s=rim.from_s,
        )
        unsaved = 0
        try:
            await loop.run()
        finally:
            ending = loop.ending
            footer = Footer(at_s=loop.at_s, ending=ending) if ending is not None else None
            unsaved = writer.close(footer)
        if ending is not None:
            closing = tally.closing(session, saved_as=writer.path.name, ending=ending)
            closing = replace(closing, soreness_before=rim.soreness)
            screen.close_with(closing)
            if rim.keep_answer is not None and isinstance(desk, Desk):
                desk.ask_after(AfterRide(closing, rim.keep_answer))
            screen.show()
            if rim.look.is_live:
                await loop.linger()
    return Outcome(
        path=writer.path,
        ending=ending,
        started=tally.started,
        unsaved_bytes=unsaved,
        tally=tally,
        session=session,
    )


def raise_if_unsaved(outcome: Outcome) -> None:
    """Raises BadFileError where the disk did not take the whole ride: said last, and loudest."""
    if outcome.unsaved_bytes:
        raise BadFileError(
            f"{outcome.path.name} is not whole: {outcome.unsaved_bytes} bytes did not fit the disk",
            hint="Free some room before the next ride, or name another folder with --home DIR.",
        )


def _hands(rim: Rim, open_things: ExitStack) -> Hands | None:
    """The keys of a terminal, else whatever stands in for them."""
    if not rim.look.is_live:
        return rim.desk
    wake = None if rim.wake is None else rim.wake.set
    keyboard = open_keyboard(asyncio.get_running_loop(), wake=wake)
    open_things.enter_context(keyboard)
    return Desk(
        keyboard,
        rim.screen,
        choose_strap=rim.choose_strap,
        go_without=rim.go_without,
        heard=rim.heard,
        loosen=rim.loosen,
        starts=rim.starts,
    )


def _watching(
    tally: Tally, watch: Callable[[Sequence[Moment]], None] | None
) -> Callable[[Sequence[Moment]], None]:
    def seen(moments: Sequence[Moment]) -> None:
        tally.take(moments)
        if watch is not None:
            watch(moments)

    return seen
