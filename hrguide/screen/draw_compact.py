"""The compact picture (40x12 and up), and three lines for anything smaller.

Comes in: a Frame and a canvas. Goes out: the canvas, drawn. What is kept, in this order: heart
rate, time left, the word; then the question, the sentence, the bar, the timeline, the keys.
"""

from typing import Final

from hrguide.screen import digits, words
from hrguide.screen.bar import draw_bar
from hrguide.screen.canvas import Canvas, Tone, cells, clean, cut, wrap
from hrguide.screen.draw_drill import draw_drill_compact
from hrguide.screen.frame import Frame, View
from hrguide.screen.tachogram import draw_tachogram
from hrguide.screen.timeline import draw_timeline

_MARGIN: Final = 1


def draw_compact(canvas: Canvas, frame: Frame) -> None:
    """At least 40x12."""
    if frame.view is not View.RIDE:
        _page(canvas, frame)
        return
    if frame.drill is not None:
        draw_drill_compact(canvas, frame.drill)
        if frame.timeline is not None:
            draw_timeline(canvas, canvas.height - 2, frame.timeline, rows=1)
        _bottom(canvas, frame)
        return
    _headline(canvas, frame)
    _numbers(canvas, frame)
    instruction = frame.instruction
    if frame.question is not None and not frame.question.is_aside:
        _question(canvas, frame)
    else:
        _banner(canvas, 6, f"{instruction.sign} {instruction.word}", instruction.tone)
        if frame.shows_detail:
            _detail(canvas, frame)
        else:
            _sentence_and_bar(canvas, frame)
    if frame.timeline is not None:
        draw_timeline(canvas, canvas.height - 2, frame.timeline, rows=1)
    _bottom(canvas, frame)


def _headline(canvas: Canvas, frame: Frame) -> None:
    headline = _short(frame.headline)
    coming = clean(frame.coming).replace("then ", "> ")
    canvas.put(0, _MARGIN, headline, Tone.STRONG)
    if cells(headline) + cells(coming) + 3 <= canvas.width:
        canvas.put_right(0, coming, Tone.QUIET)


def _sentence_and_bar(canvas: Canvas, frame: Frame) -> None:
    """Three rows: the bar gives way to words where there is no heart rate to put on it."""
    instruction = frame.instruction
    width = canvas.width - 2 * _MARGIN
    lines = wrap(frame.ends, width) if frame.ends else wrap(instruction.sentence, width)
    bar = frame.bar
    if bar is None or bar.now_bpm is None:
        lines += wrap(instruction.feel, width)
    room = 3 if bar is None or bar.now_bpm is None else 2
    if frame.question is not None:
        lines, room = [*lines[:2], frame.question.line], 3
    for offset, line in enumerate(lines[:room]):
        canvas.put(7 + offset, _MARGIN, line, Tone.STRONG if offset == 0 else Tone.PLAIN)
    if bar is not None and room == 2:
        draw_bar(canvas, 8, bar, numbers=len(lines) < 2, legend=False)


