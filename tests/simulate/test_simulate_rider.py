"""The rider: paces by words or ranges with error, reacts late, and answers what is asked."""

import math
import random
import statistics
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hrguide.beats.pulse import Signal
from hrguide.guide.command import Command
from hrguide.guide.cue import Cue, CueKind
from hrguide.guide.verdict import Verdict
from hrguide.moment import Forecast, Moment, Phase, Prompt, StepNow
from hrguide.simulate.heart import Traits
from hrguide.simulate.rider import (
    BY_KEY_S,
    CARELESS,
    CUE_REACTION_S,
    DRILL_S,
    FADER,
    FAST_STARTER,
    GO_ON_S,
    HABITS,
    MIN_REACTION_S,
    OBEDIENT,
    STEP_REACTION_S,
    TYPICAL,
    Habits,
    Rider,
)
from hrguide.simulate.talk import ANSWERS, TalkSense

BODY = Traits(rest_bpm=65.0, max_bpm=185.0, threshold_bpm=135.0)
EXACT = Habits(step_error_sd_bpm=0.0, ignores_cue=0.0, ignores_prompt=0.0)
STEP = StepNow(index=0, round=1, effort="easy", left_s=180.0, low_bpm=110, high_bpm=122)
PLAIN = Moment(
    at_s=0.0,
    elapsed_s=0.0,
    hr_bpm=120,
    signal=Signal.GOOD,
    signal_reason=None,
    step=STEP,
    verdict=Verdict.ON_COURSE,
)


def _step(index: int, effort: str, low: int | None, high: int | None) -> StepNow:
    return StepNow(index=index, round=1, effort=effort, left_s=180.0, low_bpm=low, high_bpm=high)


def _riders(habits: Habits, count: int = 300) -> Iterator[Rider]:
    for seed in range(count):
        yield Rider(BODY, habits, random.Random(seed))


def _settled(rider: Rider, moment: Moment) -> float:
    rider.hear(moment, felt_bpm=120.0)
    return rider.demand_bpm(moment.at_s + 40.0)


@pytest.mark.parametrize(
    ("name", "error_sd_bpm"), [("obedient", 5.0), ("typical", 10.0), ("careless", 20.0)]
)
def test_the_error_around_the_middle_of_a_range_is_the_habits(
    name: str, error_sd_bpm: float
) -> None:
    demands = [_settled(rider, PLAIN) for rider in _riders(HABITS[name], 800)]
    assert statistics.fmean(demands) == pytest.approx(116.0, abs=3.5 * error_sd_bpm / 28.0)
    assert statistics.stdev(demands) == pytest.approx(error_sd_bpm, rel=0.12)


def test_with_words_alone_it_paces_by_its_own_threshold() -> None:
    for effort, fraction in (("easy", 0.70), ("moderately easy", 0.84), ("moderate", 0.96)):
        moment = replace(PLAIN, step=_step(0, effort, None, None))
        demands = [_settled(rider, moment) for rider in _riders(EXACT, 600)]
        assert statistics.fmean(demands) == pytest.approx(65.0 + fraction * 70.0, abs=1.2)
        assert statistics.stdev(demands) == pytest.approx(0.05 * 135.0, rel=0.12)


def test_under_a_ceiling_it_stays_below_it() -> None:
    moment = replace(PLAIN, step=_step(0, "easy", None, 118))
    assert all(_settled(rider, moment) == pytest.approx(110.0) for rider in _riders(EXACT, 20))


def test_like_steps_repeat_in_part() -> None:
    first, again = [], []
    for rider in _riders(TYPICAL, 800):
        first.append(_settled(rider, PLAIN))
        other = replace(PLAIN, at_s=100.0, step=_step(1, "moderate", 130, 140))
        _settled(rider, other)
        again.append(_settled(rider, replace(PLAIN, at_s=200.0, step=_step(4, "easy", 110, 122))))
    assert statistics.correlation(first, again) == pytest.approx(0.5, abs=0.1)


