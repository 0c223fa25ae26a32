"""Each fault of physiology.md D3, simulated: what is shown, what is told, and when it is over."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from hrguide.beats.beat import BeatVerdict
from hrguide.beats.pulse import Pulse, Signal, SignalReason
from hrguide.beats.stream import BeatStream
from hrguide.bluetooth.heart_rate import Contact
from tests.beats.straps import TICKS, Packet, between, natural_rr_s, said, watched, worn

FROM_S, TO_S = 100.0, 160.0
R = SignalReason


def ride(bpm: float = 130.0, *, seconds: float = 300.0, seed: int = 1) -> list[Packet]:
    """A rider whose heart wanders by 4 bpm over two minutes: nothing stands quite still."""
    slow = 2 * 3.141592653589793 / 120.0
    rng = random.Random(seed)

    def bpm_at(at_s: float) -> float:
        phase = at_s * slow
        return bpm + 4.0 * (phase % 6.28 - 3.14) / 3.14 if phase % 12.56 < 6.28 else bpm

    return worn(natural_rr_s(bpm_at, seconds, rng))


def seen(packets: list[Packet], stream: BeatStream | None = None) -> dict[float, Pulse]:
    return dict(watched(packets, stream=stream))


def during(pulses: dict[float, Pulse], from_s: float, to_s: float) -> list[Pulse]:
    return [pulse for now_s, pulse in pulses.items() if from_s <= now_s < to_s]


def frozen_packet(packets: list[Packet]) -> Callable[[Packet], Packet]:
    first = next(packet for packet in packets if packet.at_s >= FROM_S).measurement
    return lambda packet: Packet(at_s=packet.at_s, measurement=first)


def rr_ticks(packet: Packet) -> tuple[int, ...]:
    assert packet.measurement is not None
    return packet.measurement.rr_ticks


def bpm_of(packet: Packet) -> int:
    assert packet.measurement is not None
    return packet.measurement.hr_bpm


def doubled(packet: Packet) -> Packet:
    halves = [part for t in rr_ticks(packet) for part in (t // 2, t - t // 2)]
    return said(packet, hr_bpm=2 * bpm_of(packet), rr_ticks=tuple(halves))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault between FROM_S and TO_S, and what must follow.

    The number is hidden within `after_s`, for `reason`, and shown again within `back_s` of the end.
    """

    change: Callable[[Packet], Packet | None]
    reason: SignalReason
    after_s: float
    back_s: float = 2.0
    bpm: float = 130.0


FAULTS = {
    "zeros": Fault(
        change=lambda packet: said(packet, hr_bpm=0, rr_ticks=()), reason=R.ZERO, after_s=1.0
    ),
    "range": Fault(
        change=lambda packet: said(packet, hr_bpm=255), reason=R.OUT_OF_RANGE, after_s=1
    ),
    "too_slow": Fault(
        change=lambda packet: said(packet, hr_bpm=28, rr_ticks=()),
        reason=R.OUT_OF_RANGE,
        after_s=1,
    ),
    "stale_stream": Fault(change=lambda _: None, reason=R.SILENT, after_s=4.5),
    "no_contact": Fault(
        change=lambda packet: said(packet, contact=Contact.NONE), reason=R.NO_CONTACT, after_s=1
    ),
    "frozen_hr_stale_rr": Fault(
        change=lambda packet: said(packet, hr_bpm=130, rr_ticks=()), reason=R.FROZEN, after_s=31
    ),
    "frozen_hr_frozen_rr": Fault(
        change=lambda packet: said(packet, hr_bpm=130, rr_ticks=(473, 473)),
        reason=R.FROZEN,
        after_s=31,
    ),
    "jump": Fault(
        change=lambda packet: said(packet, hr_bpm=bpm_of(packet) + 45), reason=R.JUMP, after_s=1
    ),
    "mismatch": Fault(
        change=lambda packet: said(packet, hr_bpm=bpm_of(packet) - 20),
        reason=R.MISMATCH,
        after_s=13,
    ),
    "doubled": Fault(change=doubled, reason=R.DOUBLED, after_s=7, bpm=90.0),
    "fill_500": Fault(
        change=lambda packet: said(packet, rr_ticks=(512, 512, 512)),
        reason=R.MISMATCH,
        after_s=30,
        bpm=90.0,
        back_s=8.0,
    ),
}


