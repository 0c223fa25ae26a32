"""When to speak: rarely, in the right order, never in a pause, high and low never confused."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest

from hrguide.guide.cue import Cue, CueKind, Situation, Speaker
from hrguide.guide.kinetics import Forecast
from hrguide.guide.outlook import Threshold, look_ahead
from hrguide.guide.policy import Policy
from hrguide.guide.safety import Alarm, AlarmKind
from hrguide.guide.schedule import Phase, Place
from hrguide.guide.verdict import StepRange, Verdict
from hrguide.guide.words import step_words
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Effort, Step, StepKind, Until

OWN = StepRange(low_bpm=120, high_bpm=130, personal=True, provisional=False)
OWN_LOW = 120
FORMULA = StepRange(low_bpm=120, high_bpm=130, personal=False, provisional=True)


def situation(
    at_s: float,
    hr_bpm: int | None,
    verdict: Verdict,
    *,
    asked: StepRange = OWN,
    block: int = 1,
    effort: Effort = Effort.MODERATELY_EASY,
    length_s: float = 300.0,
    slope: float = 0.0,
    threshold_bpm: float | None = 140.0,
    phase: Phase = Phase.STEP,
    alarm: Alarm | None = None,
    talk_opens: bool = False,
    steady: bool = True,
    falling_step: bool = False,
    guidance_stopped: bool = False,
    to_bpm: float | None = None,
    sd_bpm: float = 3.0,
    known: Threshold | None = None,
) -> Situation:
    step = Step(
        index=int(at_s // length_s),
        kind=StepKind.WORK,
        effort=effort,
        duration_s=length_s,
        text="step",
    )
    into_s = at_s % length_s
    outlook = None
    if hr_bpm is not None:
        mean_bpm = float(hr_bpm if to_bpm is None else to_bpm)
        forecast = Forecast(at_s=at_s + 60.0, mean_bpm=mean_bpm, sd_bpm=sd_bpm)
        outlook = look_ahead(at_s, asked, forecast, known, Policy())
    return Situation(
        at_s=at_s,
        phase=phase,
        place=Place(step=step, block=block, into_s=into_s, left_s=length_s - into_s),
        asked=asked,
        verdict=verdict,
        hr_bpm=hr_bpm,
        silent_s=0.0,
        slope_bpm_per_s=slope,
        threshold_bpm=threshold_bpm,
        sd_bpm=6.0,
        steady=steady,
        falling_step=falling_step,
        talk_opens=talk_opens,
        talk_reply=None,
        alarm=alarm,
        guidance_stopped=guidance_stopped,
        outlook=outlook,
    )


def said(
    speaker: Speaker, of: Callable[[float], Situation], seconds: int
) -> list[tuple[float, Cue]]:
    cues = []
    for second in range(seconds):
        cue = speaker.tick(of(float(second)))
        if cue is not None:
            cues.append((float(second), cue))
    return cues


def kinds(cues: list[tuple[float, Cue]]) -> list[tuple[float, CueKind]]:
    return [(at_s, cue.kind) for at_s, cue in cues]


def of_kind(cues: list[tuple[float, Cue]], kind: CueKind) -> list[float]:
    return [at_s for at_s, cue in cues if cue.kind is kind]


def test_a_step_is_said_once_and_counted_down() -> None:
    cues = said(Speaker(Policy()), lambda s: situation(s, 125, Verdict.SETTLING), 301)
    assert kinds(cues) == [
        (0.0, CueKind.STEP),
        (297.0, CueKind.COUNTDOWN),
        (298.0, CueKind.COUNTDOWN),
        (299.0, CueKind.COUNTDOWN),
        (300.0, CueKind.STEP),
    ]
    assert [cue.text for _, cue in cues[1:4]] == ["3", "2", "1"]


def test_ease_keeps_30_s_and_is_quiet_in_the_last_20_s() -> None:
    cues = said(Speaker(Policy()), lambda s: situation(s, 138, Verdict.OVER), 300)
    times = of_kind(cues, CueKind.EASE)
    assert times[0] == 6.0  # a rider first hears the step and begins it
    assert all(later - earlier >= 30.0 for earlier, later in pairwise(times))
    assert max(times) < 280.0


def back_from(at_s: float, hr_bpm: int, verdict: Verdict) -> list[tuple[float, Cue]]:
    """Of a step in which there is no heart rate between 20 s and `at_s`."""

    def seen(s: float) -> Situation:
        gone = 20.0 <= s < at_s
        return situation(s, None if gone else hr_bpm, Verdict.NO_SIGNAL if gone else verdict)

    return said(Speaker(Policy()), seen, 200)


def test_a_number_just_back_stands_5_s_before_an_ease_and_30_s_before_a_push() -> None:
    eases = of_kind(back_from(70.0, 150, Verdict.OVER), CueKind.EASE)
    assert next(at_s for at_s in eases if at_s >= 20.0) == 76.0  # said after "back", at 75
    assert of_kind(back_from(70.0, 105, Verdict.UNDER), CueKind.PUSH) == [100.0]


def test_todays_ceiling_keeps_30_s_between_cues() -> None:
    speaker = Speaker(Policy())
    alarm = Alarm(AlarmKind.CEILING, "above")
    cues = said(speaker, lambda s: situation(s, 150, Verdict.OVER, alarm=alarm, slope=-1.0), 100)
    assert of_kind(cues, CueKind.EASE) == [0.0, 30.0, 60.0, 90.0]


def test_quiet_while_falling() -> None:
    speaker = Speaker(Policy())
    cues = said(speaker, lambda s: situation(s, 150, Verdict.OVER, slope=-0.3), 280)
    assert of_kind(cues, CueKind.EASE) == []


def test_a_little_high_is_shown_not_said() -> None:
    cues = said(Speaker(Policy()), lambda s: situation(s, 134, Verdict.OVER), 280)
    assert of_kind(cues, CueKind.EASE) == []


@pytest.mark.parametrize(("hr_bpm", "kind"), [(142, None), (160, CueKind.EASE), (90, None)])
def test_a_formula_eases_only_far_above_and_never_pushes(hr_bpm: int, kind: CueKind | None) -> None:
    """L3: the belief's doubt is part of "over"; a formula's is 18 bpm."""
    guess = Threshold(mean_bpm=138.0, sd_bpm=18.0, rest_bpm=65.0, personal=False)
    verdict = Verdict.UNDER if hr_bpm < OWN_LOW else Verdict.OVER

    def of(s: float) -> Situation:
        return situation(s, hr_bpm, verdict, asked=FORMULA, known=guess)

    kinds_said = {cue.kind for _, cue in said(Speaker(Policy()), of, 280)}
    assert kinds_said == {CueKind.STEP} | ({kind} if kind else set())


def test_a_guessed_threshold_is_no_limit_of_its_own() -> None:
    guess = Threshold(mean_bpm=120.0, sd_bpm=8.0, rest_bpm=65.0, personal=False)
    forecast = Forecast(at_s=60.0, mean_bpm=131.0, sd_bpm=3.0)
    ahead = look_ahead(0.0, FORMULA, forecast, guess, Policy())
    own = look_ahead(0.0, FORMULA, forecast, replace(guess, personal=True), Policy())
    assert ahead is not None
    assert own is not None
    assert ahead.over < 0.5 < own.over


def test_push_is_an_invitation_once_a_step_three_a_ride() -> None:
    speaker = Speaker(Policy())
    cues = said(speaker, lambda s: situation(s, 105, Verdict.UNDER), 1800)
    assert of_kind(cues, CueKind.PUSH) == [45.0, 345.0, 645.0]


@pytest.mark.parametrize(
    "why",
    [
        {"block": 0},
        {"to_bpm": 118.0},
        {"steady": False},
        {"falling_step": True},
        {"effort": Effort.EASY},
        {"threshold_bpm": 105.0},
        {"guidance_stopped": True},
        {"asked": StepRange(low_bpm=120, high_bpm=130, personal=True, provisional=True)},
    ],
)
def test_no_push_where_it_could_harm(why: dict[str, object]) -> None:
    def of(at_s: float) -> Situation:
        return situation(at_s, 105, Verdict.UNDER, **why)  # type: ignore[arg-type]

    assert of_kind(said(Speaker(Policy()), of, 280), CueKind.PUSH) == []


def test_gentle_and_a_worse_back_never_push() -> None:
    gentle = Speaker(Policy(), gentle=True)
    worse = Speaker(Policy())
    worse.back_is_worse()
    for speaker in (gentle, worse):
        cues = said(speaker, lambda s: situation(s, 105, Verdict.UNDER), 280)
        assert of_kind(cues, CueKind.PUSH) == []


def test_a_pause_is_silent() -> None:
    speaker = Speaker(Policy())
    alarm = Alarm(AlarmKind.EASE, "ease")

    def of(at_s: float) -> Situation:
        return situation(at_s, None, Verdict.PAUSED, phase=Phase.PAUSED, alarm=alarm)

    assert said(speaker, of, 100) == []


def test_a_lost_strap_is_said_once_and_its_return_once() -> None:
    speaker = Speaker(Policy())

    def of(at_s: float) -> Situation:
        gone = 50.0 <= at_s < 200.0
        verdict = Verdict.NO_SIGNAL if gone else Verdict.ON_COURSE
        return situation(at_s, None if gone else 125, verdict, block=0, asked=FORMULA)

    cues = said(speaker, of, 290)
    assert of_kind(cues, CueKind.SIGNAL_LOST) == [58.0]
    assert of_kind(cues, CueKind.SIGNAL_BACK) == [205.0]


def test_riding_without_a_strap_is_no_loss() -> None:
    cues = said(Speaker(Policy()), lambda s: situation(s, None, Verdict.NO_SIGNAL), 280)
    assert of_kind(cues, CueKind.SIGNAL_LOST) == []


def test_what_falls_together_is_said_one_after_the_other_the_graver_first() -> None:
    speaker = Speaker(Policy())
    alarm = Alarm(AlarmKind.EASE, "ease off now")
    together = situation(300.0, 150, Verdict.OVER, alarm=alarm, talk_opens=True)
    after = situation(300.25, 150, Verdict.OVER)
    cues = [speaker.tick(together), speaker.tick(after), speaker.tick(after)]
    assert [cue.kind for cue in cues if cue] == [CueKind.EASE, CueKind.STEP, CueKind.TALK]


def test_stop_and_done_are_said_once() -> None:
    speaker = Speaker(Policy())
    stopped = situation(1.0, 120, Verdict.STOPPED, phase=Phase.STOPPED)
    cues = [speaker.tick(stopped), speaker.tick(stopped)]
    assert cues[0] is not None
    assert cues[0].kind is CueKind.STOP
    assert cues[1] is None


def test_well_once_a_round() -> None:
    speaker = Speaker(Policy())
    cues = said(speaker, lambda s: situation(s, 125, Verdict.ON_COURSE), 900)
    assert len(of_kind(cues, CueKind.WELL)) == 1


def test_ease_comes_before_the_heart_rate_is_over() -> None:
    cues = said(
        Speaker(Policy()), lambda s: situation(s, 125, Verdict.HEADING_OVER, to_bpm=140.0), 30
    )
    assert of_kind(cues, CueKind.EASE) == [6.0]
    assert cues[1][1].text == "Ease off: heading for 140, the top is 130."


def test_early_in_a_step_it_must_be_surer() -> None:
    def of(at_s: float) -> Situation:
        return situation(at_s, 130, Verdict.HEADING_OVER, to_bpm=136.5)  # P(> 135) = 0.69

    assert of_kind(said(Speaker(Policy()), of, 80), CueKind.EASE) == [46.0, 76.0]


@pytest.mark.parametrize(
    ("to_bpm", "how_much"), [(136.0, " a touch"), (139.0, ""), (146.0, " clearly")]
)
def test_ease_says_how_much(to_bpm: float, how_much: str) -> None:
    def of(at_s: float) -> Situation:
        return situation(at_s, 125, Verdict.HEADING_OVER, to_bpm=to_bpm, sd_bpm=0.5)

    cues = said(Speaker(Policy()), of, 8)
    assert [cue.text for _, cue in cues if cue.kind is CueKind.EASE] == [
        f"Ease off{how_much}: heading for {to_bpm:.0f}, the top is 130."
    ]


def test_above_the_threshold_it_names_only_just() -> None:
    known = Threshold(mean_bpm=132.0, sd_bpm=3.5, rest_bpm=60.0)

    def of(at_s: float) -> Situation:
        return situation(at_s, 131, Verdict.HEADING_OVER, to_bpm=137.0, known=known)

    (cue,) = [c for _, c in said(Speaker(Policy()), of, 10) if c.kind is CueKind.EASE]
    assert cue.text == 'Ease off: heading for 137, "only just" is 132.'


def test_a_short_step_is_told_it_is_no_workout() -> None:
    def of(at_s: float) -> Situation:
        return situation(at_s, 128, Verdict.HEADING_OVER, to_bpm=150.0, length_s=60.0)

    cues = said(Speaker(Policy()), of, 30)
    assert [cue.text for _, cue in cues if cue.kind is CueKind.EASE] == ["Not a workout. Ease off."]


def test_under_in_easy_is_fine_unless_a_policy_file_says_otherwise() -> None:
    def low(s: float) -> Situation:
        return situation(s, 100, Verdict.UNDER, effort=Effort.EASY)

    assert of_kind(said(Speaker(Policy()), low, 300), CueKind.PUSH) == []
    assert len(of_kind(said(Speaker(Policy(push_in_easy=True)), low, 300), CueKind.PUSH)) == 1


def test_a_talk_test_says_to_read_the_text_not_the_months() -> None:
    def asked(s: float, *, ends_on_answer: bool) -> Situation:
        now = situation(s, 125, Verdict.ON_COURSE, talk_opens=s == 135.0)
        assert now.place is not None
        if not ends_on_answer:
            return now
        step = replace(now.place.step, duration_s=None, until=Until(answer=True))
        return replace(now, place=replace(now.place, step=step, left_s=None))

    for ends_on_answer, words in ((True, "Read the text aloud."), (False, "the months")):
        speaker = Speaker(Policy())
        cues = said(speaker, partial(asked, ends_on_answer=ends_on_answer), 200)
        (text,) = [cue.text for _, cue in cues if cue.kind is CueKind.TALK]
        assert words in text


@pytest.mark.parametrize(("hr_bpm", "said_well"), [(125, 1), (112, 0), (134, 0)])
def test_thats_it_is_said_inside_the_range_only(hr_bpm: int, said_well: int) -> None:
    """On its way in is on course, and no praise yet."""
    cues = said(Speaker(Policy()), lambda s: situation(s, hr_bpm, Verdict.ON_COURSE), 120)
    assert len(of_kind(cues, CueKind.WELL)) == said_well


def resumed(now: Situation, at_s: float) -> Situation:
    """The same, of a step in which riding went on at its second `at_s` after a pause."""
    assert now.place is not None
    return replace(now, place=replace(now.place, resumed_s=min(at_s, now.place.into_s)))


def test_after_a_pause_a_step_begins_anew_for_all_that_waits() -> None:
    """A push 45 s, praise 75 s, and an ease at P .6 to .75 only after 45 s."""
    under = said(Speaker(Policy()), lambda s: resumed(situation(s, 105, Verdict.UNDER), 100.0), 280)
    assert of_kind(under, CueKind.PUSH) == [145.0]
    only_late = said(
        Speaker(Policy()), lambda s: resumed(situation(s, 105, Verdict.UNDER), s - 20.0), 280
    )
    assert of_kind(only_late, CueKind.PUSH) == []
    well = said(
        Speaker(Policy()), lambda s: resumed(situation(s, 125, Verdict.ON_COURSE), s - 50.0), 280
    )
    assert of_kind(well, CueKind.WELL) == []
    likely = situation(100.0, 137, Verdict.OVER, to_bpm=136.4, sd_bpm=3.0)
    assert likely.outlook is not None
    assert Policy().ease_p < likely.outlook.over < Policy().ease_early_p
    for at_s, eases in ((60.0, 0), (0.0, 1)):
        speaker = Speaker(Policy())
        cues = [speaker.tick(resumed(replace(likely, at_s=100.0 + s), at_s)) for s in range(10)]
        assert sum(cue is not None and cue.kind is CueKind.EASE for cue in cues) == eases


def test_the_first_round_behind_a_warm_up_pushes_nobody() -> None:
    def of(s: float, first_block: int) -> Situation:
        now = situation(s, 105, Verdict.UNDER, block=1)
        assert now.place is not None
        return replace(now, place=replace(now.place, first_block=first_block))

    for first_block, pushes in ((0, 1), (1, 0)):
        cues = said(Speaker(Policy()), partial(of, first_block=first_block), 200)
        assert len(of_kind(cues, CueKind.PUSH)) == pushes


def test_percent_of_the_threshold_may_push_where_no_effort_is_named() -> None:
    def of(s: float, asked: StepRange) -> Situation:
        now = situation(s, 105, Verdict.UNDER, asked=asked)
        assert now.place is not None
        return replace(now, place=replace(now.place, step=replace(now.place.step, effort=None)))

    for asked, pushes in ((replace(OWN, by_percent=True), 1), (OWN, 0)):
        cues = said(Speaker(Policy()), partial(of, asked=asked), 200)
        assert len(of_kind(cues, CueKind.PUSH)) == pushes


def test_what_was_heard_in_a_pause_does_not_stand() -> None:
    def of(s: float) -> Situation:
        phase = Phase.PAUSED if 20.0 <= s < 50.0 else Phase.STEP
        verdict = Verdict.OVER if s >= 50.0 else Verdict.ON_COURSE
        return situation(s, 150 if s >= 50.0 else 125, verdict, phase=phase)

    assert of_kind(said(Speaker(Policy()), of, 60), CueKind.EASE) == [55.0]


def test_two_short_losses_are_not_one_long_one_and_a_drill_is_none() -> None:
    def losing(s: float) -> Situation:
        gone = 10.0 <= s < 15.0 or 17.0 <= s < 22.0
        return situation(s, None if gone else 125, Verdict.ON_COURSE)

    assert of_kind(said(Speaker(Policy()), losing, 60), CueKind.SIGNAL_LOST) == []

    def drilling(s: float) -> Situation:
        now = situation(s, 125 if s < 10.0 else None, Verdict.ON_COURSE)
        if now.place is None or not 12.0 <= s < 100.0:
            return now
        step = replace(now.place.step, kind=StepKind.DRILL, effort=None)
        return replace(now, place=replace(now.place, step=step))

    # 8 s after the drill is over, for what was lost before it was lost in the drill as well.
    assert of_kind(said(Speaker(Policy()), drilling, 130), CueKind.SIGNAL_LOST) == [108.0]


def test_a_question_alone_forbids_no_push() -> None:
    def of(s: float) -> Situation:
        alarm = Alarm(AlarmKind.ASK, "?") if s == 10.0 else None
        return situation(s, 105, Verdict.UNDER, alarm=alarm)

    assert of_kind(said(Speaker(Policy()), of, 100), CueKind.PUSH) == [45.0]


def test_a_coachs_own_numbers_are_said_once() -> None:
    written, named = parse_workout("3 min 120-130 bpm\n3 min easy 110-120 bpm").steps
    assert step_words(written, 120, 130) == "3 min 120-130 bpm."
    assert step_words(named, 110, 120) == "Easy. 110 to 120."
