"""A ride out and home again: what survives, what other decoders say, what never goes with it."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import fitdecode
import pytest
from fit_tool import FitFile, ProfileScope, validate_fit_file
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrguide.bluetooth.source import Received
from hrguide.errors import UsageError
from hrguide.guide.command import Command
from hrguide.ride.export.fit import encode_fit
from hrguide.ride.export.tcx import encode_tcx
from hrguide.ride.export.text import encode_csv, encode_json, encode_rr
from hrguide.ride.export.told import Told, tell
from hrguide.ride.lines import HEART_RATE, CommandLine, Ending, Event, Footer
from hrguide.ride.reader import Ride, read_ride
from hrguide.ride.recording import decode_recording, open_recording
from hrguide.ride.replay import replay
from tests.ride.heard import heard, rr_ticks
from tests.ride.official_fit import needs_official, official
from tests.ride.ride_examples import STARTED, a_header, a_packet

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rides"
RECORDINGS = Path(__file__).parents[3] / "shared" / "recordings" / "rides"
RIDES = ("demo.hrg", "faults.hrg")
needs_recordings = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="the real recordings are not on this machine"
)


@cache
def _ride(name: str) -> Ride:
    return open_recording(FIXTURES / name, hrguide_version="0")


@cache
def _told(name: str) -> Told:
    return tell(_ride(name), on=STARTED)


@cache
def _fit(name: str) -> bytes:
    return encode_fit(_told(name))


def _heart(ride: Ride) -> list[Received]:
    return [packet for packet in ride.packets if packet.characteristic == HEART_RATE]


def _home_again(content: bytes, name: str = "x") -> Ride:
    return decode_recording(content, path=Path(name), hrguide_version="0")


@pytest.mark.parametrize("name", RIDES)
def test_a_fit_file_comes_home_with_every_decision(name: str) -> None:
    """Packets, commands and workout are in it; who rides is not, and is laid over again."""
    ride, home = _ride(name), _home_again(_fit(name))
    assert home.header.simulated is ride.header.simulated
    assert home.header.machine is ride.header.machine
    assert home.header.workout_text == ride.header.workout_text
    header = replace(
        home.header,
        athlete=ride.header.athlete,
        evidence=ride.header.evidence,
        learned=ride.header.learned,
        policy=ride.header.policy,
        gentle=ride.header.gentle,
        ranges=ride.header.ranges,
    )
    before = [moment.json_line() for moment in replay(ride)]
    after = [moment.json_line() for moment in replay(replace(home, header=header))]
    assert after == before
    assert [p.payload for p in home.packets] == [p.payload for p in _heart(ride)]


@pytest.mark.parametrize("name", RIDES)
def test_fit_tools_validator_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "ride.fit"
    path.write_bytes(_fit(name))
    report = validate_fit_file(FitFile.from_file(str(path)), profile_scope=ProfileScope.FULL)
    assert [str(finding) for finding in report.findings] == []


@needs_official
@pytest.mark.parametrize("name", RIDES)
def test_the_official_decoder_reads_it_without_an_error(name: str, tmp_path: Path) -> None:
    path = tmp_path / "ride.fit"
    path.write_bytes(_fit(name))
    told, found = _told(name), official(path)
    assert found["whole"]
    assert found["errors"] == []
    assert found["laps"] == len(told.stretches)
    assert found["sessions"] == 1
    assert found["records"] == len(told.seconds)
    known = [second.hr_bpm for second in told.seconds if second.hr_bpm is not None]
    assert found["rate_sum"] == sum(known)
    assert found["rr"] == sum(len(sent.rr_s) for sent in told.sent if sent.at_s >= told.start_s)
    assert {"range_low", "range_high", "verdict"} <= set(found["own"])
    assert {"file_id_mesgs", "event_mesgs", "device_info_mesgs", "hrv_mesgs"} <= set(found["names"])


def test_no_255_and_no_zero_is_a_heart_rate() -> None:
    """TrackMyIndoorWorkout #364: 255 means "none", and no strap counts a heart at 0."""
    rates = (0, 255, 256, 300, 0, 120, 121, 0, 122)
    packets = [a_packet(float(at_s), bpm) for at_s, bpm in enumerate(rates, start=1)]
    header = a_header(waiting=False, workout_text="1 min easy\n")
    ride = Ride(header=header, events=(*packets, Footer(at_s=12.0, ending=Ending.FINISHED)))
    with fitdecode.FitReader(encode_fit(tell(ride)), error_handling=_STRICT) as reader:
        records = [f for f in reader if f.frame_type == fitdecode.FIT_FRAME_DATA]
    written = [
        record.get_value("heart_rate", raw_value=True)
        for record in records
        if record.name == "record"
    ]
    assert set(written) <= {None, 120, 121, 122}
    assert 121 in written
    for encode in (encode_tcx, encode_csv):
        text = encode(tell(ride)).decode()
        assert ">0<" not in text.replace("Meters>0<", "").replace("Calories>0<", "")
        assert ",0," not in text
        assert "255" not in text


