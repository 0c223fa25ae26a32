"""A Frame drawn at a size: full (80x24 and up), compact (40x12), or three lines.

Comes in: a Frame, a width and a height. Goes out: a `Canvas` of exactly that size. Nothing wraps
and nothing is longer than the width, whatever the names: the canvas sees to it.
"""

from typing import Final

from hrguide.screen import digits, words
from hrguide.screen.bar import draw_bar
from hrguide.screen.canvas import Canvas, Tone, cells, clean, cut, wrap
from hrguide.screen.draw_compact import draw_compact, draw_tiny
from hrguide.screen.draw_drill import draw_drill
from hrguide.screen.frame import Frame, Question, View
from hrguide.screen.tachogram import draw_tachogram
from hrguide.screen.timeline import draw_timeline
from hrguide.screen.trace import draw_trace

FULL_WIDTH: Final = 80
FULL_HEIGHT: Final = 24
DETAIL_BELOW_HEIGHT: Final = 30  # product.md: the detail below the main view from 30 rows on
COMPACT_WIDTH: Final = 40
COMPACT_HEIGHT: Final = 12
FIELD_ROWS: Final = 6
TRACE_LEAST_ROWS: Final = 4
PASSAGE_ROWS: Final = 7  # of 74 columns: what 95 words take

_BIG_COLUMN: Final = 3


def draw(frame: Frame, width: int, height: int) -> Canvas:
    """The picture at this size."""
    canvas = Canvas(width, height)
    if width < COMPACT_WIDTH or height < COMPACT_HEIGHT:
        draw_tiny(canvas, frame)
    elif width < FULL_WIDTH or height < FULL_HEIGHT:
        draw_compact(canvas, frame)
    elif frame.view is not View.RIDE:
        _page(canvas, frame)
    else:
        _ride(canvas, frame)
    return canvas


def _ride(canvas: Canvas, frame: Frame) -> None:
    if frame.drill is not None:
        draw_drill(canvas, frame.drill)
        if frame.timeline is not None:
            draw_timeline(canvas, canvas.height - 4, frame.timeline, rows=2)
        _bottom(canvas, frame)
        return
    _top(canvas, frame)
    if frame.shows_detail and canvas.height < DETAIL_BELOW_HEIGHT:
        _detail_instead(canvas, frame)
    else:
        _instruction(canvas, frame)
        if frame.bar is not None:
            top, thick = (17, 1) if frame.question is not None else (16, 2)
            draw_bar(canvas, top, frame.bar, thick=thick)
        if canvas.height >= DETAIL_BELOW_HEIGHT:
            _detail(canvas, 20, canvas.height - 4, frame)
    if frame.timeline is not None and not _detail_takes_over(canvas, frame):
        draw_timeline(canvas, canvas.height - 4, frame.timeline, rows=2)
    _bottom(canvas, frame)


def _detail_takes_over(canvas: Canvas, frame: Frame) -> bool:
    return frame.shows_detail and canvas.height < DETAIL_BELOW_HEIGHT


def _top(canvas: Canvas, frame: Frame) -> None:
    """Headline, heart rate, time left."""
    tone = frame.instruction.tone if frame.heart_rate[0].isdigit() else Tone.QUIET
    canvas.put(0, 1, frame.headline, Tone.STRONG)
    if cells(clean(frame.headline)) + cells(clean(frame.coming)) + 4 <= canvas.width:
        canvas.put_right(0, frame.coming, Tone.QUIET)
    canvas.put(1, 1, cut(frame.ends, canvas.width - 2), Tone.ASK)
    heart = digits.big(frame.heart_rate)
    canvas.put_lines(2, _BIG_COLUMN, heart, tone)
    canvas.put(6, _BIG_COLUMN + len(heart[0]) + 1, "bpm", Tone.QUIET)
    label = frame.time_label
    room = canvas.width - len(label) - 3 - (_BIG_COLUMN + len(heart[0]) + 6)
    time = digits.big_to_fit(frame.time, room)
    if time is not None:
        column = canvas.width - len(label) - 3 - len(time[0])
        canvas.put_lines(2, column, time, Tone.STRONG)
        canvas.put(6, column + len(time[0]) + 1, label, Tone.QUIET)


def _instruction(canvas: Canvas, frame: Frame) -> None:
    """The big word, or the open question in its place."""
    question, instruction = frame.question, frame.instruction
    if question is not None and question.passage:
        _passage(canvas, question)
        return
    if question is not None and question.word:
        drawn = digits.big(f"? {question.word}")
        canvas.put_lines(8, _BIG_COLUMN, drawn, Tone.ASK)
        for offset, line in enumerate(question.say):
            canvas.put(9 + 2 * offset, _BIG_COLUMN + len(drawn[0]) + 3, line, Tone.STRONG)
        for offset, (key, answer, meaning) in enumerate(question.answers):
            canvas.put(14 + offset, 6, f"{key}  {answer}", Tone.ASK)
            canvas.put(14 + offset, 24, meaning)
        for offset, line in enumerate(words.HOW_WAS_IT):
            canvas.put(14 + offset, 50, line, Tone.QUIET)
        return
    drawn_word = digits.big_to_fit(f"{instruction.sign} {instruction.word}", canvas.width - 6)
    if drawn_word is not None and instruction.word:
        canvas.put_lines(8, _BIG_COLUMN, drawn_word, instruction.tone)
    if question is not None:
        canvas.put(14, _BIG_COLUMN, question.say[0], Tone.ASK)
        canvas.put(14, _BIG_COLUMN + cells(question.say[0]) + 4, question.line, Tone.STRONG)
        canvas.put(15, _BIG_COLUMN, instruction.sentence)
        canvas.put(16, _BIG_COLUMN, instruction.feel)
        _learned(canvas, frame)
        return
    lines = wrap(instruction.sentence, canvas.width - 6)
    for offset, line in enumerate(lines[:2]):
        canvas.put(14 + offset, _BIG_COLUMN, line, Tone.STRONG)
    if len(lines) < 2:
        canvas.put(15, _BIG_COLUMN, instruction.feel)
    _learned(canvas, frame)


