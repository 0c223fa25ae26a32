"""When the talk question is asked, how long its answer is taken, which heart rate it means."""

from collections.abc import Iterator

import pytest

from hrguide.guide.command import Command
from hrguide.guide.policy import Policy
from hrguide.guide.schedule import Place, Schedule
from hrguide.guide.talk import TalkPrompts
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Effort, Step, StepKind


def clinic() -> tuple[Step, ...]:
    """Two rounds of the clinic's session with the rest between them."""
    steps: list[Step] = []
    for number in (1, 2):
        for effort, duration_s in (
            (Effort.EASY, 180.0),
            (Effort.MODERATELY_EASY, 120.0),
            (Effort.MODERATE, 60.0),
            (Effort.REST, 60.0),
        ):
            steps.append(
                Step(
                    index=len(steps),
                    kind=StepKind.REST if effort is Effort.REST else StepKind.WORK,
                    effort=effort,
                    duration_s=duration_s,
                    text=effort.value,
                    round=number,
                    rounds=2,
                )
            )
    return tuple(steps)


def ride(
    talk: TalkPrompts,
    *,
    sd_bpm: float | None,
    later_sd_bpm: float | None = None,
    hr_bpm: int | None = 120,
    to_s: float = 840.0,
) -> Iterator[tuple[float, Place | None, bool]]:
    """Whole seconds of the clinic's session and whether a prompt opens at them."""
    schedule = Schedule(clinic())
    for second in range(int(to_s) + 1):
        at_s = float(second)
        schedule.advance(at_s)
        talk.hear(at_s, hr_bpm)
        sd_now_bpm = sd_bpm if later_sd_bpm is None or second < 420 else later_sd_bpm
        yield at_s, schedule.place(), talk.tick(at_s, schedule.place(), sd_bpm=sd_now_bpm)


def prompts(machine: str = "bikeerg") -> TalkPrompts:
    return TalkPrompts(policy=Policy(), machine=machine, steps=clinic())


def opened(talk: TalkPrompts, *, sd_bpm: float | None, hr_bpm: int | None = 120) -> list[float]:
    """Opening times where each prompt is answered five seconds later."""
    times: list[float] = []
    for at_s, place, opens in ride(talk, sd_bpm=sd_bpm, hr_bpm=hr_bpm):
        if opens:
            times.append(at_s)
        if times and at_s == times[-1] + 5.0:
            talk.answer(at_s, place, "comfortable")
    return times


def test_unsure_asks_in_each_step_of_round_1_then_in_moderate() -> None:
    # speech starts 40 s before a step's end, 35 s in the 1-minute step (L1)
    assert opened(prompts(), sd_bpm=12.0) == [140.0, 260.0, 325.0, 745.0]


@pytest.mark.parametrize(("first", "later", "times"), [(12.0, 6.0, 4), (6.0, 12.0, 1)])
def test_a_ride_asks_as_it_began(first: float, later: float, times: int) -> None:
    """The sum of a first session, "from 7 answers today", holds however soon the doubt falls."""
    talk = prompts()
    opened_at = []
    for at_s, place, opens in ride(talk, sd_bpm=first, later_sd_bpm=later):
        if opens:
            opened_at.append(at_s)
            talk.answer(at_s, place, "comfortable")
    assert len(opened_at) == times


def test_sure_asks_once_in_moderate_of_round_2() -> None:
    assert opened(prompts(), sd_bpm=6.0) == [745.0]


def test_nobody_is_asked_where_an_answer_teaches_nothing() -> None:
    assert opened(prompts(), sd_bpm=None) == []
    assert opened(prompts(), sd_bpm=12.0, hr_bpm=None) == []


def test_two_unanswered_in_a_row_end_the_asking() -> None:
    times = [at_s for at_s, _, opens in ride(prompts(), sd_bpm=12.0) if opens]
    assert times == [140.0, 260.0]


def test_an_answer_is_taken_until_15_s_into_the_next_step() -> None:
    for late_s, belongs_to in ((14.0, 0), (16.0, 1)):
        talk = prompts()
        spoken = None
        for at_s, place, _ in ride(talk, sd_bpm=12.0, to_s=210.0):
            if at_s == 180.0 + late_s:
                spoken = talk.answer(at_s, place, "only_just")
        assert spoken is not None
        assert spoken.step.index == belongs_to


def test_on_the_rower_the_answer_may_wait_for_the_rests_end() -> None:
    for machine, belongs_to in (("rower", 2), ("bikeerg", 3)):
        talk = prompts(machine)
        spoken = None
        for at_s, place, opens in ride(talk, sd_bpm=12.0, to_s=419.0):
            if opens and at_s < 300.0:
                talk.answer(at_s, place, "comfortable")
            if at_s == 410.0:
                spoken = talk.answer(at_s, place, "only_just")
        assert spoken is not None
        assert spoken.step.index == belongs_to


