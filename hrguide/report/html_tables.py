"""The tables and lists of the page for a browser: every number of the pictures, in figures.

Comes in: a `Summary`. Goes out: markup. What is long is cut on paper, not on the screen, so that
the page stays two pages; the cut says so.
"""

from collections.abc import Sequence
from typing import Final

from hrguide.report import sentences
from hrguide.report.clock_words import clock
from hrguide.report.markup import Markup, element, joined
from hrguide.report.recovery import Fall, fall_words
from hrguide.report.sentences import number, time_words
from hrguide.report.steps import StepSummary
from hrguide.report.summary import Summary

PAPER_ROWS: Final = 24  # of a table; the clinic's session has 15
PAPER_LINES: Final = 16  # of a list
_LINE_LETTERS: Final = 320  # of a list; the longest of ours has 200
_CUE_LETTERS: Final = 110  # two lines on paper; the longest cue of ours has 80
_HEADS: Final = (
    ("Round", None),
    ("Step", "words"),
    ("Time", None),
    ("Range", None),
    ("Mean", None),
    ("Last 60 s", None),
    ("Peak", None),
    ("In range after", None),
    ("Forecast off by", None),
)


def tables(summary: Summary, earlier: tuple[Fall, ...]) -> Markup:
    """Steps; under them rests and time in verdicts beside what was said and the signal."""
    left = (
        _list("Rests", _rest_lines(summary, earlier)),
        _list("Time in each verdict", _verdict_lines(summary)),
    )
    drift = [f"Drift: {one}." for one in sentences.drift_sentences(summary)]
    forecast = sentences.forecast_sentence(summary)
    right = (
        _list("Said and answered", _told_lines(summary)),
        _list("Signal and forecast", [*_signal_lines(summary), forecast, *drift]),
    )
    columns = element("div", element("div", *left), element("div", *right), class_="pair")
    return joined([_steps(summary), columns])


def _steps(summary: Summary) -> Markup:
    work = [step for step in summary.steps if not step.is_rest]
    if not work:
        return element("section", element("p", "The ride never started."))
    heads = [element("th", head, scope="col", class_=kind) for head, kind in _HEADS]
    rows = [
        _row(step, number > 0 and step.round != work[number - 1].round, number >= PAPER_ROWS)
        for number, step in enumerate(work)
    ]
    no_range = None
    if not any(step.high_bpm or step.low_bpm for step in work):
        no_range = element("p", sentences.NO_RANGE)
    return element(
        "section",
        element(
            "div",
            element(
                "table",
                element("caption", "Steps (heart rate in bpm)"),
                element("thead", element("tr", *heads)),
                element("tbody", *rows),
            ),
            class_="scroll",
            tabindex="0",
            role="region",
            aria_label="Steps",
        ),
        no_range,
        _cut(len(work), PAPER_ROWS, "steps"),
    )


def _row(step: StepSummary, is_new_round: bool, is_beyond: bool) -> Markup:
    kinds = [
        kind for kind, holds in (("new-round", is_new_round), ("screen-only", is_beyond)) if holds
    ]
    cells = (
        clock(step.ridden_s),
        sentences.range_words(step),
        number(step.mean_bpm),
        sentences.settled_rate_words(step),
        number(step.peak_bpm),
        sentences.reached_words(step),
        sentences.error_words(step),
    )
    return element(
        "tr",
        element("td", str(step.round or "")),
        element("th", shortened(step.name), scope="row", class_="words"),
        *(element("td", cell) for cell in cells),
        class_=" ".join(kinds) or None,
    )


def _rest_lines(summary: Summary, earlier: tuple[Fall, ...]) -> list[str]:
    lines = []
    for step in summary.steps:
        if step.is_rest:
            place = _capital(sentences.rest_place(step, summary))
            lines.append(f"{place}: {fall_words(step, summary.machine, earlier)}")
    back = [f"{time_words(one.at_s, summary)} the back: {one.answer}" for one in summary.back]
    return lines + back


def _told_lines(summary: Summary) -> list[str]:
    """Cues that are told one by one and talk answers, in the order of the ride."""
    lines = [(cue.at_s, cue.text) for cue in summary.cues if cue.cue in sentences.LISTED]
    for answer in summary.talk:
        rate = "no heart rate" if answer.hr_bpm is None else f"at {answer.hr_bpm} bpm"
        lines.append((answer.at_s, f"Could you talk? {_capital(answer.answer)}, {rate}"))
    told = [
        f"{time_words(at_s, summary)} {shortened(text, _CUE_LETTERS)}"
        for at_s, text in sorted(lines)
    ]
    ends = [
        text.replace(" +-", " \N{PLUS-MINUS SIGN} ")
        for text in (sentences.threshold_words(summary), sentences.changed_cues_sentence(summary))
        if text is not None
    ]
    return [f"Cues: {sentences.heard_words(summary)}", *told, *ends]


def _verdict_lines(summary: Summary) -> list[str]:
    total_s = sum(summary.verdict_s.values())
    lines = [
        f"{_capital(sentences.VERDICTS.get(verdict, verdict))}: {clock(lasted_s)} "
        f"({100 * lasted_s / total_s:.0f} %)"
        for verdict, lasted_s in summary.verdict_s.items()
    ]
    settled = sentences.settled_words(summary)
    return lines if settled is None else [*lines, f"Settled in range: {settled}"]


def _signal_lines(summary: Summary) -> list[str]:
    lines = list(sentences.signal_sentences(summary))
    signal = summary.signal
    if signal.packets and signal.gaps:
        gaps = ", ".join(
            f"{time_words(gap.from_s, summary)} to {time_words(gap.to_s, summary)} "
            f"({sentences.reason_words(gap.reason)})"
            for gap in signal.gaps[:PAPER_LINES]
        )
        more = len(signal.gaps) - PAPER_LINES
        rest = f", and {sentences.many(more, 'gap')} more" if more > 0 else ""
        lines.append(f"No heart rate for {clock(signal.no_rate_s)} of riding: {gaps}{rest}.")
    return lines


def _list(title: str, lines: Sequence[str]) -> Markup | None:
    if not lines:
        return None
    items = [
        element(
            "li",
            shortened(text, _LINE_LETTERS),
            class_="screen-only" if place >= PAPER_LINES else None,
        )
        for place, text in enumerate(lines)
    ]
    return element(
        "section",
        element("h2", title),
        element("ul", *items, class_="plain"),
        _cut(len(lines), PAPER_LINES, "lines"),
    )


def shortened(text: str, most: int = 60) -> str:
    """Somebody's words, which know no end, cut where they would push the rest off the sheet."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _cut(there: int, shown: int, things: str) -> Markup | None:
    if there <= shown:
        return None
    text = f"and {there - shown} more {things}, left out on paper"
    return element("p", text, class_="paper-only")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
