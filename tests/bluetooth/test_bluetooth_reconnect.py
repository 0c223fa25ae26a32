"""When to try again: at once, then slower, never given up while a ride goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.reasons import COMPUTER_REASONS
from hrguide.bluetooth.reconnect import FOR_A_RIDE, ReconnectPolicy, wait_before_retry_s
from hrguide.bluetooth.source import LinkReason

STRAP_REASONS = sorted(set(LinkReason) - COMPUTER_REASONS - {LinkReason.WITHOUT})


@pytest.mark.parametrize("reason", STRAP_REASONS)
def test_a_fresh_loss_is_tried_at_once(reason: LinkReason) -> None:
    assert wait_before_retry_s(attempt=0, reason=reason, lost_s=0.0) == 0.0


def test_it_backs_off_to_a_few_seconds() -> None:
    waits_s = [
        wait_before_retry_s(attempt=attempt, reason=LinkReason.OUT_OF_RANGE, lost_s=1.0)
        for attempt in range(10)
    ]
    assert waits_s == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.0, 3.0, 3.0]


@pytest.mark.parametrize("reason", sorted(COMPUTER_REASONS))
def test_what_a_person_must_mend_is_looked_at_steadily(reason: LinkReason) -> None:
    for attempt in (0, 1, 100):
        wait_s = wait_before_retry_s(attempt=attempt, reason=reason, lost_s=600.0)
        assert wait_s == FOR_A_RIDE.computer_wait_s


@given(
    st.integers(0, 10_000),
    st.sampled_from([*STRAP_REASONS, *COMPUTER_REASONS]),
    st.floats(0, 86_400),
)
def test_a_ride_never_gives_up_and_never_waits_long(
    attempt: int, reason: LinkReason, lost_s: float
) -> None:
    wait_s = wait_before_retry_s(attempt=attempt, reason=reason, lost_s=lost_s)
    assert wait_s is not None
    assert 0.0 <= wait_s <= 3.0


def test_it_gives_up_where_the_rider_or_the_policy_says_so() -> None:
    assert wait_before_retry_s(attempt=0, reason=LinkReason.WITHOUT, lost_s=0.0) is None
    patient = ReconnectPolicy(give_up_s=30.0)
    for reason in (LinkReason.OUT_OF_RANGE, LinkReason.BLUETOOTH_OFF):
        for lost_s, gives_up in ((29.9, False), (30.0, True)):
            wait_s = wait_before_retry_s(attempt=3, reason=reason, lost_s=lost_s, policy=patient)
            assert (wait_s is None) is gives_up
