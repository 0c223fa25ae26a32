"""The ride without a live screen: a line a second, or the JSON lines of the contract.

Comes in: every Moment. Goes out: lines on a stream, flushed one at a time, so that a pipe's reader
is never behind. A reader that goes away (`| head`) is a normal end: `gone` turns true.
"""

import os
from types import TracebackType
from typing import Self, TextIO

from hrguide.guide.cue import CueKind
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment
from hrguide.plain_text import clean
from hrguide.screen import strap_words, words
from hrguide.screen.canvas import Tone
from hrguide.screen.setting import Closing, Setting, Strap
from hrguide.screen.sound import Speaker


class _Lines:
    """A stream of lines that may lose its reader."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.gone = False

    def write(self, line: str) -> None:
        if self.gone:
            return
        try:
            self._out.write(line + "\n")
            self._out.flush()
        except BrokenPipeError:
            self.gone = True
            _discard(self._out)


def _discard(out: TextIO) -> None:
    """Let the interpreter's last flush go nowhere instead of complaining (Python docs, SIGPIPE)."""
    try:
        number = out.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)


class _Mute:
    """What a screen of lines has no place for."""

    def __init__(self, out: TextIO) -> None:
        self._lines = _Lines(out)

    @property
    def gone(self) -> bool:
        return self._lines.gone

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return

    def ask_finish(self, asking: bool) -> None:
        return

    def toggle_detail(self) -> None:
        return

    def repaint(self) -> None:
        return


class PlainScreen(_Mute):
    """A line every `every_s` seconds of session, and one for each cue.

    speaker: sounds for a ride whose lines go to a file or a dumb terminal; entered by the caller.
    """

    def __init__(
        self,
        setting: Setting,
        *,
        out: TextIO,
        every_s: float = 1.0,
        speaker: Speaker | None = None,
    ) -> None:
        super().__init__(out)
        self._setting = setting
        self._every_s = every_s
        self._speaker = speaker
        self._strap = Strap()
        self._losses = 0
        self._next_s = float("-inf")

    def show(self, *moments: Moment) -> None:
        for moment in moments:
            cue = moment.cue
            if cue is not None and self._speaker is not None:
                self._speaker.play(cue.kind)
            if cue is not None and cue.kind is CueKind.SIGNAL_LOST:
                self._losses += 1
            is_due = moment.at_s >= self._next_s
            is_worth_it = cue is not None and cue.kind is not CueKind.COUNTDOWN
            if not is_due and not is_worth_it:
                continue
            if is_due:
                self._next_s = (moment.at_s // self._every_s + 1) * self._every_s
            self._lines.write(self._line(moment))
        if self._speaker is not None:
            self._speaker.tick()

    def strap(self, strap: Strap) -> None:
        self._strap = strap

    def notice(self, words: str | None) -> None:
        if words:
            self._lines.write(clean(words))

    def toggle_sound(self) -> None:
        if self._speaker is not None:
            self._speaker.is_on = not self._speaker.is_on

    def heard(self, yes: bool) -> None:
        if self._speaker is not None:
            self._speaker.is_on = yes

    def close_with(self, closing: Closing) -> None:
        return  # the command prints the summary itself: without a live screen nothing hides it

    def _line(self, moment: Moment) -> str:
        heart = "---" if moment.hr_bpm is None else str(moment.hr_bpm)
        parts = [f"{words.clock(moment.elapsed_s):>7}", f"{heart:>3} bpm", self._step(moment)]
        parts.append(VERDICT_WORDS[moment.verdict])
        strap, tone = strap_words.while_riding(moment, self._strap, self._losses)
        if tone is Tone.WARN:
            parts.append(f"({strap})")
        if moment.cue is not None:
            parts.append(f">> {moment.cue.text}")
        return clean("  ".join(part for part in parts if part))

    def _step(self, moment: Moment) -> str:
        step = moment.step
        if step is None:
            return ""
        steps = self._setting.workout.steps
        rounds = steps[step.index].rounds if step.index < len(steps) else None
        turn = "" if step.round is None else f"round {step.round}"
        turn += f"/{rounds} " if rounds is not None and turn else " " if turn else ""
        name = step.effort or (steps[step.index].text if step.index < len(steps) else "")
        left = "" if step.left_s is None else f" {words.clock(step.left_s)} left"
        return f"{turn}{name}{left}"


class JsonScreen(_Mute):
    """JSON lines (design.md): whole seconds, and each cue; nothing else."""

    def __init__(self, *, out: TextIO) -> None:
        super().__init__(out)
        self._last_whole_s = -1.0

    def show(self, *moments: Moment) -> None:
        for moment in moments:
            whole = moment.at_s == int(moment.at_s) and moment.at_s > self._last_whole_s
            if whole:
                self._last_whole_s = moment.at_s
            if whole or moment.cue is not None:
                self._lines.write(moment.json_line())

    def strap(self, strap: Strap) -> None:
        return

    def notice(self, words: str | None) -> None:
        return

    def toggle_sound(self) -> None:
        return

    def heard(self, yes: bool) -> None:
        return

    def close_with(self, closing: Closing) -> None:
        return


VERDICT_WORDS = {
    Verdict.READY: "ready",
    Verdict.LEARNING: "learning",
    Verdict.SETTLING: "settling",
    Verdict.ON_COURSE: "on course",
    Verdict.HEADING_OVER: "heading over",
    Verdict.OVER: "over",
    Verdict.HEADING_UNDER: "heading under, no fault",
    Verdict.UNDER: "under, no fault",
    Verdict.TOO_SHORT: "too short to judge",
    Verdict.RESTING: "resting",
    Verdict.PAUSED: "paused",
    Verdict.NO_SIGNAL: "no heart rate",
    Verdict.NO_RANGE: "no range",
    Verdict.STOPPED: "stopped",
    Verdict.DONE: "done",
}
