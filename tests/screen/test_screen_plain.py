"""Lines and JSON: what a pipe gets, when, and what happens when it goes away."""

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.cue import Cue, CueKind
from hrguide.moment import Moment, for_json_lines
from hrguide.screen.plain import JsonScreen, PlainScreen
from tests.screen import strategies
from tests.screen.scenes import GOOD_STRAP, LOST, ON_COURSE, SETTING

ROOT = Path(__file__).parents[2]
EASE = Cue(CueKind.EASE, "Ease off: 137.")


def ticks(count: int, start_s: float = 600.0) -> list[Moment]:
    return [
        replace(ON_COURSE, at_s=start_s + turn * 0.25, elapsed_s=start_s - 100 + turn * 0.25)
        for turn in range(count)
    ]


def lines_of(moments: list[Moment], every_s: float = 1.0) -> list[str]:
    out = io.StringIO()
    screen = PlainScreen(SETTING, out=out, every_s=every_s)
    screen.strap(GOOD_STRAP)
    with screen:
        for moment in moments:
            screen.show(moment)
    return out.getvalue().splitlines()


def test_a_line_a_second() -> None:
    lines = lines_of(ticks(41))
    assert len(lines) == 11
    assert lines[0] == ("   8:20  122 bpm  round 2/5 moderately easy 0:40 left  on course")


def test_a_line_each_30_s_of_session_for_a_demo() -> None:
    assert len(lines_of(ticks(4 * 300 + 1), every_s=30.0)) == 11


def test_a_cue_is_a_line_of_its_own_at_once() -> None:
    moments = ticks(8)
    moments[2] = replace(moments[2], cue=EASE)
    lines = lines_of(moments)
    assert len(lines) == 3
    assert lines[1].endswith(">> Ease off: 137.")


def test_countdown_ticks_make_no_lines() -> None:
    moments = ticks(4)
    moments[2] = replace(moments[2], cue=Cue(CueKind.COUNTDOWN, "3"))
    assert len(lines_of(moments)) == 1


def test_no_number_without_a_believed_heart_rate() -> None:
    (line,) = lines_of([LOST])
    assert "--- bpm" in line
    assert "(no beat for 9 s)" in line


@given(st.lists(strategies.moments, max_size=20), st.integers(1, 6))
def test_json_lines_are_those_of_the_contract(moments: list[Moment], size: int) -> None:
    """However the turns are cut, the lines are `for_json_lines` of all Moments."""
    moments = sorted(moments, key=lambda moment: moment.at_s)
    out = io.StringIO()
    with JsonScreen(out=out) as screen:
        for start in range(0, len(moments), size):
            screen.show(*moments[start : start + size])
    wanted = [moment.json_line() for moment in for_json_lines(moments)]
    assert out.getvalue().splitlines() == [line for line in "\n".join(wanted).splitlines() if line]


def test_json_lines_are_json() -> None:
    out = io.StringIO()
    with JsonScreen(out=out) as screen:
        screen.show(*ticks(5), replace(LOST, cue=EASE))
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["at_s"] for line in lines] == [600.0, 601.0, 720.0]
    assert lines[-1]["cue"] == {"kind": "ease", "text": "Ease off: 137."}


READER_LEAVES = """
import sys
from dataclasses import replace
from hrguide.screen.plain import JsonScreen, PlainScreen
from tests.screen.scenes import ON_COURSE, SETTING
screen = {screen}
shown = 0
with screen:
    while not screen.gone and shown < 1_000_000:
        shown += 1
        screen.show(replace(ON_COURSE, at_s=float(shown)))
assert screen.gone
print("to nobody")
"""


def test_a_reader_that_leaves_is_a_normal_end() -> None:
    for made in ("JsonScreen(out=sys.stdout)", "PlainScreen(SETTING, out=sys.stdout)"):
        program = subprocess.Popen(
            [sys.executable, "-c", READER_LEAVES.format(screen=made)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
        assert program.stdout is not None
        assert program.stdout.readline()
        program.stdout.close()
        assert program.stderr is not None
        with program.stderr:
            said = program.stderr.read()
        assert program.wait(timeout=30) == 0
        assert said == b""


class Counting(io.StringIO):
    """Counts the flushes: a pipe's reader must never be behind."""

    def __init__(self) -> None:
        super().__init__()
        self.flushes = 0

    def flush(self) -> None:
        self.flushes += 1
        super().flush()


def test_each_line_is_flushed() -> None:
    out = Counting()
    with JsonScreen(out=out) as screen:
        screen.show(*ticks(41))
    assert out.flushes == len(out.getvalue().splitlines()) == 11
