"""The beats themselves: each interval, whether it is believed, and alpha1 where it may be told.

Comes in: a ride run again, its numbers. Goes out: a picture, None where no interval was heard.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from hrguide.moment import Moment
from hrguide.report.axes import Axes, box, label, level_ticks, picture, rule, time_ticks
from hrguide.report.clock_words import clock
from hrguide.report.marks import mark
from hrguide.report.markup import Markup, coordinate, element, joined
from hrguide.report.ridden import Interval, Ridden, is_riding
from hrguide.report.sentences import reason_words
from hrguide.report.summary import Summary

SIZE: Final = (440.0, 300.0)
ALPHA_MARK: Final = 0.75  # physiology.md C4: about the first threshold, on average
_LEFT, _WIDTH = 42.0, 378.0
_ALPHA_EVERY_S: Final = 5  # alpha1 looks over two minutes: it hardly moves in between
_ALPHA_SPAN: Final = (0.2, 1.6)
_BAD_MOST: Final = 150  # crosses; more would be a black bar, and the share is told in words
_STRIP_PX: Final = 8.0


def beats_chart(ridden: Ridden, summary: Summary) -> Markup | None:
    """RR intervals above, alpha1 below, and between them whether it may be believed."""
    intervals = [each for each in ridden.intervals if each.at_s >= summary.began_s]
    if not intervals:
        return None
    seconds = [moment for moment in ridden.seconds if moment.at_s >= summary.began_s]
    end_s = max(60.0, seconds[-1].at_s - summary.began_s)
    good = [each.rr_s for each in intervals if each.is_good] or [each.rr_s for each in intervals]
    above = _axes(26.0, 126.0, end_s, (1000 * min(good) - 30, 1000 * max(good) + 30))
    below = _axes(190.0, 84.0, end_s, _ALPHA_SPAN)
    return picture(
        "beats",
        label(4, 12, "RR interval, ms"),
        level_ticks(above),
        _spans(above, intervals, summary),
        _bad(above, intervals, summary),
        label(4, 168, "alpha1 over 2 min"),
        _strip(below, seconds, summary),
        level_ticks(below, every=0.5, places=1),
        time_ticks(below),
        rule((below.left, below.y(ALPHA_MARK)), (below.right, below.y(ALPHA_MARK)), "threshold"),
        _alpha(below, seconds, summary),
        size=SIZE,
        title="RR intervals, and alpha1 where it may be told",
        told=f"{_told_of(intervals)} {alpha_sentence(seconds)}",
    )


def alpha_sentence(seconds: Iterable[Moment]) -> str:
    """For how long alpha1 could be told, and why not for longer."""
    ridden = [moment for moment in seconds if is_riding(moment) and moment.beats is not None]
    known = sum(moment.alpha1 is not None for moment in ridden)
    reasons = Counter(
        moment.beats.alpha1_reason
        for moment in ridden
        if moment.beats is not None and moment.alpha1 is None
    )
    if not ridden:
        return "alpha1 is not known."
    told = f"alpha1 could be told for {clock(known)} of {clock(len(ridden))}"
    why = [
        f"{_WHY.get(reason or '', reason_words(reason))}" for reason, _n in reasons.most_common(2)
    ]
    return f"{told}; else {', or '.join(why)}." if why else f"{told}."


_WHY: Final = {
    "demand_step": "the effort had changed less than 2 min ago",
    "too_few_beats": "there were too few beats",
    "gap": "there was a gap",
    "short_span": "too little of it was clean",
    "artefacts": "over 5 % of the beats were doubtful",
    "no_variation": "the intervals were all alike",
}


def _axes(top: float, height: float, end_s: float, span: tuple[float, float]) -> Axes:
    return Axes(
        left=_LEFT,
        top=top,
        width=_WIDTH,
        height=height,
        x_low=0.0,
        x_high=end_s,
        y_low=span[0],
        y_high=span[1],
    )


def _spans(axes: Axes, intervals: Iterable[Interval], summary: Summary) -> Markup:
    """The believed intervals of each pixel's width, from the shortest to the longest."""
    columns: dict[int, list[float]] = defaultdict(list)
    for each in intervals:
        if each.is_good:
            columns[round(axes.x(each.at_s - summary.began_s))].append(axes.y(1000 * each.rr_s))
    drawn = "".join(
        f"M{x} {coordinate(min(ys) - 0.6)}V{coordinate(max(ys) + 0.6)}"
        for x, ys in sorted(columns.items())
    )
    return element("path", d=drawn, class_="intervals")


def _bad(axes: Axes, intervals: Iterable[Interval], summary: Summary) -> Markup:
    bad = [each for each in intervals if not each.is_good]
    every = max(1, -(-len(bad) // _BAD_MOST))
    return joined(
        mark("bad", axes.x(each.at_s - summary.began_s), axes.y(1000 * each.rr_s))
        for each in bad[::every]
    )


def _alpha(axes: Axes, seconds: Iterable[Moment], summary: Summary) -> Markup:
    """Dots; hollow where the share of doubtful beats is 3-5 %."""
    dots = []
    for moment in seconds:
        if moment.alpha1 is None or moment.beats is None or moment.at_s % _ALPHA_EVERY_S:
            continue
        kind = "alpha-doubtful" if moment.beats.alpha1_reason else "alpha"
        x, y = axes.x(moment.at_s - summary.began_s), axes.y(moment.alpha1)
        dots.append(element("circle", cx=x, cy=y, r=2.2, class_=kind))
    return joined(dots)


def _strip(axes: Axes, seconds: list[Moment], summary: Summary) -> Markup:
    """A bar over the lower plot: full where alpha1 is good, half where doubtful, else empty."""
    top = axes.top - _STRIP_PX - 3
    parts = [box(axes.left, top, axes.width, _STRIP_PX, "strip")]
    start: Moment | None = None
    for moment in [*seconds, None]:
        kind = None if moment is None else _quality(moment)
        if start is not None and (moment is None or kind != _quality(start)):
            from_x = axes.x(start.at_s - summary.began_s)
            to_x = axes.right if moment is None else axes.x(moment.at_s - summary.began_s)
            quality = _quality(start)
            if quality is not None:
                height = _STRIP_PX if quality == "good" else _STRIP_PX / 2
                parts.append(box(from_x, top + _STRIP_PX - height, to_x - from_x, height, quality))
            start = None
        if start is None:
            start = moment
    return joined(parts)


def _quality(moment: Moment) -> str | None:
    if moment.alpha1 is None or moment.beats is None:
        return None
    return "doubtful" if moment.beats.alpha1_reason else "good"


def _told_of(intervals: list[Interval]) -> str:
    bad = sum(not each.is_good for each in intervals)
    return f"{len(intervals)} intervals, {bad} of them not believed."
