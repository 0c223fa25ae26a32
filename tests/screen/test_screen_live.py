"""The live screen on a fake terminal: what is sent, when, and what is not."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hrguide.guide.cue import Cue, CueKind
from hrguide.screen.canvas import COLOURS_16, COLOURS_256, NO_COLOURS
from hrguide.screen.live import can_live, palette_for
from hrguide.screen.setting import Closing
from tests.screen.fakes import FakeClock, FakeOutlet, FakePlayer, a_screen
from tests.screen.scenes import ON_COURSE, READY

EASE = replace(ON_COURSE, cue=Cue(CueKind.EASE, "Ease off."))
SYNCHRONIZED = re.compile(r"\x1b\[\?2026h.*?\x1b\[\?2026l", re.DOTALL)


def rows_painted(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\x1b\[(\d+);1H", text)]


def test_first_picture_paints_all_rows_and_the_next_only_what_changed() -> None:
    outlet, clock = FakeOutlet(), FakeClock()
    with a_screen(outlet, clock) as screen:
        screen.show(ON_COURSE)
        assert rows_painted(outlet.sent[-1]) == list(range(1, 25))
        clock.now_s += 0.25
        screen.show(replace(ON_COURSE, at_s=720.25, hr_bpm=123))
        assert set(rows_painted(outlet.sent[-1])) < set(range(3, 20))
        sent = len(outlet.sent)
        clock.now_s += 0.25
        screen.show(replace(ON_COURSE, at_s=720.5, hr_bpm=123))
        assert len(outlet.sent) == sent, "an unchanged picture is not sent"


def test_every_picture_is_one_synchronized_update() -> None:
    outlet, clock = FakeOutlet(), FakeClock()
    with a_screen(outlet, clock) as screen:
        for turn in range(8):
            clock.now_s += 0.25
            screen.show(replace(ON_COURSE, at_s=720 + turn * 0.25, hr_bpm=120 + turn))
    painted = [text for text in outlet.sent if rows_painted(text)]
    assert len(painted) == 8
    assert all(SYNCHRONIZED.fullmatch(text) for text in painted)


def test_a_resize_clears_and_paints_at_the_new_size() -> None:
    outlet, clock = FakeOutlet(), FakeClock()
    with a_screen(outlet, clock) as screen:
        screen.show(ON_COURSE)
        outlet.columns, outlet.rows = 40, 12
        clock.now_s += 0.25
        screen.show()
        assert "\x1b[2J" in outlet.sent[-1]
        assert rows_painted(outlet.sent[-1]) == list(range(1, 13))


def test_the_terminal_is_taken_and_given_back_also_after_a_crash() -> None:
    outlet = FakeOutlet()

    def ride_and_crash() -> None:
        with a_screen(outlet, FakeClock()) as screen:
            screen.show(ON_COURSE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ride_and_crash()
    for taken, given in (("?1049h", "?1049l"), ("?25l", "?25h"), ("?7l", "?7h")):
        assert outlet.text.count(f"\x1b[{taken}") == 1
        assert outlet.text.count(f"\x1b[{given}") == 1
        assert outlet.text.index(taken) < outlet.text.index(given)


def test_a_cue_in_an_older_moment_of_the_turn_is_heard_and_read() -> None:
    outlet, clock, player = FakeOutlet(), FakeClock(), FakePlayer()
    over = replace(ON_COURSE, hr_bpm=137, at_s=720.25)
    with a_screen(outlet, clock, player=player) as screen:
        screen.show(EASE, over)
        assert player.played == ["ease"]
        assert "\x1b[1;38;5;36;7m" in outlet.sent[-1], "the first picture is lit"


def test_a_cue_flashes_the_whole_screen_and_no_flash_means_none() -> None:
    for flashes in (True, False):
        outlet, clock = FakeOutlet(), FakeClock()
        with a_screen(outlet, clock, flashes=flashes) as screen:
            lit = []
            screen.show(ON_COURSE)
            for turn in range(8):
                clock.now_s += 0.25
                sent = len(outlet.sent)
                screen.show(replace(EASE, at_s=721.0) if turn == 0 else replace(ON_COURSE))
                fresh = "".join(outlet.sent[sent:])
                lit.append("\x1b[1;1H\x1b[7m" in fresh)
        assert lit.count(True) == (2 if flashes else 0)


def test_without_a_player_the_bell_tells_ease_from_a_step() -> None:
    outlet, clock = FakeOutlet(), FakeClock()
    with a_screen(outlet, clock) as screen:
        screen.show(EASE)
        assert outlet.text.count("\a") == 2
        screen.show(replace(ON_COURSE, cue=Cue(CueKind.STEP, "Easy.")))
        assert outlet.text.count("\a") == 3
        screen.toggle_sound()
        screen.show(EASE)
        assert outlet.text.count("\a") == 3


def test_before_the_ride_one_tone_is_tried_and_the_answer_kept() -> None:
    outlet, clock, player = FakeOutlet(), FakeClock(), FakePlayer()
    with a_screen(outlet, clock, player=player) as screen:
        screen.show(READY)
        screen.show(READY)
        assert player.played == ["step"]
        screen.heard(False)
        clock.now_s += 1.0
        screen.show(EASE)
        assert player.played == ["step"]


def test_sound_turned_on_again_before_the_ride_is_heard() -> None:
    """ "Did you hear that?" is asked then, and there must be something to hear."""
    outlet, clock, player = FakeOutlet(), FakeClock(), FakePlayer()
    with a_screen(outlet, clock, player=player) as screen:
        screen.toggle_sound()
        screen.show(READY)
        assert player.played == []
        screen.toggle_sound()
        screen.show(READY)
        assert player.played == ["step"]


def test_a_terminal_that_is_behind_gets_only_the_newest_picture() -> None:
    outlet, clock = FakeOutlet(), FakeClock()
    with a_screen(outlet, clock) as screen:
        screen.show(ON_COURSE)
        outlet.is_behind = True
        sent = len(outlet.sent)
        for turn in range(20):
            clock.now_s += 0.25
            screen.show(replace(ON_COURSE, at_s=720 + turn, hr_bpm=100 + turn))
        assert len(outlet.sent) == sent
        outlet.is_behind = False
        clock.now_s += 0.25
        screen.show()
        assert len(outlet.sent) == sent + 1


def test_a_terminal_that_is_gone_is_told_and_not_written_to() -> None:
    outlet, clock = FakeOutlet(), FakeClock()
    with a_screen(outlet, clock) as screen:
        outlet.gone = True
        screen.show(ON_COURSE)
        assert screen.gone
        assert rows_painted(outlet.text) == []


def test_a_ride_is_painted_at_once_and_a_demo_at_full_speed_ten_times_a_second() -> None:
    outlet, clock = FakeOutlet(), FakeClock()
    with a_screen(outlet, clock, flashes=False) as screen:
        for turn in range(60):  # 6 turns a second: 4 ticks, 2 packets
            clock.now_s += 1 / 6
            screen.show(replace(ON_COURSE, hr_bpm=100 + turn))
        assert sum(bool(rows_painted(text)) for text in outlet.sent) == 60
        before = len(outlet.sent)
        for turn in range(5000):  # a thousand turns a second
            clock.now_s += 0.001
            screen.show(replace(ON_COURSE, hr_bpm=100 + turn % 97))
        assert 45 <= len(outlet.sent) - before <= 56


def test_the_summary_is_painted_with_the_next_show() -> None:
    outlet, clock = FakeOutlet(), FakeClock()
    done = replace(ON_COURSE, phase=type(ON_COURSE.phase).DONE, step=None)
    with a_screen(outlet, clock) as screen:
        screen.show(done)
        screen.close_with(Closing(rounds_done=5, rounds=5, ridden_s=2040.0, saved_as="a.hrg"))
        screen.show()
        assert "saved: a.hrg" in outlet.sent[-1]


def test_repaint_paints_everything_again() -> None:
    outlet, clock = FakeOutlet(), FakeClock()
    with a_screen(outlet, clock) as screen:
        screen.show(ON_COURSE)
        screen.repaint()
        screen.show()
        assert rows_painted(outlet.sent[-1]) == list(range(1, 25))


def test_no_colour_means_no_colour() -> None:
    outlet, clock = FakeOutlet(), FakeClock()
    with a_screen(outlet, clock, palette=NO_COLOURS) as screen:
        screen.show(EASE)
        screen.show(replace(ON_COURSE, at_s=750.0))
    codes = {
        code for found in re.findall(r"\x1b\[([\d;]*)m", outlet.text) for code in found.split(";")
    }
    assert codes <= {"0", "1", "2", "7", ""}


@pytest.mark.parametrize(
    ("environ", "palette"),
    [
        ({"TERM": "xterm-256color"}, COLOURS_256),
        ({"TERM": "xterm"}, COLOURS_16),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, COLOURS_256),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, NO_COLOURS),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, COLOURS_256),
    ],
)
def test_colours_follow_the_terminal(environ: dict[str, str], palette: object) -> None:
    assert palette_for(environ) is palette


def test_a_file_is_no_terminal(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as file:
        assert not can_live(file, {"TERM": "xterm"})
