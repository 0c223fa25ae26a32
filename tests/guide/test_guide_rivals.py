"""The yardsticks do what their users describe: grace, average, dwell, repeats, zeros and all."""

from collections.abc import Sequence

import pytest

from hrguide.guide.policy import Rule
from hrguide.guide.rivals import Rival, Seen


def alarms(rule: Rule, rates: Sequence[int], *, step_s: int = 10_000) -> list[tuple[int, str]]:
    """When each alarm came and on which side, with a range of 120-130."""
    rival = Rival(rule)
    said: list[tuple[int, str]] = []
    for second, rate in enumerate(rates):
        seen = Seen(
            at_s=float(second),
            into_s=float(second % step_s),
            strap_bpm=rate,
            low_bpm=120,
            high_bpm=130,
        )
        side = rival.tick(seen)
        assert rival.tick(seen) is None  # once a second, however often one asks
        if side is not None:
            said.append((second, side))
    return said


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule.AT_ONCE, [0, 10, 20, 30, 40, 50]),
        (Rule.AVERAGED, [20, 40]),
        (Rule.DWELL, [20, 41]),
        (Rule.HALF_MINUTE, [0, 30]),
        (Rule.SILENT, []),
    ],
)
def test_a_minute_too_low(rule: Rule, expected: list[int]) -> None:
    assert alarms(rule, [110] * 60) == [(second, "low") for second in expected]


def test_the_dwell_rule_is_quicker_above() -> None:
    assert alarms(Rule.DWELL, [140] * 30) == [(10, "high"), (21, "high")]
    assert alarms(Rule.DWELL, [140] * 9 + [125] + [140] * 9) == []


def test_the_average_takes_zeros_for_heart_rates_and_keeps_its_grace() -> None:
    assert alarms(Rule.AVERAGED, [128] * 40 + [0] * 3) == [(41, "low")]
    assert alarms(Rule.AVERAGED, [110] * 60, step_s=15) == []


@pytest.mark.parametrize("rule", list(Rule))
def test_inside_nobody_speaks(rule: Rule) -> None:
    assert alarms(rule, [120, 125, 130] * 40) == []
