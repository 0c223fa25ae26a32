"""The rhythm of a drill's breaths: in, longer out, as many as asked, and it never runs wild."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.breath import IN_S, OUT_S, READY_S, BreathPhase, breath_at
from hrguide.guide.cue import CueKind
from hrguide.guide.words import BREATHE_OUT
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout


@pytest.mark.parametrize(
    ("into_s", "number", "phase", "fullness"),
    [
        (0.0, 1, BreathPhase.READY, 0.0),
        (9.75, 1, BreathPhase.READY, 0.0),
        (10.0, 1, BreathPhase.IN, 0.0),
        (12.0, 1, BreathPhase.IN, 0.5),
        (14.0, 1, BreathPhase.OUT, 1.0),
        (17.0, 1, BreathPhase.OUT, 0.5),
        (20.0, 2, BreathPhase.IN, 0.0),
        (57.0, 5, BreathPhase.OUT, 0.5),
        (60.0, 5, BreathPhase.DONE, 0.0),
        (600.0, 5, BreathPhase.DONE, 0.0),
    ],
)
def test_five_breaths(into_s: float, number: int, phase: BreathPhase, fullness: float) -> None:
    breath = breath_at(into_s, 5)
    assert (breath.number, breath.of, breath.phase) == (number, 5, phase)
    assert breath.fullness == pytest.approx(fullness)


def test_out_is_longer_than_in_and_six_make_a_minute() -> None:
    assert OUT_S > IN_S
    assert IN_S + OUT_S == 10.0


@given(st.floats(0.0, 1e5), st.integers(1, 100))
def test_it_is_always_within_its_count(into_s: float, breaths: int) -> None:
    breath = breath_at(into_s, breaths)
    assert 1 <= breath.number <= breaths
    assert 0.0 <= breath.share <= 1.0
    assert 0.0 <= breath.fullness <= 1.0
    assert breath.left_s >= 0.0
    assert (breath.phase is BreathPhase.DONE) == (into_s >= READY_S + breaths * (IN_S + OUT_S))


@given(st.floats(READY_S, 55.0))
def test_the_bar_never_jumps(into_s: float) -> None:
    now, soon = breath_at(into_s, 5), breath_at(into_s + 0.25, 5)
    assert abs(now.fullness - soon.fullness) <= 0.25 / IN_S + 1e-9


def test_each_exhale_is_told_once_in_its_rhythm_and_stands_in_a_pause() -> None:
    workout = parse_workout("bench rotation\n\n5 min easy")
    session = Session(workout=workout)
    moments = [*session.advance(to_s=36.0)]
    moments += [*session.command(at_s=36.0, command="pause"), *session.advance(to_s=100.0)]
    moments += [*session.command(at_s=100.0, command="go_on"), *session.advance(to_s=200.0)]
    told = [(m.at_s, m.cue.kind) for m in moments if m.cue and m.cue.text == BREATHE_OUT]
    assert [at_s for at_s, _ in told] == [14.0, 24.0, 34.0, 108.0, 118.0]
    assert {kind for _, kind in told} == {CueKind.COUNTDOWN}


def test_a_drill_by_time_counts_down_and_one_of_repetitions_says_nothing() -> None:
    def said(text: str) -> list[str]:
        session = Session(workout=parse_workout(text))
        return [m.cue.text for m in session.advance(to_s=19.9) if m.cue is not None]

    assert said("side plank 20 s drill\n\n5 min easy")[1:] == ["3", "2", "1"]
    assert len(said("cat/cow\n\n5 min easy")) == 1
