"""A ride read back: whole, torn anywhere, damaged, or from a newer version."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.source import Received
from hrguide.errors import BadFileError, ExitCode
from hrguide.ride.lines import CommandLine, Event, Footer, UnknownLine
from hrguide.ride.reader import BadRideError, Damage, decode_ride, read_ride
from tests.ride.ride_examples import a_header, as_bytes, events, some_events

PATH = Path("2026-11-22-sam.hrg")
WHOLE = as_bytes(a_header(), some_events())
FIRST_LINE = WHOLE.index(b"\n") + 1


def test_a_ride_comes_back(tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.write_bytes(WHOLE)
    ride = read_ride(path)
    assert ride.header == a_header()
    assert ride.events == some_events()
    assert (ride.damage, ride.torn, ride.notes) == ((), b"", ())
    assert ride.is_complete
    assert ride.name == "2026-11-22-sam"
    assert ride.last_at_s == 12.5
    assert ride.answers == {"effort": 3}
    assert [line.text for line in ride.said] == ["Easy. You could chat for hours."]
    assert len(ride.packets) == 2
    assert len(ride.links) == 3
    assert len(ride.commands) == 1


@given(st.lists(events.filter(lambda event: not isinstance(event, Footer)), max_size=12))
def test_any_events_in_order_come_back(drawn: list[Event]) -> None:
    ordered = sorted(drawn, key=_at_s)
    ride = decode_ride(as_bytes(a_header(), tuple(ordered)), path=PATH)
    assert list(ride.events) == ordered
    assert not ride.is_complete


def _at_s(event: Event) -> float:
    assert not isinstance(event, UnknownLine)
    return event.at_s


@pytest.mark.parametrize("after_power_cut", [b"", b"\0" * 40], ids=["torn", "zeros"])
def test_torn_at_every_byte(after_power_cut: bytes) -> None:
    """All whole lines are there; what is torn is dropped and told; a newline is not missed."""
    for cut in range(FIRST_LINE - 1, len(WHOLE) + 1):
        content = WHOLE[:cut]
        torn = content[content.rfind(b"\n") + 1 :]
        if WHOLE[cut : cut + 1] == b"\n":  # nothing but the newline is missing
            torn = b""
            content += b"\n"
        ride = decode_ride(WHOLE[:cut] + after_power_cut, path=PATH)
        assert ride.events == some_events()[: content.count(b"\n") - 1], cut
        assert ride.torn == torn + after_power_cut, cut


def test_torn_in_its_header_is_no_ride() -> None:
    for cut in range(FIRST_LINE - 1):
        with pytest.raises(BadRideError, match="line 1: expected the header of a ride"):
            decode_ride(WHOLE[:cut], path=PATH)


def test_a_bad_line_is_an_error_with_its_number() -> None:
    lines = WHOLE.split(b"\n")
    lines[4] = b'{"kind":"command","at_s":3.25,"command":"stat"}'
    with pytest.raises(BadRideError) as caught:
        decode_ride(b"\n".join(lines), path=PATH)
    error = caught.value
    assert error.exit_code is ExitCode.BAD_FILE
    assert error.damage.line == 5
    assert error.message.startswith(
        '2026-11-22-sam.hrg, line 5: expected "command" in a command line as one of start, pause,'
    )
    assert error.message.endswith('got "stat"')
    assert "--skip-bad" in error.hint


def test_skip_bad_reads_on_and_counts() -> None:
    lines = WHOLE.split(b"\n")
    lines[3] = b"\xff\xfe"
    lines[5] = b""
    ride = decode_ride(b"\n".join(lines), path=PATH, skip_bad=True)
    expected = list(some_events())
    del expected[4], expected[2]
    assert list(ride.events) == expected
    assert ride.damage == (
        Damage(line=4, expected="UTF-8 text", got="byte 0xff at column 1"),
        Damage(line=6, expected="JSON", got="the end of the line"),
    )


def test_time_does_not_run_back() -> None:
    packets = (Received(at_s=2.0, payload=b"\0P"), Received(at_s=1.5, payload=b"\0P"))
    with pytest.raises(BadRideError, match=r'line 3: expected "at_s" of 2 or later, got 1\.5'):
        decode_ride(as_bytes(a_header(), packets), path=PATH)


def test_nothing_happens_after_the_footer() -> None:
    late = (*some_events(), Received(at_s=13.0, payload=b"\0P"))
    with pytest.raises(BadRideError, match="line 12: expected nothing after the footer"):
        decode_ride(as_bytes(a_header(), late), path=PATH)


def test_what_an_editor_adds_is_no_damage() -> None:
    ride = decode_ride(b"\xef\xbb\xbf" + WHOLE.replace(b"\n", b"\r\n"), path=PATH)
    assert ride.events == some_events()


def test_each_note_is_told_once() -> None:
    newer = b'{"kind":"weather","at_s":1}\n{"kind":"weather","at_s":2}\n'
    ride = decode_ride(as_bytes(a_header(), ()) + newer, path=PATH)
    assert ride.notes == ("lines of kind 'weather'",)
    assert len(ride.events) == 2
    assert ride.last_at_s == 0.0


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match=r"cannot read .*none\.hrg: No such file"):
        read_ride(tmp_path / "none.hrg")


def test_commands_keep_their_words() -> None:
    for event in decode_ride(WHOLE, path=PATH).events:
        if isinstance(event, CommandLine):
            assert event.command.value == "start"
