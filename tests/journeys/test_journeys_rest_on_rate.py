"""rest_ends_on_hr_with_hold (intervals.icu 69924): a rest ends when the heart is down."""

import math
from collections.abc import Callable

import pytest

from hrguide.moment import Moment, Phase
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout
from tests.journeys.story import packets, ride, without

TEXT = "2 min moderate\nrest until HR under 110, at most 3 min\n2 min easy"
REST_S, CAP_S = 120.0, 300.0


def rested(heart: Callable[[float], float], *, seed: int = 0) -> list[Moment]:
    session = Session(workout=parse_workout(TEXT))
    return ride(session, packets(heart, 420.0, seed=seed), to_s=400.0)


def rest_ended_s(moments: list[Moment]) -> float:
    return next(m.at_s for m in moments if m.step is not None and m.step.index == 2)


def around(mean_bpm: float, swing_bpm: float) -> Callable[[float], float]:
    """130 in the work, then around a mean in the rest, as breathing moves it."""

    def heart(at_s: float) -> float:
        if at_s < REST_S:
            return 130.0
        falling = max(0.0, 130.0 - mean_bpm) * math.exp(-(at_s - REST_S) / 10.0)
        return mean_bpm + falling + swing_bpm * math.sin(at_s * 2.0 * math.pi / 4.3)

    return heart


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("swing_bpm", [0.0, 2.0, 6.0])
def test_noise_around_the_limit_does_not_end_it_early_and_the_cap_does(
    swing_bpm: float, seed: int
) -> None:
    moments = rested(around(111.5, swing_bpm), seed=seed)
    assert rest_ended_s(moments) == CAP_S
    assert moments[-1].phase is Phase.STEP


def test_a_heart_that_comes_down_ends_it_after_the_hold() -> None:
    moments = rested(around(100.0, 1.0))
    under = next(m.at_s for m in moments if m.at_s > REST_S and (m.hr_bpm or 999) < 110)
    assert under + 5.0 <= rest_ended_s(moments) <= under + 8.0


def test_one_sample_under_does_not_end_it() -> None:
    def heart(at_s: float) -> float:
        return 80.0 if 200.0 <= at_s < 201.0 else 130.0

    assert rest_ended_s(rested(heart)) == CAP_S


def test_without_a_heart_rate_the_cap_ends_it_and_not_an_old_number() -> None:
    session = Session(workout=parse_workout(TEXT))
    told = without(packets(around(100.0, 0.0), 420.0), 122.0, 420.0)
    assert rest_ended_s(ride(session, told, to_s=400.0)) == CAP_S


def test_n_goes_on_and_plus_30_moves_the_cap() -> None:
    session = Session(workout=parse_workout(TEXT))
    session.advance(to_s=130.0)
    session.command(at_s=130.0, command="plus_30")
    moments = session.advance(to_s=325.0)
    assert moments[-1].phase is Phase.REST
    moments = session.command(at_s=326.0, command="next")
    assert moments[-1].phase is Phase.STEP


def test_a_distance_waits_for_the_riders_key() -> None:
    session = Session(
        workout=parse_workout("row 500 m easy\n12 cal moderate, at most 2 min\n1 min easy")
    )
    seen = session.advance(to_s=200.0)[-1].step
    assert seen is not None
    assert (seen.index, seen.by_key, seen.left_s, seen.into_s) == (0, True, None, 200.0)
    session.command(at_s=200.0, command="next")
    seen = session.advance(to_s=321.0)[-1].step
    assert seen is not None
    assert seen.index == 2  # its cap
