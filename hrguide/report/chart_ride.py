"""The whole ride in one picture: heart rate over its ranges, what was foretold, what was said.

Comes in: a ride run again, its numbers. Goes out: SVG, for a wide page or for a telephone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from hrguide.moment import Moment, Phase
from hrguide.report.axes import (
    Axes,
    area,
    box,
    label,
    level_ticks,
    line,
    picture,
    rule,
    thinned,
    time_ticks,
)
from hrguide.report.clock_words import clock
from hrguide.report.forecast_error import WITHIN_SD, foretold
from hrguide.report.marks import mark
from hrguide.report.markup import Markup, element, joined
from hrguide.report.ridden import Ridden, is_riding
from hrguide.report.sentences import many, number
from hrguide.report.summary import Summary

_EDGE_BPM: Final = 6.0  # air above and below
_SPAN_LEAST_BPM: Final = 40.0  # a steady heart is not drawn as a mountain range [J]
_SPAN_WITHOUT: Final = (60.0, 140.0)  # where no heart rate was heard at all
_TALK_NUMBERS: Final = {"comfortable": "1", "only just": "2", "no": "3"}
_SAID: Final = ("ease", "push", "well", "stop")
_LEVELS: Final = {"easy": 0.34, "moderately easy": 0.6, "moderate": 0.86, "rest": 0.12}
_LEVEL_OTHER: Final = 0.5
_SIGN_PX: Final = 13.0  # closer signs would touch


@dataclass(frozen=True, slots=True)
class Paper:
    """One size of the picture, in its own pixels."""

    name: str
    width: float
    height: float
    points: int  # of a line at most
    left: float = 38.0
    right: float = 20.0
    marks: float = 26.0  # above the plot, for what was said
    under: float = 62.0  # below it, for times and steps


WIDE: Final = Paper("ride-wide", 920.0, 340.0, 1400)
NARROW: Final = Paper("ride-narrow", 380.0, 320.0, 600)


def ride_chart(ridden: Ridden, summary: Summary, paper: Paper) -> Markup:
    """The picture; an empty frame with its steps where no heart rate was heard."""
    seconds = [moment for moment in ridden.seconds if moment.at_s >= summary.began_s]
    axes = _axes(seconds, summary, paper)
    return picture(
        paper.name,
        _shade(axes, seconds, summary),
        level_ticks(axes),
        time_ticks(axes),
        _ranges(axes, seconds, summary),
        _fan(axes, ridden, summary),
        _threshold(axes, seconds, ridden),
        line(axes, thinned(_rates(seconds, summary), paper.points), "pulse"),
        _said(axes, summary),
        _steps(axes, summary, paper),
        label(axes.left - 6, axes.top - 8, "bpm", anchor="end"),
        _unheard(axes, summary),
        size=(paper.width, paper.height),
        title="Heart rate over the ranges of the ride",
        told=_told(summary),
    )


def _unheard(axes: Axes, summary: Summary) -> Markup:
    if summary.signal.packets:
        return joined(())
    middle = (axes.left + axes.right) / 2
    said = "no heart rate: ridden by clock and talk"
    return label(middle, axes.top + 20, said, anchor="middle", kind="name")


def _axes(seconds: list[Moment], summary: Summary, paper: Paper) -> Axes:
    rates = [moment.hr_bpm for moment in seconds if moment.hr_bpm is not None]
    edges = [
        edge
        for moment in seconds
        if moment.step is not None
        for edge in (moment.step.low_bpm, moment.step.high_bpm)
        if edge is not None
    ]
    levels = [*rates, *edges]
    low, high = (min(levels), max(levels)) if levels else _SPAN_WITHOUT
    middle, half = (low + high) / 2, max((high - low) / 2 + _EDGE_BPM, _SPAN_LEAST_BPM / 2)
    end_s = seconds[-1].at_s - summary.began_s if seconds else 0.0
    return Axes(
        left=paper.left,
        top=paper.marks,
        width=paper.width - paper.left - paper.right,
        height=paper.height - paper.marks - paper.under,
        x_low=0.0,
        x_high=max(60.0, end_s),
        y_low=middle - half,
        y_high=middle + half,
    )


def _rates(seconds: list[Moment], summary: Summary) -> tuple[tuple[float, float | None], ...]:
    return tuple((moment.at_s - summary.began_s, moment.hr_bpm) for moment in seconds)


def _runs(
    seconds: list[Moment], summary: Summary, by: object
) -> Iterator[tuple[float, float, Moment]]:
    """Stretches of seconds alike in `by`: from, to, the first Moment."""
    assert callable(by)
    for _key, group in groupby(seconds, key=by):
        run = list(group)
        yield run[0].at_s - summary.began_s, run[-1].at_s + 1 - summary.began_s, run[0]


def _shade(axes: Axes, seconds: list[Moment], summary: Summary) -> Markup:
    """Rests, pauses and gaps behind everything."""
    shades = []
    for from_s, to_s, first in _runs(seconds, summary, lambda moment: moment.phase):
        kind = {Phase.REST: "resting", Phase.PAUSED: "paused", Phase.STOPPED: "paused"}.get(
            first.phase
        )
        if kind is not None:
            shades.append(_column(axes, from_s, to_s, kind))
    for gap in summary.signal.gaps if summary.signal.packets else ():
        from_s, to_s = gap.from_s - summary.began_s, gap.to_s - summary.began_s
        shades.append(_column(axes, from_s, to_s, "gap"))
    return joined(shades)


def _column(axes: Axes, from_s: float, to_s: float, kind: str) -> Markup:
    left, right = axes.x(max(0.0, from_s)), axes.x(min(axes.x_high, to_s))
    return box(left, axes.top, right - left, axes.height, kind)


def _ranges(axes: Axes, seconds: list[Moment], summary: Summary) -> Markup:
    """Each range as a band, its edges drawn; an open side reaches the edge of the plot."""
    bands = []
    for from_s, to_s, first in _runs(seconds, summary, _range_of):
        if _range_of(first) is None:
            continue
        assert first.step is not None
        low, high = first.step.low_bpm, first.step.high_bpm
        left, right = axes.x(from_s), axes.x(min(axes.x_high, to_s))
        upper = axes.top if high is None else axes.y(high)
        lower = axes.bottom if low is None else axes.y(low)
        kind = "range" if low is not None and high is not None else "range open"
        bands.append(box(left, upper, right - left, lower - upper, kind))
        bands += [
            rule((left, edge), (right, edge), "range-edge")
            for edge, is_there in ((upper, high is not None), (lower, low is not None))
            if is_there
        ]
    return joined(bands)


def _range_of(moment: Moment) -> tuple[int, int | None, int | None] | None:
    step = moment.step
    if step is None or not is_riding(moment) or (step.low_bpm is None and step.high_bpm is None):
        return None
    return step.index, step.low_bpm, step.high_bpm


def _fan(axes: Axes, ridden: Ridden, summary: Summary) -> Markup:
    """What was foretold 30 s before, as the band that holds 95 %; broken where none was."""
    fans: list[list[tuple[float, float, float]]] = [[]]
    last_s = None
    for one in foretold(ridden.moments):
        at_s = one.at_s - summary.began_s
        if last_s is not None and at_s - last_s > 2:
            fans.append([])
        half = WITHIN_SD * one.forecast.sd_bpm
        fans[-1].append((at_s, one.forecast.mean_bpm - half, one.forecast.mean_bpm + half))
        last_s = at_s
    every = max(1, round(sum(map(len, fans)) / 700))  # a band needs no finer steps
    return joined(area(axes, _some(fan, every), "fan") for fan in fans)


def _some(fan: list[tuple[float, float, float]], every: int) -> list[tuple[float, float, float]]:
    return fan[::every] + fan[-1:] if len(fan) > every else fan


def _threshold(axes: Axes, seconds: list[Moment], ridden: Ridden) -> Markup:
    """Where "only just" was believed to lie; it moves when an answer comes."""
    if ridden.after is None or ridden.after.is_guess:
        return joined(())
    points = [(moment.at_s - seconds[0].at_s, moment.threshold_bpm) for moment in seconds]
    inside = [
        (at_s, bpm if bpm is not None and axes.y_low < bpm < axes.y_high else None)
        for at_s, bpm in points
    ]
    return line(axes, thinned(inside, 300), "threshold")


def _said(axes: Axes, summary: Summary) -> Markup:
    """Above the plot: what was said about how hard, and what the rider answered."""
    marks = []
    last_x = -_SIGN_PX
    for cue in summary.cues:
        x = axes.x(cue.at_s - summary.began_s)
        if cue.cue not in _SAID or (cue.cue == "well" and x - last_x < _SIGN_PX):
            continue  # praise gives way: the list below has it
        if cue.cue != "well":
            marks.append(rule((x, axes.top - 2), (x, axes.bottom), f"said-{cue.cue}"))
        marks.append(mark(cue.cue, x, axes.top - 12))
        last_x = x
    for answer in summary.talk:
        x = axes.x(answer.at_s - summary.began_s)
        level = axes.bottom - 10 if answer.hr_bpm is None else axes.y(answer.hr_bpm)
        marks.append(
            element(
                "g",
                element("circle", cx=x, cy=level, r=7.0),
                label(x, level + 4, _TALK_NUMBERS[answer.answer], anchor="middle", kind="answer"),
                class_="talked",
            )
        )
    return joined(marks)


def _steps(axes: Axes, summary: Summary, paper: Paper) -> Markup:
    """Under the times: each step as a block, as high as it was hard, and the rounds' numbers."""
    floor, height = paper.height - 14.0, 22.0
    blocks = []
    for step in summary.steps:
        share = _LEVELS["rest"] if step.is_rest else _LEVELS.get(step.name, _LEVEL_OTHER)
        left = axes.x(step.at_s - summary.began_s)
        right = axes.x(min(axes.x_high, step.at_s - summary.began_s + step.ridden_s))
        kind = "block-rest" if step.is_rest else "block"
        blocks.append(box(left, floor - share * height, right - left - 0.8, share * height, kind))
    for round_, group in groupby(summary.steps, key=lambda step: step.round):
        work = [step for step in group if not step.is_rest]
        if round_ is not None and work:
            from_s = work[0].at_s - summary.began_s
            to_s = work[-1].at_s + work[-1].ridden_s - summary.began_s
            if axes.x(to_s) - axes.x(from_s) >= 12:
                middle = axes.x((from_s + to_s) / 2)
                blocks.append(label(middle, paper.height - 2, str(round_), anchor="middle"))
    return joined(blocks)


def _told(summary: Summary) -> str:
    rates = [step.peak_bpm for step in summary.steps if step.peak_bpm is not None]
    if not rates:
        return "No heart rate was heard; only the steps are drawn. The tables below say the same."
    means = [step.mean_bpm for step in summary.steps if step.mean_bpm is not None]
    low = f"{number(min(means))} to {number(max(means))}" if means else "unknown"
    eased, pushed = (sum(cue.cue == kind for cue in summary.cues) for kind in ("ease", "push"))
    return (
        f"{clock(summary.ridden_s)} of riding. Means of the steps: {low} bpm, the peak "
        f"{max(rates)} bpm. Said: ease off {many(eased, 'time')}, a touch more "
        f"{many(pushed, 'time')}. The table of steps below has every number."
    )
