"""alpha1 in a session: after two minutes of one step, in the Moment and in its JSON line."""

import random

from hrguide.bluetooth.heart_rate import HeartRateMeasurement, encode_heart_rate
from hrguide.moment import Moment, for_json_lines
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout

TICKS_PER_S = 1024


def ridden(text: str, seconds: float) -> list[Moment]:
    """A heart at 125 bpm with a strap that sends each second what has ended."""
    session = Session(workout=parse_workout(text))
    rng = random.Random(1)
    moments: list[Moment] = []
    beat_s, due_s = 0.0, 1.0
    ticks: list[int] = []
    while due_s < seconds:
        rr = round((0.48 + 0.008 * rng.gauss(0.0, 1.0)) * TICKS_PER_S)
        while beat_s + rr / TICKS_PER_S > due_s:
            said = HeartRateMeasurement(hr_bpm=125, rr_ticks=tuple(ticks))
            moments += session.receive(at_s=due_s, payload=encode_heart_rate(said))
            ticks.clear()
            due_s += 1.0
        beat_s += rr / TICKS_PER_S
        ticks.append(rr)
    return moments


def shown(moments: list[Moment]) -> list[float]:
    return [moment.at_s for moment in moments if moment.alpha1 is not None]


def test_alpha1_waits_for_two_minutes_of_one_step() -> None:
    moments = ridden("3 minutes easy\n2 minutes moderate\n4 minutes easy", 500.0)
    at_s = shown(moments)
    first = [second for second in at_s if second <= 180.0]
    assert 120.0 <= min(first) <= 125.0
    assert not [second for second in at_s if 182.0 < second < 420.0]
    assert [second for second in at_s if second > 425.0]
    reasons = {m.at_s: m.beats.alpha1_reason for m in moments if m.beats is not None}
    assert reasons[100.0] == reasons[250.0] == "demand_step"
    assert reasons[150.0] is None


def test_the_json_line_has_what_the_moment_has() -> None:
    lines = list(for_json_lines(ridden("5 minutes easy", 200.0)))
    told = [line for line in lines if line.alpha1 is not None]
    assert told
    for moment in told:
        assert moment.beats is not None
        assert moment.as_json()["alpha1"] == round(moment.beats.alpha1 or 0.0, 3)


def test_beats_are_looked_at_once_a_second() -> None:
    moments = ridden("5 minutes easy", 60.0)
    seen = {id(moment.beats): moment.beats for moment in moments if moment.beats is not None}
    assert 58 <= len(seen) <= 60
    assert {beats.at_s % 1.0 for beats in seen.values()} == {0.0}
