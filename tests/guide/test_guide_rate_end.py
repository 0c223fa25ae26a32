"""A step that ends on the heart rate: held, not touched; noise around the limit ends nothing."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.command import Command
from hrguide.guide.rate_end import HYSTERESIS_BPM, LONG_HOLDS, RateEnd
from hrguide.guide.schedule import Phase, Schedule
from hrguide.workout.workout import Effort, Step, StepKind, Until

UNDER_110 = Until(hr_below=110, hold_s=5.0)


def ends_at(rates: Iterable[int | None], until: Until = UNDER_110) -> int | None:
    """The second at which the step ends, one rate a second; None where none ends it."""
    hold = RateEnd()
    for second, hr_bpm in enumerate(rates):
        if hold.look(float(second), until, hr_bpm):
            return second
    return None


@pytest.mark.parametrize(
    ("rates", "second"),
    [
        ([105] * 20, 5),
        ([109] * 20, 5),
        ([110] * 60, None),
        ([130, 105, *[130] * 60], None),  # one sample
        ([105] * 4 + [112] + [105] * 20, 10),  # broken once: the hold begins anew
        ([109, 111] * 200, None),
        (([109] * 4 + [110]) * 100, None),
        ([109, 112, *[109] * 60], 2 + 15),  # bounced: 1 bpm under must stay for three holds
        ([109, 112, *[109] * 3, *[107] * 60], 2 + 5),  # or go under by the hysteresis
        ([105] * 4 + [None] + [105] * 20, 10),  # unknown is not under
    ],
)
def test_when_a_rest_ends(rates: list[int | None], second: int | None) -> None:
    assert ends_at(rates) == second
    mirrored = [None if rate is None else 220 - rate for rate in rates]
    assert ends_at(mirrored, Until(hr_above=110, hold_s=5.0)) == second


def test_without_a_hold_time_the_usual_one_counts() -> None:
    assert ends_at([105] * 20, Until(hr_below=110)) == 5
    assert (HYSTERESIS_BPM, LONG_HOLDS) == (3, 3.0)


def test_noise_around_the_limit_does_not_end_a_rest_early() -> None:
    """3 minutes half a beat above it, moving by 1 bpm (SD): 140 of 200 slip past a plain hold."""
    early = plain_early = 0
    for seed in range(200):
        rates = _hovering(110.5, seed)
        early += ends_at(rates) is not None
        plain_early += _plain_hold(rates)
    assert early <= 50
    assert plain_early > 2.5 * early


def _hovering(mean_bpm: float, seed: int) -> list[int]:
    rng = random.Random(seed)
    rates, off_bpm = [], 0.0
    for _ in range(180):
        off_bpm = 0.8 * off_bpm + rng.gauss(0.0, 0.6)
        rates.append(round(mean_bpm + off_bpm))
    return rates


def _plain_hold(rates: list[int]) -> bool:
    run = 0
    for rate in rates:
        run = run + 1 if rate < 110 else 0
        if run > 5:
            return True
    return False


def test_a_heart_that_is_under_is_not_kept_waiting_by_noise() -> None:
    late = 0
    for seed in range(200):
        rng = random.Random(seed)
        at = ends_at([round(106 + rng.gauss(0.0, 2.0)) for _ in range(180)])
        late += at is None or at > 30
    assert late <= 6


@given(st.lists(st.one_of(st.none(), st.integers(60, 180)), max_size=80))
def test_it_never_ends_without_a_whole_hold_below(rates: list[int | None]) -> None:
    at = ends_at(rates)
    if at is not None:
        last = rates[at - 5 : at + 1]
        assert len(last) == 6
        assert all(rate is not None and rate < 110 for rate in last)


def _schedule(until: Until) -> Schedule:
    rest = Step(
        index=0, kind=StepKind.REST, effort=Effort.REST, duration_s=None, text="rest", until=until
    )
    work = Step(index=1, kind=StepKind.WORK, effort=Effort.EASY, duration_s=60.0, text="easy")
    return Schedule((rest, work))


def test_the_cap_is_kept_and_the_hold_can_be_seen() -> None:
    schedule = _schedule(Until(hr_below=110, hold_s=5.0, cap_s=30.0))
    schedule.advance(10.0, 108)
    schedule.advance(13.0, 108)
    place = schedule.place()
    assert place is not None
    assert place.held_s == 3.0
    schedule.advance(14.0, 130)
    place = schedule.place()
    assert place is not None
    assert place.held_s is None
    schedule.advance(30.0, 130)
    assert schedule.phase is Phase.STEP


def test_a_pause_begins_the_hold_anew() -> None:
    schedule = _schedule(Until(hr_below=110, hold_s=5.0))
    schedule.advance(0.0, 105)
    schedule.advance(4.0, 105)
    schedule.command(4.0, Command.PAUSE)
    schedule.command(60.0, Command.GO_ON)
    seen = []
    for at_s in (62.0, 66.0, 67.0):
        schedule.advance(at_s, 105)
        seen.append(schedule.phase)
    assert seen == [Phase.REST, Phase.REST, Phase.STEP]
