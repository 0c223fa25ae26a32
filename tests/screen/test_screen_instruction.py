"""What the rider is told to do: word, sign and tone for each verdict."""

from dataclasses import replace

import pytest

from hrguide.beats.pulse import Signal
from hrguide.bluetooth.source import LinkReason, LinkState
from hrguide.guide.cue import Cue, CueKind
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Phase
from hrguide.screen.canvas import Tone
from hrguide.screen.instruction import instruct
from hrguide.screen.memory import Remembered, remember
from hrguide.screen.setting import Strap
from hrguide.screen.strap_words import before_riding, while_riding
from tests.screen.scenes import (
    GOOD_STRAP,
    LEARNED,
    LOST,
    ON_COURSE,
    OVER,
    READY,
    SCENES,
    SETTING,
    UNDER,
)

FRESH = Remembered(strap=GOOD_STRAP)
WITHOUT = Strap(state=LinkState.OFF, reason=LinkReason.WITHOUT)


def at(moment: Moment, remembered: Remembered = FRESH) -> tuple[str, str, Tone]:
    told = instruct(moment, SETTING, remembered)
    return told.sign, told.word, told.tone


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict.ON_COURSE, ("✓", "HOLD", Tone.COURSE)),
        (Verdict.OVER, ("▼", "LESS", Tone.EASE)),
        (Verdict.HEADING_OVER, ("▼", "LESS", Tone.EASE)),
        (Verdict.UNDER, ("✓", "HOLD", Tone.STRONG)),
        (Verdict.HEADING_UNDER, ("✓", "HOLD", Tone.STRONG)),
        (Verdict.SETTLING, ("▄", "MODERATELY EASY", Tone.STRONG)),
        (Verdict.TOO_SHORT, ("▄", "MODERATELY EASY", Tone.STRONG)),
        (Verdict.LEARNING, ("▄", "MODERATELY EASY", Tone.STRONG)),
        (Verdict.NO_RANGE, ("▄", "MODERATELY EASY", Tone.STRONG)),
        (Verdict.RESTING, ("▁", "REST", Tone.REST)),
    ],
)
def test_each_verdict_has_its_word(verdict: Verdict, told: tuple[str, str, Tone]) -> None:
    assert at(replace(ON_COURSE, verdict=verdict)) == told


def said(kind: CueKind, moment: Moment) -> Remembered:
    return remember(FRESH, [replace(moment, cue=Cue(kind, "words"))])


def test_ease_off_and_more_stand_only_where_they_were_said() -> None:
    assert at(OVER, said(CueKind.EASE, OVER)) == ("!", "EASE OFF", Tone.EASE)
    assert at(UNDER, said(CueKind.PUSH, UNDER)) == ("▲", "MORE", Tone.PUSH)


def test_what_was_said_in_another_step_or_long_ago_does_not_steer() -> None:
    remembered = said(CueKind.PUSH, UNDER)
    assert UNDER.step is not None
    next_step = replace(UNDER, step=replace(UNDER.step, index=6))
    assert at(next_step, remembered)[1] == "HOLD"
    assert at(replace(UNDER, at_s=UNDER.at_s + 31.0), remembered)[1] == "HOLD"


def test_high_and_low_differ_in_word_sign_and_tone() -> None:
    """high_and_low_differ (polar-h10-alert #4)."""
    high = at(OVER, said(CueKind.EASE, OVER))
    low = at(UNDER, said(CueKind.PUSH, UNDER))
    on = at(ON_COURSE)
    for one, other in ((high, low), (high, on), (low, on)):
        assert all(a != b for a, b in zip(one, other, strict=True))


def test_under_is_never_called_for_more_by_the_verdict_alone() -> None:
    for verdict in (Verdict.UNDER, Verdict.HEADING_UNDER):
        assert at(replace(UNDER, verdict=verdict))[1] != "MORE"


def test_ease_said_in_a_short_step_shows() -> None:
    short = replace(ON_COURSE, verdict=Verdict.TOO_SHORT)
    assert at(short, said(CueKind.EASE, short)) == ("!", "EASE OFF", Tone.EASE)


