"""Names of people, as shown and as files: no two athletes may ever share a file."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.athlete.names import clean_name, file_stem, name_key, stem_name
from hrguide.errors import UsageError

NAMES = st.text(min_size=1, max_size=60).filter(lambda text: is_name(text))


def is_name(text: str) -> bool:
    try:
        clean_name(text)
    except UsageError:
        return False
    return True


@pytest.mark.parametrize(
    "name",
    [
        "Sam",
        "José María",
        "李雷",
        "Þórunn",
        "נועה",
        "O'Neil",
        "X Æ A-12",
        "🏋️",
        "con",
        "a/b",
        "..x",
        "%41",
    ],
)
def test_any_persons_name_makes_a_safe_file(name: str) -> None:
    stem = file_stem(name)
    assert stem.isascii()
    assert not set(stem) & set('/\\:*?"<>|. ')
    assert name_key(stem_name(stem)) == name_key(name)


@given(NAMES, NAMES)
def test_two_athletes_share_a_file_only_if_they_are_one(first: str, second: str) -> None:
    same = name_key(first) == name_key(second)
    assert (file_stem(first).lower() == file_stem(second).lower()) == same


@given(NAMES)
def test_cleaning_twice_changes_nothing(name: str) -> None:
    assert clean_name(clean_name(name)) == clean_name(name)
    assert len(file_stem(name)) <= 120


def test_long_names_that_differ_at_the_end_keep_apart() -> None:
    one, other = "李" * 79 + "a", "李" * 79 + "b"
    assert file_stem(one) != file_stem(other)
    assert len(file_stem(one)) <= 120


def test_accents_written_two_ways_are_one_name() -> None:
    assert file_stem(unicodedata.normalize("NFD", "José")) == file_stem("José")
    assert file_stem("Jose") != file_stem("José")


@pytest.mark.parametrize("stem", ["CON", "nul", "Com1", "LPT9"])
def test_windows_reserved_words_are_written_otherwise(stem: str) -> None:
    assert file_stem(stem) != stem.lower()


@pytest.mark.parametrize(
    "typed", ["", "   ", "\x1b[31mred", "a\x00b", "\u202eevil", "...", "x" * 81]
)
def test_what_is_no_name_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(UsageError) as caught:
        clean_name(typed)
    assert caught.value.hint
    assert "\x1b" not in caught.value.message
