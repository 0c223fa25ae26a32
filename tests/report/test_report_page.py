"""The page: 80 columns, true words, and nothing said where nothing is known."""

import re
from dataclasses import replace
from functools import cache

import pytest

from hrguide.guide.command import Command
from hrguide.report.clock_words import clock
from hrguide.report.page import page
from hrguide.report.steps import StepSummary
from hrguide.report.summary import Summary, summarise
from hrguide.ride.header import Origin
from hrguide.ride.lines import Answered, CommandLine, Ending, Said
from tests.report.report_rides import a_ride, as_said


def _rate(at_s: int) -> int | None:
    """In range, over in the first moderate step, a fall in the rest, a gap in round 2."""
    if 300 <= at_s < 320:
        return None
    if 180 < at_s <= 240:
        return 150 - (at_s - 180) // 2
    if at_s <= 120:
        return 110
    return min(150, at_s - 10) if at_s <= 180 else 112


def _summary(**changes: object) -> Summary:
    return replace(_of_the_ride(), **changes)  # type: ignore[arg-type]


@cache
def _of_the_ride() -> Summary:
    answers = [
        Answered(at_s=0.0, question="soreness_before", answer=6),
        Answered(at_s=420.0, question="effort", answer=3),
    ]
    commands = [CommandLine(at_s=150.5, command=Command.TALK_NO)]
    ride = as_said(a_ride(_rate, others=answers, commands=commands))
    return summarise(ride)


def test_the_page_of_a_ride() -> None:
    """Golden in its fixed parts; the numbers that depend on the guide are left open."""
    text = page(_summary())
    assert max(map(len, text.splitlines())) <= 80
    lines = text.splitlines()
    assert lines[0] == "2026-11-22-sam: Sam, bike erg, 22 November 2026, 18:09"
    assert lines[1] == "two rounds: 7:00 ridden, 2 of 2 rounds, ridden to its end"
    assert lines[2] == "Soreness (0-10): 6 before, not told after"
    assert lines[3] == "How hard it was (0-10): 3"
    for words in ("Time in each verdict", "Steps", "Rests", "Talk answers", "Cues: ", "Signal"):
        assert any(line.startswith(words) for line in lines), words
    assert re.search(
        r"^      1  easy +2:00 +100-115 +110 +110 +111 +0:01 +\d\.\d$", text, re.MULTILINE
    )
    assert re.search(
        r"^      1  moderate +1:00 +120-130 +\d+  too short +\d+ +0:1\d +[\d.]+$", text, re.M
    )
    fell = r"after round 1: fell \d\d bpm in the first 60 s of rest \(seated, from 1[45]\d\)"
    assert re.search(fell, text)
    assert re.search(r"^     2:30  no +14\d bpm$", text, re.MULTILINE)
    assert re.search(r"^     5:0\d - 5:2\d  \w", text, re.MULTILINE)
    assert "normal" not in text


def _rest(**changes: object) -> StepSummary:
    (rest,) = [step for step in _summary().steps if step.is_rest]
    return replace(rest, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"from_bpm": 131, "fell_bpm": 24}, "fell 24 bpm in the first 60 s of rest (seated, from"),
        ({"from_bpm": 131, "fell_bpm": 0}, "did not fall in the first 60 s of rest (seated, from"),
        ({"from_bpm": 131, "fell_bpm": -3}, "did not fall in the first 60 s"),
        ({"from_bpm": 131, "fell_bpm": None}, "not known for the first 60 s (from 131)"),
        ({"from_bpm": None, "fell_bpm": None}, "no heart rate when it began"),
    ],
)
def test_a_rest_in_l9s_words_only(changes: dict[str, object], words: str) -> None:
    text = page(_summary(steps=(_rest(**changes),)))
    assert f"  after round 1: {words}" in text


def test_on_a_ski_erg_one_stands() -> None:
    assert "(standing, from" in page(_summary(machine="skierg"))


