"""Rounds laid over each other, and the rests' falls: does the ride repeat itself?

Comes in: a ride run again, its numbers. Goes out: two pictures; None where there is nothing to lay
over anything. Each line is named at its end, and has a dash of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from hrguide.report.axes import (
    Axes,
    label,
    level_ticks,
    line,
    picture,
    rule,
    thinned,
    time_ticks,
)
from hrguide.report.clock_words import clock
from hrguide.report.markup import Markup, joined
from hrguide.report.ridden import Ridden, is_riding
from hrguide.report.sentences import rest_place
from hrguide.report.steps import FALL_AFTER_S, StepSummary
from hrguide.report.summary import Summary

SIZE: Final = (440.0, 250.0)
TOLD_APART: Final = 5  # lines with a colour and a dash of their own; of more, the first and last
_LEFT, _RIGHT, _TOP, _BOTTOM = 38.0, 74.0, 22.0, 24.0
_LABEL_PX: Final = 13.0  # between two names at the ends of lines
_LONGEST_FALL_S: Final = 120.0  # of a long rest the first two minutes
_POINTS: Final = 400
_LETTER_PX: Final = 6.4  # of a step's name
SMOOTH_S: Final = 15  # five lines with every breath in them are a hedge [J]


@dataclass(frozen=True, slots=True)
class Curve:
    """points: seconds, bpm or None."""

    name: str
    points: tuple[tuple[float, float | None], ...]

    @property
    def end(self) -> float | None:
        """The last known level."""
        return next((level for _at, level in reversed(self.points) if level is not None), None)

    @property
    def known(self) -> int:
        """How many of its levels are known; one alone is no curve."""
        return sum(level is not None for _at, level in self.points)


def round_curves(ridden: Ridden, summary: Summary) -> tuple[Curve, ...]:
    """Each round's heart rate from its own beginning, without its rest; () for fewer than two."""
    curves = [
        Curve(f"round {work[0].round}", _smooth(_through(ridden, work[0].at_s, _end_s(work))))
        for work in _rounds(summary.steps)
    ]
    known = tuple(curve for curve in curves if curve.known > 1)
    return known if len(known) > 1 else ()


def rest_curves(ridden: Ridden, summary: Summary) -> tuple[Curve, ...]:
    """How far below its first value each rest's heart rate was."""
    curves = []
    for step in summary.steps:
        if not step.is_rest or step.from_bpm is None:
            continue
        end_s = step.at_s + min(step.ridden_s, _LONGEST_FALL_S)
        heard = _through(ridden, step.at_s, end_s)
        fallen = tuple((at, None if bpm is None else bpm - step.from_bpm) for at, bpm in heard)
        name = f"after {step.round}" if step.round else clock(step.at_s - summary.began_s)
        curves.append(Curve(name, fallen))
    return tuple(curve for curve in curves if curve.known > 1)


def rounds_chart(ridden: Ridden, summary: Summary) -> Markup | None:
    """The rounds, with the borders of the longest one's steps."""
    curves = round_curves(ridden, summary)
    if not curves:
        return None
    axes = _axes(curves)
    longest = max(_rounds(summary.steps), key=_lasted_s)
    begins = _begins(longest)
    borders = [
        rule((axes.x(at_s), axes.top), (axes.x(at_s), axes.bottom), "border") for at_s in begins[1:]
    ]
    names = [
        label(axes.x(at_s) + 3, axes.top - 6, _short(step.name))
        for at_s, step in zip(begins, longest, strict=True)
        if axes.x(at_s + step.ridden_s) - axes.x(at_s) > _LETTER_PX * len(_short(step.name))
    ]
    means = ", ".join(f"{curve.name} {_mean(curve):.0f}" for curve in curves)
    return picture(
        "rounds",
        level_ticks(axes),
        time_ticks(axes),
        *borders,
        *names,
        _drawn(axes, curves),
        size=SIZE,
        title="Rounds laid over each other",
        told=f"Mean heart rate of each, in bpm: {means}.",
    )


