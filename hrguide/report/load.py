"""Two numbers for programs: the ride's training load, and the decoupling of power and pulse.

Comes in: the Moments of a ride, its athlete, the erg's power. Goes out: a `Load`, for `--json`
alone: half an hour for a sore back is not a workout, and no rider is shown a load for it. What
would rest on a formula for the maximum stays None; the reason says why.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hrguide.moment import Moment, Phase
from hrguide.ride.erg import ERG, decode_erg
from hrguide.ride.reader import Ride

# Banister 1991 (physiology.md F): factor and exponent of the heart-rate reserve.
_BANISTER: Final = {"male": (0.64, 1.92), "female": (0.86, 1.67)}
_HALF_LEAST_S: Final = 300  # of power and pulse; a shorter half is mostly the start [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """trimp: Banister's, over the `counted_s` seconds with a heart rate; `trimp_missing`: why there
    is none. decoupling_pct: how much less power a beat bought in the second half of the work, as a
    share of the first; None without 5 min of power and heart rate in each.
    """

    trimp: float | None
    trimp_missing: str | None
    rest_bpm: float | None
    max_bpm: float | None
    counted_s: int
    decoupling_pct: float | None


def load_of(
    moments: Iterable[Moment],
    *,
    sex: str | None,
    rest_bpm: float | None,
    max_bpm: float | None,
    power_w: Mapping[int, float],
) -> Load:
    """moments: of whole seconds. max_bpm: measured. power_w: by whole second."""
    ridden = [moment for moment in moments if moment.phase in (Phase.STEP, Phase.REST)]
    rates = [moment.hr_bpm for moment in ridden if moment.hr_bpm is not None]
    missing = _missing(sex, rest_bpm, max_bpm)
    trimp = None
    if sex is not None and rest_bpm is not None and max_bpm is not None and missing is None:
        factor, exponent = _BANISTER[sex]
        shares = [max(0.0, (bpm - rest_bpm) / (max_bpm - rest_bpm)) for bpm in rates]
        trimp = sum(share * factor * math.exp(exponent * share) for share in shares) / 60
    return Load(
        trimp=trimp,
        trimp_missing=missing,
        rest_bpm=rest_bpm,
        max_bpm=max_bpm,
        counted_s=len(rates),
        decoupling_pct=_decoupling(ridden, power_w),
    )


def power_by_second(ride: Ride) -> dict[int, float]:
    """The erg's watts by whole second; the last of a second stands."""
    found: dict[int, float] = {}
    for packet in ride.packets:
        if packet.characteristic == ERG:
            power_w = decode_erg(packet.payload).power_w
            if power_w is not None:
                found[int(packet.at_s)] = float(power_w)
    return found


def _missing(sex: str | None, rest_bpm: float | None, max_bpm: float | None) -> str | None:
    if max_bpm is None:
        return "no measured maximum"
    if rest_bpm is None:
        return "no resting heart rate"
    if sex is None:
        return "sex unknown"
    return None if rest_bpm < max_bpm else "rest not below the maximum"


def _decoupling(ridden: Iterable[Moment], power_w: Mapping[int, float]) -> float | None:
    """physiology.md F: (EF of the first half - EF of the second) / EF of the first, in percent."""
    both = [
        (power_w[int(moment.at_s)], moment.hr_bpm)
        for moment in ridden
        if moment.phase is Phase.STEP and moment.hr_bpm and int(moment.at_s) in power_w
    ]
    half = len(both) // 2
    if half < _HALF_LEAST_S:
        return None
    first, second = (
        sum(watts for watts, _bpm in part) / sum(bpm for _watts, bpm in part)
        for part in (both[:half], both[half:])
    )
    return 100 * (first - second) / first if first > 0 else None
