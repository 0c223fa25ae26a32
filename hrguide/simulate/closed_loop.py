"""A session driven by a source with no clock at all: as fast as it goes, in the live loop's order.

Comes in: a session and a source. Goes out: every Moment, in order. Each quarter of a second: take
what arrived, feed it in order, advance, let the source hear each Moment, then give what it answers
as commands of that time; what it answers to a command's own Moment waits for the next tick. Tests,
benches and fixtures ride this way; `run.py` does the same with a clock, a recorder and a screen
around it.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol, assert_never

from hrguide.bluetooth.source import LinkChange, PacketSource, Received
from hrguide.moment import Moment

TICK_S: Final = 0.25  # the session's grid: a finer tick would bring nothing new
HEART_RATE: Final = "2a37"


class Rideable(Protocol):
    """What is asked of a session here; `hrguide.session.Session` is one."""

    @property
    def ended(self) -> bool: ...

    def receive(
        self, *, at_s: float, payload: bytes, device: str | None = None
    ) -> Sequence[Moment]: ...

    def link(self, *, at_s: float, change: LinkChange) -> Sequence[Moment]: ...

    def advance(self, *, to_s: float) -> Sequence[Moment]: ...

    def command(self, *, at_s: float, command: str) -> Sequence[Moment]: ...


def ride_through(
    session: Rideable, source: PacketSource, *, until_s: float | None = None, tick_s: float = TICK_S
) -> Iterator[Moment]:
    """Ride to the session's end, or to `until_s` where it comes first.

    Without `until_s` a session that never ends (an untimed step nobody ends) rides for ever.
    """
    tick = 0
    answers: list[str] = []
    while not session.ended and (until_s is None or (tick + 1) * tick_s <= until_s):
        tick += 1
        now_s = tick * tick_s
        brought: list[Moment] = []
        for event in source.take(now_s):
            brought.extend(_feed(session, event))
        brought.extend(session.advance(to_s=now_s))
        for moment in brought:
            yield moment
            answers.extend(source.hear(moment))
        due, answers = answers, []
        for command in due:
            for moment in session.command(at_s=now_s, command=command):
                yield moment
                answers.extend(source.hear(moment))


def _feed(session: Rideable, event: Received | LinkChange) -> Sequence[Moment]:
    match event:
        case Received():
            if event.characteristic != HEART_RATE:
                return ()
            return session.receive(at_s=event.at_s, payload=event.payload, device=event.device)
        case LinkChange():
            return session.link(at_s=event.at_s, change=event)
        case _:
            assert_never(event)
