"""Who may speak: the urgent interrupts, the stale is dropped, a bad speaker is given up."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.cue import CueKind
from hrguide.voice.mouth import URGENCY, Mouth, Patience, Phrase

PATIENCE = Patience()


@dataclass
class FakeProcess:
    """Speaks until `code` is set. killed, reaped: what was done to it."""

    text: str
    code: int | None = None
    killed: bool = False
    reaped: bool = False

    def poll(self) -> int | None:
        if self.code is not None:
            self.reaped = True
        return self.code

    def kill(self) -> None:
        self.killed = True
        self.code = -9

    def wait(self, timeout: float | None = None) -> int:
        assert timeout is not None, "a wait without an end"
        if self.code is None:
            raise TimeoutError
        self.reaped = True
        return self.code


@dataclass
class FakeSpeaker:
    """Launches fake processes; refuses: as a program that cannot be started."""

    started: list[FakeProcess] = field(default_factory=list)
    refuses: bool = False

    def __call__(self, text: str) -> FakeProcess:
        if self.refuses:
            raise FileNotFoundError(2, "No such file")
        self.started.append(FakeProcess(text))
        return self.started[-1]

    @property
    def texts(self) -> list[str]:
        return [process.text for process in self.started]

    @property
    def running(self) -> list[FakeProcess]:
        return [process for process in self.started if process.code is None]


def a_phrase(kind: CueKind, at_s: float = 0.0, *, after_s: float = 0.0) -> Phrase:
    return Phrase(kind=kind, text=kind.value, at_s=at_s, not_before_s=at_s + after_s)


def a_mouth() -> tuple[Mouth, FakeSpeaker]:
    speaker = FakeSpeaker()
    return Mouth(speaker), speaker


@pytest.mark.parametrize("urgent", [CueKind.STOP, CueKind.EASE])
@pytest.mark.parametrize("lesser", [CueKind.COUNTDOWN, CueKind.WELL, CueKind.STEP, CueKind.TALK])
def test_the_more_urgent_interrupts(urgent: CueKind, lesser: CueKind) -> None:
    mouth, speaker = a_mouth()
    mouth.take(a_phrase(lesser))
    mouth.tick(0.0)
    mouth.take(a_phrase(urgent, 1.0))
    mouth.tick(1.0)
    assert speaker.texts == [lesser.value, urgent.value]
    assert speaker.started[0].killed
    assert speaker.started[0].reaped
    assert not speaker.started[1].killed


def test_the_less_urgent_waits_its_turn() -> None:
    mouth, speaker = a_mouth()
    mouth.take(a_phrase(CueKind.EASE))
    mouth.tick(0.0)
    mouth.take(a_phrase(CueKind.STEP, 0.25))
    mouth.tick(0.25)
    assert speaker.texts == ["ease"]
    speaker.started[0].code = 0
    mouth.tick(1.5)
    assert speaker.texts == ["ease", "step"]
    assert not speaker.started[0].killed


def test_of_two_that_wait_the_graver_is_said_first() -> None:
    mouth, speaker = a_mouth()
    for kind in (CueKind.WELL, CueKind.STOP, CueKind.STEP):
        mouth.take(a_phrase(kind))
    mouth.tick(0.1)
    assert speaker.texts == ["stop"]
    speaker.started[0].code = 0
    mouth.tick(1.5)
    assert speaker.texts == ["stop", "step"]


def test_a_phrase_older_than_two_seconds_is_dropped_not_queued() -> None:
    mouth, speaker = a_mouth()
    mouth.take(a_phrase(CueKind.EASE))
    mouth.tick(0.0)
    mouth.take(a_phrase(CueKind.WELL, 1.0))
    mouth.tick(3.1)
    speaker.started[0].code = 0
    mouth.tick(3.2)
    mouth.tick(3.3)
    assert speaker.texts == ["ease"]
    assert not mouth.is_busy


def test_two_seconds_old_is_still_said() -> None:
    mouth, speaker = a_mouth()
    mouth.take(a_phrase(CueKind.WELL, 1.0))
    mouth.tick(3.0)
    assert speaker.texts == ["well"]


def test_the_newer_of_two_alike_takes_over() -> None:
    mouth, speaker = a_mouth()
    first = a_phrase(CueKind.STEP)
    second = Phrase(kind=CueKind.STEP, text="the step now ridden", at_s=0.5)
    mouth.take(first)
    mouth.tick(0.0)
    mouth.take(second)
    mouth.tick(0.5)
    assert speaker.texts == ["step", "the step now ridden"]
    assert speaker.started[0].killed


def test_it_begins_when_the_tone_is_over() -> None:
    mouth, speaker = a_mouth()
    mouth.take(a_phrase(CueKind.EASE, after_s=0.64))
    mouth.tick(0.6)
    assert speaker.texts == []
    assert mouth.is_busy
    mouth.tick(0.65)
    assert speaker.texts == ["ease"]


def test_hush_is_silence_and_nothing_left_to_say() -> None:
    mouth, speaker = a_mouth()
    mouth.take(a_phrase(CueKind.EASE))
    mouth.tick(0.0)
    mouth.take(a_phrase(CueKind.STEP))
    mouth.hush()
    mouth.tick(0.1)
    assert speaker.texts == ["ease"]
    assert speaker.started[0].killed
    assert speaker.started[0].reaped
    assert not mouth.is_busy
    assert mouth.gave_up is None


def test_an_interrupted_phrase_is_no_failure() -> None:
    mouth, speaker = a_mouth()
    for turn in range(6):
        mouth.take(a_phrase(CueKind.STEP, float(turn)))
        mouth.tick(float(turn))
    mouth.cut_off()
    mouth.tick(6.0)
    mouth.take(a_phrase(CueKind.STEP, 7.0))
    mouth.tick(7.0)
    assert len(speaker.texts) == 7
    assert mouth.gave_up is None


def test_a_speaker_that_dies_is_tried_again_once() -> None:
    mouth, speaker = a_mouth()
    mouth.take(a_phrase(CueKind.EASE))
    mouth.tick(0.0)
    speaker.started[0].code = 1
    mouth.tick(0.5)
    assert speaker.texts == ["ease", "ease"]
    speaker.started[1].code = 0
    mouth.tick(2.0)
    assert mouth.gave_up is None
    assert not mouth.is_busy


def test_a_speaker_that_dies_twice_is_given_up() -> None:
    mouth, speaker = a_mouth()
    mouth.take(a_phrase(CueKind.EASE))
    for turn in range(2):
        mouth.tick(turn * 0.5)
        speaker.started[turn].code = 127
    mouth.tick(1.0)
    assert mouth.gave_up == "ended with code 127"
    mouth.take(a_phrase(CueKind.STOP, 1.5))
    mouth.tick(1.5)
    assert len(speaker.texts) == 2
    assert not mouth.is_busy


def test_a_speaker_that_hangs_is_killed_and_the_next_phrase_is_the_second_try() -> None:
    mouth, speaker = a_mouth()
    mouth.take(a_phrase(CueKind.EASE))
    mouth.tick(0.0)
    mouth.tick(PATIENCE.hung_after_s)
    assert not speaker.started[0].killed
    mouth.tick(PATIENCE.hung_after_s + 0.1)
    assert speaker.started[0].killed
    assert speaker.started[0].reaped
    assert speaker.texts == ["ease"], "what it should have said is long stale"
    mouth.take(a_phrase(CueKind.STEP, 60.0))
    mouth.tick(60.0)
    assert speaker.texts == ["ease", "step"]
    mouth.tick(61.0 + PATIENCE.hung_after_s)
    assert mouth.gave_up == "did not end within 15 s"
    assert not speaker.running


def test_one_good_phrase_forgives_a_failure() -> None:
    mouth, speaker = a_mouth()
    for turn, code in enumerate([1, 0, 1, 0, 1, 0]):
        if turn % 2 == 0:
            mouth.take(a_phrase(CueKind.EASE, turn * 1.0))
            mouth.tick(turn * 1.0)
        speaker.started[turn].code = code
        mouth.tick(turn * 1.0 + 0.5)
    assert mouth.gave_up is None


def test_a_speaker_that_ends_well_at_once_made_no_sound() -> None:
    """espeak-ng without a sound device: exit code 0 after a tenth of a second."""
    mouth, speaker = a_mouth()
    mouth.take(a_phrase(CueKind.EASE))
    mouth.tick(0.0)
    speaker.started[0].code = 0
    mouth.tick(0.1)
    speaker.started[1].code = 0
    mouth.tick(0.2)
    assert mouth.gave_up == "made no sound"


def test_a_speaker_that_cannot_be_started_is_tried_again_once() -> None:
    mouth, speaker = a_mouth()
    speaker.refuses = True
    mouth.take(a_phrase(CueKind.EASE))
    mouth.tick(0.0)
    assert mouth.gave_up is None
    mouth.tick(0.05)
    assert mouth.gave_up == "cannot be started: No such file"


def test_the_order_of_urgency_has_every_kind_once() -> None:
    assert sorted(URGENCY) == sorted(CueKind)
    assert URGENCY[:2] == (CueKind.STOP, CueKind.EASE)
    assert URGENCY[-1] is CueKind.COUNTDOWN


EVENTS = st.one_of(
    st.sampled_from(CueKind), st.sampled_from(["ends", "dies", "hush", "nothing", "cut off"])
)


@given(st.lists(st.tuples(EVENTS, st.floats(0.0, 20.0)), max_size=60))
def test_never_two_voices_nothing_stale_and_every_process_reaped(
    events: list[tuple[CueKind | str, float]],
) -> None:
    mouth, speaker = a_mouth()
    now_s, decided_s = 0.0, {kind.value: -1.0 for kind in CueKind}
    for event, pause_s in events:
        now_s += pause_s
        match event:
            case CueKind():
                mouth.take(a_phrase(event, now_s))
                decided_s[event.value] = now_s
            case "ends" | "dies":
                for process in speaker.running:
                    process.code = 0 if event == "ends" else 1
            case "hush":
                mouth.hush()
            case "cut off":
                mouth.cut_off()
        before = len(speaker.started)
        mouth.tick(now_s)
        assert len(speaker.running) <= 1
        assert all(now_s - decided_s[text] <= 2.0 for text in speaker.texts[before:])
    mouth.hush()
    assert all(process.reaped for process in speaker.started)
    assert not mouth.is_busy
