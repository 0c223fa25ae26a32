"""The simulated strap as a source: deterministic, in order, quick, and light to import."""

import subprocess
import sys
import time
from collections import deque
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.beats.pulse import Signal
from hrguide.bluetooth.heart_rate import Contact, decode_heart_rate
from hrguide.bluetooth.source import LinkChange, LinkState, PacketSource, Received
from hrguide.guide.cue import Cue, CueKind
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Prompt, StepNow
from hrguide.simulate.faults import FAULTS, parse_fault
from hrguide.simulate.heart import Traits
from hrguide.simulate.source import DEVICE, SimulatedStrap

BODY = Traits(rest_bpm=62.0, max_bpm=182.0, threshold_bpm=136.0)


def _beats(events: list[Received | LinkChange]) -> list[Received]:
    return [e for e in events if isinstance(e, Received) and e.characteristic == "2a37"]


def _all(seed: int, to_s: float, **how: object) -> list[Received | LinkChange]:
    return list(SimulatedStrap(seed=seed, **how).take(to_s))  # type: ignore[arg-type]


def test_it_is_a_packet_source() -> None:
    source: PacketSource = SimulatedStrap(seed=1)
    assert source.take(0.0)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    assert _all(7, 120.0) == _all(7, 120.0)
    assert _all(7, 120.0) != _all(8, 120.0)


def test_giving_the_body_moves_nothing_else() -> None:
    drawn = SimulatedStrap(seed=3)
    given_body = SimulatedStrap(seed=3, traits=drawn.traits)
    assert drawn.take(200.0) == given_body.take(200.0)


@settings(max_examples=40, deadline=None)
@given(
    cuts=st.lists(st.floats(0.0, 130.0), max_size=60),
    faults=st.lists(st.sampled_from(sorted(FAULTS)), max_size=3, unique=True),
)
def test_chopping_take_changes_nothing(cuts: list[float], faults: list[str]) -> None:
    orders = [parse_fault(f"{name}@40+50") for name in faults]
    whole = _all(5, 130.0, faults=orders)
    chopped = SimulatedStrap(seed=5, faults=orders)
    pieces: list[Received | LinkChange] = []
    taken_s = -1.0
    for cut_s in sorted(cuts):
        piece = chopped.take(cut_s)
        assert all(taken_s < event.at_s <= cut_s for event in piece)
        taken_s = cut_s
        pieces += piece
    assert [*pieces, *chopped.take(130.0)] == whole


def _moments(to_s: float) -> list[Moment]:
    """A made-up session: a step a minute, a cue in each, a question now and then."""
    blank = Moment(
        at_s=0.0,
        elapsed_s=0.0,
        hr_bpm=120,
        signal=Signal.GOOD,
        signal_reason=None,
        step=None,
        verdict=Verdict.ON_COURSE,
    )
    moments = []
    for tick in range(int(to_s * 4) + 1):
        index, into_s = divmod(tick / 4, 60.0)
        effort, low = (("easy", 100), ("moderate", 130))[int(index) % 2]
        step = StepNow(
            index=int(index), round=1, effort=effort, left_s=60 - into_s, low_bpm=low, high_bpm=150
        )
        cue = Cue(CueKind.EASE, "Ease off.") if into_s == 20.0 else None
        prompt = Prompt.TALK if into_s > 25.0 else None
        moments.append(replace(blank, at_s=tick / 4, step=step, cue=cue, prompt=prompt))
    return moments


@settings(max_examples=30, deadline=None)
@given(extra=st.lists(st.floats(0.0, 200.0), max_size=80), late=st.integers(0, 1))
def test_a_rider_in_the_loop_gives_the_same_bytes_however_it_is_chopped(
    extra: list[float], late: int
) -> None:
    def ride(lateness: int, cuts: list[float]) -> tuple[list[object], list[tuple[float, str]]]:
        source = SimulatedStrap(seed=6, traits=BODY)
        events: list[object] = []
        said: list[tuple[float, str]] = []
        waiting: deque[Moment] = deque()
        for moment in _moments(200.0):
            while cuts and cuts[0] <= moment.at_s:
                events += source.take(cuts.pop(0))
            events += source.take(moment.at_s)
            waiting.append(moment)
            while len(waiting) > lateness:
                heard = waiting.popleft()
                said += [(heard.at_s, word) for word in source.hear(heard)]
        return events, said

    assert ride(late, sorted(extra)) == ride(0, [])


