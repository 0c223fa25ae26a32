"""The live screen: the newest Moment painted on a terminal, and the terminal given back.

Comes in: Moments at 4 Hz. Goes out: escape sequences, only for the rows that changed, each picture
wrapped in a synchronized update so that it never tears. It forgets nothing worth reading (cues) and
skips any picture that a newer one has overtaken.

Own line diff, rich only for the width of letters. Decided by measurement (80x24, each picture new,
CPython 3.11): drawing and diffing 1.4-1.7 ms a picture and 180 characters sent; the same canvas
through rich's Live 4.8 ms, all 24 rows each time, and 50 ms of imports before the first picture.
`scripts/bench_screen.py` watches the whole.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType
from typing import Final, Self, TextIO

from hrguide.guide.cue import CueKind
from hrguide.moment import Moment, Phase
from hrguide.screen import giveback
from hrguide.screen.canvas import COLOURS_16, COLOURS_256, NO_COLOURS, RESET, Tone
from hrguide.screen.draw import draw
from hrguide.screen.flash import Flash
from hrguide.screen.frame import Frame, frame
from hrguide.screen.memory import Remembered, remember
from hrguide.screen.outlet import Outlet, TerminalOutlet
from hrguide.screen.setting import Closing, Setting, Strap
from hrguide.screen.sound import Speaker

# Alternate screen, no cursor, no wrap at the right edge, no bracketed paste.
_TAKE: Final = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004l\x1b[2J"
_GIVE_BACK: Final = "\x1b[?2026l" + RESET + "\x1b[?7h\x1b[?25h\x1b[?1049l"
_BEGIN: Final = "\x1b[?2026h"
_END: Final = "\x1b[?2026l"
_CLEAR: Final = "\x1b[2J"
# A demo at full speed shows 10 pictures a second, not thousands; a ride's 4 ticks and some packets
# a second are each painted at once, because a packet is worth most when it is new.
_PICTURES_A_SECOND: Final = 10.0
_BURST: Final = 4.0

_FLASHING: Final = frozenset(
    {CueKind.EASE, CueKind.PUSH, CueKind.STEP, CueKind.TALK, CueKind.STOP, CueKind.DONE}
)


def can_live(stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the stream is a terminal that understands more than lines."""
    if not stream.isatty():
        return False
    return sys.platform == "win32" or environ.get("TERM", "dumb") not in ("", "dumb")


def palette_for(environ: Mapping[str, str]) -> Mapping[Tone, str]:
    """256 colours, 16, or none (no-color.org: NO_COLOR present and not empty)."""
    if environ.get("NO_COLOR"):
        return NO_COLOURS
    rich_enough = "256color" in environ.get("TERM", "") or any(
        environ.get(name) for name in ("COLORTERM", "WT_SESSION")
    )
    return COLOURS_256 if rich_enough or sys.platform == "win32" else COLOURS_16


def live_screen(
    setting: Setting,
    *,
    stream: TextIO,
    sound: bool = True,
    flash: bool = True,
    environ: Mapping[str, str] = os.environ,
) -> "LiveScreen":
    """The live screen for a real terminal."""
    outlet = TerminalOutlet(stream)
    speaker = Speaker(bell=lambda times: outlet.send("\a" * times))
    speaker.is_on = sound
    encoding = (stream.encoding or "").lower().replace("-", "")
    return LiveScreen(
        setting,
        outlet=outlet,
        speaker=speaker,
        palette=palette_for(environ),
        flashes=flash,
        ascii_only=not encoding.startswith("utf") or environ.get("TERM") == "linux",
        close=outlet.close,
    )


