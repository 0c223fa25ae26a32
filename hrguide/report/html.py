"""The report as one file for a browser: light and dark, on a telephone, on paper, offline.

Comes in: a ride run again, its numbers. Goes out: HTML, whole: no script, no other file, nothing
fetched. Its content security policy forbids all but its own style sheet, so that nothing a ride
says can run or call home; `markup.py` escapes it all the same. The pictures are drawn by the
`chart_` modules, and every number in them stands in a table too.
"""

import base64
import hashlib
from collections.abc import Iterable
from importlib import resources
from typing import Final

from hrguide.report import sentences
from hrguide.report.chart_beats import ALPHA_MARK, alpha_sentence, beats_chart
from hrguide.report.chart_belief import belief_chart, belief_sentence
from hrguide.report.chart_ride import NARROW, WIDE, ride_chart
from hrguide.report.chart_rounds import SMOOTH_S, recovery_chart, rounds_chart
from hrguide.report.clock_words import clock, day
from hrguide.report.html_tables import shortened, tables
from hrguide.report.marks import key, swatch
from hrguide.report.markup import Markup, element, joined
from hrguide.report.recovery import Fall, posture
from hrguide.report.ridden import Ridden
from hrguide.report.summary import Summary

_DOCTYPE: Final = "<!doctype html>\n"


def html_page(ridden: Ridden, summary: Summary, earlier: Iterable[Fall] = ()) -> str:
    """The whole file as text. earlier: rests of the rider's other rides."""
    style = resources.files("hrguide.report").joinpath("page.css").read_text(encoding="utf-8")
    who = summary.athlete or "nobody named"
    document = element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="referrer", content="no-referrer"),
            element("meta", name="robots", content="noindex"),
            element("title", f"{summary.name}: {who}"),
            element("style", Markup(style)),
        ),
        element(
            "body",
            element(
                "main",
                _head(summary, who),
                _facts(ridden, summary),
                _ride(ridden, summary),
                _pair(_rounds(ridden, summary), _recovery(ridden, summary)),
                _pair(_beats(ridden, summary), _belief(ridden)),
                element("div", tables(summary, tuple(earlier)), class_="tables"),
                _foot(summary),
            ),
        ),
        lang="en",
    )
    return f"{_DOCTYPE}{document}\n"