def test_the_heart_rate_of_an_answer_is_that_before_speech() -> None:
    talk = prompts()
    schedule = Schedule(clinic())
    for second in range(150):
        at_s = float(second)
        schedule.advance(at_s)
        talk.hear(at_s, 110 if second < 110 else 130 if second < 140 else 90)
        talk.tick(at_s, schedule.place(), sd_bpm=12.0)
    only_just = talk.answer(150.0, schedule.place(), "only_just")
    assert only_just is not None
    assert only_just.hr_bpm == 130.0  # 110-140 s: speech began at 140 s and disturbs what follows
    assert only_just.into_step_s == 140.0


def test_an_early_yes_can_only_understate() -> None:
    talk = prompts()
    schedule = Schedule(clinic())
    for second in range(150):
        at_s = float(second)
        schedule.advance(at_s)
        talk.hear(at_s, 100 if second < 60 else 130)
        talk.tick(at_s, schedule.place(), sd_bpm=12.0)
    spoken = talk.answer(150.0, schedule.place(), "comfortable")
    assert spoken is not None
    assert spoken.hr_bpm == 100.0


def talk_test() -> tuple[Step, ...]:
    """Two stages as a talk test has them, a warm-up before and a cool-down after."""
    text = (
        "Warm-up 4 min\n\n1 round, ends at a no\n"
        "- 2:15 at 78-82 % of threshold\n- 78-82 % of threshold until a talk answer\n"
        "- 2:15 at 83-87 % of threshold\n- 83-87 % of threshold until a talk answer\n"
        "\nCool-down 4 min\n"
    )
    return parse_workout(text).steps


def test_a_talk_test_asks_after_2_15_in_each_stage_and_nowhere_else() -> None:
    steps = talk_test()
    talk = TalkPrompts(policy=Policy(), machine="bikeerg", steps=steps)
    schedule = Schedule(steps)
    opened_at: list[tuple[float, int]] = []
    steady: list[float] = []
    for second in range(1100):
        at_s = float(second)
        schedule.advance(at_s)
        talk.hear(at_s, None)  # a lost strap: the stage still waits for its answer
        place = schedule.place()
        if talk.tick(at_s, place, sd_bpm=None):
            assert place is not None
            opened_at.append((at_s, place.step.index))
        if opened_at and at_s == opened_at[-1][0] + 100.0:
            spoken = talk.answer(at_s, place, "comfortable")
            assert spoken is not None
            steady.append(spoken.into_step_s)
            schedule.answered(is_no=False)
    # 240 s of warm-up, then 135 s to settle; the answer comes 100 s later
    assert opened_at == [(375.0, 2), (610.0, 4)]
    assert steady == [135.0, 135.0]  # the settling belongs to the stage: a steady answer


def test_a_stage_in_one_piece_asks_after_2_15_too() -> None:
    steps = parse_workout("1 round, ends at a no\n- easy until a talk answer\n").steps
    talk = TalkPrompts(policy=Policy(), machine="bikeerg", steps=steps)
    schedule = Schedule(steps)
    opens = []
    for second in range(200):
        schedule.advance(float(second))
        talk.hear(float(second), 110)
        if talk.tick(float(second), schedule.place(), sd_bpm=12.0):
            opens.append(second)
    assert opens == [135]


def test_a_late_key_does_not_answer_for_the_stage_before() -> None:
    steps = talk_test()
    talk = TalkPrompts(policy=Policy(), machine="bikeerg", steps=steps)
    schedule = Schedule(steps)
    for second in range(400):
        schedule.advance(float(second))
        talk.hear(float(second), 110)
        talk.tick(float(second), schedule.place(), sd_bpm=12.0)
    assert talk.is_open
    schedule.command(400.0, Command.NEXT)
    talk.tick(401.0, schedule.place(), sd_bpm=12.0)
    assert not talk.is_open


def test_a_no_ends_the_test_while_a_stage_still_settles() -> None:
    schedule = Schedule(talk_test())
    schedule.advance(300.0)
    schedule.answered(is_no=True)
    place = schedule.place()
    assert place is not None
    assert place.step.text == "Cool-down 4 min"


@pytest.mark.parametrize(
    ("cued_at_s", "opens_at_s"), [(100.0, 140.0), (115.0, 145.0), (125.0, 155.0), (138.0, 160.0)]
)
def test_a_prompt_waits_for_a_cue_to_be_acted_on(cued_at_s: float, opens_at_s: float) -> None:
    """30 s after an ease, but no later than 20 s before the step's end: L1 takes the answer until
    15 s into the next one."""
    talk = prompts()
    first = None
    for at_s, _, opens in ride(talk, sd_bpm=12.0, to_s=179.0):
        if opens and first is None:
            first = at_s
        if at_s == cued_at_s:
            talk.cued(at_s)
    assert first == opens_at_s
