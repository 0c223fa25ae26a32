"""The report as a page of text, 80 columns wide.

Comes in: a `Summary`. Goes out: lines. The words are those of `sentences.py` and `recovery.py`.
"""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from hrguide.plain_text import clean
from hrguide.report import sentences
from hrguide.report.clock_words import clock, day
from hrguide.report.recovery import Fall, fall_words
from hrguide.report.sentences import many, number, time_words
from hrguide.report.steps import StepSummary
from hrguide.report.summary import Summary

COLUMNS: Final = 80
_COUNTED: Final = {"step": "step change", "countdown": "countdown", "talk": "talk question"}


def page(summary: Summary, earlier: Iterable[Fall] = ()) -> str:
    """The whole page, without a newline at the end. earlier: rests of the rider's other rides."""
    before = tuple(earlier)
    sections = (
        _head(summary),
        _verdicts(summary),
        _steps(summary),
        _rests(summary, before),
        _talk(summary),
        _cues(summary),
        _signal(summary),
        textwrap.wrap(sentences.forecast_sentence(summary), COLUMNS),
    )
    texts = ["\n".join(map(clean, section)) for section in sections]
    return "\n\n".join(text for text in texts if text)


def _head(summary: Summary) -> Iterator[str]:
    who = summary.athlete or "nobody named"
    when = f", {day(summary.started)}" if summary.started is not None else ""
    yield f"{summary.name}: {who}, {sentences.machine_words(summary)}{when}"
    yield f"{summary.workout}: {sentences.ridden_words(summary)}"
    for remark in sentences.remarks(summary):
        yield from textwrap.wrap(remark, COLUMNS)
    soreness = sentences.soreness_words(summary)
    if soreness is not None:
        yield f"Soreness (0-10): {soreness}"
    if "effort" in summary.answers:
        yield f"How hard it was (0-10): {summary.answers['effort']}"


def _verdicts(summary: Summary) -> Iterator[str]:
    total_s = sum(summary.verdict_s.values())
    if not total_s:
        yield "The ride never started."
        return
    yield "Time in each verdict"
    for verdict, lasted_s in summary.verdict_s.items():
        share = 100 * lasted_s / total_s
        words = sentences.VERDICTS.get(verdict, verdict)
        yield f"  {words:<26}{clock(lasted_s):>8}{share:>6.0f} %"
    settled = sentences.settled_words(summary)
    if settled is not None:
        yield from textwrap.wrap(f"Settled in range: {settled}", COLUMNS)


def _steps(summary: Summary) -> Iterator[str]:
    work = [step for step in summary.steps if not step.is_rest]
    if not work:
        return
    yield "Steps                           heart rate (bpm)                range  forecast"
    yield "  round  effort           time      range  mean  last 60 s  peak  after  off by"
    for step in work:
        yield _step_row(step).rstrip()
    if not any(step.high_bpm or step.low_bpm for step in work):
        yield f"  {sentences.NO_RANGE}"
    drift = tuple(sentences.drift_sentences(summary))
    if drift:
        yield from _wrapped(f"Drift: {'; '.join(drift)}")


def _step_row(step: StepSummary) -> str:
    return (
        f"  {step.round or '':>5}  {step.name[:15]:<15}{clock(step.ridden_s):>6}"
        f"{sentences.range_words(step):>11}{number(step.mean_bpm):>6}"
        f"{sentences.settled_rate_words(step):>11}{number(step.peak_bpm):>6}"
        f"{sentences.reached_words(step):>7}{sentences.error_words(step):>8}"
    )


def _rests(summary: Summary, earlier: tuple[Fall, ...]) -> Iterator[str]:
    rests = [step for step in summary.steps if step.is_rest]
    if rests:
        yield "Rests"
    for step in rests:
        place = sentences.rest_place(step, summary)
        yield from _wrapped(f"{place}: {fall_words(step, summary.machine, earlier)}")
    if summary.back:
        told = ", ".join(
            f"{answer.answer} ({time_words(answer.at_s, summary)})" for answer in summary.back
        )
        yield from _wrapped(f"The back: {told}")


def _talk(summary: Summary) -> Iterator[str]:
    if not summary.talk:
        return
    yield "Talk answers"
    for answer in summary.talk:
        rate = "no heart rate" if answer.hr_bpm is None else f"{answer.hr_bpm} bpm"
        yield f"  {time_words(answer.at_s, summary):>7}  {answer.answer:<12}{rate}"
    threshold = sentences.threshold_words(summary)
    if threshold is not None:
        yield f"  {threshold}"


def _cues(summary: Summary) -> Iterator[str]:
    counts = Counter(cue.cue for cue in summary.cues)
    yield f"Cues: {sentences.heard_words(summary)}"
    for cue in summary.cues:
        if cue.cue in sentences.LISTED:
            text = textwrap.shorten(cue.text, COLUMNS - 25, placeholder="...")
            yield f"  {time_words(cue.at_s, summary):>7}  {cue.cue.replace('_', ' '):<12}  {text}"
    also = [many(counts[kind], word) for kind, word in _COUNTED.items() if counts[kind]]
    if also:
        yield f"  and {', '.join(also)}"
    changed = sentences.changed_cues_sentence(summary)
    if changed is not None:
        yield f"  {changed}"


def _signal(summary: Summary) -> Iterator[str]:
    yield "Signal"
    for sentence in sentences.signal_sentences(summary):
        yield from _wrapped(sentence)
    signal = summary.signal
    if signal.packets and signal.gaps:
        yield f"  No heart rate for {clock(signal.no_rate_s)} of riding:"
        for gap in signal.gaps:
            reason = sentences.reason_words(gap.reason)
            since, until = time_words(gap.from_s, summary), time_words(gap.to_s, summary)
            yield f"  {since:>7} - {until}  {reason}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, COLUMNS, initial_indent="  ", subsequent_indent="  ")
