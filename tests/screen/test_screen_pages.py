"""The pages around the ride: no praise that was not earned, no key that does nothing."""

from dataclasses import replace

import pytest

from hrguide.bluetooth.source import LinkReason, LinkState
from hrguide.moment import Phase
from hrguide.screen import words
from hrguide.screen.canvas import Tone
from hrguide.screen.keys import ENTER, SPACE, UiAction, command_for
from hrguide.screen.memory import Remembered
from hrguide.screen.pages import done, ready
from hrguide.screen.setting import Closing, Setting, Strap
from hrguide.screen.strap_words import before_riding, while_riding
from tests.screen.scenes import LOST, ON_COURSE, READY, SETTING

WHOLE = Closing(heard_any=True, rounds_done=5, rounds=5, ridden_s=2040.0, cues_heard=0)
RIGHT = "You heard no cue: you were right all the time."


def told(closing: Closing, setting: Setting = SETTING) -> tuple[str, str]:
    """The first line, and all of the page."""
    page, _ = done(ON_COURSE, setting, closing)
    return page[0].text, "\n".join(line.text for line in page)


def test_a_whole_ride_is_told_as_one() -> None:
    first, page = told(WHOLE)
    assert first == "Done, Sam. 5 rounds, 34 minutes, nothing all out."
    assert RIGHT in page
    assert told(replace(WHOLE, rounds_done=1, rounds=1))[0].startswith("Done, Sam. 1 round, ")


def test_minutes_of_drills_are_no_minutes_of_riding() -> None:
    drilled = replace(WHOLE, drilled_s=240.0)
    first, _ = told(drilled)
    assert first == "Done, Sam. 5 rounds, 34 minutes (and 4 of drills), nothing all out."
    only = replace(drilled, rounds=None, rounds_done=None, ridden_s=0.0)
    assert told(only)[0] == "Done, Sam. 4 minutes of drills, nothing all out."


def test_nothing_all_out_is_not_said_after_a_stop_or_a_ceiling() -> None:
    first, page = told(replace(WHOLE, held=True))
    assert first == "Done, Sam. 5 rounds, 34 minutes."
    assert "you were right" not in page


def test_a_ride_stopped_as_unwell_is_told_without_praise() -> None:
    for cues, said in ((0, ""), (2, "You heard 2 cues.")):
        stopped = replace(WHOLE, stopped=True, early=True, rounds_done=1, cues_heard=cues)
        first, page = told(replace(stopped, ridden_s=400.0))
        assert first == "Stopped, Sam. 1 of 5 rounds, 7 minutes."
        assert said in page
        assert "you were right" not in page


def test_a_ride_finished_early_is_done_but_not_called_all_of_it() -> None:
    first, page = told(replace(WHOLE, early=True, rounds_done=2, ridden_s=820.0))
    assert first == "Done, Sam. 2 of 5 rounds, 14 minutes."
    assert RIGHT in page


@pytest.mark.parametrize(
    "closing",
    [
        replace(WHOLE, early=True, rounds_done=0),
        replace(WHOLE, heard_any=False),
        replace(WHOLE, off_s=0.2 * WHOLE.ridden_s),
        replace(WHOLE, early=True, rounds_done=None, rounds=None),
    ],
)
def test_nobody_was_right_where_too_little_was_ridden_or_nothing_heard(closing: Closing) -> None:
    assert "you were right" not in told(closing)[1]
    assert "You heard no cue" not in told(closing)[1]
    some = told(replace(closing, cues_heard=1))[1]
    assert "You heard 1 cue.\n" in some


@pytest.mark.parametrize("reason", set(words.LINK_WORDS) - {LinkReason.WITHOUT})
@pytest.mark.parametrize("state", [LinkState.SCANNING, LinkState.OFF])
def test_why_there_is_no_strap_stands_while_riding_too(
    reason: LinkReason, state: LinkState
) -> None:
    line, tone = while_riding(LOST, Strap(state=state, reason=reason), 0)
    assert (line, tone) == (words.LINK_WORDS[reason], Tone.WARN)


def test_bluetooth_that_failed_on_the_way_is_told_whole() -> None:
    gone = Strap(state=LinkState.LOST, reason=LinkReason.ADAPTER_REMOVED)
    assert while_riding(LOST, gone, 1)[0] == "Bluetooth adapter pulled out"


def test_every_reason_has_room_beside_the_keys() -> None:
    room = 80 - len(words.KEYS_RIDE) - 4
    for line in (*words.LINK_WORDS.values(), words.WITHOUT_STRAP):
        assert len(line) <= room, line


def test_without_a_strap_by_choice_nothing_is_looked_for() -> None:
    without = Strap(state=LinkState.OFF, reason=LinkReason.WITHOUT)
    assert while_riding(LOST, without, 0) == ("without a strap: by clock and talk", Tone.QUIET)
    assert before_riding(LOST, without) == ("none: by clock and talk", Tone.PLAIN, False)
    for knows in (True, False):
        setting = replace(SETTING, knows_numbers=knows)
        told = " ".join(
            line.text for page in ready(READY, setting, Remembered(strap=without)) for line in page
        )
        assert "your own heart rate" not in told.lower()  # there will be none
        assert "We go by how you can TALK." in told


def test_the_ready_page_promises_no_key_that_does_nothing() -> None:
    """Keys of the ride stand under "once riding" alone: `d` shows nothing before the start."""
    away = Strap(state=LinkState.OFF, reason=LinkReason.BLUETOOTH_OFF)
    for sound_on, promised in ((True, set("wyn")), (False, set("ws"))):
        remembered = Remembered(sound_on=sound_on, strap=away)
        lines = [line.text for line in ready(READY, SETTING, remembered)[0]]
        now = " ".join(line for line in lines if not line.startswith("Once riding:"))
        now = now.replace("(", " ")
        alone = {word for word in now.split() if len(word) == 1 and word.isalpha()} - {"I"}
        assert alone == promised
        for key in (*promised, ENTER):
            meaning = command_for(key, prompt=None, phase=Phase.READY)
            assert meaning not in (None, UiAction.DRILLS), key


def test_drills_are_offered_where_they_can_be_had() -> None:
    for offers in (True, False):
        setting = replace(SETTING, offers_drills=offers)
        for page in ready(READY, setting, Remembered()):
            assert any("loosen the back first" in line.text for line in page) is offers
    assert command_for("d", prompt=None, phase=Phase.READY) is UiAction.DRILLS


def test_what_is_promised_for_the_ride_works_in_it() -> None:
    lines = [line.text for line in ready(READY, SETTING, Remembered())[0]]
    later = " ".join(line for line in lines if line.startswith("Once riding:"))
    keys = {word for word in later.split() if len(word) == 1}
    assert {"1", "2", "3", "n", "x", "+", "d", "q"} <= keys
    for key in keys | {SPACE}:
        assert command_for(key, prompt=None, phase=Phase.STEP) is not None, key


def test_a_demo_names_no_card_of_an_athlete_it_does_not_make() -> None:
    taught = replace(WHOLE, threshold_bpm=138.0, answers=3)
    assert words.CARD in told(taught, replace(SETTING, simulated=False))[1]
    assert words.CARD not in told(taught, replace(SETTING, simulated=True))[1]


def test_a_small_screen_says_first_what_a_worse_back_asks_for() -> None:
    ended = replace(ON_COURSE, back_ended=True)
    _, short = done(ended, SETTING, WHOLE)
    assert [line.text for line in short[1:3]] == list(words.BACK_STOP_BOOK)
