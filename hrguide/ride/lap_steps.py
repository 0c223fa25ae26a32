"""Laps made into the steps of a workout, so that a foreign ride is told lap by lap.

Comes in: the laps of a foreign recorder. Goes out: a workout's text, one step a lap, to the whole
second. A lap that was called a rest is a rest; the others ask nothing: nobody knows what was meant.
What lies before, between and after the laps is a step of its own.
"""

import math
from collections.abc import Iterable, Iterator

from hrguide.errors import UsageError
from hrguide.ride.lines import Lap
from hrguide.ride.reader import Ride


def lap_workout(ride: Ride) -> str:
    """The text of a workout whose steps are the ride's laps. UsageError where it has none."""
    if not ride.laps:
        raise UsageError(
            f"{ride.name} has no laps",
            hint="Lay a workout over it: hrguide replay RIDE --workout NAME --offset SECONDS",
        )
    return "".join(f"{line}\n" for line in _steps(ride.laps, math.ceil(ride.last_at_s)))


def _steps(laps: Iterable[Lap], last_s: int) -> Iterator[str]:
    now_s = 0
    for lap in laps:
        from_s, to_s = round(lap.at_s), round(lap.at_s + lap.duration_s)
        if from_s > now_s:
            yield f"{from_s - now_s} s free"
        if to_s > max(now_s, from_s):
            yield f"{to_s - max(now_s, from_s)} s {'rest' if lap.rest else 'free'}"
        now_s = max(now_s, to_s)
    if last_s > now_s:
        yield f"{last_s - now_s} s free"
