"""What was said live, and what a replay says otherwise: by a later version, with other zones.

Comes in: the `said` lines of a ride, and the cues of its replay. Goes out: the cues that only one
of them has. Nothing of it is ever an input of a replay.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hrguide.moment import Moment
from hrguide.ride.lines import Said
from hrguide.ride.reader import Ride

_UNSURE_END_S: Final = 1.0  # a crash may fall between a decision and its line (fsync: 1 s)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueChanges:
    """Cues that only the recording has, and cues that only the replay has, in time order."""

    only_said: tuple[Said, ...]
    only_replayed: tuple[Said, ...]

    @property
    def count(self) -> int:
        """How many cues differ: one moved or reworded is one, not two."""
        return max(len(self.only_said), len(self.only_replayed))


def said_in(moments: Iterable[Moment]) -> tuple[Said, ...]:
    """The cues among the Moments, as lines."""
    return tuple(
        Said(at_s=moment.at_s, cue=moment.cue.kind.value, text=moment.cue.text)
        for moment in moments
        if moment.cue is not None
    )


def cue_changes(ride: Ride, replayed: Iterable[Said]) -> CueChanges | None:
    """What a replay says otherwise; None where the ride holds no cue as it was said.

    At the torn end of an interrupted ride a cue may have been decided and not recorded any more:
    that is no change.
    """
    if ride.header.synthesised or not ride.said:
        return None
    before, after = list(ride.said), list(replayed)
    if not ride.is_complete:
        end_s = ride.last_at_s - _UNSURE_END_S
        before = [line for line in before if line.at_s <= end_s]
        after = [line for line in after if line.at_s <= end_s]
    return CueChanges(only_said=_without(before, after), only_replayed=_without(after, before))


def _without(lines: list[Said], others: list[Said]) -> tuple[Said, ...]:
    left = Counter(others)
    kept = []
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
        else:
            kept.append(line)
    return tuple(kept)
