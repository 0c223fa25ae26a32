"""What the cache holds comes back as it was, and nothing else passes for it."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.history.past import (
    Figures,
    Heading,
    NoRecordError,
    Rest,
    decode_figures,
    decode_heading,
    encode_figures,
    encode_heading,
)
from hrguide.history.worker import decode_answer, encode_answer
from tests.history.history_cases import a_past

maybe_text = st.none() | st.text(max_size=10)
maybe_bpm = st.none() | st.floats(30, 230)
told = st.none() | st.integers(0, 10)
seconds = st.floats(0, 9000)
headings = st.builds(
    Heading,
    athlete=maybe_text,
    machine=st.text(max_size=10),
    workout=st.text(max_size=10),
    started=st.none() | st.datetimes(timezones=st.just(UTC)),
    simulated=st.booleans(),
    made_from=maybe_text,
)
figures = st.builds(
    Figures,
    ended=maybe_text,
    ridden_s=seconds,
    rounds=st.integers(0, 9),
    rounds_ridden=st.integers(0, 9),
    threshold_bpm=maybe_bpm,
    threshold_sd_bpm=maybe_bpm,
    ranges=st.dictionaries(
        st.text(max_size=5), st.tuples(st.none() | st.integers(), st.none() | st.integers())
    ),
    rests=st.lists(
        st.builds(Rest, from_bpm=st.integers(30, 230), fell_bpm=st.integers(-50, 99))
    ).map(tuple),
    within_s=seconds,
    over_s=seconds,
    under_s=seconds,
    soreness_before=told,
    soreness_after=told,
    morning_after=told,
    effort=told,
    back=st.lists(st.text(max_size=5)).map(tuple),
    cues=st.integers(0, 50),
    gentle=st.booleans(),
    mended_from=maybe_text,
)


@given(headings)
def test_a_heading_comes_back(heading: Heading) -> None:
    assert decode_heading(encode_heading(heading)) == heading


@given(figures)
def test_figures_come_back_also_from_a_worker(found: Figures) -> None:
    assert decode_figures(encode_figures(found)) == found
    assert decode_answer(encode_answer(found)) == found
    assert encode_answer(found).count("\n") == 1


@pytest.mark.parametrize("why", [None, "x.hrg, line 3: expected JSON, got\n'\x1b'"])
def test_a_worker_tells_why_there_are_none(why: str | None) -> None:
    assert decode_answer(encode_answer(why)) == why


@pytest.mark.parametrize("half", ["", "{", '{"figures":"{}"}', "[]"])
def test_half_an_answer_is_none(half: str) -> None:
    with pytest.raises((ValueError, AttributeError)):
        decode_answer(half)


FORGED = {
    "threshold_bpm": "=cmd()",
    "ridden_s": True,
    "rests": [{"from_bpm": "131", "fell_bpm": 1}],
    "ranges": {"easy": [1, 2, 3]},
    "back": None,
    "rounds": 1.5,
}


@pytest.mark.parametrize("name", sorted(FORGED))
def test_a_forged_figure_is_no_record(name: str) -> None:
    usual = a_past().figures
    assert usual is not None
    plain = json.loads(encode_figures(usual))
    assert decode_figures(json.dumps(plain)) == usual
    with pytest.raises(NoRecordError):
        decode_figures(json.dumps({**plain, name: FORGED[name]}))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", '{"athlete": null}', "[" * 100_000, '{"ridden_s": NaN}', "\x00"],
)
def test_any_text_is_refused_alike(text: str) -> None:
    with pytest.raises(NoRecordError):
        decode_figures(text)
    with pytest.raises(NoRecordError):
        decode_heading(text)


@pytest.mark.parametrize("started", ["yesterday", "2026-11-22T18:09:12", 5])
def test_a_time_without_a_zone_is_refused(started: object) -> None:
    plain = json.loads(encode_heading(a_past().heading))
    with pytest.raises(NoRecordError):
        decode_heading(json.dumps({**plain, "started": started}))


def test_the_share_within_counts_all_settled_time() -> None:
    usual = a_past(within_s=450.0, over_s=60.0, under_s=240.0).figures
    none = a_past(within_s=0.0, over_s=0.0, under_s=0.0).figures
    assert usual is not None
    assert none is not None
    assert usual.within == 0.6
    assert none.within is None


def test_an_undated_ride_stands_before_all_others() -> None:
    heading = Heading(athlete=None, machine="rower", workout="x", started=None)
    assert a_past().when > (datetime.min.replace(tzinfo=UTC), "z")
    assert decode_heading(encode_heading(heading)).started is None