def test_the_rider_moves_the_bytes() -> None:
    heard, alone = (SimulatedStrap(seed=6, traits=BODY) for _ in range(2))
    for moment in _moments(100.0):
        heard.take(moment.at_s)
        heard.hear(moment)
    alone.take(100.0)
    assert heard.true_bpm(100.0) > alone.true_bpm(100.0) + 10.0


def test_a_time_already_taken_gives_nothing_more() -> None:
    source = SimulatedStrap(seed=5)
    source.take(50.0)
    assert list(source.take(50.0)) == []
    assert list(source.take(20.0)) == []


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_packets_come_once_a_second_in_order_with_jitter(seed: int) -> None:
    times = [packet.at_s for packet in _beats(_all(seed, 200.0))]
    assert times == sorted(times)
    assert len(times) in (199, 200, 201)
    gaps = [b - a for a, b in pairwise(times)]
    assert all(0.05 < gap < 1.95 for gap in gaps)
    assert len({round(gap, 6) for gap in gaps}) > 100


def test_it_says_hello_like_a_client_link_first_then_battery() -> None:
    events = _all(1, 3.0)
    first = events[0]
    assert isinstance(first, LinkChange)
    assert (first.state, first.device, first.at_s) == (LinkState.CONNECTED, DEVICE, 0.0)
    battery = [e for e in events if isinstance(e, Received) and e.characteristic == "2a19"]
    assert [b.payload for b in battery] == [bytes([87])]


def test_intervals_add_up_to_the_time_that_passed() -> None:
    packets = _beats(_all(2, 3600.0))
    told_s = sum(sum(decode_heart_rate(p.payload).rr_s) for p in packets)
    assert abs(told_s - 3600.0) < 2.0  # a beat at each end, no more
    assert all(len(decode_heart_rate(p.payload).rr_ticks) <= 3 for p in packets)


def test_the_rate_told_is_the_hearts_own() -> None:
    source = SimulatedStrap(seed=4, traits=BODY)
    errors = [
        decode_heart_rate(p.payload).hr_bpm - source.true_bpm(p.at_s, over_s=3.0)
        for p in _beats(list(source.take(300.0)))
    ][5:]
    assert abs(sum(errors) / len(errors)) < 1.0
    assert max(abs(error) for error in errors) < 12.0


def test_contact_and_energy_are_as_ordered() -> None:
    packets = _beats(_all(1, 60.0, contact=Contact.NOT_SUPPORTED, sends_energy=True))
    told = [decode_heart_rate(p.payload) for p in packets]
    assert {m.contact for m in told} == {Contact.NOT_SUPPORTED}
    assert 5 <= sum(m.energy_kj is not None for m in told) <= 7


def test_a_clinic_session_is_made_in_a_quarter_of_a_second() -> None:
    took_s = []
    for _ in range(3):
        begun_s = time.process_time()
        events = _all(1, 34 * 60.0)
        took_s.append(time.process_time() - begun_s)
        assert len(events) > 2000
    assert min(took_s) < 0.25


def test_neither_numpy_nor_bleak_nor_asyncio_is_loaded() -> None:
    probe = (
        "import sys; import hrguide.simulate.source, hrguide.simulate.closed_loop,"
        " hrguide.simulate.recorded; hrguide.simulate.source.SimulatedStrap(seed=1).take(9.0);"
        "print([m for m in ('numpy', 'bleak', 'asyncio', 'click', 'rich') if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60
    )
    assert out.stdout.strip() == "[]"
