"""What one past ride shows: steady stretches, peaks, set-ups, alpha1, answers, the heart's pace."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import Entry
from hrguide.athlete.evidence import AlphaCrossing, TalkAnswer
from hrguide.bluetooth.source import LinkChange, LinkState, Received
from hrguide.guide.command import Command
from hrguide.ride.lines import Event, Lap
from hrguide.ride.reader import Ride, read_ride
from hrguide.ride.recording import open_recording
from hrguide.tune.alpha import alpha_crossing
from hrguide.tune.ends import clean_peak, lowest_at_set_up
from hrguide.tune.observed import ride_name
from hrguide.tune.steady import steady_stretch
from hrguide.tune.time_constants import heart_answers, time_constants
from hrguide.tune.trace import trace
from tests.tune.past_rides import DAY, looked_at, past_ride

DEMO = Path(__file__).parents[2] / "fixtures" / "rides" / "demo.hrg"


def drifting(bpm_in_10_min: float) -> Callable[[int], float]:
    return lambda at_s: 124 + bpm_in_10_min * at_s / 600


def test_a_steady_ride_is_found_where_it_became_steady() -> None:
    def warming_up(at_s: int) -> float:
        return 125 - 45 * math.exp(-at_s / 90)

    steady = steady_stretch(trace(past_ride(warming_up, minutes=40)))
    assert steady is not None
    assert steady.hr_bpm == pytest.approx(125, abs=1.0)
    assert 60 <= steady.from_s <= 600
    assert 30 <= steady.minutes <= 39


@pytest.mark.parametrize("sign", [1, -1])
def test_drift_up_to_3_bpm_in_10_min_is_steady(sign: int) -> None:
    assert steady_stretch(trace(past_ride(drifting(sign * 2.5), minutes=25))) is not None
    assert steady_stretch(trace(past_ride(drifting(sign * 3.6), minutes=25))) is None


def test_twenty_minutes_are_needed() -> None:
    assert steady_stretch(trace(past_ride(drifting(0), minutes=21))) is not None
    assert steady_stretch(trace(past_ride(drifting(0), minutes=19))) is None


def test_intervals_are_not_steady() -> None:
    ride = past_ride(lambda at_s: 112 if at_s // 180 % 2 else 132, minutes=36)
    assert steady_stretch(trace(ride)) is None


def test_a_pause_or_a_stop_ends_a_steady_stretch() -> None:
    paused = past_ride(
        drifting(0), minutes=32, commands=((900, Command.PAUSE), (960, Command.GO_ON))
    )
    assert steady_stretch(trace(paused)) is None
    unwell = past_ride(drifting(0), minutes=30, commands=((1790, Command.STOP),))
    assert steady_stretch(trace(unwell)) is None


def test_minutes_count_from_the_start() -> None:
    started = steady_stretch(trace(past_ride(drifting(0), minutes=30, start_s=590)))
    assert started is not None
    assert (started.from_s, started.minutes) == (590, 20)
    assert steady_stretch(trace(past_ride(drifting(0), minutes=30, start_s=610))) is None


def test_a_minute_hardly_heard_ends_a_steady_stretch() -> None:
    ride = past_ride(lambda at_s: None if 900 < at_s < 945 else 125, minutes=32)
    assert steady_stretch(trace(ride)) is None


@pytest.mark.parametrize(("held_s", "peak_bpm"), [(14, 170), (6, 150)])
def test_a_peak_must_be_held(held_s: int, peak_bpm: int) -> None:
    def with_peak(at_s: int) -> float:
        away_s = max(0, abs(at_s - 600) - held_s / 2)
        return max(150.0, 170.0 - 5 * away_s) if at_s > 300 else 120 + at_s / 10

    peak = clean_peak(trace(past_ride(with_peak, minutes=15)))
    assert peak is not None
    assert peak.hr_bpm == pytest.approx(peak_bpm, abs=11 if held_s < 10 else 1)
    assert (peak.hr_bpm >= 169) is (held_s > 10)


def test_a_peak_on_a_bad_signal_is_none() -> None:
    """The strap's number alone goes up: its own beats say otherwise."""
    good = past_ride(lambda at_s: 130, minutes=10)
    heard = trace(good)
    unclean = replace(heard, clean=tuple(False for _ in heard.clean))
    assert clean_peak(heard) is not None
    assert clean_peak(unclean) is None


