"""One piece of evidence in words: what lists and tables show of it.

Comes in: a piece. Goes out: "only just at 139" and where it was heard. It judges nothing and says
no day: `provenance.day_words` does.
"""

from typing import Final, assert_never

from hrguide.athlete.athlete import Machine
from hrguide.athlete.evidence import (
    AlphaCrossing,
    Answer,
    Evidence,
    HeartTimes,
    LabThreshold,
    MeasuredMax,
    RestingRate,
    Rpe,
    SteadyRide,
    TalkAnswer,
)

ANSWER_WORDS: Final[dict[Answer, str]] = {
    "comfortable": "talked easily",
    "only_just": "could only just talk",
    "no": "could not talk",
}
FOR_THE_FORECAST: Final = "none: used for the forecast"  # the pull of the heart's pace
NO_MACHINE: Final = "laboratory"  # a threshold of another machine: a treadmill, running


def piece_words(piece: Evidence) -> str:
    """What was observed, at which heart rate (the heart's pace has none)."""
    if isinstance(piece, HeartTimes):
        return f"pace {piece.tau_on_s:.0f} s after {piece.dead_time_s:.0f} s"
    at = f"at {piece.hr_bpm:.0f}"
    match piece:
        case TalkAnswer():
            return f"{ANSWER_WORDS[piece.answer]} {at}"
        case LabThreshold():
            return f"lab {piece.kind} {at}"
        case AlphaCrossing():
            return f"alpha1 crossing {at}"
        case Rpe():
            return f"effort {piece.rpe:g} of 20 {at}"
        case SteadyRide():
            return f"steady {piece.minutes:.0f} min {at}"
        case MeasuredMax():
            how = "maximum, measured" if piece.how == "test" else "peak seen"
            return f"{how}: {piece.hr_bpm:.0f}"
        case RestingRate():
            how = "rest, seated" if piece.how == "seated" else "rest, at most"
            return f"{how}: {piece.hr_bpm:.0f}"
    assert_never(piece)


def place_words(piece: Evidence) -> str:
    """The machine it was heard on; "" for what belongs to the person."""
    if isinstance(piece, MeasuredMax | RestingRate):
        return ""
    return NO_MACHINE if piece.machine is None else Machine(piece.machine).words
