"""Numbers in words: short, and each one different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.voice.numbers import in_words, number_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (9, "nine"),
        (13, "thirteen"),
        (20, "twenty"),
        (98, "ninety-eight"),
        (100, "one hundred"),
        (104, "one oh four"),
        (110, "one ten"),
        (119, "one nineteen"),
        (134, "one thirty-four"),
        (200, "two hundred"),
        (999, "nine ninety-nine"),
    ],
)
def test_numbers_are_said_as_a_coach_says_them(number: int, words: str) -> None:
    assert number_in_words(number) == words


def test_no_two_numbers_sound_alike() -> None:
    assert len({number_in_words(number) for number in range(1000)}) == 1000


@pytest.mark.parametrize("text", ["2000", "1.5", "0.75", "12345"])
def test_what_is_no_heart_rate_is_left_to_the_speaker(text: str) -> None:
    assert in_words(text) == text


@given(st.integers(0, 999), st.integers(0, 999))
def test_only_the_numbers_of_a_sentence_change(low: int, high: int) -> None:
    said = in_words(f"Easy. {low} to {high}.")
    assert said == f"Easy. {number_in_words(low)} to {number_in_words(high)}."
