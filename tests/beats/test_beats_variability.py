"""alpha1 and its company live: when it is shown, when not, and that it is the stored ride's."""

import math
import random
from collections.abc import Sequence
from itertools import accumulate
from statistics import mean

import pytest

from hrguide.beats.beat import Beat, BeatVerdict
from hrguide.beats.correct import correct_rr
from hrguide.beats.dfa import alpha1_of, corrected, live_alpha1
from hrguide.beats.dfa_ride import alpha1_over_time
from hrguide.beats.gate import AlphaReason
from hrguide.beats.pulse import SignalReason
from hrguide.beats.pulse_variability import BeatsNow
from hrguide.beats.stream import BeatStream
from hrguide.beats.variability import Variability, rmssd_ms
from tests.beats.planting import Kind, judged, plant
from tests.beats.straps import Packet, between, hear, natural_rr_s, said, worn

R = AlphaReason


def good(rr_s: Sequence[float], start_s: float = 0.0) -> list[Beat]:
    return [
        Beat(at_s=start_s + at_s, rr_s=value, verdict=BeatVerdict.GOOD, median_s=0.46)
        for at_s, value in zip(accumulate(rr_s), rr_s, strict=True)
    ]


def rider(seconds: float = 200.0, seed: int = 1, bpm: float = 130.0) -> list[float]:
    return natural_rr_s(lambda at_s: bpm, seconds, random.Random(seed))


def live(beats: Sequence[Beat], pct: float | None = 0.0, steady_s: float = math.inf) -> R | None:
    at_s = beats[-1].at_s if beats else 120.0
    found = live_alpha1(beats, at_s=at_s, artefact_pct=pct, steady_s=steady_s)
    assert (found.value is None) == (found.reason is not None and found.reason.forbids)
    return found.reason


def test_the_gate_has_its_lines() -> None:
    """physiology.md C1, C3; each line on either side."""
    beats = good(rider(120.0))
    assert live(beats) is None
    assert live(beats[:100]) is R.SHORT_SPAN
    assert live(beats[:99]) is R.TOO_FEW_BEATS
    assert live([]) is R.TOO_FEW_BEATS
    assert live(beats, pct=2.9) is None
    assert live(beats, pct=3.0) is R.SOME_ARTEFACTS
    assert live(beats, pct=5.0) is R.SOME_ARTEFACTS
    assert live(beats, pct=5.1) is R.ARTEFACTS
    assert live(beats, pct=None) is R.ARTEFACTS
    assert live(beats, steady_s=119.0) is R.DEMAND_STEP
    assert live(beats, steady_s=120.0) is None


@pytest.mark.parametrize(("gap_s", "reason"), [(2.9, None), (3.1, R.GAP)])
def test_a_gap_inside_forbids_it(gap_s: float, reason: R | None) -> None:
    beats = good(rider(120.0))
    half = len(beats) // 2
    late = good([beat.rr_s for beat in beats[half:]], beats[half - 1].at_s + gap_s)
    late[0] = Beat(at_s=late[0].at_s, rr_s=late[0].rr_s, verdict=BeatVerdict.GOOD, gap_s=gap_s)
    assert live([*beats[:half], *late]) is reason


def test_a_silence_at_the_end_is_a_gap() -> None:
    beats = good(rider(120.0))
    for late_s, reason in ((4.9, None), (5.1, R.GAP)):
        at_s = beats[-1].at_s + late_s
        found = live_alpha1(beats, at_s=at_s, artefact_pct=0.0, steady_s=math.inf)
        assert found.reason is reason


def test_beats_all_alike_have_none() -> None:
    assert live(good([0.46] * 260)) is R.NO_VARIATION


@pytest.mark.parametrize("kind", ["missed", "extra", "ectopic"])
def test_live_correction_is_the_stored_rides(kind: Kind) -> None:
    """The verdicts, put right, leave alpha1 within 0.03 of the clean window's."""
    off, raw = [], []
    for seed in range(20):
        rr_s = rider(130.0, seed)
        planted = plant(rr_s, kind, 0.03, random.Random(seed))
        clean = alpha1_of(rr_s)
        live_value = alpha1_of(corrected(judged(planted.rr_s)))
        stored = alpha1_of(correct_rr(planted.rr_s).rr_s)
        unchanged = alpha1_of(planted.rr_s)
        assert clean is not None
        assert live_value is not None
        assert unchanged is not None
        off.append(live_value - clean)
        raw.append(unchanged - clean)
        assert live_value == pytest.approx(stored, abs=0.1)
    assert abs(sum(off) / len(off)) < 0.03
    assert sum(map(abs, raw)) > 4 * sum(map(abs, off))