def _detail(canvas: Canvas, frame: Frame) -> None:
    """As many fields as there are rows, in turns; the row of intervals has a turn of its own."""
    rows = canvas.height - 9
    turns = -(-len(frame.detail) // rows)
    turn = frame.detail_turn % (turns + 1 if frame.tachogram else turns)
    if turn == turns:
        draw_tachogram(canvas, 7, frame.tachogram)
        return
    for offset, (label, value) in enumerate(frame.detail[turn * rows : (turn + 1) * rows]):
        canvas.put(7 + offset, _MARGIN, label, Tone.QUIET)
        canvas.put(7 + offset, 12, cut(value, canvas.width - 13))


def _numbers(canvas: Canvas, frame: Frame) -> None:
    """Heart rate and time left as large as both fit."""
    for heart_dot, time_dot in ((2, 2), (2, 1), (1, 1)):
        heart = digits.big(frame.heart_rate, dot=heart_dot)
        time = digits.big(frame.time, dot=time_dot)
        if len(heart[0]) + len(time[0]) + 2 + 2 * _MARGIN <= canvas.width:
            tone = frame.instruction.tone if frame.heart_rate[0].isdigit() else Tone.QUIET
            canvas.put_lines(1, _MARGIN, heart, tone)
            canvas.put_lines(1, canvas.width - _MARGIN - len(time[0]), time, Tone.STRONG)
            return


def _banner(canvas: Canvas, row: int, text: str, tone: Tone) -> None:
    canvas.put_centred(row, text, tone)
    canvas.fill(row, tone)


def _question(canvas: Canvas, frame: Frame) -> None:
    question = frame.question
    if question is None:
        return
    _banner(canvas, 6, f"? {question.word or question.say[0]}", Tone.ASK)
    row = 7
    if question.word:
        for line in question.say[:2]:  # a third line is an alternative, and there is no room
            canvas.put(row, _MARGIN, line, Tone.STRONG)
            row += 1
    for line in wrap(question.line, canvas.width - 2 * _MARGIN):
        canvas.put(row, _MARGIN, line, Tone.ASK)
        row += 1
    if frame.ends and not question.word:
        for line in wrap(frame.ends, canvas.width - 2 * _MARGIN):
            if row < canvas.height - 2:
                canvas.put(row, _MARGIN, line)
            row += 1
    if frame.learned and not question.word:  # what the next round is ridden by, where it fits
        for line in wrap(frame.instruction.feel, canvas.width - 2 * _MARGIN):
            if row < canvas.height - 2:
                canvas.put(row, _MARGIN, line)
            row += 1


def _bottom(canvas: Canvas, frame: Frame) -> None:
    last = canvas.height - 1
    if frame.news is not None and frame.news.tone is not Tone.QUIET:
        canvas.put(last, _MARGIN, frame.news.text, frame.news.tone)
    elif frame.strap.tone is Tone.WARN:
        start = canvas.put_right(last, "x STOP", Tone.QUIET)
        canvas.put(last, _MARGIN, cut(frame.strap.text, start - 2), frame.strap.tone)
    else:
        canvas.put(last, _MARGIN, frame.keys_short, Tone.QUIET)


def _short(headline: str) -> str:
    """ROUND 2 of 5 MODERATELY EASY -> 2/5 MODERATELY EASY."""
    return " ".join(clean(headline).replace("ROUND ", "").replace(" of ", "/").split())


def _page(canvas: Canvas, frame: Frame) -> None:
    titles = {
        View.READY: (words.READY, Tone.STRONG),
        View.STOPPED: (f"! {words.STOPPED}", Tone.EASE),
        View.DONE: (f"✓ {words.DONE}", Tone.COURSE),
    }
    title, tone = titles[View.STOPPED if frame.was_stopped else frame.view]
    _banner(canvas, 0, title, tone)
    row = 1
    for said in frame.page_short:
        for line in wrap(said.text, canvas.width - 2 * _MARGIN):
            if row < canvas.height - 1:
                canvas.put(row, _MARGIN, line, said.tone)
            row += 1
    canvas.put_right(canvas.height - 1, frame.keys, Tone.ASK)


def draw_tiny(canvas: Canvas, frame: Frame) -> None:
    """Heart rate, time and word, on as many lines as there are."""
    instruction = frame.instruction
    word = f"{instruction.sign} {instruction.word}".strip()
    tone = instruction.tone
    if frame.view is View.STOPPED or frame.was_stopped:
        word, tone = f"! {words.STOPPED}", Tone.EASE
    elif frame.view is View.DONE:
        word, tone = words.DONE, Tone.COURSE
    elif frame.view is View.READY:
        word, tone = words.KEYS_READY, Tone.ASK
    if frame.drill is not None:
        word, tone = frame.drill.tiny, Tone.STRONG
    if frame.question is not None and not frame.question.is_aside:
        word, tone = frame.question.tiny, Tone.ASK
    heart, time = f"{frame.heart_rate} bpm", f"{frame.time} {frame.time_label}"
    if canvas.height >= 3:
        canvas.put(0, 0, heart, tone)
        canvas.put(1, 0, time, Tone.STRONG)
        canvas.put(2, 0, word, tone, reverse=True)
        if frame.strap.tone is Tone.WARN:
            canvas.put(3, 0, frame.strap.text, Tone.WARN)
    elif canvas.height == 2:
        canvas.put(0, 0, f"{heart}  {time}", Tone.STRONG)
        canvas.put(1, 0, word, tone, reverse=True)
    else:
        canvas.put(0, 0, f"{frame.heart_rate} {frame.time} {word}", tone)
