"""Acceptance cases of other tools' users: quiet where the lag explains it, loud where it counts."""

from collections.abc import Callable

import pytest

from hrguide.athlete.athlete import Athlete
from hrguide.guide.command import Command
from hrguide.guide.cue import CueKind
from hrguide.guide.verdict import Verdict
from hrguide.moment import Phase
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout
from tests.journeys.story import OWN, between, cues, packets, ride, step_to

GUIDING = (CueKind.EASE, CueKind.PUSH)


def test_quiet_while_falling() -> None:
    """Garmin FR955: an alarm at once when the target drops."""
    workout = parse_workout("3 min moderate\n3 min easy")
    heart = step_to(136.0, 116.0, 180.0, tau_s=60.0)
    session = Session(workout=workout, ranges=OWN)
    moments = ride(session, packets(heart, 360.0), to_s=359.0)
    assert cues(between(moments, 180.0, 359.0), *GUIDING) == []


def test_first_half_minute_never_pushes() -> None:
    """8020endurance, Garmin: overpacing to please the alarm."""
    workout = parse_workout("3 min easy\n3 min moderate")
    for plateau in (100.0, 120.0, 135.0):
        session = Session(workout=workout, ranges=OWN)
        heart = step_to(100.0, plateau, 180.0)
        moments = ride(session, packets(heart, 360.0), to_s=359.0)
        assert [at for at, _ in cues(moments, CueKind.PUSH) if (at % 180.0) < 45.0] == []
        assert cues(between(moments, 0.0, 226.0), *GUIDING) == []


def test_under_is_never_an_alarm() -> None:
    """Being far under brings at most one invitation a step, and none in easy."""
    workout = parse_workout("2 rounds\n- 6 min easy\n- 6 min moderately easy\n")
    session = Session(workout=workout, ranges=OWN)
    moments = ride(session, packets(lambda _: 90.0, 1440.0), to_s=1439.0)
    assert Verdict.UNDER in {moment.verdict for moment in moments}
    assert cues(moments, CueKind.EASE) == []
    said = cues(moments, CueKind.PUSH)
    assert len(said) == 1  # round 2's moderately easy step; L4: none in round 1
    assert "if your back likes it" in said[0][1]


def test_sprint_in_the_last_minute() -> None:
    """ "Too short to judge" said nothing. It forbids push, never ease."""
    workout = parse_workout("3 min moderately easy\n1 min moderate")
    session = Session(workout=workout, ranges=OWN)
    heart = step_to(125.0, 172.0, 180.0, tau_s=20.0)
    moments = ride(session, packets(heart, 240.0), to_s=239.0)
    said = cues(moments, CueKind.EASE)
    assert len(said) == 1
    assert said[0][1] == "Not a workout. Ease off."
    assert 190.0 <= said[0][0] <= 220.0


def test_no_state_between_steps() -> None:
    """qdomyos-zwift PR #4671: the old zone kept steering in the cool-down."""
    workout = parse_workout("4 min moderate\n5 min free\n4 min easy")
    session = Session(workout=workout, ranges=OWN)
    moments = ride(session, packets(lambda _: 150.0, 780.0), to_s=779.0)
    assert cues(between(moments, 0.0, 240.0), CueKind.EASE)
    free = between(moments, 240.25, 540.0)
    assert {moment.verdict for moment in free} == {Verdict.NO_RANGE}
    assert cues(free, *GUIDING) == []
    easy = between(moments, 600.0, 779.0)
    assert {moment.step.high_bpm for moment in easy if moment.step} == {122}


def test_high_and_low_differ() -> None:
    """polar-h10-alert #4: cannot tell which alarm. Kind and words differ, and never both."""
    workout = parse_workout("10 min 120-130 bpm")
    high = ride(Session(workout=workout), packets(lambda _: 145.0, 600.0), to_s=599.0)
    low = ride(Session(workout=workout), packets(lambda _: 100.0, 600.0), to_s=599.0)
    assert cues(high, CueKind.EASE)
    assert not cues(high, CueKind.PUSH)
    assert cues(low, CueKind.PUSH)
    assert not cues(low, CueKind.EASE)


def test_rest_ends_on_hr_with_hold() -> None:
    """intervals.icu 69924: a rest ended on one sample."""
    workout = parse_workout("2 min moderate\nrest until HR under 110, at most 3 min\n2 min easy")

    def heart(at_s: float) -> float:
        if at_s < 120.0:
            return 130.0
        if at_s < 150.0:
            return 113.0 if int(at_s) % 10 else 108.0  # dips that do not hold
        return 104.0

    moments = ride(Session(workout=workout, ranges=OWN), packets(heart, 300.0), to_s=300.0)
    rests = [moment.at_s for moment in moments if moment.phase is Phase.REST]
    assert 155.0 <= max(rests) <= 165.0


