"""Every signal fault of `fixtures/noise/` through a session: what is shown, told, and never said.

Adding a case is adding a file; `scripts/make_noise.py` says what stands in one.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hrguide.bluetooth.source import LinkState
from hrguide.moment import Moment
from hrguide.ride.erg import ERG, decode_erg
from hrguide.ride.recording import open_recording
from hrguide.ride.replay import replay
from hrguide.screen.setting import Strap
from hrguide.screen.strap_words import while_riding
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout
from tests.beats.straps import recording

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "fixtures" / "noise"
CASES = sorted(path.stem for path in FOLDER.glob("*.txt"))
KEYS = ("hr", "signal", "reason")
WORN = Strap(state=LinkState.CONNECTED)
CLEAR = "10 minutes 100-110 bpm"  # a coach's range far from what is ridden: advice would come


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What holds for each Moment of from_s..to_s."""

    from_s: float
    to_s: float
    allowed: dict[str, set[str]]
    words: str

    def check(self, moment: Moment) -> None:
        found = {
            "hr": "none" if moment.hr_bpm is None else "number",
            "signal": moment.signal.value,
            "reason": moment.signal_reason or "none",
        }
        for key, allowed in self.allowed.items():
            assert found[key] in allowed, (moment.at_s, key, found)
        assert self.words in while_riding(moment, WORN, 0)[0], moment.at_s


def expected(line: str) -> Expected:
    head, _, words = line.partition(" words=")
    _, from_s, to_s, *rules = head.split()
    allowed = {}
    for rule in rules:
        key, _, values = rule.partition("=")
        assert key in KEYS, rule
        allowed[key] = set(values.split("|"))
    assert allowed or words, line
    return Expected(from_s=float(from_s), to_s=float(to_s), allowed=allowed, words=words)


def read_case(name: str) -> tuple[list[Expected], list[tuple[float, str, str, bytes]]]:
    expectations, packets = [], []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("expect "):
            expectations.append(expected(line))
        elif line and not line.startswith("#"):
            at_s, characteristic, sender, payload = line.split()
            packets.append((float(at_s), characteristic, sender, bytes.fromhex(payload)))
    assert expectations
    assert packets
    return expectations, packets


def ridden(packets: list[tuple[float, str, str, bytes]]) -> Iterator[Moment]:
    session = Session(workout=parse_workout(CLEAR))
    for at_s, characteristic, sender, payload in packets:
        if characteristic == ERG:
            said = decode_erg(payload)
            yield from session.hear_erg(at_s=at_s, cadence_rpm=said.cadence_rpm)
        else:
            yield from session.receive(at_s=at_s, payload=payload, device=sender)


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_told_and_never_advice(name: str) -> None:
    expectations, packets = read_case(name)
    moments = list(ridden(packets))
    for each in expectations:
        there = [moment for moment in moments if each.from_s <= moment.at_s < each.to_s]
        assert len(there) > 20, each
        for moment in there:
            each.check(moment)
    for moment in moments:
        if moment.hr_bpm is None:
            assert moment.forecast is None
            assert moment.cue is None or moment.cue.kind.value not in {"ease", "push"}


def test_advice_would_come_if_nothing_were_wrong() -> None:
    """Else the test above could not fail: the clean part of a case is told to ease."""
    said = {moment.cue.kind.value for moment in ridden(read_case("zeros")[1]) if moment.cue}
    assert "ease" in said


REAL = {
    # a rower's own display, a sensor that was late, lost, and stuck at its last number
    "erg_row_rp3_intervals.csv": {"zero", "silent", "frozen"},
    "erg_row_painsled.csv": {"zero", "silent"},
    "erg_kinomap_row.csv": {"zero", "jump"},
    "erg_zwift_16laps_b.fit": {"zero"},
    # a strap that missed 3.5 % of the beats itself
    "rr_bike_indoor_intervals_edge530.fit": {"artefacts"},
}


@pytest.mark.parametrize("name", list(REAL))
def test_real_faults_are_told_and_never_advice(name: str) -> None:
    ride = open_recording(recording(f"rides/{name}"), hrguide_version="")
    moments = list(replay(ride, workout=parse_workout("90 minutes 60-70 bpm")))
    hidden = {"zero", "silent", "frozen", "jump"}
    found: Counter[str] = Counter()
    for moment in moments:
        reason = moment.signal_reason
        if reason is None or reason == "waiting":
            continue
        found[reason] += 1
        if reason in hidden:
            assert moment.hr_bpm is None
        if moment.hr_bpm is None:
            assert moment.cue is None or moment.cue.kind.value not in {"ease", "push"}
    assert set(found) == REAL[name]
    assert sum(moment.hr_bpm is not None for moment in moments) > len(moments) / 2


def test_each_rule_of_d3_has_a_case() -> None:
    reasons: set[str] = set()
    for name in CASES:
        for each in read_case(name)[0]:
            reasons |= each.allowed.get("reason", set())
    assert reasons >= {
        "zero",
        "out_of_range",
        "silent",
        "no_contact",
        "frozen",
        "jump",
        "doubled",
        "halved",
        "cadence",
        "mismatch",
        "artefacts",
        "gap",
        "clock",
        "other_strap",
        "bad_packets",
    }


def test_the_files_are_the_scripts(tmp_path: Path) -> None:
    """What the script makes is what is shipped; a file of your own may stand beside."""
    script = ROOT / "scripts" / "make_noise.py"
    subprocess.run([sys.executable, str(script), "--to", str(tmp_path)], check=True)
    made = sorted(tmp_path.glob("*.txt"))
    assert len(made) >= 20
    for path in made:
        assert (FOLDER / path.name).read_bytes() == path.read_bytes(), path.name
