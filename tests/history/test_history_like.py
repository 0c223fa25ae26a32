"""Recovery beside own like rests: the same words as the report's, of all rides at once."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hrguide.history.like import Compared, compare, middle_rest
from hrguide.history.past import Past, Rest
from hrguide.report.recovery import Fall, fall_words
from hrguide.report.steps import StepSummary
from tests.history.history_cases import a_past

rests = st.lists(
    st.builds(Rest, from_bpm=st.integers(120, 145), fell_bpm=st.integers(1, 60)), max_size=3
).map(tuple)
rides = st.lists(st.tuples(rests, st.sampled_from(["bikeerg", "rower"])), max_size=12)


def _pasts(made: list[tuple[tuple[Rest, ...], str]]) -> list[Past]:
    return [
        a_past(number, days_ago=100 - number, machine=machine, rests=found)
        for number, (found, machine) in enumerate(made)
    ]


def _as_step(rest: Rest) -> StepSummary:
    return StepSummary(
        index=0,
        round=1,
        name="rest",
        is_rest=True,
        at_s=0.0,
        ridden_s=60.0,
        low_bpm=None,
        high_bpm=None,
        mean_bpm=None,
        settled_bpm=None,
        peak_bpm=None,
        to_range_s=None,
        from_bpm=rest.from_bpm,
        fell_bpm=rest.fell_bpm,
    )


@given(rides)
def test_each_rest_stands_beside_what_the_report_would_put_beside_it(
    made: list[tuple[tuple[Rest, ...], str]],
) -> None:
    pasts = _pasts(made)
    earlier: list[Fall] = []
    for past in pasts:
        assert past.figures is not None
        machine = past.heading.machine
        for one in compare(pasts)[past.ride]:
            beside = ""
            if one.like_fell_bpm is not None:
                beside = f"; in {one.rides} earlier rides like it {one.like_fell_bpm:.0f}"
            assert fall_words(_as_step(one.rest), machine, earlier).partition(")")[2] == beside
        earlier += [
            Fall(ride=past.ride, machine=machine, from_bpm=one.from_bpm, fell_bpm=one.fell_bpm)
            for one in past.figures.rests
        ]


@given(rides, st.randoms())
def test_the_order_in_which_rides_are_given_changes_nothing(
    made: list[tuple[tuple[Rest, ...], str]], chance: object
) -> None:
    pasts = _pasts(made)
    assert compare(pasts[::-1]) == compare(pasts)


def test_two_rides_are_no_comparison_three_are() -> None:
    pasts = _pasts([((Rest(from_bpm=131, fell_bpm=20 + n),), "bikeerg") for n in range(4)])
    found = compare(pasts)
    assert found["ride-002"] == (
        Compared(rest=Rest(from_bpm=131, fell_bpm=22), rides=2, like_fell_bpm=None),
    )
    assert found["ride-003"][0].like_fell_bpm == 21.0


def test_rests_of_one_ride_are_one_ride() -> None:
    many = (((Rest(from_bpm=131, fell_bpm=20),) * 5), "bikeerg")
    assert compare(_pasts([many, many]))["ride-001"][0].rides == 1


def test_a_ride_that_cannot_be_read_is_beside_nothing() -> None:
    broken = replace(a_past(1), figures=None, wrong="torn")
    assert compare([broken, a_past(2)])["ride-001"] == ()


def test_one_real_rest_stands_for_the_ride() -> None:
    low, middle, high = (Rest(from_bpm=bpm, fell_bpm=bpm - 100) for bpm in (120, 130, 150))
    plain = [Compared(rest=one, rides=0, like_fell_bpm=None) for one in (high, low, middle)]
    assert middle_rest(plain) == plain[2]
    known = Compared(rest=high, rides=4, like_fell_bpm=30.0)
    assert middle_rest([*plain[1:], known]) == known
    assert middle_rest(()) is None
