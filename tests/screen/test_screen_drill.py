"""Drills on the screen: counts that say whose they are, a breath to follow, every text in place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.breath import breath_at
from hrguide.guide.drill_words import OURS, count_words, drill_words
from hrguide.moment import Moment
from hrguide.screen.draw import draw
from hrguide.screen.drill import DrillView, drill_view
from hrguide.screen.frame import frame
from hrguide.screen.memory import Remembered
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Drill, Side
from tests.screen.scenes import CAT_COW, DRILLS, SCENES, SETTING


def view(text: str, index: int, **changes: object) -> DrillView:
    workout = parse_workout(text)
    assert CAT_COW.step is not None
    moment = replace(CAT_COW, step=replace(CAT_COW.step, index=index), **changes)  # type: ignore[arg-type]
    found = drill_view(moment, workout.steps)
    assert found is not None
    return found


def rows(moment: Moment, width: int = 80, height: int = 24) -> tuple[str, ...]:
    return draw(frame(moment, DRILLS, Remembered()), width, height).texts()


def test_our_counts_say_so_and_a_coachs_do_not() -> None:
    assert count_words(Drill(name="cat/cow", repetitions=10, ours=True)).startswith("10 slow ones")
    assert OURS in count_words(Drill(name="bench rotation", breaths=5, ours=True))
    assert count_words(Drill(name="bird dog", repetitions=8)) == "8 times"
    assert count_words(Drill(name="bench rotation", breaths=1)) == "1 breath"
    assert count_words(Drill(name="side plank")) == ""


def test_both_sides_of_a_drill_are_one_drill() -> None:
    text = "cat/cow\nbench rotation\nside plank 20 s, left side, drill"
    assert [view(text, at).place for at in range(4)] == ["1 of 3", "2 of 3", "2 of 3", "3 of 3"]
    assert view("cat/cow\n\n5 min easy", 0).place == ""
    assert view("cat/cow\n\n5 min easy", 0).then == "then: on the machine, easy"
    assert view(text, 1).then == "then: the other direction"
    assert view(text, 3).then == "then: done"


def test_a_drill_of_another_clinic_is_told_by_its_name() -> None:
    found = view("Drill: bird dog, 8 reps each side", 0)
    assert (found.name, found.side, found.number, found.lines) == (
        "BIRD DOG",
        "first direction",
        "8",
        (),
    )


def test_the_second_side_is_announced_shortly() -> None:
    assert drill_words(Drill(name="bench rotation", side=Side.OTHER)) == (
        "Bench rotation, other direction."
    )
    assert "Breathe out" in drill_words(Drill(name="bench rotation", side=Side.FIRST))


def test_no_heart_rate_stands_on_a_drills_screen() -> None:
    moment = replace(CAT_COW, hr_bpm=187)
    for size in ((80, 24), (80, 40), (40, 12)):
        text = "\n".join(rows(moment, *size))
        assert "187" not in text
        assert "bpm" not in text
    assert "x STOP" in "\n".join(rows(moment))


@pytest.mark.parametrize("size", [(80, 24), (100, 40), (40, 12)])
def test_the_bar_grows_while_in_and_shrinks_while_out(size: tuple[int, int]) -> None:
    assert CAT_COW.step is not None
    step = replace(CAT_COW.step, index=1)
    bar = slice(8, 10) if size[0] >= 80 else slice(6, 7)
    lengths = []
    for tick in range(41):
        into_s = 10.0 + tick / 4
        moment = replace(CAT_COW, step=step, breath=breath_at(into_s, 5))
        text = "".join(rows(moment, *size)[bar])
        lengths.append(text.count("▓") + text.count("█"))
    top = lengths.index(max(lengths))
    assert top == 16  # 4 s in
    assert lengths[: top + 1] == sorted(lengths[: top + 1])
    assert lengths[top:] == sorted(lengths[top:], reverse=True)
    assert min(lengths) == 0


@given(st.integers(40, 140), st.integers(12, 50), st.sampled_from(["drill", "breathe-out"]))
def test_any_size_is_filled_and_never_wrapped(width: int, height: int, scene: str) -> None:
    moment, remembered = SCENES[scene]
    drawn = draw(frame(moment, DRILLS, remembered), width, height).texts()
    assert len(drawn) == height
    assert max(map(len, drawn)) <= width


def test_a_tiny_screen_says_in_or_out() -> None:
    moment, remembered = SCENES["breathe-out"]
    assert "OUT 3 of 5" in "\n".join(draw(frame(moment, DRILLS, remembered), 30, 4).texts())


def test_the_clinics_own_screens_are_as_before() -> None:
    assert drill_view(SCENES["on-course"][0], SETTING.workout.steps) is None
