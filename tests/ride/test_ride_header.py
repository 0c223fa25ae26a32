"""A header that cannot be is refused with the field and the reason."""

import json

import pytest

from hrguide.ride.fields import FieldError
from hrguide.ride.header import FORMAT
from hrguide.ride.lines import decode_header_line, encode_line
from tests.ride.ride_examples import STARTED, a_header


def _with(**changes: object) -> str:
    return json.dumps({**json.loads(encode_line(a_header())), **changes})


@pytest.mark.parametrize(
    ("changes", "expected", "got"),
    [
        ({"kind": "packet"}, "the header of a ride", 'a "packet" line'),
        ({"format": 0}, '"format" from 1 to', "0"),
        ({"format": "1"}, "a whole number", '"1"'),
        ({"started": "yesterday"}, "a date and time with zone", '"yesterday"'),
        ({"started": "2026-11-22T18:09:12"}, "possible facts in the header", "no zone"),
        ({"started": None}, "possible facts", "needs the wall clock"),
        ({"machine": "treadmill"}, "one of bikeerg, rower", '"treadmill"'),
        ({"gentle": "no"}, "true or false", '"no"'),
        ({"policy": None}, '"policy" in the header', "null"),
        ({"policy": {"cue_spacing_s": "30"}}, '"cue_spacing_s" in the policy', '"30"'),
        ({"workout": {"name": "x"}}, '"text" in the header\'s workout', "nothing"),
        ({"athlete": {"name": "Sam"}}, '"age_years" in the athlete', "nothing"),
        (
            {"athlete": {"name": "Sam", "age_years": 3}},
            "possible facts in the athlete",
            "outside 10-110",
        ),
        ({"athlete": {"name": "Sam", "age_years": 38, "sex": "x"}}, "one of female, male", '"x"'),
        ({"evidence": {}}, '"evidence" in the header as a list', "{}"),
        ({"evidence": [{"evidence": "rpe"}]}, "\"hr_bpm\" in evidence 'rpe'", "nothing"),
        (
            {"evidence": [{"evidence": "measured_max", "hr_bpm": 180, "on": "soon"}]},
            "possible facts in evidence 'measured_max'",
            "is not a date",
        ),
        ({"learned": 5}, "as an object", "5"),
    ],
)
def test_a_bad_header_says_what_is_wrong(
    changes: dict[str, object], expected: str, got: str
) -> None:
    with pytest.raises(FieldError) as caught:
        decode_header_line(_with(**changes))
    assert expected in caught.value.expected
    assert got in caught.value.got


def test_a_newer_format_is_read_with_a_note() -> None:
    _header, notes = decode_header_line(_with(format=FORMAT + 1))
    assert notes == (f"format {FORMAT + 1} is newer than this hrguide's {FORMAT}",)


def test_a_live_ride_needs_its_wall_clock() -> None:
    with pytest.raises(ValueError, match="wall clock"):
        a_header(started=None)
    with pytest.raises(ValueError, match="no zone"):
        a_header(started=STARTED.replace(tzinfo=None))
    assert a_header(started=None, synthesised=True).started is None
