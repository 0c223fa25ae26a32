"""The rim: one loop that carries bytes in and Moments out, for a strap, a demo and a recording.

Comes in: a source of packets, the rider's keys, a clock. Goes out: lines in the ride file (written
before anything is decided), Moments to the screen and to a simulated rider. Each turn walks the
session's 4 Hz grid tick by tick, so a loop that woke late decides what a punctual one would have.
It decides nothing: it would be the same loop for any session.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from hrguide.bluetooth.source import LinkChange, PacketSource, Received
from hrguide.clock import Clock
from hrguide.guide.command import Command
from hrguide.moment import Moment, Phase
from hrguide.ride.lines import CommandLine, Ending, RangesPlaced, Said
from hrguide.ride.resume import RESUME_WITHIN_S, standing_still
from hrguide.ride.writer import Timed
from hrguide.screen.screen import Screen
from hrguide.session import TICKS_PER_S, Session

TICK_S: Final = 1.0 / TICKS_PER_S
_SYNC_S: Final = 1.0  # design.md: fsynced every second
_MICRO: Final = 6  # stamps are kept to the microsecond, as the ride file shows them


class Journal(Protocol):
    """Where events are written before anything is decided; `ride.writer.RideWriter` is one."""

    def write(self, event: Timed, *, now_s: float = 0.0) -> Timed:
        """Append one event; returns it as recorded, which is what the session is given."""
        ...

    def sync(self) -> None: ...


class Desk(Protocol):
    """The rider's hands: what was asked since the last call.

    Commands go to the session; everything else (sound, detail, "finish?") the desk does itself.
    """

    @property
    def left(self) -> bool:
        """The rider is gone: before the start, or after reading the end."""
        ...

    def take(self, moment: Moment | None) -> Sequence[Command]: ...


@dataclass(slots=True)
class Turn:
    """What one turn of the loop brought, for the rim around it."""

    moments: list[Moment]
    packets: int = 0


class RideLoop:
    """One ride.

    wake: set by the source or the keys to end a wait early. watch: told of each turn's Moments
    before they are shown (the strap line, the tally of the summary). commands, from_s: of a resumed
    ride, which goes on there.
    """

    def __init__(
        self,
        *,
        session: Session,
        source: PacketSource,
        clock: Clock,
        journal: Journal,
        screen: Screen,
        desk: Desk | None = None,
        wake: asyncio.Event | None = None,
        watch: Callable[[Sequence[Moment]], None] | None = None,
        commands: Sequence[CommandLine] = (),
        from_s: float = 0.0,
    ) -> None:
        self._session = session
        self._source = source
        self._clock = clock
        self._journal = journal
        self._screen = screen
        self._desk = desk
        self._wake = wake
        self._watch = watch
        self._placed = len(session.placed)
        self._done_s = from_s
        self._due: list[Command] = []
        self.latest: Moment | None = None
        self.commands = list(commands)

    @property
    def ending(self) -> Ending | None:
        """How the session ended; None while it has not."""
        if not self._session.ended:
            return None
        words = [line.command for line in self.commands]
        if Command.FINISH not in words:
            return Ending.DONE
        unwell = words[-2:] == [Command.STOP, Command.FINISH] or self._session.back_ended
        return Ending.STOPPED if unwell else Ending.FINISHED

    @property
    def at_s(self) -> float:
        """Ride time the loop has come to; the footer's time."""
        return self._done_s

    async def run(self) -> None:
        """Ride until the session ends, the rider leaves or the screen is gone."""
        async with asyncio.TaskGroup() as tasks:
            syncing = tasks.create_task(self._sync_each_second(), name="sync the ride file")
            while not self._is_over():
                slept_s = self._clock.slept_s()
                if slept_s > 0.0:
                    self._bridge_sleep(slept_s)
                turn = self.turn(round(self._clock.now_s(), _MICRO))
                self._show(turn)
                await self._wait()
            syncing.cancel()

    async def linger(self) -> None:
        """Show the end until the rider has read it; the ride file is closed by now."""
        while self._desk is not None and not self._desk.left and not self._screen.gone:
            self._desk.take(self.latest)
            self._screen.show()
            await asyncio.sleep(TICK_S)

    async def _wait(self) -> None:
        next_tick_s = (int(self._done_s / TICK_S) + 1) * TICK_S
        await self._clock.sleep_until(next_tick_s, self._wake)
        if self._wake is not None:
            self._wake.clear()

    def _show(self, turn: Turn) -> None:
        if self._watch is not None:
            self._watch(turn.moments)
        self._screen.show(*turn.moments)

    def turn(self, now_s: float) -> Turn:
        """Carry everything up to `now_s`: whole ticks first, one by one, then what is left."""
        turn = Turn([])
        tick = int(self._done_s / TICK_S)
        while (tick + 1) * TICK_S <= now_s and not self._is_over():
            tick += 1
            self._step(tick * TICK_S, turn)
        if now_s > self._done_s and not self._is_over():
            self._step(now_s, turn)
        return turn

    def _step(self, to_s: float, turn: Turn) -> None:
        for event in self._source.take(to_s):
            self._take_in(self._journal.write(event, now_s=self._done_s), turn)
        self._give_out(self._session.advance(to_s=to_s), turn)
        self._done_s = to_s
        replies, self._due = self._due, []
        for command in replies:
            self._obey(to_s, command, turn)
        if self._desk is not None:
            for command in self._desk.take(self.latest):
                self._obey(to_s, command, turn)

    def _take_in(self, event: Received | LinkChange, turn: Turn) -> None:
        if isinstance(event, LinkChange):
            self._give_out(self._session.link(at_s=event.at_s, change=event), turn)
            return
        turn.packets += 1
        if event.characteristic != "2a37":
            return
        self._give_out(
            self._session.receive(at_s=event.at_s, payload=event.payload, device=event.device),
            turn,
        )

    def _obey(self, at_s: float, command: Command, turn: Turn) -> None:
        line = self._journal.write(CommandLine(at_s=at_s, command=command), now_s=self._done_s)
        self.commands.append(line)
        self._give_out(self._session.command(at_s=line.at_s, command=command.value), turn)

    def _give_out(self, moments: Sequence[Moment], turn: Turn) -> None:
        for moment in moments:
            self.latest = moment
            turn.moments.append(moment)
            if moment.cue is not None:
                said = Said(at_s=moment.at_s, cue=moment.cue.kind.value, text=moment.cue.text)
                self._journal.write(said)
            for line in self._newly_placed(moment):
                self._journal.write(line)
            self._due += [Command(word) for word in self._source.hear(moment)]

    def _newly_placed(self, moment: Moment) -> Iterator[RangesPlaced]:
        placed = self._session.placed
        for each in placed[self._placed :]:
            number = moment.step.round if moment.step is not None else None
            yield RangesPlaced(at_s=moment.at_s, round=number, ranges=each.ranges)
        self._placed = len(placed)

    def _bridge_sleep(self, slept_s: float) -> None:
        """The laptop slept: the step clock stands for that time (design.md, "Resume")."""
        now_s = round(self._clock.now_s(), _MICRO)
        running = self.latest is not None and self.latest.phase in (Phase.STEP, Phase.REST)
        turn = Turn([])
        if running and slept_s > RESUME_WITHIN_S:
            # the body is cold: that is another ride; and days of ticks would be minutes of walking
            self._obey(self._done_s, Command.FINISH, turn)
        elif running:
            for line in standing_still(self.commands, from_s=self._done_s, to_s=now_s):
                turn.moments += self.turn(line.at_s).moments
                self._obey(self._done_s, line.command, turn)
        self._show(turn)

    def _is_over(self) -> bool:
        gone = self._screen.gone or (self._desk is not None and self._desk.left)
        return gone or self._session.ended

    async def _sync_each_second(self) -> None:
        """fsync may take long on a slow disk: in a thread, so that no packet waits for it."""
        while True:
            await asyncio.sleep(_SYNC_S)
            await asyncio.to_thread(self._journal.sync)