def test_half_a_pair_at_the_windows_edge_is_interpolated() -> None:
    beats = good([0.46] * 5)
    odd = Beat(at_s=9.0, rr_s=0.2, verdict=BeatVerdict.EXTRA, closes_pair=True)
    opened = Beat(at_s=9.0, rr_s=0.2, verdict=BeatVerdict.ECTOPIC)
    assert corrected([odd, *beats, opened]) == pytest.approx([0.46] * 7)
    assert corrected([odd]) == []


def test_missed_beats_are_split_and_the_rest_interpolated() -> None:
    beats = good([0.40, 0.40, 0.40, 0.50, 0.50, 0.50])
    beats[2] = Beat(at_s=0.0, rr_s=1.2, verdict=BeatVerdict.MISSED, missing=2)
    assert corrected(beats)[2:5] == pytest.approx([0.4, 0.4, 0.4])
    beats[2] = Beat(at_s=0.0, rr_s=0.8, verdict=BeatVerdict.LONG)
    assert corrected(beats) == pytest.approx([0.40, 0.40, 0.45, 0.50, 0.50, 0.50])


def test_an_ectopic_pair_keeps_its_sum_where_it_lasts_two_beats() -> None:
    """Only the beat between was early: the time line stays (0.88 s, not 2 x 0.40)."""
    beats = good([0.40] * 6)
    for at, (rr_s, closes) in ((2, (0.34, False)), (3, (0.54, True))):
        beats[at] = Beat(
            at_s=0.0, rr_s=rr_s, verdict=BeatVerdict.ECTOPIC, median_s=0.42, closes_pair=closes
        )
    assert corrected(beats)[2:4] == pytest.approx([0.44, 0.44])
    beats[3] = Beat(
        at_s=0.0, rr_s=0.80, verdict=BeatVerdict.ECTOPIC, median_s=0.42, closes_pair=True
    )
    assert corrected(beats)[2:4] == pytest.approx([0.40, 0.40])  # 1.14 s is no two beats' worth


# ---- through the stream


def looked(packets: list[Packet], steady_s: float = math.inf) -> dict[int, BeatsNow]:
    """The picture at each whole second of a ride."""
    stream = BeatStream()
    watch = Variability(stream)
    waiting = list(reversed(packets))
    seen = {}
    for second in range(int(packets[-1].at_s) + 1):
        while waiting and waiting[-1].at_s <= second:
            hear(stream, [waiting.pop()])
        seen[second] = watch.look(float(second), steady_s=steady_s)
    return seen


def test_alpha1_comes_after_ninety_clean_seconds_and_then_each_five() -> None:
    rr_s = rider(400.0)
    seen = looked(worn(rr_s))
    first = min(second for second, now in seen.items() if now.alpha1 is not None)
    assert 90 <= first <= 97
    values = [seen[second].alpha1 for second in range(100, 400)]
    assert all(value is not None for value in values)
    changes = [n for n in range(1, 300) if values[n] != values[n - 1]]
    assert {(100 + n) % 5 for n in changes} == {1}  # the window's second, and one more
    assert len(changes) > 50
    stored = [window.alpha1 for window in alpha1_over_time(rr_s) if window.end_s >= 130.0]
    shown = [value for value in values[30::5] if value is not None]
    # a window that starts one beat later has all its boxes elsewhere: alike on the average only
    assert mean(shown) == pytest.approx(mean([a for a in stored if a is not None]), abs=0.01)


def test_a_dry_strap_in_the_first_minutes_has_no_alpha1() -> None:
    """D3: suppressed until the beats are good again; bad ones are told by kind."""
    rng = random.Random(6)

    def dry(packet: Packet) -> Packet:
        assert packet.measurement is not None
        told: list[int] = []
        for ticks in packet.measurement.rr_ticks:
            first = round(ticks * rng.uniform(0.3, 0.7))
            told += (first, ticks - first) if rng.random() < 0.12 else (ticks,)
        return said(packet, rr_ticks=tuple(told))

    seen = looked(between(worn(rider(500.0)), 0.0, 180.0, dry))
    shown = [second for second, now in seen.items() if now.alpha1 is not None]
    assert min(shown) >= 240
    assert set(range(300, 500)) <= set(shown)
    early = seen[170]
    assert early.alpha1_reason == "artefacts"
    assert early.rmssd_ms is None
    assert early.recent.extra >= 20
    assert seen[499].recent.extra == 0
    assert seen[499].ride.extra >= early.ride.extra
    assert not all(is_good for _, is_good in early.tachogram)