def test_a_new_step_is_felt_in_the_legs_after_the_reaction_and_not_before() -> None:
    for rider in _riders(EXACT, 50):
        before = rider.demand_bpm(10.0)
        rider.hear(replace(PLAIN, at_s=10.0), felt_bpm=100.0)
        assert rider.demand_bpm(10.0 + MIN_REACTION_S - 1e-6) == before
        assert rider.demand_bpm(10.0 + STEP_REACTION_S[1]) == pytest.approx(116.0)


def test_hearing_the_same_step_again_changes_nothing() -> None:
    once, often = (Rider(BODY, TYPICAL, random.Random(1)) for _ in range(2))
    once.hear(PLAIN, felt_bpm=100.0)
    for tick in range(200):
        often.hear(replace(PLAIN, at_s=tick * 0.25), felt_bpm=100.0)
    assert once.demand_bpm(60.0) == often.demand_bpm(60.0)


def _cue(kind: CueKind, mean_bpm: float) -> Moment:
    return replace(
        PLAIN,
        at_s=100.0,
        cue=Cue(kind, "said"),
        forecast=Forecast(at_s=160.0, mean_bpm=mean_bpm, sd_bpm=4.0),
    )


def test_ease_lowers_the_demand_late_and_by_a_share_of_the_error_told() -> None:
    changes, reactions = [], []
    for rider in _riders(EXACT, 400):
        rider.hear(PLAIN, felt_bpm=100.0)
        before = rider.demand_bpm(100.0)
        rider.hear(_cue(CueKind.EASE, 136.0), felt_bpm=120.0)
        assert rider.demand_bpm(100.0 + CUE_REACTION_S[0] - 1e-6) == before
        at_s = 105.0
        while rider.demand_bpm(at_s) == before:
            at_s += 0.25
        reactions.append(at_s - 100.0)
        changes.append(rider.demand_bpm(100.0 + CUE_REACTION_S[1]) - before)
    # error told 136 - 116 = 20 bpm, gain U(0.3, 1): -6 .. -20, mean -13
    assert -20.0 <= min(changes) < -18.0
    assert -7.0 < max(changes) <= -6.0
    assert statistics.fmean(changes) == pytest.approx(-13.0, abs=0.8)
    assert statistics.fmean(reactions) == pytest.approx(10.1, abs=0.6)


def test_push_raises_the_demand_and_never_lowers_it() -> None:
    for mean_bpm, smallest in ((100.0, 4.8), (140.0, 4.0)):
        for rider in _riders(EXACT, 50):
            rider.hear(PLAIN, felt_bpm=100.0)
            before = rider.demand_bpm(100.0)
            rider.hear(_cue(CueKind.PUSH, mean_bpm), felt_bpm=120.0)
            assert rider.demand_bpm(116.0) - before >= smallest - 1e-9


@pytest.mark.parametrize("kind", set(CueKind) - {CueKind.EASE, CueKind.PUSH})
def test_other_cues_move_no_legs(kind: CueKind) -> None:
    rider = Rider(BODY, EXACT, random.Random(1))
    rider.hear(PLAIN, felt_bpm=100.0)
    rider.hear(_cue(kind, 150.0), felt_bpm=100.0)
    assert rider.demand_bpm(130.0) == pytest.approx(116.0)


@pytest.mark.parametrize("habits", [OBEDIENT, TYPICAL, CARELESS])
def test_cues_are_ignored_as_often_as_the_habits_say(habits: Habits) -> None:
    ignored = 0
    for rider in _riders(habits, 600):
        rider.hear(PLAIN, felt_bpm=100.0)
        before = rider.demand_bpm(100.0)
        rider.hear(_cue(CueKind.EASE, 150.0), felt_bpm=120.0)
        ignored += rider.demand_bpm(120.0) == before
    assert ignored / 600 == pytest.approx(habits.ignores_cue, abs=0.06)


