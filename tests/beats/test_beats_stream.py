"""The stream's entrance: what comes out depends on what was heard, and on nothing else."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.beats.beat import Beat, BeatVerdict
from hrguide.beats.pulse import Pulse, Signal, SignalReason
from hrguide.beats.stream import BeatStream
from hrguide.bluetooth.heart_rate import Contact, HeartRateMeasurement
from tests.beats.straps import (
    NEIGHBOUR,
    STRAP,
    Packet,
    between,
    hear,
    natural_rr_s,
    said,
    watched,
    worn,
)

MEASUREMENTS = st.builds(
    HeartRateMeasurement,
    hr_bpm=st.one_of(st.integers(60, 180), st.integers(0, 65535)),
    contact=st.sampled_from(Contact),
    energy_kj=st.none() | st.integers(0, 65535),
    rr_ticks=st.lists(st.one_of(st.integers(300, 1100), st.integers(0, 65535)), max_size=9).map(
        tuple
    ),
)
PACKETS = st.lists(
    st.tuples(
        st.one_of(st.floats(0.9, 1.1), st.floats(0.0, 200.0)),
        st.none() | MEASUREMENTS,
        st.sampled_from([None, STRAP, STRAP, NEIGHBOUR]),
    ),
    max_size=50,
)
Waits = list[tuple[float, HeartRateMeasurement | None, str | None]]


def steady(bpm: float, seconds: float, seed: int = 1) -> list[Packet]:
    return worn(natural_rr_s(lambda _: bpm, seconds, random.Random(seed)))


def at(packets: list[Packet], at_s: float) -> Pulse:
    """The pulse at `at_s`, with all heard up to then."""
    stream = BeatStream()
    hear(stream, [packet for packet in packets if packet.at_s <= at_s])
    return stream.pulse(at_s)


def test_nothing_heard_is_waiting() -> None:
    assert BeatStream().pulse(3.0) == Pulse(
        hr_bpm=None, signal=Signal.LOST, reason=SignalReason.WAITING
    )


def test_a_worn_strap_shows_its_own_number() -> None:
    """Theory with noise, 60 to 200 bpm: good from the first packet to the last."""
    for bpm in (60.0, 100.0, 140.0, 200.0):
        packets = steady(bpm, 300.0)
        by_time = {packet.at_s: packet.measurement for packet in packets}
        stream = BeatStream()
        for packet in packets:
            hear(stream, [packet])
            pulse = stream.pulse(packet.at_s)
            measurement = by_time[packet.at_s]
            assert measurement is not None
            if measurement.hr_bpm == 0:
                continue  # before the first interval has ended
            assert pulse.hr_bpm == measurement.hr_bpm
            assert pulse.signal is Signal.GOOD
            assert pulse.silent_s == 0.0
        assert stream.beats_by_verdict[BeatVerdict.GOOD] > bpm * 4.8
        assert stream.gap_s == 0.0
        assert stream.ride_artefact_pct == 0.0


def test_a_strap_without_rr_is_believed_by_its_number() -> None:
    """Verity Sense sends none (polar-ble-sdk #386)."""
    rng = random.Random(1)
    packets = worn(natural_rr_s(lambda at_s: 100.0 + at_s / 10, 200.0, rng), with_rr=False)
    pulses = [pulse for now_s, pulse in watched(packets) if now_s > 3.0]
    assert all(pulse.signal is Signal.GOOD for pulse in pulses)
    assert all(pulse.artefact_pct is None for pulse in pulses)


def test_beats_come_out_once_and_in_order() -> None:
    rr_s = natural_rr_s(lambda _: 130.0, 120.0, random.Random(1))
    stream = BeatStream()
    beats: list[Beat] = []
    for packet in worn(rr_s):
        assert packet.measurement is not None
        beats += stream.receive(packet.at_s, packet.measurement, packet.device)
    assert len(rr_s) - 1 <= len(beats) <= len(rr_s)
    assert [beat.rr_s for beat in beats] == rr_s[: len(beats)]
    assert [beat.at_s for beat in beats] == sorted(beat.at_s for beat in beats)
    assert stream.recent_rr(1000.0, 1000.0) == tuple(beats)


def test_recent_rr_is_what_the_span_holds() -> None:
    packets = steady(120.0, 400.0)
    stream = BeatStream()
    hear(stream, packets)
    end_s = packets[-1].at_s
    recent = stream.recent_rr(120.0, end_s)
    assert all(end_s - 120.0 < beat.at_s <= end_s for beat in recent)
    assert len(recent) == pytest.approx(240, abs=4)
    assert stream.recent_rr(10.0, end_s - 60.0)[-1].at_s <= end_s - 60.0
    assert len(stream.recent_rr(9999.0, end_s)) == pytest.approx(600, abs=8)


def test_a_late_batch_shows_no_gap_and_no_fault() -> None:
    """Polar staff (#227): RR 3 to 4 s old; here the RR of four packets come in each fourth."""
    packets: list[Packet] = []
    held: tuple[int, ...] = ()
    for number, packet in enumerate(steady(150.0, 200.0)):
        assert packet.measurement is not None
        held = (*held, *packet.measurement.rr_ticks)
        if number % 4 == 3:
            packets.append(said(packet, rr_ticks=held))
            held = ()
        else:
            packets.append(said(packet, rr_ticks=()))
    pulses = [pulse for now_s, pulse in watched(packets) if now_s > 3.0]
    assert {pulse.signal for pulse in pulses} == {Signal.GOOD}
    assert pulses[-1].artefact_pct == 0.0


def test_copies_are_counted_and_change_nothing() -> None:
    """bleak #2002: each notification three times."""
    once = steady(110.0, 120.0)
    thrice = [packet for packet in once for _ in range(3)]
    stream, plain = BeatStream(), BeatStream()
    hear(stream, thrice)
    hear(plain, once)
    with_rr = sum(bool(p.measurement and p.measurement.rr_ticks) for p in once)
    assert stream.repeats == 2 * with_rr
    assert stream.recent_rr(999.0, 999.0) == plain.recent_rr(999.0, 999.0)
    assert stream.pulse(120.0) == plain.pulse(120.0)


def test_zeros_do_not_push() -> None:
    """RunnerUp #145: zeros pulled the mean to 130 while the heart was at 147."""
    packets = between(
        steady(147.0, 120.0), 60.0, 80.0, lambda packet: said(packet, hr_bpm=0, rr_ticks=())
    )
    for now_s, pulse in watched(packets):
        if 61.0 <= now_s < 80.0:
            assert pulse.hr_bpm is None
            assert pulse.reason is (SignalReason.ZERO)
            assert pulse.signal is (Signal.LOST if now_s > 68.0 else pulse.signal)
        elif (now_s > 4.0 and now_s < 60.0) or now_s > 81.5:
            assert pulse.hr_bpm == pytest.approx(147, abs=5)


def test_a_lone_zero_between_good_numbers_hides_one_second_only() -> None:
    """qdomyos #603: a broadcast that alternates with 0."""
    packets = [
        said(packet, hr_bpm=0, rr_ticks=()) if number % 2 else packet
        for number, packet in enumerate(steady(120.0, 60.0))
    ]
    stream = BeatStream()
    for packet in packets:
        hear(stream, [packet])
        assert packet.measurement is not None
        shown = stream.pulse(packet.at_s).hr_bpm
        assert shown == (packet.measurement.hr_bpm or None)


def test_dead_strap_shows_no_number() -> None:
    """qdomyos-zwift #3817: the last value was shown to the end."""
    packets = steady(130.0, 60.0)
    last_s = packets[-1].at_s
    for now_s, pulse in watched(packets, until_s=last_s + 600.0):
        quiet_s = now_s - last_s
        if quiet_s > 4.0:
            assert pulse.hr_bpm is None
            assert pulse.reason is SignalReason.SILENT
            assert pulse.signal is (Signal.LOST if quiet_s > 8.0 else Signal.POOR)
            assert pulse.silent_s == pytest.approx(quiet_s)
        elif quiet_s >= 0.0:
            assert pulse.hr_bpm is not None


def test_neighbours_strap() -> None:
    """TrackMyIndoorWorkout #376: never changes strap silently; asked for, it goes on with it."""
    own, other = (
        steady(120.0, 60.0),
        worn(natural_rr_s(lambda _: 160.0, 60.0, random.Random(2)), start_s=60.5, device=NEIGHBOUR),
    )
    stream = BeatStream()
    hear(stream, own)
    beats = stream.beats_by_verdict[BeatVerdict.GOOD]
    for packet in other:
        hear(stream, [packet])
        pulse = stream.pulse(packet.at_s + 0.9)
        if packet.at_s + 0.9 > own[-1].at_s + 1.5:
            assert pulse.hr_bpm is None
            assert pulse.reason is SignalReason.OTHER_STRAP
    assert stream.beats_by_verdict[BeatVerdict.GOOD] == beats
    assert stream.other_packets == len(other)
    assert stream.other_device == NEIGHBOUR
    stream.accept_device(NEIGHBOUR)
    assert stream.other_device is None
    later = worn(
        natural_rr_s(lambda _: 160.0, 60.0, random.Random(3)), start_s=121.5, device=NEIGHBOUR
    )
    hear(stream, later)
    assert stream.pulse(later[-1].at_s).hr_bpm == pytest.approx(160, abs=4)


def test_a_neighbour_who_left_is_silence() -> None:
    own = steady(120.0, 60.0)
    last_s = own[-1].at_s
    other = [
        Packet(at_s=last_s + n, measurement=own[-1].measurement, device=NEIGHBOUR) for n in (1, 2)
    ]
    assert at(own + other, last_s + 5.0).reason is SignalReason.OTHER_STRAP
    assert at(own + other, last_s + 7.0).reason is SignalReason.SILENT


def test_two_straps_heard_side_by_side_are_never_mixed() -> None:
    own = steady(120.0, 120.0)
    other = worn(
        natural_rr_s(lambda _: 165.0, 120.0, random.Random(2)), start_s=1.0, device=NEIGHBOUR
    )
    both = sorted([*own, *other], key=lambda packet: packet.at_s)
    assert own[0].at_s < other[0].at_s
    mixed, alone = BeatStream(), BeatStream()
    pulses = list(watched(both, until_s=120.0, stream=mixed))
    assert pulses == list(watched(own, until_s=120.0, stream=alone))


def test_a_jump_after_a_reconnect_is_checked() -> None:
    """The same device, but 60 bpm higher after 10 s: the beats must confirm it first."""
    before = steady(100.0, 60.0)
    after = worn(natural_rr_s(lambda _: 165.0, 30.0, random.Random(2)), start_s=72.0)
    stream = BeatStream()
    hear(stream, before)
    shown = []
    for packet in after:
        hear(stream, [packet])
        pulse = stream.pulse(packet.at_s)
        if packet.measurement and packet.measurement.hr_bpm:
            shown.append(pulse.hr_bpm)
    assert shown[0] is None
    assert shown[-1] == pytest.approx(165, abs=5)
    assert shown.index(next(bpm for bpm in shown if bpm is not None)) <= 6


def test_a_recording_that_knows_no_device_is_one_strap() -> None:
    packets = steady(120.0, 60.0)
    unknown = [Packet(at_s=p.at_s, measurement=p.measurement, device=None) for p in packets]
    half = unknown[:30] + packets[30:]
    assert at(half, 60.0) == at(packets, 60.0) == at(unknown, 60.0)


def test_bad_packets_are_counted_and_told() -> None:
    packets = steady(120.0, 60.0)
    last_s = packets[-1].at_s
    packets += [Packet(at_s=last_s + n, measurement=None) for n in range(1, 21)]
    stream = BeatStream()
    hear(stream, packets)
    pulse = stream.pulse(last_s + 20.0)
    assert stream.bad_packets == 20
    assert (pulse.hr_bpm, pulse.reason) == (None, SignalReason.BAD_PACKETS)


def test_bad_packets_from_the_start_are_told() -> None:
    stream = BeatStream()
    stream.bad_packet(1.0)
    assert stream.pulse(1.5).reason is SignalReason.BAD_PACKETS
    assert stream.pulse(6.0).reason is SignalReason.WAITING


def test_a_dropout_is_counted_as_a_gap() -> None:
    packets = [packet for packet in steady(120.0, 200.0) if not 60.0 < packet.at_s < 90.0]
    stream = BeatStream()
    hear(stream, packets)
    assert stream.gap_s == pytest.approx(29.0, abs=2.0)
    pulse = stream.pulse(packets[-1].at_s)
    assert pulse.signal is Signal.GOOD  # it is over
    assert stream.ride_artefact_pct == pytest.approx(100 * stream.gap_s / 200.0, rel=0.05)


def test_a_gap_stands_before_one_beat() -> None:
    packets = [packet for packet in steady(120.0, 200.0) if not 60.0 < packet.at_s < 90.0]
    stream = BeatStream()
    hear(stream, packets)
    assert sum(beat.gap_s for beat in stream.recent_rr(300.0, 200.0)) == stream.gap_s


def test_beats_that_stop_beside_a_number_are_a_gap_that_grows() -> None:
    packets = between(steady(120.0, 200.0), 100.0, 160.0, lambda p: said(p, rr_ticks=()))
    pulses = dict(watched(packets))
    assert pulses[103.0].artefact_pct == 0.0
    assert pulses[150.0].artefact_pct == pytest.approx(100 * 50 / 120, abs=2)
    assert pulses[180.0].artefact_pct == pytest.approx(100 * 60 / 120, abs=2)


def test_zeros_from_the_start_are_poor_first() -> None:
    zero = HeartRateMeasurement(hr_bpm=0)
    packets = [Packet(at_s=100.0 + n, measurement=zero) for n in range(20)]
    signals = [pulse.signal for now_s, pulse in watched(packets) if now_s >= 100.0]
    assert signals[:33] == [Signal.POOR] * 33
    assert set(signals[33:]) == {Signal.LOST}


def test_a_number_off_the_skin_is_no_history() -> None:
    """What the strap says without contact is no rate that the next one could jump from."""
    packets = between(
        steady(130.0, 200.0),
        100.0,
        140.0,
        lambda p: said(p, hr_bpm=70, rr_ticks=(), contact=Contact.NONE),
    )
    pulses = dict(watched(packets))
    assert pulses[120.0].hr_bpm is None
    assert all(pulses[now_s].hr_bpm for now_s in (141.0, 142.0, 150.0))


def test_a_number_is_not_frozen_over_a_silence() -> None:
    packets = [
        said(packet, hr_bpm=130, rr_ticks=())
        for packet in steady(130.0, 90.0)
        if not 45.0 < packet.at_s < 60.0
    ]
    pulses = dict(watched(packets))
    assert all(pulses[now_s].hr_bpm == 130 for now_s in (40.0, 62.0, 75.0, 89.0))


def test_after_a_dropout_the_number_is_there_at_once_and_fair_for_half_a_minute() -> None:
    packets = [packet for packet in steady(120.0, 200.0) if not 60.0 < packet.at_s < 90.0]
    back_s = next(packet.at_s for packet in packets if packet.at_s >= 90.0)
    seen = {now_s: pulse for now_s, pulse in watched(packets) if now_s >= back_s}
    first = seen[min(seen)]
    assert first.hr_bpm is not None
    assert (first.signal, first.reason) == (Signal.FAIR, SignalReason.GAP)
    assert seen[min(seen) + 31.0].signal is Signal.GOOD


@given(PACKETS)
def test_any_packets_make_a_pulse_the_rules_allow(waits: Waits) -> None:
    stream, at_s = BeatStream(), 0.0
    for wait_s, measurement, device in waits:
        at_s += wait_s
        own = stream._device is None or device is None or device == stream._device
        if measurement is None:
            stream.bad_packet(at_s)
            continue
        stream.receive(at_s, measurement, device)
        for later_s in (0.0, 1.6, 4.1, 8.1):
            pulse = stream.pulse(at_s + later_s)
            shown = pulse.hr_bpm
            assert shown is None or 30 <= shown <= 230
            assert (shown is None) or pulse.signal is not Signal.LOST
            assert (pulse.reason is None) == (pulse.signal is Signal.GOOD)
            if later_s > 4.0:
                assert shown is None
            if own and later_s == 0.0 and stream.repeats == 0:
                assert shown in (None, measurement.hr_bpm)
                if measurement.contact is Contact.NONE:
                    assert shown is None
            if not own and later_s == 1.6:
                assert shown is None


@given(PACKETS, st.lists(st.floats(0.0, 400.0), max_size=20), st.randoms(use_true_random=False))
def test_looking_changes_nothing(waits: Waits, looks: list[float], rng: random.Random) -> None:
    """Any chopping of the session's grid: the same pulses, however often and whenever asked."""
    looked, plain, at_s = BeatStream(), BeatStream(), 0.0
    for wait_s, measurement, device in waits:
        at_s += wait_s
        for look_s in rng.sample(looks, len(looks) // 2):
            looked.pulse(at_s + look_s)
            looked.recent_rr(look_s, at_s)
        for stream in (looked, plain):
            hear(stream, [Packet(at_s=at_s, measurement=measurement, device=device)])
        assert looked.pulse(at_s) == plain.pulse(at_s)
    for look_s in looks:
        assert looked.pulse(at_s + look_s) == plain.pulse(at_s + look_s)
    assert looked.recent_rr(300.0, at_s) == plain.recent_rr(300.0, at_s)


@given(PACKETS, st.lists(st.floats(-5.0, 5.0), max_size=50))
def test_arrivals_that_run_back_are_taken_as_now(waits: Waits, jitter: list[float]) -> None:
    stream, at_s = BeatStream(), 0.0
    for (wait_s, measurement, device), off_s in zip(waits, jitter, strict=False):
        at_s += wait_s
        hear(stream, [Packet(at_s=at_s + off_s, measurement=measurement, device=device)])
    times = [beat.at_s for beat in stream.recent_rr(9999.0, at_s + 10.0)]
    assert times == sorted(times)
