"""The kinds of FIT message a ride is written in, field by field, as profile 21 numbers them.

Comes in: nothing. Goes out: layouts. One table; nothing is decided here.
"""

from typing import Final

from hrguide.ride.export.fit_messages import (
    BYTE,
    ENUM,
    FLOAT64,
    STRING,
    UINT8,
    UINT16,
    UINT32,
    UINT32Z,
    Layout,
    Slot,
)
from hrguide.ride.formats import fit_names as names

SHORT_BYTES: Final = 24  # a packet of up to 20 bytes, as the smallest link carries, and its length
LONG_BYTES: Final = 248
WORKOUT_BYTES: Final = 250  # FIT: a field has at most 255
HRV_LONG_TIMES: Final = 120

_AT = Slot(number=names.TIMESTAMP, base=UINT32, name="timestamp")
_INDEX = Slot(number=names.MESSAGE_INDEX, base=UINT16, name="message_index")
_EVENT = Slot(number=0, base=ENUM, name="event")
_EVENT_TYPE = Slot(number=1, base=ENUM, name="event_type")
_OWN_AT_S = Slot(number=names.AT_S, base=FLOAT64, name="at_s")
_OWN_STRAP = Slot(number=names.STRAP, base=UINT8, name="strap")
_OWN_RANGE = (
    Slot(number=names.RANGE_LOW, base=UINT8, name="range_low"),
    Slot(number=names.RANGE_HIGH, base=UINT8, name="range_high"),
)
_OWN_VERDICT = Slot(number=names.VERDICT, base=STRING, name="verdict", length=16)
_OWN_COMMAND = Slot(number=names.COMMAND, base=STRING, name="command", length=20)
_OWN_LINK = Slot(number=names.LINK, base=STRING, name="link", length=12)
_OWN_STEP = Slot(number=names.STEP, base=STRING, name="step", length=40)
_OWN_SESSION = (
    Slot(number=names.WORKOUT, base=STRING, name="workout_text", length=WORKOUT_BYTES),
    Slot(number=names.WAITING, base=UINT8, name="waiting"),
    Slot(number=names.START_AT_S, base=UINT32, name="start_at_s"),
    Slot(number=names.MACHINE, base=STRING, name="machine", length=12),
    Slot(number=names.SIMULATED, base=UINT8, name="simulated"),
)


def _own_packet(length: int) -> Slot:
    return Slot(number=names.PACKET, base=BYTE, name="strap_packet", length=length)


OWN_SLOTS: Final = (
    *_OWN_RANGE,
    _OWN_VERDICT,
    _OWN_AT_S,
    _own_packet(SHORT_BYTES),
    _OWN_STRAP,
    _OWN_COMMAND,
    _OWN_LINK,
    _OWN_STEP,
    *_OWN_SESSION,
)

