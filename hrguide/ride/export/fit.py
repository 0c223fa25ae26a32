"""A ride as a FIT activity: for watches' and training programs' web pages, and to come home again.

Comes in: a `Told` with a date. Goes out: the bytes. Records every second, a lap a step, a session,
timer events, beats as `hrv`, the strap as a device; range, verdict and each packet as developer
fields. No position, no zero and no 255 as a heart rate. Names, health answers, evidence and the
strap's address stay at home.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from math import floor
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.bluetooth.heart_rate import BadPacketError, decode_heart_rate
from hrguide.bluetooth.source import LinkChange, Received
from hrguide.guide.command import Command
from hrguide.ride.export.fit_layouts import (
    ACTIVITY,
    APPLICATION,
    COMMAND,
    CREATOR,
    DESCRIPTION,
    DEVICE,
    FILE,
    HRV,
    HRV_LONG,
    LAP,
    LINK_CHANGE,
    LONG_BYTES,
    OWN_SLOTS,
    RECORD,
    RECORD_CEILING,
    RECORD_RANGED,
    SESSION,
    SHORT_BYTES,
    TIMER,
    WORKOUT_BYTES,
)
from hrguide.ride.export.fit_messages import Layout, Message, Value, encode_messages
from hrguide.ride.export.told import Second, Stretch, Told, date_of
from hrguide.ride.formats import fit_names as names
from hrguide.ride.lines import CommandLine

_MS_PER_S: Final = 1000
_TIMER, _MARKER, _LAP, _SESSION_EVENT, _ACTIVITY_EVENT = 0, 32, 9, 8, 26  # the profile's `event`
_START, _STOP, _MARK, _STOP_ALL = 0, 1, 3, 4  # `event_type`
_ACTIVE, _RESTING = 0, 1  # `intensity`
_SPORTS: Final = {  # sport, sub_sport
    Machine.BIKEERG: (2, 6),
    Machine.ECHOBIKE: (2, 6),
    Machine.ROWER: (15, 14),
    Machine.SKIERG: (4, 25),
}


def encode_fit(told: Told, *, progress: Callable[[int, int], None] | None = None) -> bytes:
    """The file. progress: told how many messages of how many are done.

    Raises UsageError for a ride without a date: FIT counts from 1989.
    """
    activity = _Activity(told, date_of(told, "FIT"))
    return encode_messages(list(activity.messages()), progress=progress)


class _Activity:
    """The messages of one ride. Times of the file are whole seconds from 1989."""

    def __init__(self, told: Told, started: datetime) -> None:
        self._told = told
        self._zero = floor(started.timestamp()) - names.EPOCH_S
        offset = started.utcoffset()
        self._zone_s = 0 if offset is None else round(offset.total_seconds())
        self._straps: dict[str, int] = {}

    def messages(self) -> Iterator[Message]:
        """In the order of time; what sums up comes last."""
        told = self._told
        start, end = self._at(told.start_s), self._at(told.end_s)
        yield FILE, {0: 4, 1: 255, 2: 0, 3: 1, 4: start}, {}
        yield CREATOR, {0: 100}, {}
        yield APPLICATION, {1: list(names.APPLICATION_ID), 3: 0, 4: 1}, {}
        for slot in OWN_SLOTS:
            yield (
                DESCRIPTION,
                {0: 0, 1: slot.number, 2: slot.base.value, 3: slot.name, 8: _unit(slot.name)},
                {},
            )
        yield DEVICE, {253: start, 0: 0, 2: 255, 4: 0, 27: "hrguide"}, {}
        yield DEVICE, {253: start, 0: 1, 25: 3, 27: "heart rate strap"}, {}
        yield TIMER, {253: start, 0: _TIMER, 1: _START}, {}
        yield from self._timeline()
        yield TIMER, {253: end, 0: _TIMER, 1: _STOP_ALL}, {}
        for number, stretch in enumerate(told.stretches):
            yield self._lap(number, stretch)
        yield self._session(start, end)
        timer_s = self._timer_s(told.start_s, told.end_s)
        yield (
            ACTIVITY,
            {253: end, 0: timer_s, 1: 1, 2: 0, 3: _ACTIVITY_EVENT, 4: _STOP, 5: end + self._zone_s},
            {},
        )

    def _timeline(self) -> Iterator[Message]:
        """Records, each followed by what arrived in its second."""
        inputs = self._told.inputs
        place = 0
        for second in self._told.seconds:
            while place < len(inputs) and inputs[place].at_s < second.at_s:
                yield from self._input(inputs[place], shows=place in self._told.own)
                place += 1
            yield self._record(second)
        for rest in range(place, len(inputs)):
            yield from self._input(inputs[rest], shows=rest in self._told.own)

    def _record(self, second: Second) -> Message:
        cadence = second.cadence_rpm
        whole = None if cadence is None else min(int(cadence), 254)
        layout = RECORD if second.high_bpm is None else RECORD_RANGED
        if second.high_bpm is not None and second.low_bpm is None:
            layout = RECORD_CEILING
        return (
            layout,
            {
                names.TIMESTAMP: self._at(second.at_s),
                names.HEART_RATE: second.hr_bpm,
                names.CADENCE: whole,
                names.FRACTIONAL_CADENCE: None
                if cadence is None or whole is None
                else round((min(cadence, 254.5) - whole) * 128),
                names.POWER: None if second.power_w is None else max(0, second.power_w),
            },
            {
                names.RANGE_LOW: second.low_bpm,
                names.RANGE_HIGH: second.high_bpm,
                names.VERDICT: second.verdict,
            },
        )

    def _input(
        self, event: Received | LinkChange | CommandLine, *, shows: bool
    ) -> Iterator[Message]:
        """shows: its beats are the rider's own, for others to read."""
        match event:
            case Received():
                yield self._packet(event, shows=shows and event.at_s >= self._told.start_s)
            case LinkChange():
                link: dict[int, Value] = {
                    names.LINK: event.state.value,
                    names.STRAP: self._strap(event.device),
                }
                yield self._mark(LINK_CHANGE, event.at_s, link)
            case CommandLine():
                yield self._mark(COMMAND, event.at_s, {names.COMMAND: event.command.value})
                if event.at_s >= self._told.start_s:
                    yield from self._timer(event)

    def _packet(self, packet: Received, *, shows: bool) -> Message:
        """The beats as others read them, and the packet itself beside them."""
        payload = packet.payload[: LONG_BYTES - 1]
        layout = HRV if len(payload) < SHORT_BYTES else HRV_LONG
        padded = bytes((len(payload), *payload)).ljust(layout.own[1].length, b"\0")
        own: dict[int, Value] = {
            names.AT_S: float(packet.at_s),
            names.PACKET: list(padded),
            names.STRAP: self._strap(packet.device),
        }
        return layout, {names.HRV_TIME: list(_rr_ms(packet.payload)) if shows else []}, own

    def _mark(self, layout: Layout, at_s: float, own: Mapping[int, Value]) -> Message:
        at = self._at(max(floor(at_s), self._told.start_s))
        return layout, {253: at, 0: _MARKER, 1: _MARK}, {names.AT_S: float(at_s), **own}

    def _timer(self, line: CommandLine) -> Iterator[Message]:
        kind = {Command.PAUSE: _STOP, Command.GO_ON: _START}.get(line.command)
        if kind is not None:
            yield TIMER, {253: self._at(floor(line.at_s)), 0: _TIMER, 1: kind}, {}

    def _lap(self, number: int, stretch: Stretch) -> Message:
        inside = self._told.within(stretch.from_s, stretch.to_s)
        return (
            LAP,
            {
                names.MESSAGE_INDEX: number,
                names.TIMESTAMP: self._at(floor(stretch.to_s)),
                0: _LAP,
                1: _STOP,
                names.START_TIME: self._at(floor(stretch.from_s)),
                names.ELAPSED_S: round((stretch.to_s - stretch.from_s) * _MS_PER_S),
                8: self._timer_s(stretch.from_s, stretch.to_s),
                names.INTENSITY: _RESTING if stretch.rest else _ACTIVE,
                15: _mean(second.hr_bpm for second in inside),
                16: _highest(second.hr_bpm for second in inside),
                19: _mean(_watts(inside)),
                20: _highest(_watts(inside)),
            },
            {names.STEP: stretch.name},
        )

    def _session(self, start: int, end: int) -> Message:
        told = self._told
        header = told.ride.header
        sport, sub_sport = _SPORTS[told.machine]
        text = header.workout_text
        return (
            SESSION,
            {
                names.MESSAGE_INDEX: 0,
                names.TIMESTAMP: end,
                0: _SESSION_EVENT,
                1: _STOP,
                names.START_TIME: start,
                names.SPORT: sport,
                names.SUB_SPORT: sub_sport,
                names.ELAPSED_S: (end - start) * _MS_PER_S,
                8: self._timer_s(told.start_s, told.end_s),
                16: _mean(second.hr_bpm for second in told.seconds),
                17: _highest(second.hr_bpm for second in told.seconds),
                20: _mean(_watts(told.seconds)),
                21: _highest(_watts(told.seconds)),
                25: 0,
                26: len(told.stretches),
            },
            {
                names.WORKOUT: text if len(text.encode()) < WORKOUT_BYTES else None,
                names.WAITING: int(header.waiting),
                names.START_AT_S: told.start_s,
                names.MACHINE: told.machine.value,
                names.SIMULATED: int(header.simulated),
            },
        )

    def _at(self, at_s: int) -> int:
        return self._zero + at_s

    def _timer_s(self, from_s: float, to_s: float) -> int:
        """Without the pauses, in ms."""
        return round((to_s - from_s - self._told.paused_s(from_s, to_s)) * _MS_PER_S)

    def _strap(self, device: str | None) -> int:
        """Straps by number, in the order they were heard; 0 where none is named."""
        if device is None:
            return 0
        return self._straps.setdefault(device, min(len(self._straps) + 1, 254))


def _rr_ms(payload: bytes) -> Iterator[int]:
    try:
        intervals = decode_heart_rate(payload).rr_s
    except BadPacketError:
        return
    for rr_s in intervals:
        yield round(rr_s * names.HRV_PER_S)


def _watts(seconds: Sequence[Second]) -> Iterator[int | None]:
    return (None if each.power_w is None else max(0, each.power_w) for each in seconds)


def _mean(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known)) if known else None


def _highest(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _unit(name: str) -> str | None:
    return {"range_low": "bpm", "range_high": "bpm", "at_s": "s", "start_at_s": "s"}.get(name)
