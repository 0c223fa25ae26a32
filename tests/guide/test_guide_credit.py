"""How far forecasters are believed: as far as they were right, apart by stretch of a step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.credit import FIRST_SHARES, SHARE_MOST, TRUST_LEAST, Credit, Known, Stretch


def told(
    credit: Credit, seen: list[tuple[float, float, float]], stretch: Stretch, known: Known
) -> None:
    """seen: (bank's change, memory's, the true one) for each second."""
    for bank, memory, change in seen:
        foreseen = credit.change_bpm(stretch, known, bank, memory)
        credit.learn(
            stretch,
            known,
            bank=bank,
            memory=memory,
            foreseen=foreseen,
            told=credit.trust * foreseen,
            variance=4.0,
            change=change,
        )


@pytest.mark.parametrize(
    ("into_s", "stretch"),
    [
        (0, Stretch.TURNING),
        (30, Stretch.TURNING),
        (31, Stretch.SETTLING),
        (90, Stretch.SETTLING),
        (91, Stretch.SETTLED),
    ],
)
def test_a_step_has_three_stretches(into_s: float, stretch: Stretch) -> None:
    assert Stretch.at(into_s) is stretch


def test_a_bank_that_overshoots_is_believed_less_there_and_there_alone() -> None:
    credit = Credit()
    told(credit, [(10.0, 0.0, 2.0), (-10.0, 0.0, -2.0)] * 300, Stretch.TURNING, Known.DEMAND)
    share = credit.change_bpm(Stretch.TURNING, Known.DEMAND, 1.0, 0.0)
    assert share == pytest.approx(0.2, abs=0.1)
    elsewhere = credit.change_bpm(Stretch.SETTLING, Known.DEMAND, 1.0, 0.0)
    assert elsewhere == FIRST_SHARES[Known.DEMAND][Stretch.SETTLING][0]
    assert credit.trust < 0.9  # but the whole is trusted less everywhere


def test_the_memory_that_knows_wins_over_a_bank_that_does_not() -> None:
    credit = Credit()
    seen = [(8.0, 10.0, 10.0), (8.0, -10.0, -10.0)] * 500
    told(credit, seen, Stretch.TURNING, Known.LIKE_STEPS)
    assert credit.change_bpm(Stretch.TURNING, Known.LIKE_STEPS, 0.0, 1.0) > 0.8
    assert credit.change_bpm(Stretch.TURNING, Known.LIKE_STEPS, 1.0, 0.0) < 0.2


def test_the_spread_follows_the_errors_up_and_down() -> None:
    wide, narrow = Credit(), Credit()
    told(wide, [(0.0, 0.0, 6.0)] * 600, Stretch.SETTLED, Known.NOTHING)
    told(narrow, [(0.0, 0.0, 1.0)] * 600, Stretch.SETTLED, Known.NOTHING)
    assert wide.spread(Stretch.SETTLED) > 5.0  # 36 of 4 bpm^2, less what it began with
    assert narrow.spread(Stretch.SETTLED) < 1.0


@given(
    st.lists(
        st.tuples(*(st.floats(-150.0, 150.0) for _ in range(3))),
        max_size=60,
    ),
    st.sampled_from(Stretch),
    st.sampled_from(Known),
)
def test_shares_and_trust_stay_within_their_bounds(
    seen: list[tuple[float, float, float]], stretch: Stretch, known: Known
) -> None:
    credit = Credit()
    told(credit, seen, stretch, known)
    assert 0.0 <= credit.change_bpm(stretch, known, 1.0, 0.0) <= SHARE_MOST
    assert 0.0 <= credit.change_bpm(stretch, known, 0.0, 1.0) <= SHARE_MOST
    assert TRUST_LEAST <= credit.trust <= 1.0
    assert credit.spread(stretch) > 0.0
