"""The detail view in words: threshold, where numbers come from, beats, radio.

Comes in: the Moment and the strap. Goes out: (label, value) pairs, most wanted first. Not read from
two metres, and not meant to be.
"""

from typing import Final

from hrguide.beats.pulse_variability import BadBeats
from hrguide.moment import Forecast, Moment
from hrguide.screen import words
from hrguide.screen.setting import Strap

UNKNOWN = "not known"

_NO_ALPHA1: Final = {  # AlphaReason's values; at most 27 letters
    "demand_step": "2 min after a change",
    "too_few_beats": "too few beats yet",
    "gap": "beats were lost",
    "short_span": "too few good beats yet",
    "artefacts": "too many bad beats",
    "no_variation": "beats all alike",
}


def detail_fields(moment: Moment, strap: Strap) -> tuple[tuple[str, str], ...]:
    """Label and value, in the order of their worth."""
    step = moment.step
    fields = [
        ("threshold", _spread(moment.threshold_bpm, moment.threshold_sd_bpm)),
        (
            "range",
            _range(None if step is None else step.low_bpm, None if step is None else step.high_bpm),
        ),
        ("from", moment.range_source or ("-" if step is None else UNKNOWN)),
        ("ceiling", UNKNOWN if moment.ceiling_bpm is None else f"{moment.ceiling_bpm:.0f}"),
        ("heading", _forecast(moment, moment.forecast)),
        ("in 30 s", _forecast(moment, moment.ahead_30s)),
        ("alpha1", _alpha1(moment)),
        ("RMSSD", _rmssd(moment)),
        ("bad beats", _bad_share(moment)),
        ("this ride", UNKNOWN if moment.beats is None else _bad_beats(moment.beats.ride)),
        ("strap", _strap(strap)),
        ("packets", f"{moment.bad_packets} unreadable"),
    ]
    if moment.provisional:
        fields[2] = ("from", f"{moment.range_source or 'formula'} ({words.A_GUESS})")
    if moment.power_w is not None:
        fields.append(("power", f"{moment.power_w:.0f} W"))
    return tuple(fields)


def _alpha1(moment: Moment) -> str:
    """The number, with a flag or without; or why there is none."""
    beats = moment.beats
    if moment.alpha1 is None:
        return UNKNOWN if beats is None else _NO_ALPHA1.get(beats.alpha1_reason or "", UNKNOWN)
    flagged = beats is not None and beats.alpha1_reason is not None
    # which alpha1 it is: live always forward boxes of 4-16 beats, smoothness priors
    return f"{moment.alpha1:.2f}{', some bad beats' if flagged else ' (4-16, detrended)'}"


def _rmssd(moment: Moment) -> str:
    rmssd_ms = None if moment.beats is None else moment.beats.rmssd_ms
    return UNKNOWN if rmssd_ms is None else f"{rmssd_ms:.0f} ms in 2 min"


def _bad_share(moment: Moment) -> str:
    """Of the last two minutes: the share, and of which kind."""
    if moment.artefact_pct is None:
        return UNKNOWN
    share = f"{moment.artefact_pct:.1f} %"
    kinds = "none" if moment.beats is None else _bad_beats(moment.beats.recent)
    return share if kinds == "none" else f"{share}: {kinds}"


def _bad_beats(bad: BadBeats) -> str:
    counts = (
        (bad.missed, "missed"),
        (bad.extra, "extra"),
        (bad.ectopic, "early"),
        (bad.long_short, "odd"),
        (round(bad.gap_s), "s lost"),
    )
    return ", ".join([f"{count} {kind}" for count, kind in counts if count]) or "none"


def _spread(mean: float | None, sd: float | None) -> str:
    if mean is None:
        return UNKNOWN
    return f"{mean:.0f}" if sd is None else f"{mean:.0f} ±{sd:.0f}"


def _range(low_bpm: int | None, high_bpm: int | None) -> str:
    if high_bpm is None:
        return "none" if low_bpm is None else f"over {low_bpm}"
    return f"under {high_bpm}" if low_bpm is None else f"{low_bpm}-{high_bpm}"


def _forecast(moment: Moment, forecast: Forecast | None) -> str:
    if forecast is None:
        return UNKNOWN
    ahead_s = max(0.0, forecast.at_s - moment.at_s)
    return f"{forecast.mean_bpm:.0f} ±{forecast.sd_bpm:.0f} in {ahead_s:.0f} s"


def _strap(strap: Strap) -> str:
    battery = "" if strap.battery_pct is None else f", battery {strap.battery_pct} %"
    return f"{strap.name or strap.state.value}{battery}"
