"""Pauses, stops, falling steps, warm-ups: what was true before them is not true after."""

import math
import re

import pytest

from hrguide.athlete.athlete import Athlete
from hrguide.guide.command import Command
from hrguide.guide.cue import CueKind
from hrguide.guide.verdict import Verdict
from hrguide.moment import Prompt
from hrguide.session import Session
from hrguide.workout.shelf import load_workout
from hrguide.workout.whiteboard import parse_workout
from tests.journeys.story import OWN, between, cues, packets, ride, saying, step_to, without

GUIDING = (CueKind.EASE, CueKind.PUSH)
ONE_LONG = parse_workout("10 min 120-130 bpm")
FALLING = parse_workout("4 min 150-160 bpm\n4 min 115-125 bpm")
LIMITED = Athlete("sam", 38.0, ceiling_bpm=150.0)


def test_nothing_pushes_in_the_first_45_s_after_a_pause() -> None:
    """A standing pulse after a pause is sure to be low, and no fault."""
    told = packets(step_to(125.0, 85.0, 60.0), 260.0)
    commands = [(60.0, Command.PAUSE), (160.0, Command.GO_ON)]
    moments = ride(Session(workout=ONE_LONG), told, to_s=260.0, commands=commands)
    pushed = [at_s for at_s, _ in cues(moments, CueKind.PUSH)]
    assert not [at_s for at_s in pushed if at_s < 160.0 + 45.0]
    assert {m.verdict for m in between(moments, 160.25, 200.0)} == {Verdict.SETTLING}


def test_a_number_just_back_after_a_pause_stands_first() -> None:
    told = without(packets(lambda at_s: 125.0 if at_s < 100 else 170.0, 300.0), 100.0, 200.0)
    commands = [(101.0, Command.PAUSE), (200.0, Command.GO_ON)]
    moments = ride(Session(workout=ONE_LONG), told, to_s=240.0, commands=commands)
    assert all(at_s >= 205.0 for at_s, _ in cues(moments, *GUIDING))


@pytest.mark.parametrize("tau_s", [38.0, 60.0, 80.0])
def test_a_step_down_written_in_bpm_leaves_the_heart_its_time(tau_s: float) -> None:
    """Who eased at once is not told to ease before the heart can have answered."""
    heart = step_to(155.0, 120.0, 240.0, tau_s=tau_s)
    moments = ride(Session(workout=FALLING), packets(heart, 480.0), to_s=480.0)
    assert [at_s for at_s, _ in cues(moments, CueKind.EASE) if 240.0 <= at_s < 262.0] == []


def test_a_step_down_written_in_bpm_pushes_nobody() -> None:
    heart = step_to(155.0, 105.0, 240.0)
    moments = ride(Session(workout=FALLING), packets(heart, 480.0), to_s=480.0)
    assert min(m.hr_bpm or 999 for m in moments) < 110
    assert cues(moments, CueKind.PUSH) == []


def test_heading_for_is_where_it_is_heading() -> None:
    """Never the present rate in the forecast's place: the screen shows both."""

    def heart(at_s: float) -> float:
        return 125.0 + 22.0 * math.sin(at_s / 45.0)

    moments = ride(Session(workout=ONE_LONG), packets(heart, 600.0), to_s=600.0)
    said = [m for m in moments if m.cue is not None and m.cue.kind is CueKind.EASE]
    assert len(said) > 3
    for moment in said:
        assert moment.cue is not None
        assert moment.forecast is not None
        assert moment.hr_bpm is not None
        heading = re.search(r"heading for (\d+)", moment.cue.text)
        if heading:
            assert int(heading[1]) == round(moment.forecast.mean_bpm)
            assert moment.forecast.mean_bpm >= moment.hr_bpm
        else:
            assert f"{moment.hr_bpm} now" in moment.cue.text


def test_a_warm_up_goes_by_words_together_with_round_one() -> None:
    """fit_25_year_old on `beginner`: nothing learned in a warm-up makes a range for round 1."""
    workout = load_workout("beginner")
    session = Session(workout=workout, athlete=Athlete("kim", 25.0), on="2026-11-22")
    commands = [(170.0, Command.TALK_COMFORTABLE)]
    moments = ride(session, packets(lambda _: 150.0, 500.0), to_s=500.0, commands=commands)
    led = [
        m for m in between(moments, 3.0, 500.0) if m.step is not None and m.step.round in (None, 1)
    ]
    assert {m.verdict for m in led if m.phase.value == "step"} == {Verdict.LEARNING}
    assert cues(led, *GUIDING) == []
    asked = {m.step.index for m in moments if m.prompt is Prompt.TALK and m.step is not None}
    assert len(asked) > 2


def test_no_more_is_invited_after_a_no_in_the_same_step() -> None:
    heart = step_to(125.0, 100.0, 120.0)
    commands = [(120.0, Command.TALK_NO)]
    moments = ride(Session(workout=ONE_LONG), packets(heart, 600.0), to_s=600.0, commands=commands)
    assert [kind for kind in cues(moments, CueKind.PUSH) if kind[0] >= 120.0] == []


def test_a_pause_ends_what_a_ceiling_counted() -> None:
    """L5: for 30 s of riding; a rest of minutes is none of it."""
    told = packets(lambda at_s: 156.0 if at_s < 40 or at_s > 270 else 110.0, 400.0)
    session = Session(workout=parse_workout("20 min easy"), athlete=LIMITED, on="2026-11-22")
    commands = [(20.0, Command.PAUSE), (300.0, Command.GO_ON)]
    moments = ride(session, told, to_s=325.0, commands=commands)
    assert cues(moments, CueKind.STOP) == []
    assert Verdict.STOPPED not in {m.verdict for m in moments}


