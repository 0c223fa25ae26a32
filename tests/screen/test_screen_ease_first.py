"""Safety first: while EASE OFF stands, a talk question keeps a line, not the screen."""

from dataclasses import replace

import pytest

from hrguide.guide.cue import Cue, CueKind
from hrguide.guide.verdict import Verdict
from hrguide.moment import Prompt
from hrguide.screen.draw import draw
from hrguide.screen.frame import frame
from hrguide.screen.memory import Remembered, remember
from tests.screen.scenes import GOOD_STRAP, ON_COURSE, SETTING

FRESH = Remembered(strap=GOOD_STRAP)

EASED = replace(
    ON_COURSE,
    verdict=Verdict.HEADING_OVER,
    cue=Cue(CueKind.EASE, "Ease off clearly: this effort leads to 151, the top is 139."),
)


def lines(prompt: Prompt, *, later_s: float, width: int, height: int) -> tuple[str, ...]:
    """The picture a while after an ease was said, with a question open."""
    now = replace(EASED, at_s=EASED.at_s + later_s, cue=None, prompt=prompt)
    remembered = remember(FRESH, [EASED, now])
    return draw(frame(now, SETTING, remembered), width, height).texts()


@pytest.mark.parametrize("prompt", [Prompt.TALK, Prompt.CAN_YOU_TALK])
@pytest.mark.parametrize(("width", "height"), [(40, 12), (30, 4)])
def test_ease_off_is_not_covered_by_a_talk_question(
    prompt: Prompt, width: int, height: int
) -> None:
    picture = "\n".join(lines(prompt, later_s=5.0, width=width, height=height))
    assert "EASE OFF" in picture


@pytest.mark.parametrize("prompt", [Prompt.TALK, Prompt.CAN_YOU_TALK])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 12)])
def test_the_question_can_still_be_answered(prompt: Prompt, width: int, height: int) -> None:
    picture = "\n".join(lines(prompt, later_s=5.0, width=width, height=height))
    assert "1 easily  2 only just  3 no" in picture
    assert "leads to 151" in " ".join(picture.split())


@pytest.mark.parametrize(("width", "height"), [(40, 12), (30, 4)])
def test_later_the_question_has_the_screen_again(width: int, height: int) -> None:
    picture = "\n".join(lines(Prompt.TALK, later_s=31.0, width=width, height=height))
    assert "EASE OFF" not in picture
    assert "TALK" in picture
