"""The commands a rider can give. They are plain strings in the ride file, stored for ever."""

from enum import StrEnum


class Command(StrEnum):
    """design.md, "Commands"; the order of a ride's life."""

    START = "start"
    PAUSE = "pause"
    GO_ON = "go_on"
    NEXT = "next"
    PLUS_30 = "plus_30"
    FINISH = "finish"
    STOP = "stop"
    TALK_COMFORTABLE = "talk_comfortable"
    TALK_ONLY_JUST = "talk_only_just"
    TALK_NO = "talk_no"
    BACK_BETTER = "back_better"
    BACK_SAME = "back_same"
    BACK_WORSE = "back_worse"
    BACK_SHARP = "back_sharp"  # sharp, into the leg, numb: ends the ride
    SKIP = "skip"