FILE: Final = Layout(
    local=0,
    number=names.FILE_ID,
    name="file_id",
    slots=(
        Slot(number=0, base=ENUM, name="type"),
        Slot(number=1, base=UINT16, name="manufacturer"),
        Slot(number=2, base=UINT16, name="product"),
        Slot(number=3, base=UINT32Z, name="serial_number"),
        Slot(number=4, base=UINT32, name="time_created"),
    ),
)
CREATOR: Final = Layout(
    local=1,
    number=49,
    name="file_creator",
    slots=(Slot(number=0, base=UINT16, name="software_version"),),
)
APPLICATION: Final = Layout(
    local=2,
    number=names.DEVELOPER_DATA_ID,
    name="developer_data_id",
    slots=(
        Slot(number=names.APPLICATION, base=BYTE, name="application_id", length=16),
        Slot(number=names.DEVELOPER_INDEX, base=UINT8, name="developer_data_index"),
        Slot(number=4, base=UINT32, name="application_version"),
    ),
)
DESCRIPTION: Final = Layout(
    local=3,
    number=names.FIELD_DESCRIPTION,
    name="field_description",
    slots=(
        Slot(number=0, base=UINT8, name="developer_data_index"),
        Slot(number=1, base=UINT8, name="field_definition_number"),
        Slot(number=2, base=UINT8, name="fit_base_type_id"),
        Slot(number=3, base=STRING, name="field_name", length=16),
        Slot(number=8, base=STRING, name="units", length=8),
    ),
)
DEVICE: Final = Layout(
    local=4,
    number=names.DEVICE_INFO,
    name="device_info",
    slots=(
        _AT,
        Slot(number=0, base=UINT8, name="device_index"),
        Slot(number=2, base=UINT16, name="manufacturer"),
        Slot(number=4, base=UINT16, name="product"),
        Slot(number=25, base=ENUM, name="source_type"),
        Slot(number=27, base=STRING, name="product_name", length=20),
    ),
)
TIMER: Final = Layout(local=5, number=names.EVENT, name="event", slots=(_AT, _EVENT, _EVENT_TYPE))
COMMAND: Final = Layout(
    local=6,
    number=names.EVENT,
    name="event",
    slots=(_AT, _EVENT, _EVENT_TYPE),
    own=(_OWN_AT_S, _OWN_COMMAND),
)
LINK_CHANGE: Final = Layout(
    local=13,
    number=names.EVENT,
    name="event",
    slots=(_AT, _EVENT, _EVENT_TYPE),
    own=(_OWN_AT_S, _OWN_LINK, _OWN_STRAP),
)
_RECORD_SLOTS = (
    _AT,
    Slot(number=names.HEART_RATE, base=UINT8, name="heart_rate"),
    Slot(number=names.CADENCE, base=UINT8, name="cadence"),
    Slot(number=names.FRACTIONAL_CADENCE, base=UINT8, name="fractional_cadence"),
    Slot(number=names.POWER, base=UINT16, name="power"),
)
# Developer fields that say nothing are not written: the official decoder shows them as 255.
RECORD: Final = Layout(
    local=7, number=names.RECORD, name="record", slots=_RECORD_SLOTS, own=(_OWN_VERDICT,)
)
RECORD_RANGED: Final = Layout(
    local=14,
    number=names.RECORD,
    name="record",
    slots=_RECORD_SLOTS,
    own=(*_OWN_RANGE, _OWN_VERDICT),
)
RECORD_CEILING: Final = Layout(
    local=15,
    number=names.RECORD,
    name="record",
    slots=_RECORD_SLOTS,
    own=(_OWN_RANGE[1], _OWN_VERDICT),
)
HRV: Final = Layout(
    local=8,
    number=names.HRV,
    name="hrv",
    slots=(Slot(number=names.HRV_TIME, base=UINT16, name="time", length=names.HRV_TIMES * 2),),
    own=(_OWN_AT_S, _own_packet(SHORT_BYTES), _OWN_STRAP),
)
HRV_LONG: Final = Layout(
    local=9,
    number=names.HRV,
    name="hrv",
    slots=(Slot(number=names.HRV_TIME, base=UINT16, name="time", length=HRV_LONG_TIMES),),
    own=(_OWN_AT_S, _own_packet(LONG_BYTES), _OWN_STRAP),
)
_START_TIME = Slot(number=names.START_TIME, base=UINT32, name="start_time")
_TIMES = (
    Slot(number=names.ELAPSED_S, base=UINT32, name="total_elapsed_time"),
    Slot(number=8, base=UINT32, name="total_timer_time"),
)
LAP: Final = Layout(
    local=10,
    number=names.LAP,
    name="lap",
    slots=(
        _INDEX,
        _AT,
        _EVENT,
        _EVENT_TYPE,
        _START_TIME,
        *_TIMES,
        Slot(number=names.INTENSITY, base=ENUM, name="intensity"),
        Slot(number=15, base=UINT8, name="avg_heart_rate"),
        Slot(number=16, base=UINT8, name="max_heart_rate"),
        Slot(number=19, base=UINT16, name="avg_power"),
        Slot(number=20, base=UINT16, name="max_power"),
    ),
    own=(_OWN_STEP,),
)
SESSION: Final = Layout(
    local=11,
    number=names.SESSION,
    name="session",
    slots=(
        _INDEX,
        _AT,
        _EVENT,
        _EVENT_TYPE,
        _START_TIME,
        Slot(number=names.SPORT, base=ENUM, name="sport"),
        Slot(number=names.SUB_SPORT, base=ENUM, name="sub_sport"),
        *_TIMES,
        Slot(number=16, base=UINT8, name="avg_heart_rate"),
        Slot(number=17, base=UINT8, name="max_heart_rate"),
        Slot(number=20, base=UINT16, name="avg_power"),
        Slot(number=21, base=UINT16, name="max_power"),
        Slot(number=25, base=UINT16, name="first_lap_index"),
        Slot(number=26, base=UINT16, name="num_laps"),
    ),
    own=_OWN_SESSION,
)
ACTIVITY: Final = Layout(
    local=12,
    number=names.ACTIVITY,
    name="activity",
    slots=(
        _AT,
        Slot(number=0, base=UINT32, name="total_timer_time"),
        Slot(number=1, base=UINT16, name="num_sessions"),
        Slot(number=2, base=ENUM, name="type"),
        Slot(number=3, base=ENUM, name="event"),
        Slot(number=4, base=ENUM, name="event_type"),
        Slot(number=5, base=UINT32, name="local_timestamp"),
    ),
)
