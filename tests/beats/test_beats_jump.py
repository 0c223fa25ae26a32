"""Changes no heart can make, and those it can."""

import math
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.beats.jump import (
    BACK_S,
    FORGET_S,
    STEADY_S,
    JumpWatch,
)
from hrguide.beats.pulse import SignalReason

JUMP, DOUBLED, HALVED = SignalReason.JUMP, SignalReason.DOUBLED, SignalReason.HALVED


def doubts(
    said: Iterable[tuple[float, int]], *, beats_bpm: float | None = None, follow: bool = False
) -> list[SignalReason | None]:
    """The doubt at each (at_s, bpm); beats at `beats_bpm`, or (follow) at the number itself."""
    watch = JumpWatch()
    found = []
    for at_s, bpm in said:
        rate = float(bpm) if follow else beats_bpm
        if rate is not None:
            for _ in range(2):
                watch.hear_beat(True)
        found.append(watch.doubt(at_s, bpm, rate))
    return found


def each_second(from_s: int, to_s: int, bpm: int) -> list[tuple[float, int]]:
    return [(float(second), bpm) for second in range(from_s, to_s)]


@pytest.mark.parametrize("tau_s", [20.0, 28.0, 38.0])
def test_a_heart_that_starts_to_work_is_believed(tau_s: float) -> None:
    """physiology.md E1, from 70 to 170: the steepest start is 5 bpm/s."""
    said = [(float(s), round(170 - 100 * math.exp(-s / tau_s))) for s in range(180)]
    assert not any(doubts(said))


def test_a_jump_is_doubted_until_five_beats_confirm_it() -> None:
    said = each_second(0, 10, 100) + each_second(10, 20, 130)
    found = doubts(said, follow=True)
    assert found[:10] == [None] * 10
    assert found[10:13] == [JUMP] * 3  # none, two, four beats since
    assert found[13:] == [None] * 7


def test_a_jump_the_beats_deny_stays_doubted() -> None:
    said = each_second(0, 10, 100) + each_second(10, 60, 145)
    assert set(doubts(said, beats_bpm=100.0)[10:]) == {JUMP}


def test_a_spike_is_doubted_and_what_follows_is_not() -> None:
    said = [*each_second(0, 10, 100), (10.0, 160), *each_second(11, 20, 101)]
    assert doubts(said, follow=True) == [None] * 10 + [JUMP] + [None] * 9


def test_without_beats_a_jump_must_hold() -> None:
    said = each_second(0, 10, 100) + each_second(10, 40, 135)
    found = doubts(said)
    assert set(found[10 : 10 + int(STEADY_S)]) == {JUMP}
    assert set(found[10 + int(STEADY_S) :]) == {None}


def test_without_beats_nonsense_never_holds() -> None:
    said = each_second(0, 10, 100)
    said += [(10.0 + n, (150, 180, 60)[n % 3]) for n in range(90)]
    assert set(doubts(said)[10:]) == {JUMP}


def test_without_beats_two_numbers_in_turns_are_never_believed() -> None:
    """60 and 200 a packet each: the 60 was "good" every other second."""
    said = [*each_second(0, 10, 60), *((10.0 + n, (200, 60)[n % 2]) for n in range(300))]
    assert set(doubts(said)[10:]) == {JUMP}
    from_start = [(float(n), (60, 200)[n % 2]) for n in range(300)]
    assert doubts(from_start) == [None] + [JUMP] * 299


def test_without_beats_what_comes_back_must_hold() -> None:
    said = [*each_second(0, 10, 100), (10.0, 160), *each_second(11, 30, 101)]
    held = 11 + int(BACK_S)
    assert doubts(said) == [None] * 10 + [JUMP] * (held - 10) + [None] * (30 - held)


def test_a_creeping_twelve_a_second_is_no_heart() -> None:
    said = [*each_second(0, 10, 80), (10.0, 93), (11.0, 105)]
    assert doubts(said, follow=True)[-1] is JUMP


def test_a_counted_twice_is_told_after_five_seconds_and_held() -> None:
    said = each_second(0, 10, 85) + each_second(10, 69, 170)
    found = doubts(said, follow=True)
    assert set(found[10:16]) == {JUMP}
    assert set(found[16:]) == {DOUBLED}


def test_a_true_doubling_is_believed_after_a_minute() -> None:
    """Somebody whose strap had missed every other beat before."""
    said = each_second(0, 10, 85) + each_second(10, 100, 170)
    found = doubts(said, follow=True)
    assert set(found[16:70]) == {DOUBLED}
    assert found[70:] == [None] * 30


def test_a_halving_is_held_for_two_minutes() -> None:
    """Believed too soon it would push somebody whose heart beats at 160."""
    said = each_second(0, 10, 160) + each_second(10, 200, 80)
    found = doubts(said, follow=True)
    assert set(found[16:130]) == {HALVED}
    assert found[-1] is None


def test_a_multiple_is_held_while_the_true_rate_moves_on() -> None:
    """Counted half, while the heart rises from 120 to 160."""
    said = each_second(0, 10, 120)
    said += [(10.0 + n, round((120 + n) / 2)) for n in range(41)]
    assert None not in doubts(said, follow=True)[10:]


def test_the_end_of_a_multiple_is_seen_at_once() -> None:
    said = each_second(0, 10, 120) + each_second(10, 40, 60) + each_second(40, 45, 128)
    assert doubts(said, follow=True)[40:] == [None] * 5


@pytest.mark.parametrize(
    ("silent_s", "bpm", "doubted"),
    [(15, 95, False), (15, 170, True), (60, 90, False), (60, 215, True), (150, 60, False)],
)
def test_a_jump_after_a_reconnect_is_checked(silent_s: int, bpm: int, doubted: bool) -> None:
    said = [*each_second(0, 10, 130), (9.0 + silent_s, bpm)]
    assert (doubts(said)[-1] is JUMP) is doubted


def test_nothing_is_doubted_for_ever() -> None:
    said = each_second(0, 10, 100) + each_second(10, 200, 150)
    assert doubts(said, beats_bpm=100.0)[10 + int(FORGET_S) + 1] is None


@given(
    st.lists(
        st.tuples(st.floats(0.0, 40.0), st.integers(30, 230), st.none() | st.floats(30.0, 240.0)),
        max_size=60,
    )
)
def test_any_numbers_make_a_doubt_or_none(
    said: list[tuple[float, int, float | None]],
) -> None:
    watch, at_s = JumpWatch(), 0.0
    for wait_s, bpm, beats_bpm in said:
        at_s += wait_s
        watch.hear_beat(bpm % 2 == 0)
        assert watch.doubt(at_s, bpm, beats_bpm) in {None, JUMP, DOUBLED, HALVED}
