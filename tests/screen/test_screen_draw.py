"""Any Moment at any size: never an exception, never a line too long, the heart rate always true."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from hrguide.moment import Moment
from hrguide.screen.canvas import COLOURS_256
from hrguide.screen.digits import big
from hrguide.screen.draw import draw
from hrguide.screen.frame import frame
from hrguide.screen.memory import Remembered
from hrguide.screen.setting import Setting
from tests.screen import strategies
from tests.screen.scenes import ON_COURSE, SCENES, SETTING

sizes = st.tuples(st.integers(0, 130), st.integers(0, 50)) | st.sampled_from(
    [(80, 24), (40, 12), (80, 40), (39, 12), (79, 24), (20, 3), (1, 1)]
)


@hypothesis_settings(max_examples=400, deadline=None)
@given(
    moment=strategies.moments,
    setting=strategies.settings,
    remembered=strategies.memories,
    size=sizes,
)
def test_any_moment_fits_any_size(
    moment: Moment, setting: Setting, remembered: Remembered, size: tuple[int, int]
) -> None:
    width, height = size
    canvas = draw(frame(moment, setting, remembered), width, height)
    texts = canvas.texts()
    assert len(texts) == height
    for line in texts:
        assert 0 <= wcswidth(line) <= width
    painted = canvas.painted(COLOURS_256)
    assert len(painted) == height
    assert not any("\n" in row or "\r" in row for row in painted)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 3)])
def test_a_wide_name_stays_inside(size: tuple[int, int]) -> None:
    moment, remembered = SCENES["ready"]
    setting = replace(SETTING, athlete_name="高橋" * 30 + "\x1b[2Jé\u202e")
    for line in draw(frame(moment, setting, remembered), *size).texts():
        assert wcswidth(line) <= size[0]
        assert "\x1b" not in line
        assert "\u202e" not in line


@pytest.mark.parametrize("size", [(80, 24), (100, 40), (40, 12)])
def test_heart_rate_and_time_left_are_in_five_row_letters(size: tuple[int, int]) -> None:
    rows = draw(frame(ON_COURSE, SETTING, Remembered()), *size).texts()
    picture = "\n".join(rows)
    for word, dots in (("122", (2,)), ("0:40", (2, 1))):
        assert any(all(part.rstrip() in picture for part in big(word, dot=dot)) for dot in dots), (
            word
        )


def test_no_heart_rate_no_number() -> None:
    """dead_strap_shows_no_number: no digit of a rate is drawn big while it is not believed."""
    moment, remembered = SCENES["lost"]
    top = draw(frame(moment, SETTING, remembered), 80, 24).texts()[2:7]
    left_half = [line[:40].strip() for line in top]
    assert left_half == ["", "", "██████  ██████  ██████", "", "bpm"]


def test_detail_stands_below_from_30_rows_and_instead_on_24() -> None:
    picture = frame(ON_COURSE, SETTING, Remembered())
    assert "threshold" not in "".join(draw(picture, 80, 29).texts())
    below = "".join(draw(picture, 80, 30).texts())
    assert "threshold" in below
    assert "on course: 124" in below
    asked = frame(ON_COURSE, SETTING, Remembered(shows_detail=True))
    assert "139 ±10" in "".join(draw(asked, 80, 24).texts())


def test_the_smallest_screen_keeps_rate_time_and_word() -> None:
    lines = draw(frame(ON_COURSE, SETTING, Remembered()), 20, 3).texts()
    assert lines == ("122 bpm", "0:40 left", "✓ HOLD")


def test_a_terminal_without_block_letters_gets_ascii() -> None:
    for moment, remembered in SCENES.values():
        for row in draw(frame(moment, SETTING, remembered), 80, 40).texts(ascii_only=True):
            assert row.isascii(), row
