"""A talk test from warm-up to cool-down: it ends at the first no, teaches, and replays."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hrguide.athlete.athlete import Athlete
from hrguide.athlete.evidence import TalkAnswer
from hrguide.cli.main import main
from hrguide.moment import Moment, Prompt
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout
from hrguide.zones.belief import threshold_belief
from hrguide.zones.stages import talk_test_text
from tests.journeys.story import packets

SAM = Athlete("sam", 38)
DAY = "2026-11-22"
READS_S = 35.0  # 95 words, and a key
KNOWN = (TalkAnswer(120, "comfortable", "bikeerg", "2026-11-20"),)


def ridden(
    truth_bpm: float, *, heart: Callable[[float], float], to_s: float
) -> tuple[Session, list[Moment], list[tuple[float, str]]]:
    """A rider whose heart does this, and who answers each question truly after reading."""
    belief = threshold_belief(SAM, KNOWN, as_of=DAY)
    session = Session(
        workout=parse_workout(talk_test_text(belief, SAM)), athlete=SAM, evidence=KNOWN, on=DAY
    )
    moments: list[Moment] = []
    said: list[tuple[float, str]] = []
    asked_s: float | None = None
    for packet in packets(heart, to_s):
        if session.ended:
            break
        moments += session.receive(at_s=packet.at_s, payload=packet.payload, device=packet.device)
        now = moments[-1]
        if now.prompt is not Prompt.TALK:
            asked_s = None
            continue
        asked_s = now.at_s if asked_s is None else asked_s
        if now.at_s >= asked_s + READS_S and now.hr_bpm is not None:
            off_bpm = now.hr_bpm - truth_bpm
            word = "comfortable" if off_bpm < -5 else "only_just" if off_bpm < 15 else "no"
            said.append((now.at_s, f"talk_{word}"))
            moments += session.command(at_s=now.at_s, command=f"talk_{word}")
    moments += session.advance(to_s=to_s)
    return session, moments, said


def rising(at_s: float) -> float:
    """A heart that goes up by 7 bpm a stage of 170 s, from 96 after the warm-up."""
    return 96.0 + 7.0 * max(0.0, at_s - 240.0) / 170.0


def test_it_ends_at_the_first_no_and_finds_the_threshold() -> None:
    session, moments, said = ridden(118.0, heart=rising, to_s=2400.0)
    words = [word for _, word in said]
    assert words[-1] == "talk_no"
    assert words.count("talk_no") == 1
    assert "talk_only_just" in words
    assert session.ended
    index_after_no = next(
        moment.step.index for moment in moments if moment.at_s > said[-1][0] and moment.step
    )
    assert index_after_no == len(session.workout.steps) - 1  # straight to the cool-down
    found = session.ranges
    assert found.threshold_bpm is not None
    assert found.sd_bpm is not None
    assert abs(found.threshold_bpm - 118.0) < 8.0
    assert found.sd_bpm < 7.0
    assert all(answer.into_step_s == 135.0 for answer in found.answers)


def test_it_ends_at_the_ceiling_where_no_is_never_said() -> None:
    session, _, said = ridden(180.0, heart=rising, to_s=3600.0)
    assert {word for _, word in said} == {"talk_comfortable"}
    reading = [step for step in session.workout.steps if step.until is not None]
    assert len(said) == len(reading)
    assert session.ended


def test_the_same_answers_are_the_same_ride() -> None:
    _, first, said = ridden(118.0, heart=rising, to_s=2400.0)
    _, again, said_again = ridden(118.0, heart=rising, to_s=2400.0)
    assert said == said_again
    assert [moment.json_line() for moment in first] == [moment.json_line() for moment in again]


def test_a_recorded_talk_test_replays_byte_for_byte(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HRGUIDE_HOME", str(tmp_path))
    text = tmp_path / "test.txt"
    text.write_text(talk_test_text(threshold_belief(SAM), SAM), encoding="utf-8")
    assert main(["demo", "--workout", str(text), "--speed", "max", "--json", "--quiet"]) == 0
    live = capsys.readouterr().out
    assert main(["replay", "last", "--json", "--quiet"]) == 0
    assert capsys.readouterr().out == live
    assert '"kind": "talk"' in live