def test_fast_starters_start_high_and_faders_fade() -> None:
    fast = Rider(BODY, replace(FAST_STARTER, step_error_sd_bpm=0.0), random.Random(1))
    fast.hear(PLAIN, felt_bpm=100.0)
    assert fast.demand_bpm(20.0) == pytest.approx(116.0 + 15.0)
    assert fast.demand_bpm(34.0) == pytest.approx(116.0)
    fader = Rider(BODY, replace(FADER, step_error_sd_bpm=0.0), random.Random(1))
    fader.hear(PLAIN, felt_bpm=100.0)
    early, late = fader.demand_bpm(120.0), fader.demand_bpm(183.0)
    assert early == pytest.approx(116.0)
    assert 5.9 <= early - late <= 6.3


def test_told_to_ease_while_on_course_it_still_eases_a_little() -> None:
    for rider in _riders(EXACT, 50):
        rider.hear(PLAIN, felt_bpm=100.0)
        rider.hear(_cue(CueKind.EASE, 112.0), felt_bpm=120.0)
        assert rider.demand_bpm(116.0) == pytest.approx(112.0)


def test_a_cue_does_not_start_the_step_anew() -> None:
    fader = replace(FADER, step_error_sd_bpm=0.0, ignores_cue=0.0, fast_start_bpm=15.0)
    rider = Rider(BODY, fader, random.Random(1))
    rider.hear(PLAIN, felt_bpm=100.0)
    rider.hear(_cue(CueKind.EASE, 112.0), felt_bpm=120.0)
    assert rider.demand_bpm(116.0) == pytest.approx(112.0)
    assert rider.demand_bpm(182.0) == pytest.approx(112.0 - 6.0, abs=0.3)


def test_a_new_step_overtakes_a_cue_not_acted_on_yet() -> None:
    for rider in _riders(EXACT, 50):
        rider.hear(PLAIN, felt_bpm=100.0)
        rider.hear(_cue(CueKind.EASE, 150.0), felt_bpm=120.0)
        rider.hear(replace(PLAIN, at_s=100.25, step=_step(1, "moderate", 130, 140)), felt_bpm=1.0)
        assert rider.demand_bpm(103.5) == pytest.approx(135.0)
        assert rider.demand_bpm(120.0) == pytest.approx(135.0)


def test_in_a_rest_a_pause_and_after_the_end_the_demand_is_low() -> None:
    for phase in (Phase.REST, Phase.PAUSED, Phase.DONE):
        demands = []
        for rider in _riders(EXACT, 200):
            rider.hear(PLAIN, felt_bpm=100.0)
            rest = replace(PLAIN, at_s=200.0, phase=phase, step=_step(3, "rest", None, None))
            demands.append(_settled(rider, rest))
        assert all(65.0 + 8.0 <= demand <= 65.0 + 35.0 for demand in demands)
        seated = sum(demand <= 65.0 + 18.0 for demand in demands) / 200
        assert seated == pytest.approx(0.6, abs=0.1)


def _answers(rider: Rider, prompt: Prompt, *, felt_bpm: float, open_s: float = 60.0) -> list[str]:
    said: list[str] = []
    for tick in range(1, int(open_s * 4)):
        asked = replace(PLAIN, at_s=100.0 + tick / 4, prompt=prompt)
        said += rider.hear(asked, felt_bpm=felt_bpm)
    return said


def test_talk_answers_come_once_after_the_speech() -> None:
    rider = Rider(BODY, EXACT, random.Random(3))
    assert _answers(rider, Prompt.TALK, felt_bpm=90.0, open_s=21.0) == []
    assert _answers(rider, Prompt.TALK, felt_bpm=90.0) == ["talk_comfortable"]
    assert _answers(rider, Prompt.TALK, felt_bpm=90.0) == []


def test_a_second_prompt_is_answered_again() -> None:
    rider = Rider(BODY, EXACT, random.Random(3))
    assert len(_answers(rider, Prompt.TALK, felt_bpm=90.0)) == 1
    rider.hear(replace(PLAIN, at_s=170.0), felt_bpm=90.0)
    assert len(_answers(rider, Prompt.TALK, felt_bpm=90.0)) == 1