GOING_ON = sorted(
    set(Verdict) - {Verdict.READY, Verdict.PAUSED, Verdict.RESTING, Verdict.STOPPED, Verdict.DONE}
)


@pytest.mark.parametrize("verdict", GOING_ON)
@pytest.mark.parametrize("strap", [GOOD_STRAP, Strap(), WITHOUT])
def test_ease_off_stands_for_20_s_after_it_was_said_whatever_the_verdict(
    verdict: Verdict, strap: Strap
) -> None:
    """A talk answer of "no", without a strap too; "ease off now" after an unanswered question."""
    moment = replace(ON_COURSE, verdict=verdict)
    remembered = replace(said(CueKind.EASE, moment), strap=strap)
    for after_s in (0.0, 20.0):
        told = instruct(replace(moment, at_s=moment.at_s + after_s), SETTING, remembered)
        assert (told.sign, told.word, told.sentence) == ("!", "EASE OFF", "words")
    later = instruct(replace(moment, at_s=moment.at_s + 31.0), SETTING, remembered)
    assert later.word != "EASE OFF"


def test_what_is_said_after_an_ease_does_not_take_it_back_but_a_push_does() -> None:
    eased = said(CueKind.EASE, ON_COURSE)
    for kind, word in ((CueKind.TALK, "EASE OFF"), (CueKind.PUSH, "HOLD")):
        after = replace(ON_COURSE, at_s=ON_COURSE.at_s + 5.0, cue=Cue(kind, "other words"))
        assert at(after, remember(eased, [after]))[1] == word


def test_a_no_in_the_rest_asks_nobody_to_ease_off_from_resting() -> None:
    for verdict in (Verdict.RESTING, Verdict.NO_SIGNAL):
        resting = replace(ON_COURSE, verdict=verdict, phase=Phase.REST)
        assert at(resting, said(CueKind.EASE, resting))[1] == "REST"


def test_a_stop_said_while_riding_stands_while_guidance_is_stopped() -> None:
    held = replace(ON_COURSE, verdict=Verdict.STOPPED, why="Stopped.")
    stopped = said(CueKind.STOP, held)
    step = replace(held, at_s=held.at_s + 15.0, cue=Cue(CueKind.STEP, "Moderate."))
    later = replace(step, at_s=held.at_s + 16.0, cue=None)
    assert instruct(later, SETTING, remember(stopped, [step])).sentence == "words"
    assert instruct(held, SETTING, FRESH).sentence == "Stopped."


def test_a_heart_rate_that_rises_at_rest_is_told_for_20_s() -> None:
    for verdict in (Verdict.RESTING, Verdict.NO_SIGNAL):
        resting = replace(ON_COURSE, verdict=verdict, phase=Phase.REST)
        remembered = said(CueKind.STOP, resting)
        told = instruct(replace(resting, at_s=resting.at_s + 20.0), SETTING, remembered)
        assert (told.sign, told.word, told.sentence) == ("!", "REST", "words")
        later = instruct(replace(resting, at_s=resting.at_s + 20.5), SETTING, remembered)
        assert (later.sign, later.tone) == ("▁", Tone.REST)


def test_pause_stands_above_every_verdict() -> None:
    assert at(replace(OVER, phase=Phase.PAUSED))[1] == "PAUSED"


def test_stopped_guidance_while_the_clock_runs_says_ease_off() -> None:
    assert at(replace(ON_COURSE, verdict=Verdict.STOPPED))[1] == "EASE OFF"


def test_lost_strap_tells_the_effort_and_how_it_feels() -> None:
    told = instruct(LOST, SETTING, FRESH)
    assert told.word == "MODERATELY EASY"
    assert told.sentence.startswith("NO HEART RATE for 9 s")
    assert told.feel.startswith("Whole sentences")
    assert instruct(replace(LOST, phase=Phase.REST), SETTING, FRESH).word == "REST"


