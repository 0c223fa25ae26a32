"""Like steps: as it moved then it will move now, across a step's end only where steps agree."""

import pytest

from hrguide.guide.memory import LikeSteps
from tests.guide.hearts import answers

ROUND = [("easy", 180, 115.0), ("moderate", 60, 135.0), ("rest", 60, 85.0)]


def ridden(rounds: int, *, into_s: int, memory: LikeSteps | None = None) -> LikeSteps:
    """So many whole rounds, then `into_s` seconds of the next one's first step."""
    memory = memory or LikeSteps()
    rates = answers(
        [(length_s, demand) for _ in range(rounds + 1) for _, length_s, demand in ROUND]
    )
    for _ in range(rounds):
        for kind, length_s, _ in ROUND:
            memory.begin(kind)
            for _ in range(length_s):
                memory.hear(next(rates))
    memory.begin(ROUND[0][0])
    for _ in range(into_s):
        memory.hear(next(rates))
    return memory


def test_the_first_round_has_nothing_to_remember() -> None:
    assert ridden(0, into_s=20).ahead(30) is None
    # round 2's easy follows a rest, round 1's followed nothing: not alike
    assert ridden(1, into_s=20).ahead(30) is None


def test_the_third_round_moves_as_the_second_did() -> None:
    memory = ridden(2, into_s=20)
    found = memory.ahead(30, left_s=160.0, then="moderate")
    assert found is not None
    truth = list(answers([(n, d) for _ in range(3) for _, n, d in ROUND]))
    assert found.later_bpm == pytest.approx(truth[600 + 49], abs=0.6)
    assert found.from_bpm(found.now_bpm) == found.later_bpm
    assert found.from_bpm(found.now_bpm + 6.0) == found.later_bpm + 3.0  # half of it goes on


def test_a_step_s_end_is_crossed_only_where_the_same_follows() -> None:
    memory = ridden(2, into_s=170)
    assert memory.ahead(30, left_s=10.0, then="moderate") is not None
    assert memory.ahead(30, left_s=10.0, then="rest") is None
    assert memory.ahead(30, left_s=40.0, then="moderate") is None  # 30 s were added to this one
    assert memory.ahead(5, left_s=10.0, then=None) is not None


def test_seconds_without_a_rate_are_not_remembered() -> None:
    memory = LikeSteps()
    for _ in range(2):
        for kind in ("easy", "rest"):
            memory.begin(kind)
            for second in range(60):
                memory.hear(None if 20 <= second < 50 else 110.0)
    memory.begin("easy")
    for _ in range(10):
        memory.hear(110.0)
    assert memory.ahead(25) is None
    assert memory.ahead(5) is not None


def test_an_earlier_ride_teaches_the_first_round() -> None:
    kept = ridden(2, into_s=30).to_keep()
    assert set(kept) == {" > easy", "easy > moderate", "moderate > rest", "rest > easy"}
    later = LikeSteps(kept)
    later.begin("easy")
    for rate in list(answers([(180, 115.0)]))[:20]:
        later.hear(rate)
    found = later.ahead(30, left_s=160.0, then="moderate")
    assert found is not None
    truth = list(answers([(180, 115.0)]))
    assert found.later_bpm == pytest.approx(truth[49], abs=1.0)
    assert later.ahead(30, left_s=10.0, then="moderate") is None  # a kept step ends with itself
