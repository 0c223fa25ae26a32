"""How late a heart answers on each machine, over the rides looked at, and what of it is news.

Comes in: rides looked at, the diary. Goes out: a Pace for each machine, to be shown; and where its
way up differs from the one noted, a piece of evidence for the forecast of the next ride. The way
down is shown only: the forecast takes it as a share of the way up (`guide/kinetics.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import Entry
from hrguide.athlete.evidence import HeartTimes
from hrguide.tune.observed import Observed
from hrguide.tune.time_constants import HeartAnswer, TimeConstant, heart_answers, time_constants

NEWS_TAU_S: Final = 4.0  # half the least step between the forecast's own time constants
NEWS_DEAD_TIME_S: Final = 2.0  # half the step between its dead times


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Of one machine. up, down: None where too few changes show it. rides: those that show any
    change upwards, oldest first; on: the day of the newest, None where one of them has no day.
    """

    machine: Machine
    up: TimeConstant | None
    down: TimeConstant | None
    rides: tuple[str, ...]
    on: date | None


def paces(rides: Iterable[Observed]) -> tuple[Pace, ...]:
    """One for each machine of these rides, in their order."""
    by_machine: dict[Machine, list[tuple[Observed, tuple[HeartAnswer, ...]]]] = {}
    for ride in rides:
        by_machine.setdefault(ride.machine, []).append((ride, heart_answers(ride.trace)))
    return tuple(_pace(machine, found) for machine, found in by_machine.items())


def heart_times_of(pace: Pace) -> HeartTimes | None:
    """What the forecast can use of it; None where it is not known, or on which day it was so."""
    if pace.up is None or pace.on is None:
        return None
    return HeartTimes(
        tau_on_s=round(pace.up.tau_s, 1),
        dead_time_s=pace.up.dead_time_s,
        machine=pace.machine,
        on=pace.on,
        rides=", ".join(pace.rides),
    )


def is_news(piece: HeartTimes, entries: Sequence[Entry]) -> bool:
    """Whether a forecast would notice: not where the newest noted is as good as the same, nor where
    just this was forgotten.
    """
    noted = [
        (entry.piece, entry.forgotten)
        for entry in entries
        if isinstance(entry.piece, HeartTimes) and entry.piece.machine == piece.machine
    ]
    if any(_is_alike(piece, other) for other, forgotten in noted if forgotten):
        return False
    counted = sorted(
        (other for other, forgotten in noted if not forgotten), key=lambda one: one.day
    )
    return not counted or not _is_alike(piece, counted[-1])


def _is_alike(one: HeartTimes, other: HeartTimes) -> bool:
    near = abs(one.tau_on_s - other.tau_on_s) < NEWS_TAU_S
    return near and abs(one.dead_time_s - other.dead_time_s) < NEWS_DEAD_TIME_S


def _pace(machine: Machine, found: Sequence[tuple[Observed, tuple[HeartAnswer, ...]]]) -> Pace:
    up, down = time_constants(answer for _, answers in found for answer in answers)
    risen = [ride for ride, answers in found if any(one.change_bpm > 0 for one in answers)]
    days = [ride.day for ride in risen if ride.day is not None]
    return Pace(
        machine=machine,
        up=up,
        down=down,
        rides=tuple(ride.name for ride in risen),
        on=max(days) if days and len(days) == len(risen) else None,
    )