@pytest.mark.parametrize("name", list(FAULTS))
def test_a_fault_hides_the_number_and_says_why(name: str) -> None:
    fault = FAULTS[name]
    clean = ride(fault.bpm)
    pulses = seen(between(clean, FROM_S, TO_S, fault.change))
    assert all(pulse.hr_bpm is not None for pulse in during(pulses, 3.0, FROM_S))
    at_work = during(pulses, FROM_S + fault.after_s + 1.0, TO_S - 1.0)
    assert at_work
    assert all(pulse.hr_bpm is None for pulse in at_work)
    assert fault.reason in {pulse.reason for pulse in at_work}
    assert all(pulse.signal in {Signal.POOR, Signal.LOST} for pulse in at_work)
    assert at_work[-1].signal is Signal.LOST
    after = during(pulses, TO_S + fault.back_s, 300.0)
    assert all(pulse.hr_bpm is not None for pulse in after)
    assert all(abs(pulse.hr_bpm - fault.bpm) < 12 for pulse in after if pulse.hr_bpm)


@pytest.mark.parametrize("name", list(FAULTS))
def test_without_the_fault_nothing_is_hidden(name: str) -> None:
    pulses = during(seen(ride(FAULTS[name].bpm)), 3.0, 300.0)
    assert {pulse.signal for pulse in pulses} == {Signal.GOOD}


def test_a_whole_packet_frozen_is_stuck() -> None:
    clean = ride()
    pulses = seen(between(clean, FROM_S, TO_S, frozen_packet(clean)))
    assert any(
        pulse.reason is R.FROZEN and pulse.hr_bpm is not None for pulse in during(pulses, 108, 125)
    )
    assert all(pulse.hr_bpm is None for pulse in during(pulses, 131.0, 159.0))
    assert all(pulse.strap_bpm == pulses[110.0].strap_bpm for pulse in during(pulses, 131, 159))


def test_a_number_that_stands_still_beside_live_beats_is_believed() -> None:
    """A calm heart: the same integer for a minute and more, while the intervals move."""
    packets = between(ride(), FROM_S, TO_S, lambda packet: said(packet, hr_bpm=130))
    assert all(pulse.hr_bpm is not None for pulse in during(seen(packets), 3.0, 300.0))


def test_without_rr_a_number_may_stand_still_for_a_minute() -> None:
    packets = [said(packet, hr_bpm=130, rr_ticks=()) for packet in ride(seconds=120.0)]
    pulses = seen(packets)
    assert all(pulse.hr_bpm == 130 for pulse in during(pulses, 2.0, 61.0))
    assert all(pulse.reason is R.FROZEN for pulse in during(pulses, 62.0, 119.0))


