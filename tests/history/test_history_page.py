"""The pages of `hrguide history`: letter by letter, and what holds for any rides on any screen."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.history.chart import Point, chart
from hrguide.history.lines import cells, fitted, plain
from hrguide.history.past import Past
from hrguide.history.sparks import spark
from hrguide.history.table import csv_rows
from tests.history.history_cases import (
    CASES,
    GOLDEN_FOLDER,
    NEWEST,
    a_past,
    drawn,
    golden_pages,
    months,
)
from tests.history.test_history_past import figures, headings

WANTED = golden_pages()
pasts = st.builds(
    Past,
    ride=st.text(max_size=8),
    heading=headings.map(lambda one: replace(one, machine="bikeerg")),
    figures=st.none() | figures,
)


@pytest.mark.parametrize("name", sorted(WANTED))
def test_a_page_is_its_golden_text(name: str) -> None:
    kept = (GOLDEN_FOLDER / name).read_text(encoding="utf-8")
    told = "changed on purpose? scripts/update_golden_history.py, and read the diff"
    assert WANTED[name] == kept, told


def test_no_golden_page_is_left_over() -> None:
    assert {path.name for path in GOLDEN_FOLDER.glob("*.txt")} == set(WANTED)


def test_plain_letters_are_plain() -> None:
    assert WANTED["months-80x24-ascii.txt"].isascii()


@settings(max_examples=30)  # each draws three pages of up to nine rides
@given(st.lists(pasts, min_size=1, max_size=9, unique_by=lambda one: one.ride), st.integers(40, 80))
def test_no_line_is_wider_than_the_screen_or_moves_its_cursor(some: list[Past], width: int) -> None:
    for height in (12, 24, None):
        shown = drawn(some, width, height)
        assert all(cells(text) <= width for text in shown.splitlines())
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f‪-‮⁦-⁩]", shown)


@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 12), (80, 40), (60, 18)])
@pytest.mark.parametrize("name", sorted(CASES))
def test_the_page_fits_the_screen_with_the_prompt_below(name: str, width: int, height: int) -> None:
    assert drawn(CASES[name], width, height).count("\n") < height


def test_no_page_calls_anything_normal_or_says_why() -> None:
    for text in WANTED.values():
        assert not re.search("normal|because|thanks to|due to|better|worse|good|bad", text)


def test_the_newest_ride_stands_first_and_older_ones_are_counted() -> None:
    shown = drawn(months(), 80, 24).splitlines()
    rides = [text for text in shown if re.match(r"[ \d]\d \w{3} \d\d ", text)]
    assert rides[0].startswith("22 Nov 26")
    assert shown[-1] == f"{18 - len(rides)} older: --all"
    assert len([text for text in drawn(months(), 80, None).splitlines() if "flush" in text]) == 18


def test_rests_unlike_the_newest_are_not_in_its_picture() -> None:
    """physiology.md L9: a fall from 160 beside one from 130 would be a comparison of unlike."""
    usual = a_past().figures
    assert usual is not None
    far = replace(usual.rests[0], from_bpm=160, fell_bpm=60)
    some = [a_past(number, days_ago=20 - number) for number in range(5)]
    with_far = [*some, a_past(9, days_ago=30, rests=(far,))]
    assert "  26 bpm in rests like" in drawn(some, 80, 40)
    assert "  26 bpm in rests like" in drawn(with_far, 80, 40)
    assert "·▅▅▅▅▅" in drawn(with_far, 80, 40)


def test_of_three_rides_no_rests_are_drawn() -> None:
    some = [a_past(number, days_ago=20 - number) for number in range(3)]
    assert "rests like the newest" not in drawn(some, 80, 40)


@pytest.mark.parametrize(
    ("values", "low", "high", "wanted"),
    [
        ((0, 5, 10), 0, 10, "▁▅█"),
        ((0, None, 10), 0, 10, "▁·█"),
        ((3, 3), None, None, "▅▅"),
        ((None, None), 0, 10, ""),
        ((-5, 15), 0, 10, "▁█"),
        (tuple(range(9)), 0, 8, "▅▆▇██"),
    ],
)
def test_a_spark_is_low_to_high(
    values: tuple[float | None, ...], low: float, high: float, wanted: str
) -> None:
    assert spark(values, columns=5, low=low, high=high) == wanted


day_counts = st.lists(st.integers(0, 900), min_size=1, max_size=30, unique=True).map(sorted)


@given(day_counts, st.integers(2, 9), st.data())
def test_every_column_of_the_chart_shows_its_mean(
    days: list[int], rows: int, data: st.DataObject
) -> None:
    points = [
        Point(
            day=NEWEST.date().fromordinal(NEWEST.date().toordinal() + count),
            mean_bpm=data.draw(st.floats(80, 180)),
            sd_bpm=data.draw(st.floats(3.5, 20)),
        )
        for count in days
    ]
    shown = [plain(one) for one in chart(points, width=400, rows=rows)]
    assert len(shown) == rows + 1
    means = sum(text.count("●") for text in shown)
    by_month = {(one.day.year, one.day.month) for one in points}
    assert means == (len(by_month) if (points[-1].day - points[0].day).days > 92 else len(points))
    axis = [int(text[:6]) for text in shown[:-1]]
    assert axis == sorted(axis, reverse=True)


def test_no_chart_without_room() -> None:
    point = Point(day=NEWEST.date(), mean_bpm=138.0, sd_bpm=6.0)
    assert chart([], width=80, rows=4) == ()
    assert chart([point], width=9, rows=4) == ()


@given(st.text(max_size=30), st.integers(0, 12), st.booleans())
def test_a_fitted_text_has_its_width(text: str, columns: int, right: bool) -> None:
    assert cells(fitted(text, columns, right=right)) == columns


FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\x1b=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_stays_text_in_a_spreadsheet(text: str) -> None:
    from hrguide.history.page import rows_of

    past = a_past(1)
    past = replace(past, heading=replace(past.heading, workout=text, athlete=text))
    _names, row = csv_rows(rows_of([past]))
    for cell in row:
        assert not cell.lstrip().startswith(("=", "+", "@", "\t", "\r"))
        assert not cell.startswith("-") or cell[1:].replace(".", "").isdecimal()
    assert row[4].startswith("'")
