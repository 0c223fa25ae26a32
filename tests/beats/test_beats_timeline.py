"""The RR clock: arrival times lie, beats do not."""

import random
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.beats.timeline import BLOCK_S, LATEST_S, Placement, RrClock
from tests.beats.straps import natural_rr_s, recording

Arrivals = list[tuple[float, tuple[float, ...]]]


def placed(packets: Arrivals) -> list[Placement]:
    clock = RrClock()
    return [clock.place(at_s, rr_s) for at_s, rr_s in packets]


def each_second(seconds: range, *rr_s: float) -> Arrivals:
    """A packet each second with the same intervals."""
    return [(float(second), rr_s) for second in seconds]


def test_beats_stand_where_the_intervals_put_them() -> None:
    """Theory: one beat each 0.75 s, packets at 1 Hz with 0 to 2 of them."""
    packets: Arrivals = []
    sent = 0
    for second in range(1, 61):
        due = int(second / 0.75)
        packets.append((float(second), (0.75,) * (due - sent)))
        sent = due
    times = [at_s for placement in placed(packets) for at_s in placement.at_s]
    steps = [after - before for before, after in pairwise(times)]
    assert len(times) == 80
    # The first packet was 0.25 s late; once one is prompt, each step is the interval itself.
    assert steps[10:] == [0.75] * len(steps[10:])
    assert times[-1] == 60.0


def test_intervals_of_a_packet_end_at_its_arrival() -> None:
    (placement,) = placed([(10.0, (0.5, 0.25, 0.75))])
    assert placement.at_s == (9.0, 9.25, 10.0)


def test_late_batches_are_put_in_order() -> None:
    """Polar staff: RR 3 to 4 s old on arrival; the beats still stand 0.5 s apart."""
    packets = each_second(range(1, 11), 0.5, 0.5)
    packets += [(11.0, ()), (12.0, ()), (13.0, ()), (14.0, (0.5,) * 8)]
    packets += each_second(range(15, 25), 0.5, 0.5)
    placements = placed(packets)
    times = [at_s for placement in placements for at_s in placement.at_s]
    assert times == [0.5 * n for n in range(1, 49)]
    assert sum(placement.gap_s + placement.excess_s for placement in placements) == 0.0


def test_a_burst_within_two_seconds_holds_more_beats_than_that() -> None:
    """NeuroKit.py #39: four beats arrive within 1.95 s, their intervals add up to 3.51 s."""
    rr_s = (0.86, 0.89, 0.88, 0.88)
    arrivals = (20.0, 20.6, 21.3, 21.95)
    before = each_second(range(1, 18), 0.875)
    placements = placed(
        [*before, *((at_s, (rr,)) for at_s, rr in zip(arrivals, rr_s, strict=True))]
    )
    times = [at_s for placement in placements for at_s in placement.at_s]
    steps = [after - before for before, after in pairwise(times)]
    assert steps[-3:] == pytest.approx(rr_s[1:])
    assert times[-1] <= 21.95


@given(
    st.lists(
        st.tuples(
            st.floats(0.0, 30.0),
            st.lists(st.integers(0, 65535), max_size=9).map(
                lambda ticks: tuple(n / 1024 for n in ticks)
            ),
        ),
        max_size=40,
    )
)
def test_order_is_kept_and_no_beat_comes_before_it_happened(
    waits: list[tuple[float, tuple[float, ...]]],
) -> None:
    clock, at_s, last_s = RrClock(), 100.0, float("-inf")
    for wait_s, rr_s in waits:
        at_s += wait_s
        placement = clock.place(at_s, rr_s)
        assert len(placement.at_s) == (0 if placement.copy else len(rr_s))
        assert placement.gap_s >= 0.0
        assert placement.excess_s >= 0.0
        for beat_s in placement.at_s:
            assert last_s <= beat_s <= at_s
            last_s = beat_s


@given(st.integers(0, 2**32), st.floats(0.0, 4.0))
def test_noise_and_lateness_cost_no_beat_and_no_gap(seed: int, late_s: float) -> None:
    """Theory with noise: held back for up to 4 s at random, then all at once, in order."""
    rng = random.Random(seed)
    rr_s = natural_rr_s(lambda _: 120.0, 60.0, rng)
    true_s = [100.0 + end_s for end_s in accumulate(rr_s)]
    clock, release_s, copies = RrClock(), 0.0, 0
    heard: list[float] = []
    for beat_s, interval_s in zip(true_s, rr_s, strict=True):
        if beat_s > release_s:
            release_s = beat_s + rng.uniform(0.0, late_s)
        placement = clock.place(release_s, (interval_s,))
        assert placement.gap_s == 0.0
        assert placement.excess_s == 0.0
        if placement.copy:  # two equal intervals in one radio burst, and no room for the second
            copies += 1
        heard += placement.at_s or (release_s,)
    worst_s = max(abs(told - true) for told, true in zip(heard, true_s, strict=True))
    assert worst_s <= late_s + copies * max(rr_s) + 1e-9


