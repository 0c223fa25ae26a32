"""What is heard for what is shown: every sentence of the guide, no phrase without one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.errors import BadFileError
from hrguide.voice.phrases import WORDS_MAX, Phrasebook, load_phrases
from tests.voice.sentences import guide_sentences

ENGLISH = load_phrases()


@pytest.mark.parametrize("shown", sorted(set(guide_sentences())))
def test_every_sentence_of_the_guide_can_be_said(shown: str) -> None:
    said = ENGLISH.spoken(shown)
    if shown in ("3", "2", "1"):
        assert said == "", "the last seconds are tones"
        return
    assert 1 <= len(said.split()) <= WORDS_MAX
    assert not re.search(r"[^A-Za-z .,;:?'-]", said), "signs and digits a speaker may stumble over"
    numbers = len(re.findall(r"\d+", shown))  # each may take two words, and a "to" between two
    assert len(said.split()) <= len(shown.split()) + 2 * numbers + shown.count("/")


@pytest.mark.parametrize("shown", [shown for shown, _ in ENGLISH.listed])
def test_no_phrase_is_left_over_from_a_sentence_that_was_reworded(shown: str) -> None:
    alone = Phrasebook(
        {
            "espeak": "en",
            "windows": "en-US",
            "numbers": "134",
            "clock": "",
            "test": "",
            "words": {},
            "phrases": [{"shown": shown, "said": "this one"}],
        }
    )
    assert "this one" in {alone.spoken(sentence) for sentence in guide_sentences()}


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (
            'Ease off clearly: heading for 146, "only just" is 139.',
            "Ease off clearly. Heading for one forty-six.",
        ),
        ("Ease off: heading for 104, the top is 99.", "Ease off. Heading for one oh four."),
        ("Moderately easy. 118 to 126.", "Moderately easy. one eighteen to one twenty-six."),
        ("Easy. Under 100.", "Easy. Under one hundred."),
        ("A touch more, if your back likes it.", "A touch more, if your back likes it."),
        ("That's it.", "That's it."),
        (
            "No heart rate for 9 s. Just go on: Keep the effort you have.",
            "No heart rate. Just go on: Keep the effort you have.",
        ),
        ("Row 118-126 bpm.", "Row one eighteen to one twenty-six beats."),
        ("2:30 at 5 rpm.", "two minutes thirty at five R P M."),
        ("90 s at 90 %.", "ninety seconds at ninety percent."),
        (
            "86-90 % of threshold until a talk answer, at most 90 s. Under 135.",
            "Under one thirty-five.",
        ),
    ],
)
def test_what_the_rider_hears(shown: str, said: str) -> None:
    assert ENGLISH.spoken(shown) == said


@given(st.text())
def test_nothing_said_is_an_order_to_an_engine(shown: str) -> None:
    said = ENGLISH.spoken(shown)
    assert not set(said) & set('[]<>!%$`"&|\\_{}\n\r\t\0')
    assert len(said.split()) <= WORDS_MAX


def test_a_speech_is_cut_short() -> None:
    assert ENGLISH.spoken("la " * 100) == "la " * (WORDS_MAX - 1) + "la"


@given(st.from_regex(r"[a-z]{4,8}( [a-z]{4,8}){0,9}", fullmatch=True))
def test_what_is_not_listed_is_said_as_it_stands(shown: str) -> None:
    assert ENGLISH.spoken(shown) == shown


def test_heart_rates_of_a_cue_are_the_only_numbers_said() -> None:
    said = ENGLISH.spoken("Ease off: 151, today's ceiling is 148. Not a workout.")
    assert said == "Ease off. one fifty-one. Not a workout."


def test_another_language_leaves_the_numbers_to_its_voice() -> None:
    german = Phrasebook(
        {
            "espeak": "de",
            "windows": "de-DE",
            "numbers": "134",
            "clock": "",
            "test": "Hallo.",
            "words": {},
            "phrases": [
                {"shown": "Easy. {low} to {high}.", "said": "Locker. {low} bis {high}."},
            ],
        },
        language="de",
    )
    assert german.spoken("Easy. 118 to 126.") == "Locker. 118 bis 126."


def test_a_language_that_is_not_there_is_named() -> None:
    with pytest.raises(BadFileError, match=r"'xx', only in en"):
        load_phrases("xx")


def test_a_phrase_cannot_use_what_its_sentence_has_not() -> None:
    table = {
        "espeak": "en",
        "windows": "en-US",
        "numbers": "134",
        "clock": "",
        "test": "",
        "words": {},
        "phrases": [{"shown": "Easy {a}.", "said": "{b}"}],
    }
    with pytest.raises(BadFileError, match="uses b"):
        Phrasebook(table)


def test_a_table_without_its_numbers_is_refused() -> None:
    with pytest.raises(BadFileError, match="numbers"):
        Phrasebook({"espeak": "en", "windows": "en-US", "test": ""})
