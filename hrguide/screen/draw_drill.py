"""A drill drawn: full (80x24 and up) and compact (40x12).

Comes in: a `DrillView` and a canvas. Goes out: the canvas, drawn. Big is what is
read while lying on a bench: in or out, and which breath; the bar grows with the one and shrinks
with the other.
"""

from typing import Final

from hrguide.screen import digits
from hrguide.screen.canvas import Canvas, Tone, cells, clean, cut, wrap
from hrguide.screen.drill import DrillView

OUT_SIGN: Final = "█"
IN_SIGN: Final = "▓"
EMPTY_SIGN: Final = "░"
_COLUMN: Final = 3
_LINES_AT: Final = 11


def draw_drill(canvas: Canvas, drill: DrillView) -> None:
    """At least 80x24; the rows below 20 are the caller's (timeline, keys)."""
    canvas.put(0, 1, _title(drill), Tone.STRONG)
    canvas.put_right(0, drill.place, Tone.QUIET)
    number = digits.big(drill.number)
    word = digits.big_to_fit(drill.word, canvas.width - len(number[0]) - 24)
    column = _COLUMN
    if word is not None and drill.word:
        canvas.put_lines(2, column, word, _tone(drill))
        column = canvas.width - len(number[0]) - len(drill.number_label) - 4
    canvas.put_lines(2, column, number, Tone.STRONG)
    canvas.put(6, column + len(number[0]) + 1, drill.number_label, Tone.QUIET)
    row = 8
    if drill.fullness is not None:
        for offset in range(2):
            _bar(canvas, row + offset, drill)
        row = _LINES_AT
    for line in drill.lines:
        for text in wrap(line, canvas.width - 2 * _COLUMN):
            canvas.put(row, _COLUMN, text)
            row += 1
    if drill.count:
        canvas.put(row + 1, _COLUMN, drill.count, Tone.STRONG)
    canvas.put(row + 2, _COLUMN, drill.then, Tone.QUIET)


def draw_drill_compact(canvas: Canvas, drill: DrillView) -> None:
    """At least 40x12; the last two rows are the caller's."""
    canvas.put(0, 1, _title(drill), Tone.STRONG)
    if cells(clean(_title(drill))) + len(drill.place) + 3 <= canvas.width:
        canvas.put_right(0, drill.place, Tone.QUIET)
    number = digits.big(drill.number, dot=1 if drill.word else 2)
    canvas.put_lines(1, canvas.width - 1 - len(number[0]), number, Tone.STRONG)
    room = canvas.width - len(number[0]) - 4
    word = digits.big_to_fit(drill.word, room) if drill.word else None
    if word is not None:
        canvas.put_lines(1, 1, word, _tone(drill))
    else:
        canvas.put(5, 1, cut(drill.number_label, room), Tone.QUIET)
    row = 6
    if drill.fullness is not None:
        _bar(canvas, row, drill)
        row += 1
    for line in (*drill.short, drill.short_count):
        for text in wrap(line, canvas.width - 2):
            if row < canvas.height - 2:
                canvas.put(row, 1, text)
            row += 1


def _title(drill: DrillView) -> str:
    return f"{drill.name}   {drill.side}" if drill.side else drill.name


def _tone(drill: DrillView) -> Tone:
    """Out is the half that sinks deeper."""
    return Tone.COURSE if drill.breathes_out else Tone.STRONG


def _bar(canvas: Canvas, row: int, drill: DrillView) -> None:
    width = canvas.width - 2 * _COLUMN
    full = round((drill.fullness or 0.0) * width)
    canvas.put(row, _COLUMN, EMPTY_SIGN * width, Tone.QUIET)
    sign = OUT_SIGN if drill.breathes_out else IN_SIGN
    canvas.put(row, _COLUMN, sign * full, _tone(drill))
