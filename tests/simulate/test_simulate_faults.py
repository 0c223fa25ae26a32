"""Each fault does what its name says, when it is told to, and leaves the rest of the ride alone."""

import random
import statistics
from itertools import pairwise

import pytest

from hrguide.bluetooth.heart_rate import (
    BadPacketError,
    Contact,
    HeartRateMeasurement,
    decode_heart_rate,
)
from hrguide.bluetooth.source import LinkChange, LinkReason, LinkState, Received
from hrguide.errors import UsageError
from hrguide.simulate.faults import FAULTS, FaultOrder, build_fault, parse_fault
from hrguide.simulate.heart import Traits
from hrguide.simulate.link_faults import NEIGHBOUR_DEVICE
from hrguide.simulate.source import DEVICE, SimulatedStrap

BODY = Traits(rest_bpm=70.0, max_bpm=185.0, threshold_bpm=135.0)
BEGIN_S, END_S, TO_S = 60.0, 100.0, 160.0


def _events(*faults: str) -> list[Received | LinkChange]:
    orders = [parse_fault(fault) for fault in faults]
    return list(SimulatedStrap(seed=9, traits=BODY, faults=orders).take(TO_S))


def _packets(events: list[Received | LinkChange]) -> list[Received]:
    return [e for e in events if isinstance(e, Received) and e.characteristic == "2a37"]


def _told(events: list[Received | LinkChange], *, inside: bool) -> list[HeartRateMeasurement]:
    return [
        decode_heart_rate(p.payload)
        for p in _packets(events)
        if (BEGIN_S <= p.at_s < END_S) is inside
    ]


CLEAN = _events()


def _rates(told: list[HeartRateMeasurement]) -> list[int]:
    return [m.hr_bpm for m in told]


def _ticks(told: list[HeartRateMeasurement]) -> list[int]:
    return [ticks for m in told for ticks in m.rr_ticks]


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_before_the_fault_all_is_as_without_it(name: str) -> None:
    events = _events(f"{name}@60+40")
    before = [e for e in events if e.at_s < BEGIN_S]
    assert before == [e for e in CLEAN if e.at_s < BEGIN_S]
    assert events != CLEAN


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_soon_after_the_fault_all_is_as_without_it(name: str) -> None:
    after = [e for e in _events(f"{name}@60+40") if e.at_s > END_S + 2.0]
    assert after == [e for e in CLEAN if e.at_s > END_S + 2.0]


@pytest.mark.parametrize(
    "name",
    ["doubled", "dry_strap", "ectopics", "halved", "jump", "missed"],
)
def test_time_is_not_lost_where_the_fault_is_not_a_gap(name: str) -> None:
    faulty = _packets(_events(f"{name}@60+40"))
    total = sum(sum(decode_heart_rate(p.payload).rr_ticks) for p in faulty)
    assert total == sum(sum(decode_heart_rate(p.payload).rr_ticks) for p in _packets(CLEAN))


def test_zeros_says_zero_without_intervals() -> None:
    told = _told(_events("zeros@60+40"), inside=True)
    assert len(told) == 40
    assert set(_rates(told)) == {0}
    assert _ticks(told) == []


def test_dropout_is_silent_with_the_link_up() -> None:
    events = _events("dropout@60+40")
    assert _told(events, inside=True) == []
    assert [e for e in events if isinstance(e, LinkChange)] == [CLEAN[0]]


def test_freeze_holds_the_last_value() -> None:
    events = _events("freeze@60+40")
    last = _told([e for e in CLEAN if e.at_s < BEGIN_S], inside=False)[-1]
    told = _told(events, inside=True)
    assert set(_rates(told)) == {last.hr_bpm}
    assert len(told) == 40
    assert _ticks(told) == []


def test_contact_loss_tells_no_contact() -> None:
    events = _events("contact_loss@60+40")
    assert {m.contact for m in _told(events, inside=True)} == {Contact.NONE}
    assert {m.contact for m in _told(events, inside=False)} == {Contact.DETECTED}


@pytest.mark.parametrize(("name", "factor"), [("doubled", 2.0), ("halved", 0.5)])
def test_doubled_and_halved_change_rate_and_intervals_alike(name: str, factor: float) -> None:
    told = _told(_events(f"{name}@60+40"), inside=True)
    clean = _told(CLEAN, inside=True)
    for wrong, right in zip(_rates(told), _rates(clean), strict=True):
        assert wrong == pytest.approx(right * factor, abs=0.5)
    ratio = statistics.fmean(_ticks(clean)) / statistics.fmean(_ticks(told))
    assert ratio == pytest.approx(factor, rel=0.03)


def test_ectopics_come_early_and_the_pause_makes_up_for_it() -> None:
    told = _ticks([decode_heart_rate(p.payload) for p in _packets(_events("ectopics@0+160"))])
    clean = _ticks([decode_heart_rate(p.payload) for p in _packets(CLEAN)])
    assert len(told) == len(clean)
    early = [i for i, (a, b) in enumerate(zip(told, clean, strict=True)) if a < 0.9 * b]
    assert 0.02 < len(early) / len(told) < 0.09
    for i in early[:-1]:
        assert told[i] + told[i + 1] == clean[i] + clean[i + 1]


def test_missed_makes_an_interval_of_two() -> None:
    told = _ticks([decode_heart_rate(p.payload) for p in _packets(_events("missed@0+160"))])
    clean = _ticks([decode_heart_rate(p.payload) for p in _packets(CLEAN)])
    share = 1.0 - len(told) / len(clean)
    assert 0.02 < share < 0.09
    assert max(told) > 1.7 * statistics.median(clean)


