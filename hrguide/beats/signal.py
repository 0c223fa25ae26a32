"""Whether the strap's number may be believed: a table of rules, the gravest first.

Comes in: the facts a packet leaves behind. Goes out: a state with its reason, and whether the
number is hidden. The first rule that holds decides. Silence is not here: it needs no packet, and
`stream.py` reads it off the clock. No rule changes a number; none gives advice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hrguide.beats.pulse import BPM_MAX, BPM_MIN, Signal, SignalReason
from hrguide.bluetooth.heart_rate import Contact

SILENT_S: Final = 4.0  # issue 2: "no packet for 4 s: no beat"; physiology.md D3 warns from 3 s
LOST_S: Final = 8.0  # D3: without a believable rate for longer, the signal is lost
FROZEN_S: Final = 60.0  # D3: the same integer without RR; longest in a simulated hour 42 s
FROZEN_WITH_RR_S: Final = 30.0  # D3: where RR are stale or frozen as well
RR_STALE_S: Final = 8.0  # RR that came before and stopped; twice their longest delay [J]
RR_FROZEN_BEATS: Final = 8  # D3: identical intervals in a row
RR_FROZEN_S: Final = 8.0
"""And for so long, s. We deviate from D3, whose longest simulated run is 3-5: on real rides, at
163 bpm and 1 ms, a true heart repeats 8 times (2.9 s), at 4 ms (ACTES) 19 times (6.2 s)."""
MISMATCH_BPM: Final = 8.0  # D3
MISMATCH_S: Final = 10.0  # D3: a strap's average may lag that long
FAIR_PCT: Final = 3.0  # D2: bad beats among expected ones: good below
POOR_PCT: Final = 5.0  # D2: poor above
UNFOLLOWABLE_PCT: Final = 20.0  # D2: "HR guidance may go on to ~20 %"
FOLLOWABLE_PCT: Final = 15.0  # once hidden, shown again below: a number that flickers is none [J]
FEW_BEATS: Final = 60  # at least so many count as expected in 120 s: one bad beat is no 5 % [J]
FEW_BEATS_NOW: Final = 20  # the same in 30 s
CLOCK_SPAN_S: Final = 30.0  # D3, clock check: sum(RR) against the time, over 30 s
CLOCK_SHARE: Final = 0.05  # D3: outside 0.95 (lost beats) to 1.05 (beats too many)
CLOCK_OFF_S: Final = CLOCK_SHARE * CLOCK_SPAN_S
PACKET_SPAN_S: Final = 30.0  # unreadable packets are counted over the same span [J]
BAD_PACKETS_FAIR_PCT: Final = 5.0  # one in twenty: Bluetooth's own check lets none through [J]
BAD_PACKETS_POOR_PCT: Final = 20.0  # as with beats [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known when a packet has been heard.

    strap_bpm: as sent. jump: the doubt of `jump.py`. same_s: how long the integer has been the
    same. rr_age_s: seconds since a packet with RR, None where none came. same_rr, same_rr_s:
    identical intervals in a row, and their sum. mismatch_s: how long number and beats have
    disagreed. bad, expected: beats heard in 120 s. unfollowable: too many of those in 30 s were
    bad. gap_s, excess_s: seconds without beats, and of beats beyond the time, in 30 s.
    bad_packets_pct: unreadable ones of those in 30 s. cadence_locked: a number without intervals
    that follows the legs.
    """

    strap_bpm: int
    contact: Contact
    jump: SignalReason | None
    same_s: float
    rr_age_s: float | None
    same_rr: int
    same_rr_s: float
    mismatch_s: float
    bad: int
    expected: int
    unfollowable: bool
    gap_s: float
    excess_s: float
    bad_packets_pct: float
    cadence_locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: where `holds`, the signal is `signal` for `reason`; `hides`: no number is shown."""

    reason: SignalReason
    signal: Signal
    hides: bool
    holds: Callable[[Facts], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the table says of a packet."""

    signal: Signal
    reason: SignalReason | None = None
    hides: bool = False


def _frozen_rr(facts: Facts) -> bool:
    return facts.same_rr >= RR_FROZEN_BEATS and facts.same_rr_s >= RR_FROZEN_S


