"""The schedule: only time and commands move it, and its clock stands in pauses."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.command import Command
from hrguide.guide.schedule import Phase, Schedule
from hrguide.workout.workout import Effort, Step, StepKind, Until


def step(
    index: int,
    effort: Effort,
    duration_s: float | None,
    *,
    round_no: int | None = 1,
    until: Until | None = None,
) -> Step:
    kind = StepKind.REST if effort is Effort.REST else StepKind.WORK
    return Step(
        index=index,
        kind=kind,
        effort=effort,
        duration_s=duration_s,
        text=effort.value,
        round=round_no,
        rounds=2,
        until=until,
    )


TWO_ROUNDS = (
    step(0, Effort.EASY, 60.0),
    step(1, Effort.MODERATE, 30.0),
    step(2, Effort.REST, 20.0),
    step(3, Effort.EASY, 60.0, round_no=2),
    step(4, Effort.MODERATE, 30.0, round_no=2),
)


def index_of(schedule: Schedule) -> int | None:
    place = schedule.place()
    return None if place is None else place.step.index


def test_steps_follow_each_other_and_end() -> None:
    schedule = Schedule(TWO_ROUNDS)
    seen = []
    for second in range(202):
        schedule.advance(float(second))
        seen.append(index_of(schedule))
    assert [seen.count(index) for index in range(5)] == [60, 30, 20, 60, 30]
    assert schedule.phase is Phase.DONE
    assert schedule.elapsed_s == 200.0


def test_one_late_look_lands_in_the_right_step() -> None:
    schedule = Schedule(TWO_ROUNDS)
    schedule.advance(115.5)
    place = schedule.place()
    assert place is not None
    assert (place.step.index, place.into_s, place.left_s) == (3, 5.5, 54.5)
    assert schedule.left_s() == 84.5


def test_waiting_stays_ready_until_start() -> None:
    schedule = Schedule(TWO_ROUNDS, waiting=True)
    schedule.advance(50.0)
    assert schedule.phase is Phase.READY
    assert schedule.place() is None
    schedule.command(51.3, Command.START)
    schedule.advance(61.3)
    assert schedule.elapsed_s == 10.0


def test_the_step_clock_stands_in_a_pause() -> None:
    schedule = Schedule(TWO_ROUNDS)
    schedule.command(10.0, Command.PAUSE)
    schedule.advance(500.0)
    assert schedule.phase is Phase.PAUSED
    assert schedule.elapsed_s == 10.0
    schedule.command(500.0, Command.GO_ON)
    schedule.advance(505.0)
    assert schedule.elapsed_s == 15.0


def test_next_and_plus_30() -> None:
    schedule = Schedule(TWO_ROUNDS)
    schedule.command(5.0, Command.PLUS_30)
    schedule.advance(80.0)
    assert index_of(schedule) == 0
    schedule.command(81.0, Command.NEXT)
    place = schedule.place()
    assert place is not None
    assert (place.step.index, place.left_s) == (1, 30.0)  # the 30 s stay with their step


def test_after_a_stop_the_rest_of_the_round_is_easy() -> None:
    schedule = Schedule(TWO_ROUNDS)
    schedule.command(20.0, Command.STOP)
    assert schedule.phase is Phase.STOPPED
    schedule.ease_rest_of_block()
    schedule.command(80.0, Command.GO_ON)
    assert schedule.step_as_ridden(1).effort is Effort.EASY
    assert schedule.step_as_ridden(4).effort is Effort.MODERATE


def test_a_worse_back_makes_the_next_round_easy_throughout() -> None:
    schedule = Schedule(TWO_ROUNDS)
    schedule.ease_block(schedule.block + 1)
    assert schedule.step_as_ridden(1).effort is Effort.MODERATE
    assert schedule.step_as_ridden(4).effort is Effort.EASY


def test_the_rest_belongs_to_the_round_before_it() -> None:
    assert Schedule(TWO_ROUNDS).blocks() == (0, 0, 0, 1, 1)


def test_rest_ends_on_heart_rate_with_hold_and_cap() -> None:
    until = Until(hr_below=110, hold_s=5.0, cap_s=60.0)
    steps = (step(0, Effort.REST, None, until=until), step(1, Effort.EASY, 60.0))
    held = Schedule(steps)
    for second in range(10):
        held.advance(float(second), 105 if second != 3 else 115)  # one sample breaks the hold
    assert index_of(held) == 1
    place = held.place()
    assert place is not None
    assert place.into_s == 0.0
    capped = Schedule(steps)
    for second in range(61):
        capped.advance(float(second), 130)
    assert index_of(capped) == 1


def test_one_sample_does_not_end_a_rest() -> None:
    until = Until(hr_below=110, hold_s=5.0, cap_s=180.0)
    schedule = Schedule((step(0, Effort.REST, None, until=until),))
    for second in range(20):
        schedule.advance(float(second), 109 if second % 4 == 0 else 111)
    assert schedule.phase is Phase.REST


def test_an_answer_ends_its_step_and_a_no_its_block() -> None:
    until = Until(answer=True, cap_s=90.0)
    steps = tuple(replace(step(at, Effort.FREE, None, until=until), after_no=3) for at in range(3))
    schedule = Schedule((*steps, step(3, Effort.EASY, 60.0)))
    assert schedule.answered(is_no=False)
    assert index_of(schedule) == 1
    assert schedule.answered(is_no=True)
    assert index_of(schedule) == 3
    assert not schedule.answered(is_no=True)  # the cool-down waits for no answer


def test_rounds_within_rounds_are_told_apart() -> None:
    inner = [
        replace(step(at, Effort.EASY, 10.0, round_no=1), rounds=1, outer=((at + 1, 2),))
        for at in range(2)
    ]
    assert Schedule(inner).blocks() == (0, 1)


@given(st.lists(st.floats(0, 250), max_size=30))
def test_any_chopping_of_time_gives_the_same_place(stops: list[float]) -> None:
    chopped = Schedule(TWO_ROUNDS)
    for stop in sorted(stops):
        chopped.advance(stop)
    whole = Schedule(TWO_ROUNDS)
    end = max(stops, default=0.0)
    chopped.advance(end)
    whole.advance(end)
    assert chopped.place() == whole.place()
    assert chopped.elapsed_s == whole.elapsed_s


@given(
    st.lists(
        st.tuples(st.floats(0, 20), st.sampled_from(list(Command))),
        max_size=40,
    )
)
def test_any_commands_leave_a_defined_state(said: list[tuple[float, Command]]) -> None:
    schedule = Schedule(TWO_ROUNDS, waiting=True)
    at_s = elapsed_s = 0.0
    for wait_s, command in said:
        at_s += wait_s
        schedule.command(at_s, command)
        schedule.advance(at_s)
        assert schedule.elapsed_s >= elapsed_s
        elapsed_s = schedule.elapsed_s
        place = schedule.place()
        ended = schedule.phase in (Phase.READY, Phase.DONE)
        assert (place is None) == ended
        if place is not None:
            assert place.into_s >= 0.0


def test_a_step_says_for_how_long_it_has_been_ridden_without_a_pause() -> None:
    schedule = Schedule((step(0, Effort.EASY, 100.0), step(1, Effort.MODERATE, 100.0)))
    schedule.advance(30.0)
    schedule.command(30.0, Command.PAUSE)
    schedule.advance(50.0)
    paused = schedule.place()
    assert paused is not None
    assert paused.moving_s == 30.0
    schedule.command(60.0, Command.GO_ON)
    gone_on = schedule.place()  # the step clock shows the same: asked again all the same
    assert gone_on is not None
    assert (gone_on.into_s, gone_on.moving_s) == (30.0, 0.0)
    schedule.advance(140.0)  # into the next step, which knows no pause
    after = schedule.place()
    assert after is not None
    assert (after.step.index, after.into_s, after.moving_s) == (1, 10.0, 10.0)


def test_what_comes_before_the_rounds_counts_with_round_one() -> None:
    places = []
    warm_up = replace(step(0, Effort.EASY, 60.0, round_no=None), rounds=None)
    rounds = [step(number, Effort.EASY, 60.0, round_no=number) for number in (1, 2)]
    schedule = Schedule((warm_up, *rounds))
    for at_s in (30.0, 90.0, 150.0):
        schedule.advance(at_s)
        place = schedule.place()
        assert place is not None
        places.append((place.block, place.in_first_round))
    assert places == [(0, True), (1, True), (2, False)]
