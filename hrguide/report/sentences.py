"""The sentences that the page of text and the page for a browser share.

Comes in: a `Summary`. Goes out: words. Every sentence says what was, with its number; nothing is
called normal or abnormal, and what is not known is said to be unknown. It lays out nothing.
"""

from collections.abc import Iterator
from typing import Final

from hrguide.report.clock_words import clock
from hrguide.report.steps import StepSummary
from hrguide.report.summary import Summary

MACHINES: Final = {
    "bikeerg": "bike erg",
    "rower": "rower",
    "skierg": "ski erg",
    "echobike": "echo bike",
}
ENDED: Final = {
    None: "interrupted; nothing after that was recorded",
    "done": "ridden to its end",
    "finished": "finished early",
    "stopped": "stopped (x)",
    "closed": "interrupted, and closed later",
    "imported": "the end of the recording",
}
VERDICTS: Final = {
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
LISTED: Final = ("ease", "push", "well", "stop", "signal_lost", "signal_back")
"""Kinds of cue that are told one by one; the others are counted."""
NO_RANGE: Final = "No range was in force: time to it is not known."


def machine_words(summary: Summary) -> str:
    return MACHINES.get(summary.machine, summary.machine)


def ridden_words(summary: Summary) -> str:
    """How long, how many rounds, how it ended."""
    rounds = f", {summary.rounds_ridden} of {summary.rounds} rounds" if summary.rounds else ""
    return f"{clock(summary.ridden_s)} ridden{rounds}, {ENDED[summary.ended]}"


def remarks(summary: Summary) -> Iterator[str]:
    """What a reader must know before any number: a demo, an import, gentle mode."""
    if summary.simulated:
        yield "A demo: the rider was simulated."
    if summary.made_from is not None:
        nobody = "" if summary.athlete else ": no athlete, so no threshold and no ceiling"
        unless = ", unless one was named" if nobody else ""
        yield f"Made from {summary.made_from}{nobody}{unless}."
    if summary.gentle:
        yield "Gentle mode: everything that holds back was on, everything that pushes was off."


def soreness_words(summary: Summary) -> str | None:
    """Before, after and the next morning; None where nothing was told."""
    before, after = (summary.answers.get(f"soreness_{when}") for when in ("before", "after"))
    morning = summary.answers.get("morning_after")
    was_told = isinstance(morning, int)  # else "skipped": asked and not remembered
    if before is None and after is None and not was_told:
        return None
    next_morning = f", {morning} the morning after" if was_told else ""
    return f"{or_unknown(before)} before, {or_unknown(after)} after{next_morning}"


def or_unknown(answer: int | str | None) -> str:
    return "not told" if answer is None else str(answer)


def settled_words(summary: Summary) -> str | None:
    """Settled time in range; None where there is none."""
    settled = summary.settled
    if not settled.total_s:
        return None
    within, over, under = (
        100 * each / settled.total_s for each in (settled.within_s, settled.over_s, settled.under_s)
    )
    return (
        f"{within:.0f} % of {clock(settled.total_s)} (from 60 s into a step); "
        f"{over:.0f} % over, {under:.0f} % under (no fault)"
    )


def threshold_words(summary: Summary) -> str | None:
    """What "only just" came to, after the ride's answers."""
    if summary.threshold_bpm is None or summary.threshold_sd_bpm is None:
        return None
    spread = round(summary.threshold_sd_bpm)
    return (
        f'"Only just" on the {machine_words(summary)}: about {round(summary.threshold_bpm)} '
        f"+-{spread}, with {summary.counted_answers} of these answers"
    )


def range_words(step: StepSummary) -> str:
    if step.low_bpm is None:
        return "-" if step.high_bpm is None else f"under {step.high_bpm}"
    return f"{step.low_bpm}-{step.high_bpm}" if step.high_bpm else f"over {step.low_bpm}"


def settled_rate_words(step: StepSummary) -> str:
    """The mean of the last 60 s."""
    return "too short" if step.ridden_s < 90 else number(step.settled_bpm)


def reached_words(step: StepSummary) -> str:
    """How long until the range; empty where there was none, a dash where no heart rate was."""
    if step.to_range_s is not None:
        return clock(step.to_range_s)
    if step.low_bpm is None and step.high_bpm is None:
        return ""
    return "never" if step.peak_bpm is not None else "-"


def error_words(step: StepSummary) -> str:
    """How far the forecasts into this step were off."""
    return "-" if step.forecast_rms_bpm is None else f"{step.forecast_rms_bpm:.1f}"


def time_words(at_s: float, summary: Summary) -> str:
    """A time of the recording as time since the start; what came before it is 0:00."""
    return clock(max(0.0, at_s - summary.began_s))


def rest_place(step: StepSummary, summary: Summary) -> str:
    return f"after round {step.round}" if step.round else f"at {time_words(step.at_s, summary)}"


def drift_sentences(summary: Summary) -> Iterator[str]:
    """Within steps and from round to round; nothing where there is neither."""
    drift = summary.drift
    if drift.within_bpm_per_10_min is not None:
        yield (
            f"within steps of 5 min and more {drift.within_bpm_per_10_min:+.1f} bpm in 10 min "
            f"({clock(drift.steady_s)} looked at)"
        )
    for one in drift.rounds:
        yield (
            f"{one.name}, last 60 s: {one.first_bpm:.0f} in round {one.first_round}, "
            f"{one.last_bpm:.0f} in round {one.last_round}"
        )


def signal_sentences(summary: Summary) -> Iterator[str]:
    """Beats, artefacts, packets; gaps are listed beside."""
    signal = summary.signal
    if not signal.packets:
        yield "No heart rate was received: ridden by clock and talk."
        return
    beats = sum(signal.heard.values())
    if beats:
        kinds = [
            f"{signal.heard[kind]} {word}"
            for kind, word in _ARTEFACTS.items()
            if signal.heard.get(kind)
        ]
        doubtful = f"{signal.artefact_pct:.1f} %" if signal.artefact_pct is not None else "unknown"
        told = f"{beats} beats in {signal.packets} packets; doubtful or missing: {doubtful}"
        yield f"{told} ({', '.join(kinds)})" if kinds else told
    else:
        yield f"{signal.packets} packets without beat intervals: artefacts are not known."
    if signal.bad_packets:
        yield f"{many(signal.bad_packets, 'packet')} could not be read."
    if not signal.gaps:
        yield "No gap of 4 s or more."


def forecast_sentence(summary: Summary) -> str:
    error = summary.forecast
    if error is None:
        return "Forecast: too little of it met a heart rate to be scored."
    return (
        f"Forecast {error.ahead_s:.0f} s ahead: off by {error.rms_bpm:.1f} bpm (root mean square, "
        f'{clock(error.compared_s)} compared); "it stays as it is" would have been off by '
        f"{error.as_it_is_rms_bpm:.1f}. The truth lay in its 95 % band "
        f"{100 * error.within_95:.0f} % of the time."
    )


def heard_words(summary: Summary) -> str:
    heard = sum(cue.cue in ("ease", "push") for cue in summary.cues)
    return f"{heard} about how hard; the rest of the time nothing had to be said."


def changed_cues_sentence(summary: Summary) -> str | None:
    if not summary.changed_cues:
        return None
    return (
        f"Replayed by this version, {many(summary.changed_cues, 'cue')} would be another "
        f"than version {summary.hrguide_version} said."
    )


def reason_words(reason: str | None) -> str:
    return (reason or "unknown").replace("_", " ")


def many(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def number(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"
