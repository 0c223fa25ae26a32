"""The golden screens: as drawn, and as a terminal shows them."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyte
import pytest

from hrguide.guide.cue import Cue, CueKind
from hrguide.moment import Moment
from hrguide.screen.frame import frame
from hrguide.screen.memory import Remembered
from tests.screen.fakes import FakeClock, FakeOutlet, a_screen
from tests.screen.scenes import GOLDEN_FOLDER, GOLDEN_SIZES, SCENES, SETTING, golden_texts

WANTED = golden_texts()


@pytest.mark.parametrize("name", sorted(WANTED))
def test_screen_is_its_golden_text(name: str) -> None:
    kept = (GOLDEN_FOLDER / name).read_text(encoding="utf-8")
    assert WANTED[name] == kept, "changed on purpose? scripts/update_golden.py, and read the diff"


def test_no_golden_text_is_left_over() -> None:
    assert {path.name for path in GOLDEN_FOLDER.glob("*.txt")} == set(WANTED)


@pytest.mark.parametrize(("width", "height"), GOLDEN_SIZES)
def test_no_golden_line_is_longer_than_its_screen(width: int, height: int) -> None:
    for name, text in WANTED.items():
        if name.endswith(f"-{width}x{height}.txt"):
            lines = text.removesuffix("\n").split("\n")
            assert len(lines) == height, name
            assert max(len(line) for line in lines) <= width, name


@pytest.mark.parametrize(("width", "height"), GOLDEN_SIZES)
@pytest.mark.parametrize("scene", ["on-course", "ease-off", "talk", "lost", "stopped"])
def test_a_terminal_shows_the_golden_text(scene: str, width: int, height: int) -> None:
    moment, remembered = SCENES[scene]
    outlet = FakeOutlet(width, height)
    screen = a_screen(outlet, FakeClock(), flashes=False)
    screen.strap(remembered.strap)
    terminal = pyte.Screen(width, height)
    with screen:
        screen.show(SCENES["ready"][0])  # another picture first: the diff must leave nothing of it
        screen.show(*_what_was_said(moment, remembered), moment)
        pyte.Stream(terminal).feed(outlet.text)
    lines = [line.rstrip() for line in terminal.display]
    assert lines == WANTED[f"{scene}-{width}x{height}.txt"].removesuffix("\n").split("\n")


def _what_was_said(moment: Moment, remembered: Remembered) -> list[Moment]:
    """Earlier Moments after which a screen remembers what the scene says it does."""
    cues = [Cue(CueKind.SIGNAL_LOST, "")] * remembered.losses
    cues += [] if remembered.said is None else [remembered.said]
    return [replace(moment, at_s=remembered.said_at_s, cue=cue) for cue in cues]


def test_every_view_of_the_first_session_has_a_scene() -> None:
    views = {frame(moment, SETTING, remembered).view for moment, remembered in SCENES.values()}
    assert {view.value for view in views} == {"ready", "ride", "stopped", "done"}


def test_the_readmes_picture_is_drawn_from_its_scene_and_links_to_nothing(tmp_path: Path) -> None:
    root = GOLDEN_FOLDER.parents[1]
    drawn = tmp_path / "screen.svg"
    subprocess.run(
        [sys.executable, root / "scripts" / "picture.py", "--output", drawn],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=tmp_path,
    )
    text = drawn.read_text(encoding="utf-8")
    assert (root / "docs" / "screen.svg").read_text(encoding="utf-8") == text, "scripts/picture.py"
    assert text.count("http") == text.count('xmlns="http://www.w3.org/2000/svg"') == 1
    assert "url(" not in text