_STRICT = fitdecode.ErrorHandling.RAISE


def test_ranges_and_verdicts_stand_beside_the_rate() -> None:
    """Of a demo's later rounds; where there is no range there is no field, not a 255."""
    seen: set[tuple[object, object]] = set()
    verdicts = set()
    with fitdecode.FitReader(_fit("demo.hrg"), error_handling=_STRICT) as reader:
        for frame in reader:
            if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "record":
                low = frame.get_value("range_low", fallback=None)
                seen.add((low, frame.get_value("range_high", fallback=None)))
                verdicts.add(frame.get_value("verdict", fallback=None))
    assert (None, None) in seen
    assert any(low is not None and high is not None for low, high in seen)
    assert 255 not in {bpm for pair in seen for bpm in pair}
    assert {"resting", "learning"} <= verdicts


@pytest.mark.parametrize("name", RIDES)
def test_nobodys_name_or_strap_goes_with_it(name: str) -> None:
    ride = _ride(name)
    secrets = {packet.device for packet in ride.packets if packet.device}
    secrets |= {link.name for link in ride.links if link.name}
    assert secrets
    if ride.header.athlete is not None:
        secrets.add(f'"{ride.header.athlete.name}"')
    told = _told(name)
    for content in (_fit(name), encode_tcx(told), encode_csv(told), encode_json(told)):
        for secret in secrets:
            assert secret.encode() not in content


@pytest.mark.parametrize("name", RIDES)
def test_csv_comes_home_with_rates_intervals_and_times(name: str) -> None:
    told, home = _told(name), _home_again(encode_csv(_told(name)), "ride.csv")
    assert home.damage == ()
    assert rr_ticks(home) == [round(rr * 1024) for sent in told.sent for rr in sent.rr_s]
    known = [sent.hr_bpm or 0 for sent in told.sent if sent.hr_bpm is not None or sent.rr_s]
    assert heard(home).rate_sum == sum(known)
    assert heard(home).packets == len(known)


def test_rr_text_comes_home_to_the_tick() -> None:
    home = _home_again(encode_rr(_told("demo.hrg")), "ride.txt")
    assert rr_ticks(home) == rr_ticks(_ride("demo.hrg"))


def test_tcx_has_laps_rates_and_no_position() -> None:
    told = _told("demo.hrg")
    content = encode_tcx(told)
    home = _home_again(content, "ride.tcx")
    assert [lap.duration_s for lap in home.laps] == [s.to_s - s.from_s for s in told.stretches]
    assert [lap.rest for lap in home.laps] == [s.rest for s in told.stretches]
    known = [second.hr_bpm for second in told.seconds if second.hr_bpm is not None]
    assert heard(home).rate_sum == sum(known)
    assert b"Position" not in content
    assert home.header.started is not None
    assert _ride("demo.hrg").header.started is not None


def test_json_tells_steps_seconds_and_beats() -> None:
    told = _told("demo.hrg")
    plain = json.loads(encode_json(told))
    assert plain["format"] == "hrguide ride 1"
    assert len(plain["steps"]) == len(told.stretches)
    assert len(plain["seconds"]) == len(told.seconds)
    assert "athlete" not in plain


@needs_recordings
@pytest.mark.parametrize(
    "name",
    ["rr_bike_indoor_intervals_edge530.fit", "erg_edge800_trainer.fit", "erg_row_painsled.csv"],
)
@pytest.mark.parametrize("encode", [encode_fit, encode_tcx, encode_csv])
def test_a_real_ride_survives(name: str, encode: object) -> None:
    """Rates, intervals, laps and power, out and home; TCX has a point a second and no beats."""
    assert callable(encode)
    ride = open_recording(RECORDINGS / name, hrguide_version="0")
    told = tell(ride)
    home = _home_again(encode(told), "ride.csv")
    before, after = heard(ride), heard(home)
    if encode is not encode_csv:  # which has no laps
        assert [round(lap.at_s) for lap in home.laps] == [
            round(stretch.from_s) for stretch in told.stretches
        ]
    if encode is encode_fit:
        assert (after.packets, after.rate_sum, after.rr) == (
            before.packets,
            before.rate_sum,
            before.rr,
        )
        assert home.header.started == ride.header.started or "painsled" in name
    elif encode is encode_csv:
        assert (after.rate_sum, after.rr) == (before.rate_sum, before.rr)
    if "painsled" not in name or encode is encode_csv:  # strokes do not fall on whole seconds
        assert after.watts == before.watts
    if encode is not encode_tcx:
        assert rr_ticks(home) == rr_ticks(ride)