def test_a_new_effort_ends_the_number_at_once() -> None:
    stream = BeatStream()
    watch = Variability(stream)
    hear(stream, [packet for packet in worn(rider(200.0)) if packet.at_s <= 193.0])
    for second in range(188, 193):
        assert watch.look(float(second), steady_s=300.0).alpha1 is not None
    now = watch.look(193.0, steady_s=1.0)  # between two windows
    assert (now.alpha1, now.alpha1_reason) == (None, "demand_step")


@pytest.mark.parametrize("fault", ["repeated", "doubled"])
def test_beats_that_are_no_hearts_have_no_number(fault: str) -> None:
    """Each looks good by itself: repeated ones had an alpha1 of 1.5 and no bad beat."""

    def wrong(packet: Packet) -> Packet:
        assert packet.measurement is not None
        told = packet.measurement.rr_ticks
        if fault == "repeated":
            return said(packet, rr_ticks=(471,) * len(told))
        return said(packet, rr_ticks=told + told)

    seen = looked(between(worn(rider(420.0)), 200.0, 230.0, wrong))
    assert seen[199].alpha1 is not None
    assert seen[199].rmssd_ms is not None
    quiet = [second for second in range(200, 420) if seen[second].alpha1 is None]
    assert quiet == list(range(quiet[0], quiet[-1] + 1))  # and no flicker
    assert quiet[0] <= 212
    assert quiet[-1] >= 230 + 115  # until the last of them has left the two minutes
    assert all(seen[second].rmssd_ms is None for second in quiet[:-6])
    assert seen[419].alpha1 is not None


def test_a_frozen_strap_ends_the_number_in_its_second() -> None:
    def stuck(packet: Packet) -> Packet:
        assert packet.measurement is not None
        return said(packet, rr_ticks=(471,) * len(packet.measurement.rr_ticks))

    for start_s in range(200, 205):  # wherever it falls between two windows
        stream, frozen = BeatStream(), 0
        watch = Variability(stream)
        waiting = between(worn(rider(240.0)), float(start_s), 240.0, stuck)
        for second in range(230):
            hear(stream, [packet for packet in waiting if second - 1 < packet.at_s <= second])
            now = watch.look(float(second), steady_s=math.inf)
            if second > start_s and stream.pulse(float(second)).reason is SignalReason.FROZEN:
                frozen += 1
                assert (now.alpha1, now.rmssd_ms) == (None, None), second
        assert frozen > 10


def test_lost_beats_are_told_in_seconds() -> None:
    lost = between(worn(rider(300.0)), 150.0, 160.0, lambda packet: None)
    seen = looked(lost)
    assert seen[200].recent.gap_s == pytest.approx(10.0, abs=2.0)
    assert seen[200].alpha1_reason == "gap"
    assert seen[299].recent.gap_s == 0.0
    assert seen[299].ride.gap_s == pytest.approx(10.0, abs=2.0)


def test_rmssd_is_the_differences_of_good_neighbours() -> None:
    values = [0.46 + 0.01 * (-1) ** number for number in range(100)]
    assert rmssd_ms(good(values)) == pytest.approx(20.0)
    beats = good(values)
    beats[50] = Beat(at_s=0.0, rr_s=0.9, verdict=BeatVerdict.MISSED, missing=1)
    assert rmssd_ms(beats) == pytest.approx(20.0)
    assert rmssd_ms(good(values[:30])) is None
    apart = good([0.46] * 50 + [0.66] * 50)
    apart[50] = Beat(at_s=0.0, rr_s=0.66, verdict=BeatVerdict.GOOD, gap_s=4.0)
    assert rmssd_ms(apart) == 0.0  # nobody knows what stood before it


def test_the_tachogram_is_the_newest_beats() -> None:
    now = looked(worn(rider(100.0)))[100]
    assert len(now.tachogram) == 140
    assert all(is_good for _, is_good in now.tachogram)
    assert now.alpha1_definition == "boxes 4-16 forward, smoothness priors 500"
