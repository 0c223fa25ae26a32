"""Which of what past rides show is news: the evidence that tuning proposes.

Comes in: rides looked at, the athlete, the diary. Goes out: proposals, oldest day first, none of
which the diary has or had (forgotten means forgotten), none that would change nothing. A peak only
ever raises the maximum, a set-up only ever lowers rest; of each the most telling ride speaks. What
is odd (`zones/doubts.py`) is shown with its reason and left for a person to note by hand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.diary import Entry
from hrguide.athlete.evidence import (
    AlphaCrossing,
    Evidence,
    HeartRateEvidence,
    HeartTimes,
    MeasuredMax,
    RestingRate,
    SteadyRide,
    TalkAnswer,
    kind_of,
)
from hrguide.tune.observed import Observed, Seen, is_noted
from hrguide.tune.pace import Pace, heart_times_of, is_news
from hrguide.zones.belief import threshold_belief
from hrguide.zones.doubts import doubts
from hrguide.zones.prior import believed_rest_bpm
from hrguide.zones.reserve import Reserve, reserve
from hrguide.zones.stages import ABOVE_REST_BPM

MOVES_BPM: Final = 0.05  # less is nothing on any page, which shows 0.1
END_MOVES_BPM: Final = 0.5  # of rest and maximum, which are told in whole beats
_ORDER: Final = (TalkAnswer, AlphaCrossing, SteadyRide, MeasuredMax, RestingRate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """ride: as the diary will call it. odd: why a person should look at it first, () where nothing
    is; an odd one is never accepted with the others.
    """

    ride: str
    piece: Evidence
    where: str
    odd: tuple[str, ...] = ()


def counted(entries: Iterable[Entry]) -> tuple[Evidence, ...]:
    """The pieces of a diary that count."""
    return tuple(entry.piece for entry in entries if not entry.forgotten)


def accepted(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Those that are written when somebody says yes."""
    return tuple(one for one in proposals if not one.odd)


def propose(
    rides: Sequence[Observed],
    entries: Sequence[Entry],
    athlete: Athlete,
    *,
    today: date,
    paces: Sequence[Pace] = (),
) -> tuple[Proposal, ...]:
    """What the diary should have from these rides. entries: forgotten ones too. paces: theirs."""
    chosen = _Chosen(athlete, counted(entries), today)
    fresh = [
        (ride.name, seen)
        for ride in rides
        for seen in ride.seen
        if not is_noted(entries, ride.name, kind_of(seen.piece))
        and all(seen.piece != entry.piece for entry in entries)
    ]
    for kind in _ORDER:
        alike = [(name, seen) for name, seen in fresh if type(seen.piece) is kind]
        alike.sort(key=lambda one: _hr_bpm(one[1].piece), reverse=kind is not RestingRate)
        for name, seen in alike:
            chosen.take(name, seen)
    for pace in paces:
        piece = heart_times_of(pace)
        if piece is not None and pace.up is not None and is_news(piece, entries):
            where = f"from {pace.up.steps} changes of effort upwards"
            chosen.take(pace.rides[-1], Seen(piece=piece, where=where))
    found = chosen.proposals
    return tuple(sorted(found, key=lambda one: (one.piece.day, one.ride, kind_of(one.piece))))


def _hr_bpm(piece: Evidence) -> float:
    assert not isinstance(piece, HeartTimes)  # no ride shows it by itself
    return piece.hr_bpm


class _Chosen:
    """Proposals so far, each weighed beside what is known and proposed before it."""

    def __init__(self, athlete: Athlete, known: tuple[Evidence, ...], today: date) -> None:
        self._athlete = athlete
        self._pieces = known
        self._today = today
        self.proposals: list[Proposal] = []

    def take(self, ride: str, seen: Seen) -> None:
        piece = seen.piece
        if piece.day > self._today or any(piece == one.piece for one in self.proposals):
            return
        if not self._tells(piece):
            return
        odd = doubts(piece, self._athlete, self._pieces, today=self._today)
        self.proposals.append(Proposal(ride=ride, piece=piece, where=seen.where, odd=odd))
        if not odd:
            self._pieces += (piece,)

    def _tells(self, piece: Evidence) -> bool:
        """Whether anything would be another with it. Answers always count: the spread is theirs."""
        match piece:
            case TalkAnswer() | HeartTimes():
                return True
            case MeasuredMax():
                before, after = reserve(self._athlete, self._pieces), self._ends_with(piece)
                was, now = before.measured_max_bpm, after.measured_max_bpm
                if was is not None and now is not None:
                    return now - was >= END_MOVES_BPM
                return after.max_mean_bpm - before.max_mean_bpm >= END_MOVES_BPM
            case RestingRate():
                was_bpm = believed_rest_bpm(self._athlete, reserve(self._athlete, self._pieces))
                now_bpm = believed_rest_bpm(self._athlete, self._ends_with(piece))
                return was_bpm - now_bpm >= END_MOVES_BPM
            case _:
                return self._moves(piece)

    def _ends_with(self, piece: Evidence) -> Reserve:
        return reserve(self._athlete, (*self._pieces, piece))

    def _moves(self, piece: HeartRateEvidence) -> bool:
        """Whether the threshold would move; a steady ride must have been one, not a desk."""
        machine = getattr(piece, "machine", None)
        assert machine is not None
        before, after = (
            threshold_belief(self._athlete, pieces, machine, as_of=self._today)
            for pieces in (self._pieces, (*self._pieces, piece))
        )
        if isinstance(piece, SteadyRide) and piece.hr_bpm < before.rest_bpm + ABOVE_REST_BPM:
            return False
        return abs(after.mean_bpm - before.mean_bpm) >= MOVES_BPM