def test_rest_on_hr_is_capped() -> None:
    workout = parse_workout("2 min moderate\nrest until HR under 110, at most 3 min\n2 min easy")
    session = Session(workout=workout, ranges=OWN)
    moments = ride(session, packets(lambda _: 130.0, 420.0), to_s=400.0)
    rests = [moment.at_s for moment in moments if moment.phase is Phase.REST]
    assert max(rests) == 299.75


def test_fit_25_year_old() -> None:
    """Formulas 24 bpm low told "ease" all along: round 1 goes by words, no range cue."""
    workout = parse_workout(
        "5 Rounds\n-3 minutes easy\n-2 minutes moderately easy\n-1 minute moderate\n"
        "*Rest 1 minute between rounds."
    )
    session = Session(workout=workout, athlete=Athlete("kim", 25))
    moments = ride(session, packets(lambda _: 158.0, 420.0), to_s=419.0)
    assert Verdict.LEARNING in {moment.verdict for moment in moments}
    assert all(m.step is None or m.step.low_bpm is None for m in moments)
    assert cues(moments, *GUIDING) == []


def test_fake_age() -> None:
    """dreeve #420: users lie about their age. Answers move the zones, formulas never rule."""
    workout = parse_workout("3 rounds\n- 3 min easy\n- 3 min moderate\n")
    told = packets(lambda _: 150.0, 1080.0)
    answers = [
        (170.0, Command.TALK_COMFORTABLE),
        (350.0, Command.TALK_COMFORTABLE),
        (530.0, Command.TALK_COMFORTABLE),
        (710.0, Command.TALK_COMFORTABLE),
    ]
    tops = {}
    for age in (25, 75):
        session = Session(workout=workout, athlete=Athlete("kim", age))
        ride(session, told, to_s=1000.0, commands=answers)
        tops[age] = session.placed[-1].ranges["moderate"].high_bpm
        assert session.ranges.threshold_bpm is not None
        assert session.ranges.threshold_bpm > 150.0
    assert abs(tops[25] - tops[75]) <= 12


@pytest.mark.parametrize("answered", [True, False])
def test_beta_blocker(answered: bool) -> None:
    """Formulas and ceilings too high: words first, ceiling from "only just" today, no push."""
    workout = parse_workout("3 rounds\n- 3 min easy\n- 3 min moderate\n")
    session = Session(workout=workout, athlete=Athlete("lee", 60, limits_heart_rate=True))
    commands = [(300.0, Command.TALK_ONLY_JUST)] if answered else []

    def heart(at_s: float) -> float:
        return 102.0 if at_s < 400.0 else 80.0 if at_s < 760.0 else 112.0

    moments = ride(session, packets(heart, 1080.0), to_s=1079.0, commands=commands)
    assert cues(moments, CueKind.PUSH) == []
    easing = cues(between(moments, 760.0, 1079.0), CueKind.EASE)
    assert bool(easing) is answered  # ceiling 102 + 5; before any answer there is none
    assert Verdict.LEARNING in {moment.verdict for moment in moments}


def no_cue(_: float) -> float:
    return 127.0


@pytest.mark.parametrize("heart", [no_cue])
def test_silence_while_things_go_right(heart: Callable[[float], float]) -> None:
    workout = parse_workout("20 min moderately easy")
    session = Session(workout=workout, ranges=OWN)
    moments = ride(session, packets(heart, 1200.0), to_s=1190.0)
    kinds = [moment.cue.kind for moment in moments if moment.cue is not None]
    assert kinds == [CueKind.STEP, CueKind.WELL]


def test_x_stops_at_once_and_space_goes_on_in_easy() -> None:
    workout = parse_workout("1 round\n- 3 min moderate\n- 3 min moderate\n")
    session = Session(workout=workout, ranges=OWN)
    commands = [(100.0, Command.STOP), (160.0, Command.GO_ON)]
    moments = ride(session, packets(lambda _: 135.0, 300.0), to_s=300.0, commands=commands)
    assert cues(moments, CueKind.STOP) == [(100.0, "Stopped. Stop pedalling. Sit or lie down.")]
    stopped = between(moments, 100.25, 160.0)
    assert {moment.verdict for moment in stopped} == {Verdict.STOPPED}
    assert {moment.elapsed_s for moment in stopped} == {100.0}
    after = [moment.step for moment in between(moments, 161.0, 300.0) if moment.step]
    assert {step.effort for step in after} == {"easy"}
    assert {step.high_bpm for step in after} == {122}


