"""The queue of arrivals: in order, once, bounded, and honest about what it dropped."""

from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.inbox import Inbox
from hrguide.bluetooth.source import LinkChange, LinkState, Received


@given(st.lists(st.floats(0, 100), max_size=30), st.lists(st.floats(0, 120), max_size=10))
def test_each_packet_is_taken_once_and_in_order(
    arrivals: list[float], takings: list[float]
) -> None:
    inbox = Inbox()
    events = [Received(at_s=at_s, payload=b"\x00\x3c") for at_s in sorted(arrivals)]
    for event in events:
        inbox.put(event)
    taken: list[object] = []
    for to_s in sorted(takings):
        due = inbox.take(to_s)
        assert all(event.at_s <= to_s for event in due)
        taken += due
    assert taken == events[: len(taken)]
    assert [*taken, *inbox.take(1e9)] == events
    assert inbox.take(1e9) == ()


def test_what_came_at_that_very_moment_is_due() -> None:
    inbox = Inbox()
    packet = Received(at_s=2.0, payload=b"\x00\x3c")
    inbox.put(packet)
    assert inbox.take(1.999999) == ()
    assert inbox.take(2.0) == (packet,)


def test_full_it_drops_packets_and_counts_them_but_keeps_link_changes() -> None:
    inbox = Inbox(capacity=2)
    for at_s in (1.0, 2.0, 3.0):
        inbox.put(Received(at_s=at_s, payload=b"\x00\x3c"))
    lost = LinkChange(at_s=4.0, state=LinkState.LOST)
    inbox.put(lost)
    assert [event.at_s for event in inbox.take(9.0)] == [1.0, 2.0, 4.0]
    assert (inbox.dropped, inbox.deepest, len(inbox)) == (1, 3, 0)
