"""`hrguide talk-test`: the workout it makes of what is known, and what it tells afterwards."""

from datetime import date
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import note
from hrguide.athlete.evidence import TalkAnswer
from hrguide.athlete.profile import Profile
from hrguide.cli.main import main
from hrguide.cli.talk_test import TalkTest
from hrguide.errors import ExitCode, UsageError

DAY = date(2026, 11, 22)
SAM = Profile(name="Sam", age_years=38, age_on=DAY)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HRGUIDE_HOME", str(tmp_path))
    store.add(tmp_path, SAM)
    return tmp_path


def answers(home: Path, *said: TalkAnswer) -> None:
    note(home, "sam", said, ride="2026-11-22-sam")


def test_where_nobody_can_answer_it_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["talk-test"]) == ExitCode.USAGE
    assert "nobody can answer" in capsys.readouterr().err


def test_what_is_known_aims_it(home: Path) -> None:
    test = TalkTest(home)
    stranger = test.aim(SAM, Machine.BIKEERG, DAY)
    answers(
        home,
        TalkAnswer(127, "comfortable", "bikeerg", DAY),
        TalkAnswer(134, "only_just", "bikeerg", DAY),
        TalkAnswer(139, "only_just", "bikeerg", DAY),
    )
    known = TalkTest(home).aim(SAM, Machine.BIKEERG, DAY)
    assert stranger.name == known.name == "talk-test"
    assert len(known.steps) < len(stranger.steps)  # it need not feel its way


def test_a_limit_without_room_is_told_before_the_ride(home: Path) -> None:
    held = Profile(name="Sam", age_years=38, age_on=DAY, ceiling_bpm=90)
    with pytest.raises(UsageError, match="no room"):
        TalkTest(home).aim(held, Machine.BIKEERG, DAY)


def test_the_result_tells_the_answers_and_both_thresholds(home: Path) -> None:
    answers(home, TalkAnswer(100, "comfortable", "bikeerg", DAY))
    test = TalkTest(home)
    test.aim(SAM, Machine.BIKEERG, DAY)
    answers(
        home,
        TalkAnswer(114, "comfortable", "bikeerg", DAY),
        TalkAnswer(121, "comfortable", "bikeerg", DAY),
        TalkAnswer(134, "only_just", "bikeerg", DAY),
        TalkAnswer(150, "no", "bikeerg", DAY),
    )
    first, second, _ = test.result()
    assert first == "On the bike erg you talked easily up to 121, only just at 134, not at 150."
    assert second.startswith('"Only just" begins at about ')
    assert "(before: " in second


def test_without_an_answer_nothing_is_claimed(home: Path) -> None:
    test = TalkTest(home)
    assert test.result() == ()
    test.aim(SAM, Machine.BIKEERG, DAY)
    assert test.result() == ("No answer was taken: the threshold stands as it was.",)
