"""A past ride second by second: what tuning looks at.

Comes in: a `Ride`. Goes out: a `Trace`: the believed heart rate of each whole second, where it was
clean, where the athlete worked, the beats of that time. It runs the beats and not the guide, which
takes a tenth of the time: nothing here hangs on what the guide thought. Pauses, the set-up and what
came after a stop are no work. It judges no fitness.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Final

from hrguide.beats.pulse import Pulse, Signal
from hrguide.beats.stream import BeatStream
from hrguide.bluetooth.heart_rate import BadPacketError, decode_heart_rate
from hrguide.bluetooth.source import LinkChange, LinkState, Received
from hrguide.guide.command import Command
from hrguide.ride.lines import HEART_RATE, CommandLine
from hrguide.ride.reader import Ride

STEP_CUE: Final = "step"  # the `said` line that stands where a step begins
_ENDS: Final = (Command.FINISH, Command.STOP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """rates_bpm, clean, working: one for each whole second from `at_s` 0.

    rates_bpm: None where no heart rate may be believed. clean: the signal was good. start_s: where
    the workout began, None where it never did. steps_s: where its steps began, as it was said live;
    of a foreign recording, where its laps did.
    rr_s: the intervals of the working time as the strap sent them, s. artefact_pct, gap_s: of the
    whole ride. unwell: the rider stopped it (x).
    """

    rates_bpm: tuple[int | None, ...]
    clean: tuple[bool, ...]
    working: tuple[bool, ...]
    start_s: float | None
    steps_s: tuple[float, ...] = ()
    rr_s: tuple[float, ...] = ()
    artefact_pct: float | None = None
    gap_s: float = 0.0
    unwell: bool = False

    @property
    def working_s(self) -> int:
        """Seconds of work."""
        return sum(self.working)


def trace(ride: Ride) -> Trace:
    """The ride, heard once more from its first packet to its last line."""
    last_s = ride.last_at_s
    working = _working(ride, ceil(last_s))
    stream = BeatStream()
    pulses: list[Pulse] = []
    rr_s: list[float] = []
    for event in ride.events:
        if isinstance(event, Received) and event.characteristic == HEART_RATE:
            _listen(stream, pulses, event.at_s)
            heard = _take(stream, event)
            if _is_within(working, event.at_s):
                rr_s += heard
        elif isinstance(event, LinkChange):
            _listen(stream, pulses, event.at_s)
            if event.state is LinkState.CONNECTED and event.device is not None:
                stream.accept_device(event.device)
    _listen(stream, pulses, ceil(last_s))
    return Trace(
        rates_bpm=tuple(pulse.hr_bpm for pulse in pulses),
        clean=tuple(pulse.signal is Signal.GOOD for pulse in pulses),
        working=tuple(working),
        start_s=_start_s(ride),
        steps_s=_steps_s(ride),
        rr_s=tuple(rr_s),
        artefact_pct=stream.ride_artefact_pct,
        gap_s=stream.gap_s,
        unwell=any(line.command is Command.STOP for line in ride.commands),
    )


def _listen(stream: BeatStream, pulses: list[Pulse], to_s: float) -> None:
    """The pulse of every whole second before `to_s`."""
    while len(pulses) < to_s:
        pulses.append(stream.pulse(float(len(pulses))))


def _take(stream: BeatStream, packet: Received) -> tuple[float, ...]:
    """One packet in; its intervals where they are the rider's own and no copy."""
    try:
        measurement = decode_heart_rate(packet.payload)
    except BadPacketError:
        stream.bad_packet(packet.at_s)
        return ()
    before = stream.repeats, stream.other_packets
    stream.receive(packet.at_s, measurement, packet.device)
    own = before == (stream.repeats, stream.other_packets)
    return measurement.rr_s if own else ()


def _steps_s(ride: Ride) -> tuple[float, ...]:
    """A lap that was no change of effort does no harm: the heart shows no change there."""
    said = tuple(line.at_s for line in ride.said if line.cue == STEP_CUE)
    return said or tuple(lap.at_s for lap in ride.laps)


def _start_s(ride: Ride) -> float | None:
    if not ride.header.waiting:
        return 0.0
    starts = (line.at_s for line in ride.commands if line.command is Command.START)
    return next(starts, None)


def _working(ride: Ride, seconds: int) -> list[bool]:
    """Whether the athlete was at work, for each whole second."""
    is_working = not ride.header.waiting
    found: list[bool] = []
    for line in _in_order(ride.commands):
        while len(found) < min(line.at_s, seconds):
            found.append(is_working)
        match line.command:
            case Command.START | Command.GO_ON:
                is_working = True
            case Command.PAUSE:
                is_working = False
            case command if command in _ENDS:
                is_working = False
    return found + [is_working] * (seconds - len(found))


def _in_order(lines: Iterable[CommandLine]) -> list[CommandLine]:
    return sorted(lines, key=lambda line: line.at_s)


def _is_within(working: list[bool], at_s: float) -> bool:
    second = int(at_s)
    return second < len(working) and working[second]