def test_the_last_word_after_a_stop_is_the_stop() -> None:
    """ "Done. Nothing all out." is nothing to say to somebody who sits there unwell."""
    workout = parse_workout("4 min moderate")

    def last_words(*commands: tuple[float, Command]) -> list[str]:
        session = Session(workout=workout, ranges=OWN)
        told = packets(lambda _: 135.0, 330.0)
        moments = ride(session, told, to_s=330.0, commands=commands)
        assert moments[-1].phase is Phase.DONE
        return [text for _, text in cues(moments, CueKind.STOP, CueKind.DONE)]

    stop = "Stopped. Stop pedalling. Sit or lie down."
    x = (100.0, Command.STOP)
    assert last_words(x, (120.0, Command.FINISH)) == [stop]
    assert last_words(x, (120.0, Command.GO_ON)) == [stop, "Done."]
    assert last_words() == ["Done. Nothing all out."]


def test_the_hard_ceiling_stops_guidance_never_the_clock() -> None:
    workout = parse_workout("20 min moderate")
    session = Session(workout=workout, athlete=Athlete("pat", 40, max_bpm=180))
    moments = ride(session, packets(lambda _: 170.0, 300.0), to_s=200.0)
    assert moments[-1].verdict is Verdict.STOPPED
    assert moments[-1].elapsed_s == 200.0
    assert [text for _, text in cues(moments, CueKind.STOP)] == [
        "Too high for too long. Pedal lightly. Space goes on, in easy."
    ]
    assert cues(between(moments, 60.0, 200.0), *GUIDING) == []


def test_three_no_says_ease_at_once() -> None:
    workout = parse_workout("2 rounds\n- 5 min moderate\n")
    session = Session(workout=workout, athlete=Athlete("pat", 40))
    commands = [(100.0, Command.TALK_NO), (400.0, Command.TALK_NO)]
    moments = ride(session, packets(lambda _: 140.0, 600.0), to_s=450.0, commands=commands)
    said = cues(moments, CueKind.EASE)
    assert [at for at, _ in said if at in (100.0, 400.0)] == [100.0, 400.0]
    assert "Finishing here is fine" in next(text for at, text in said if at == 400.0)


def test_a_worse_back_makes_the_next_round_easy_and_pushes_no_more() -> None:
    workout = parse_workout("3 rounds\n- 2 min easy\n- 4 min moderately easy\n")
    session = Session(workout=workout, ranges=OWN)
    told = packets(lambda _: 100.0, 1080.0)
    moments = ride(session, told, to_s=1079.0, commands=[(300.0, Command.BACK_WORSE)])
    efforts = {
        (moment.step.round, moment.step.effort) for moment in moments if moment.step is not None
    }
    assert (2, "moderately easy") not in efforts
    assert (1, "moderately easy") in efforts
    assert (3, "moderately easy") in efforts
    assert cues(moments, CueKind.PUSH) == []


@pytest.mark.parametrize(
    "athlete",
    [
        Athlete("k", 50, ceiling_bpm=140),
        Athlete("k", 50, max_bpm=160),
        Athlete("k", 50, limits_heart_rate=True),
        Athlete("k", 14),
    ],
)
def test_no_coach_pushes_above_a_ceiling_under_medicine_or_a_child(athlete: Athlete) -> None:
    workout = parse_workout("10 min 150-160 bpm")
    told = packets(lambda _: 130.0, 600.0)
    moments = ride(Session(workout=workout, athlete=athlete), told, to_s=590.0)
    assert cues(moments, CueKind.PUSH) == []
    free_to_push = Session(workout=workout, athlete=Athlete("k", 50))
    assert cues(ride(free_to_push, told, to_s=590.0), CueKind.PUSH) != []


def test_a_pause_does_not_lift_the_hard_ceiling() -> None:
    """Nor does a crash and a resume: they write a pause and a go_on (design.md, "Resume")."""
    workout = parse_workout("20 min moderate")
    session = Session(workout=workout, athlete=Athlete("pat", 40, max_bpm=180))
    commands = [(60.0, Command.PAUSE), (70.0, Command.GO_ON), (90.0, Command.GO_ON)]
    moments = ride(session, packets(lambda _: 170.0, 300.0), to_s=95.0, commands=commands)
    assert between(moments, 50.0, 60.0)[-1].verdict is Verdict.STOPPED
    assert {moment.verdict for moment in between(moments, 70.25, 90.0)} == {Verdict.STOPPED}
    assert moments[-1].verdict is not Verdict.STOPPED  # the rider's own word
    assert moments[-1].step is not None
    assert moments[-1].step.effort == "easy"
