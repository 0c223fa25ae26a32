"""When to try again: at once, then slower, never given up while a ride goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.reasons import COMPUTER_REASONS
from hrguide.bluetooth.reconnect import FOR_A_RIDE, ReconnectPolicy, Retry, plan_retry
from hrguide.bluetooth.source import LinkReason

STRAP_REASONS = sorted(set(LinkReason) - COMPUTER_REASONS - {LinkReason.WITHOUT})


def test_a_fresh_loss_is_tried_at_once_and_without_a_scan() -> None:
    plan = plan_retry(attempt=0, reason=LinkReason.OUT_OF_RANGE, lost_s=0.0)
    assert plan == Retry(wait_s=0.0, rescan=False)


def test_it_backs_off_to_a_few_seconds() -> None:
    waits = []
    for attempt in range(10):
        plan = plan_retry(attempt=attempt, reason=LinkReason.OUT_OF_RANGE, lost_s=1.0)
        assert plan is not None
        waits.append(plan.wait_s)
    assert waits == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.0, 3.0, 3.0]


@pytest.mark.parametrize("reason", STRAP_REASONS)
def test_after_a_failed_connect_it_listens_first(reason: LinkReason) -> None:
    plan = plan_retry(attempt=1, reason=reason, lost_s=5.0)
    assert plan is not None
    assert plan.rescan


def test_a_strap_the_system_has_forgotten_is_scanned_for() -> None:
    gone = plan_retry(attempt=0, reason=LinkReason.NOT_FOUND, lost_s=1.0)
    old = plan_retry(attempt=0, reason=LinkReason.SILENT, lost_s=FOR_A_RIDE.known_s)
    fresh = plan_retry(attempt=0, reason=LinkReason.SILENT, lost_s=FOR_A_RIDE.known_s - 1)
    assert gone is not None
    assert old is not None
    assert fresh is not None
    assert (gone.rescan, old.rescan, fresh.rescan) == (True, True, False)


@pytest.mark.parametrize("reason", sorted(COMPUTER_REASONS))
def test_what_a_person_must_mend_is_looked_at_steadily(reason: LinkReason) -> None:
    for attempt in (0, 1, 100):
        plan = plan_retry(attempt=attempt, reason=reason, lost_s=600.0)
        assert plan == Retry(wait_s=FOR_A_RIDE.computer_wait_s, rescan=True)


@given(
    st.integers(0, 10_000),
    st.sampled_from([*STRAP_REASONS, *COMPUTER_REASONS]),
    st.floats(0, 86_400),
)
def test_a_ride_never_gives_up_and_never_waits_long(
    attempt: int, reason: LinkReason, lost_s: float
) -> None:
    plan = plan_retry(attempt=attempt, reason=reason, lost_s=lost_s)
    assert plan is not None
    assert 0.0 <= plan.wait_s <= 3.0


def test_it_gives_up_where_the_rider_or_the_policy_says_so() -> None:
    assert plan_retry(attempt=0, reason=LinkReason.WITHOUT, lost_s=0.0) is None
    patient = ReconnectPolicy(give_up_s=30.0)
    for reason in (LinkReason.OUT_OF_RANGE, LinkReason.BLUETOOTH_OFF):
        assert plan_retry(attempt=3, reason=reason, lost_s=29.9, policy=patient) is not None
        assert plan_retry(attempt=3, reason=reason, lost_s=30.0, policy=patient) is None
