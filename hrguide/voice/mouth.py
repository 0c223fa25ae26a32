"""One mouth: who may speak now, who interrupts, who waits, and what becomes of a hung speaker.

Comes in: phrases with their time, and the time now. Goes out: one speaker process at a time. The
more urgent interrupts the less; the rest waits two seconds at most and is then dropped: a cue said
late is a wrong cue. A speaker that hangs, dies or makes no sound is tried again once, then never
more. No thread and no clock in here; `voice.py` has both.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from hrguide.guide.cue import CueKind

# Most urgent first. The newer of two equals interrupts too: it tells of the step now ridden.
URGENCY: Final = (
    CueKind.STOP,
    CueKind.EASE,
    CueKind.STEP,
    CueKind.TALK,
    CueKind.PUSH,
    CueKind.DONE,
    CueKind.SIGNAL_LOST,
    CueKind.SIGNAL_BACK,
    CueKind.WELL,
    CueKind.COUNTDOWN,
)
_TRIES: Final = 2  # a failure may be an accident, two in a row are the speaker's state
_REAP_S: Final = 1.0  # what was killed is gone in milliseconds, else it is not ours to wait for


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """stale_s: no phrase is begun that old. hung_after_s: the longest phrase takes 10 s, a slow
    start 3. quick_s: whoever is done sooner said nothing: espeak-ng without a sound device ends
    well after 0.1 s, and the shortest phrase ("That's it.") takes 0.7 s."""

    stale_s: float = 2.0
    hung_after_s: float = 15.0
    quick_s: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words to be heard. at_s: when they were decided; not_before_s: when their tone is over."""

    kind: CueKind
    text: str
    at_s: float
    not_before_s: float = 0.0


class Process(Protocol):
    """The part of a speaker's process that is used; see `process.py`."""

    def poll(self) -> int | None: ...

    def kill(self) -> None: ...

    def wait(self, timeout: float | None = None) -> int: ...


Launch = Callable[[str], Process]


class Mouth:
    """launch: starts a speaker with a text and returns at once; OSError where it cannot.

    gave_up: why it speaks no more, in words; None while it does.
    """

    def __init__(self, launch: Launch, *, patience: Patience | None = None) -> None:
        self._launch = launch
        self._patience = patience or Patience()
        self._waiting: dict[CueKind, Phrase] = {}
        self._saying: Phrase | None = None
        self._process: Process | None = None
        self._since_s = 0.0
        self._cut_off = False
        self._failures = 0
        self.gave_up: str | None = None

    @property
    def is_busy(self) -> bool:
        """Whether it speaks or has something to say."""
        return self._process is not None or bool(self._waiting)

    def take(self, phrase: Phrase) -> None:
        """To be said at the next `tick`, later, or not at all."""
        if self.gave_up is not None:
            return
        self._waiting[phrase.kind] = phrase
        if self._saying is not None and _rank(phrase) <= _rank(self._saying):
            self._end_process()

    def hush(self) -> None:
        """Silence at once, and nothing left to say."""
        self._waiting.clear()
        self._end_process()

    def cut_off(self) -> None:
        """Silence at once, from a signal handler: no more than a kill."""
        self._cut_off = True
        process = self._process
        if process is not None:
            process.kill()

    def tick(self, now_s: float) -> None:
        """Look after the speaker and begin what is due; some times a second while `is_busy`."""
        if self._process is not None:
            self._look(self._process, now_s)
        self._waiting = {
            kind: phrase
            for kind, phrase in self._waiting.items()
            if now_s - phrase.at_s <= self._patience.stale_s
        }
        if self._process is None and self._waiting:
            first = min(self._waiting.values(), key=_rank)
            if now_s >= first.not_before_s:
                del self._waiting[first.kind]
                self._begin(first, now_s)

    def _begin(self, phrase: Phrase, now_s: float) -> None:
        self._saying, self._since_s, self._cut_off = phrase, now_s, False
        try:
            self._process = self._launch(phrase.text)
        except OSError as error:
            self._failed(f"cannot be started: {error.strerror or error}")

    def _look(self, process: Process, now_s: float) -> None:
        code = process.poll()
        took_s = now_s - self._since_s
        if code is None:
            if took_s > self._patience.hung_after_s:
                self._end_process_of(process)
                self._failed(f"did not end within {self._patience.hung_after_s:.0f} s")
            return
        self._process = None
        if self._cut_off:
            self._saying = None
        elif code != 0:
            self._failed(f"ended with code {code}")
        elif took_s < self._patience.quick_s:
            self._failed("made no sound")
        else:
            self._saying = None
            self._failures = 0

    def _failed(self, why: str) -> None:
        phrase, self._saying, self._process = self._saying, None, None
        self._failures += 1
        if self._failures >= _TRIES:
            self.gave_up = why
            self._waiting.clear()
        elif phrase is not None:
            self._waiting.setdefault(phrase.kind, phrase)  # once more, if it is not stale by then

    def _end_process(self) -> None:
        if self._process is not None:
            self._end_process_of(self._process)
        self._saying = self._process = None

    def _end_process_of(self, process: Process) -> None:
        process.kill()
        with contextlib.suppress(TimeoutError):
            process.wait(_REAP_S)


def _rank(phrase: Phrase) -> int:
    return URGENCY.index(phrase.kind)
