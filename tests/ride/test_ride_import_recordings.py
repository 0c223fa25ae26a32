"""Every real ride and RR log imported, beside what fitdecode and Garmin's own decoder make of it.

The table has what hrguide hears; where a decoder counts otherwise, the reason stands in `WHY`.
"""

from dataclasses import dataclass
from pathlib import Path

import fitdecode
import pytest

from hrguide.bluetooth.heart_rate import decode_heart_rate
from hrguide.bluetooth.source import Received
from hrguide.ride.erg import ERG, decode_erg
from hrguide.ride.lines import HEART_RATE
from hrguide.ride.reader import Ride
from hrguide.ride.recording import open_recording
from tests.ride.heard import Heard, heard, rr_ticks
from tests.ride.official_fit import needs_official, official

RECORDINGS = Path(__file__).parents[3] / "shared" / "recordings"
pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="the real recordings are not on this machine"
)


def _row(
    seconds: float, packets: int, rate_sum: int, *, rr: int = 0, laps: int = 0, watts: int = 0
) -> Heard:
    return Heard(seconds=seconds, packets=packets, rate_sum=rate_sum, rr=rr, laps=laps, watts=watts)


EXPECTED = {
    "rides/cpet_spiro_hr_ramp.tcx": _row(923, 924, 160562, laps=1),
    "rides/erg_edge800_trainer.fit": _row(2263, 2263, 334352, laps=5, watts=447565),
    "rides/erg_fenix6_turbo_same.fit": _row(3160, 3161, 449864, laps=1, watts=660986),
    "rides/erg_kinomap_row.csv": _row(1867, 1869, 271639, watts=320068),
    "rides/erg_row_ergdata.csv": _row(520, 180, 22287),
    "rides/erg_row_painsled.csv": _row(1842.943, 662, 96178, watts=110907),
    "rides/erg_row_rp3_intervals.csv": _row(2758.72, 855, 132627, laps=5, watts=275158),
    "rides/erg_row_smartrow_intervals.csv": _row(2335, 738, 89457, watts=68038),
    "rides/erg_row_vivoactive_c2.fit": _row(1709, 1641, 215660, laps=8, watts=603765),
    "rides/erg_zwift_16laps_b.fit": _row(4608, 4609, 630029, laps=16, watts=1150534),
    "rides/erg_zwift_turbo_16laps.fit": _row(3181, 3168, 448424, laps=16, watts=667968),
    "rides/rr_bike_indoor_intervals_edge530.fit": _row(
        1075, 1076, 167815, rr=2705, laps=15, watts=196808
    ),
    "rr/rr_exercise_polar_s810.hrm": _row(2560, 2559, 247350, rr=4117, laps=4),
    "rr/rr_noisy_polar_s810.hrm": _row(2403, 2402, 217183, rr=3581, laps=3),
    "rr/rr_rest.txt": _row(962, 900, 50881, rr=910),
    "rr/rr_vo2master_1hz.csv": _row(238, 239, 35319),
}
FITS = [name for name in EXPECTED if name.endswith(".fit")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """How much more hrguide hears than a decoder counts, and why."""

    packets: int = 0
    rate_sum: int = 0
    seconds: float = 0.0
    watts: int = 0
    why: str


WHY = {
    "rides/rr_bike_indoor_intervals_edge530.fit": Differs(
        packets=4,
        rate_sum=616,
        seconds=3,
        why="After the last record the watch wrote three more hrv messages, and one second without "
        "a record at 842 s: their beats get packets of their own (148, 147, 147 and 174 bpm by "
        "their intervals), a second apart. No decoder counts beats as records.",
    ),
    "rides/erg_row_vivoactive_c2.fit": Differs(
        watts=603765,
        why="The rower's power stands in a developer field named Power, which no decoder takes for "
        "the profile's power: there is none in the profile's.",
    ),
}
UNHEADED = "rides/erg_edge800_trainer.fit"
"""Its 14-byte header has a check sum of 0. The FIT description allows that ("may be 0"), fitdecode
too; the official `check_integrity` alone wants one, and reads the file without an error."""


def _ride(name: str) -> Ride:
    return open_recording(RECORDINGS / name, hrguide_version="0")


@pytest.mark.parametrize("name", EXPECTED)
def test_a_recording_is_heard_as_a_whole(name: str) -> None:
    ride = _ride(name)
    assert heard(ride) == EXPECTED[name]
    assert ride.damage == ()
    assert ride.header.synthesised
    assert ride.header.origin is not None
    assert ride.header.origin.name == Path(name).name


@pytest.mark.parametrize("name", FITS)
def test_fitdecode_counts_the_same(name: str) -> None:
    rates: list[int] = []
    watts = rr = laps = 0
    with fitdecode.FitReader(RECORDINGS / name) as reader:
        for frame in reader:
            if frame.frame_type != fitdecode.FIT_FRAME_DATA:
                continue
            if frame.name == "record":
                rates.append(frame.get_value("heart_rate"))
                watts += frame.get_value("power", fallback=0, raw_value=True) or 0
            elif frame.name == "hrv":
                rr += sum(time is not None for time in frame.get_value("time"))
            laps += frame.name == "lap"
    ours = EXPECTED[name]
    more = WHY.get(name, Differs(why=""))
    assert ours.packets - more.packets == len(rates)
    assert ours.rate_sum - more.rate_sum == sum(rates)
    assert ours.rr == rr
    assert ours.laps == laps
    if name != "rides/erg_row_vivoactive_c2.fit":  # fitdecode finds "power" by name: theirs
        assert ours.watts - more.watts == watts


@needs_official
@pytest.mark.parametrize("name", FITS)
def test_the_official_decoder_counts_the_same(name: str) -> None:
    told = official(RECORDINGS / name)
    ours = EXPECTED[name]
    more = WHY.get(name, Differs(why=""))
    assert told["errors"] == []
    assert told["whole"] is (name != UNHEADED)
    assert ours.packets - more.packets == told["rates"]
    assert ours.rate_sum - more.rate_sum == told["rate_sum"]
    assert ours.seconds - more.seconds == told["seconds"]
    assert (ours.rr, ours.laps) == (told["rr"], told["laps"])
    assert ours.watts - more.watts == told["watts"]


def test_laps_last_as_long_as_the_watch_says() -> None:
    """To the second: a lap ends where the next one begins, and starts are whole seconds."""
    laps = _ride("rides/erg_edge800_trainer.fit").laps
    written = [377.075, 601.075, 370.975, 600.975, 311.75]
    assert [lap.duration_s for lap in laps] == pytest.approx(written, abs=1.0)
    zwift = _ride("rides/erg_zwift_turbo_16laps.fit").laps
    assert [lap.duration_s for lap in zwift][:4] == [614.0, 120.0, 120.0, 120.0]


def test_intervals_of_a_log_are_its_lines() -> None:
    lines = (
        (RECORDINGS / "rr" / "rr_exercise_polar_s810.hrm").read_text("latin-1").split("[HRData]")
    )
    written = [int(line) for line in lines[1].split()]
    ours = rr_ticks(_ride("rr/rr_exercise_polar_s810.hrm"))
    assert len(ours) == len(written)
    worst = max(abs(t * 1000 / 1024 - ms) for t, ms in zip(ours, written, strict=True))
    assert worst <= 1000 / 2048


def test_samples_of_rr_are_no_beats_unless_the_user_says_so() -> None:
    """239 samples of 0.39-0.46 s in 238 s: half of the beats are missing."""
    path = RECORDINGS / "rr" / "rr_vo2master_1hz.csv"
    sniffed = open_recording(path, hrguide_version="0")
    assert any("one sample a row, not every beat" in line for line in sniffed.understood)
    told = open_recording(path, hrguide_version="0", columns={"rr_s": "RR[ms]"})
    assert heard(told).rr == 239


def test_one_session_on_two_recorders_is_one() -> None:
    """Aligned by power, which both had from one trainer, the clocks are 4 s apart all along.

    The watch's heart rate follows Zwift's 8 s later still, by 6 to 14 s in parts of the ride: it
    heard the heart in another way (at the wrist, which averages), and the file does not say so.
    So aligned the two agree: 1.4 bpm apart on average, 94 % of seconds within 2.
    """
    zwift = _ride("rides/erg_zwift_turbo_16laps.fit")
    watch = _ride("rides/erg_fenix6_turbo_same.fit")
    by_power = _best_shift(_watts(zwift), _watts(watch))
    assert by_power == 4
    watts_apart, _within, seconds = _apart(_watts(zwift), _watts(watch), by_power)
    assert seconds > 3000
    assert watts_apart < 5, "of 210 W on average: left and right are rounded apart"
    by_rate = _best_shift(_rates(zwift), _rates(watch))
    assert by_rate == by_power + 8
    bpm_apart, within_2, seconds = _apart(_rates(zwift), _rates(watch), by_rate)
    assert seconds > 3000
    assert bpm_apart == pytest.approx(1.36, abs=0.02)
    assert within_2 == pytest.approx(0.94, abs=0.01)
    assert _apart(_rates(zwift), _rates(watch), by_power)[0] == pytest.approx(2.04, abs=0.02)


def _best_shift(one: dict[int, int], other: dict[int, int]) -> int:
    """By how many seconds `other` says the same later than `one`."""
    return min(range(-20, 31), key=lambda shift: _apart(one, other, shift)[0])


def _watts(ride: Ride) -> dict[int, int]:
    """Wall-clock second -> W."""
    read = [(packet.at_s, decode_erg(packet.payload).power_w) for packet in _of(ride, ERG)]
    return {_zero(ride) + round(at_s): watts for at_s, watts in read if watts is not None}


def _rates(ride: Ride) -> dict[int, int]:
    """Wall-clock second -> bpm."""
    return {
        _zero(ride) + round(packet.at_s): decode_heart_rate(packet.payload).hr_bpm
        for packet in _of(ride, HEART_RATE)
    }


def _of(ride: Ride, characteristic: str) -> list[Received]:
    return [packet for packet in ride.packets if packet.characteristic == characteristic]


def _zero(ride: Ride) -> int:
    assert ride.header.started is not None
    return round(ride.header.started.timestamp())


def _apart(one: dict[int, int], other: dict[int, int], shift: int) -> tuple[float, float, int]:
    """Mean distance in bpm, the share within 2 bpm, and over how many seconds."""
    gaps = [abs(bpm - other[at + shift]) for at, bpm in one.items() if at + shift in other]
    return sum(gaps) / len(gaps), sum(gap <= 2 for gap in gaps) / len(gaps), len(gaps)