def _learned(canvas: Canvas, frame: Frame) -> None:
    """S9: in a rest no bar stands here."""
    for offset, line in enumerate(frame.learned):
        canvas.put(17 + offset, _BIG_COLUMN + 2 * (offset == 1), line, Tone.STRONG)


def _passage(canvas: Canvas, question: Question) -> None:
    """A talk test's text, and the answers below it."""
    canvas.put(8, _BIG_COLUMN, words.READ_ALOUD, Tone.ASK)
    lines = wrap(question.passage, canvas.width - 2 * _BIG_COLUMN)
    for offset, line in enumerate(lines[:PASSAGE_ROWS]):
        canvas.put(9 + offset, _BIG_COLUMN, line, Tone.STRONG)
    answers = "    ".join(f"{key}  {answer}" for key, answer, _ in question.answers)
    canvas.put(9 + PASSAGE_ROWS, _BIG_COLUMN, answers, Tone.ASK)


def _bottom(canvas: Canvas, frame: Frame) -> None:
    last = canvas.height - 1
    if frame.news is not None:
        canvas.put(last - 1, 1, frame.news.text, frame.news.tone)
    start = canvas.put_right(last, frame.keys, Tone.QUIET)
    room = start - 3
    canvas.put(last, 1, cut(frame.strap.text, room), frame.strap.tone)


def _detail_instead(canvas: Canvas, frame: Frame) -> None:
    """`d` on a screen without room for both."""
    instruction = frame.instruction
    canvas.put(8, 1, f" {instruction.sign} {instruction.word} ", instruction.tone, reverse=True)
    used = cells(f" {instruction.sign} {instruction.word} ") + 3
    canvas.put(8, used, cut(instruction.sentence, canvas.width - used - 1), Tone.STRONG)
    _detail(canvas, 10, canvas.height - 2, frame)


def _detail(canvas: Canvas, row: int, end: int, frame: Frame) -> None:
    """Fields in two columns, a row of RR, and the trace in the rows left up to `end`."""
    half = canvas.width // 2
    for at, (label, value) in enumerate(frame.detail[: 2 * FIELD_ROWS]):
        column = 1 + half * (at % 2)
        if row + at // 2 >= end:
            return
        canvas.put(row + at // 2, column, label, Tone.QUIET)
        canvas.put(row + at // 2, column + 11, cut(value, half - 13))
    top = row + FIELD_ROWS + 1
    if top <= end:
        draw_tachogram(canvas, top - 1, frame.tachogram)
    if end - 1 - top >= TRACE_LEAST_ROWS:
        draw_trace(canvas, top, end - 1 - top, frame.trace)


def _page(canvas: Canvas, frame: Frame) -> None:
    """Ready, stopped or done: a big word, then the lines."""
    row = 1
    if frame.view is View.READY:
        canvas.put(0, 1, "hrguide", Tone.STRONG)
        canvas.put_right(0, "for soreness, not for injury", Tone.QUIET)
        row = 2
    else:
        is_stopped = frame.view is View.STOPPED or frame.was_stopped
        word = words.STOPPED if is_stopped else words.DONE
        sign, tone = ("!", Tone.EASE) if is_stopped else ("✓", Tone.COURSE)
        canvas.put_lines(row, _BIG_COLUMN, digits.big(f"{sign} {word}"), tone)
        row += digits.ROWS + 1
    for line in frame.page:
        for text in _kept_or_wrapped(line.text, canvas.width - 4):
            canvas.put(row, 2, text, line.tone)
            row += 1
    if frame.view is View.READY:
        _heart_below(canvas, max(row + 1, canvas.height - 8), frame)
    if frame.news is not None:
        canvas.put(canvas.height - 2, 1, frame.news.text, frame.news.tone)
    canvas.put_right(canvas.height - 1, frame.keys, Tone.ASK)


def _heart_below(canvas: Canvas, row: int, frame: Frame) -> None:
    """S4's proof that the strap is heard, where the lines above leave room."""
    if row + digits.ROWS > canvas.height - 2:
        return
    drawn = digits.big(frame.heart_rate)
    canvas.put_lines(row, _BIG_COLUMN, drawn, Tone.STRONG)
    canvas.put(row + 4, _BIG_COLUMN + len(drawn[0]) + 1, "bpm", Tone.QUIET)


def _kept_or_wrapped(text: str, width: int) -> list[str]:
    """A line that fits keeps its columns; only a longer one is wrapped."""
    return [text] if cells(clean(text)) <= width else wrap(text, width)
