"""The pictures as one sheet, PNG or PDF, by matplotlib: the extra `plots`.

Comes in: a ride run again, its numbers. Goes out: bytes. It shows what the page for a browser
shows, for those who need a picture in a letter. Without the extra it says how to get it.
"""

import importlib.util
import io
import warnings
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from hrguide.errors import UsageError
from hrguide.plain_text import clean
from hrguide.report import sentences
from hrguide.report.axes import time_step
from hrguide.report.chart_beats import ALPHA_MARK
from hrguide.report.chart_rounds import Curve, rest_curves, round_curves
from hrguide.report.clock_words import clock, day
from hrguide.report.forecast_error import WITHIN_SD, foretold
from hrguide.report.ridden import Ridden
from hrguide.report.summary import Summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHEET_IN: Final = (8.27, 11.69)  # A4
_DOTS_PER_IN: Final = 150
# Okabe and Ito 2008: told apart by people of every colour vision; with dashes, in grey as well.
_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000")
_DASHES: Final = ("-", "--", ":", "-.", "-")
_SIGNS: Final = {"ease": "v", "push": "^", "stop": "X"}


def require_matplotlib() -> None:
    """Raises UsageError where it is not installed."""
    if importlib.util.find_spec("matplotlib") is None:
        raise UsageError(
            "pictures as PNG or PDF need matplotlib, which is not installed",
            hint="pip install 'hrguide[plots]'; `--html` needs nothing more and prints as well.",
        )


