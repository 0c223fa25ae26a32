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


def test_a_short_loss_stops_the_count_and_a_long_one_ends_it() -> None:
    """D3, L5: seconds nobody saw are no seconds above; a dry strap hides no ceiling either."""
    short: list[int | None] = [171] * 5 + [None] * 6 + [171] * 8
    assert [at_s for at_s, _ in ride(Safety(Policy()), short, HARD)] == [16.0]
    long: list[int | None] = [171] * 9 + [None] * 12 + [171] * 9
    assert ride(Safety(Policy()), long, HARD) == []


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


def test_a_rest_that_begins_without_a_number_is_judged_by_the_last_one() -> None:
    """That is when riders shift the strap."""
    safety = Safety(Policy())
    ride(safety, [120] * 20 + [None] * 5, NONE)
    late: list[int | None] = [None] * 3 + [125 + second // 4 for second in range(60)]
    rest = [
        safety.tick(
            25.0 + at,
            rate,
            Place(step=REST, block=0, into_s=float(at), left_s=60.0),
            NONE,
            falling=False,
        )
        for at, rate in enumerate(late)
    ]
    assert [alarm.kind for alarm in rest if alarm is not None] == [AlarmKind.UNWELL]


def test_two_alarms_of_one_second_are_both_said() -> None:
    """Too high for 10 s just where a rest's 45 s are over: neither drops the other."""
    rates = [150] * 35 + [171] * 20
    said = ride(Safety(Policy()), rates, HARD, REST)
    assert kinds(said) == [(45.0, AlarmKind.EASE), (46.0, AlarmKind.UNWELL)]


def test_of_two_rests_in_a_row_the_first_has_the_value_at_the_stop() -> None:
    safety = Safety(Policy())
    assert ride(safety, [130, *range(129, 91, -1)], NONE, REST) == []
    second = replace(REST, index=2)
    assert ride(safety, [92] * 30 + [99] * 30, NONE, second) == []


def test_go_on_above_the_ceiling_says_ease_after_10_s_again() -> None:
    safety = Safety(Policy())
    ride(safety, [171] * 31, HARD)
    safety.go_on(0.0)
    assert kinds(ride(safety, [171] * 31, HARD))[0] == (10.0, AlarmKind.EASE)


def test_in_a_sprint_the_session_ceiling_still_speaks() -> None:
    """Before it, the step's beginning and its last 20 s left no second of 26."""
    safety, said = Safety(Policy()), []
    sprint = replace(WORK, duration_s=25.0)
    for second in range(100):
        into_s = float(second % 25)
        place = Place(step=sprint, block=0, into_s=into_s, left_s=25.0 - into_s)
        said.append(safety.tick(float(second), 150, place, SESSION, falling=False))
    assert any(alarm is not None for alarm in said)


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


def test_a_question_due_in_a_rest_says_nothing() -> None:
    """There is nothing to ease off any more; asked again only after a cue's distance."""
    safety = Safety(Policy())
    assert kinds(ride(safety, [165] * 20, QUESTION)) == [(10.0, AlarmKind.ASK)]
    said = []
    for second in range(20, 45):
        place = Place(step=REST, block=0, into_s=second - 20.0, left_s=60.0)
        said.append(safety.tick(float(second), 120, place, QUESTION, falling=True))
    assert said == [None] * 25
    assert safety.asked_at_s is None


def test_a_question_and_a_count_end_where_nobody_rides() -> None:
    safety = Safety(Policy())
    ride(safety, [165] * 15, QUESTION)
    safety.stand()
    assert safety.asked_at_s is None
    assert ride(safety, [165] * 10, QUESTION) == []
