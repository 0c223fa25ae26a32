"""Canvas, big letters, bar, timeline and trace, each by itself."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from hrguide.bluetooth.source import LinkReason
from hrguide.guide.cue import CueKind
from hrguide.guide.verdict import Verdict
from hrguide.screen import words
from hrguide.screen.bar import Bar, draw_bar
from hrguide.screen.canvas import NO_COLOURS, Canvas, Tone, cells, clean, cut, wrap
from hrguide.screen.digits import big, big_to_fit
from hrguide.screen.memory import TracePoint
from hrguide.screen.timeline import Timeline, draw_timeline, edges
from hrguide.screen.tones import MELODIES
from hrguide.screen.trace import draw_trace
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Effort, Step, StepKind, Workout
from tests.screen.scenes import clinic_workout


@given(st.text(max_size=30), st.integers(-40, 90), st.integers(0, 80))
def test_whatever_is_put_stays_on_the_canvas(text: str, column: int, width: int) -> None:
    canvas = Canvas(width, 1)
    canvas.put(0, 0, "界" * 40)
    canvas.put(0, column, text, Tone.EASE)
    (line,) = canvas.texts()
    assert 0 <= wcswidth(line) <= width


def test_writing_over_half_a_wide_letter_shifts_nothing() -> None:
    canvas = Canvas(10, 1)
    canvas.put(0, 0, "界界界界界")
    canvas.put(0, 3, "x")
    assert canvas.texts() == ("界 x界界界",)


def test_clean_takes_what_moves_the_cursor_and_keeps_what_is_written() -> None:
    assert clean("Zoë\x1b[31m\u200d\u202e\r\n") == "Zoë[31m "
    assert clean("Zoe\u0308") == "Zoë"
    assert cells(clean("高橋 A")) == 6


@given(st.text(max_size=80), st.integers(4, 60))
def test_wrap_loses_no_word(text: str, width: int) -> None:
    assert " ".join(wrap(text, width)).split() == clean(text).split()


def test_cut_says_that_it_cut() -> None:
    assert cut("strap good", 10) == "strap good"
    assert cut("strap good", 9) == "strap g.."
    assert cut("strap good", 1) == ""


def test_a_picture_without_colour_keeps_weight_and_reverse() -> None:
    canvas = Canvas(6, 1)
    canvas.put(0, 0, "ab", Tone.EASE)
    canvas.put(0, 2, "cd", Tone.EASE, reverse=True)
    assert canvas.painted(NO_COLOURS) == ("\x1b[1mab\x1b[0m\x1b[1;7mcd\x1b[0m  ",)


@pytest.mark.parametrize("word", ["0123456789:", "✓ HOLD", "! EASE OFF", "▲ MORE", "‖ PAUSED"])
def test_big_letters_are_five_equal_rows(word: str) -> None:
    drawn = big(word)
    assert len(drawn) == 5
    assert len({len(row) for row in drawn}) == 1


def test_all_words_of_the_screen_fit_80_columns() -> None:
    for word in ("▄ MODERATELY EASY", "! EASE OFF", "! STOPPED", "▆ MODERATE", "✓ HOLD"):
        drawn = big_to_fit(word, 74)
        assert drawn is not None, word


def test_no_two_digits_look_alike() -> None:
    drawn = {digit: "".join(big(digit, dot=1)) for digit in "0123456789"}
    assert len(set(drawn.values())) == 10


def bar_text(bar: Bar, width: int = 80) -> tuple[str, ...]:
    canvas = Canvas(width, 3)
    draw_bar(canvas, 0, bar)
    return canvas.texts()


def test_bar_marks_range_now_heading_and_threshold_in_order() -> None:
    bar = Bar(low_bpm=118, high_bpm=126, now_bpm=121, heading_bpm=124.0, threshold_bpm=139.0)
    numbers, line, legend = bar_text(bar)
    places = [line.index(sign) for sign in "[●▶]!"]
    assert places == sorted(places)
    assert numbers.split() == ["118", "126", "139"]
    assert '! "only just"' in legend


def test_bar_axis_stands_still_while_the_heart_rate_moves() -> None:
    numbers = {bar_text(Bar(low_bpm=118, high_bpm=126, now_bpm=now))[0] for now in range(60, 200)}
    assert len(numbers) == 1


def test_bar_shows_a_rate_off_its_ends_as_arrows() -> None:
    assert "◀◀" in bar_text(Bar(low_bpm=118, high_bpm=126, now_bpm=70))[1]
    assert "▶▶" in bar_text(Bar(low_bpm=118, high_bpm=126, now_bpm=190))[1]
    assert "●" not in bar_text(Bar(low_bpm=118, high_bpm=126))[1]


def test_a_falling_heart_rate_points_left() -> None:
    assert "◀" in bar_text(Bar(low_bpm=118, high_bpm=126, now_bpm=125, heading_bpm=119.0))[1]


def test_a_ceiling_alone_has_no_lower_edge() -> None:
    line = bar_text(Bar(low_bpm=None, high_bpm=135, now_bpm=120))[1]
    assert "[" not in line
    assert "]" in line


@given(st.lists(st.floats(1, 5000), min_size=1, max_size=40), st.integers(1, 120))
def test_timeline_shares_all_cells_and_loses_no_step(lengths: list[float], width: int) -> None:
    ends = edges(lengths, width)
    assert ends[0] == 0
    assert ends[-1] == width
    shares = [after - before for before, after in pairwise(ends)]
    assert min(shares) >= (1 if len(lengths) <= width else 0)


def test_timeline_shows_the_place() -> None:
    canvas = Canvas(60, 2)
    timeline = Timeline(steps=(("▂", 60.0), ("▆", 60.0)), index=1, share=0.5, words="1:30 of 2:00")
    draw_timeline(canvas, 0, timeline, rows=2)
    skyline, progress = canvas.texts()
    assert (
        skyline.count("▂") == skyline.count("▆")
        or abs(skyline.count("▂") - skyline.count("▆")) <= 1
    )
    done = progress.index("◆") - 2
    assert done / (skyline.count("▂") + skyline.count("▆")) == pytest.approx(0.75, abs=0.03)


def test_trace_is_a_hole_where_no_heart_rate_was() -> None:
    canvas = Canvas(79, 6)
    points = [
        TracePoint(
            at_s=float(second),
            hr_bpm=None if 100 <= second < 200 else 120,
            low_bpm=None,
            high_bpm=None,
        )
        for second in range(360)
    ]
    draw_trace(canvas, 0, 6, points)
    line = next(row for row in canvas.texts() if any("\u2801" <= sign <= "\u28ff" for sign in row))
    plotted = line[5:].ljust(72)
    assert plotted[21:39].strip() == ""  # seconds 105-195 of 360 in 72 cells
    assert plotted[:19].count(" ") == 0
    assert plotted[41:].count(" ") == 0


def test_clock_rounds_up_so_that_zero_is_the_end() -> None:
    assert [words.clock(second) for second in (0.0, 0.2, 59.9, 60.0, 3723.0, None)] == [
        "0:00",
        "0:01",
        "1:00",
        "1:00",
        "1:02:03",
        "-:--",
    ]


def test_plan_tells_the_clinics_session_in_one_sentence() -> None:
    assert words.plan(clinic_workout()) == (
        "34 minutes: 5 rounds of 3 easy + 2 moderately easy + 1 moderate, 1 minute rest between."
    )


def test_plan_of_other_workouts_counts_steps() -> None:
    step = Step(index=0, kind=StepKind.WORK, effort=Effort.EASY, duration_s=90.0, text="")
    assert words.plan(Workout(text="", steps=(step,))) == "1:30 min: 1 step."
    short = parse_workout("2 rounds\n- 45 s easy\n* rest 20 s between rounds")
    assert words.plan(short) == "1:50 min: 2 rounds of 45 s easy, 20 s rest between."


def test_no_kind_is_without_its_words_or_tone() -> None:
    assert set(words.LINK_WORDS) == set(LinkReason)
    assert set(MELODIES) == set(CueKind)
    from hrguide.beats.pulse import SignalReason
    from hrguide.screen.plain import VERDICT_WORDS

    assert set(words.SIGNAL_WORDS) == set(SignalReason)
    assert set(VERDICT_WORDS) == set(Verdict)
