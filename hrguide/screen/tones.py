"""Short tones as WAV bytes: each kind of cue sounds different, high and low most of all.

Comes in: a cue kind. Goes out: 16-bit mono WAV, made in memory from sines. Ease is a low double
tone, push a soft rising one: told apart with sweat in the ears. It plays nothing: `sound.py` does.
"""

import array
import io
import math
import sys
import wave
from dataclasses import dataclass
from typing import Final

from hrguide.guide.cue import CueKind

RATE_HZ: Final = 16_000  # the highest tone is 1047 Hz; more would only make larger files
_EDGE_S: Final = 0.01  # fade in and out: a hard edge clicks
_PEAK: Final = 32_767


@dataclass(frozen=True, slots=True)
class Note:
    """One sine. hertz 0 is silence; loudness 0-1."""

    hertz: float
    length_s: float
    loudness: float = 0.7


_GAP: Final = Note(0.0, 0.08)

MELODIES: Final[dict[CueKind, tuple[Note, ...]]] = {
    CueKind.EASE: (Note(294, 0.22, 0.9), _GAP, Note(294, 0.34, 0.9)),
    CueKind.PUSH: (Note(523, 0.10, 0.35), Note(659, 0.10, 0.4), Note(784, 0.16, 0.4)),
    CueKind.STEP: (Note(660, 0.30),),
    CueKind.COUNTDOWN: (Note(880, 0.07, 0.5),),
    CueKind.SIGNAL_LOST: (Note(392, 0.40, 0.3),),
    CueKind.SIGNAL_BACK: (Note(523, 0.20, 0.3),),
    CueKind.TALK: (Note(587, 0.12, 0.5), _GAP, Note(880, 0.18, 0.5)),
    CueKind.WELL: (Note(784, 0.12, 0.3),),
    CueKind.STOP: (Note(262, 0.3, 0.9), _GAP, Note(262, 0.3, 0.9), _GAP, Note(262, 0.3, 0.9)),
    CueKind.DONE: (Note(523, 0.12), Note(659, 0.12), Note(784, 0.12), Note(1047, 0.24)),
}


def length_s(kind: CueKind) -> float:
    """How long the melody of this kind of cue sounds, in seconds."""
    return sum(note.length_s for note in MELODIES[kind])


def wav(kind: CueKind) -> bytes:
    """The melody of this kind of cue."""
    samples = array.array("h")
    for note in MELODIES[kind]:
        samples.extend(_samples(note))
    if sys.byteorder == "big":
        samples.byteswap()
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())
    return written.getvalue()


def _samples(note: Note) -> "array.array[int]":
    count = round(note.length_s * RATE_HZ)
    edge = _EDGE_S * RATE_HZ
    turn = 2 * math.pi * note.hertz / RATE_HZ
    return array.array(
        "h",
        (
            int(
                _PEAK
                * note.loudness
                * min(1.0, at / edge, (count - 1 - at) / edge)
                * math.sin(turn * at)
            )
            for at in range(count)
        ),
    )
