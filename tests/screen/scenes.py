"""The screens of the first session as made-up Moments: for golden texts, pictures and tests.

Each scene is a name, a Moment, and what the screen remembers; the Setting is one for all. Numbers
are those of first-session.md where it gives any.
"""

import math
from dataclasses import replace
from pathlib import Path

from hrguide.beats.pulse import Signal, SignalReason
from hrguide.beats.pulse_variability import BadBeats, BeatsNow
from hrguide.bluetooth.source import LinkReason, LinkState
from hrguide.guide.breath import breath_at
from hrguide.guide.cue import Cue, CueKind
from hrguide.guide.round_ranges import Coming
from hrguide.guide.verdict import Verdict
from hrguide.health import wording
from hrguide.health.today import Gentle
from hrguide.moment import Forecast, Moment, Phase, Prompt, StepNow
from hrguide.screen.draw import draw
from hrguide.screen.frame import frame
from hrguide.screen.memory import Remembered, TracePoint, remember
from hrguide.screen.setting import Closing, Setting, Strap
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Effort, Step, StepKind, Workout
from hrguide.zones.ranges import Range
from tests.screen.sheets import sheet_texts

GOLDEN_FOLDER = Path(__file__).parents[2] / "fixtures" / "screens"
GOLDEN_SIZES = ((80, 24), (40, 12))
TALL = ("on-course", "talk")  # drawn at 80x40 too: the detail below the main view


def clinic_workout() -> Workout:
    """5 rounds of 3 + 2 + 1 minutes, 1 minute rest between, by hand: no reader needed."""
    steps: list[Step] = []
    efforts = ((Effort.EASY, 180.0), (Effort.MODERATELY_EASY, 120.0), (Effort.MODERATE, 60.0))
    for turn in range(1, 6):
        parts = efforts if turn == 5 else (*efforts, (Effort.REST, 60.0))
        for effort, length_s in parts:
            steps.append(
                Step(
                    index=len(steps),
                    kind=StepKind.REST if effort is Effort.REST else StepKind.WORK,
                    effort=effort,
                    duration_s=length_s,
                    text=f"{length_s / 60:.0f} minutes {effort.value}",
                    round=turn,
                    rounds=5,
                )
            )
    return Workout(text="", steps=tuple(steps), name="flush")


SETTING = Setting(workout=clinic_workout(), athlete_name="Sam", emergency_number="112")
GOOD_STRAP = Strap(
    state=LinkState.CONNECTED, name="TICKR 8A2F", battery_pct=78, clean_s=10.0, waited_s=6.0
)


def _trace(until_s: float) -> tuple[TracePoint, ...]:
    """Six made-up minutes: easy, moderately easy, and a gap of nine seconds."""
    points = []
    for second in range(360):
        at_s = until_s - 359 + second
        asked = (100, 117) if second < 240 else (118, 126)
        rate = asked[0] + 12 * (1 - math.exp(-(second % 240) / 45)) + 2 * math.sin(second / 9)
        gone = 150 <= second < 159
        points.append(
            TracePoint(
                at_s=at_s,
                hr_bpm=None if gone else round(rate),
                low_bpm=asked[0],
                high_bpm=asked[1],
            )
        )
    return tuple(points)


def _step(index: int, left_s: float, low: int | None = None, high: int | None = None) -> StepNow:
    step = SETTING.workout.steps[index]
    return StepNow(
        index=index,
        round=step.round,
        effort=None if step.effort is None else step.effort.value,
        left_s=left_s,
        low_bpm=low,
        high_bpm=high,
    )