def test_disconnect_loses_the_link_for_150_s_and_gets_it_back() -> None:
    order = parse_fault("disconnect@60")
    assert order.duration_s == 150.0
    source = SimulatedStrap(seed=9, traits=BODY, faults=[order])
    events = list(source.take(300.0))
    changes = [(e.at_s, e.state, e.reason) for e in events if isinstance(e, LinkChange)][1:]
    assert changes == [
        (60.0, LinkState.LOST, LinkReason.OUT_OF_RANGE),
        (209.0, LinkState.CONNECTING, None),
        (210.0, LinkState.CONNECTED, None),
    ]
    assert {e.device for e in events if isinstance(e, LinkChange)} == {DEVICE}
    times = [p.at_s for p in _packets(events)]
    assert not [at_s for at_s in times if 60.0 <= at_s < 210.0]
    assert max(b - a for a, b in pairwise(times)) == pytest.approx(150.0, abs=1.1)


def test_neighbour_is_another_device_with_another_heart() -> None:
    packets = _packets(_events("neighbour@60+40"))
    theirs = [p for p in packets if p.device == NEIGHBOUR_DEVICE]
    assert all(BEGIN_S <= p.at_s < END_S for p in theirs)
    assert 38 <= len(theirs) <= 41
    mine = [p for p in packets if p.device == DEVICE]
    assert mine == _packets(CLEAN)
    rate = statistics.fmean(decode_heart_rate(p.payload).hr_bpm for p in theirs)
    assert abs(rate - statistics.fmean(_rates(_told(CLEAN, inside=True)))) > 10.0


def test_bad_packets_cannot_be_read_in_part_and_the_others_are_whole() -> None:
    packets = [p for p in _packets(_events("bad_packets@60+40")) if BEGIN_S <= p.at_s < END_S]
    bad = 0
    for packet in packets:
        try:
            decode_heart_rate(packet.payload)
        except BadPacketError:
            bad += 1
    assert len(packets) == 40
    assert 10 <= bad <= 30


def test_jump_leaps_by_45_while_the_intervals_stay() -> None:
    told, clean = _told(_events("jump@60+40"), inside=True), _told(CLEAN, inside=True)
    assert [w - r for w, r in zip(_rates(told), _rates(clean), strict=True)] == [45] * 40
    assert _ticks(told) == _ticks(clean)


def test_fill_500_tells_more_time_than_passed() -> None:
    told = _told(_events("fill_500@60+40"), inside=True)
    assert set(_ticks(told)) == {512}
    assert sum(_ticks(told)) / 1024 == pytest.approx(1.5 * 40.0)


def test_dry_strap_is_noisy_in_the_first_three_minutes() -> None:
    order = parse_fault("dry_strap")
    assert (order.at_s, order.duration_s) == (0.0, 180.0)
    told = _told(_events("dry_strap@60+40"), inside=True)
    clean = _told(CLEAN, inside=True)
    wild = [abs(w - r) > 8 for w, r in zip(_rates(told), _rates(clean), strict=True)]
    assert 2 <= sum(wild) <= 15
    median = statistics.median(_ticks(clean))
    odd = [t for t in _ticks(told) if abs(t - median) > 0.25 * median]
    assert len(odd) > 0.1 * len(_ticks(clean))


def test_repeat_delivers_every_packet_twice() -> None:
    packets = _packets(_events("repeat@60+40"))
    inside = [p for p in packets if BEGIN_S <= p.at_s < END_S]
    assert len(inside) == 80
    assert inside[0::2] == inside[1::2]


def test_faults_compose() -> None:
    events = _events("zeros@60+40", "neighbour@60+40", "dropout@80+20")
    mine = [p for p in _packets(events) if p.device == DEVICE]
    theirs = [p for p in _packets(events) if p.device == NEIGHBOUR_DEVICE]
    zeros = [p for p in mine if decode_heart_rate(p.payload).hr_bpm == 0]
    assert all(BEGIN_S <= p.at_s < 80.0 for p in zeros)
    assert len(zeros) == 20
    assert not [p for p in mine if 80.0 <= p.at_s < END_S]
    assert [p for p in theirs if 80.0 <= p.at_s < END_S]


def test_the_same_fault_twice() -> None:
    events = _events("dropout@30+10", "dropout@100+10")
    times = [p.at_s for p in _packets(events)]
    assert sum(b - a > 9.0 for a, b in pairwise(times)) == 2


def test_a_fault_changes_no_other_faults_draws() -> None:
    alone = [p for p in _packets(_events("missed@60+40")) if p.at_s < END_S]
    beside = [p for p in _packets(_events("missed@60+40", "ectopics@120+30")) if p.at_s < END_S]
    assert alone == beside


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("disconnect@600+150", FaultOrder(name="disconnect", at_s=600.0, duration_s=150.0)),
        ("zeros", FaultOrder(name="zeros", at_s=600.0, duration_s=20.0)),
        ("zeros@30", FaultOrder(name="zeros", at_s=30.0, duration_s=20.0)),
        ("fill_500+5.5", FaultOrder(name="fill_500", at_s=600.0, duration_s=5.5)),
        (" fill_500@1+2 ", FaultOrder(name="fill_500", at_s=1.0, duration_s=2.0)),
    ],
)
def test_orders_are_read(text: str, order: FaultOrder) -> None:
    assert parse_fault(text) == order


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_an_order_reads_back_what_it_prints(name: str) -> None:
    order = parse_fault(f"{name}@12.5+3")
    assert parse_fault(str(order)) == order
    assert build_fault(order, random.Random(1)) is not None


@pytest.mark.parametrize(
    "text", ["", "nonsense", "zeros@", "zeros@-1", "zeros@1e3", "@5", "zeros+"]
)
def test_what_is_no_order_is_refused_with_the_names(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_fault(text)
    assert "disconnect" in caught.value.hint
    assert "zeros" in caught.value.hint
