"""The screen that is also heard: the picture first, then the voice; silent in a pause."""

import inspect
import io
from dataclasses import replace

import pytest

from hrguide.guide.cue import Cue, CueKind
from hrguide.moment import Moment, Phase
from hrguide.screen.plain import PlainScreen
from hrguide.screen.screen import Screen
from hrguide.screen.setting import Closing, Strap
from hrguide.screen.spoken import SpokenScreen
from hrguide.screen.tones import MELODIES
from tests.screen.scenes import GOOD_STRAP, ON_COURSE, SETTING

EASE = Cue(CueKind.EASE, "Ease off: heading for 146, the top is 126.")
WELL = Cue(CueKind.WELL, "That's it.")


class FakeVoice:
    """Notes what it is told, in order."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.after_s: list[float] = []
        self.trouble: str | None = None

    def say(self, cue: Cue, *, after_s: float = 0.0) -> None:
        self.told.append(cue.kind.value)
        self.after_s.append(after_s)

    def hush(self) -> None:
        self.told.append("hush")

    def cut_off(self) -> None:
        self.told.append("cut off")

    def close(self, *, last_words_s: float = 0.0) -> None:
        self.told.append(f"close {last_words_s:g}")


class FakeScreen(PlainScreen):
    """A plain screen that notes its calls besides."""

    def __init__(self, told: list[str]) -> None:
        super().__init__(SETTING, out=io.StringIO())
        self._told = told
        self.notices: list[str | None] = []

    def show(self, *moments: Moment) -> None:
        self._told.append("picture")

    def notice(self, words: str | None) -> None:
        self.notices.append(words)

    def strap(self, strap: Strap) -> None:
        self._told.append("strap")

    def ask_finish(self, asking: bool) -> None:
        self._told.append(f"finish {asking}")

    def toggle_detail(self) -> None:
        self._told.append("detail")

    def toggle_sound(self) -> None:
        self._told.append("sound")

    def heard(self, yes: bool) -> None:
        self._told.append(f"heard {yes}")

    def close_with(self, closing: Closing) -> None:
        self._told.append("closing")

    def repaint(self) -> None:
        self._told.append("repaint")


@pytest.fixture
def voice() -> FakeVoice:
    return FakeVoice()


@pytest.fixture
def inner(voice: FakeVoice) -> FakeScreen:
    return FakeScreen(voice.told)


@pytest.fixture
def screen(inner: FakeScreen, voice: FakeVoice) -> SpokenScreen:
    return SpokenScreen(inner, voice, tones=True, last_words_s=3.0)


def at(at_s: float, cue: Cue | None = None, phase: Phase = Phase.STEP) -> Moment:
    return replace(ON_COURSE, at_s=at_s, cue=cue, phase=phase)


def test_the_picture_comes_before_the_voice(screen: SpokenScreen, voice: FakeVoice) -> None:
    screen.show(at(600.0, EASE))
    assert voice.told == ["picture", "ease"]


def test_the_voice_waits_for_the_tone(screen: SpokenScreen, voice: FakeVoice) -> None:
    screen.show(at(600.0, EASE))
    assert voice.after_s == [pytest.approx(sum(note.length_s for note in MELODIES[EASE.kind]))]


def test_without_tones_it_speaks_at_once(inner: FakeScreen, voice: FakeVoice) -> None:
    SpokenScreen(inner, voice, tones=False).show(at(600.0, EASE))
    assert voice.after_s == [0.0]


def test_a_pause_is_silent(screen: SpokenScreen, voice: FakeVoice) -> None:
    screen.show(at(600.0, EASE))
    screen.show(at(600.25, None, Phase.PAUSED))
    screen.show(at(600.5, WELL, Phase.PAUSED))
    assert [word for word in voice.told if word != "picture"] == ["ease", "hush"]
    screen.show(at(640.0, WELL))
    assert voice.told[-1] == "well"


def test_stop_is_said(screen: SpokenScreen, voice: FakeVoice) -> None:
    screen.show(at(600.0, Cue(CueKind.STOP, "Stopped. Sit or lie down."), Phase.STOPPED))
    assert voice.told[-1] == "stop"


def test_what_lies_in_the_past_is_not_said_any_more(screen: SpokenScreen, voice: FakeVoice) -> None:
    """The laptop slept: an hour of Moments comes at once."""
    screen.show(at(600.0, EASE), at(3000.0, WELL), at(4200.0, EASE), at(4202.0))
    assert [word for word in voice.told if word != "picture"] == ["ease"]


def test_the_sound_key_turns_the_voice_off_and_on(screen: SpokenScreen, voice: FakeVoice) -> None:
    screen.toggle_sound()
    screen.show(at(600.0, EASE))
    assert voice.told == ["hush", "sound", "picture"]
    screen.toggle_sound()
    screen.show(at(601.0, WELL))
    assert voice.told[-1] == "well"


def test_not_heard_is_silence_for_the_ride(screen: SpokenScreen, voice: FakeVoice) -> None:
    screen.heard(False)
    screen.show(at(600.0, EASE))
    assert "ease" not in voice.told
    screen.heard(True)
    screen.show(at(601.0, EASE))
    assert voice.told[-1] == "ease"


def test_trouble_is_one_line_for_a_minute(
    screen: SpokenScreen, voice: FakeVoice, inner: FakeScreen
) -> None:
    screen.show(at(600.0))
    voice.trouble = "No voice: espeak-ng made no sound."
    for second in range(601, 680):
        screen.show(at(float(second)))
    assert inner.notices == [voice.trouble, None]


def test_trouble_does_not_cover_news_of_the_ride(
    screen: SpokenScreen, voice: FakeVoice, inner: FakeScreen
) -> None:
    screen.notice("The disk is full.")
    voice.trouble = "No voice."
    screen.show(at(600.0))
    assert inner.notices == ["The disk is full."]
    screen.notice(None)
    screen.show(at(601.0))
    screen.notice("The disk is full again.")
    screen.show(at(800.0))
    assert inner.notices[2:] == ["No voice.", "The disk is full again."]


def test_the_end_waits_for_the_last_words_but_not_after_an_error(
    inner: FakeScreen, voice: FakeVoice
) -> None:
    with SpokenScreen(inner, voice, tones=True, last_words_s=3.0):
        pass
    with (
        pytest.raises(KeyboardInterrupt),
        SpokenScreen(inner, voice, tones=True, last_words_s=3.0),
    ):
        raise KeyboardInterrupt
    assert [word for word in voice.told if word.startswith("close")] == ["close 3", "close 0"]


def test_everything_else_reaches_the_screen(screen: SpokenScreen, voice: FakeVoice) -> None:
    screen.strap(GOOD_STRAP)
    screen.ask_finish(True)
    screen.toggle_detail()
    screen.close_with(Closing())
    screen.repaint()
    assert voice.told == ["strap", "finish True", "detail", "closing", "repaint"]
    assert screen.gone is False


def test_it_forwards_all_that_a_screen_can() -> None:
    asked = {name for name, _ in inspect.getmembers(Screen) if not name.startswith("_")}
    assert asked <= set(vars(SpokenScreen))
