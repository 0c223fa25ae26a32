"""A voice tried outside a ride: a sentence said aloud, and what came of it.

Comes in: a speaker and a sentence. Goes out: what is wrong, or nothing. Unlike a ride it waits; the
judgement is the ride's own (`mouth.py`), so what the doctor hears is what a rider will hear.
"""

import time
from typing import Final

from hrguide.guide.cue import CueKind
from hrguide.voice.mouth import Mouth, Patience, Phrase
from hrguide.voice.process import SpeakerProcess
from hrguide.voice.speaker import Speaker

_LOOK_S: Final = 0.05


def say_once(speaker: Speaker, text: str, *, patience: Patience | None = None) -> str | None:
    """Say it and wait for the end. What the speaker did instead ("made no sound"), else None."""
    mouth = Mouth(lambda words: SpeakerProcess(speaker, words), patience=patience)
    mouth.take(Phrase(kind=CueKind.STEP, text=text, at_s=time.monotonic()))
    try:
        while mouth.is_busy:
            mouth.tick(time.monotonic())
            time.sleep(_LOOK_S)
    finally:
        mouth.hush()
    return mouth.gave_up
