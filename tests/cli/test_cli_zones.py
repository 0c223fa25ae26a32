"""`hrguide zones`: the page, the object and the card, for the people a physiotherapist meets."""

import json
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from hrguide.athlete import store
from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.diary import forget_entry, note
from hrguide.athlete.evidence import Answer, Evidence, LabThreshold, MeasuredMax, TalkAnswer
from hrguide.athlete.profile import Profile
from hrguide.cli.main import main
from hrguide.cli.zones_page import Page, card, page
from hrguide.errors import ExitCode, UsageError
from hrguide.zones.standing import standing
from tests.rules.test_rules_loading import loaded_after

DAY = date(2026, 11, 22)
FOUR: Final[tuple[tuple[float, Answer], ...]] = (
    (118, "comfortable"),
    (127, "comfortable"),
    (134, "only_just"),
    (139, "only_just"),
)
SAM = Athlete("Sam", 38, sex="female", activity="active")


def talked(*answers: tuple[float, Answer], machine: str = "bikeerg") -> list[Evidence]:
    return [TalkAnswer(hr, answer, machine, DAY) for hr, answer in answers]


def told(
    athlete: Athlete,
    evidence: list[Evidence],
    *,
    machine: Machine = Machine.BIKEERG,
    width: int = 80,
) -> str:
    state = standing(athlete, evidence, machine=machine, on=DAY)
    ids = {id(piece): f"{at:06x}" for at, piece in enumerate(evidence)}
    lines = page(Page(name=athlete.name, state=state, ids=ids), width=width)
    assert all(len(line) <= width for line in lines)
    return " ".join(" ".join(lines).split())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HRGUIDE_HOME", str(tmp_path))
    store.add(tmp_path, Profile(name="Sam", age_years=38, age_on=DAY, sex="female"))
    return tmp_path


@pytest.mark.parametrize("width", [40, 63, 80])
def test_formula_only_is_called_a_guess(width: int) -> None:
    text = told(SAM, [], width=width)
    for words in ("a formula's guess", "age 38, female, active", "never push", "begins by words"):
        assert words in text
    assert "ease is said above" not in text  # a formula's ceiling says nothing in such a round


@pytest.mark.parametrize("width", [40, 80])
def test_four_answers_each_with_its_pull(width: int) -> None:
    text = told(SAM, talked(*FOUR), width=width)
    assert "4 talk answers (newest 22 Nov)" in text
    assert "could only just talk at 134" in text
    assert text.count("talked easily at") == 2
    assert "one talk answer at about" in text
    assert "Provisional" not in text


def test_contradictory_answers_are_not_to_be_trusted() -> None:
    text = told(SAM, talked((150, "comfortable"), (152, "comfortable"), (110, "no"), (112, "no")))
    assert "Do not trust these yet: 2 of the last 4 answers" in text
    assert "hrguide athlete evidence forget Sam ID" in text
    assert "talk-test" in text
    assert "one talk answer at about" not in text  # never send them up to settle it


def test_under_medicine_nothing_is_said_before_an_answer() -> None:
    kim = Athlete("Kim", 61, limits_heart_rate=True)
    before = told(kim, [])
    assert "No heart rates yet" in before
    assert "medicine" not in before  # health answers are not listed
    assert not any(char.isdigit() for char in before.replace("22 Nov 2026", ""))
    after = told(kim, talked((92, "comfortable"), (98, "only_just")))
    assert "begins by words" in after
    assert "can you talk" not in after  # an age formula asks nothing here


def test_a_new_machine_borrows_and_says_so() -> None:
    text = told(SAM, talked(*FOUR), machine=Machine.ROWER)
    assert "borrowed: nothing was heard on the rower yet" in text
    assert "4 talk answers (newest 22 Nov) on the bike erg" in text
    assert "begins by words" in text


def test_a_laboratory_is_no_machine() -> None:
    lab = LabThreshold(144, None, DAY)
    assert "1 lab test (newest 22 Nov) from a laboratory, moved" in told(SAM, [lab])
    both = told(SAM, [lab, *talked(*FOUR)], machine=Machine.ROWER)
    assert "on the bike erg and from a laboratory" in both


def test_a_ceiling_says_where_it_comes_from() -> None:
    assert "guidance stops above 162 (0.90 of the measured maximum, 180)" in told(
        SAM, [*talked(*FOUR), MeasuredMax(180, DAY)]
    )