def draw(ridden: Ridden, summary: Summary, kind: str) -> bytes:
    """kind: png or pdf. The same ride gives the same bytes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SHEET_IN, layout="constrained")
    rows: Any = figure.subplot_mosaic(
        [["ride", "ride"], ["rounds", "rests"], ["beats", "belief"], ["alpha", "belief"]],
        height_ratios=[3, 2.2, 1.4, 1],
    )
    when = f", {day(summary.started)}" if summary.started is not None else ""
    title = f"{summary.athlete or 'nobody named'}{when}\n"
    said = f"{summary.workout}: {sentences.ridden_words(summary)}"
    remarks = "".join(f"\n{remark}" for remark in sentences.remarks(summary))
    head = figure.suptitle(f"{clean(title.strip())}\n{clean(said)}{_clean(remarks)}", fontsize=11)
    head.set_parse_math(False)  # a name may hold two dollar signs
    _ride(rows["ride"], ridden, summary)
    _curves(rows["rounds"], round_curves(ridden, summary), "Rounds laid over each other")
    _curves(rows["rests"], rest_curves(ridden, summary), "In the rests (from their beginning)")
    _beats(rows["beats"], ridden, summary)
    _alpha(rows["alpha"], ridden, summary)
    _belief(rows["belief"], ridden)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name in letters that the font lacks
        content = io.BytesIO()
        metadata = {"CreationDate": None} if kind == "pdf" else {}
        figure.savefig(content, format=kind, dpi=_DOTS_PER_IN, metadata=metadata)
    return content.getvalue()


def _clean(text: str) -> str:
    return "\n".join(clean(line) for line in text.split("\n"))


def _ride(axes: "Axes", ridden: Ridden, summary: Summary) -> None:
    seconds = [moment for moment in ridden.seconds if moment.at_s >= summary.began_s]
    at_s = [moment.at_s - summary.began_s for moment in seconds]
    rates = [_or_nan(moment.hr_bpm) for moment in seconds]
    known = [moment.hr_bpm for moment in seconds if moment.hr_bpm is not None]
    floor = min(known, default=60) - 6
    for asked, group in groupby(seconds, key=lambda each: each.step):
        if asked is None or (asked.low_bpm is None and asked.high_bpm is None):
            continue
        run = list(group)
        axes.fill_between(
            [run[0].at_s - summary.began_s, run[-1].at_s + 1 - summary.began_s],
            asked.low_bpm or floor,
            asked.high_bpm or max(known, default=140) + 6,
            color="#009E73",
            alpha=0.25,
            linewidth=0,
        )
    told = list(foretold(ridden.moments))
    axes.fill_between(
        [one.at_s - summary.began_s for one in told],
        [one.forecast.mean_bpm - WITHIN_SD * one.forecast.sd_bpm for one in told],
        [one.forecast.mean_bpm + WITHIN_SD * one.forecast.sd_bpm for one in told],
        color="#0072B2",
        alpha=0.18,
        linewidth=0,
        label="foretold 30 s before (95 %)",
    )
    axes.plot(at_s, rates, color="black", linewidth=1.1, label="heart rate")
    for kind, sign in _SIGNS.items():
        said_s = [cue.at_s - summary.began_s for cue in summary.cues if cue.cue == kind]
        if said_s:
            top = max(known, default=140) + 4
            axes.plot(said_s, [top] * len(said_s), sign, color="#D55E00", label=kind)
    if summary.threshold_bpm is not None:
        levels = [_or_nan(moment.threshold_bpm) for moment in seconds]
        axes.plot(at_s, levels, "--", color="#CC79A7", linewidth=1, label='"only just" as believed')
    axes.set_title("Heart rate over ranges (green)", fontsize=10)
    axes.set_ylim(floor, max(known, default=140) + 8)
    _times(axes, most=14)
    axes.legend(fontsize=7, loc="upper left", bbox_to_anchor=(0, -0.06), ncols=6, frameon=False)


def _curves(axes: "Axes", curves: tuple[Curve, ...], title: str) -> None:
    axes.set_title(title, fontsize=10)
    if not curves:
        _nothing(axes)
        return
    for place, curve in enumerate(curves):
        axes.plot(
            [at_s for at_s, _level in curve.points],
            [_or_nan(level) for _at_s, level in curve.points],
            color=_COLOURS[place % len(_COLOURS)],
            linestyle=_DASHES[place % len(_DASHES)],
            linewidth=1.1,
            label=curve.name,
        )
    axes.legend(fontsize=7)
    _times(axes)


def _beats(axes: "Axes", ridden: Ridden, summary: Summary) -> None:
    axes.set_title("RR intervals, ms (crosses: not believed)", fontsize=10)
    if not ridden.intervals:
        _nothing(axes)
        return
    for is_good, style in ((True, "k,"), (False, "x")):
        points = [each for each in ridden.intervals if each.is_good == is_good]
        axes.plot(
            [each.at_s - summary.began_s for each in points],
            [1000 * each.rr_s for each in points],
            style,
            markersize=4,
        )
    _times(axes)


def _alpha(axes: "Axes", ridden: Ridden, summary: Summary) -> None:
    axes.set_title("alpha1 over 2 min", fontsize=10)
    known = [moment for moment in ridden.seconds if moment.alpha1 is not None]
    if not known:
        _nothing(axes)
        return
    axes.plot(
        [moment.at_s - summary.began_s for moment in known],
        [_or_nan(moment.alpha1) for moment in known],
        ".",
        color="#0072B2",
        markersize=3,
    )
    axes.axhline(ALPHA_MARK, color="#CC79A7", linestyle="--", linewidth=1)
    _times(axes)


def _belief(axes: "Axes", ridden: Ridden) -> None:
    axes.set_title("Talk threshold, bpm", fontsize=10)
    axes.set_yticks([])
    if ridden.before is None or ridden.after is None:
        _nothing(axes)
        return
    for name, hill, dash in (("before", ridden.before, "--"), ("after", ridden.after, "-")):
        axes.plot(
            [bpm for bpm, _density in hill.points],
            [density for _bpm, density in hill.points],
            linestyle=dash,
            color="#009E73" if name == "after" else "#555555",
            label=f"{name}: {hill.mean_bpm:.0f} \N{PLUS-MINUS SIGN} {hill.sd_bpm:.0f}",
        )
    axes.legend(fontsize=8)


def _times(axes: "Axes", *, most: int = 7) -> None:
    from matplotlib.ticker import MultipleLocator

    low_s, high_s = axes.get_xlim()
    axes.xaxis.set_major_locator(MultipleLocator(time_step(high_s - low_s, most)))
    axes.xaxis.set_major_formatter(lambda value, _place: clock(max(0.0, value)))
    axes.tick_params(labelsize=8)
    axes.grid(alpha=0.3)


def _nothing(axes: "Axes") -> None:
    axes.text(0.5, 0.5, "not known", ha="center", va="center", transform=axes.transAxes)
    axes.set_xticks([])
    axes.set_yticks([])


def _or_nan(value: float | None) -> float:
    """matplotlib breaks a line at nan, and only there."""
    return float("nan") if value is None else float(value)
