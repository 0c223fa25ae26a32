"""The compact picture (40x12 and up), and three lines for anything smaller.

Comes in: a Frame and a canvas. Goes out: the canvas, drawn. What is kept, in this order: heart
rate, time left, the word; then the question, the sentence, the bar, the timeline, the keys.
"""

from typing import Final

from hrguide.screen import digits, words
from hrguide.screen.bar import draw_bar
from hrguide.screen.canvas import Canvas, Tone, cells, clean, wrap
from hrguide.screen.frame import Frame, View
from hrguide.screen.timeline import draw_timeline

_MARGIN: Final = 1


def draw_compact(canvas: Canvas, frame: Frame) -> None:
    """At least 40x12."""
    if frame.view is not View.RIDE:
        _page(canvas, frame)
        return
    canvas.put(0, _MARGIN, _short(frame.headline), Tone.STRONG)
    if cells(_short(frame.headline)) + cells(clean(frame.coming)) + 4 <= canvas.width:
        canvas.put_right(0, frame.coming, Tone.QUIET)
    _numbers(canvas, frame)
    instruction, question = frame.instruction, frame.question
    last = canvas.height - 1
    if question is not None:
        _question(canvas, frame)
    else:
        _banner(canvas, 6, f"{instruction.sign} {instruction.word}", instruction.tone)
        lines = wrap(f"{instruction.sentence}", canvas.width - 2 * _MARGIN)
        room = 2 if frame.bar is None or len(lines) < 2 else 1
        if frame.bar is None and instruction.feel:
            lines += wrap(instruction.feel, canvas.width - 2 * _MARGIN)
            room = 3
        for offset, line in enumerate(lines[:room]):
            canvas.put(7 + offset, _MARGIN, line, Tone.STRONG if offset == 0 else Tone.PLAIN)
        if frame.bar is not None:
            draw_bar(canvas, 8, frame.bar, legend=False)
    if frame.timeline is not None:
        draw_timeline(canvas, last - 1, frame.timeline, rows=1)
    _bottom(canvas, frame)


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
        for line in question.say:
            canvas.put(row, _MARGIN, line, Tone.STRONG)
            row += 1
    canvas.put(row, _MARGIN, question.line, Tone.ASK)


def _bottom(canvas: Canvas, frame: Frame) -> None:
    last = canvas.height - 1
    if frame.news is not None and frame.news.tone is not Tone.QUIET:
        canvas.put(last, _MARGIN, frame.news.text, frame.news.tone)
    elif frame.strap.tone is Tone.WARN:
        canvas.put(last, _MARGIN, frame.strap.text, frame.strap.tone)
        canvas.put_right(last, " x STOP", Tone.QUIET)
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
    title, tone = titles[frame.view]
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
    if frame.view is View.STOPPED:
        word, tone = f"! {words.STOPPED}", Tone.EASE
    elif frame.view is View.DONE:
        word, tone = words.DONE, Tone.COURSE
    elif frame.view is View.READY:
        word, tone = words.KEYS_READY, Tone.ASK
    if frame.question is not None:
        word, tone = frame.question.line, Tone.ASK
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