def test_a_question_does_not_outlive_a_pause() -> None:
    told = packets(lambda at_s: 170.0 if at_s < 20 else 90.0, 300.0)
    session = Session(workout=parse_workout("20 min easy"), athlete=Athlete("kim", 40.0))
    commands = [(18.0, Command.PAUSE), (150.0, Command.GO_ON)]
    moments = ride(session, told, to_s=200.0, commands=commands)
    assert Prompt.CAN_YOU_TALK in {m.prompt for m in between(moments, 0.0, 18.0)}
    assert {m.prompt for m in between(moments, 150.25, 200.0)} == {None}
    assert [one for one in cues(moments, CueKind.EASE) if one[0] > 18.0] == []


def test_after_a_stop_in_the_rest_the_next_round_is_easy() -> None:
    workout = parse_workout("3 rounds\n- 1 min easy\n- 1 min moderate\n* rest 1 min between rounds")
    session = Session(workout=workout, ranges=OWN)
    commands = [(130.0, Command.STOP), (140.0, Command.GO_ON)]
    moments = ride(session, packets(lambda _: 115.0, 500.0), to_s=460.0, commands=commands)
    efforts = [
        (m.step.round, m.step.effort)
        for m in moments
        if m.step is not None and m.phase.value == "step" and m.at_s > 140.0
    ]
    assert {effort for round_no, effort in efforts if round_no == 2} == {"easy"}
    assert {effort for round_no, effort in efforts if round_no == 3} == {"easy", "moderate"}


def test_stopped_guidance_orders_no_effort_and_asks_nothing() -> None:
    workout = parse_workout("3 rounds\n- 1 min easy\n- 1 min moderate\n* rest 1 min between rounds")
    session = Session(workout=workout, athlete=LIMITED, on="2026-11-22")
    moments = ride(session, packets(lambda at_s: 160.0 if at_s < 70 else 120.0, 300.0), to_s=300.0)
    (stopped_s, _), *_ = cues(moments, CueKind.STOP)
    after = between(moments, stopped_s + 0.25, 300.0)
    said = [text for _, text in cues(after, CueKind.STEP)]
    assert len(said) == 4
    assert [text for text in said if "oderate" in text or "chat" in text] == []
    assert "Pedal lightly. Space goes on, in easy." in said
    assert {m.prompt for m in after} <= {None, Prompt.BACK}


def test_thirty_seconds_more_while_it_counts_counts_again() -> None:
    workout = parse_workout("1 min easy\n1 min easy")
    commands = [(58.5, Command.PLUS_30)]
    told = saying(packets(lambda _: 115.0, 100.0), 0.0, 0.0, 0)
    moments = ride(Session(workout=workout, ranges=OWN), told, to_s=89.9, commands=commands)
    assert [text for _, text in cues(moments, CueKind.COUNTDOWN)] == ["3", "2", "3", "2", "1"]


@pytest.mark.parametrize(
    ("second_s", "kept"), [(66.0, ["comfortable"]), (90.0, ["no", "comfortable"])]
)
def test_a_slip_of_the_finger_is_corrected_by_the_next_key(
    second_s: float, kept: list[str]
) -> None:
    """One mistaken 3 at 91 bpm put "today's ceiling is 83" over a whole ride."""
    session = Session(workout=ONE_LONG, athlete=Athlete("kim", 40.0), on="2026-11-22")
    commands = [(60.0, Command.TALK_NO), (second_s, Command.TALK_COMFORTABLE)]
    moments = ride(session, packets(lambda _: 91.0, 120.0), to_s=120.0, commands=commands)
    assert [answer.answer for answer in session.ranges.answers] == kept
    ceiling_bpm = moments[-1].ceiling_bpm
    assert (ceiling_bpm is not None and ceiling_bpm < 100) == (len(kept) == 2)


def test_a_corrected_no_is_no_first_no() -> None:
    workout = parse_workout("3 rounds\n- 3 min moderate\n* rest 1 min between rounds")
    session = Session(workout=workout, athlete=Athlete("kim", 40.0), on="2026-11-22")
    commands = [
        (60.0, Command.TALK_NO),
        (64.0, Command.TALK_COMFORTABLE),
        (300.0, Command.TALK_NO),
    ]
    moments = ride(session, packets(lambda _: 110.0, 330.0), to_s=330.0, commands=commands)
    replies = [text for _, text in cues(moments, CueKind.EASE) if "talk" in text or "No" in text]
    assert len(replies) == 2
    assert not replies[1].startswith("No again")


def test_after_a_pause_the_decision_looks_further_ahead_again() -> None:
    """E3: not before 90 s of riding; what the heart did before the pause is past."""
    commands = [(200.0, Command.PAUSE), (300.0, Command.GO_ON)]
    told = packets(lambda _: 125.0, 320.0)
    moments = ride(Session(workout=ONE_LONG), told, to_s=320.0, commands=commands)
    ahead = {m.at_s: m.forecast.at_s - m.at_s for m in moments if m.forecast is not None}
    assert ahead[199.0] == 60.0
    assert ahead[310.0] == 80.0


def test_in_a_talk_test_each_stage_keeps_its_answer() -> None:
    text = "1 round, ends at a no\n- easy until a talk answer\n- moderate until a talk answer\n"
    session = Session(workout=parse_workout(text), athlete=Athlete("kim", 40.0), on="2026-11-22")
    commands = [(200.0, Command.TALK_COMFORTABLE), (206.0, Command.TALK_NO)]
    ride(session, packets(lambda _: 115.0, 230.0), to_s=230.0, commands=commands)
    assert [answer.answer for answer in session.ranges.answers] == ["comfortable", "no"]
