"""The two drills in words, from the clinic's text: what to do, what to feel; one reviewable file.

Comes in: a drill of a workout. Goes out: what is said when it begins, and lines for the screen. A
drill of another clinic, which is not known here, is told by its name and count alone. Nothing
promises: a drill loosens, it repairs nothing.
"""

from dataclasses import dataclass
from typing import Final

from hrguide.workout.workout import Drill, Side

OURS: Final = "our number, not the clinic's"
OURS_SHORT: Final = "our number"  # where there is room for no more


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillWords:
    """lines: what to do and feel, for the screen. short: the same for a small one, and aloud."""

    lines: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


_CAT_COW: Final = DrillWords(
    lines=(
        "Like the cat/cow you may know, but the stress is on STRETCHING the muscles",
        "along the low back: the ones that get sore from deadlifts.",
        "Let the band help you find the spot that is tightest or most sore.",
        "No band? Plain cat/cow.",
    ),
    short=(
        "Stretch the muscles along the low back.",
        "Let the band find the tightest spot.",
    ),
)
_BENCH_ROTATION: Final = DrillWords(
    lines=(
        "Bottom hand: pin your knee down.",
        "Other hand: hold your ribs, help pull your back down towards the bench.",
        "Breathe OUT to sink deeper into the rotation.",
    ),
    short=(
        "Bottom hand pins the knee, the other pulls the ribs.",
        "Breathe out, sink deeper.",
    ),
)
_KNOWN: Final = (
    (("cat/cow", "cat-cow", "cat cow"), _CAT_COW),
    (("bench rotation",), _BENCH_ROTATION),
)
_NONE: Final = DrillWords()

SIDES: Final[dict[Side, str]] = {
    Side.FIRST: "first direction",
    Side.OTHER: "other direction",
    Side.LEFT: "left side",
    Side.RIGHT: "right side",
}


def words_for(drill: Drill) -> DrillWords:
    """What to do and what to feel; nothing for a drill that is not known here."""
    name = drill.name.lower()
    return next((said for names, said in _KNOWN if any(each in name for each in names)), _NONE)


def count_words(drill: Drill, *, short: bool = False) -> str:
    """ "10 slow ones (our number, not the clinic's)"; "" where the drill has no count."""
    if drill.repetitions is not None:
        times = "time" if drill.repetitions == 1 else "times"
        count = f"{drill.repetitions} {'slow ones' if drill.ours else times}"
    elif drill.breaths is not None:
        count = f"{drill.breaths} breath{'' if drill.breaths == 1 else 's'}"
    else:
        return ""
    return f"{count} ({OURS_SHORT if short else OURS})" if drill.ours else count


def drill_words(drill: Drill) -> str:
    """What is said when a drill begins; of the other side, only that it is the other side."""
    name = drill.name[:1].upper() + drill.name[1:]
    if drill.side in (Side.OTHER, Side.RIGHT):
        return f"{name}, {SIDES[drill.side]}."
    side = "" if drill.side is None else f", {SIDES[drill.side]}"
    return " ".join((f"{name}{side}.", *words_for(drill).short))