def test_an_arrival_that_runs_back_counts_as_the_last_one() -> None:
    placements = placed([(10.0, (0.5,)), (9.0, (0.5, 0.25)), (9.5, (0.125,))])
    assert [placement.at_s for placement in placements] == [(10.0,), (10.0, 10.0), (10.0,)]


def test_a_silence_is_a_gap_and_the_clock_starts_again() -> None:
    before = each_second(range(1, 11), 0.5, 0.5)
    after = each_second(range(31, 41), 0.5, 0.5)
    placements = placed(before + after)
    gaps = [placement.gap_s for placement in placements if placement.gap_s]
    assert gaps == [20.0]
    assert placements[10].at_s == (30.5, 31.0)


def test_a_long_silence_filled_by_late_beats_is_no_gap() -> None:
    packets = each_second(range(1, 11), 1.0)
    packets.append((19.0, (1.0,) * 9))
    assert sum(placement.gap_s for placement in placed(packets)) == 0.0


def test_a_small_loss_is_found_by_the_delay_that_stays() -> None:
    """Three packets lost, no silence long enough to tell: found within two blocks of 20 s."""
    lost = (11, 12, 13)
    packets = [packet for packet in each_second(range(1, 61), 0.5, 0.5) if packet[0] not in lost]
    placements = placed(packets)
    assert [placement.gap_s for placement in placements if placement.gap_s] == [3.0]
    found_s = next(
        at_s for (at_s, _), placement in zip(packets, placements, strict=True) if placement.gap_s
    )
    assert found_s <= 13.0 + 2 * BLOCK_S


def test_a_copy_is_seen_and_not_placed() -> None:
    """bleak #2002: each notification delivered twice after a leaked subscription."""
    packets: Arrivals = []
    for second in range(1, 31):
        rr_s = (0.5, 0.5 + second / 1024)
        packets += [(float(second), rr_s), (second + 0.001, rr_s), (second + 0.002, rr_s)]
    placements = placed(packets)
    assert [placement.copy for placement in placements] == [False, True, True] * 30


def test_equal_intervals_of_a_burst_are_beats_of_their_own() -> None:
    """Radio held back three packets: equal lists at once, but there is room for them."""
    packets = each_second(range(1, 21), 1.0)
    packets += [(24.0, (1.0,)), (24.01, (1.0,)), (24.02, (1.0,)), (24.03, (1.0,))]
    assert not any(placement.copy for placement in placed(packets))


def test_a_first_packet_that_was_late_is_no_excess() -> None:
    packets: Arrivals = [(5.0, (1.0,)), *((5.0 + n / 10, (1.0 + n / 1024,)) for n in range(1, 4))]
    packets += [(5.0 + n, (1.0 + n / 1024,)) for n in range(1, 20)]
    assert sum(placement.excess_s for placement in placed(packets)) == 0.0


def test_more_beats_than_time_are_told() -> None:
    """WHOOP (ryanbr/noop #2371): 1.5 s of intervals of 500 ms in every second."""
    packets = each_second(range(1, 31), 0.5, 0.5)
    packets += each_second(range(31, 61), 0.5, 0.5, 0.5)
    placements = placed(packets)
    assert sum(placement.excess_s for placement in placements) == pytest.approx(15.0 - LATEST_S)
    assert placements[-1].at_s[-1] == 60.0


def test_nonsense_is_no_time_that_beats_could_fill() -> None:
    packets = each_second(range(1, 31), 0.5, 0.5)
    packets += [(31.0, (63.0, 0.0)), (32.0, (0.5, 0.5))]
    assert sum(placement.excess_s for placement in placed(packets)) == 0.0


def test_real_consecutive_packets_stand_one_second_apart() -> None:
    """Five consecutive packets of a Polar (FleXoft/Polar-H7-HRM #1), arrivals at 1 Hz assumed."""
    rows = recording("ble/ble_2a37_payloads.csv").read_text().splitlines()
    payloads = [bytes.fromhex(row.split(",")[0]) for row in rows if "consecutive packets" in row]
    lists = [
        tuple(
            int.from_bytes(payload[at : at + 2], "little") / 1024
            for at in range(2, len(payload) - 1, 2)
        )
        for payload in payloads
    ]
    placements = placed([(float(second), rr_s) for second, rr_s in enumerate(lists, start=1)])
    times = [at_s for placement in placements for at_s in placement.at_s]
    steps = [after - before for before, after in pairwise(times)]
    assert len(times) == 7
    # 5.08 s of beats, 1.38 s of them before the first arrival: no packet came ahead of its beats.
    assert steps == pytest.approx([rr for rr_s in lists for rr in rr_s][1:])
    assert times[0] == pytest.approx(1.0 - lists[0][1])
    assert times[-1] <= 5.0
