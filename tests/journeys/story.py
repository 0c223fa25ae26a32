"""A ride told as heart rate over time: packets as a strap would send them, and what was said."""

import math
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from hrguide.bluetooth.heart_rate import HeartRateMeasurement, decode_heart_rate, encode_heart_rate
from hrguide.bluetooth.source import Received
from hrguide.guide.command import Command
from hrguide.guide.cue import CueKind
from hrguide.moment import Moment
from hrguide.session import Session
from hrguide.simulate.recorded import packets_from_rr
from hrguide.zones.ranges import Range

Heart = Callable[[float], float]

OWN: Mapping[str, Range] = {
    "easy": Range(low_bpm=110, high_bpm=122, provisional=False, source="given"),
    "moderately easy": Range(low_bpm=122, high_bpm=131, provisional=False, source="given"),
    "moderate": Range(low_bpm=131, high_bpm=139, provisional=False, source="given"),
}


def packets(heart: Heart, seconds: float, *, seed: int = 0) -> list[Received]:
    """What a strap says of a heart: one packet a second, intervals varying by 1 % (SD)."""
    rng = random.Random(seed)
    at_s = 0.0
    rr_s = []
    while at_s < seconds:
        interval_s = 60.0 / heart(at_s) * (1.0 + rng.gauss(0.0, 0.01))
        rr_s.append(interval_s)
        at_s += interval_s
    return list(packets_from_rr(rr_s, device="own"))


def without(told: Iterable[Received], from_s: float, to_s: float) -> list[Received]:
    """Nothing is heard between two times."""
    return [packet for packet in told if not from_s <= packet.at_s < to_s]


def saying(
    told: Iterable[Received], from_s: float, to_s: float, hr_bpm: int, *, rr: bool = False
) -> list[Received]:
    """Between two times the strap says this rate, with or without its intervals."""
    changed = []
    for packet in told:
        if from_s <= packet.at_s < to_s:
            was = decode_heart_rate(packet.payload)
            says = HeartRateMeasurement(hr_bpm=hr_bpm, rr_ticks=was.rr_ticks if rr else ())
            packet = replace(packet, payload=encode_heart_rate(says))
        changed.append(packet)
    return changed


def ride(
    session: Session,
    told: Iterable[Received],
    *,
    to_s: float,
    commands: Iterable[tuple[float, Command]] = (),
) -> list[Moment]:
    """Feed it all in order of time; every Moment that came."""
    moments: list[Moment] = []
    events = sorted(
        [(packet.at_s, 0, packet) for packet in told]
        + [(at_s, 1, command) for at_s, command in commands],
        key=lambda event: event[:2],
    )
    for at_s, _, event in events:
        if at_s > to_s:
            break
        if isinstance(event, Received):
            moments += session.receive(at_s=at_s, payload=event.payload, device=event.device)
        else:
            moments += session.command(at_s=at_s, command=event.value)
    moments += session.advance(to_s=to_s)
    return moments


def cues(moments: Iterable[Moment], *kinds: CueKind) -> list[tuple[float, str]]:
    """When and in which words cues of these kinds were said."""
    return [
        (moment.at_s, moment.cue.text)
        for moment in moments
        if moment.cue is not None and moment.cue.kind in kinds
    ]


def between(moments: Iterable[Moment], from_s: float, to_s: float) -> list[Moment]:
    return [moment for moment in moments if from_s <= moment.at_s < to_s]


def step_to(before_bpm: float, after_bpm: float, at_s: float, *, tau_s: float = 38.0) -> Heart:
    """A heart that answers a change of effort at `at_s`, after 7 s, with its time constant."""

    def heart(now_s: float) -> float:
        since_s = now_s - at_s - 7.0
        if since_s <= 0:
            return before_bpm
        return after_bpm + (before_bpm - after_bpm) * math.exp(-since_s / tau_s)

    return heart
