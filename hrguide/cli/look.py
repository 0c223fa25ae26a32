"""How a ride is shown: which screen fits, and its first picture.

Comes in: what was wished for on the command line. Goes out: a `Screen`. Kept apart from what rides
(`riding.py`), so that a picture stands on the terminal while the rest is still being loaded.
"""

import sys
from dataclasses import dataclass

from hrguide.beats.pulse import Signal, SignalReason
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Phase, StepNow
from hrguide.screen.screen import Screen
from hrguide.screen.setting import Setting
from hrguide.workout.workout import StepKind, Workout


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a ride is shown. every_s: seconds of session between lines without a terminal."""

    as_json: bool = False
    sound: bool = True
    flash: bool = True
    every_s: float = 1.0

    @property
    def is_live(self) -> bool:
        """Whether somebody sits at a terminal that can show the live screen."""
        if self.as_json or not sys.stdin.isatty():
            return False
        from hrguide.screen.live import can_live

        return can_live(sys.stdout)


def open_screen(look: Look, setting: Setting) -> Screen:
    """The screen that fits: JSON lines, the live screen, or a line now and then."""
    if look.is_live:
        from hrguide.screen.live import live_screen

        return live_screen(setting, stream=sys.stdout, sound=look.sound, flash=look.flash)
    from hrguide.screen.plain import JsonScreen, PlainScreen

    if look.as_json:
        return JsonScreen(out=sys.stdout)
    return PlainScreen(setting, out=sys.stdout, every_s=look.every_s)


def first_picture(workout: Workout) -> Moment:
    """The workout at second 0, before anything was heard or decided; for the screen alone."""
    step = workout.steps[0]
    return Moment(
        at_s=0.0,
        elapsed_s=0.0,
        hr_bpm=None,
        signal=Signal.LOST,
        signal_reason=SignalReason.WAITING.value,
        step=StepNow(
            index=0,
            round=step.round,
            effort=step.effort and step.effort.value,
            left_s=step.duration_s,
            low_bpm=None,
            high_bpm=None,
        ),
        verdict=Verdict.NO_SIGNAL,
        phase=Phase.REST if step.kind is StepKind.REST else Phase.STEP,
        left_s=workout.total_s,
    )