def _frozen_rate(facts: Facts) -> bool:
    if facts.rr_age_s is None:
        return facts.same_s >= FROZEN_S
    stale = facts.rr_age_s > RR_STALE_S or _frozen_rr(facts)
    return stale and facts.same_s >= FROZEN_WITH_RR_S


def _bad_pct(bad: int, expected: int, least: int) -> float:
    return 100.0 * bad / (expected if expected > least else least)


def _heard_pct(facts: Facts) -> float:
    return _bad_pct(facts.bad, facts.expected, FEW_BEATS)


def _hides(reason: SignalReason, holds: Callable[[Facts], bool]) -> Rule:
    return Rule(reason=reason, signal=Signal.POOR, hides=True, holds=holds)


def _shows(reason: SignalReason, signal: Signal, holds: Callable[[Facts], bool]) -> Rule:
    return Rule(reason=reason, signal=signal, hides=False, holds=holds)


RULES: Final = (
    _hides(SignalReason.NO_CONTACT, lambda facts: facts.contact is Contact.NONE),
    _hides(SignalReason.ZERO, lambda facts: facts.strap_bpm == 0),
    _hides(SignalReason.OUT_OF_RANGE, lambda facts: not BPM_MIN <= facts.strap_bpm <= BPM_MAX),
    _hides(SignalReason.JUMP, lambda facts: facts.jump is SignalReason.JUMP),
    _hides(SignalReason.DOUBLED, lambda facts: facts.jump is SignalReason.DOUBLED),
    _hides(SignalReason.HALVED, lambda facts: facts.jump is SignalReason.HALVED),
    _hides(SignalReason.FROZEN, _frozen_rate),
    _hides(SignalReason.CADENCE, lambda facts: facts.cadence_locked),
    _hides(SignalReason.MISMATCH, lambda facts: facts.mismatch_s > MISMATCH_S),
    _hides(SignalReason.ARTEFACTS, lambda facts: facts.unfollowable),
    # Frozen intervals alone leave the number standing: cheap straps make RR up from a rate that is
    # itself alive. 30 s of the same integer beside them hide it (above).
    _shows(SignalReason.FROZEN, Signal.POOR, _frozen_rr),
    _shows(SignalReason.ARTEFACTS, Signal.POOR, lambda facts: _heard_pct(facts) > POOR_PCT),
    _shows(
        SignalReason.BAD_PACKETS,
        Signal.POOR,
        lambda facts: facts.bad_packets_pct > BAD_PACKETS_POOR_PCT,
    ),
    _shows(SignalReason.ARTEFACTS, Signal.FAIR, lambda facts: _heard_pct(facts) >= FAIR_PCT),
    _shows(SignalReason.CLOCK, Signal.FAIR, lambda facts: facts.excess_s > CLOCK_OFF_S),
    _shows(SignalReason.GAP, Signal.FAIR, lambda facts: facts.gap_s > CLOCK_OFF_S),
    _shows(
        SignalReason.BAD_PACKETS,
        Signal.FAIR,
        lambda facts: facts.bad_packets_pct > BAD_PACKETS_FAIR_PCT,
    ),
)

_GOOD: Final = Reading(signal=Signal.GOOD)
_READINGS: Final = tuple(
    (rule.holds, Reading(signal=rule.signal, reason=rule.reason, hides=rule.hides))
    for rule in RULES
)


def is_stale(rr_age_s: float | None) -> bool:
    """Whether there are no intervals, or none any more."""
    return rr_age_s is None or rr_age_s > RR_STALE_S


def is_unfollowable(bad: int, expected: int, *, before: bool) -> bool:
    """Whether 30 s of beats are too bad for any heart rate; before: whether they were already."""
    limit_pct = FOLLOWABLE_PCT if before else UNFOLLOWABLE_PCT
    return _bad_pct(bad, expected, FEW_BEATS_NOW) > limit_pct


def read_signal(facts: Facts) -> Reading:
    """The first rule that holds; good where none does."""
    for holds, reading in _READINGS:
        if holds(facts):
            return reading
    return _GOOD