def _policy(style: str) -> str:
    """Nothing but this style sheet, by its hash: no script, no request, no frame, no form."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _head(summary: Summary, who: str) -> Markup:
    when = day(summary.started) if summary.started is not None else None
    machine = sentences.machine_words(summary)
    remarks = [
        element("p", shortened(remark, 160), class_="remark")
        for remark in sentences.remarks(summary)
    ]
    return element(
        "header",
        element("h1", shortened(who) if when is None else f"{shortened(who)}, {when}"),
        element("p", f"{machine}, {shortened(summary.workout)}: {sentences.ridden_words(summary)}"),
        *remarks,
    )


def _facts(ridden: Ridden, summary: Summary) -> Markup:
    """What a therapist looks for first; what nobody told is left out."""
    facts: list[tuple[str, str, str | None]] = []
    answers = summary.answers
    before, after = (answers.get(f"soreness_{when}") for when in ("before", "after"))
    morning = answers.get("morning_after")
    if before is not None or after is not None:
        told = f"{_or_dash(before)} \N{RIGHTWARDS ARROW} {_or_dash(after)}"
        next_day = f"{morning} the morning after" if isinstance(morning, int) else None
        facts.append(("Soreness, 0-10, before and after", told, next_day))
    if isinstance(answers.get("effort"), int):
        facts.append(("How hard it was, 0-10", str(answers["effort"]), None))
    if summary.back:
        told = ", ".join(dict.fromkeys(answer.answer for answer in summary.back))
        facts.append(("The back in the rests", told, None))
    if ridden.after is not None and not ridden.after.is_guess:
        level = f"{ridden.after.mean_bpm:.0f} \N{PLUS-MINUS SIGN} {ridden.after.sd_bpm:.0f}"
        counted = sentences.many(summary.counted_answers, "answer")
        today = f"{counted} today" if summary.counted_answers else "known before"
        where = f"{sentences.machine_words(summary)}, {today}"
        facts.append((f"{_quoted('Only just')}, bpm", level, where))
    facts += _ridden_facts(summary)
    return element("dl", *(_fact(*fact) for fact in facts), class_="facts") if facts else _none()


def _ridden_facts(summary: Summary) -> list[tuple[str, str, str | None]]:
    facts: list[tuple[str, str, str | None]] = []
    settled = summary.settled
    if settled.total_s:
        over = f"{100 * settled.over_s / settled.total_s:.0f} % over"
        share = f"{100 * settled.within_s / settled.total_s:.0f} %"
        facts.append(("Settled time in range", share, f"of {clock(settled.total_s)}; {over}"))
    peak = max((step.peak_bpm for step in summary.steps if step.peak_bpm), default=None)
    if peak is not None:
        facts.append(("Highest heart rate", f"{peak} bpm", None))
    heard = sum(cue.cue in ("ease", "push") for cue in summary.cues)
    if heard or settled.total_s:
        facts.append(("Told how hard", sentences.many(heard, "time"), "the rest was silence"))
    return facts


def _fact(name: str, value: str, beside: str | None) -> Markup:
    more = None if beside is None else element("small", beside)
    return element("div", element("dt", name), element("dd", value, more))


def _ride(ridden: Ridden, summary: Summary) -> Markup:
    has_rate = any(step.peak_bpm is not None for step in summary.steps)
    kinds = {cue.cue for cue in summary.cues}
    is_open = any(step.high_bpm and step.low_bpm is None for step in summary.steps)
    paler = " (paler: with no lower end)" if is_open else ""
    entries = [
        (swatch("pulse"), "heart rate", has_rate),
        (swatch("range"), f"range in force{paler}", any(step.high_bpm for step in summary.steps)),
        (swatch("fan"), "foretold 30 s before (95 %)", summary.forecast is not None),
        (swatch("threshold"), f"{_quoted('only just')} as believed",
         ridden.after is not None and not ridden.after.is_guess),
        (key("ease"), _quoted("ease off"), "ease" in kinds),
        (key("push"), _quoted("a touch more"), "push" in kinds),
        (key("well"), _quoted("that's it"), "well" in kinds),
        (key("stop"), "stop", "stop" in kinds),
        (swatch("gap"), "no heart rate", has_rate and bool(summary.signal.gaps)),
    ]  # fmt: skip
    legend = [element("li", sign, words) for sign, words, is_there in entries if is_there]
    if summary.talk:
        talk = "1 2 3 in a ring: could talk easily, only just, no"
        legend.append(element("li", talk))
    legend.append(element("li", "below: the steps, as high as they were hard; rests are shaded"))
    return element(
        "figure",
        element("h2", "Heart rate and ranges"),
        element("div", ride_chart(ridden, summary, WIDE), class_="wide"),
        element("div", ride_chart(ridden, summary, NARROW), class_="narrow"),
        element("ul", *legend, class_="legend"),
    )


def _rounds(ridden: Ridden, summary: Summary) -> Markup | None:
    chart = rounds_chart(ridden, summary)
    says = f"What lies on one line repeats itself. Means of {SMOOTH_S} s; pauses take no room."
    return None if chart is None else _figure("Rounds laid over each other", chart, says)


def _recovery(ridden: Ridden, summary: Summary) -> Markup | None:
    chart = recovery_chart(ridden, summary)
    says = (
        f"Heart rate below its value when the rest began ({posture(summary.machine)}). "
        "To be compared with own rests only."
    )
    return None if chart is None else _figure("In the rests", chart, says)


def _beats(ridden: Ridden, summary: Summary) -> Markup | None:
    chart = beats_chart(ridden, summary)
    if chart is None:
        return None
    says = (
        "Crosses: intervals that are not believed. Dots: alpha1, hollow where 3-5 % of the beats "
        f"are doubtful; dashed: {ALPHA_MARK}. The bar is full where alpha1 is good. "
        f"{alpha_sentence(ridden.seconds)}"
    )
    return _figure("Beats and alpha1", chart, says)


def _belief(ridden: Ridden) -> Markup | None:
    chart = belief_chart(ridden)
    if chart is None or ridden.before is None or ridden.after is None:
        return None
    return _figure("The talk threshold", chart, belief_sentence(ridden.before, ridden.after))


def _figure(title: str, chart: Markup, says: str) -> Markup:
    return element("figure", element("h2", title), chart, element("figcaption", says))


def _pair(*figures: Markup | None) -> Markup:
    there = [figure for figure in figures if figure is not None]
    return element("div", *there, class_="pair") if there else _none()


def _foot(summary: Summary) -> Markup:
    return element(
        "footer",
        element("p", f"Ride {summary.name}, recorded with hrguide {summary.hrguide_version}."),
        element("p", "Made on the computer that recorded the ride; this file fetches nothing."),
    )


def _quoted(words: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"


def _or_dash(answer: int | str | None) -> str:
    return str(answer) if isinstance(answer, int) else "\N{EN DASH}"


def _none() -> Markup:
    return joined(())
