"""Which strap is the athlete's: remembered, else the only one, else a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.choose import (
    FRESH_S,
    OWN_FIRST_S,
    SETTLE_S,
    Ask,
    Choice,
    KeepListening,
    RememberedStrap,
    SeenStrap,
    Take,
    choose,
    is_called,
    sighted,
)

OURS = "C0:11:22:33:44:01"
THEIRS = "C0:11:22:33:44:02"
MAC_UUID = "6E400001-B5A3-F393-E0A9-E50E24DCCA9E"


def strap(
    address: str = OURS,
    name: str | None = "HRM 1234",
    *,
    rssi_dbm: int | None = -60,
    first_seen_s: float = 0.0,
    last_seen_s: float | None = None,
    held: bool = False,
) -> SeenStrap:
    return SeenStrap(
        address=address,
        name=name,
        rssi_dbm=rssi_dbm,
        first_seen_s=first_seen_s,
        last_seen_s=first_seen_s if last_seen_s is None else last_seen_s,
        held=held,
    )


NEIGHBOUR = strap(THEIRS, "TICKR 8A2F", rssi_dbm=-40)
KNOWN = RememberedStrap(address=OURS, name="HRM 1234")


def at(now_s: float, *seen: SeenStrap, remembered: RememberedStrap | None = None) -> Choice:
    return choose(seen, now_s=now_s, since_s=0.0, remembered=remembered)


def test_nothing_heard_nothing_taken() -> None:
    assert at(60.0) == KeepListening()


def test_the_only_one_is_taken_once_it_has_been_alone_for_a_while() -> None:
    assert at(SETTLE_S - 0.1, strap()) == KeepListening()
    assert at(SETTLE_S, strap()) == Take(strap=strap())


def test_settling_counts_from_when_it_was_first_heard() -> None:
    late = strap(first_seen_s=10.0)
    assert at(10.0 + SETTLE_S - 0.1, late) == KeepListening()
    assert at(10.0 + SETTLE_S, late) == Take(strap=late)


def test_several_unknown_ones_are_a_question_strongest_first() -> None:
    weak, unheard = strap(rssi_dbm=-80), strap("C0:11:22:33:44:03", rssi_dbm=None, held=True)
    assert at(SETTLE_S, weak, unheard, NEIGHBOUR) == Ask(straps=(NEIGHBOUR, weak, unheard))


def test_the_remembered_one_is_taken_at_once_however_strong_the_other() -> None:
    assert at(0.0, NEIGHBOUR, strap(rssi_dbm=-90), remembered=KNOWN) == Take(
        strap=strap(rssi_dbm=-90)
    )


def test_the_neighbours_strap_alone_is_a_question_never_taken() -> None:
    """TrackMyIndoorWorkout #376: two straps mixed."""
    assert at(OWN_FIRST_S - 0.1, NEIGHBOUR, remembered=KNOWN) == KeepListening()
    assert at(OWN_FIRST_S, NEIGHBOUR, remembered=KNOWN) == Ask(straps=(NEIGHBOUR,), missing=KNOWN)


@given(
    st.lists(
        st.builds(
            strap,
            address=st.sampled_from([THEIRS, "C0:11:22:33:44:03", "C0:11:22:33:44:04"]),
            name=st.sampled_from([None, "HRM 1234", "TICKR 8A2F"]),
            rssi_dbm=st.none() | st.integers(-100, -20),
            held=st.booleans(),
        ),
        max_size=4,
        unique_by=lambda each: each.address,
    ),
    st.floats(0, 600),
)
def test_no_other_address_is_ever_taken_for_a_known_one(
    seen: list[SeenStrap], now_s: float
) -> None:
    assert not isinstance(at(now_s, *seen, remembered=KNOWN), Take)


def test_a_name_decides_only_where_no_address_can() -> None:
    same_name = strap(THEIRS, "HRM 1234")
    assert not KNOWN.is_(same_name)
    assert RememberedStrap(name="HRM 1234").is_(same_name)
    on_a_mac = strap(MAC_UUID, "HRM 1234")
    assert KNOWN.is_(on_a_mac)
    assert RememberedStrap(address=MAC_UUID, name="HRM 1234").is_(strap(THEIRS, "HRM 1234"))
    assert not RememberedStrap(address=MAC_UUID, name="HRM 1234").is_(
        strap(MAC_UUID.replace("6E", "7E"), "HRM 1234")
    )
    assert RememberedStrap(address=OURS.lower()).is_(strap())


def test_two_of_the_remembered_name_are_a_question() -> None:
    twins = (strap(rssi_dbm=-50), strap(THEIRS, rssi_dbm=-60))
    assert at(SETTLE_S, *twins, remembered=RememberedStrap(name="HRM 1234")) == Ask(straps=twins)


def test_a_name_that_comes_late_is_waited_for() -> None:
    by_name = RememberedStrap(name="HRM 1234")
    nameless = strap(name=None)
    assert at(SETTLE_S, nameless, remembered=by_name) == KeepListening()
    named = sighted(nameless, address=OURS, name="HRM 1234", rssi_dbm=-60, at_s=4.0)
    assert at(4.0, named, remembered=by_name) == Take(strap=named)


def test_a_name_once_heard_stays() -> None:
    again = sighted(strap(), address=OURS, name=None, rssi_dbm=-70, at_s=5.0)
    assert (again.name, again.rssi_dbm, again.first_seen_s, again.last_seen_s) == (
        "HRM 1234",
        -70,
        0.0,
        5.0,
    )


def test_what_the_rider_asked_for_comes_before_what_is_remembered() -> None:
    assert choose(
        (strap(), NEIGHBOUR), now_s=0.0, since_s=0.0, remembered=KNOWN, asked="TICKR 8A2F"
    ) == Take(strap=NEIGHBOUR)
    missing = choose((strap(),), now_s=OWN_FIRST_S, since_s=0.0, asked="TICKR 8A2F")
    assert missing == Ask(straps=(strap(),), missing=RememberedStrap(name="TICKR 8A2F"))


@pytest.mark.parametrize("words", ["TICKR 8A2F", "tickr 8a2f", "8a2f", " 8A2F ", THEIRS.lower()])
def test_the_words_for_a_strap(words: str) -> None:
    assert is_called(NEIGHBOUR, words)


@pytest.mark.parametrize("words", ["", " ", "TICKR", "2F", "8A2", "C0:11"])
def test_half_a_word_is_no_name(words: str) -> None:
    assert not is_called(NEIGHBOUR, words)
    assert not is_called(strap(name=None), words)


def test_a_strap_that_left_is_not_offered() -> None:
    gone = strap(THEIRS, last_seen_s=0.0)
    here = strap(last_seen_s=FRESH_S + 1)
    assert at(FRESH_S + 1, gone, here) == Take(strap=here)


def test_a_held_strap_never_goes_stale() -> None:
    held = strap(rssi_dbm=None, held=True)
    assert at(600.0, held) == Take(strap=held)


def test_a_remembered_strap_needs_something_to_know_it_by() -> None:
    with pytest.raises(ValueError, match="address or a name"):
        RememberedStrap()
