"""The voice of a ride: handed over at once, spoken elsewhere, and gone when it is closed."""

import json
import os
import threading
import time
from pathlib import Path

import pytest

from hrguide.guide.cue import Cue, CueKind
from hrguide.voice.mouth import Patience
from hrguide.voice.speaker import Speaker
from hrguide.voice.trial import say_once
from hrguide.voice.voice import Voice
from tests.voice.speakers import WITHIN_S, a_speaker, is_there, until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process numbers as POSIX has them")

EASE = Cue(CueKind.EASE, 'Ease off clearly: heading for 146, "only just" is 139.')
STEP = Cue(CueKind.STEP, "Moderately easy. 118 to 126.")
WELL = Cue(CueKind.WELL, "That's it.")
# No tester is quick by its own choice: a Python that starts takes as long as a short word.
NO_HURRY = Patience(stale_s=WITHIN_S, hung_after_s=WITHIN_S, quick_s=0.0)


def a_voice(
    speaker: Speaker | None, patience: Patience = NO_HURRY, *, told_to: bool = False
) -> Voice:
    return Voice(find=lambda _: speaker, patience=patience, told_to=told_to)


def said(folder: Path) -> list[str]:
    log = folder / "log"
    lines = log.read_text().splitlines() if log.exists() else []
    return [json.loads(line)["text"].strip() for line in lines]


def pids(folder: Path) -> list[int]:
    log = folder / "log"
    lines = log.read_text().splitlines() if log.exists() else []
    return [json.loads(line)["pid"] for line in lines]


def voice_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "voice"]


def test_a_cue_is_heard_in_its_spoken_form(tmp_path: Path) -> None:
    voice = a_voice(a_speaker(tmp_path))
    voice.say(EASE)
    voice.close(last_words_s=WITHIN_S)
    assert said(tmp_path) == ["Ease off clearly. Heading for one forty-six."]
    assert voice.trouble is None
    assert not voice_threads()


def test_the_countdown_is_left_to_the_tones(tmp_path: Path) -> None:
    voice = a_voice(a_speaker(tmp_path))
    for count in "321":
        voice.say(Cue(CueKind.COUNTDOWN, count))
    voice.close(last_words_s=WITHIN_S)
    assert said(tmp_path) == []


def test_ease_interrupts_and_what_it_interrupted_leaves_no_process(tmp_path: Path) -> None:
    voice = a_voice(a_speaker(tmp_path, "hangs"))
    voice.say(WELL)
    until(lambda: len(said(tmp_path)) == 1)
    voice.say(EASE)
    until(lambda: len(said(tmp_path)) == 2)
    assert said(tmp_path)[1].startswith("Ease off")
    first, second = pids(tmp_path)
    assert not is_there(first)
    assert is_there(second)
    voice.close()
    assert not is_there(second)
    assert not voice_threads()


def test_a_pause_is_silence_at_once(tmp_path: Path) -> None:
    voice = a_voice(a_speaker(tmp_path, "hangs"))
    voice.say(EASE)
    until(lambda: len(said(tmp_path)) == 1)
    voice.hush()
    until(lambda: not is_there(pids(tmp_path)[0]))
    voice.close()
    assert voice.trouble is None


def test_a_hung_speaker_is_killed_tried_again_and_told_once(tmp_path: Path) -> None:
    voice = a_voice(
        a_speaker(tmp_path, "hangs"), Patience(stale_s=WITHIN_S, hung_after_s=1.0, quick_s=0.0)
    )
    voice.say(EASE)
    until(lambda: voice.trouble is not None)
    assert voice.trouble == "No voice: tester did not end within 1 s. See: hrguide doctor"
    assert len(said(tmp_path)) <= 2
    assert not any(is_there(pid) for pid in pids(tmp_path))
    voice.say(STEP)
    voice.close(last_words_s=1.0)
    assert len(said(tmp_path)) <= 2


def test_a_dying_speaker_is_tried_again_once_and_told(tmp_path: Path) -> None:
    voice = a_voice(a_speaker(tmp_path, "dies"))
    voice.say(EASE)
    until(lambda: voice.trouble is not None)
    voice.say(STEP)
    voice.close(last_words_s=WITHIN_S)
    assert len(said(tmp_path)) == 2
    assert voice.trouble == "No voice: tester ended with code 3. See: hrguide doctor"


def test_a_speaker_that_starts_slowly_is_waited_for(tmp_path: Path) -> None:
    voice = a_voice(a_speaker(tmp_path, "slow", 0.5))
    voice.say(EASE)
    voice.close(last_words_s=WITHIN_S)
    assert len(said(tmp_path)) == 1
    assert voice.trouble is None


def test_a_cue_for_later_is_not_said_earlier(tmp_path: Path) -> None:
    voice = a_voice(a_speaker(tmp_path))
    asked_s = time.monotonic()
    voice.say(EASE, after_s=0.3)
    until(lambda: bool(said(tmp_path)))
    assert time.monotonic() - asked_s >= 0.3
    voice.close()


@pytest.mark.parametrize("manner", ["speaks", "hangs", "dies"])
def test_a_hand_over_never_waits_for_a_process(tmp_path: Path, manner: str) -> None:
    """CPU time of the calling thread: a start in it would take 0.5 ms and more, each."""
    voice = a_voice(a_speaker(tmp_path, manner))
    voice.say(WELL)  # starts the thread
    before_s = time.thread_time()
    for _ in range(200):
        voice.say(EASE)
    took_s = time.thread_time() - before_s
    voice.close()
    assert took_s / 200 < 0.0002


def test_a_speaker_that_cannot_be_found_is_told_to_who_asked_for_it() -> None:
    for told_to in (False, True):
        voice = a_voice(None, told_to=told_to)
        voice.say(EASE)
        voice.close()
        assert (voice.trouble is not None) == told_to
        assert not voice_threads()


def test_a_program_that_is_gone_is_told() -> None:
    voice = a_voice(Speaker(name="gone", command=("/no/such/program",)))
    voice.say(EASE)
    until(lambda: voice.trouble is not None)
    voice.close()
    assert voice.trouble is not None
    assert "gone cannot be started" in voice.trouble


def test_closed_is_closed_and_an_unused_voice_starts_nothing(tmp_path: Path) -> None:
    voice = a_voice(a_speaker(tmp_path))
    voice.hush()
    voice.cut_off()
    assert not voice_threads()
    voice.close()
    voice.say(EASE)
    assert not voice_threads()
    assert said(tmp_path) == []


def test_a_signal_cuts_a_phrase_off(tmp_path: Path) -> None:
    voice = a_voice(a_speaker(tmp_path, "hangs"))
    voice.say(EASE)
    until(lambda: len(said(tmp_path)) == 1)
    voice.cut_off()
    until(lambda: not is_there(pids(tmp_path)[0]))
    voice.close()
    assert voice.trouble is None


@pytest.mark.parametrize(("manner", "trouble"), [("speaks", None), ("dies", "ended with code 3")])
def test_the_doctor_hears_what_a_rider_would(
    tmp_path: Path, manner: str, trouble: str | None
) -> None:
    assert say_once(a_speaker(tmp_path, manner), "Easy.", patience=NO_HURRY) == trouble
    assert set(said(tmp_path)) == {"Easy."}
