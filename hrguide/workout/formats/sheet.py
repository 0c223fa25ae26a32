"""A whiteboard text being written by a reader of another format.

Comes in: efforts with lengths, in order. Goes out: lines that `whiteboard.py` reads, with what
the file said behind a #, so that nothing is converted in silence. It refuses no workout: what is
too long or too much is refused when the text is read.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from hrguide.workout.formats.intensity import Asked, Scale
from hrguide.workout.wording import duration_words

BEYOND = "harder than hrguide leads"

Stretch = tuple[float, float, float]  # seconds, percent at its start, percent at its end


def step_line(asked: Asked, length: str, said: str) -> str:
    """One step: its length in words ("3 min", "500 metres"), and what the file said."""
    note = f"{said}, {BEYOND}" if asked.beyond else said
    return commented(f"{length} {asked.effort.value}", note)


def timed_line(asked: Asked, seconds: float, said: str) -> str:
    """One step that ends with time, to the second."""
    return step_line(asked, duration_words(max(1, round(seconds))), said)


def commented(line: str, remark: str) -> str:
    """A line with a remark behind it."""
    words = " ".join(_shown(remark).split())
    return f"{line}  # {words}" if words else line


def remark(words: str) -> str:
    """A line that is only a remark."""
    return commented("", words).strip()


def rounds_lines(count: int, inner: Iterable[str]) -> list[str]:
    """Rounds with their indented body; between blank lines where they stand at the top."""
    return [f"{count} round{'s' if count != 1 else ''}", *(f"  - {line}" for line in inner)]


def sheet(remarks: Sequence[str], blocks: Iterable[Sequence[str]]) -> str:
    """The whole text: remarks first, blank lines between blocks."""
    head = [remark(words) for words in remarks if words.strip()]
    parts = [head, *(list(block) for block in blocks)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def ridden(stretches: Iterable[Stretch], scale: Scale) -> list[tuple[float, Asked, float, float]]:
    """A course of straight lines as steps of one effort each: (seconds, effort, from %, to %).

    Ramps are cut where one effort becomes another; neighbours of like effort are one step. Times
    are rounded to whole seconds at the cuts, so the total stays.
    """
    cuts: list[tuple[float, float, float]] = []
    for seconds, low, high in stretches:
        cuts += _cut(seconds, low, high, scale)
    steps: list[tuple[float, Asked, float, float]] = []
    for seconds, low, high in cuts:
        asked = scale.asked((low + high) / 2)
        if steps and steps[-1][1].effort is asked.effort:
            before, same, from_pct, to_pct = steps.pop()
            beyond = Asked(same.effort, same.beyond or asked.beyond)
            span = (min(from_pct, low, high), max(to_pct, low, high))
            steps.append((before + seconds, beyond, *span))
        else:
            steps.append((seconds, asked, min(low, high), max(low, high)))
    return _whole_seconds(steps)


def _cut(seconds: float, low: float, high: float, scale: Scale) -> list[Stretch]:
    if low == high or seconds <= 0:
        return [(seconds, low, high)] if seconds > 0 else []
    inside = [edge for edge in scale.edges if min(low, high) < edge < max(low, high)]
    levels = [low, *(inside if low < high else inside[::-1]), high]
    return [(seconds * (to - start) / (high - low), start, to) for start, to in pairwise(levels)]


def _whole_seconds(
    steps: Sequence[tuple[float, Asked, float, float]],
) -> list[tuple[float, Asked, float, float]]:
    whole: list[tuple[float, Asked, float, float]] = []
    at = 0.0
    for seconds, asked, low, high in steps:
        first, at = round(at), at + seconds
        if round(at) > first:
            whole.append((float(round(at) - first), asked, low, high))
    return whole


def _shown(text: str) -> str:
    """Names out of files, without what a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