def test_halved_is_hidden_and_named() -> None:
    """Every other beat missed, the sum of the intervals kept."""
    owed: list[int] = []

    def halved(packet: Packet) -> Packet:
        told = []
        for ticks in rr_ticks(packet):
            owed.append(ticks)
            if len(owed) == 2:
                told.append(sum(owed))
                owed.clear()
        return said(packet, hr_bpm=bpm_of(packet) // 2, rr_ticks=tuple(told))

    pulses = seen(between(ride(150.0), FROM_S, TO_S, halved))
    assert all(pulse.hr_bpm is None for pulse in during(pulses, 102.0, 159.0))
    assert R.HALVED in {pulse.reason for pulse in during(pulses, 107.0, 159.0)}
    assert all(pulse.hr_bpm is not None for pulse in during(pulses, 166.0, 300.0))


def noisy(share: float, seed: int) -> Callable[[Packet], Packet]:
    """A dry strap: `share` of the beats become two."""
    rng = random.Random(seed)

    def change(packet: Packet) -> Packet:
        told: list[int] = []
        for ticks in rr_ticks(packet):
            if rng.random() < share:
                first = round(ticks * rng.uniform(0.3, 0.7))
                told += (first, ticks - first)
            else:
                told.append(ticks)
        return said(packet, rr_ticks=tuple(told))

    return change


@pytest.mark.parametrize(
    ("share", "signals"),
    [
        (0.01, {Signal.GOOD}),
        (0.04, {Signal.GOOD, Signal.FAIR, Signal.POOR}),
        (0.10, {Signal.POOR}),
    ],
)
def test_bad_beats_grade_the_signal_and_leave_the_number(
    share: float, signals: set[Signal]
) -> None:
    """D2: good < 3 %, fair 3-5 %, poor > 5 %; heart rate guidance may go on to 20 %."""
    packets = between(ride(seconds=400.0), 0.0, 400.0, noisy(share, 7))
    pulses = during(seen(packets), 130.0, 400.0)
    assert {pulse.signal for pulse in pulses} <= signals
    assert all(pulse.hr_bpm is not None for pulse in pulses)
    assert pulses[-1].artefact_pct == pytest.approx(100 * share, abs=2.5)


def test_a_dry_strap_hides_the_number_and_comes_back() -> None:
    packets = between(ride(), FROM_S, TO_S, noisy(0.35, 7))
    pulses = seen(packets)
    assert all(pulse.hr_bpm is None for pulse in during(pulses, 125.0, 160.0))
    assert {pulse.reason for pulse in during(pulses, 125.0, 160.0)} == {R.ARTEFACTS}
    assert all(pulse.hr_bpm is not None for pulse in during(pulses, 190.0, 300.0))


def test_an_unclipped_strap_is_not_followed() -> None:
    """polar-ble-sdk #447: an H10 off the body streams values that look like a heart."""
    rng = random.Random(3)

    def unclipped(packet: Packet) -> Packet:
        ticks = tuple(rng.randrange(300, 1900) for _ in range(2))
        return said(packet, hr_bpm=rng.randrange(70, 150), rr_ticks=ticks)

    pulses = seen(between(ride(), FROM_S, TO_S, unclipped))
    shown = [pulse.hr_bpm for pulse in during(pulses, 115.0, 160.0) if pulse.hr_bpm is not None]
    assert not shown


def test_a_cheap_strap_that_makes_up_its_rr_is_believed() -> None:
    """RR computed from the integer: identical while it stands, and it moves now and then."""

    def made_up(packet: Packet) -> Packet:
        bpm = 130 + int(packet.at_s // 20) % 3
        return said(packet, hr_bpm=bpm, rr_ticks=(round(60 * TICKS / bpm),) * 2)

    pulses = during(seen([made_up(packet) for packet in ride()]), 3.0, 300.0)
    assert all(pulse.hr_bpm is not None for pulse in pulses)
    assert {pulse.reason for pulse in pulses} <= {None, R.FROZEN, R.CLOCK, R.GAP}


def test_more_beats_than_time_are_told() -> None:
    """Sum of RR against the clock: half as much again as the time has room for."""

    def crowded(packet: Packet) -> Packet:
        return said(packet, rr_ticks=tuple(t + n for n, t in enumerate((*rr_ticks(packet), 472))))

    pulses = seen(between(ride(), FROM_S, TO_S, crowded))
    assert R.CLOCK in {pulse.reason for pulse in during(pulses, 110.0, 160.0)}
    assert pulses[250.0].signal is Signal.GOOD


def test_lost_packets_are_told_as_lost_beats() -> None:
    """Every third packet is lost for a minute: no silence, but a third of the beats."""
    packets = between(ride(), FROM_S, TO_S, lambda p: None if int(p.at_s) % 3 == 0 else p)
    stream = BeatStream()
    pulses = seen(packets, stream)
    assert R.GAP in {pulse.reason for pulse in during(pulses, 110.0, 175.0)}
    assert all(pulse.hr_bpm is not None for pulse in during(pulses, FROM_S, TO_S))
    assert 10.0 < stream.gap_s < 30.0


def test_a_broken_strap_makes_no_gap_out_of_missed_beats() -> None:
    """A missed beat lengthens its interval: nothing is lost from the clock."""
    owed: list[int] = []
    rng = random.Random(5)

    def missed(packet: Packet) -> Packet:
        told = []
        for ticks in rr_ticks(packet):
            owed.append(ticks)
            if rng.random() >= 0.05:
                told.append(sum(owed))
                owed.clear()
        return said(packet, rr_ticks=tuple(told))

    stream = BeatStream()
    seen([missed(packet) for packet in ride()], stream)
    assert stream.gap_s == 0.0
    assert stream.beats_by_verdict[BeatVerdict.MISSED] > 10
    assert stream.ride_artefact_pct == pytest.approx(5.0, abs=1.5)
