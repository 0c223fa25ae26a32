"""The report as a page of text, 80 columns wide.

Comes in: a `Summary`. Goes out: lines. Every sentence says what was, with its number; nothing is
called normal or abnormal, and what is not known is said to be unknown. It draws nothing.
"""

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import Final

from hrguide.plain_text import clean
from hrguide.report.clock_words import clock, day
from hrguide.report.steps import StepSummary
from hrguide.report.summary import Summary

COLUMNS: Final = 80
_MACHINES: Final = {
    "bikeerg": "bike erg",
    "rower": "rower",
    "skierg": "ski erg",
    "echobike": "echo bike",
}
_STANDING: Final = ("skierg",)  # at the others one sits in the rest
_ENDED: Final = {
    None: "interrupted; nothing after that was recorded",
    "done": "ridden to its end",
    "finished": "finished early",
    "stopped": "stopped (x)",
    "closed": "interrupted, and closed later",
    "imported": "the end of the recording",
}
_VERDICTS: Final = {
    "ready": "before the start",
    "learning": "getting to know you",
    "settling": "settling",
    "on_course": "on course",
    "heading_over": "heading over",
    "over": "over",
    "heading_under": "heading under (no fault)",
    "under": "under (no fault)",
    "too_short": "step too short to judge",
    "resting": "resting",
    "paused": "paused",
    "no_signal": "no heart rate",
    "no_range": "no range in force",
    "stopped": "stopped",
}
_ARTEFACTS: Final = {
    "missed": "missed",
    "extra": "extra",
    "ectopic": "early (ectopic)",
    "short": "too short",
    "long": "too long",
    "out_of_limits": "impossible",
}
_LISTED: Final = ("ease", "push", "well", "stop", "signal_lost", "signal_back")
_COUNTED: Final = {"step": "step change", "countdown": "countdown", "talk": "talk question"}


def page(summary: Summary) -> str:
    """The whole page, without a newline at the end."""
    sections = (_head, _verdicts, _steps, _rests, _talk, _cues, _signal, _forecast)
    texts = ["\n".join(map(clean, section(summary))) for section in sections]
    return "\n\n".join(text for text in texts if text)


def _head(summary: Summary) -> Iterator[str]:
    who = summary.athlete or "nobody named"
    when = f", {day(summary.started)}" if summary.started is not None else ""
    yield f"{summary.name}: {who}, {_machine(summary)}{when}"
    rounds = f", {summary.rounds_ridden} of {summary.rounds} rounds" if summary.rounds else ""
    yield f"{summary.workout}: {clock(summary.ridden_s)} ridden{rounds}, {_ENDED[summary.ended]}"
    if summary.simulated:
        yield "A demo: the rider was simulated."
    if summary.made_from is not None:
        yield from textwrap.wrap(
            f"Made from {summary.made_from}: no athlete, so no threshold and no ceiling, unless "
            "one was named.",
            COLUMNS,
        )
    before, after = (summary.answers.get(f"soreness_{when}") for when in ("before", "after"))
    if before is not None or after is not None:
        yield f"Soreness (0-10): {_or_unknown(before)} before, {_or_unknown(after)} after"
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
        yield f"  {_VERDICTS.get(verdict, verdict):<26}{clock(lasted_s):>8}{share:>6.0f} %"


def _steps(summary: Summary) -> Iterator[str]:
    work = [step for step in summary.steps if not step.is_rest]
    if not work:
        return
    yield "Steps                             heart rate (bpm)"
    yield "  round  effort            time     range  mean  last 60 s  peak  in range after"
    for step in work:
        yield _step_row(step).rstrip()
    if not any(step.high_bpm or step.low_bpm for step in work):
        yield "  No range was in force: time to it is not known."


def _step_row(step: StepSummary) -> str:
    settled = "too short" if step.ridden_s < 90 else _number(step.settled_bpm)
    has_range = step.low_bpm is not None or step.high_bpm is not None
    reached = "" if not has_range else "never"
    if step.to_range_s is not None:
        reached = clock(step.to_range_s)
    return (
        f"  {step.round or '':>5}  {step.name[:16]:<16}{clock(step.ridden_s):>6}"
        f"{_range(step):>10}{_number(step.mean_bpm):>6}{settled:>11}"
        f"{_number(step.peak_bpm):>6}{reached:>16}"
    )


def _rests(summary: Summary) -> Iterator[str]:
    rests = [step for step in summary.steps if step.is_rest]
    if not rests:
        return
    yield "Rests"
    posture = "standing" if summary.machine in _STANDING else "seated"
    for step in rests:
        place = f"after round {step.round}" if step.round else f"at {clock(step.at_s)}"
        yield f"  {place}: {_fall(step, posture)}"


