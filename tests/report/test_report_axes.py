"""Where a value lies on a picture, and what a thinned line keeps."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.report.axes import Axes, level_ticks, line, thinned, time_step, time_ticks

AXES = Axes(
    left=10, top=20, width=200, height=100, x_low=0, x_high=100, y_low=60, y_high=160
)  # fmt: skip


def test_corners_lie_in_the_corners() -> None:
    assert (AXES.x(0), AXES.y(60)) == (10, 120)
    assert (AXES.x(100), AXES.y(160)) == (210, 20)
    assert (AXES.x(50), AXES.y(110)) == (110, 70)


def test_what_lies_beyond_is_drawn_on_the_edge() -> None:
    assert AXES.y(300) == 20
    assert AXES.y(0) == 120


def test_a_line_breaks_where_nothing_is_known() -> None:
    drawn = str(line(AXES, [(0, 60), (50, 110), (60, None), (100, 160)], "pulse"))
    assert drawn == '<path d="M10 120L110 70M210 20h.1" class="pulse"></path>'
    assert str(line(AXES, [(0, None)], "pulse")) == ""


def test_ticks_stand_at_round_values() -> None:
    assert re.findall(r">([^<]+)</text>", str(time_ticks(AXES))) == ["0:00", "0:30", "1:00", "1:30"]
    assert re.findall(r">([^<]+)</text>", str(level_ticks(AXES))) == ["100", "150"]


@pytest.mark.parametrize(
    ("span_s", "most", "step_s"), [(60, 6, 10), (2040, 17, 120), (3600, 4, 900), (1e6, 4, 14400)]
)
def test_time_steps_are_those_of_a_clock(span_s: float, most: float, step_s: float) -> None:
    assert time_step(span_s, most) == step_s


_RATES = st.one_of(st.none(), st.integers(30, 230))


@given(st.lists(_RATES, max_size=300), st.integers(4, 80))
def test_a_thinned_line_keeps_extremes_and_gaps(rates: list[int | None], most: int) -> None:
    points = tuple((float(at), rate) for at, rate in enumerate(rates))
    kept = thinned(points, most)
    assert set(kept) <= set(points)
    assert list(kept) == sorted(kept, key=lambda point: point[0])
    assert [at for at, rate in kept if rate is None] == [at for at, rate in points if rate is None]
    known = [rate for _at, rate in points if rate is not None]
    shown = [rate for _at, rate in kept if rate is not None]
    assert (max(known, default=0), min(known, default=0)) == (
        max(shown, default=0),
        min(shown, default=0),
    )
    if None not in rates:
        assert len(kept) <= most + 2
