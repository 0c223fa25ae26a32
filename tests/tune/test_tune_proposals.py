"""What is proposed, what is not, and what accepting it would change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.diary import Entry
from hrguide.athlete.evidence import (
    AlphaCrossing,
    Evidence,
    HeartRateEvidence,
    MeasuredMax,
    RestingRate,
    SteadyRide,
    TalkAnswer,
)
from hrguide.ride.reader import read_ride
from hrguide.tune.observed import Observed, Seen
from hrguide.tune.outcome import change_of, cues_of, pull_bpm
from hrguide.tune.proposals import Proposal, accepted, propose
from hrguide.tune.trace import Trace
from tests.tune.past_rides import DAY, looked_at, past_ride

SAM = Athlete("Sam", 38, activity="active")
NOBODY_HEARD = Trace(rates_bpm=(), clean=(), working=(), start_s=None)
DEMO = Path(__file__).parents[2] / "fixtures" / "rides" / "demo.hrg"


def showing(*pieces: Evidence, name: str = "a") -> Observed:
    """A ride that shows just these."""
    return Observed(
        name=name,
        ride=past_ride(lambda at_s: None, minutes=1),
        machine=Machine.BIKEERG,
        day=DAY,
        trace=NOBODY_HEARD,
        seen=tuple(Seen(piece=piece, where="somewhere") for piece in pieces),
    )


def entry(piece: Evidence, *, ride: str | None = None, forgotten: bool = False) -> Entry:
    return Entry(id="00000a", piece=piece, ride=ride, forgotten=forgotten)


def proposed(
    rides: Sequence[Observed], entries: Sequence[Entry] = (), athlete: Athlete = SAM
) -> list[Evidence]:
    return [one.piece for one in propose(rides, entries, athlete, today=DAY)]


STEADY = SteadyRide(140, 30, "bikeerg", DAY)
TALK = TalkAnswer(134, "only_just", "bikeerg", DAY, 140.0)
PEAK = MeasuredMax(182, DAY, "peak")
LOW = RestingRate(56, DAY, "bound")
CROSSING = AlphaCrossing(150, "bikeerg", DAY)


def test_what_is_news_is_proposed() -> None:
    ride = showing(STEADY, TALK, PEAK, LOW, CROSSING)
    assert set(proposed([ride])) == {STEADY, TALK, PEAK, LOW, CROSSING}


@pytest.mark.parametrize("forgotten", [False, True])
@pytest.mark.parametrize("piece", [STEADY, TALK, PEAK, LOW, CROSSING])
def test_the_same_kind_from_the_same_ride_never_again(
    piece: HeartRateEvidence, forgotten: bool
) -> None:
    other = replace(piece, hr_bpm=piece.hr_bpm - 1)
    assert proposed([showing(piece)], [entry(other, ride="a", forgotten=forgotten)]) == []
    assert proposed([showing(TALK)], [entry(STEADY, ride="a")]) == [TALK]


@pytest.mark.parametrize("forgotten", [False, True])
def test_what_was_noted_by_hand_never_again(forgotten: bool) -> None:
    assert proposed([showing(TALK)], [entry(TALK, forgotten=forgotten)]) == []


def test_one_piece_seen_in_two_files_is_one() -> None:
    assert proposed([showing(TALK, name="a"), showing(TALK, name="b")]) == [TALK]


def test_a_peak_only_raises() -> None:
    tested = [entry(MeasuredMax(185, DAY))]
    assert proposed([showing(PEAK)], tested) == []
    assert proposed([showing(replace(PEAK, hr_bpm=187.0))], tested) == [
        MeasuredMax(187.0, DAY, "peak")
    ]
    assert proposed([showing(replace(PEAK, hr_bpm=140.0))]) == []  # far below any formula
    both = [showing(PEAK, name="a"), showing(replace(PEAK, hr_bpm=188.0), name="b")]
    assert proposed(both) == [MeasuredMax(188.0, DAY, "peak")]


def test_a_forgotten_peak_leaves_room_for_the_next() -> None:
    rides = [showing(PEAK, name="a"), showing(replace(PEAK, hr_bpm=210.0), name="b")]
    gone = [entry(MeasuredMax(210.0, DAY, "peak"), ride="b", forgotten=True)]
    assert proposed(rides, gone) == [PEAK]


def test_a_set_up_only_lowers_rest() -> None:
    known = [entry(RestingRate(55, DAY, "bound"), ride="old")]
    assert proposed([showing(LOW)], known) == []
    assert proposed([showing(replace(LOW, hr_bpm=50.0))], known) == [
        RestingRate(50.0, DAY, "bound")
    ]
    assert proposed([showing(replace(LOW, hr_bpm=120.0))]) == []
    read = replace(SAM, resting_bpm=52.0)
    assert proposed([showing(LOW)], athlete=read) == []


def test_under_medicine_neither_peaks_nor_alpha1() -> None:
    kim = Athlete("Kim", 61, limits_heart_rate=True)
    steady = replace(STEADY, hr_bpm=100.0)
    assert set(proposed([showing(replace(PEAK, hr_bpm=150.0), CROSSING, TALK)], (), kim)) == {TALK}
    assert proposed([showing(steady, CROSSING)], (), kim) == [steady]


def test_an_evening_on_the_sofa_is_no_steady_ride() -> None:
    kim = Athlete("Kim", 61, limits_heart_rate=True, resting_bpm=70.0)
    no_more = [entry(TalkAnswer(rate, "no", "bikeerg", DAY)) for rate in (84, 86)]
    sofa = replace(STEADY, hr_bpm=88.0, minutes=120.0)
    assert proposed([showing(sofa)], no_more, kim) == []
    assert proposed([showing(replace(sofa, hr_bpm=93.0))], no_more, kim)


def test_a_lower_steady_ride_of_the_same_month_says_nothing_more() -> None:
    rides = [
        showing(replace(STEADY, hr_bpm=136.0), name="a"),
        showing(replace(STEADY, hr_bpm=141.0), name="b"),
    ]
    assert proposed(rides) == [replace(STEADY, hr_bpm=141.0)]


def test_what_is_odd_is_shown_and_not_accepted() -> None:
    (one,) = propose([showing(replace(PEAK, hr_bpm=224.0))], (), SAM, today=DAY)
    assert "usual at this age" in one.odd[0]
    assert accepted([one]) == ()
    change = change_of(SAM, (), [one], Machine.BIKEERG, today=DAY)
    assert change.is_none


def test_what_is_odd_hides_nothing_else() -> None:
    rides = [showing(PEAK, name="a"), showing(replace(PEAK, hr_bpm=224.0), name="b")]
    found = propose(rides, (), SAM, today=DAY)
    assert {one.piece for one in found} == {PEAK, replace(PEAK, hr_bpm=224.0)}
    assert [one.piece for one in accepted(found)] == [PEAK]


def test_nothing_of_a_day_to_come() -> None:
    assert proposed([showing(replace(TALK, on=DAY + timedelta(days=1)))]) == []


pieces = st.one_of(
    st.builds(
        TalkAnswer,
        hr_bpm=st.integers(90, 170),
        answer=st.sampled_from(["comfortable", "only_just", "no"]),
        machine=st.sampled_from(["bikeerg", "rower"]),
        on=st.dates(date(2026, 1, 1), DAY),
    ),
    st.builds(
        SteadyRide,
        hr_bpm=st.integers(60, 180),
        minutes=st.integers(20, 90),
        machine=st.sampled_from(["bikeerg", "rower"]),
        on=st.dates(date(2026, 1, 1), DAY),
    ),
    st.builds(MeasuredMax, hr_bpm=st.integers(120, 200), on=st.just(DAY), how=st.just("peak")),
    st.builds(RestingRate, hr_bpm=st.integers(40, 90), on=st.just(DAY), how=st.just("bound")),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(pieces, max_size=3), min_size=1, max_size=3))
def test_what_was_accepted_is_never_proposed_again(rides: list[list[Evidence]]) -> None:
    observed = [showing(*seen, name=f"ride-{at}") for at, seen in enumerate(rides)]
    first = propose(observed, (), SAM, today=DAY)
    noted = [entry(one.piece, ride=one.ride) for one in accepted(first)]
    again = propose(observed, noted, SAM, today=DAY)
    assert {(one.ride, type(one.piece)) for one in accepted(again)}.isdisjoint(
        {(one.ride, type(one.piece)) for one in accepted(first)}
    )
    forgotten = [replace(one, forgotten=True) for one in noted]
    anew = propose(observed, forgotten, SAM, today=DAY)
    assert not {(one.ride, type(one.piece)) for one in anew} & {
        (one.ride, type(one.piece)) for one in accepted(first)
    }


def _answers(*rates: float) -> list[Proposal]:
    return [
        Proposal(ride="old", piece=TalkAnswer(rate, "only_just", "bikeerg", DAY), where="")
        for rate in rates
    ]


def test_before_and_after_stand_side_by_side() -> None:
    new = _answers(130, 133)
    change = change_of(SAM, (), new, Machine.BIKEERG, today=DAY)
    before, after = change.before.belief, change.after.belief
    assert before is not None
    assert after is not None
    assert not before.personal
    assert after.personal
    assert after.sd_bpm < before.sd_bpm
    assert not change.is_none
    pull = pull_bpm(SAM, (), new, new[0], Machine.BIKEERG, today=DAY)
    assert pull is not None
    rest = change_of(SAM, (), new[1:], Machine.BIKEERG, today=DAY).after.belief
    assert rest is not None
    assert pull == pytest.approx(after.mean_bpm - rest.mean_bpm)


def test_where_nothing_may_be_told_nothing_is() -> None:
    kim = Athlete("Kim", 61, limits_heart_rate=True)
    change = change_of(kim, (), (), Machine.BIKEERG, today=DAY)
    assert change.before.belief is None
    assert change.before.ranges == {}
    assert change.is_none


def test_cues_differ_by_the_new_evidence_alone() -> None:
    """A later ride's answers count as if they were known; a ride's own are heard again."""
    demo = looked_at(read_ride(DEMO))
    own = [
        entry(seen.piece, ride=demo.name) for seen in demo.seen if type(seen.piece) is TalkAnswer
    ]
    assert own
    same = [Proposal(ride=demo.name, piece=one.piece, where="") for one in own]
    assert cues_of(demo, SAM, (), same, today=DAY).cues.count == 0
    later = DAY + timedelta(days=60)
    new = [replace(one, piece=replace(one.piece, on=later)) for one in _answers(150, 152, 153)]
    change = cues_of(demo, SAM, own, new, today=later)
    assert change == cues_of(demo, SAM, (), new, today=later)
    assert change.ride == demo.name
    assert change.cues.only_said
    assert change.cues.only_replayed
