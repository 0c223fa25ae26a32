"""The policy as a file: printed, edited, read back; a typing mistake is never passed over."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.errors import BadFileError
from hrguide.guide.policy import Policy, Rule
from hrguide.ride.policy_file import parse_policy, policy_text, read_policy


@given(
    rule=st.sampled_from(Rule),
    ease_p=st.floats(0, 1),
    pushes=st.integers(0, 9),
    spacing_s=st.floats(0, 1e6),
    falling=st.floats(-5, 0),
    in_easy=st.booleans(),
)
def test_what_is_printed_is_read_back(
    rule: Rule, ease_p: float, pushes: int, spacing_s: float, falling: float, in_easy: bool
) -> None:
    policy = Policy(
        rule=rule,
        ease_p=ease_p,
        pushes_a_ride=pushes,
        cue_spacing_s=spacing_s,
        falling_bpm_per_s=falling,
        push_in_easy=in_easy,
    )
    assert parse_policy(policy_text(policy)) == policy


def test_what_a_file_leaves_out_stays_as_it_is() -> None:
    assert parse_policy("ease_p = 0.8\n") == replace(Policy(), ease_p=0.8)
    assert parse_policy("") == Policy()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("easep = 0.8", "'easep'. Did you mean ease_p?"),
        ("ease_p = 1.2", "ease_p = 1.2 must be 0 to 1"),
        ("ease_p = nan", "must be 0 to 1"),
        ("cue_spacing_s = -1", "must be 0 or more"),
        ('pushes_a_ride = "3"', "pushes_a_ride"),
        ('rule = "loud"', "rule"),
        ("push_in_easy = 1", "push_in_easy"),
        ("ease_p 0.8", "not TOML"),
    ],
)
def test_what_cannot_be_is_an_error_that_names_it(text: str, told: str) -> None:
    with pytest.raises(BadFileError, match="policy") as raised:
        parse_policy(text)
    assert told in str(raised.value)
    assert "--show-policy" in (raised.value.hint or "")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match="cannot be read"):
        read_policy(tmp_path / "none.toml")