def test_a_formula_sends_nobody_anywhere(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["zones", "--json"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["sharpen"] is None
    camps = talked((150, "comfortable"), (152, "comfortable"), (110, "no"), (112, "no"))
    note(home, "sam", camps)
    assert main(["zones", "--as-of", "2026-11-22", "--json"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["sharpen"] is None


def test_a_limit_is_not_called_sharpness() -> None:
    kim = Athlete("Kim", 61, limits_heart_rate=True, ceiling_bpm=80)
    text = told(kim, talked((105, "only_just"), (112, "no")))
    assert "below what limits you" in text
    assert "Sharp enough" not in text


@pytest.mark.parametrize("width", [40, 80])
def test_a_threshold_at_rest_is_not_ridden_by(width: int) -> None:
    bo = Athlete("Bo", 40, resting_bpm=80)
    answers = talked(*[(hr, "no") for hr in (95, 98, 100, 104)])
    text = told(bo, answers, width=width)
    assert "Do not ride by these" in text
    assert "which of these answers are right" in text
    state = standing(bo, answers, machine=Machine.BIKEERG, on=DAY)
    with pytest.raises(UsageError, match="not clearly above rest"):
        card(Page(name="Bo", state=state))


def test_a_limit_below_rest_is_told() -> None:
    bo = Athlete("Bo", 40, resting_bpm=110, ceiling_bpm=100)
    assert "your rest is 110" in told(bo, [])
    assert "your rest is" not in told(SAM, talked(*FOUR))


def test_pieces_of_later_days_are_not_lost_in_silence() -> None:
    """A clock set back: what was noted does not count, and says so."""
    state = standing(SAM, talked(*FOUR), machine=Machine.BIKEERG, on=date(2026, 1, 1))
    text = "\n".join(page(Page(name="Sam", state=state), width=80))
    assert "Not counted, since of later days: 4." in text


def test_json_has_all_that_the_page_has(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noted = note(home, "sam", talked(*FOUR))
    assert main(["zones", "--as-of", "2026-11-22", "--json"]) == ExitCode.DONE
    shown = json.loads(capsys.readouterr().out)
    assert (shown["athlete"], shown["machine"], shown["as_of"]) == ("Sam", "bikeerg", "2026-11-22")
    assert [entry["id"] for entry in shown["evidence"]] == [entry.id for entry in noted][::-1]
    edges = [shown["ranges"][effort] for effort in ("easy", "moderately easy", "moderate")]
    assert edges[0]["high_bpm"] == edges[1]["low_bpm"]
    known = shown["threshold"]
    assert known["low_bpm"] < known["mean_bpm"] < known["high_bpm"]
    assert shown["sharpen"]["expected_sd_bpm"] < known["sd_bpm"]


def test_the_card_is_one_line_for_a_watch(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note(home, "sam", talked(*FOUR))
    assert main(["zones", "--as-of", "2026-11-22", "--json"]) == ExitCode.DONE
    moderate = json.loads(capsys.readouterr().out)["ranges"]["moderate"]
    assert main(["zones", "--as-of", "2026-11-22", "--card"]) == ExitCode.DONE
    low, high = moderate["low_bpm"], moderate["high_bpm"]
    assert capsys.readouterr().out == (
        f"just barely on the bike erg: {low}-{high}; set your watch's upper alert to {high}\n"
    )


def test_the_card_calls_a_guess_a_guess(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["zones", "--card"]) == ExitCode.DONE
    assert "a formula's guess" in capsys.readouterr().out


def test_no_card_where_nothing_may_be_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.change(home, "sam", limits_heart_rate=True)
    assert main(["zones", "--card"]) == ExitCode.USAGE
    assert "hrguide ride" in capsys.readouterr().err
    store.change(home, "sam", limits_heart_rate=False)
    odd = talked((150, "comfortable"), (152, "comfortable"), (110, "no"), (112, "no"))
    note(home, "sam", odd)
    assert main(["zones", "--card", "--as-of", "2026-11-22"]) == ExitCode.USAGE
    assert "do not fit" in capsys.readouterr().err


def test_as_of_an_earlier_day_later_answers_do_not_count(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note(home, "sam", talked(*FOUR))
    main(["zones", "--as-of", "2026-11-21", "--json"])
    before = json.loads(capsys.readouterr().out)
    assert before["evidence"] == []
    assert before["threshold"]["personal"] is False


def test_a_forgotten_answer_does_not_count(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (noted,) = note(home, "sam", talked((139, "only_just")))
    forget_entry(home, "sam", noted.id)
    main(["zones", "--json"])
    assert json.loads(capsys.readouterr().out)["evidence"] == []


def test_the_machine_last_ridden_is_the_one_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.change(home, "sam", machine=Machine.SKIERG)
    main(["zones"])
    assert capsys.readouterr().out.startswith("Sam on the ski erg, ")
    main(["zones", "--machine", "rower"])
    assert capsys.readouterr().out.startswith("Sam on the rower, ")


def test_whom_it_is_about(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.add(home, Profile(name="Kim", age_years=61, age_on=DAY))
    assert main(["zones"]) == ExitCode.USAGE
    assert "hrguide athlete use NAME" in capsys.readouterr().err
    store.use(home, "Kim")
    main(["zones"])
    assert capsys.readouterr().out.startswith("Kim on")
    main(["zones", "--athlete", "sam"])
    assert capsys.readouterr().out.startswith("Sam on")
    assert main(["zones", "--athlete", "bo"]) == ExitCode.USAGE


def test_it_loads_no_numpy_and_no_screen(home: Path) -> None:
    action = f"from hrguide.cli.main import main; main(['zones', '--home', {str(home)!r}])"
    assert not loaded_after(action) & {"numpy", "bleak", "rich", "asyncio", "tomlkit"}
