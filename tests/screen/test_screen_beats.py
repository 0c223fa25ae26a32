"""The detail view's beats: alpha1 or why not, bad beats by kind, the row of intervals."""

from dataclasses import replace

import pytest

from hrguide.beats.gate import AlphaReason
from hrguide.beats.pulse import Signal
from hrguide.beats.pulse_variability import BadBeats
from hrguide.moment import Moment
from hrguide.screen.canvas import Canvas
from hrguide.screen.detail import UNKNOWN, detail_fields
from hrguide.screen.draw import draw
from hrguide.screen.frame import frame
from hrguide.screen.memory import Remembered
from hrguide.screen.strap_words import while_riding
from hrguide.screen.tachogram import BARS, draw_tachogram
from tests.screen.scenes import BEATS, GOOD_STRAP, ON_COURSE, SETTING


def fields(moment: Moment) -> dict[str, str]:
    return dict(detail_fields(moment, GOOD_STRAP))


def test_alpha1_is_shown_with_its_flag() -> None:
    assert fields(ON_COURSE)["alpha1"] == "0.82 (4-16, detrended)"
    doubtful = replace(BEATS, alpha1_reason="some_artefacts")
    assert fields(replace(ON_COURSE, beats=doubtful))["alpha1"] == "0.82, some bad beats"


@pytest.mark.parametrize("reason", [reason for reason in AlphaReason if reason.forbids])
def test_each_reason_against_alpha1_has_words_that_fit(reason: AlphaReason) -> None:
    beats = replace(BEATS, alpha1=None, alpha1_reason=reason.value)
    words = fields(replace(ON_COURSE, alpha1=None, beats=beats))["alpha1"]
    assert words != UNKNOWN
    assert len(words) <= 27


def test_bad_beats_are_told_by_kind() -> None:
    beats = replace(BEATS, recent=BadBeats(extra=2, long_short=1), ride=BadBeats())
    told = fields(replace(ON_COURSE, artefact_pct=1.2, beats=beats))
    assert told["bad beats"] == "1.2 %: 2 extra, 1 odd"
    assert told["this ride"] == "none"
    assert fields(ON_COURSE)["this ride"] == "3 missed, 1 early, 12 s lost"


def test_without_beats_nothing_is_claimed() -> None:
    bare = fields(replace(ON_COURSE, alpha1=None, artefact_pct=None, beats=None))
    assert {bare[name] for name in ("alpha1", "RMSSD", "bad beats", "this ride")} == {UNKNOWN}


def test_no_heart_rate_no_row_of_intervals() -> None:
    blind = replace(ON_COURSE, hr_bpm=None)
    assert frame(ON_COURSE, SETTING, Remembered()).tachogram == BEATS.tachogram
    assert frame(blind, SETTING, Remembered()).tachogram == ()


def row(intervals: list[tuple[float, bool]], width: int = 40) -> str:
    canvas = Canvas(width, 1)
    draw_tachogram(canvas, 0, intervals)
    return canvas.texts()[0]


def test_longer_intervals_stand_higher_and_bad_ones_are_crossed() -> None:
    steps = [(0.40 + 0.02 * step, True) for step in range(5)]
    assert row([*steps, (0.9, False)]) == "  RR" + " " * 28 + BARS + "x"
    assert row([(0.9, False)]) == ""


def test_the_newest_fill_the_row() -> None:
    text = row([(0.5, True)] * 100 + [(0.4, True)] * 33)
    assert text == "  RR " + BARS[2] * 33


def test_a_straps_own_milliseconds_are_no_hills() -> None:
    assert set(row([(0.500, True), (0.501, True)] * 5).strip("R ")) == {BARS[2]}


@pytest.mark.parametrize("signal", [Signal.FAIR, Signal.POOR])
def test_a_dry_strap_is_told_with_its_share(signal: Signal) -> None:
    dry = replace(ON_COURSE, signal=signal, signal_reason="artefacts", artefact_pct=12.3)
    assert while_riding(dry, GOOD_STRAP, 0)[0] == "strap dry? 12 % bad beats"
    hidden = replace(dry, hr_bpm=None, silent_s=9.0)
    assert while_riding(hidden, GOOD_STRAP, 0)[0] == "strap dry? 12 % bad beats for 9 s"
    gap = replace(dry, signal_reason="gap")
    assert "dry" not in while_riding(gap, GOOD_STRAP, 0)[0]


def test_a_small_screen_shows_all_of_the_detail_in_turns() -> None:
    """40x12 has three rows for it: threshold and ranges first, the row of intervals last."""
    shown: list[str] = []
    seconds = [ON_COURSE.at_s + second for second in range(36)]
    for at_s in seconds:
        remembered = replace(Remembered(), shows_detail=True, strap=GOOD_STRAP)
        drawn = draw(frame(replace(ON_COURSE, at_s=at_s), SETTING, remembered), 40, 12)
        shown.append("\n".join(drawn.texts()[7:10]))
    assert shown[0].lstrip().startswith("threshold")
    assert shown[0] == shown[5] != shown[6]
    assert shown[30:] == shown[:6]
    everything = "\n".join(shown)
    for label, value in detail_fields(ON_COURSE, GOOD_STRAP):
        assert label in everything
        assert label in ("heading", "in 30 s") or value[:20] in everything
    assert any(bar in everything for bar in BARS)
