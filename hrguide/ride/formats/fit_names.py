"""The numbers of the FIT profile that rides use, and the fields hrguide adds to it.

Comes in: nothing. Goes out: names for message and field numbers (FIT SDK profile 21), for reading
and writing alike. hrguide's own developer fields carry what the profile has no place for: the
range and the verdict of each second, and each packet as it came, so that a ride that went out as
FIT comes home with every decision as it was. It reads and writes nothing.
"""

from typing import Final
from uuid import UUID

EPOCH_S: Final = 631_065_600  # FIT counts seconds from 1989-12-31T00:00:00Z

FILE_ID, SESSION, LAP, RECORD, EVENT, DEVICE_INFO, ACTIVITY = 0, 18, 19, 20, 21, 23, 34
HRV, HR, FIELD_DESCRIPTION, DEVELOPER_DATA_ID = 78, 132, 206, 207

TIMESTAMP, MESSAGE_INDEX = 253, 254  # the same in every message
HEART_RATE, CADENCE, POWER, FRACTIONAL_CADENCE = 3, 4, 7, 53  # of a record
START_TIME, ELAPSED_S, INTENSITY = 2, 7, 23  # of a lap (start and time: of a session too)
SPORT, SUB_SPORT = 5, 6  # of a session
LOCAL_TIMESTAMP = 5  # of an activity
APPLICATION, DEVELOPER_INDEX = 1, 3  # of a developer data id
HRV_TIME = 0
FILTERED_BPM, EVENT_TIME, EVENT_TIME_12 = 6, 9, 10  # of an hr message

HRV_TIMES: Final = 5  # of one hrv message, in the profile
HRV_PER_S: Final = 1000

APPLICATION_ID: Final = UUID("6d0b7a52-3f60-4f0e-9a55-68c1d37e2a37").bytes
"""Says that the developer fields below are hrguide's; made up once, stands for ever."""

RANGE_LOW, RANGE_HIGH, VERDICT, AT_S, PACKET, STRAP, COMMAND = range(7)
WORKOUT, WAITING, START_AT_S, MACHINE, STEP, SIMULATED, LINK = range(7, 14)
