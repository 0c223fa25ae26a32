"""What earlier rides taught, as the forecast can use it: plain JSON values made into numbers.

Comes in: `learned` of a ride's header, which may be of another version, edited by hand, or nothing.
Goes out: a `Learned`; what is no such value in it counts as not known, since a ride must begin
whatever stands there. It decides nothing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hrguide.guide.expected import Plateau
from hrguide.guide.kinetics import HEART_BPM, MODELS, weights_of

# Beyond what any heart or rider does (E1: tau 20-91 s, dead time 3-15 s; E4: 15 bpm harder at the
# start): such a file was not written by hrguide, and its numbers would spoil a forecast. [J]
TAU_S: Final = (1.0, 600.0)
DEAD_TIME_MOST_S: Final = 60.0
OPENING_MOST_BPM: Final = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """weights: of the bank's models. plateaus: demand by kind of step. opening: mean (bpm) and
    variance of how much harder a step begins. paths: heart rates of like steps, by kinds.
    """

    weights: Sequence[float] | None = None
    plateaus: Mapping[str, Plateau] = field(default_factory=dict)
    opening: tuple[float, float] | None = None
    paths: Mapping[str, Sequence[float]] = field(default_factory=dict)


def learned_from(value: object) -> Learned:
    """Keys of `Foresight.to_keep`, and "heart_times": [tau_on_s, dead_time_s], which counts more
    than weights. Never raises.
    """
    known = value if isinstance(value, Mapping) else {}
    return Learned(
        weights=_heart_times(known.get("heart_times")) or _weights(known.get("weights")),
        plateaus={
            kind: plateau
            for kind, one in _by_kind(known.get("plateaus"))
            if (plateau := _plateau(one)) is not None
        },
        opening=_opening(known.get("opening")),
        paths={
            kinds: path
            for kinds, one in _by_kind(known.get("paths"))
            if (path := _numbers(one)) and all(_is_rate(rate) for rate in path)
        },
    )


def _by_kind(value: object) -> list[tuple[str, object]]:
    if not isinstance(value, Mapping):
        return []
    return [(str(kind), one) for kind, one in value.items()]


def _weights(value: object) -> list[float] | None:
    weights = _numbers(value)
    if weights is None or len(weights) != MODELS or min(weights) <= 0.0:
        return None
    total = sum(weights)
    shares = [weight / total for weight in weights]
    return shares if min(shares) > 0.0 else None


def _heart_times(value: object) -> list[float] | None:
    times = _numbers(value)
    if times is None or len(times) != 2:
        return None
    if not TAU_S[0] <= times[0] <= TAU_S[1] or not 0.0 <= times[1] <= DEAD_TIME_MOST_S:
        return None
    return weights_of(times[0], times[1])


def _opening(value: object) -> tuple[float, float] | None:
    pair = _numbers(value)
    if pair is None or len(pair) != 2:
        return None
    mean_bpm, variance = pair
    possible = abs(mean_bpm) <= OPENING_MOST_BPM and 0.0 < variance <= OPENING_MOST_BPM**2
    return (mean_bpm, variance) if possible else None


def _plateau(value: object) -> Plateau | None:
    """[demand, middle of its range or null], or the demand alone."""
    if isinstance(value, Sequence) and len(value) == 2 and value[1] is None:
        value = value[0]
    numbers = _numbers(value if isinstance(value, Sequence) else [value])
    if not numbers or len(numbers) > 2 or not all(_is_rate(bpm) for bpm in numbers):
        return None
    return Plateau(numbers[0], numbers[1] if len(numbers) > 1 else None)


def _is_rate(bpm: float) -> bool:
    return HEART_BPM[0] <= bpm <= HEART_BPM[1]


def _numbers(value: object) -> list[float] | None:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    if not all(isinstance(one, int | float) and math.isfinite(one) for one in value):
        return None
    return [float(one) for one in value]
