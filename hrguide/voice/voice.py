"""The voice of a ride: cues handed over in microseconds, spoken by a thread of its own.

Comes in: cues, from the loop that also carries the packets. Goes out: speech, or nothing. A start
of a process takes 0.5-15 ms, which the loop would have to wait for; a thread with one process a
phrase leaves its lateness where it is without a voice (`scripts/bench_voice.py`). One long-lived
speaker was not better, and could be neither interrupted nor told apart from a hung one. What is
said is the guide's; when, and whether at all, is `mouth.py`'s.
"""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from hrguide.guide.cue import Cue
from hrguide.voice.volume import DEFAULT_VOLUME

# What finds, reads and starts is imported by the thread: the first picture waits for none of it.
if TYPE_CHECKING:
    from hrguide.voice.mouth import Mouth, Patience
    from hrguide.voice.phrases import Phrasebook
    from hrguide.voice.speaker import Speaker

_LOOK_S: Final = 0.05  # how often a speaking process is looked after
_LEAVES_WITHIN_S: Final = 2.0  # beyond its last words: a kill, and its reaping

Find = Callable[["Phrasebook"], "Speaker | None"]


@dataclass(frozen=True, slots=True)
class _Said:
    cue: Cue
    at_s: float
    after_s: float


class _Order(Enum):
    HUSH = auto()


@dataclass(frozen=True, slots=True)
class _Leave:
    until_s: float


class Voice:
    """Open from the first `say` to `close`.

    volume: 0-100. told_to: the rider asked for a voice, so that it is worth a line where there is
    none. find: asked once, in the thread; None for `speaker.find_speaker`. patience: see
    `mouth.Patience`. trouble: one line about why it is silent for good; None while all is well.
    """

    def __init__(
        self,
        *,
        volume: int = DEFAULT_VOLUME,
        told_to: bool = False,
        find: Find | None = None,
        patience: "Patience | None" = None,
    ) -> None:
        self._volume = volume
        self._find = find
        self._told_to = told_to
        self._patience = patience
        self._orders: queue.SimpleQueue[_Said | _Order | _Leave] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._mouth: Mouth | None = None
        self._closed = False
        self.trouble: str | None = None

    def say(self, cue: Cue, *, after_s: float = 0.0) -> None:
        """Hand over a cue, to be heard `after_s` from now (when its tone is over); never waits."""
        if self._closed:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
            self._thread.start()
        self._orders.put(_Said(cue, time.monotonic(), after_s))

    def hush(self) -> None:
        """Silence, and nothing left to say: a pause, or the sound turned off."""
        if self._thread is not None:
            self._orders.put(_Order.HUSH)

    def cut_off(self) -> None:
        """End a speaking process at once; safe in a signal handler."""
        if self._mouth is not None:
            self._mouth.cut_off()

    def close(self, *, last_words_s: float = 0.0) -> None:
        """Wait for what is being said, so long at most, and leave no process behind."""
        self._closed = True
        if self._thread is None:
            return
        self._orders.put(_Leave(time.monotonic() + last_words_s))
        self._thread.join(last_words_s + _LEAVES_WITHIN_S)

    def _run(self) -> None:
        from hrguide.voice.mouth import Mouth
        from hrguide.voice.phrases import load_phrases
        from hrguide.voice.process import SpeakerProcess
        from hrguide.voice.speaker import find_speaker

        phrases = load_phrases()
        speaker = (
            find_speaker(phrases.voices, volume=self._volume)
            if self._find is None
            else self._find(phrases)
        )
        if speaker is None:
            if self._told_to:
                self.trouble = "No voice: nothing here can speak. See: hrguide doctor"
            return
        mouth = Mouth(lambda text: SpeakerProcess(speaker, text), patience=self._patience)
        self._mouth = mouth
        while self._obey(mouth, phrases):
            mouth.tick(time.monotonic())
            if mouth.gave_up is not None and self.trouble is None:
                self.trouble = f"No voice: {speaker.name} {mouth.gave_up}. See: hrguide doctor"
        mouth.hush()

    def _obey(self, mouth: "Mouth", phrases: "Phrasebook") -> bool:
        """Take in what was ordered meanwhile; False when it is time to leave."""
        try:
            order = self._orders.get(timeout=_LOOK_S if mouth.is_busy else None)
        except queue.Empty:
            return True
        while True:
            match order:
                case _Leave(until_s):
                    self._finish(mouth, until_s)
                    return False
                case _Order.HUSH:
                    mouth.hush()
                case _Said(cue, at_s, after_s):
                    _hand_over(mouth, phrases, cue, at_s=at_s, after_s=after_s)
            if self._orders.empty():
                return True
            order = self._orders.get()

    def _finish(self, mouth: "Mouth", until_s: float) -> None:
        while mouth.is_busy and (now_s := time.monotonic()) < until_s:
            mouth.tick(now_s)
            time.sleep(_LOOK_S)


def _hand_over(
    mouth: "Mouth", phrases: "Phrasebook", cue: Cue, *, at_s: float, after_s: float
) -> None:
    from hrguide.voice.mouth import Phrase

    text = phrases.spoken(cue.text)
    if text:
        mouth.take(Phrase(kind=cue.kind, text=text, at_s=at_s, not_before_s=at_s + after_s))
