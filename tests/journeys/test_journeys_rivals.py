"""The cases that the lag makes hard: ours keeps them, each rival's rule breaks them.

That the rivals fail is what proves the tests: a case any rule passes would say nothing of ours.
"""

import pytest

from hrguide.guide.policy import Policy, Rule
from tests.journeys.lag_stories import STORIES

RIVALS = (Rule.AT_ONCE, Rule.AVERAGED, Rule.DWELL, Rule.HALF_MINUTE)


@pytest.mark.parametrize("name", STORIES)
def test_ours_keeps_the_case(name: str) -> None:
    assert STORIES[name](Policy())


@pytest.mark.parametrize("rule", RIVALS)
@pytest.mark.parametrize("name", STORIES)
def test_a_rule_without_lag_breaks_it(name: str, rule: Rule) -> None:
    assert not STORIES[name](Policy(rule=rule))
