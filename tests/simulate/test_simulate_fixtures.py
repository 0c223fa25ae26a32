"""The recorded rides of `fixtures/rides/`: theory, theory with noise, a bad strap, a demo.

Changed only by `python scripts/make_fixtures.py`; a change of bytes is read in review.
"""

import math
import statistics
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from hrguide.bluetooth.heart_rate import BadPacketError, decode_heart_rate
from hrguide.bluetooth.source import LinkChange, Received
from hrguide.ride.lines import Ending, Footer
from hrguide.ride.reader import Ride, read_ride
from hrguide.ride.replay import replay
from hrguide.simulate.rider import SEATED_ABOVE_REST_BPM, STEP_REACTION_S

ROOT = Path(__file__).parents[2]
RIDES = ROOT / "fixtures" / "rides"
NAMES = ("theory", "noise", "faults", "demo")
REST_BPM, DELAY_S, TAU_ON_S, ASKED_BPM = 62.0, 7.0, 38.0, 110.0  # scripts/make_fixtures.py, PURE


def _ride(name: str) -> Ride:
    return read_ride(RIDES / f"{name}.hrg")


def _heard(ride: Ride) -> list[Received | LinkChange]:
    return [event for event in ride.events if isinstance(event, Received | LinkChange)]


def _rates(ride: Ride, to_s: float) -> list[tuple[float, int]]:
    return [
        (event.at_s, decode_heart_rate(event.payload).hr_bpm)
        for event in ride.events
        if isinstance(event, Received) and event.characteristic == "2a37" and event.at_s <= to_s
    ]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_whole_ride_marked_simulated_that_replays_to_its_end(name: str) -> None:
    ride = _ride(name)
    assert ride.header.simulated
    last = ride.events[-1]
    assert isinstance(last, Footer)
    assert last.ending is Ending.DONE
    *_, end = replay(ride)
    assert end.verdict.value == "done"


def test_the_script_makes_these_bytes_again(tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "scripts" / "make_fixtures.py"), "--to", str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True, timeout=120)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(NAMES)
    for name in ("theory", "noise", "faults"):  # in `demo` the rider hears a guide that may learn
        assert _heard(read_ride(tmp_path / f"{name}.hrg")) == _heard(_ride(name)), name


def test_theory_is_the_exponential_between_its_earliest_and_latest_start() -> None:
    start_low, start_high = (REST_BPM + above for above in SEATED_ABOVE_REST_BPM)
    average_s = 3.0  # what the strap averages over, and what it therefore lags at most

    def rise(at_s: float, began_s: float, start_bpm: float) -> float:
        gone_s = max(0.0, at_s - began_s - DELAY_S)
        return ASKED_BPM - (ASKED_BPM - start_bpm) * math.exp(-gone_s / TAU_ON_S)

    for at_s, bpm in _rates(_ride("theory"), 180.0):
        highest = rise(at_s, STEP_REACTION_S[0], start_high)
        lowest = rise(at_s - average_s, STEP_REACTION_S[1], start_low)
        assert lowest - 2.0 <= bpm <= highest + 2.0, at_s


def test_theory_settles_where_it_was_asked_to() -> None:
    settled = [bpm for at_s, bpm in _rates(_ride("theory"), 180.0) if at_s > 150.0]
    assert statistics.fmean(settled) == pytest.approx(ASKED_BPM, abs=1.5)


def test_noise_is_theory_and_the_noise_of_a_body() -> None:
    theory, noise = (_rates(_ride(name), 1e9) for name in ("theory", "noise"))
    off = [n - t for (_, n), (_, t) in zip(noise, theory, strict=True)]
    assert abs(statistics.fmean(off)) < 1.5
    assert 1.5 < statistics.stdev(off) < 6.0


def test_faults_holds_zeros_gaps_bad_packets_and_a_second_strap() -> None:
    packets = [event for event in _heard(_ride("faults")) if isinstance(event, Received)]
    packets = [packet for packet in packets if packet.characteristic == "2a37"]
    zeros = bad = 0
    for packet in packets:
        try:
            zeros += decode_heart_rate(packet.payload).hr_bpm == 0
        except BadPacketError:
            bad += 1
    assert zeros == 10
    assert 5 <= bad <= 15
    assert len({packet.device for packet in packets}) == 2
    gaps = [b.at_s - a.at_s for a, b in pairwise(packets)]
    assert sorted(round(gap) for gap in gaps if gap > 5.0) == [13, 41]
