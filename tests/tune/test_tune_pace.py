"""The heart's pace of past rides: what is proposed for the forecast, and what is no news."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.diary import Entry
from hrguide.athlete.evidence import Evidence, HeartTimes
from hrguide.tune.observed import Observed
from hrguide.tune.pace import heart_times_of, is_news, paces
from hrguide.tune.proposals import accepted, propose
from tests.tune.past_rides import DAY, looked_at, past_ride

SAM = Athlete("Sam", 38, activity="active")
KNOWN = HeartTimes(38, 8, Machine.BIKEERG, DAY, "2026-11-22-sam")


def stepping(tau_on_s: float, delay_s: int) -> Callable[[int], float]:
    """A heart asked for 100 and 140 by turns, 3 min each; half as slow again on the way down."""
    rates = [100.0]
    for at_s in range(24 * 60 + 1):
        asked = 140.0 if at_s >= delay_s and (at_s - delay_s) // 180 % 2 else 100.0
        tau_s = tau_on_s if asked > rates[-1] else 1.5 * tau_on_s
        rates.append(rates[-1] + (asked - rates[-1]) * (1 - math.exp(-1 / tau_s)))
    return lambda at_s: rates[at_s]


def a_ride(tau_on_s: float, *, name: str = "a", days_ago: int = 0, **facts: Any) -> Observed:
    steps_s = tuple(range(0, 1440, 180))
    ride = past_ride(
        stepping(tau_on_s, 8), minutes=24, steps_s=steps_s, name=name, days_ago=days_ago
    )
    return looked_at(ride, **facts)


def entry(piece: Evidence, *, forgotten: bool = False) -> Entry:
    return Entry(id="00000a", piece=piece, forgotten=forgotten)


@pytest.mark.parametrize("tau_on_s", [20, 38, 60])
def test_the_way_up_becomes_evidence_for_the_forecast(tau_on_s: float) -> None:
    (pace,) = paces([a_ride(tau_on_s, name="b", days_ago=3), a_ride(tau_on_s, name="a")])
    piece = heart_times_of(pace)
    assert piece is not None
    assert piece.tau_on_s == pytest.approx(tau_on_s, rel=0.15)
    assert abs(piece.dead_time_s - 8) <= 3  # what a strap's averaging adds to it included
    assert (piece.machine, piece.on, piece.rides) == (Machine.BIKEERG, DAY, "b, a")


def test_each_machine_has_its_own_pace() -> None:
    rides = [a_ride(30), a_ride(60, name="b", machine=Machine.ROWER)]
    found = {pace.machine: pace.up for pace in paces(rides)}
    bike, rower = found[Machine.BIKEERG], found[Machine.ROWER]
    assert bike is not None
    assert rower is not None
    assert bike.tau_s < 40 < rower.tau_s


def test_a_ride_without_a_day_shows_its_pace_and_is_no_evidence() -> None:
    (pace,) = paces([a_ride(38), a_ride(38, name="b", day=None)])
    assert pace.up is not None
    assert heart_times_of(pace) is None


@pytest.mark.parametrize(
    ("piece", "news"),
    [
        (KNOWN, False),
        (replace(KNOWN, tau_on_s=41.5), False),
        (replace(KNOWN, tau_on_s=48.0), True),
        (replace(KNOWN, dead_time_s=12.0), True),
        (replace(KNOWN, machine=Machine.ROWER), True),
    ],
)
def test_what_a_forecast_would_not_notice_is_no_news(piece: HeartTimes, news: bool) -> None:
    assert is_news(piece, [entry(KNOWN)]) is news


def test_the_newest_noted_is_what_counts() -> None:
    older = replace(KNOWN, tau_on_s=60.0, on=DAY - timedelta(days=40))
    assert not is_news(KNOWN, [entry(KNOWN), entry(older)])
    assert is_news(replace(KNOWN, tau_on_s=60.0), [entry(older), entry(KNOWN)])


def test_forgotten_is_forgotten() -> None:
    assert not is_news(replace(KNOWN, tau_on_s=39.0), [entry(KNOWN, forgotten=True)])
    assert is_news(replace(KNOWN, tau_on_s=50.0), [entry(KNOWN, forgotten=True)])


def test_it_is_proposed_beside_the_rest_and_once() -> None:
    rides = [a_ride(38)]
    (found,) = (
        one
        for one in accepted(propose(rides, (), SAM, today=DAY, paces=paces(rides)))
        if isinstance(one.piece, HeartTimes)
    )
    assert found.ride == "a"
    assert found.where == "from 4 changes of effort upwards"
    again = propose(rides, [entry(found.piece)], SAM, today=DAY, paces=paces(rides))
    assert not any(isinstance(one.piece, HeartTimes) for one in again)


def test_a_pace_no_heart_has_is_left_to_a_person() -> None:
    rides = [a_ride(10.8)]
    (found,) = (
        one
        for one in propose(rides, (), SAM, today=DAY, paces=paces(rides))
        if isinstance(one.piece, HeartTimes)
    )
    assert "very quick" in found.odd[0]
