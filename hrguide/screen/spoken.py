"""A screen that is also heard: whatever screen it is given, with the voice beside it.

Comes in: the Moments of the ride. Goes out: the same to the screen, their cues to the voice, after
the picture. It carries, and decides one thing only: that a pause is silent and that what lies in
the past (the laptop slept) is not said any more.
"""

from types import TracebackType
from typing import Final, Protocol, Self

from hrguide.guide.cue import Cue, CueKind
from hrguide.moment import Moment, Phase
from hrguide.screen import giveback
from hrguide.screen.screen import Screen
from hrguide.screen.setting import Closing, Strap

_PAST_S: Final = 2.0  # session time; the same as the voice's own patience with a phrase
_NOTICE_S: Final = 60.0  # long enough to be seen between two looks at the screen


class Aloud(Protocol):
    """The part of `voice.Voice` that is used."""

    trouble: str | None

    def say(self, cue: Cue, *, after_s: float = 0.0) -> None: ...

    def hush(self) -> None: ...

    def cut_off(self) -> None: ...

    def close(self, *, last_words_s: float = 0.0) -> None: ...


class SpokenScreen:
    """A `Screen` around another.

    tones: the other one sounds a tone with each cue, to be waited for. last_words_s: how long the
    end waits for what is being said; 0 where the rider has already left.
    """

    def __init__(
        self, screen: Screen, voice: Aloud, *, tones: bool, last_words_s: float = 0.0
    ) -> None:
        self._screen = screen
        self._voice = voice
        self._tones = tones
        self._last_words_s = last_words_s
        self._is_on = True
        self._paused = False
        self._told = False
        self._others_notice: str | None = None
        self._clear_at_s: float | None = None
        self._held: giveback.Hold | None = None

    @property
    def gone(self) -> bool:
        return self._screen.gone

    def __enter__(self) -> Self:
        self._screen.__enter__()
        self._held = giveback.hold(lambda: None, self._voice.cut_off)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._voice.close(last_words_s=self._last_words_s if kind is None else 0.0)
            if self._held is not None:
                giveback.release(self._held)
        finally:
            self._screen.__exit__(kind, error, trace)

    def show(self, *moments: Moment) -> None:
        self._screen.show(*moments)
        for moment in moments:
            self._hear(moment, newest_s=moments[-1].at_s)
        if moments:
            self._tell_trouble(moments[-1].at_s)

    def _hear(self, moment: Moment, *, newest_s: float) -> None:
        paused = moment.phase is Phase.PAUSED
        if paused and not self._paused:
            self._voice.hush()
        self._paused = paused
        if moment.cue is None or paused or not self._is_on or newest_s - moment.at_s > _PAST_S:
            return
        self._voice.say(moment.cue, after_s=self._tone_s(moment.cue))

    def _tone_s(self, cue: Cue) -> float:
        if not self._tones or cue.kind is CueKind.COUNTDOWN:
            return 0.0
        from hrguide.screen.tones import length_s  # the tone itself has been made by now

        return length_s(cue.kind)

    def _tell_trouble(self, at_s: float) -> None:
        """One line, once, and not over news of the ride."""
        if self._voice.trouble is not None and not self._told and self._others_notice is None:
            self._told = True
            self._clear_at_s = at_s + _NOTICE_S
            self._screen.notice(self._voice.trouble)
        if self._clear_at_s is not None and at_s >= self._clear_at_s:
            self._clear_at_s = None
            self._screen.notice(None)

    def notice(self, words: str | None) -> None:
        self._others_notice = words
        self._clear_at_s = None
        self._screen.notice(words)

    def toggle_sound(self) -> None:
        self._turn(not self._is_on)
        self._screen.toggle_sound()

    def heard(self, yes: bool) -> None:
        self._turn(yes)
        self._screen.heard(yes)

    def _turn(self, on: bool) -> None:
        self._is_on = on
        if not on:
            self._voice.hush()

    def strap(self, strap: Strap) -> None:
        self._screen.strap(strap)

    def ask_finish(self, asking: bool) -> None:
        self._screen.ask_finish(asking)

    def toggle_detail(self) -> None:
        self._screen.toggle_detail()

    def close_with(self, closing: Closing) -> None:
        self._screen.close_with(closing)

    def repaint(self) -> None:
        self._screen.repaint()
