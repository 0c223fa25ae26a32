"""The messages of one FIT activity, gathered: records, beats, laps, where and on what.

Comes in: decoded messages, one by one. Goes out: the inputs of a ride in time order, its laps, its
start and machine. Times are whole seconds of the file's own clock; zero is the session's start or
the first record, whichever was earlier. A record that runs back, or a day ahead, is refused.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import zip_longest
from typing import Any, Final

from hrguide.athlete.athlete import Machine
from hrguide.bluetooth.source import Received
from hrguide.ride.erg import CADENCE_MAX_RPM, POWER_MAX_W, erg_packet
from hrguide.ride.fields import FieldError
from hrguide.ride.formats import fit_names as names
from hrguide.ride.formats.fit_beats import SecondOfRecord, StoredBeats, packets_of_record
from hrguide.ride.formats.fit_own import OwnRide
from hrguide.ride.formats.foreign import LAST_MAX_S, RR_MAX_S, Input, RateOfBeats
from hrguide.ride.lines import Lap
from hrguide.ride.reader import Damage

_ZONE_STEP_S: Final = 900  # the world's zones are quarters of an hour from UTC
_ZONE_MAX_S: Final = 14 * 3600
_ASLEEP_S: Final = 3600  # a start that long before the first record was another clock's
_REST: Final = ("rest", "recovery", 1, 4)
_MACHINES: Final = {
    "rowing": Machine.ROWER,
    "indoor_rowing": Machine.ROWER,
    "cross_country_skiing": Machine.SKIERG,
    "indoor_skiing": Machine.SKIERG,
}
_POWER_NAMES: Final = ("power", "watts")  # of other programs' developer fields
_CADENCE_NAMES: Final = ("stroke rate", "cadence")

Values = Mapping[int, Any]


class Activity:
    """What was read so far. damage: records that cannot be where they stand."""

    def __init__(self) -> None:
        self.own = OwnRide()
        self.damage: list[Damage] = []
        self._own_index: int | None = None
        self._records: list[SecondOfRecord] = []  # their times still on the file's clock
        self._early_rr: list[tuple[float, ...]] = []
        self._stored = StoredBeats()
        self._laps: list[Values] = []
        self._lap_names: list[object] = []
        self._start: float | None = None
        self._zone_s = 0
        self._sports: list[object] = []

    def take(self, frame: Any) -> None:
        """One data message of fitdecode's. Raises FieldError."""
        number = frame.def_mesg.global_mesg_num
        if number == names.RECORD:
            self._take_record(frame)
        elif number == names.HRV:
            self._take_hrv(frame)
        elif number in _OTHERS:
            _OTHERS[number](self, frame)

    @property
    def seconds(self) -> float:
        """How long the records last."""
        return self._records[-1].at_s - self._records[0].at_s if self._records else 0.0

    @property
    def started(self) -> datetime | None:
        """The wall clock at second 0, with the zone it was recorded in if the file says."""
        zero_s = self._zero_s
        if zero_s is None:
            return None
        zone = timezone(timedelta(seconds=self._zone_s)) if self._zone_s else UTC
        return datetime.fromtimestamp(names.EPOCH_S + zero_s, zone)

    @property
    def machine(self) -> Machine:
        """By our own word for it, else by the sport; a bike erg where that is none of ours."""
        if self.own.machine is not None:
            return self.own.machine
        found = (_MACHINES[sport] for sport in self._sports if sport in _MACHINES)
        return next(found, Machine.BIKEERG)

    def inputs(self) -> list[Input]:
        """Packets, and of our own files commands, in time order."""
        zero_s = self._zero_s
        if zero_s is None:
            return []
        erg = list(self._erg(zero_s))
        if self.own.inputs:
            return list(heapq.merge(self.own.inputs, erg, key=_when))
        return list(heapq.merge(self._heart(zero_s), erg, key=_when))

    def laps(self) -> tuple[Lap, ...]:
        """Each up to the next one's start, the last by its own time."""
        zero_s = self._zero_s
        if zero_s is None:
            return ()
        dated = [
            (float(start), lap, name)
            for lap, name in zip(self._laps, self._lap_names, strict=True)
            if isinstance(start := lap.get(names.START_TIME), int)
        ]
        found = []
        for place, (start_s, lap, name) in enumerate(dated):
            took_s = lap.get(names.ELAPSED_S)
            if place + 1 < len(dated):
                took_s = dated[place + 1][0] - start_s
            at_s = start_s - zero_s
            if not isinstance(took_s, int | float) or took_s <= 0 or at_s < 0:
                continue
            if at_s + took_s <= LAST_MAX_S:
                found.append(
                    Lap(
                        at_s=at_s,
                        duration_s=float(took_s),
                        rest=lap.get(names.INTENSITY) in _REST,
                        name=name if isinstance(name, str) and name else None,
                    )
                )
        return tuple(found)

    @property
    def _zero_s(self) -> float | None:
        if self.own.start_at_s is not None and self._start is not None:
            return self._start - self.own.start_at_s
        firsts = [self._records[0].at_s] if self._records else []
        if self._stored.first_s is not None:
            firsts.append(float(int(self._stored.first_s)))
        if not firsts:
            return self._start
        starts = [self._start] if self._start is not None else []
        starts += [lap[names.START_TIME] for lap in self._laps[:1] if names.START_TIME in lap]
        near = [start for start in starts if 0 <= min(firsts) - start <= _ASLEEP_S]
        return float(min([*firsts, *near]))

    def _heart(self, zero_s: float) -> Iterator[Received]:
        """Stored beats where there are any: they are what the watch's own number was made of."""
        stored = self._stored.packets(zero_s)
        if stored:
            from_s, to_s = stored[0].at_s, stored[-1].at_s
            around = [
                packet for packet in self._recorded(zero_s) if not from_s <= packet.at_s <= to_s
            ]
            return heapq.merge(around, stored, key=_when)
        return self._recorded(zero_s)

    def _recorded(self, zero_s: float) -> Iterator[Received]:
        rate = RateOfBeats()
        for record, following in zip_longest(self._records, self._records[1:]):
            next_s = None if following is None else following.at_s - zero_s
            yield from packets_of_record(record, zero_s, next_s, rate)

    def _erg(self, zero_s: float) -> Iterator[Received]:
        for record in self._records:
            if record.power_w is not None or record.cadence_rpm is not None:
                yield erg_packet(
                    record.at_s - zero_s,
                    power_w=record.power_w,
                    cadence_rpm=record.cadence_rpm,
                )

    def _take_record(self, frame: Any) -> None:
        found: dict[int, Any] = {}
        named: dict[str, Any] = {}
        for each in frame.fields:
            place = each.field_def
            if place is not None and place.is_dev:
                named[str(each.name).lower()] = each.value
            elif each.value is not None:
                found[each.def_num] = each.value
        at_s = found.get(names.TIMESTAMP)
        if not isinstance(at_s, int):
            return
        records = self._records
        if records and not records[-1].at_s <= at_s <= records[0].at_s + LAST_MAX_S:
            raise FieldError(
                expected=f"a record at {records[-1].at_s:.0f} s or within a day after",
                got=f"{at_s} s",
            )
        record = SecondOfRecord(at_s=at_s, hr_bpm=_whole(found.get(names.HEART_RATE)))
        power_w = found.get(names.POWER, _first(named, _POWER_NAMES))
        cadence = found.get(names.CADENCE, _first(named, _CADENCE_NAMES))
        record.power_w = _within(power_w, POWER_MAX_W)
        record.cadence_rpm = _within(cadence, CADENCE_MAX_RPM)
        if record.cadence_rpm is not None:
            record.cadence_rpm += _within(found.get(names.FRACTIONAL_CADENCE), 1.0) or 0.0
        if self._early_rr:
            record.rr_s, self._early_rr = self._early_rr, []
        records.append(record)

    def _take_hrv(self, frame: Any) -> None:
        own, times = self._split(frame)
        if own:
            self.own.take(own)
            return
        found = times.get(names.HRV_TIME, ())
        listed = found if isinstance(found, tuple) else (found,)
        rr_s = tuple(each for each in listed if each is not None and 0 < each < RR_MAX_S)
        if self._records:
            self._records[-1].rr_s.append(rr_s)
        else:
            self._early_rr.append(rr_s)

    def _take_hr(self, frame: Any) -> None:
        raw = {each.def_num: each.raw_value for each in frame.fields if each.field_def is not None}
        scaled = {each.def_num: each.value for each in frame.fields if each.field_def is not None}
        timestamp = raw.get(names.TIMESTAMP)
        self._stored.take(
            None if timestamp is None else timestamp + (scaled.get(0) or 0.0),
            [tick for tick in _listed(raw.get(names.EVENT_TIME)) if tick is not None],
            [byte for byte in _listed(raw.get(names.EVENT_TIME_12)) if byte is not None],
            [rate or None for rate in _listed(raw.get(names.FILTERED_BPM))],
        )

    def _take_lap(self, frame: Any) -> None:
        own, found = self._split(frame)
        self._laps.append(found)
        self._lap_names.append(own.get(names.STEP))

    def _take_session(self, frame: Any) -> None:
        own, found = self._split(frame)
        if own:
            self.own.take(own)
        self._sports += [found.get(names.SUB_SPORT), found.get(names.SPORT)]
        start = found.get(names.START_TIME)
        if self._start is None and isinstance(start, int):
            self._start = start

    def _take_event(self, frame: Any) -> None:
        own, _found = self._split(frame)
        if own:
            self.own.take(own)

    def _take_activity(self, frame: Any) -> None:
        found = _values(frame)
        local, here = found.get(names.LOCAL_TIMESTAMP), found.get(names.TIMESTAMP)
        if isinstance(local, int) and isinstance(here, int):
            zone_s = round((local - here) / _ZONE_STEP_S) * _ZONE_STEP_S
            if abs(zone_s) <= _ZONE_MAX_S:
                self._zone_s = zone_s

    def _take_application(self, frame: Any) -> None:
        found = _values(frame)
        application = _listed(found.get(names.APPLICATION))
        if tuple(application) == tuple(names.APPLICATION_ID):
            self._own_index = found.get(names.DEVELOPER_INDEX)

    def _split(self, frame: Any) -> tuple[dict[int, Any], dict[int, Any]]:
        """hrguide's own developer fields, and the profile's fields, by number."""
        own: dict[int, Any] = {}
        found: dict[int, Any] = {}
        for each in frame.fields:
            place = each.field_def
            if each.value is None:
                continue
            if place is None or not place.is_dev:
                found[each.def_num] = each.value
            elif place.dev_data_index == self._own_index:
                own[each.def_num] = each.value
        return own, found


_OTHERS: Final = {
    names.HR: Activity._take_hr,
    names.LAP: Activity._take_lap,
    names.SESSION: Activity._take_session,
    names.EVENT: Activity._take_event,
    names.ACTIVITY: Activity._take_activity,
    names.DEVELOPER_DATA_ID: Activity._take_application,
}


def _values(frame: Any) -> dict[int, Any]:
    """The profile's own fields that say something, by number."""
    return {
        each.def_num: each.value
        for each in frame.fields
        if each.value is not None and not (each.field_def is not None and each.field_def.is_dev)
    }


def _listed(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, tuple | list | bytes) else (value,)


def _first(named: Mapping[str, Any], wanted: Sequence[str]) -> Any:
    return next((named[name] for name in wanted if named.get(name) is not None), None)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _within(value: Any, highest: float) -> float | None:
    return value if isinstance(value, int | float) and 0 <= value <= highest else None


def _when(event: Input) -> float:
    return event.at_s
