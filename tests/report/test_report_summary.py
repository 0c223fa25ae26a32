"""A ride in numbers: verdicts, gaps, cues, answers, rounds."""

import re
from dataclasses import replace

import pytest

from hrguide.bluetooth.source import Received
from hrguide.guide.command import Command
from hrguide.report.html import html_page
from hrguide.report.page import page
from hrguide.report.ridden import ride_again
from hrguide.report.summary import sum_up, summarise
from hrguide.ride.lines import Answered, CommandLine, Ending, Said
from hrguide.ride.replay import replay
from hrguide.ride.told import said_in
from hrguide.workout.drilled import drills_first
from hrguide.workout.shelf import load_workout
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import StepKind
from tests.report.report_rides import ROUNDS, a_ride, as_said


def _easy(_at_s: int) -> int | None:
    return 110


def test_the_head_of_a_ride() -> None:
    summary = summarise(a_ride(_easy))
    assert summary.name == "2026-11-22-sam"
    assert summary.athlete == "Sam"
    assert summary.workout == "two rounds"
    assert summary.ended == "done"
    assert summary.ridden_s == 420.0
    assert (summary.rounds_ridden, summary.rounds) == (2, 2)
    assert summary.made_from is None


@pytest.mark.parametrize(("last_s", "rounds"), [(100, 0), (179, 0), (180, 1), (200, 1), (419, 1)])
def test_a_round_counts_when_its_work_is_done(last_s: int, rounds: int) -> None:
    summary = summarise(a_ride(_easy, last_s=last_s, ending=Ending.CLOSED))
    assert (summary.rounds_ridden, summary.rounds) == (rounds, 2)


def test_verdicts_add_up_to_the_ride() -> None:
    summary = summarise(a_ride(_easy))
    assert sum(summary.verdict_s.values()) == pytest.approx(420.0)
    assert summary.verdict_s["resting"] == pytest.approx(60.0)
    assert list(summary.verdict_s.values()) == sorted(summary.verdict_s.values(), reverse=True)


def test_a_pause_is_its_own_verdict() -> None:
    commands = [
        CommandLine(at_s=100.0, command=Command.PAUSE),
        CommandLine(at_s=130.0, command=Command.GO_ON),
    ]
    summary = summarise(a_ride(_easy, commands=commands, last_s=450))
    assert summary.verdict_s["paused"] == pytest.approx(30.0)
    assert summary.ridden_s == 420.0


def test_gaps_are_told_with_their_reason() -> None:
    summary = summarise(a_ride(lambda at_s: None if 60 <= at_s < 80 else 110))
    (gap,) = [gap for gap in summary.signal.gaps if gap.from_s > 10]
    assert gap.from_s == pytest.approx(63, abs=2)
    assert gap.to_s == pytest.approx(80, abs=3)
    assert gap.reason is not None
    assert summary.signal.no_rate_s >= 12


def test_a_short_gap_and_one_in_a_pause_are_none() -> None:
    """Under 4 s nothing is missing; in a pause nobody rides."""
    gap_s = [gap.to_s - gap.from_s for gap in summarise(a_ride(_easy)).signal.gaps]
    assert gap_s == [], "the second before the first packet is no gap"
    commands = [
        CommandLine(at_s=99.0, command=Command.PAUSE),
        CommandLine(at_s=140.0, command=Command.GO_ON),
    ]
    silent = a_ride(lambda at_s: None if 100 <= at_s < 130 else 110, commands=commands)
    assert summarise(silent).signal.gaps == ()
    assert summarise(silent).signal.no_rate_s < 4.0


def test_a_drill_is_no_riding() -> None:
    """Beside the machine, often lying on the strap: its silence is no gap of the ride."""
    both = drills_first(parse_workout(ROUNDS), load_workout("back-drills"))
    drills = sum(step.kind is StepKind.DRILL for step in both.steps)
    done = [CommandLine(at_s=40.0 * (at + 1), command=Command.NEXT) for at in range(drills)]
    silent = a_ride(
        lambda at_s: None if at_s < 40 * drills - 10 else 110,
        commands=done,
        last_s=420 + 40 * drills,
        workout_text=both.text,
    )
    summary = summarise(silent)
    assert summary.signal.gaps == ()
    assert summary.signal.no_rate_s < 4.0
    assert summary.ridden_s == 420.0


def test_a_ride_without_a_strap() -> None:
    summary = summarise(a_ride(lambda _at_s: None))
    assert summary.signal.packets == 0
    assert summary.signal.artefact_pct is None
    assert summary.forecast is None
    assert [step.mean_bpm for step in summary.steps] == [None] * 5
    assert summary.ridden_s == 420.0


def test_bad_packets_are_counted() -> None:
    bad = [Received(at_s=50.5, payload=b"\x10"), Received(at_s=51.5, payload=b"")]
    assert summarise(a_ride(_easy, others=bad)).signal.bad_packets == 2


def test_cues_are_those_that_were_said() -> None:
    ride = as_said(a_ride(_easy))
    summary = summarise(ride)
    assert summary.cues == ride.said
    assert summary.changed_cues == 0
    other = Said(at_s=3.0, cue="ease", text="said by an older version")
    older = replace(ride, events=(other, *ride.events))
    assert summarise(older).cues[0] == other
    assert summarise(older).changed_cues == 1


def test_without_a_record_cues_are_replayed() -> None:
    ride = a_ride(_easy)
    summary = summarise(ride)
    assert summary.cues == said_in(replay(ride))
    assert summary.changed_cues is None


def test_talk_answers_have_their_heart_rate() -> None:
    commands = [CommandLine(at_s=102.5, command=Command.TALK_ONLY_JUST)]
    (answer,) = summarise(a_ride(_easy, commands=commands)).talk
    assert (answer.at_s, answer.answer, answer.hr_bpm) == (102.5, "only just", 110)


def test_answers_move_the_threshold_only_where_there_is_an_athlete() -> None:
    commands = [CommandLine(at_s=100.5, command=Command.TALK_ONLY_JUST)]
    named = summarise(a_ride(_easy, commands=commands, ranges=None))
    assert named.threshold_bpm is not None
    assert named.counted_answers == 1
    nobody = summarise(a_ride(_easy, commands=commands, ranges=None, athlete=None, evidence=()))
    assert nobody.threshold_bpm is None
    assert nobody.counted_answers == 0


def test_other_answers_stand_as_given() -> None:
    answers = [
        Answered(at_s=0.0, question="soreness_before", answer=6),
        Answered(at_s=420.0, question="soreness_after", answer=3),
    ]
    summary = summarise(a_ride(_easy, others=answers))
    assert summary.answers == {"soreness_before": 6, "soreness_after": 3}


def test_times_are_told_from_the_start_on() -> None:
    """Twenty seconds on the ready page are no part of the ride."""
    commands = [
        CommandLine(at_s=20.0, command=Command.START),
        CommandLine(at_s=120.5, command=Command.TALK_ONLY_JUST),
    ]
    ride = a_ride(_easy, commands=commands, last_s=440)
    waiting = ride_again(replace(ride, header=replace(ride.header, waiting=True)))
    summary = sum_up(waiting)
    assert summary.began_s == 20.0
    assert summary.ridden_s == 420.0
    assert re.search(r"^     1:40  only just   11[01] bpm$", page(summary), re.MULTILINE)
    shown = html_page(waiting, summary)
    assert "1:40 Could you talk? Only just, at 11" in shown
    assert ">7:00</text>" in shown
    assert ">7:30</text>" not in shown, "the picture ends with the ride"