def recovery_chart(ridden: Ridden, summary: Summary) -> Markup | None:
    """The rests, with a line at 60 s where they are longer."""
    curves = rest_curves(ridden, summary)
    if not curves:
        return None
    axes = _axes(curves)
    at_60 = (
        rule((axes.x(FALL_AFTER_S), axes.top), (axes.x(FALL_AFTER_S), axes.bottom), "border")
        if axes.x_high > FALL_AFTER_S
        else joined(())
    )
    told = [
        f"{rest_place(step, summary)}: {step.fell_bpm} bpm in 60 s"
        for step in summary.steps
        if step.is_rest and step.fell_bpm is not None
    ]
    return picture(
        "recovery",
        level_ticks(axes),
        time_ticks(axes),
        at_60,
        _drawn(axes, curves),
        label(axes.left - 6, axes.top - 8, "bpm", anchor="end"),
        size=SIZE,
        title="The heart rate in the rests, from where each began",
        told="; ".join(told) or "No fall over 60 s is known.",
    )


def _rounds(steps: Sequence[StepSummary]) -> Iterator[list[StepSummary]]:
    """The work of each round."""
    for round_, group in groupby(steps, key=lambda step: step.round):
        work = [step for step in group if not step.is_rest]
        if round_ is not None and work:
            yield work


def _end_s(steps: Sequence[StepSummary]) -> float:
    return steps[-1].at_s + steps[-1].ridden_s


def _lasted_s(steps: Sequence[StepSummary]) -> float:
    return sum(step.ridden_s for step in steps)


def _begins(steps: Sequence[StepSummary]) -> list[float]:
    """When each step of a round began, in seconds of the round."""
    begins, now_s = [], 0.0
    for step in steps:
        begins.append(now_s)
        now_s += step.ridden_s
    return begins


def _through(ridden: Ridden, from_s: float, to_s: float) -> tuple[tuple[float, float | None], ...]:
    """Heart rate on the step clock: pauses take no room."""
    inside = [
        moment for moment in ridden.seconds if from_s <= moment.at_s <= to_s and is_riding(moment)
    ]
    return tuple((moment.elapsed_s - inside[0].elapsed_s, moment.hr_bpm) for moment in inside)


def _smooth(points: Sequence[tuple[float, float | None]]) -> tuple[tuple[float, float | None], ...]:
    """The mean of the 15 s around each second; a gap stays one."""
    half = SMOOTH_S // 2
    smoothed: list[tuple[float, float | None]] = []
    for place, (at_s, level) in enumerate(points):
        near = [bpm for _at, bpm in points[max(0, place - half) : place + half + 1] if bpm]
        smoothed.append((at_s, None if level is None else sum(near) / len(near)))
    return tuple(smoothed)


def _axes(curves: Sequence[Curve]) -> Axes:
    levels = [level for curve in curves for _at, level in curve.points if level is not None]
    low, high = min(levels), max(levels)
    spare = max(3.0, 0.06 * (high - low))
    width, height = SIZE
    return Axes(
        left=_LEFT,
        top=_TOP,
        width=width - _LEFT - _RIGHT,
        height=height - _TOP - _BOTTOM,
        x_low=0.0,
        x_high=max(10.0, *(curve.points[-1][0] for curve in curves)),
        y_low=low - spare,
        y_high=high + spare,
    )


def _drawn(axes: Axes, curves: Sequence[Curve]) -> Markup:
    """The lines, and their names at the right, moved apart where they would touch."""
    kinds = [_kind(number, len(curves)) for number in range(len(curves))]
    lines = [
        line(axes, thinned(curve.points, _POINTS), f"curve {kind}")
        for curve, kind in zip(curves, kinds, strict=True)
    ]
    named = [
        (axes.y(curve.end), curve.name, kind)
        for curve, kind in zip(curves, kinds, strict=True)
        if curve.end is not None and kind != "between"
    ]
    names, lowest = [], axes.top
    for number, (y, name, kind) in enumerate(sorted(named)):
        left_over = len(named) - number - 1
        y = min(max(y, lowest), axes.bottom - left_over * _LABEL_PX)
        names.append(label(axes.right + 6, y + 4, name, kind=f"name {kind}"))
        lowest = y + _LABEL_PX
    return joined([*lines, *names])


def _kind(number: int, of: int) -> str:
    if of <= TOLD_APART:
        return f"one-{number + 1}"
    return {0: "one-1", of - 1: "one-2"}.get(number, "between")


def _short(name: str) -> str:
    return name.replace("moderately", "mod.")


def _mean(curve: Curve) -> float:
    known = [level for _at, level in curve.points if level is not None]
    return sum(known) / len(known)
