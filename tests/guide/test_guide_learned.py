"""What earlier rides taught, whatever stands in the header: numbers or nothing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.expected import Plateau
from hrguide.guide.foresight import Foresight, StepAhead
from hrguide.guide.kinetics import MODELS, weights_of
from hrguide.guide.learned import Learned, learned_from

UNIFORM = [1.0 / MODELS] * MODELS
PLAIN = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
KEYS = ("weights", "plateaus", "opening", "paths", "heart_times")


def test_what_a_ride_hands_on_is_taken() -> None:
    found = learned_from(
        {
            "weights": [2.0] * MODELS,
            "plateaus": {"easy": [118.5, 116.0], "rest": [90.0, None], "free": 120},
            "opening": [4.0, 9.0],
            "paths": {" > easy": [80.0, 90.0]},
        }
    )
    assert found.weights == UNIFORM
    assert found.plateaus == {
        "easy": Plateau(118.5, 116.0),
        "rest": Plateau(90.0),
        "free": Plateau(120.0),
    }
    assert found.opening == (4.0, 9.0)
    assert found.paths == {" > easy": [80.0, 90.0]}


def test_times_of_the_heart_speak_before_weights() -> None:
    found = learned_from({"weights": UNIFORM, "heart_times": [50.0, 4.0]})
    assert found.weights == weights_of(50.0, 4.0)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        {"weights": [0.5, 0.5]},
        {"weights": [-1.0] * MODELS},
        {"weights": [float("nan")] * MODELS},
        {"plateaus": {"easy": "fast"}},
        {"plateaus": {"easy": [3000.0, None]}},
        {"paths": {"a": [80.0, 0.0]}},
        {"opening": [3.0, 0.0]},
        {"heart_times": [0.0, 5.0]},
        {"opening": [1e154, 1.0]},
        {"opening": [0.0, 1e154]},
        {"heart_times": [1e308, 5.0]},
        {"heart_times": [38.0, 1e308]},
        {"weights": [1e308] * MODELS},
    ],
)
def test_what_is_no_such_value_is_not_known(value: object) -> None:
    assert learned_from(value) == Learned()


@given(st.dictionaries(st.sampled_from(KEYS), PLAIN))
def test_a_ride_begins_whatever_stands_there(value: dict[str, object]) -> None:
    foresight = Foresight(value)
    for _ in range(3):
        foresight.enter(StepAhead(kind="easy", centre_bpm=110.0))
        for _ in range(5):
            foresight.step(100)
    ahead = foresight.forecast(15.0, 30.0)
    assert ahead is not None
    assert 30.0 < ahead.mean_bpm < 220.0
    json.dumps(foresight.to_keep(), allow_nan=False)