BEATS = BeatsNow(
    at_s=720.0,
    alpha1=0.82,
    alpha1_reason=None,
    alpha1_definition="boxes 4-16 forward, smoothness priors 500",
    rmssd_ms=9.4,
    recent=BadBeats(missed=1),
    ride=BadBeats(missed=3, ectopic=1, gap_s=12.0),
    tachogram=tuple(
        (0.984, False) if beat == 90 else (round(0.492 + 0.008 * math.sin(beat / 2.3), 3), True)
        for beat in range(140)
    ),
)
ON_COURSE = Moment(
    at_s=720.0,
    elapsed_s=620.0,
    hr_bpm=122,
    signal=Signal.GOOD,
    signal_reason=None,
    step=_step(5, 40.0, 118, 126),
    verdict=Verdict.ON_COURSE,
    forecast=Forecast(at_s=745.0, mean_bpm=124.2, sd_bpm=3.1),
    ahead_30s=Forecast(at_s=750.0, mean_bpm=124.4, sd_bpm=3.2),
    artefact_pct=0.4,
    alpha1=0.82,
    phase=Phase.STEP,
    left_s=1420.0,
    why="124 by 0:15",
    threshold_bpm=139.0,
    threshold_sd_bpm=10.0,
    ceiling_bpm=151.0,
    range_source="3 talk answers, today",
    silent_s=0.3,
    beats=BEATS,
)
LEARNING = replace(
    ON_COURSE,
    at_s=58.0,
    elapsed_s=58.0,
    hr_bpm=94,
    step=_step(0, 122.0),
    verdict=Verdict.LEARNING,
    forecast=None,
    ahead_30s=None,
    left_s=1982.0,
    why="Getting to know you: no range yet.",
    threshold_bpm=None,
    threshold_sd_bpm=None,
    ceiling_bpm=None,
    range_source=None,
)
READY = replace(
    LEARNING,
    at_s=30.0,
    elapsed_s=0.0,
    hr_bpm=78,
    step=None,
    verdict=Verdict.READY,
    phase=Phase.READY,
    left_s=2040.0,
    why="Enter starts.",
)
LOST = replace(
    ON_COURSE,
    hr_bpm=None,
    signal=Signal.LOST,
    signal_reason=SignalReason.SILENT.value,
    verdict=Verdict.NO_SIGNAL,
    forecast=None,
    ahead_30s=None,
    why="No heart rate: go by how you can talk.",
    silent_s=9.0,
)
OVER = replace(
    ON_COURSE,
    hr_bpm=137,
    verdict=Verdict.HEADING_OVER,
    forecast=Forecast(at_s=745.0, mean_bpm=146.0, sd_bpm=3.0),
    why='Heading for 146, "only just" is 139. Not a workout.',
)
UNDER = replace(
    ON_COURSE,
    hr_bpm=112,
    verdict=Verdict.UNDER,
    forecast=Forecast(at_s=745.0, mean_bpm=113.0, sd_bpm=3.0),
    why="112: below 118. That is no fault.",
)
REST = replace(
    ON_COURSE,
    hr_bpm=121,
    step=_step(3, 41.0),
    verdict=Verdict.RESTING,
    phase=Phase.REST,
    elapsed_s=379.0,
    left_s=1661.0,
    forecast=None,
    ahead_30s=None,
    why="Resting.",
    prompt=Prompt.BACK,
)

LEARNED = replace(
    REST,
    coming=Coming(
        ranges={
            "easy": Range(low_bpm=107, high_bpm=118, provisional=True, source=""),
            "moderately easy": Range(low_bpm=118, high_bpm=126, provisional=True, source=""),
            "moderate": Range(low_bpm=126, high_bpm=134, provisional=True, source=""),
        },
        threshold_bpm=139.0,
        sd_bpm=10.0,
        formula_bpm=137.0,
        answers=3,
        provisional=True,
    ),
)
BY_TALK = replace(LEARNING, note="Your heart runs higher today. Go by talk this round.")

DRILLS = replace(SETTING, workout=parse_workout("Banded cat/cow\nBench rotation\n\n20 min easy"))
CAT_COW = replace(
    LEARNING,
    at_s=42.0,
    elapsed_s=42.0,
    step=StepNow(
        index=0,
        round=None,
        effort=None,
        left_s=None,
        low_bpm=None,
        high_bpm=None,
        into_s=42.0,
        by_key=True,
        is_drill=True,
    ),
    verdict=Verdict.NO_RANGE,
    left_s=1200.0,
    why="",
)


def _rotation(into_s: float, index: int = 1) -> Moment:
    step = CAT_COW.step
    assert step is not None
    here = replace(step, index=index, into_s=into_s)
    return replace(CAT_COW, step=here, elapsed_s=70.0 + into_s, breath=breath_at(into_s, 5))


