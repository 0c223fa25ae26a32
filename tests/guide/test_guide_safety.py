"""Ceilings and stop rules: they say, they silence guidance, they never move the clock."""

from collections.abc import Sequence
from dataclasses import replace

from hrguide.guide.policy import Policy
from hrguide.guide.safety import Alarm, AlarmKind, Safety
from hrguide.guide.schedule import Place
from hrguide.workout.workout import Effort, Step, StepKind
from hrguide.zones.ceilings import Ceilings

WORK = Step(index=0, kind=StepKind.WORK, effort=Effort.EASY, duration_s=600.0, text="easy")
NONE = Ceilings(
    session_bpm=None,
    session_source=None,
    session_provisional=False,
    hard_bpm=None,
    hard_source=None,
    question_bpm=None,
    question_source=None,
)
HARD = replace(NONE, hard_bpm=170.0)
SESSION = replace(NONE, session_bpm=145.0)
QUESTION = replace(NONE, question_bpm=160.0)
REST = Step(index=1, kind=StepKind.REST, effort=Effort.REST, duration_s=60.0, text="rest")


def ride(
    safety: Safety, hr_bpm: Sequence[int | None], ceilings: Ceilings, step: Step = WORK
) -> list[tuple[float, Alarm]]:
    """One heart rate a second; what was said and when."""
    said = []
    for second, rate in enumerate(hr_bpm):
        at_s = float(second)
        place = Place(step=step, block=0, into_s=at_s, left_s=600.0 - at_s)
        alarm = safety.tick(at_s, rate, place, ceilings, falling=False)
        if alarm is not None:
            said.append((at_s, alarm))
    return said


def kinds(said: list[tuple[float, Alarm]]) -> list[tuple[float, AlarmKind]]:
    return [(at_s, alarm.kind) for at_s, alarm in said]


def test_above_the_hard_ceiling_ease_after_10_s_stop_after_30_s() -> None:
    safety = Safety(Policy())
    said = ride(safety, [171] * 40, HARD)
    assert kinds(said) == [(10.0, AlarmKind.EASE), (30.0, AlarmKind.STOP)]
    assert safety.guidance_stopped


def test_a_dip_below_the_hard_ceiling_counts_anew() -> None:
    said = ride(Safety(Policy()), [171] * 9 + [170] + [171] * 9, HARD)
    assert said == []


def test_after_go_on_the_ceiling_acts_again() -> None:
    safety = Safety(Policy())
    ride(safety, [171] * 40, HARD)
    safety.go_on(40.0)
    assert not safety.guidance_stopped
    assert (30.0, AlarmKind.STOP) in kinds(ride(safety, [171] * 40, HARD))


def test_unclean_signal_counts_for_nothing() -> None:
    rates: list[int | None] = [171] * 5 + [None] + [171] * 8
    assert ride(Safety(Policy()), rates, HARD) == []


def test_the_session_ceiling_says_ease_after_5_s() -> None:
    said = ride(Safety(Policy()), [100] * 10 + [150] * 20, SESSION)
    assert said[0][0] == 15.0
    assert {alarm.kind for _, alarm in said} == {AlarmKind.CEILING}


def test_a_ceiling_of_ones_own_asks_no_formula() -> None:
    both = replace(SESSION, question_bpm=140.0)
    kinds_said = {kind for _, kind in kinds(ride(Safety(Policy()), [150] * 60, both))}
    assert kinds_said == {AlarmKind.CEILING}


def test_a_formula_asks_and_never_stops_anybody() -> None:
    safety = Safety(Policy())
    said = ride(safety, [190] * 200, QUESTION)
    assert kinds(said)[0] == (10.0, AlarmKind.ASK)
    assert AlarmKind.STOP not in {alarm.kind for _, alarm in said}
    assert not safety.guidance_stopped


def test_no_answer_within_20_s_is_ease_off() -> None:
    said = ride(Safety(Policy()), [165] * 31, QUESTION)
    assert kinds(said) == [(10.0, AlarmKind.ASK), (30.0, AlarmKind.EASE)]


def test_an_answered_question_is_left_alone() -> None:
    safety = Safety(Policy())
    ride(safety, [165] * 12, QUESTION)
    assert safety.answered(12.0, is_no=False)
    assert ride(safety, [165] * 200, QUESTION) == []


def test_a_heart_rate_that_rises_at_rest_is_told_once() -> None:
    rates = [130] * 20 + [140] * 40
    said = ride(Safety(Policy()), rates, NONE, REST)
    assert kinds(said) == [(45.0, AlarmKind.UNWELL)]


def test_a_slow_fall_at_rest_is_nothing_to_say() -> None:
    rates = [130 - second // 10 for second in range(60)]
    assert ride(Safety(Policy()), rates, NONE, REST) == []


def test_a_formulas_session_ceiling_says_nothing() -> None:
    formula = replace(SESSION, session_provisional=True)
    assert ride(Safety(Policy()), [190] * 120, formula) == []


def test_a_session_ceiling_lets_the_next_step_be_announced_first() -> None:
    """It stayed silent in a step's last 20 s, and then spoke over the next step's first word."""
    safety = Safety(Policy())
    said: list[int] = []
    for second in range(200):
        step = WORK if second < 100 else replace(WORK, index=1)
        into_s = float(second % 100)
        place = Place(step=step, block=0, into_s=into_s, left_s=100.0 - into_s)
        if safety.tick(float(second), 150, place, SESSION, falling=False) is not None:
            said.append(second)
    assert not {at for at in said if 100 <= at < 106}
    assert 106 in said