def test_the_lowest_30_s_of_the_set_up_are_a_bound() -> None:
    def setting_up(at_s: int) -> float:
        if at_s <= 150:
            return 66 + abs(at_s - 100) / 4
        return max(55.0, 78.5 - (at_s - 150) / 4)

    ride = past_ride(setting_up, minutes=10, start_s=160)
    low = lowest_at_set_up(trace(ride))
    assert low is not None
    assert low.hr_bpm == pytest.approx(68, abs=1)  # 55 came while riding
    assert lowest_at_set_up(trace(past_ride(setting_up, minutes=10))) is None
    assert lowest_at_set_up(trace(past_ride(setting_up, minutes=10, start_s=20))) is None


def test_beats_are_those_of_the_work() -> None:
    heard = trace(past_ride(drifting(0), minutes=10, start_s=240))
    assert sum(heard.rr_s) == pytest.approx(360, abs=2)
    assert heard.working_s == 360
    assert heard.start_s == 240


def test_a_copy_counts_once_and_a_neighbours_strap_not_at_all() -> None:
    ride = past_ride(drifting(0), minutes=10)
    once = trace(ride)
    packets = ride.packets
    copied = replace(ride, events=tuple(two for one in ride.events for two in _twice(one)))
    assert trace(copied).rr_s == once.rr_s
    theirs = [replace(one, at_s=one.at_s + 0.5, device="NEIGHBOUR") for one in packets[:-1]]
    both = sorted([*packets, *theirs], key=lambda one: one.at_s)
    assert trace(replace(ride, events=tuple(both))).rr_s == once.rr_s


def test_a_strap_taken_in_the_middle_is_heard_from_there() -> None:
    packets = past_ride(drifting(0), minutes=10).packets
    first, then = packets[:300], [replace(one, device="SPARE") for one in packets[300:]]
    change = LinkChange(at_s=300.1, state=LinkState.CONNECTED, device="SPARE")
    ride = past_ride(drifting(0), minutes=10)
    assert trace(replace(ride, events=(*first, change, *then))).rates_bpm[-1] is not None
    assert trace(replace(ride, events=(*first, *then))).rates_bpm[-1] is None


def _twice(event: Event) -> tuple[Event, ...]:
    return (event, event) if isinstance(event, Received) else (event,)


def test_alpha1_needs_beats_and_good_ones() -> None:
    demo = trace(read_ride(DEMO))
    crossed = alpha_crossing(demo)
    assert crossed is not None
    assert crossed.sd_bpm < 5
    assert alpha_crossing(replace(demo, artefact_pct=3.5)) is None
    assert alpha_crossing(replace(demo, artefact_pct=None)) is None
    assert alpha_crossing(replace(demo, gap_s=60.0)) is None
    assert alpha_crossing(replace(demo, rr_s=demo.rr_s[:500])) is None


def test_answers_of_a_ride_that_was_never_ended_are_found_by_its_id() -> None:
    demo = read_ride(DEMO)
    broken_off = Ride(path=Path("2026-11-22-demo.hrg"), header=demo.header, events=demo.events[:-1])
    found = [seen.piece for seen in looked_at(broken_off).seen]
    answers = [piece for piece in found if isinstance(piece, TalkAnswer)]
    assert answers
    assert all(answer.day == DAY for answer in answers)
    noted = Entry(id="000001", piece=answers[0], ride="2026-11-22-demo", forgotten=True)
    again = [seen.piece for seen in looked_at(broken_off, [noted]).seen]
    assert not [piece for piece in again if isinstance(piece, TalkAnswer)]
    other = Entry(id="000001", piece=answers[0], ride="2026-11-21-demo")
    assert len(looked_at(broken_off, [other]).seen) == len(found)