class LiveScreen:
    """A `Screen` on a terminal. now_s: monotonic seconds, for the flash and the pace alone."""

    def __init__(
        self,
        setting: Setting,
        *,
        outlet: Outlet,
        speaker: Speaker,
        palette: Mapping[Tone, str] = COLOURS_256,
        flashes: bool = True,
        ascii_only: bool = False,
        now_s: Callable[[], float] = time.monotonic,
        close: Callable[[], None] | None = None,
    ) -> None:
        self._setting = setting
        self._outlet = outlet
        self._speaker = speaker
        self._palette = palette
        self._flash = Flash() if flashes else None
        self._ascii_only = ascii_only
        self._now_s = now_s
        self._close = close
        self._remembered = Remembered(sound_on=speaker.is_on)
        self._newest: Moment | None = None
        self._sound_was_tried = False
        self._may_paint = _BURST  # token bucket
        self._counted_s = now_s()
        self._picture: tuple[Frame, tuple[int, int], bool] | None = None
        self._rows: tuple[str, ...] = ()
        self._open = ExitStack()

    @property
    def gone(self) -> bool:
        return self._outlet.gone

    def __enter__(self) -> Self:
        if self._close is not None:
            self._open.callback(self._close)
        self._open.enter_context(self._speaker)
        held = giveback.hold(self._take, self._give_back)
        self._open.callback(giveback.release, held)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def show(self, *moments: Moment) -> None:
        self._remembered = remember(self._remembered, moments)
        now_s = self._now_s()
        cues = [moment.cue for moment in moments if moment.cue is not None]
        if self._flash is not None and any(cue.kind in _FLASHING for cue in cues):
            self._flash.start(now_s)
        if moments:
            self._newest = moments[-1]
        if self._newest is None:
            return
        if self._is_time(now_s):
            self._paint(self._newest, now_s)
        for cue in cues:  # after the picture: starting a player takes longer than painting
            self._speaker.play(cue.kind)
        self._try_sound(self._newest)
        self._speaker.tick()

    def strap(self, strap: Strap) -> None:
        self._remembered = replace(self._remembered, strap=strap)

    def notice(self, words: str | None) -> None:
        self._remembered = replace(self._remembered, notice=words)

    def ask_finish(self, asking: bool) -> None:
        self._remembered = replace(self._remembered, asks_finish=asking)

    def toggle_detail(self) -> None:
        self._remembered = replace(self._remembered, shows_detail=not self._remembered.shows_detail)

    def toggle_sound(self) -> None:
        self._set_sound(not self._speaker.is_on)
        self._sound_was_tried = False  # turned on again on the ready page, it is heard again

    def heard(self, yes: bool) -> None:
        self._set_sound(yes)
        self._remembered = replace(self._remembered, sound_heard=yes)

    def close_with(self, closing: Closing) -> None:
        self._remembered = replace(self._remembered, closing=closing)
        self._may_paint = _BURST

    def repaint(self) -> None:
        self._picture = None
        self._rows = ()
        self._may_paint = _BURST

    def _set_sound(self, on: bool) -> None:
        self._speaker.is_on = on
        self._remembered = replace(self._remembered, sound_on=on)

    def _try_sound(self, moment: Moment) -> None:
        """S4's "did you hear that?", once, before the ride."""
        if moment.phase is Phase.READY and not self._sound_was_tried:
            self._sound_was_tried = True
            self._speaker.play(CueKind.STEP)

    def _is_time(self, now_s: float) -> bool:
        earned = max(0.0, now_s - self._counted_s) * _PICTURES_A_SECOND
        self._may_paint = min(_BURST, self._may_paint + earned)
        self._counted_s = now_s
        if self._may_paint < 1.0:
            return False
        self._may_paint -= 1.0
        return True

    def _paint(self, moment: Moment, now_s: float) -> None:
        if self._outlet.gone or self._outlet.is_behind:
            return
        size = self._outlet.size()
        lit = self._flash is not None and self._flash.is_lit(now_s)
        picture = (frame(moment, self._setting, self._remembered), size, lit)
        if picture == self._picture:
            return
        resized = self._picture is None or self._picture[1] != size
        self._picture = picture
        rows = draw(picture[0], *size).painted(
            self._palette, inverse=lit, ascii_only=self._ascii_only
        )
        changed = [
            f"\x1b[{number};1H{row}"
            for number, row in enumerate(rows, start=1)
            if resized or row != self._rows[number - 1]
        ]
        self._rows = rows
        if changed:
            clear = _CLEAR if resized else ""
            self._outlet.send(f"{_BEGIN}{clear}{''.join(changed)}{_END}")

    def _take(self) -> None:
        self.repaint()
        self._outlet.send(_TAKE)

    def _give_back(self) -> None:
        self._outlet.send_last(_GIVE_BACK)
