"""The words a whiteboard may use, and what each means; what is meant by a word that is nearly one.

Comes in: tokens and a position. Goes out: the meaning of the longest phrase there. Every synonym
stands here and nowhere else. It refuses to stretch: "hard" is no effort of this tool.
"""

import difflib
from collections.abc import Mapping
from enum import Enum
from typing import Final, TypeVar

from hrguide.athlete.athlete import Machine
from hrguide.workout.durations import CALORIE_UNITS, DISTANCE_UNITS, NUMBER_WORDS, TIME_UNITS
from hrguide.workout.tokens import Tokens
from hrguide.workout.workout import Effort, Side

T = TypeVar("T")


class Mark(Enum):
    """What a phrase does to its step or its rounds."""

    WARM_UP = "warm-up"  # easy, unless the line says otherwise
    COOL_DOWN = "cool-down"
    LABEL = "label"  # "main set": for people
    BETWEEN = "between rounds"
    EACH_ROUND = "each round"
    AFTER_EACH_ROUND = "after each round"
    ENDS_AT_NO = "ends at a no"
    QUALITY = "for quality"
    DRILL = "drill"
    SLOW = "slow"
    UNTIL_KEY = "until key"
    UNTIL_ANSWER = "until an answer"
    FILLER = "filler"


EFFORTS: Final = {
    "easy": Effort.EASY,
    "easy conversational": Effort.EASY,
    "easily": Effort.EASY,
    "very easy": Effort.EASY,
    "light": Effort.EASY,
    "lightly": Effort.EASY,
    "very light": Effort.EASY,
    "gentle": Effort.EASY,
    "gently": Effort.EASY,
    "recovery": Effort.EASY,
    "recover": Effort.EASY,
    "active recovery": Effort.EASY,
    "moderately easy": Effort.MODERATELY_EASY,
    "moderately light": Effort.MODERATELY_EASY,
    "mod easy": Effort.MODERATELY_EASY,
    "steady": Effort.MODERATELY_EASY,
    "conversational": Effort.MODERATELY_EASY,  # whole sentences; "barely" makes it moderate
    "conversation": Effort.MODERATELY_EASY,
    "moderate": Effort.MODERATE,
    "mod": Effort.MODERATE,
    "medium": Effort.MODERATE,
    "barely conversational": Effort.MODERATE,
    "just barely": Effort.MODERATE,
    "just barely conversational": Effort.MODERATE,
    "rest": Effort.REST,
    "resting": Effort.REST,
    "full rest": Effort.REST,
    "complete rest": Effort.REST,
    "pause": Effort.REST,
    "break": Effort.REST,
    "free": Effort.FREE,
    "freely": Effort.FREE,
    "no target": Effort.FREE,
    "any pace": Effort.FREE,
    "as you like": Effort.FREE,
}
MACHINES: Final = {
    **dict.fromkeys(("row", "rower", "rowing", "row erg", "rowerg"), Machine.ROWER),
    **dict.fromkeys(("rowing machine", "rowing erg"), Machine.ROWER),
    **dict.fromkeys(("ski", "skierg", "ski erg", "skiing"), Machine.SKIERG),
    **dict.fromkeys(("bike", "bikeerg", "bike erg", "biking", "cycle", "cycling"), Machine.BIKEERG),
    **dict.fromkeys(("echo", "echo bike", "echobike", "the dreaded echo bike"), Machine.ECHOBIKE),
    **dict.fromkeys(("assault bike", "air bike", "airbike", "fan bike"), Machine.ECHOBIKE),
}
_MANY: Final = ("rounds", "sets", "intervals", "repeats", "reps", "efforts", "blocks")
_ONE_ROUND: Final = ("round", "set", "interval", "repeat", "rep", "effort", "block")
MARKS: Final = {
    **dict.fromkeys(("warm up", "warmup", "warming up", "wu"), Mark.WARM_UP),
    **dict.fromkeys(("cool down", "cooldown", "cooling down", "warm down", "cd"), Mark.COOL_DOWN),
    **dict.fromkeys(("main set", "main part", "main", "workout", "work", "session"), Mark.LABEL),
    **dict.fromkeys(("drills", "intervals", "mobility", "finish", "set"), Mark.LABEL),
    **dict.fromkeys(("for quality",), Mark.QUALITY),
    **dict.fromkeys(("drill",), Mark.DRILL),
    **dict.fromkeys(("slow", "slowly", "slow ones"), Mark.SLOW),
    **{f"between {word}": Mark.BETWEEN for word in _MANY},
    **{f"between the {word}": Mark.BETWEEN for word in _MANY},
    **{f"in between {word}": Mark.BETWEEN for word in _MANY},
    **{f"between each {word}": Mark.BETWEEN for word in _ONE_ROUND},
    "between": Mark.BETWEEN,
    "in between": Mark.BETWEEN,
    **{f"{each} {word}": Mark.EACH_ROUND for each in ("each", "every") for word in _ONE_ROUND},
    **{f"in {each} {word}": Mark.EACH_ROUND for each in ("each", "every") for word in _ONE_ROUND},
    **{f"per {word}": Mark.EACH_ROUND for word in _ONE_ROUND},
    **{
        f"{where} {each} {word}": Mark.AFTER_EACH_ROUND
        for where in ("after", "at the end of")
        for each in ("each", "every")
        for word in _ONE_ROUND
    },
    **{
        f"{verb} at {a}no": Mark.ENDS_AT_NO
        for verb in ("ends", "end", "stop", "stops")
        for a in ("", "a ", "the first ")
    },
    **{
        f"until {key}": Mark.UNTIL_KEY
        for key in (
            "key",
            "a key",
            "key press",
            "you press a key",
            "you press key",
            "done",
            "ready",
            "you are ready",
            "you say so",
            "finished",
        )
    },
    **{
        f"until {answer}": Mark.UNTIL_ANSWER
        for answer in ("answer", "an answer", "a talk answer", "talk answer", "you answer")
    },
    **dict.fromkeys(
        ("at", "@", "of", "the", "on", "for", "in", "a", "go", "do", "keep", "stay"),
        Mark.FILLER,
    ),
    **dict.fromkeys(("pace", "effort", "intensity", "spin", "pedal", "pedalling"), Mark.FILLER),
    **dict.fromkeys(("pedaling", "ride", "riding", "erg", "machine", "only", "="), Mark.FILLER),
}
SIDES: Final = {
    **{
        f"{each} {side}": (Side.FIRST, Side.OTHER)
        for each in ("each", "per", "a", "every")
        for side in ("side", "direction", "way")
    },
    **dict.fromkeys(("both sides", "both directions", "both ways"), (Side.FIRST, Side.OTHER)),
    **dict.fromkeys(("left and right", "left right", "left / right"), (Side.LEFT, Side.RIGHT)),
    **dict.fromkeys(("l / r", "l and r"), (Side.LEFT, Side.RIGHT)),
    **dict.fromkeys(("left", "left side", "on the left", "left only"), (Side.LEFT,)),
    **dict.fromkeys(("right", "right side", "on the right", "right only"), (Side.RIGHT,)),
    **dict.fromkeys(("first side", "first direction", "one side"), (Side.FIRST,)),
    **dict.fromkeys(("other side", "the other side", "other direction"), (Side.OTHER,)),
}
KNOWN_DRILLS: Final = {  # the clinic's two; it gives no counts, so these are ours [J]
    **dict.fromkeys(("cat / cow", "cat cow", "cat and cow", "catcow"), "cat/cow"),
    **dict.fromkeys(("bench rotation", "bench rotations"), "bench rotation"),
}
OUR_REPETITIONS: Final = 10  # slow ones of cat/cow
OUR_BREATHS: Final = 5  # a side of the bench rotation
SEPARATORS: Final = (
    *("then", "and", "and then", "followed by", "with", "plus", "but"),
    *(",", ";", "+", "&", ".", "|", "→"),
)
REPETITIONS: Final = ("reps", "rep", "repetitions", "repetition", "times")
BREATHS: Final = ("breaths", "breath", "exhales")
ROUND_WORDS: Final = (
    *("round", "rounds", "rds", "rd", "set", "sets", "cycle", "cycles", "repeats", "intervals"),
    *("stages", "blocks", "laps", "rfq"),
)