def test_a_ride_without_a_date_asks_for_one() -> None:
    ride = _home_again(b"time_s,hr_bpm\n0,100\n1,101\n2,102\n", "erg.csv")
    for encode in (encode_fit, encode_tcx):
        with pytest.raises(UsageError, match="no date") as caught:
            encode(tell(ride))
        assert "--on" in caught.value.hint
    assert encode_fit(tell(ride, on=STARTED))[8:12] == b".FIT"


def test_a_paused_ride_says_so() -> None:
    packets = [a_packet(float(at_s), 100 + at_s % 3) for at_s in range(1, 60)]
    pauses = (
        CommandLine(at_s=20.0, command=Command.PAUSE),
        CommandLine(at_s=30.0, command=Command.GO_ON),
    )
    events: list[Event] = [*packets[:20], pauses[0], *packets[20:30], pauses[1], *packets[30:]]
    ride = Ride(
        header=a_header(waiting=False),
        events=(*events, Footer(at_s=60.0, ending=Ending.FINISHED)),
    )
    told = tell(ride)
    assert told.pauses == ((20.0, 30.0),)
    with fitdecode.FitReader(encode_fit(told), error_handling=_STRICT) as reader:
        frames = [f for f in reader if f.frame_type == fitdecode.FIT_FRAME_DATA]
    (session,) = [frame for frame in frames if frame.name == "session"]
    assert session.get_value("total_elapsed_time") == 60.0
    assert session.get_value("total_timer_time") == 50.0
    timers = [f for f in frames if f.name == "event" and f.get_value("event") == "timer"]
    assert [f.get_value("event_type") for f in timers] == ["start", "stop", "start", "stop_all"]


def test_what_came_before_the_start_is_no_lap() -> None:
    before = [a_packet(float(at_s), 80, 768) for at_s in range(1, 10)]
    after = [a_packet(float(at_s), 100, 614) for at_s in range(10, 40)]
    start = CommandLine(at_s=9.5, command=Command.START)
    ride = Ride(
        header=a_header(waiting=True),
        events=(*before, start, *after, Footer(at_s=40.0, ending=Ending.FINISHED)),
    )
    told = tell(ride)
    assert told.start_s == 9
    home = _home_again(encode_fit(told))
    assert [lap.at_s for lap in home.laps] == [9.0]
    assert home.header.waiting
    assert [packet.payload for packet in home.packets] == [p.payload for p in ride.packets]
    assert [packet.at_s for packet in home.packets] == [p.at_s for p in ride.packets]


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.floats(0.0, 2.5, allow_nan=False),
            st.binary(max_size=40),
            st.sampled_from([None, "A", "B"]),
        ),
        max_size=12,
    )
)
def test_any_packet_comes_home_as_it_was(sent: list[tuple[float, bytes, str | None]]) -> None:
    at_s = 0.0
    packets = []
    for wait_s, payload, device in sent:
        at_s += wait_s
        packets.append(Received(at_s=at_s, payload=payload, device=device))
    heart = a_packet(at_s + 1.0, 100, 600)
    ride = Ride(header=a_header(waiting=False), events=(*packets, heart))
    home = _home_again(encode_fit(tell(ride)))
    assert [(p.at_s, p.payload) for p in home.packets] == [
        (p.at_s, p.payload) for p in ride.packets
    ]
    names: dict[str | None, str | None] = {}
    for theirs, ours in zip(ride.packets, home.packets, strict=True):
        assert names.setdefault(theirs.device, ours.device) == ours.device
    assert len(set(names.values())) == len(names)


def test_a_stored_ride_reads_as_what_it_was_made_of() -> None:
    """read_ride takes any recording, so a notebook needs one name."""
    assert read_ride(FIXTURES / "demo.hrg").header == _ride("demo.hrg").header


@pytest.mark.parametrize("encode", [encode_fit, encode_tcx])
@pytest.mark.parametrize("year", [1, 1989, 9999])
def test_a_year_no_format_can_say_is_an_error_of_ours_in_words(
    encode: Callable[[Told], bytes], year: int
) -> None:
    told = replace(_told("theory.hrg"), started=STARTED.replace(year=year))
    with pytest.raises(UsageError, match=f"in the year {year}"):
        encode(told)
