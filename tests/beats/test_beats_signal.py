"""The table of signal rules, row by row, and the words for each reason."""

from dataclasses import replace

import pytest

from hrguide.beats.pulse import Pulse, Signal, SignalReason
from hrguide.beats.signal import RULES, Facts, Reading, is_unfollowable, read_signal
from hrguide.bluetooth.heart_rate import Contact

FINE = Facts(
    strap_bpm=120,
    contact=Contact.DETECTED,
    jump=None,
    same_s=5.0,
    rr_age_s=1.0,
    same_rr=2,
    same_rr_s=1.0,
    mismatch_s=0.0,
    bad=0,
    expected=240,
    unfollowable=False,
    gap_s=0.0,
    excess_s=0.0,
    bad_packets_pct=0.0,
)
R = SignalReason
HIDDEN, POOR, FAIR = "hidden", "poor", "fair"


def test_a_worn_strap_is_good() -> None:
    assert read_signal(FINE) == Reading(signal=Signal.GOOD)


@pytest.mark.parametrize("contact", [Contact.NOT_SUPPORTED, Contact.DETECTED])
@pytest.mark.parametrize("bpm", [30, 230])
def test_the_edges_of_what_is_believed_are_good(bpm: int, contact: Contact) -> None:
    assert read_signal(replace(FINE, strap_bpm=bpm, contact=contact)).signal is Signal.GOOD


@pytest.mark.parametrize(
    ("changes", "reason", "how"),
    [
        ({"contact": Contact.NONE}, R.NO_CONTACT, HIDDEN),
        ({"strap_bpm": 0}, R.ZERO, HIDDEN),
        ({"strap_bpm": 29}, R.OUT_OF_RANGE, HIDDEN),
        ({"strap_bpm": 231}, R.OUT_OF_RANGE, HIDDEN),
        ({"strap_bpm": 65535}, R.OUT_OF_RANGE, HIDDEN),
        ({"jump": R.JUMP}, R.JUMP, HIDDEN),
        ({"jump": R.DOUBLED}, R.DOUBLED, HIDDEN),
        ({"jump": R.HALVED}, R.HALVED, HIDDEN),
        ({"same_s": 60.0, "rr_age_s": None}, R.FROZEN, HIDDEN),
        ({"same_s": 30.0, "rr_age_s": 9.0}, R.FROZEN, HIDDEN),
        ({"same_s": 30.0, "same_rr": 20, "same_rr_s": 10.0}, R.FROZEN, HIDDEN),
        ({"mismatch_s": 10.1}, R.MISMATCH, HIDDEN),
        ({"unfollowable": True}, R.ARTEFACTS, HIDDEN),
        ({"same_rr": 8, "same_rr_s": 8.0}, R.FROZEN, POOR),
        ({"bad": 13}, R.ARTEFACTS, POOR),
        ({"bad_packets_pct": 21.0}, R.BAD_PACKETS, POOR),
        ({"bad": 8}, R.ARTEFACTS, FAIR),
        ({"bad": 12}, R.ARTEFACTS, FAIR),
        ({"gap_s": 1.6}, R.GAP, FAIR),
        ({"excess_s": 1.6}, R.CLOCK, FAIR),
        ({"bad_packets_pct": 6.0}, R.BAD_PACKETS, FAIR),
    ],
)
def test_each_fault_has_its_state(
    changes: dict[str, object], reason: SignalReason, how: str
) -> None:
    reading = read_signal(replace(FINE, **changes))  # type: ignore[arg-type]
    assert reading.reason is reason
    assert reading.hides is (how == HIDDEN)
    assert reading.signal is (Signal.FAIR if how == FAIR else Signal.POOR)


@pytest.mark.parametrize(
    "changes",
    [
        {"same_s": 59.0, "rr_age_s": None},
        {"same_s": 300.0},  # beats move beside it: a steady heart
        {"same_s": 29.0, "rr_age_s": 20.0},
        {"same_rr": 19, "same_rr_s": 6.2},  # a true run at 4 ms (ACTES)
        {"same_rr": 7, "same_rr_s": 14.0},
        {"mismatch_s": 10.0},
        {"bad": 7},
        {"bad": 1, "expected": 10},  # one bad beat at the start is no 10 %
        {"gap_s": 1.5},
        {"bad_packets_pct": 5.0},
    ],
)
def test_what_a_worn_strap_does_is_good(changes: dict[str, object]) -> None:
    assert read_signal(replace(FINE, **changes)).signal is Signal.GOOD  # type: ignore[arg-type]


def test_the_gravest_reason_is_told() -> None:
    everything = replace(FINE, strap_bpm=0, bad=100, unfollowable=True, gap_s=20.0, mismatch_s=99.0)
    assert read_signal(everything).reason is R.ZERO
    hidden = [rule.hides for rule in RULES]
    assert hidden == sorted(hidden, reverse=True)


def test_a_number_hidden_for_bad_beats_does_not_flicker() -> None:
    assert not is_unfollowable(10, 50, before=False)
    assert is_unfollowable(11, 50, before=False)
    assert is_unfollowable(8, 50, before=True)
    assert not is_unfollowable(7, 50, before=True)


@pytest.mark.parametrize("bpm", [29, 231, 0, -1])
def test_a_pulse_refuses_a_rate_no_heart_has(bpm: int) -> None:
    with pytest.raises(ValueError, match=f"hr_bpm {bpm}"):
        Pulse(hr_bpm=bpm, signal=Signal.GOOD)