REFUSED: Final = {  # words coaches use that this tool does not guide by, and what to write
    **dict.fromkeys(
        ("hard", "tempo", "threshold", "sprint", "max", "fast", "vigorous", "strong", "brisk"),
        "hrguide's efforts are easy, moderately easy and moderate. For anything else write a heart"
        " rate: 120-130 bpm.",
    ),
    **dict.fromkeys(
        ("rpm", "spm", "w", "watt", "watts", "damper", "resistance", "level", "pace/500"),
        "hrguide guides the heart rate. Put anything else behind a #.",
    ),
    **dict.fromkeys(
        ("rpe", "zone", "z", "ftp", "lthr", "hrmax", "maxhr", "hrr", "vo", "css"),
        "Write an effort (easy, moderately easy, moderate), a heart rate (120-130 bpm) or a"
        " percentage of the talk threshold (85-95 % of threshold).",
    ),
    "moderately": "Write moderately easy, or moderate.",
    "/": "Which of the two? Write one of them.",
    "-": "One effort a step: moderately easy is the one between easy and moderate.",
    "or": "What ends the step? Write for example: until HR over 130, at most 5 min.",
    "active": "Is it rest, or easy? Write one of them.",
    "mom": "Write it out: every 4 min x 5.",
    **dict.fromkeys(
        ("amrap", "emom", "rft", "tabata", "wod"),
        "Write it out: rounds (5 rounds), or every 4 min x 5.",
    ),
}
REMARK_HINT: Final = "If it is a remark, put # before it."

