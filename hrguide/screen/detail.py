"""The detail view in words: threshold, where numbers come from, artefacts, radio.

Comes in: the Moment and the strap. Goes out: (label, value) pairs, most wanted first. Not read from
two metres, and not meant to be.
"""

from hrguide.moment import Forecast, Moment
from hrguide.screen import words
from hrguide.screen.setting import Strap

UNKNOWN = "not known"


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
        (
            "doubtful",
            UNKNOWN if moment.artefact_pct is None else f"{moment.artefact_pct:.1f} % of beats",
        ),
        ("alpha1", UNKNOWN if moment.alpha1 is None else f"{moment.alpha1:.2f}"),
        ("strap", _strap(strap)),
        ("packets", f"{moment.bad_packets} unreadable"),
    ]
    if moment.provisional:
        fields[2] = ("from", f"{moment.range_source or 'formula'} ({words.A_GUESS})")
    if moment.power_w is not None:
        fields.append(("power", f"{moment.power_w:.0f} W"))
    return tuple(fields)


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
