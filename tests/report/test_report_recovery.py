"""physiology.md L9: the plain fall; beside it own like rests, three rides or more."""

from dataclasses import replace

import pytest

from hrguide.report.recovery import Fall, fall_words
from hrguide.report.steps import StepSummary

REST = StepSummary(
    index=3,
    round=1,
    name="rest",
    is_rest=True,
    at_s=360.0,
    ridden_s=60.0,
    low_bpm=None,
    high_bpm=None,
    mean_bpm=None,
    settled_bpm=None,
    peak_bpm=131,
    to_range_s=None,
    from_bpm=131,
    fell_bpm=24,
)
ALONE = "fell 24 bpm in the first 60 s of rest (seated, from 131)"


def _falls(*rides: str, machine: str = "bikeerg", from_bpm: int = 131) -> list[Fall]:
    return [
        Fall(ride=ride, machine=machine, from_bpm=from_bpm, fell_bpm=20 + 2 * place)
        for place, ride in enumerate(rides)
    ]


def test_alone() -> None:
    assert fall_words(REST, "bikeerg") == ALONE


def test_three_like_rides_are_told_by_their_median() -> None:
    assert (
        fall_words(REST, "bikeerg", _falls("a", "b", "c"))
        == f"{ALONE}; in 3 earlier rides like it 22"
    )


@pytest.mark.parametrize(
    "others",
    [
        _falls("a", "b"),
        _falls("a", "a", "a", "b"),
        _falls("a", "b", "c", from_bpm=140),
        _falls("a", "b", "c", from_bpm=122),
        _falls("a", "b", "c", machine="rower"),
        _falls("a", "b", "c", machine="skierg"),
    ],
    ids=[
        "two",
        "many rests of two rides",
        "from 9 higher",
        "from 9 lower",
        "other erg",
        "standing",
    ],
)
def test_what_is_not_like_it_is_not_compared(others: list[Fall]) -> None:
    assert fall_words(REST, "bikeerg", others) == ALONE


@pytest.mark.parametrize("from_bpm", [123, 139])
def test_8_bpm_is_still_like_it(from_bpm: int) -> None:
    assert "in 3 earlier" in fall_words(REST, "bikeerg", _falls("a", "b", "c", from_bpm=from_bpm))


@pytest.mark.parametrize("fell_bpm", [0, -3, None])
def test_no_fall_is_not_compared(fell_bpm: int | None) -> None:
    words = fall_words(replace(REST, fell_bpm=fell_bpm), "bikeerg", _falls("a", "b", "c"))
    assert "earlier" not in words
    assert "normal" not in words
