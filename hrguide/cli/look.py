"""How a ride is shown: which screen fits, and its first picture.

Comes in: what was wished for on the command line. Goes out: a `Screen`. Kept apart from what rides
(`riding.py`), so that a picture stands on the terminal while the rest is still being loaded.
"""

import sys
from dataclasses import dataclass
from typing import Final

from hrguide.beats.pulse import Signal, SignalReason
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Phase, StepNow
from hrguide.screen.screen import Screen
from hrguide.screen.setting import Setting
from hrguide.voice.volume import DEFAULT_VOLUME
from hrguide.workout.workout import StepKind, Workout

# "Done. Nothing all out." takes 2 s. A live screen stays until the rider leaves: no more is due.
_LAST_WORDS_S: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a ride is shown.

    every_s: seconds of session between lines without a terminal. voice: whether cues are spoken;
    None where nobody said: then with the tones, to whoever sits before the live screen.
    voice_volume: 0-100.
    """

    as_json: bool = False
    sound: bool = True
    flash: bool = True
    every_s: float = 1.0
    voice: bool | None = None
    voice_volume: int = DEFAULT_VOLUME

    @property
    def is_live(self) -> bool:
        """Whether somebody sits at a terminal that can show the live screen."""
        if self.as_json or not sys.stdin.isatty():
            return False
        from hrguide.screen.live import can_live

        return can_live(sys.stdout)


def voice_wish(voice: str | None, *, silent: bool) -> bool | None:
    """`--voice` as a wish; silent: `--no-sound` or `--quiet` stands beside it."""
    if silent:
        return False
    return None if voice is None else voice == "on"


def open_screen(look: Look, setting: Setting) -> Screen:
    """The screen that fits, heard where that is wished for."""
    screen = _silent_screen(look, setting)
    speaks = look.is_live and look.sound if look.voice is None else look.voice
    if not speaks:
        return screen
    from hrguide.screen.spoken import SpokenScreen
    from hrguide.voice.voice import Voice

    return SpokenScreen(
        screen,
        Voice(volume=look.voice_volume, told_to=look.voice is True),
        tones=look.is_live and look.sound,
        last_words_s=0.0 if look.is_live else _LAST_WORDS_S,
    )


def _silent_screen(look: Look, setting: Setting) -> Screen:
    """JSON lines, the live screen, or a line now and then."""
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