def _fall(step: StepSummary, posture: str) -> str:
    """physiology.md L9: the plain fall, by no standard but the rider's own rides."""
    if step.from_bpm is None:
        return "no heart rate when it began"
    if step.fell_bpm is None:
        return f"not known for the first 60 s (from {step.from_bpm})"
    if step.fell_bpm <= 0:
        return f"did not fall in the first 60 s of rest ({posture}, from {step.from_bpm})"
    return f"fell {step.fell_bpm} bpm in the first 60 s of rest ({posture}, from {step.from_bpm})"


def _talk(summary: Summary) -> Iterator[str]:
    if not summary.talk:
        return
    yield "Talk answers"
    for answer in summary.talk:
        rate = "no heart rate" if answer.hr_bpm is None else f"{answer.hr_bpm} bpm"
        yield f"  {clock(answer.at_s):>7}  {answer.answer:<12}{rate}"
    if summary.threshold_bpm is not None and summary.threshold_sd_bpm is not None:
        spread = round(summary.threshold_sd_bpm)
        yield (
            f'  "Only just" on the {_machine(summary)}: about {round(summary.threshold_bpm)} '
            f"+-{spread}, with {summary.counted_answers} of these answers"
        )


def _cues(summary: Summary) -> Iterator[str]:
    listed = [cue for cue in summary.cues if cue.cue in _LISTED]
    counts = Counter(cue.cue for cue in summary.cues)
    heard = counts["ease"] + counts["push"]
    yield f"Cues: {heard} about how hard; the rest of the time nothing had to be said."
    for cue in listed:
        text = textwrap.shorten(cue.text, COLUMNS - 25, placeholder="...")
        yield f"  {clock(cue.at_s):>7}  {cue.cue.replace('_', ' '):<12}  {text}"
    also = [_many(counts[kind], word) for kind, word in _COUNTED.items() if counts[kind]]
    if also:
        yield f"  and {', '.join(also)}"
    if summary.changed_cues:
        yield (
            f"  Replayed by this version, {_many(summary.changed_cues, 'cue')} would be another "
            f"than version {summary.hrguide_version} said."
        )


def _signal(summary: Summary) -> Iterator[str]:
    signal = summary.signal
    yield "Signal"
    if not signal.packets:
        yield "  No heart rate was received: ridden by clock and talk."
        return
    beats = sum(signal.heard.values())
    if beats:
        kinds = [f"{signal.heard[kind]} {word}" for kind, word in _ARTEFACTS.items()
                 if signal.heard.get(kind)]  # fmt: skip
        doubtful = f"{signal.artefact_pct:.1f} %" if signal.artefact_pct is not None else "unknown"
        told = f"{beats} beats in {signal.packets} packets; doubtful or missing: {doubtful}"
        yield from _wrapped(f"{told} ({', '.join(kinds)})" if kinds else told)
    else:
        yield f"  {signal.packets} packets without beat intervals: artefacts are not known."
    if signal.bad_packets:
        yield f"  {_many(signal.bad_packets, 'packet')} could not be read."
    if not signal.gaps:
        yield "  No gap of 4 s or more."
        return
    yield f"  No heart rate for {clock(signal.no_rate_s)} of riding:"
    for gap in signal.gaps:
        reason = (gap.reason or "unknown").replace("_", " ")
        yield f"  {clock(gap.from_s):>7} - {clock(gap.to_s)}  {reason}"


def _forecast(summary: Summary) -> Iterator[str]:
    error = summary.forecast
    if error is None:
        yield "Forecast: too little of it met a heart rate to be scored."
        return
    yield from textwrap.wrap(
        f"Forecast {error.ahead_s:.0f} s ahead: off by {error.rms_bpm:.1f} bpm (root mean square, "
        f'{clock(error.compared_s)} compared); "it stays as it is" would have been off by '
        f"{error.as_it_is_rms_bpm:.1f}. The truth lay in its 95 % band "
        f"{100 * error.within_95:.0f} % of the time.",
        COLUMNS,
    )


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _machine(summary: Summary) -> str:
    return _MACHINES.get(summary.machine, summary.machine)


def _or_unknown(answer: int | str | None) -> str:
    return "not told" if answer is None else str(answer)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _range(step: StepSummary) -> str:
    if step.low_bpm is None:
        return "-" if step.high_bpm is None else f"under {step.high_bpm}"
    return f"{step.low_bpm}-{step.high_bpm}" if step.high_bpm else f"over {step.low_bpm}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, COLUMNS, initial_indent="  ", subsequent_indent="  ")
