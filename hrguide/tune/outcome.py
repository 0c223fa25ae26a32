"""What accepting would do: thresholds and ranges before and after, and cues of past rides.

Comes in: the athlete, the evidence that counts, the proposals. Goes out: for each machine the
belief and the ranges both ways, and for a ride the cues it would have had today with the one and
with the other. Both replays are of the same ride on the same day, so that nothing but the evidence
differs; a ride's own answers are left out of what it begins with, since it hears them again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.diary import Entry
from hrguide.athlete.evidence import (
    Evidence,
    HeartTimes,
    MeasuredMax,
    RestingRate,
    TalkAnswer,
)
from hrguide.ride.lines import Said
from hrguide.ride.replay import replay
from hrguide.ride.told import CueChanges, said_in
from hrguide.tune.observed import Observed
from hrguide.tune.proposals import Proposal, accepted, counted
from hrguide.zones.belief import Belief, threshold_belief
from hrguide.zones.ranges import Range, ranges


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """One machine's zones. belief: None where nothing may be told (formulas off, no evidence)."""

    belief: Belief | None
    ranges: Mapping[str, Range]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One machine, before and after."""

    machine: Machine
    before: Zones
    after: Zones

    @property
    def is_none(self) -> bool:
        """Whether a ride would be guided just as before."""
        was, now = self.before.belief, self.after.belief
        if was is None or now is None:
            return was is now
        same_ends = (was.rest_bpm, was.measured_max_bpm) == (now.rest_bpm, now.measured_max_bpm)
        return same_ends and was.cells == now.cells and self.before.ranges == self.after.ranges


@dataclass(frozen=True, slots=True, kw_only=True)
class RideChange:
    """A ride's cues today: `only_said` with the old evidence, `only_replayed` with the new."""

    ride: str
    cues: CueChanges


def change_of(
    athlete: Athlete,
    entries: Iterable[Entry],
    proposals: Iterable[Proposal],
    machine: Machine,
    *,
    today: date,
) -> Change:
    """Threshold and ranges on this machine, before and after."""
    known = counted(entries)
    new = tuple(one.piece for one in accepted(proposals))
    return Change(
        machine=machine,
        before=_zones(athlete, known, machine, today),
        after=_zones(athlete, known + new, machine, today),
    )


def pull_bpm(
    athlete: Athlete,
    entries: Iterable[Entry],
    proposals: Sequence[Proposal],
    one: Proposal,
    machine: Machine,
    *,
    today: date,
) -> float | None:
    """The threshold with all accepted less that without this one; None for one that is odd, and
    where no threshold may be told, and for the heart's pace, which has none.

    machine: whose threshold, for what belongs to the person; else the piece's own.
    """
    piece = one.piece
    if one.odd or isinstance(piece, HeartTimes):
        return None
    if not isinstance(piece, MeasuredMax | RestingRate):
        machine = Machine(piece.machine or machine)
    known = counted(entries)
    rest = tuple(other.piece for other in accepted(proposals) if other is not one)
    after = _zones(athlete, (*known, *rest, piece), machine, today).belief
    if after is None:
        return None
    return after.mean_bpm - threshold_belief(athlete, known + rest, machine, today).mean_bpm


def cues_of(
    observed: Observed,
    athlete: Athlete,
    entries: Iterable[Entry],
    proposals: Iterable[Proposal],
    *,
    today: date,
) -> RideChange:
    """Replay the ride twice as if ridden today. Raises WorkoutError."""
    known = tuple(
        entry.piece for entry in entries if not entry.forgotten and not _own(entry, observed)
    )
    new = tuple(
        one.piece
        for one in accepted(proposals)
        if not (one.ride == observed.name and isinstance(one.piece, TalkAnswer))
    )
    before, after = (
        _cues_today(observed, athlete, pieces, today) for pieces in (known, known + new)
    )
    return RideChange(ride=observed.name, cues=_changes(before, after))


def _own(entry: Entry, observed: Observed) -> bool:
    return entry.ride == observed.name and isinstance(entry.piece, TalkAnswer)


def _zones(athlete: Athlete, pieces: tuple[Evidence, ...], machine: Machine, today: date) -> Zones:
    belief = threshold_belief(athlete, pieces, machine, as_of=today)
    found = ranges(belief, athlete)
    return Zones(belief=belief if found else None, ranges=found)


def _cues_today(
    observed: Observed, athlete: Athlete, evidence: tuple[Evidence, ...], today: date
) -> tuple[Said, ...]:
    ride = observed.ride
    started = datetime.combine(today, time(), tzinfo=UTC)  # only its day counts
    again = replace(ride, header=replace(ride.header, started=started))
    return said_in(
        replay(again, athlete=athlete, evidence=evidence, machine=observed.machine.value)
    )


def _changes(before: Sequence[Said], after: Sequence[Said]) -> CueChanges:
    return CueChanges(only_said=_only_in(before, after), only_replayed=_only_in(after, before))


def _only_in(lines: Sequence[Said], others: Sequence[Said]) -> tuple[Said, ...]:
    left = Counter(others)
    kept = []
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
        else:
            kept.append(line)
    return tuple(kept)
