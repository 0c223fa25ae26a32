"""Histories to look at: rides made up, so that every number on the page is known beforehand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from hrguide.history.lines import plain
from hrguide.history.page import Shown, page, rows_of
from hrguide.history.past import Figures, Heading, Past, Rest

NEWEST: Final = datetime(2026, 11, 22, 18, 9, tzinfo=UTC)
GOLDEN_FOLDER: Final = Path(__file__).parents[2] / "fixtures" / "history"
SIZES: Final = ((80, 24), (40, 12))


def a_past(
    number: int = 0, *, days_ago: float = 0, machine: str = "bikeerg", **facts: object
) -> Past:
    """A whole ride of Sam's; facts: other figures than those of a usual day."""
    heading = Heading(
        athlete="Sam", machine=machine, workout="flush", started=NEWEST - timedelta(days=days_ago)
    )
    usual = Figures(
        ended="done",
        ridden_s=2040.0,
        rounds=5,
        rounds_ridden=5,
        threshold_bpm=138.0,
        threshold_sd_bpm=6.0,
        ranges={"moderate": (129, 138)},
        rests=(Rest(from_bpm=131, fell_bpm=24), Rest(from_bpm=134, fell_bpm=27)),
        within_s=450.0,
        over_s=60.0,
        under_s=240.0,
        soreness_before=4,
        soreness_after=2,
        morning_after=2,
        effort=3,
    )
    return Past(ride=f"ride-{number:03}", heading=heading, figures=replace(usual, **facts))  # type: ignore[arg-type]


def months() -> tuple[Past, ...]:
    """Two rides a month over nine months: the threshold rises and gets surer, the back eases."""
    found = []
    for number in range(18):
        found.append(
            a_past(
                number,
                days_ago=(17 - number) * 15,
                threshold_bpm=128.0 + 0.6 * number,
                threshold_sd_bpm=10.0 - 0.3 * number,
                within_s=300.0 + 12 * number,
                rests=tuple(
                    Rest(from_bpm=128 + number % 5 + more, fell_bpm=20 + number // 2 + more)
                    for more in (0, 2, 5, 7)
                ),
                soreness_before=6 - number // 4,
                soreness_after=max(0, 4 - number // 4),
                morning_after=None if number in (4, 17) else max(0, 3 - number // 6),
            )
        )
    return tuple(found)


def a_new_rider() -> tuple[Past, ...]:
    """Three rides in two weeks; no like rests yet, the last one stopped."""
    first = a_past(1, days_ago=12, threshold_bpm=131.0, threshold_sd_bpm=9.0)
    second = a_past(2, days_ago=5, threshold_bpm=135.0, threshold_sd_bpm=7.0, morning_after=None)
    third = a_past(
        3, ended="stopped", rounds_ridden=2, ridden_s=800.0, rests=(), soreness_after=None,
        morning_after=None, effort=None,
    )  # fmt: skip
    return first, second, third


def odd() -> tuple[Past, ...]:
    """What else there is: another machine, a damaged ride, an undated import, a wide name."""
    rower = a_past(1, days_ago=40, machine="rower", threshold_bpm=None, threshold_sd_bpm=None)
    damaged = Past(
        ride="bad",
        heading=Heading(athlete="Sam", machine="bikeerg", workout="flush", started=NEWEST),
        figures=None,
        wrong="bad.hrg, line 512: expected JSON, got nothing",
    )
    undated = replace(
        a_past(2, within_s=0.0, over_s=0.0, under_s=0.0, rounds=0, rounds_ridden=0, rests=()),
        heading=Heading(
            athlete="Sam",
            machine="bikeerg",
            workout="朝の\x1b[31m練習 1",
            started=None,
            made_from="a.fit",
        ),
    )
    return undated, rower, a_past(3, days_ago=3), damaged


CASES: Final = {"months": months(), "new-rider": a_new_rider(), "odd": odd(), "one": (a_past(),)}


def drawn(
    pasts: Sequence[Past], width: int, height: int | None, *, ascii_only: bool = False
) -> str:
    shown = Shown(whose="Sam", rows=rows_of(sorted(pasts, key=lambda one: one.when)))
    lines = page(shown, width=width, height=height)
    return "".join(plain(one, ascii_only=ascii_only) + "\n" for one in lines)


def golden_pages() -> dict[str, str]:
    """Every page by the name of its file."""
    pages = {
        f"{name}-{width}x{height}.txt": drawn(pasts, width, height)
        for name, pasts in CASES.items()
        for width, height in SIZES
    }
    pages["months-80-all.txt"] = drawn(CASES["months"], 80, None)
    pages["months-80x24-ascii.txt"] = drawn(CASES["months"], 80, 24, ascii_only=True)
    return pages