@pytest.mark.parametrize(
    ("change", "words", "tone"),
    [
        ({}, "strap good", Tone.QUIET),
        ({"battery_pct": 19}, "strap battery 19 %", Tone.WARN),
        ({"battery_pct": 20}, "strap good", Tone.QUIET),
    ],
)
def test_strap_speaks_up_only_when_it_is_not_good(
    change: dict[str, int], words: str, tone: Tone
) -> None:
    strap = replace(GOOD_STRAP, battery_pct=change.get("battery_pct", 78))
    assert while_riding(ON_COURSE, strap, 0) == (words, tone)


def test_strap_line_of_a_poor_and_of_a_lost_strap() -> None:
    poor = replace(ON_COURSE, signal=Signal.POOR, signal_reason="artefacts")
    assert while_riding(poor, GOOD_STRAP, 0) == ("strap poor: many doubtful beats", Tone.WARN)
    assert while_riding(LOST, GOOD_STRAP, 1)[0] == "no beat for 9 s"
    assert while_riding(LOST, GOOD_STRAP, 2)[0] == "wet and tighten it in the rest"
    away = Strap(state=LinkState.LOST, reason=LinkReason.OUT_OF_RANGE)
    assert while_riding(LOST, away, 1)[0] == "strap lost (out of range), looking for it"


def test_going_without_is_offered_after_20_s_and_never_with_a_good_strap() -> None:
    silent = replace(READY, hr_bpm=None, signal=Signal.LOST, signal_reason="waiting")
    assert before_riding(silent, Strap(waited_s=19.9))[2] is False
    assert before_riding(silent, Strap(waited_s=20.0))[2] is True
    assert before_riding(READY, replace(GOOD_STRAP, waited_s=99.0))[2] is False


def test_going_without_is_offered_at_once_where_there_is_no_bluetooth() -> None:
    silent = replace(READY, hr_bpm=None, signal=Signal.LOST, signal_reason="waiting")
    broken = Strap(state=LinkState.SCANNING, reason=LinkReason.NO_ADAPTER)
    assert before_riding(silent, broken)[2] is True


def test_a_rest_without_a_heart_rate_is_a_whole_sentence() -> None:
    """It said "Just go on:", and below it nothing, or the round to come."""
    lost = replace(LEARNED, hr_bpm=None, verdict=Verdict.NO_SIGNAL, silent_s=9.0)
    told = instruct(lost, SETTING, FRESH)
    assert told.sentence == "NO HEART RATE for 9 s.   Let it come down."
    assert told.feel.startswith("round 2:")
    by_clock = instruct(lost, SETTING, replace(FRESH, strap=WITHOUT))
    assert (by_clock.sentence, by_clock.feel) == ("Let it come down.", "")


def test_a_quiet_scene_has_no_warning() -> None:
    moment, remembered = SCENES["without"]
    assert while_riding(moment, remembered.strap, 0)[1] is Tone.QUIET


def test_the_forecast_is_told_in_the_time_that_is_left() -> None:
    """The big digits count down: "by 0:15" is what they will show then."""
    assert ON_COURSE.step is not None
    assert instruct(ON_COURSE, SETTING, FRESH).sentence == "on course: 124 by 0:15"
    settling = replace(
        ON_COURSE, verdict=Verdict.SETTLING, step=replace(ON_COURSE.step, left_s=115.0)
    )
    assert instruct(settling, SETTING, FRESH).feel == "heading for 124 by 1:30"
    open_ended = replace(ON_COURSE, step=replace(ON_COURSE.step, left_s=None))
    assert instruct(open_ended, SETTING, FRESH).sentence == "on course: 124 in 25 s"


def test_what_was_said_is_read_for_a_while_and_then_the_forecast_again() -> None:
    remembered = said(CueKind.WELL, ON_COURSE)
    assert instruct(ON_COURSE, SETTING, remembered).sentence == "words"
    later = replace(ON_COURSE, at_s=ON_COURSE.at_s + 12.5)
    assert instruct(later, SETTING, remembered).sentence.startswith("on course: 124")