UNTIL = replace(
    SETTING,
    workout=parse_workout(
        "3 rounds\n- 2 min easy\n- 500 m moderate\n- rest until HR under 110, at most 3 min"
    ),
)
REST_ON_RATE = replace(
    REST,
    hr_bpm=108,
    step=StepNow(
        index=2,
        round=1,
        effort="rest",
        left_s=None,
        low_bpm=None,
        high_bpm=None,
        into_s=64.0,
        held_s=3.0,
    ),
    elapsed_s=300.0,
    left_s=None,
)
BY_DISTANCE = replace(
    LEARNING,
    step=StepNow(
        index=1,
        round=1,
        effort="moderate",
        left_s=None,
        low_bpm=None,
        high_bpm=None,
        into_s=73.0,
        by_key=True,
    ),
    elapsed_s=193.0,
    left_s=None,
)
_REMEMBERED = Remembered(strap=GOOD_STRAP, sound_heard=True, trace=_trace(720.0))
_EASE = Cue(CueKind.EASE, 'Heading for 146, "only just" is 139. Not a workout.')
_TALK_NO = Cue(CueKind.EASE, "Then ease off, until you can talk again.")
_PUSH = Cue(CueKind.PUSH, "A touch more, if your back likes it.")


def _said(cue: Cue) -> Remembered:
    return remember(_REMEMBERED, [replace(ON_COURSE, at_s=715.0, cue=cue)])


# Scenes with a workout of their own; the others ride the clinic's.
SETTINGS: dict[str, Setting] = {
    **dict.fromkeys(
        ("drill", "breathe-in", "breathe-out", "drill-other-side", "drill-paused"), DRILLS
    ),
    "ready": replace(SETTING, offers_drills=True),
    **dict.fromkeys(("rest-on-rate", "rest-on-rate-lost", "by-distance"), UNTIL),
}

