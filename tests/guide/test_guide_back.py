"""The back in the rests: asked once in each, and what worse and sharp do to the schedule."""

from hrguide.guide.back import BACK_ANSWERS, BackQuestion
from hrguide.guide.command import Command
from hrguide.guide.schedule import Phase, Place, Schedule
from hrguide.health.rests import RestAnswer, WayOn
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Effort

CLINIC = parse_workout(
    "5 Rounds\n-3 minutes easy\n-2 minutes moderately easy\n-1 minute moderate\n"
    "*Rest 1 minute between rounds."
)


def place(index: int, *, into_s: float = 0.0, left_s: float | None = 60.0) -> Place:
    return Place(step=CLINIC.steps[index], block=index // 4, into_s=into_s, left_s=left_s)


def test_it_is_open_in_a_rest_and_nowhere_else() -> None:
    back = BackQuestion()
    assert back.is_open(Phase.REST, place(3))
    assert not back.is_open(Phase.STEP, place(2))
    assert not back.is_open(Phase.PAUSED, place(3))
    assert not back.is_open(Phase.REST, None)


def test_an_answer_or_enter_closes_it_for_this_rest_only() -> None:
    back = BackQuestion()
    back.answer(place(3), RestAnswer.SAME)
    assert not back.is_open(Phase.REST, place(3))
    assert back.skip(Phase.REST, place(7))
    assert not back.skip(Phase.REST, place(7))
    assert not back.is_open(Phase.REST, place(7))
    assert back.is_open(Phase.REST, place(11))


def test_same_may_be_corrected_to_worse_but_not_back() -> None:
    back = BackQuestion()
    assert back.answer(place(3), RestAnswer.SAME) is WayOn.AS_PLANNED
    assert back.answer(place(3), RestAnswer.WORSE) is WayOn.NEXT_ROUND_EASY
    assert back.answer(place(3), RestAnswer.BETTER) is WayOn.AS_PLANNED
    assert back.answer(place(7), RestAnswer.WORSE) is WayOn.END


def test_pressed_twice_is_not_worse_twice() -> None:
    back = BackQuestion()
    assert back.answer(place(3), RestAnswer.WORSE) is WayOn.NEXT_ROUND_EASY
    assert back.answer(place(3), RestAnswer.WORSE) is WayOn.AS_PLANNED
    assert back.answer(place(7), RestAnswer.BETTER) is WayOn.AS_PLANNED
    assert back.answer(place(11), RestAnswer.WORSE) is WayOn.END


def test_sharp_ends_at_once_whatever_was_said_before() -> None:
    back = BackQuestion()
    back.answer(place(3), RestAnswer.BETTER)
    assert back.answer(place(3), RestAnswer.SHARP) is WayOn.END


def test_a_talk_answer_goes_first_but_leaves_half_of_a_short_rest() -> None:
    back = BackQuestion()
    assert back.waits_for_talk(place(3, into_s=14.0, left_s=46.0))
    assert not back.waits_for_talk(place(3, into_s=15.0, left_s=45.0))
    assert not back.waits_for_talk(place(3, into_s=10.0, left_s=10.0))
    assert back.waits_for_talk(place(3, into_s=14.0, left_s=None))


def test_every_back_command_has_its_answer() -> None:
    assert {c for c in Command if c.value.startswith("back_")} == set(BACK_ANSWERS)


def _eased(text: str, at_s: float) -> list[int]:
    schedule = Schedule(parse_workout(text).steps)
    schedule.advance(at_s)
    schedule.ease_next_round()
    efforts = [schedule.step_as_ridden(at).effort for at in range(len(schedule.steps))]
    changed = [at for at, effort in enumerate(efforts) if effort is not schedule.steps[at].effort]
    assert set(changed) <= set(schedule.eased)
    assert all(efforts[at] is Effort.EASY for at in schedule.eased)
    return changed


def test_worse_eases_all_of_the_next_round_and_no_more() -> None:
    assert _eased(CLINIC.text, 361.0) == [5, 6]


def test_worse_in_the_middle_of_a_round_eases_what_is_left_of_it_too() -> None:
    text = "3 rounds\n- 1 min moderate\n- rest 1 min\n- 1 min moderate"
    assert _eased(text, 61.0) == [2, 3, 5]


def test_rounds_within_the_next_round_are_eased_with_it() -> None:
    text = "3 rounds\n- 2 rounds\n  - 1 min easy\n  - 1 min moderate\n- rest 2 min"
    assert _eased(text, 241.0) == [6, 8]


def test_an_eased_step_loses_the_coachs_numbers_and_percents() -> None:
    text = "2 rounds\n- 1 min 120-130 bpm\n- 1 min at 91-95 % of threshold\n- rest 1 min"
    schedule = Schedule(parse_workout(text).steps)
    schedule.advance(121.0)
    schedule.ease_next_round()
    for index in (3, 4):
        step = schedule.step_as_ridden(index)
        assert (step.low_bpm, step.high_bpm, step.low_pct, step.high_pct) == (None,) * 4
        assert step.effort is Effort.EASY


def test_nothing_goes_on_after_the_back_has_ended_it() -> None:
    schedule = Schedule(CLINIC.steps)
    schedule.advance(361.0)
    schedule.end_for_back(361.0)
    for command in (Command.GO_ON, Command.START, Command.PAUSE, Command.NEXT, Command.PLUS_30):
        assert not schedule.command(400.0, command)
        assert schedule.phase is Phase.STOPPED
    assert schedule.command(400.0, Command.FINISH)
    assert schedule.phase is Phase.DONE


def test_drills_are_no_round_of_their_own() -> None:
    text = (
        "cat/cow\nbench rotation\n\n2 rounds\n- 1 min easy\n* rest 1 min between rounds\n\ncat/cow"
    )
    schedule = Schedule(parse_workout(text).steps)
    assert schedule.blocks() == (0, 0, 0, 0, 0, 1, 1)
    assert schedule.left_s() == 180.0  # drills take as long as they take


def test_a_workout_of_drills_alone() -> None:
    schedule = Schedule(parse_workout("cat/cow\nbench rotation").steps)
    assert schedule.blocks() == (0, 0, 0)
    assert schedule.left_s() == 0.0
    for _ in range(3):
        schedule.command(1.0, Command.NEXT)
    assert schedule.phase is Phase.DONE
