"""Acceptance cases of other tools' users: what a bad signal must never do."""

import pytest

from hrguide.beats.pulse import Signal
from hrguide.guide.command import Command
from hrguide.guide.cue import CueKind
from hrguide.guide.verdict import Verdict
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout
from tests.journeys.story import OWN, between, cues, packets, ride, saying, without

STEADY = parse_workout("20 min moderately easy")
BY_COACH = parse_workout("20 min 120-136 bpm")  # may push from the first round on
GUIDING = (CueKind.EASE, CueKind.PUSH)


@pytest.mark.parametrize("with_rr", [True, False])
def test_zeros_do_not_push(with_rr: bool) -> None:
    """RunnerUp #145: zeros pulled the mean down, "130, speed up" while at 147."""
    told = saying(packets(lambda _: 128.0, 400.0), 150.0, 250.0, 0, rr=with_rr)
    moments = ride(Session(workout=STEADY, ranges=OWN), told, to_s=400.0)
    blind = between(moments, 152.0, 250.0)
    assert {moment.hr_bpm for moment in blind} == {None}
    assert {moment.verdict for moment in blind} == {Verdict.NO_SIGNAL}
    assert cues(moments, *GUIDING) == []


@pytest.mark.parametrize("false_bpm", [60, 75, 90])
def test_a_false_number_that_stands_half_a_minute_guides_nobody(false_bpm: int) -> None:
    """Without RR it is believed after 15 s, and so is the true one later: neither is acted on."""
    told = saying(packets(lambda _: 128.0, 400.0), 150.0, 180.0, false_bpm, rr=False)
    moments = ride(Session(workout=BY_COACH), told, to_s=400.0)
    assert false_bpm in {moment.hr_bpm for moment in between(moments, 150.0, 180.0)}
    assert cues(moments, *GUIDING) == []


def test_dead_strap_shows_no_number() -> None:
    """qdomyos-zwift #3817: the last value was shown to the end."""
    told = without(packets(lambda _: 128.0, 200.0), 100.0, 1000.0)
    moments = ride(Session(workout=STEADY, ranges=OWN), told, to_s=600.0)
    last_packet_s = max(packet.at_s for packet in told)
    dead = [moment for moment in moments if moment.at_s > last_packet_s + 4.0]
    assert {moment.hr_bpm for moment in dead} == {None}
    assert all(moment.forecast is None and moment.ahead_30s is None for moment in dead)
    lost = cues(moments, CueKind.SIGNAL_LOST)
    assert len(lost) == 1  # words to ride by, once
    assert lost[0][0] - last_packet_s == pytest.approx(8.0, abs=1.0)
    assert "Whole sentences" in lost[0][1]
    assert cues(moments, *GUIDING) == []


def test_a_dead_strap_is_no_beat_after_4_s_and_lost_after_8_s() -> None:
    told = without(packets(lambda _: 128.0, 200.0), 100.0, 1000.0)
    moments = ride(Session(workout=STEADY, ranges=OWN), told, to_s=130.0)
    last_packet_s = max(packet.at_s for packet in told)
    shown = [m.at_s for m in moments if m.hr_bpm is not None]
    assert max(shown) <= last_packet_s + 4.0
    lost = [m.at_s for m in moments if m.signal is Signal.LOST and m.at_s > last_packet_s]
    assert min(lost) <= last_packet_s + 8.25


def test_neighbours_strap() -> None:
    """TrackMyIndoorWorkout #376: two straps mixed. Another device never steers anybody."""
    own = without(packets(lambda _: 126.0, 400.0), 150.0, 250.0)
    neighbour = packets(lambda _: 165.0, 400.0, seed=9)
    foreign = [
        packet for packet in neighbour if 160.0 <= packet.at_s < 240.0
    ]  # heard only while ours is away
    session = Session(workout=STEADY, ranges=OWN)
    told = own + [type(p)(at_s=p.at_s, payload=p.payload, device="next door") for p in foreign]
    moments = ride(session, told, to_s=400.0)
    away = between(moments, 160.0, 240.0)
    assert {moment.hr_bpm for moment in away if moment.at_s > 155.0} == {None}
    assert cues(moments, *GUIDING) == []
    assert between(moments, 300.0, 400.0)[-1].hr_bpm is not None


def test_drop_at_150_s() -> None:
    """OpenHRV #39: the link falls every 150 s. The session goes on, each loss is said once."""
    told = packets(lambda _: 126.0, 900.0)
    for drop_s in (150.0, 300.0, 450.0, 600.0):
        told = without(told, drop_s, drop_s + 20.0)
    moments = ride(Session(workout=STEADY, ranges=OWN), told, to_s=900.0)
    assert len(cues(moments, CueKind.SIGNAL_LOST)) == 4
    assert len(cues(moments, CueKind.SIGNAL_BACK)) == 4
    assert moments[-1].elapsed_s == 900.0
    assert moments[-1].hr_bpm is not None


def test_no_number_that_a_heart_cannot_have() -> None:
    """No 255, no zero, nothing above 230: in no Moment, whatever the strap says."""
    told = packets(lambda _: 126.0, 300.0)
    for at_s, says in ((100.0, 255), (150.0, 240), (200.0, 12)):
        told = saying(told, at_s, at_s + 20.0, says)
    moments = ride(Session(workout=STEADY, ranges=OWN), told, to_s=300.0)
    assert all(m.hr_bpm is None or 30 <= m.hr_bpm <= 230 for m in moments)
    assert {m.hr_bpm for m in between(moments, 103.0, 119.0)} == {None}


def test_riding_without_a_strap_goes_by_clock_and_talk() -> None:
    moments = ride(Session(workout=STEADY, ranges=OWN), [], to_s=600.0)
    assert {moment.verdict for moment in moments} == {Verdict.NO_SIGNAL}
    assert cues(moments, *GUIDING, CueKind.SIGNAL_LOST) == []
    assert moments[-1].elapsed_s == 600.0


def test_a_strap_may_join_later() -> None:
    told = without(packets(lambda _: 126.0, 600.0), 0.0, 300.0)
    moments = ride(Session(workout=STEADY, ranges=OWN), told, to_s=600.0)
    assert moments[-1].hr_bpm is not None
    assert moments[-1].verdict is Verdict.ON_COURSE


def test_pause_is_silent() -> None:
    """suunto-ambit-intervals #2: beeps while paused. Beats are still taken in."""
    session = Session(workout=parse_workout("2 rounds\n- 2 min moderate\n"), ranges=OWN)
    commands = [(30.0, Command.PAUSE), (200.0, Command.GO_ON)]
    told = without(packets(lambda _: 175.0, 400.0), 60.0, 90.0)
    moments = ride(session, told, to_s=399.0, commands=commands)
    paused = between(moments, 30.25, 200.0)
    assert all(moment.cue is None for moment in paused)
    assert {moment.elapsed_s for moment in paused} == {30.0}
    assert any(moment.hr_bpm == 175 for moment in paused)
