"""Lines and records: the same both ways, and every line that cannot be read says why."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.source import Received
from hrguide.ride.fields import FieldError
from hrguide.ride.header import FORMAT, Header
from hrguide.ride.lines import (
    CommandLine,
    Event,
    UnknownLine,
    decode_header_line,
    decode_line,
    encode_line,
)
from tests.ride.ride_examples import a_header, commands, events, headers, packets, some_events


@given(events)
def test_an_event_comes_back(event: Event) -> None:
    line = encode_line(event)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert decode_line(line.decode()) == (event, ())


@given(headers)
def test_a_header_comes_back(header: Header) -> None:
    line = encode_line(header)
    assert line.count(b"\n") == 1
    assert decode_header_line(line.decode()) == (header, ())


@given(packets)
def test_a_number_keeps_its_own_type(packet: Received) -> None:
    """12 stays 12 and 12.0 stays 12.0, or the JSON lines of a replay would differ."""
    again, _notes = decode_line(encode_line(packet).decode())
    assert isinstance(again, Received)
    assert repr(again.at_s) == repr(packet.at_s)


@pytest.mark.parametrize("event", some_events(), ids=lambda event: type(event).__name__)
def test_a_kind_is_readable_by_eye(event: Event) -> None:
    plain = json.loads(encode_line(event))
    assert list(plain)[:2] == ["kind", "at_s"]


def test_the_facts_of_a_header_stand_in_it() -> None:
    plain = json.loads(encode_line(a_header()))
    assert plain["format"] == FORMAT
    assert plain["athlete"]["age_years"] == 38
    assert plain["athlete"]["max_bpm"] is None
    assert [piece["evidence"] for piece in plain["evidence"]][:2] == [
        "talk_answer",
        "lab_threshold",
    ]
    assert plain["policy"]["cue_spacing_s"] == 33.5
    assert plain["started"] == "2026-11-22T18:09:12.345678+01:00"


def test_text_that_is_no_unicode_survives() -> None:
    header = a_header(workout_name="caf\udce9")
    assert decode_header_line(encode_line(header).decode())[0] == header


def test_an_older_policy_takes_todays_defaults() -> None:
    plain = json.loads(encode_line(a_header()))
    del plain["policy"]["settling_s"]
    header, notes = decode_header_line(json.dumps(plain))
    assert header == a_header()
    assert notes == ()


def test_what_a_newer_version_added_is_noted() -> None:
    plain = json.loads(encode_line(a_header()))
    plain["shoe_size"] = 43
    plain["policy"]["patience"] = 1
    plain["evidence"].append({"evidence": "horoscope", "on": "2026-11-01"})
    header, notes = decode_header_line(json.dumps(plain))
    assert header == a_header()
    assert notes == ("evidence 'horoscope'", "the policy: patience", "the header: shoe_size")


def test_a_newer_key_and_a_newer_kind_are_noted() -> None:
    event, notes = decode_line('{"kind":"command","at_s":1.5,"command":"next","by":"voice"}')
    assert event == CommandLine(at_s=1.5, command=event.command)  # type: ignore[union-attr]
    assert notes == ("a command line: by",)
    line = '{"kind":"weather","at_s":2,"sun":true}'
    unknown, notes = decode_line(line)
    assert unknown == UnknownLine(kind="weather", text=line)
    assert encode_line(unknown).decode() == f"{line}\n"
    assert notes == ("lines of kind 'weather'",)


def test_a_newer_format_may_use_words_we_do_not_know() -> None:
    line = '{"kind":"command","at_s":1.5,"command":"sing"}'
    with pytest.raises(FieldError, match="one of start, pause"):
        decode_line(line)
    event, notes = decode_line(line, file_format=FORMAT + 1)
    assert isinstance(event, UnknownLine)
    assert notes == ("a command line",)


@pytest.mark.parametrize(
    ("line", "expected", "got"),
    [
        ('{"kind":"packet"', "JSON", "the end of the line"),
        ("[]", "a line as a JSON object", "[]"),
        ("{}", '"kind" in a line', "nothing"),
        ('{"kind":"packet","at_s":1}', '"hex" in a packet line', "nothing"),
        ('{"kind":"packet","at_s":1,"hex":"1g"}', "pairs of hex digits", '"1g"'),
        ('{"kind":"packet","at_s":1e8,"hex":""}', '"at_s" from 0 to 172800 s', "100000000.0"),
        ('{"kind":"packet","at_s":-1,"hex":""}', '"at_s" from 0 to 172800 s', "-1"),
        ('{"kind":"packet","at_s":true,"hex":""}', "a finite number", "true"),
        ('{"kind":"packet","at_s":NaN,"hex":""}', "finite numbers", "NaN"),
        ('{"kind":"packet","at_s":1e999,"hex":""}', "a finite number", "Infinity"),
        ('{"kind":"packet","at_s":"1","hex":""}', "a finite number", '"1"'),
        ('{"kind":"packet","at_s":1,"hex":5}', "as text", "5"),
        ('{"kind":"link","at_s":1,"state":"asleep"}', "one of scanning", '"asleep"'),
        ('{"kind":"footer","at_s":1,"ending":null}', '"ending" in a footer line', "null"),
        ('{"kind":"ranges","at_s":1,"round":0.5,"ranges":{}}', "a whole number", "0.5"),
        ('{"kind":"ranges","at_s":1,"round":1,"ranges":[]}', "an object of efforts", "[]"),
        (
            '{"kind":"ranges","at_s":1,"round":1,"ranges":{"easy":{"low_bpm":null,"high_bpm":"x"}}}',
            '"high_bpm" in the range of easy as a whole number',
            '"x"',
        ),
        ('{"kind":"answered","at_s":1,"question":"q","answer":[1]}', "a whole number or", "[1]"),
        (encode_line(a_header()).decode(), "one header", "another header"),
    ],
)
def test_a_bad_line_says_what_is_wrong(line: str, expected: str, got: str) -> None:
    with pytest.raises(FieldError) as caught:
        decode_line(line)
    assert expected in caught.value.expected
    assert caught.value.got == got


@pytest.mark.parametrize("line", ["[" * 100_000, '{"kind":"packet","at_s":' + "9" * 5000 + "}"])
def test_absurd_json_is_a_bad_line(line: str) -> None:
    with pytest.raises(FieldError, match="a JSON object"):
        decode_line(line)


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda b: b.decode("latin-1")))
def test_any_text_is_an_event_or_a_bad_line(line: str) -> None:
    try:
        decode_line(line)
    except FieldError as error:
        assert error.expected  # noqa: PT017 - either outcome is right


@given(commands, st.data())
def test_a_shortened_line_is_never_another_event(command: CommandLine, data: st.DataObject) -> None:
    line = encode_line(command).decode().rstrip("\n")
    cut = data.draw(st.integers(0, len(line) - 1))
    with pytest.raises(FieldError):
        decode_line(line[:cut])