def test_a_ride_without_a_day_is_no_evidence() -> None:
    ride = past_ride(drifting(0), minutes=30)
    assert looked_at(ride).seen
    assert looked_at(ride, day=None).seen == ()


def test_pieces_are_of_the_machine_and_day_of_the_ride() -> None:
    found = looked_at(read_ride(DEMO), machine=Machine.ROWER).seen
    crossings = [seen.piece for seen in found if isinstance(seen.piece, AlphaCrossing)]
    assert [(one.machine, one.day) for one in crossings] == [(Machine.ROWER, DAY)]


def test_two_foreign_files_of_one_name_are_two_rides(tmp_path: Path) -> None:

    names = set()
    for number in (0, 1):
        path = tmp_path / "activity.csv"
        path.write_text(f"time_s,hr_bpm\n0,{100 + number}\n1,101\n")
        names.add(ride_name(open_recording(path, hrguide_version="0")))
    assert len(names) == 2
    assert all(name.startswith("activity-") for name in names)


def test_a_file_looked_at_before_it_was_imported_counts_once(tmp_path: Path) -> None:
    """Noted under the file's name, then imported, then renamed: one ride, one name."""
    path = tmp_path / "activity.csv"
    path.write_text("time_s,hr_bpm\n0,100\n1,101\n")
    ride = open_recording(path, hrguide_version="0")
    name = ride_name(ride)
    entry = Entry(id="1", piece=AlphaCrossing(130.0, Machine.BIKEERG, DAY), ride=name)
    for other in ("2026-11-22-activity.hrg", "copy of activity.csv"):
        again = replace(ride, path=Path(other))
        assert ride_name(again, [entry]) == name
        assert ride_name(again) != name
    assert ride_name(replace(ride, path=Path("2026-11-22-activity.hrg"))) == "2026-11-22-activity"


def test_laps_of_a_foreign_recording_show_the_hearts_pace() -> None:
    ridden = past_ride(_stepping(38.0, 55.0, 0), minutes=24)
    laps = [Lap(at_s=180.0 * place, duration_s=180.0) for place in range(8)]
    foreign = replace(ridden, events=(*laps, *ridden.events))
    assert trace(ridden).steps_s == ()
    assert trace(foreign).steps_s == tuple(lap.at_s for lap in laps)
    up, down = time_constants(heart_answers(trace(foreign)))
    assert up is not None
    assert down is not None
    assert up.tau_s == pytest.approx(38.0, rel=0.2)
    assert down.tau_s == pytest.approx(55.0, rel=0.2)


def _stepping(tau_on_s: float, tau_off_s: float, delay_s: int) -> Callable[[int], float]:
    """Steps of 3 min between 100 and 140, by exact exponentials."""

    def rate(at_s: int) -> float:
        step, into_s = divmod(at_s, 180)
        moved_s = max(0, into_s - delay_s)
        if step % 2:
            return 140 - 40 * math.exp(-moved_s / tau_on_s)
        return 100 if step == 0 else 100 + 40 * math.exp(-moved_s / tau_off_s)

    return rate


def test_the_hearts_pace_is_read_off_its_steps() -> None:
    steps_s = tuple(range(0, 1440, 180))
    ride = past_ride(_stepping(30, 60, 8), minutes=24, steps_s=steps_s)
    up, down = time_constants(heart_answers(trace(ride)))
    assert up is not None
    assert down is not None
    assert up.tau_s == pytest.approx(30, rel=0.15)
    assert down.tau_s == pytest.approx(60, rel=0.15)
    assert (up.steps, down.steps) == (4, 3)
    assert up.low_s <= up.tau_s <= up.high_s


def test_few_steps_or_none_have_no_pace() -> None:
    assert time_constants(heart_answers(trace(past_ride(_stepping(30, 60, 8), minutes=24)))) == (
        None,
        None,
    )
    two = past_ride(_stepping(30, 60, 8), minutes=9, steps_s=(0, 180, 360))
    assert time_constants(heart_answers(trace(two))) == (None, None)
    flat = past_ride(drifting(0), minutes=24, steps_s=tuple(range(0, 1440, 180)))
    assert time_constants(heart_answers(trace(flat))) == (None, None)
