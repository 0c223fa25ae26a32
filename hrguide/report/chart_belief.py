"""The belief about the talk threshold, before the ride and after it, as two hills.

Comes in: a ride run again. Goes out: a picture, None where there is no athlete to believe it of.
"""

from typing import Final

from hrguide.report.axes import Axes, area, label, line, picture, rule, value_ticks
from hrguide.report.markup import Markup
from hrguide.report.ridden import Hill, Ridden

SIZE: Final = (440.0, 300.0)
_SHOWN_SD: Final = 3.0  # of the wider hill


def belief_chart(ridden: Ridden) -> Markup | None:
    before, after = ridden.before, ridden.after
    if before is None or after is None:
        return None
    axes = _axes(before, after)
    names = [("before", before), ("after", after)]
    return picture(
        "belief",
        value_ticks(axes, every=10 if axes.x_high - axes.x_low < 110 else 20),
        area(axes, _filled(after), "hill-after"),
        line(axes, after.points, "hill-after-edge"),
        line(axes, before.points, "hill-before"),
        *(
            rule(
                (axes.x(hill.mean_bpm), axes.y(_top(hill))),
                (axes.x(hill.mean_bpm), axes.bottom),
                f"mean-{name}",
            )
            for name, hill in names
        ),
        *(_name(axes, name, hill, row) for row, (name, hill) in enumerate(names)),
        label(axes.right, axes.bottom + 32, "talk threshold, bpm", anchor="end"),
        size=SIZE,
        title="The talk threshold as believed before and after the ride",
        told=belief_sentence(before, after),
    )


def belief_sentence(before: Hill, after: Hill) -> str:
    if _level(before) == _level(after):
        return f"About {_level(after)} bpm{_guess(after)}; this ride did not move it."
    was = f"Before the ride about {_level(before)} bpm{_guess(before)}"
    return f"{was}, after it about {_level(after)}{_guess(after)}."


def _guess(hill: Hill) -> str:
    return " (a formula's guess)" if hill.is_guess else ""


def _level(hill: Hill) -> str:
    return f"{hill.mean_bpm:.0f} \N{PLUS-MINUS SIGN} {hill.sd_bpm:.0f}"


def _axes(before: Hill, after: Hill) -> Axes:
    low = min(hill.mean_bpm - _SHOWN_SD * hill.sd_bpm for hill in (before, after))
    high = max(hill.mean_bpm + _SHOWN_SD * hill.sd_bpm for hill in (before, after))
    width, height = SIZE
    return Axes(
        left=10.0,
        top=44.0,
        width=width - 20.0,
        height=height - 44.0 - 40.0,
        x_low=low,
        x_high=high,
        y_low=0.0,
        y_high=1.04 * max(_top(before), _top(after)),
    )


def _top(hill: Hill) -> float:
    return max(density for _bpm, density in hill.points)


def _filled(hill: Hill) -> list[tuple[float, float, float]]:
    return [(bpm, 0.0, density) for bpm, density in hill.points]


def _name(axes: Axes, name: str, hill: Hill, row: int) -> Markup:
    """The number in words, above the hill; held inside the picture."""
    x = min(max(axes.x(hill.mean_bpm), axes.left + 70), axes.right - 70)
    text = f"{name}: {_level(hill)}"
    return label(x, 16 + 17 * row, text, anchor="middle", kind=f"name name-{name}")