# What of the first session (first-session.md) each scene is, where it is one of its screens.
SCENES: dict[str, tuple[Moment, Remembered]] = {
    "ready": (READY, replace(_REMEMBERED, sound_heard=None)),  # S4
    "ready-no-strap": (
        replace(READY, hr_bpm=None, signal=Signal.LOST, signal_reason="waiting", silent_s=None),
        replace(_REMEMBERED, strap=Strap(reason=LinkReason.NOT_FOUND, waited_s=24.0)),
    ),
    "learning": (LEARNING, replace(_REMEMBERED, trace=())),  # S7
    "talk": (replace(LEARNING, step=_step(1, 38.0), hr_bpm=111, prompt=Prompt.TALK), _REMEMBERED),
    "rest": (REST, _REMEMBERED),
    "rest-learned": (LEARNED, _REMEMBERED),  # S9
    "by-talk": (BY_TALK, _REMEMBERED),
    "drill": (CAT_COW, replace(_REMEMBERED, trace=())),  # S5
    "breathe-in": (_rotation(32.0), replace(_REMEMBERED, trace=())),
    "breathe-out": (_rotation(36.5), replace(_REMEMBERED, trace=())),  # S6
    "drill-other-side": (_rotation(4.0, index=2), replace(_REMEMBERED, trace=())),
    "drill-paused": (
        replace(_rotation(36.5), phase=Phase.PAUSED, verdict=Verdict.PAUSED),
        replace(_REMEMBERED, trace=()),
    ),
    "rest-on-rate": (replace(REST_ON_RATE, prompt=None), _REMEMBERED),
    "rest-on-rate-lost": (
        replace(
            REST_ON_RATE,
            hr_bpm=None,
            signal=Signal.LOST,
            verdict=Verdict.NO_SIGNAL,
            silent_s=9.0,
        ),
        _REMEMBERED,
    ),
    "by-distance": (BY_DISTANCE, _REMEMBERED),
    "rest-worse": (replace(LEARNED, prompt=None, eased=(4, 5, 6)), _REMEMBERED),
    "back-ended": (
        replace(ON_COURSE, phase=Phase.STOPPED, verdict=Verdict.STOPPED, back_ended=True),
        _REMEMBERED,
    ),
    "on-course": (ON_COURSE, _REMEMBERED),  # S10
    "settling": (
        replace(
            ON_COURSE, verdict=Verdict.SETTLING, step=_step(5, 95.0, 118, 126), why="124 by 1:45"
        ),
        _REMEMBERED,
    ),
    "lost": (LOST, replace(_REMEMBERED, losses=2)),  # S11
    "without": (
        LOST,
        replace(_REMEMBERED, strap=Strap(state=LinkState.OFF, reason=LinkReason.WITHOUT)),
    ),
    "without-ease-off": (
        LOST,
        replace(_said(_TALK_NO), strap=Strap(state=LinkState.OFF, reason=LinkReason.WITHOUT)),
    ),
    "over-shown": (
        replace(
            ON_COURSE,
            hr_bpm=130,
            verdict=Verdict.OVER,
            why="130: above 126.",
            forecast=Forecast(at_s=745.0, mean_bpm=129.0, sd_bpm=3.0),
        ),
        _REMEMBERED,
    ),
    "ease-off": (OVER, _said(_EASE)),  # S12
    "under": (UNDER, _REMEMBERED),
    "more": (UNDER, _said(_PUSH)),
    "paused": (replace(ON_COURSE, phase=Phase.PAUSED, verdict=Verdict.PAUSED), _REMEMBERED),
    "finish": (ON_COURSE, replace(_REMEMBERED, asks_finish=True)),
    "detail": (ON_COURSE, replace(_REMEMBERED, shows_detail=True)),
    "stopped": (
        replace(ON_COURSE, phase=Phase.STOPPED, verdict=Verdict.STOPPED, step=None),
        _REMEMBERED,
    ),  # S13
    "done": (
        replace(ON_COURSE, phase=Phase.DONE, verdict=Verdict.DONE, step=None, elapsed_s=2040.0),
        replace(
            _REMEMBERED,
            closing=Closing(
                heard_any=True,
                rounds_done=5,
                rounds=5,
                ridden_s=2040.0,
                cues_heard=2,
                soreness_before=6,
                asks="soreness_after",
                threshold_bpm=137.0,
                threshold_sd_bpm=7.0,
                answers=7,
                fell_bpm=(24, 31),
                saved_as="2026-11-22-sam.hrg",
            ),
        ),
    ),  # S14
    "done-answered": (
        replace(ON_COURSE, phase=Phase.DONE, verdict=Verdict.DONE, step=None, elapsed_s=2040.0),
        replace(
            _REMEMBERED,
            closing=Closing(
                heard_any=True,
                rounds_done=5,
                rounds=5,
                ridden_s=2040.0,
                cues_heard=0,
                soreness_before=6,
                soreness_after=4,
                effort_0_10=3,
                saved_as="2026-11-22-sam.hrg",
            ),
        ),
    ),
    "done-stopped": (
        replace(ON_COURSE, phase=Phase.DONE, verdict=Verdict.DONE, step=None, elapsed_s=400.0),
        replace(
            _REMEMBERED,
            closing=Closing(
                stopped=True,
                early=True,
                heard_any=True,
                rounds_done=1,
                rounds=5,
                ridden_s=400.0,
                cues_heard=0,
                saved_as="2026-11-22-sam.hrg",
            ),
        ),
    ),
}


# Another Setting than the rest: a day on which nothing pushes, in a clinic.
GENTLE = (
    READY,
    replace(SETTING, gentle=wording.GENTLE[Gentle.SORENESS], clinic="Back in Motion, 01 234 5678"),
    _REMEMBERED,
)


def golden_name(scene: str, width: int, height: int) -> str:
    return f"{scene}-{width}x{height}.txt"


def golden_texts() -> dict[str, str]:
    """File name -> text of every golden screen, as it is drawn now."""
    texts = {}
    for scene, (moment, remembered) in SCENES.items():
        sizes = (*GOLDEN_SIZES, (80, 40)) if scene in TALL else GOLDEN_SIZES
        for width, height in sizes:
            setting = SETTINGS.get(scene, SETTING)
            drawn = draw(frame(moment, setting, remembered), width, height)
            texts[golden_name(scene, width, height)] = "\n".join(drawn.texts()) + "\n"
    for width, height in GOLDEN_SIZES:
        drawn = draw(frame(*GENTLE), width, height)
        texts[golden_name("ready-gentle", width, height)] = "\n".join(drawn.texts()) + "\n"
    return texts | sheet_texts(GOLDEN_SIZES)
