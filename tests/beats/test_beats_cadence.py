"""Cadence lock (D3): an optical sensor that counts the legs, and hearts that merely beat nearby."""

import random
from collections.abc import Callable

import pytest

from hrguide.beats.cadence import CadenceWatch
from hrguide.beats.pulse import Pulse, Signal, SignalReason
from hrguide.beats.stream import BeatStream
from hrguide.bluetooth.heart_rate import HeartRateMeasurement

Rate = Callable[[int], float]


def ridden(
    bpm_at: Rate, rpm_at: Rate | None, *, seconds: int = 240, with_rr: bool = False
) -> dict[int, Pulse]:
    stream = BeatStream()
    rng = random.Random(1)
    seen = {}
    for second in range(1, seconds):
        bpm = round(bpm_at(second))
        if rpm_at is not None:
            stream.hear_cadence(float(second), rpm_at(second))
        rr = round(1024 * 60 / bpm + rng.gauss(0.0, 6.0))
        said = HeartRateMeasurement(hr_bpm=bpm, rr_ticks=(rr, rr + 2) if with_rr else ())
        stream.receive(float(second), said)
        seen[second] = stream.pulse(float(second))
    return seen


def locks_on(second: int) -> float:
    """120 bpm, then 12 more at once: twice a cadence of 66."""
    return 120.0 + second % 3 if second < 100 else 132.0 + second % 2


def steady(second: int) -> float:
    return 66.0


def reasons(seen: dict[int, Pulse]) -> set[SignalReason | None]:
    return {pulse.reason for pulse in seen.values()}


@pytest.mark.parametrize("multiple", [1.0, 2.0, 0.5])
def test_a_jump_onto_the_cadence_is_found_after_half_a_minute(multiple: float) -> None:
    seen = ridden(locks_on, lambda second: 132.0 / multiple)
    assert all(seen[second].hr_bpm is not None for second in range(1, 128))
    for second in range(133, 240):
        assert seen[second].hr_bpm is None
        assert seen[second].reason is SignalReason.CADENCE
    assert seen[239].signal is Signal.LOST


def test_it_is_over_when_the_number_leaves_the_cadence() -> None:
    seen = ridden(lambda s: locks_on(s) if s < 180 else 124.0 + s % 2, steady)
    assert seen[179].hr_bpm is None
    assert all(seen[second].hr_bpm is not None for second in range(182, 240))


def test_a_number_that_moves_with_the_legs_is_found_without_a_jump() -> None:
    def rpm(second: int) -> float:
        return 60.0 + 8.0 * ((second // 20) % 2) * (1 if second > 20 else 0)

    seen = ridden(lambda s: 2 * rpm(s) + (s % 3 - 1), rpm)
    assert SignalReason.CADENCE in reasons(seen)


def test_a_heart_near_twice_the_cadence_is_a_heart() -> None:
    """It came there slowly and drifts on its own; 70 rpm and 140 bpm is an ordinary ride."""
    seen = ridden(lambda s: min(140.0, 110.0 + s / 4) + s % 2, lambda s: 70.0 + (s // 7) % 2)
    assert SignalReason.CADENCE not in reasons(seen)


def test_beats_speak_for_themselves() -> None:
    assert SignalReason.CADENCE not in reasons(ridden(locks_on, steady, with_rr=True))


def test_no_cadence_no_lock() -> None:
    assert SignalReason.CADENCE not in reasons(ridden(locks_on, None))
    assert SignalReason.CADENCE not in reasons(ridden(locks_on, lambda second: 0.0))


def test_an_old_cadence_is_none() -> None:
    watch = CadenceWatch()
    watch.hear_cadence(0.0, 66.0)
    for second in range(120):
        watch.hear(float(second), 120 if second < 3 else 132)
    assert not watch.locked
