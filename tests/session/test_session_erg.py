"""What an erg says beside the heart: watts that are shown, a cadence that unmasks an arm sensor."""

import csv
import random
from dataclasses import replace
from pathlib import Path

import pytest

from hrguide.bluetooth.heart_rate import (
    HeartRateMeasurement,
    decode_heart_rate,
    encode_heart_rate,
)
from hrguide.bluetooth.source import LinkState
from hrguide.moment import Moment
from hrguide.ride.erg import ERG, decode_erg
from hrguide.ride.lines import HEART_RATE
from hrguide.ride.recording import open_recording
from hrguide.ride.replay import replay
from hrguide.screen.draw import draw
from hrguide.screen.frame import frame
from hrguide.screen.memory import Remembered
from hrguide.screen.setting import Setting, Strap
from hrguide.session import ERG_STALE_S, Session
from hrguide.workout.whiteboard import parse_workout
from tests.beats.straps import recording

PEDALLED_RPM = 66.0


def heard(second: int) -> int:
    """An arm sensor: 118 to 120 bpm, and from 100 s on twice the cadence."""
    return 118 + second % 3 if second < 100 else round(2 * PEDALLED_RPM) + second % 2


def ridden(with_cadence: bool) -> dict[float, Moment]:
    session = Session(workout=parse_workout("10 minutes easy"))
    moments: list[Moment] = []
    for second in range(1, 200):
        at_s = float(second)
        if with_cadence:
            moments += session.hear_erg(at_s=at_s - 0.4, cadence_rpm=PEDALLED_RPM, power_w=120.0)
        said = HeartRateMeasurement(hr_bpm=heard(second))
        moments += session.receive(at_s=at_s, payload=encode_heart_rate(said))
    return {moment.at_s: moment for moment in moments}


def test_legs_are_not_shown_as_a_heart() -> None:
    moments = ridden(with_cadence=True)
    assert moments[90.0].hr_bpm is not None
    late = moments[190.0]
    assert (late.hr_bpm, late.signal_reason) == (None, "cadence")
    assert late.forecast is None
    assert not [at_s for at_s, m in moments.items() if at_s > 131 and m.hr_bpm is not None]
    assert {m.signal_reason for m in ridden(with_cadence=False).values()} <= {None, "waiting"}


@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 12)])
def test_the_screen_says_what_it_is(width: int, height: int) -> None:
    late = ridden(with_cadence=True)[190.0]
    setting = Setting(workout=parse_workout("10 minutes easy"))
    remembered = replace(Remembered(), strap=Strap(state=LinkState.CONNECTED))
    drawn = "\n".join(draw(frame(late, setting, remembered), width, height).texts())
    assert "it counts your legs" in drawn
    assert "132" not in drawn
    assert "133" not in drawn


def test_watts_are_shown_while_they_are_new() -> None:
    session = Session(workout=parse_workout("10 minutes easy"))
    session.hear_erg(at_s=10.0, power_w=131.0)
    seen = {moment.at_s: moment.power_w for moment in session.advance(to_s=30.0)}
    assert seen[10.0 + 1.0] == 131.0
    assert seen[10.0 + ERG_STALE_S] == 131.0
    assert seen[10.0 + ERG_STALE_S + 0.25] is None


def test_a_file_with_a_cadence_is_replayed_with_it(tmp_path: Path) -> None:
    path = tmp_path / "arm.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("time_s", "hr_bpm", "power_w", "cadence_rpm"))
        rows.writerows((second, heard(second), 120, PEDALLED_RPM) for second in range(1, 200))
    moments = {moment.at_s: moment for moment in replay(open_recording(path, hrguide_version=""))}
    assert moments[90.0].hr_bpm is not None
    assert moments[90.0].power_w == 120.0
    assert (moments[190.0].hr_bpm, moments[190.0].signal_reason) == (None, "cadence")


def test_any_chopping_of_time_is_the_same_ride() -> None:
    def run(chop: random.Random | None) -> list[Moment]:
        session = Session(workout=parse_workout("5 minutes easy"))
        moments: list[Moment] = []
        for second in range(1, 160):
            if chop is not None:
                for _ in range(3):
                    moments += session.advance(to_s=chop.uniform(second - 1, second))
            moments += session.hear_erg(at_s=float(second), cadence_rpm=66.0)
            said = HeartRateMeasurement(hr_bpm=heard(second))
            moments += session.receive(at_s=float(second), payload=encode_heart_rate(said))
        return moments

    assert run(None) == run(random.Random(1)) == run(random.Random(2))


@pytest.mark.parametrize(
    "name",
    [
        "erg_edge800_trainer.fit",
        "erg_zwift_turbo_16laps.fit",
        "erg_kinomap_row.csv",
        "erg_row_smartrow_intervals.csv",
    ],
)
def test_real_hearts_beside_real_legs_are_hearts(name: str) -> None:
    """Rides and rows with a cadence, and no intervals to speak for the heart."""
    ride = open_recording(recording(f"rides/{name}"), hrguide_version="")
    hearts = [packet for packet in ride.packets if packet.characteristic == HEART_RATE]
    assert not any(decode_heart_rate(packet.payload).rr_ticks for packet in hearts)
    assert sum(packet.characteristic == ERG for packet in ride.packets) > 500
    moments = list(replay(ride))
    assert "cadence" not in {moment.signal_reason for moment in moments}
    assert sum(moment.hr_bpm is not None for moment in moments) > 0.9 * len(moments)


def test_a_real_ride_whose_sensor_takes_to_the_legs() -> None:
    """The same trainer ride, its number replaced from 20:00 on by the cadence of that second."""
    ride = open_recording(recording("rides/erg_edge800_trainer.fit"), hrguide_version="")
    cadence: float | None = None
    session = Session(workout=parse_workout("90 minutes free"))
    reasons: list[tuple[float, str | None]] = []
    for packet in ride.packets:
        if packet.characteristic == ERG:
            cadence = decode_erg(packet.payload).cadence_rpm
            session.hear_erg(at_s=packet.at_s, cadence_rpm=cadence)
            continue
        hr_bpm = decode_heart_rate(packet.payload).hr_bpm
        if packet.at_s > 1200.0 and cadence:
            hr_bpm = round(cadence)
        said = encode_heart_rate(HeartRateMeasurement(hr_bpm=hr_bpm))
        moment = session.receive(at_s=packet.at_s, payload=said)[-1]
        reasons.append((packet.at_s, moment.signal_reason))
    assert "cadence" not in {reason for at_s, reason in reasons if at_s <= 1200.0}
    assert "cadence" in {reason for at_s, reason in reasons if at_s > 1200.0}