def test_a_late_talk_answer_still_counts_but_a_late_back_answer_does_not() -> None:
    later = replace(PLAIN, at_s=160.0, prompt=None)
    for prompt, count in ((Prompt.TALK, 1), (Prompt.BACK, 0), (Prompt.CAN_YOU_TALK, 0)):
        rider = Rider(BODY, EXACT, random.Random(3))
        assert _answers(rider, prompt, felt_bpm=90.0, open_s=3.0) == []
        assert len(rider.hear(later, felt_bpm=90.0)) == count


def test_can_you_talk_is_answered_within_the_guides_patience() -> None:
    for rider in _riders(EXACT, 60):
        assert len(_answers(rider, Prompt.CAN_YOU_TALK, felt_bpm=120.0, open_s=20.0)) == 1


def test_the_back_is_better_or_the_same_unless_ordered_worse() -> None:
    said = [_answers(rider, Prompt.BACK, felt_bpm=90.0)[0] for rider in _riders(EXACT, 200)]
    assert set(said) == {"back_better", "back_same"}
    assert said.count("back_better") / 200 == pytest.approx(0.35, abs=0.1)
    worse = replace(EXACT, back_worse=1.0)
    assert _answers(Rider(BODY, worse, random.Random(1)), Prompt.BACK, felt_bpm=90.0) == [
        "back_worse"
    ]


def test_a_sharp_back_is_said_as_often_as_ordered_and_the_stop_after_it_is_the_end() -> None:
    sharp = Rider(BODY, replace(EXACT, back_sharp=1.0), random.Random(1))
    assert _answers(sharp, Prompt.BACK, felt_bpm=90.0) == ["back_sharp"]
    ended = replace(PLAIN, at_s=200.0, phase=Phase.STOPPED, back_ended=True)
    assert sharp.hear(ended, felt_bpm=80.0) == ()
    assert sharp.hear(replace(ended, at_s=200.0 + GO_ON_S), felt_bpm=80.0) == ("finish",)


def test_the_backs_question_moves_nothing_else() -> None:
    """The same rider with and without a question in the rests rides the same."""
    asked, unasked = (Rider(BODY, CARELESS, random.Random(7)) for _ in range(2))
    asked.hear(replace(PLAIN, at_s=100.0, prompt=Prompt.BACK), felt_bpm=90.0)
    unasked.hear(replace(PLAIN, at_s=100.0), felt_bpm=90.0)
    for rider in (asked, unasked):
        rider.hear(replace(PLAIN, at_s=300.0, step=replace(STEP, index=5)), felt_bpm=90.0)
    assert asked.demand_bpm(310.0) == unasked.demand_bpm(310.0)


@pytest.mark.parametrize(("is_drill", "span_s"), [(True, DRILL_S), (False, BY_KEY_S)])
def test_a_step_that_waits_for_a_key_gets_it_once(
    is_drill: bool, span_s: tuple[float, float]
) -> None:
    rider = Rider(BODY, EXACT, random.Random(1))
    step = replace(STEP, index=3, left_s=None, by_key=True, is_drill=is_drill)
    said = []
    for tick in range(4 * 200):
        moment = replace(PLAIN, at_s=200.0 + tick / 4, step=step)
        said += [(tick / 4, word) for word in rider.hear(moment, felt_bpm=90.0)]
    assert [word for _, word in said] == ["next"]
    assert span_s[0] <= said[0][0] <= span_s[1] + 0.25


def test_a_drill_asks_nothing_of_the_heart() -> None:
    rider = Rider(BODY, EXACT, random.Random(1))
    step = replace(STEP, index=3, left_s=None, by_key=True, is_drill=True)
    rider.hear(replace(PLAIN, at_s=200.0, step=step), felt_bpm=90.0)
    assert rider.demand_bpm(210.0) <= BODY.rest_bpm + 35.0


def test_prompts_are_left_unanswered_as_often_as_the_habits_say() -> None:
    silent = sum(not _answers(rider, Prompt.TALK, felt_bpm=90.0) for rider in _riders(CARELESS))
    assert silent / 300 == pytest.approx(0.25, abs=0.07)


