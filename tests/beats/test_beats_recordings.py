"""Real straps through the whole stage: what is shown, and what the strap said."""

import datetime
from collections import Counter

import fitdecode
import pytest

from hrguide.beats.beat import BeatVerdict
from hrguide.beats.pulse import Signal
from hrguide.beats.stream import BeatStream
from hrguide.bluetooth.heart_rate import HeartRateMeasurement, decode_heart_rate
from tests.beats.straps import TICKS, Packet, hear, recording


def indoor_intervals() -> list[Packet]:
    """An Edge 530's record of 18 min of intervals indoors: each second's rate, and the RR since."""
    path = recording("rides/rr_bike_indoor_intervals_edge530.fit")
    packets: list[Packet] = []
    ticks: list[int] = []
    start: datetime.datetime | None = None
    for frame in fitdecode.FitReader(str(path)):
        if frame.frame_type != fitdecode.FIT_FRAME_DATA:
            continue
        if frame.name == "hrv":
            intervals = frame.get_value("time")
            ticks += [round(rr_s * TICKS) for rr_s in intervals if rr_s is not None]
        elif frame.name == "record":
            now = frame.get_value("timestamp")
            start = start or now
            said = HeartRateMeasurement(hr_bpm=frame.get_value("heart_rate"), rr_ticks=tuple(ticks))
            packets.append(Packet(at_s=(now - start).total_seconds(), measurement=said))
            ticks.clear()
    return packets


def test_the_heart_rate_shown_is_the_straps() -> None:
    """128 to 185 bpm; 3.5 % of the beats were missed by the strap itself, the rate is its own."""
    packets = indoor_intervals()
    stream = BeatStream()
    signals: Counter[Signal] = Counter()
    furthest_bpm = 0.0
    for packet in packets:
        assert packet.measurement is not None
        hear(stream, [packet])
        pulse = stream.pulse(packet.at_s)
        signals[pulse.signal] += 1
        assert pulse.hr_bpm == packet.measurement.hr_bpm
        if pulse.beats_bpm is not None:
            furthest_bpm = max(furthest_bpm, abs(pulse.beats_bpm - packet.measurement.hr_bpm))
    assert len(packets) == 1072
    assert furthest_bpm < 5.0
    assert stream.beats_by_verdict[BeatVerdict.MISSED] == 95
    assert stream.ride_artefact_pct == pytest.approx(3.46, abs=0.1)
    assert stream.gap_s == 0.0
    assert stream.repeats == 0
    assert set(signals) == {Signal.GOOD, Signal.FAIR, Signal.POOR}


def test_posted_payloads_make_a_pulse() -> None:
    """31 payloads of Polar, CooSpo and unbranded straps, each the first of a ride."""
    rows = recording("ble/ble_2a37_payloads.csv").read_text().splitlines()[1:]
    assert len(rows) == 31
    for row in rows:
        measurement = decode_heart_rate(bytes.fromhex(row.split(",")[0]))
        stream = BeatStream()
        stream.receive(10.0, measurement)
        pulse = stream.pulse(10.5)
        assert pulse.hr_bpm == measurement.hr_bpm
        assert pulse.signal is Signal.GOOD


@pytest.mark.parametrize("device", ["Polar (H7 or H10", "unbranded BLE/ANT+ strap"])
def test_posted_runs_stay_good(device: str) -> None:
    """Consecutive packets, arrivals at 1 Hz assumed."""
    rows = recording("ble/ble_2a37_payloads.csv").read_text().splitlines()[1:]
    run = [row for row in rows if device in row and "consecutive" in row]
    stream = BeatStream()
    for second, row in enumerate(run, start=1):
        measurement = decode_heart_rate(bytes.fromhex(row.split(",")[0]))
        stream.receive(float(second), measurement)
        pulse = stream.pulse(float(second))
        assert (pulse.hr_bpm, pulse.signal) == (measurement.hr_bpm, Signal.GOOD)
    assert len(run) >= 4


@pytest.mark.parametrize(
    ("name", "least_bpm", "most_bpm"),
    [("rr_exercise_polar_s810.hrm", 60, 120), ("rr_rest.txt", 50, 70)],
)
def test_long_logs_keep_their_clock(name: str, least_bpm: float, most_bpm: float) -> None:
    """Up to 43 min of intervals, one packet a beat: no gap, no excess, and the clock agrees."""
    text = recording(f"rr/{name}").read_text()
    rr_s = [int(ms) / 1000 for ms in text.rpartition("[HRData]")[2].split()]
    stream = BeatStream()
    at_s = 10.0
    for interval_s in rr_s:
        at_s += interval_s
        said = HeartRateMeasurement(
            hr_bpm=round(60 / interval_s), rr_ticks=(round(interval_s * TICKS),)
        )
        stream.receive(at_s, said)
    assert stream.gap_s == 0.0
    newest = stream.recent_rr(5.0, at_s)[-1]
    assert newest.at_s == pytest.approx(at_s, abs=2.0)
    beats_bpm = stream.pulse(at_s).beats_bpm
    assert beats_bpm is not None
    assert least_bpm < beats_bpm < most_bpm