def test_a_ride_by_clock_and_talk() -> None:
    text = page(summarise(a_ride(lambda _at_s: None)))
    assert "No heart rate was received: ridden by clock and talk." in text
    assert "Forecast: too little of it met a heart rate to be scored." in text
    assert "no heart rate when it began" in text
    assert re.search(r"easy +2:00 +100-115     -          -     -      -       -$", text, re.M)


def test_without_a_range_time_to_it_is_unknown() -> None:
    text = page(summarise(a_ride(_rate, ranges=None, athlete=None)))
    assert "No range was in force: time to it is not known." in text
    assert "2026-11-22-sam: nobody named, bike erg" in text
    assert "never" not in text


def test_where_it_came_from_is_said() -> None:
    ride = a_ride(
        _rate,
        synthesised=True,
        started=None,
        athlete=None,
        origin=Origin(name="erg.csv", sha256="00"),
        ending=Ending.IMPORTED,
    )
    text = page(summarise(ride))
    assert "Made from erg.csv: no athlete, so no threshold and no ceiling" in text
    assert text.startswith("2026-11-22-sam: nobody named, bike erg\n")
    assert "the end of the recording" in text
    assert "A demo: the rider was simulated." in page(_summary(simulated=True))


def test_an_interrupted_ride_says_so() -> None:
    text = page(summarise(a_ride(_rate, last_s=100, ending=None)))
    assert "two rounds: 1:40 ridden, 0 of 2 rounds, interrupted; nothing after that" in text


def test_a_ride_that_never_started() -> None:
    ride = a_ride(_rate, ending=Ending.CLOSED, last_s=30)
    waiting = replace(ride, header=replace(ride.header, waiting=True))
    assert "The ride never started." in page(summarise(waiting))


def test_beats_that_are_not_there_are_not_counted() -> None:
    summary = _summary()
    rates_only = replace(summary.signal, heard={}, artefact_pct=None)
    assert "packets without beat intervals: artefacts are not known." in page(
        replace(summary, signal=rates_only)
    )
    doubtful = replace(summary.signal, heard={"good": 400, "missed": 12, "extra": 1})
    assert "(12 missed, 1 extra)" in page(replace(summary, signal=doubtful))


def test_changed_cues_and_long_ones() -> None:
    long = Said(at_s=3599.0, cue="ease", text="Ease off. " * 20)
    text = page(_summary(changed_cues=3, cues=(long,)))
    assert "Replayed by this version, 3 cues would be another than version 0.1.0 said." in text
    assert "Cues: 1 about how hard" in text
    assert max(map(len, text.splitlines())) <= 80
    assert "would be another" not in page(_summary(changed_cues=0))


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (59.6, "1:00"), (724, "12:04"), (3723, "1:02:03")]
)
def test_the_clock(seconds: float, words: str) -> None:
    assert clock(seconds) == words


def test_every_ending_has_words() -> None:
    for ending in Ending:
        assert page(_summary(ended=ending.value))


def test_settled_time_drift_and_the_back() -> None:
    answers = [
        CommandLine(at_s=150.5, command=Command.TALK_NO),
        CommandLine(at_s=200.0, command=Command.BACK_WORSE),
    ]
    text = page(summarise(a_ride(_rate, commands=answers)))
    assert re.search(r"^Settled in range: \d+ % of \d:\d\d \(from 60 s into a step\); ", text, re.M)
    assert "The back: worse (3:20)" in text
    assert re.search(r"Drift: easy, last 60 s: 110 in round 1, 112 in round 2", text)


def test_gentle_mode_and_the_morning_after_are_told() -> None:
    morning = Answered(at_s=420.0, question="morning_after", answer=2)
    text = page(summarise(a_ride(_rate, others=[morning], gentle=True)))
    assert "Soreness (0-10): not told before, not told after, 2 the morning after" in text
    assert "Gentle mode:" in text
    skipped = replace(morning, answer="skipped")
    assert "Soreness" not in page(summarise(a_ride(_rate, others=[skipped])))
