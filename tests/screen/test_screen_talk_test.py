"""The talk test on the screen: its stages, its passage, and a compact screen without it."""

from dataclasses import replace

import pytest

from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Prompt, StepNow
from hrguide.screen import words
from hrguide.screen.draw import PASSAGE_ROWS, draw
from hrguide.screen.frame import frame
from hrguide.screen.memory import Remembered
from hrguide.screen.passage import PASSAGE
from hrguide.screen.setting import Setting
from hrguide.workout.whiteboard import parse_workout
from tests.screen.scenes import GOOD_STRAP, ON_COURSE

TEST = parse_workout(
    "Warm-up 4 min\n\n1 round, ends at a no\n"
    "- 2:15 at 78-82 % of threshold\n- 78-82 % of threshold until a talk answer\n"
    "- 2:15 at 83-87 % of threshold\n- 83-87 % of threshold until a talk answer\n"
    "\nCool-down 4 min\n"
)
SETTING = Setting(workout=TEST, athlete_name="Sam")


def at(index: int, *, prompt: Prompt | None = None, left_s: float | None = None) -> Moment:
    step = StepNow(index=index, round=1, effort=None, left_s=left_s, low_bpm=112, high_bpm=117)
    return replace(ON_COURSE, step=step, prompt=prompt, verdict=Verdict.SETTLING, left_s=None)


def drawn(moment: Moment, width: int, height: int) -> list[str]:
    picture = frame(moment, SETTING, Remembered(strap=GOOD_STRAP, sound_heard=True))
    return list(draw(picture, width, height).texts())


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40)])
def test_the_whole_passage_is_there_to_be_read(width: int, height: int) -> None:
    text = " ".join(" ".join(drawn(at(2, prompt=Prompt.TALK), width, height)).split())
    assert PASSAGE in text
    assert "1 easily 2 only just 3 no" in text
    assert "months" not in text


def test_the_passage_takes_about_30_s_and_the_rows_there_are() -> None:
    assert 90 <= len(PASSAGE.split()) <= 100  # physiology.md A1: 95 words, 29 s
    lines = drawn(at(2, prompt=Prompt.TALK), 80, 24)
    assert lines[9 + PASSAGE_ROWS - 1].strip().endswith(PASSAGE.split()[-1])


def test_a_compact_screen_asks_for_what_is_known_by_heart() -> None:
    text = " ".join(drawn(at(2, prompt=Prompt.TALK), 40, 12))
    assert "the months, twice" in text
    assert "street" not in text


def test_a_stage_says_which_it_is_and_what_it_asks() -> None:
    settling = drawn(at(1, left_s=80.0), 80, 24)
    assert " ".join(settling[0].split()) == "TALK TEST STAGE 1 of 2 then READ ALOUD"
    assert frame(at(1), SETTING, Remembered()).instruction.word == "112-117"
    reading = drawn(at(2), 80, 24)
    assert " ".join(reading[0].split()) == "TALK TEST STAGE 1 of 2 then A LITTLE HARDER 2:15"
    last = drawn(at(4), 80, 24)
    assert " ".join(last[0].split()) == "TALK TEST STAGE 2 of 2 then EASY 4:00"


def test_a_prompt_of_an_ordinary_ride_stays_what_it_was() -> None:
    easy = replace(
        at(0, prompt=Prompt.TALK),
        step=StepNow(index=0, round=None, effort="easy", left_s=40.0, low_bpm=None, high_bpm=None),
    )
    assert "the months, twice" in " ".join(drawn(easy, 80, 24))


def test_before_the_start_it_says_what_it_is() -> None:
    assert words.plan(TEST) == "A talk test: up to 2 stages of 3 minutes, each a little harder."
