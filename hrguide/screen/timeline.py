"""The whole workout as a skyline, and how far the ride is.

Comes in: a `Timeline`: step lengths and the place. Goes out: one or two rows on a canvas. Height
says effort, so the rounds are seen at a glance; the line below is filled up to now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.screen.canvas import Canvas, Tone

UNTIMED_S: Final = 60.0  # the drawn length of a step that time does not end [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The workout and the place in it.

    steps: (height sign, drawn length in s) of each. index: the current step, None before the start;
    len(steps) at the end. share: how much of the current step is done, 0-1. words: e.g.
    "10:46 of 34:00".
    """

    steps: tuple[tuple[str, float], ...]
    index: int | None
    share: float
    words: str


def edges(lengths_s: Sequence[float], width: int) -> list[int]:
    """The first cell of each step and the end: steps share `width` cells in proportion.

    A step never vanishes while there are cells enough for all.
    """
    total = sum(lengths_s) or 1.0
    found = [0]
    so_far = 0.0
    for at, length in enumerate(lengths_s, start=1):
        so_far += length
        least = found[-1] + 1 if len(lengths_s) <= width else found[-1]
        most = width - (len(lengths_s) - at) if len(lengths_s) <= width else width
        found.append(min(max(round(so_far / total * width), least), most))
    return found


def draw_timeline(canvas: Canvas, row: int, timeline: Timeline, *, rows: int) -> None:
    """rows 2: skyline and progress. rows 1: a skyline whose ridden part is bright."""
    width = canvas.width - len(timeline.words) - 5
    if width < 4 or not timeline.steps:
        canvas.put_right(row, timeline.words)
        return
    ends = edges([length for _, length in timeline.steps], width)
    here = _cell(timeline, ends)
    for at, (sign, _) in enumerate(timeline.steps):
        start, end = ends[at], ends[at + 1]
        done = min(max(here - start, 0), end - start)
        current = at == timeline.index
        canvas.put(row, 2 + start, sign * done, Tone.COURSE)
        canvas.put(
            row,
            2 + start + done,
            sign * (end - start - done),
            Tone.STRONG if current else Tone.QUIET,
        )
    if rows > 1:
        canvas.put(row + 1, 2, "━" * here, Tone.COURSE)
        canvas.put(row + 1, 2 + here, "─" * (width - here), Tone.QUIET)
        row += 1
    if timeline.index is not None and here < width:
        canvas.put(row, 2 + here, "◆", Tone.STRONG)
    canvas.put_right(row, timeline.words)


def _cell(timeline: Timeline, ends: Sequence[int]) -> int:
    if timeline.index is None:
        return 0
    if timeline.index >= len(timeline.steps):
        return ends[-1]
    start, end = ends[timeline.index], ends[timeline.index + 1]
    return start + int(min(max(timeline.share, 0.0), 1.0) * (end - start))
