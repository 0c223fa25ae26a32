"""The questions that may stand open on the screen while riding."""

from enum import StrEnum


class Prompt(StrEnum):
    """A question that is open on the screen, answered by a key."""

    TALK = "talk"  # say something aloud, then 1 2 3
    BACK = "back"  # b s w, in a rest
    CAN_YOU_TALK = "can_you_talk"  # in place of a formula's ceiling
    OTHER_STRAP = "other_strap"  # a different strap answers: is it yours?