def test_it_leaves_another_strap_to_the_person_at_the_keys() -> None:
    assert _answers(Rider(BODY, EXACT, random.Random(1)), Prompt.OTHER_STRAP, felt_bpm=90.0) == []


def test_it_starts_once_when_all_is_ready() -> None:
    rider = Rider(BODY, EXACT, random.Random(1))
    said = []
    for tick in range(80):
        ready = replace(PLAIN, at_s=tick / 4, phase=Phase.READY, step=None, verdict=Verdict.READY)
        said += [(tick / 4, word) for word in rider.hear(ready, felt_bpm=80.0)]
    assert said == [(3.0, "start")]


def test_told_to_stop_it_rests_and_goes_on_after_a_minute() -> None:
    rider = Rider(BODY, EXACT, random.Random(1))
    rider.hear(PLAIN, felt_bpm=100.0)
    stopped = replace(PLAIN, at_s=100.0, verdict=Verdict.STOPPED)
    assert rider.hear(stopped, felt_bpm=100.0) == ()
    assert rider.demand_bpm(110.0) <= 65.0 + 35.0
    assert rider.hear(replace(stopped, at_s=99.0 + GO_ON_S), felt_bpm=100.0) == ()
    assert rider.hear(replace(stopped, at_s=100.0 + GO_ON_S), felt_bpm=100.0) == ("go_on",)


def test_who_pressed_stop_says_when_it_goes_on() -> None:
    rider = Rider(BODY, EXACT, random.Random(1))
    rider.hear(PLAIN, felt_bpm=100.0)
    stopped = replace(PLAIN, at_s=100.0, phase=Phase.STOPPED)
    rider.hear(stopped, felt_bpm=100.0)
    assert rider.demand_bpm(110.0) <= 65.0 + 35.0
    assert rider.hear(replace(stopped, at_s=300.0 + GO_ON_S), felt_bpm=100.0) == ()


def test_every_word_it_says_is_a_command() -> None:
    said = {*ANSWERS, "start", "go_on", "back_better", "back_same", "back_worse"}
    assert said <= {command.value for command in Command}


def _phi(z: float) -> float:
    return 0.5 * (1.0 + math.erf(z / math.sqrt(2.0)))


@pytest.mark.parametrize("above_bpm", [-20.0, -5.0, 0.0, 8.0, 15.0, 30.0])
def test_talk_answers_are_the_ordinal_probit_with_lapses(above_bpm: float) -> None:
    count = 6000
    rng = random.Random(21)
    said = [TalkSense(135.0, rng).answer(135.0 + above_bpm) for _ in range(count)]
    spread_bpm = math.hypot(6.0, 3.0)
    comfortable = 1.0 - _phi((above_bpm + 5.0) / spread_bpm)
    no = _phi((above_bpm - 15.0) / spread_bpm)
    for word, chance in zip(ANSWERS, (comfortable, 1 - comfortable - no, no), strict=True):
        told = 0.97 * chance + 0.01
        assert said.count(word) / count == pytest.approx(told, abs=4 * 0.5 / math.sqrt(count))


def test_three_answers_in_a_hundred_mean_nothing() -> None:
    rng = random.Random(22)
    said = [TalkSense(135.0, rng).answer(235.0) for _ in range(20_000)]
    for word in ("talk_comfortable", "talk_only_just"):
        assert said.count(word) / 20_000 == pytest.approx(0.01, abs=0.003)


def test_a_day_shifts_all_answers_of_a_ride() -> None:
    shares = []
    for seed in range(200):
        sense = TalkSense(135.0, random.Random(seed), within_sd_bpm=1e-9, day_sd_bpm=3.0, lapse=0.0)
        answers = {sense.answer(131.0) for _ in range(5)}
        assert len(answers) == 1
        shares.append(answers == {"talk_comfortable"})
    # comfortable where today's threshold is above 136: P(N(0, 3) > 1)
    assert statistics.fmean(shares) == pytest.approx(1.0 - _phi(1.0 / 3.0), abs=0.1)