_VOCABULARY: Final = sorted(
    {
        word
        for table in (EFFORTS, MACHINES, MARKS, SIDES)
        for phrase in table
        for word in phrase.split()
        if len(word) > 2
    }
    | {word for word in (*TIME_UNITS, *DISTANCE_UNITS, *CALORIE_UNITS) if len(word) > 2}
    | set(NUMBER_WORDS)
    | set(ROUND_WORDS)
    | {*REPETITIONS, *BREATHS, "until", "under", "over", "below", "above", "heart", "rate", "bpm"}
    | {"percent", "most", "every", "then"}
)
_STEP_WORDS: Final = sorted(
    {word for phrase in EFFORTS for word in phrase.split() if len(word) > 3}
    | {"rest", "until", "under", "between", "rounds", "minutes", "seconds", "warmup", "cooldown"}
)
NEAR: Final = 0.75  # difflib ratio: "moderatly" 0.95, "esay" 0.75, "rounds"/"grounds" 0.92 [D]
NEARER: Final = 0.8  # "breathing" may stand in a remark, though it is 0.75 of "resting" [D]
_PHRASE_WORDS: Final = 6  # the longest phrase above


def phrase_at(tokens: Tokens, i: int, table: Mapping[str, T]) -> tuple[T, int] | None:
    """The meaning of the longest phrase at i, and the position behind it.

    A hyphen without spaces joins words as a space does: "moderately-easy".
    """
    best: tuple[T, int] | None = None
    phrase, j = "", i
    for _ in range(_PHRASE_WORDS):
        word = tokens.text(j)
        if not word:
            break
        phrase = f"{phrase} {word}" if phrase else word
        j += 1
        if phrase in table:
            best = table[phrase], j
        hyphen = tokens.text(j) == "-" and tokens.glued(j) and tokens.glued(j + 1)
        abbreviated = tokens.text(j) == "." and tokens.glued(j) and word == "mod"
        j += hyphen or abbreviated
    return best


def near_step_word(word: str) -> str | None:
    """Like `near`, for labels and remarks: only words that would make them something to ride."""
    found = difflib.get_close_matches(word, _STEP_WORDS, n=1, cutoff=NEARER)
    return found[0] if found else None


def near(word: str) -> str | None:
    """The word of the vocabulary that was probably meant, None where none is close."""
    found = difflib.get_close_matches(word, _VOCABULARY, n=1, cutoff=NEAR)
    return found[0] if found else None


def suggestion(word: str) -> str:
    """What to write instead of a word that was not understood."""
    if word in REFUSED:
        return REFUSED[word]
    meant = near(word)
    if meant == word:
        return f"{word!r} says nothing here by itself. {REMARK_HINT}"
    return REMARK_HINT if meant is None else f"Did you mean {meant!r}? {REMARK_HINT}"
